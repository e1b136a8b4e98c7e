"""Read the name a person gives, never guess one."""

from __future__ import annotations

from bot.language.lexicon import COMMON, ENGLISH
from bot.language.name_words import (
    EVERYDAY,
    FOREIGN_GIVEN,
    GIVEN,
    MIDDLE,
    SURNAMES,
    TELLING_SURNAMES,
)
from bot.language.places import find_places
from bot.language.syllables import parse_syllable
from bot.language.teencode import TEENCODE
from bot.language.tokens import Phrases, Reading, Token, Words, read

_SELF = "mình em anh chị tôi tui cô chú bác con cháu tớ mk mik e a c m t".split()
# "tên …": what follows is meant to be a name.
_NAMED = Phrases(
    "tên", "tên là", "họ tên", "họ tên là", "họ và tên", "họ và tên là", "người nhận", "người nhận là",
    "người nhận hàng", "ng nhận", "nguoi nhan",
    "tên người nhận", "tên người nhận là", "tên khách", "tên khách hàng", "tên nhận hàng", "tên nhận hàng là",
    "my name is", "my name's",
    "my name ' s", "my name ’ s", "my names", "my full name is", "full name", "name is", "name", "call me",
    "the name is", "recipient",
    "receiver", "gọi là", "cứ gọi mình là",
    *(f"tên {who}{is_}" for who in _SELF for is_ in ("", " là")), *(f"tên của {who} là" for who in _SELF),
    *(f"{who} tên{is_}" for who in _SELF for is_ in ("", " là")), *(f"gọi {who} là" for who in _SELF),
)  # fmt: skip
# "em là …": a name may follow, or anything else.
_MAYBE = Phrases(
    "i am", "i'm", "im", "i ' m", "i ’ m", "this is", *(f"{who} là" for who in _SELF),
    *(f"{verb} {who}" for verb in ("gửi cho", "giao cho", "ship cho", "gặp", "gửi", "giao", "ship")
      for who in ("anh", "chị", "cô", "chú", "bác", "bạn", "em", "ông", "bà")),
)  # fmt: skip
_TITLES = Words("anh chị cô chú bác em bạn ông bà mr ms mrs miss it mình tôi tui con cháu e c la", "a là")
_SOFT = Words(
    "nè nha nhé ạ á đây thôi shop đi luôn nghen he nhe here please thanks vậy dạ vâng ơi ah ak à ấy nghe nhá hen", "a"
)
# A name never begins with these, capital or not.
_NOT_NAME = Words(
    "gì sao nào đâu ai mấy nhiêu không ko k hông hok chưa hả nhỉ có còn muốn mua bán giá ship hàng đơn đặt lấy cho"
    " xem hỏi được đc dc rồi là"
    " dạ vâng ok oke okay alo chào hello hi hey yes yeah no cảm xin tạm bye thôi đúng sai tại vì nên để shop khách"
    " người của và với thì nhưng"
    " mà đang ở số sđt sdt địa email trả đổi hoàn huỷ hủy tư giao nhận chuyển size màu hôm đăng ngân tài trên dưới"
    " trong ngoài khác này kia đó"
    " cái con chiếc bộ áo quần giày váy sản bảo help cancel stop start menu the a my your it not on for from and phone"
)
_DECORATION = frozenset(".,!~:)(^_-?")


def parse_name(text: str) -> str | None:
    """The name given: "mình tên là Lan Anh" → "Lan Anh", "em Hằng nè" → "Hằng", "Lan" → "Lan".

    None for a question, for digits where the name should be, and for anything that does not look like a name: typed
    small,
    each word must be a known one. Diacritics are kept as typed; a name typed small is capitalised.
    """
    reading = read(text[:1000])
    for phrases, sure in ((_NAMED, True), (_MAYBE, False)):
        for at in range(len(reading.tokens)):
            end = phrases.match(reading.tokens, at)
            if end > at and (name := _after_cue(reading, end, sure)):
                return name
    return _bare(reading)


def _after_cue(reading: Reading, at: int, sure: bool) -> str | None:
    while reading.at(at).text in (":", "-", "=", ","):
        at += 1
    while (
        reading.at(at) in _TITLES
        and reading.at(at + 1).is_word | (reading.at(at + 1).text == ".")
        and reading.at(at + 1) not in _SOFT
    ):
        at += 2 if reading.at(at + 1).text == "." else 1
    words: list[Token] = []
    while len(words) < 6 and _belongs(reading.at(at), words, sure):
        words.append(reading.at(at))
        at += 1
    after = reading.at(at)
    if not words or after.text == "?" or (after.is_number and after.glued) or after.fold in ("gi", "j", "khong", "ko"):
        return None
    if [word.fold for word in words] == ["cong", "ty"] or words[0].low == "công":
        return None
    if (
        len(words) == 1
        and not words[0].text[0].isupper()
        and words[0].low in EVERYDAY
        and after.is_word
        and (after not in _SOFT or after.fold == "vay")
    ):
        return None  # "tên ngân hàng"
    return _spell(words)


def _belongs(token: Token, words: list[Token], sure: bool) -> bool:
    if not token.is_word or len(token.text) > 20 or (token in _SOFT and words):
        return False
    capital = token.text[0].isupper()
    if words:
        if capital:
            return token.low not in ("sđt", "sdt", "đt", "đc", "dt", "tel")
        if words[0].text[0].isupper():
            return False
        return (token in GIVEN or token in MIDDLE or token.low in FOREIGN_GIVEN) and token.low not in (
            "nhe",
            "thi" if words[0] not in SURNAMES else "",
        )
    if (token in _NOT_NAME and not (capital and token in GIVEN)) or (token in _SOFT and not capital):
        return False
    if capital:
        return sure or token in GIVEN or token in SURNAMES or token.low in FOREIGN_GIVEN or _foreign(token)
    known = token in SURNAMES or token in GIVEN or token.low in FOREIGN_GIVEN
    return known if sure else token.low in TELLING_SURNAMES or token.low in FOREIGN_GIVEN


def _foreign(token: Token) -> bool:
    """A capitalised word that is neither Vietnamese nor everyday English may be a foreign name."""
    return (
        len(token.low) > 2 and token.low not in ENGLISH and token.low not in TEENCODE and not parse_syllable(token.low)
    )


def _bare(reading: Reading) -> str | None:
    """A message that is nothing but a name, perhaps with "em … nè" around it."""
    if any(token.text == "?" for token in reading.tokens):
        return None
    tokens = [token for token in reading.tokens if token.text not in _DECORATION and (token.is_word or token.is_number)]
    while len(tokens) > 1 and tokens[0].fold in ("da", "vang", "uh", "ok"):
        tokens = tokens[1:]
    titled = False
    if (
        len(tokens) > 1
        and tokens[0] in _TITLES
        and not (tokens[0].text[0].isupper() and len(tokens) > 2 and tokens[0] in GIVEN)
    ):
        titled, tokens = True, tokens[1:]
    while len(tokens) > 1 and tokens[-1] in _SOFT and not (len(tokens) > 2 and tokens[-1].text[0].isupper()):
        tokens = tokens[:-1]
    if (
        not 1 <= len(tokens) <= 5
        or not all(token.is_word and len(token.text) <= 20 for token in tokens)
        or tokens[0] in _NOT_NAME_ALONE
    ):
        return None
    if tokens[-1].fold in ("khong", "ko", "k", "chua", "gi", "vien") or find_places(reading):
        return None
    return _spell(tokens) if _is_name(tokens, titled) else None


_NOT_NAME_ALONE = Words("không có còn giá đơn màu cảm xin chào hello hi alo ok")


def _is_name(tokens: list[Token], titled: bool) -> bool:
    capitals = all(token.text[0].isupper() for token in tokens)
    rest = all(
        token in GIVEN or token in MIDDLE or token.low in FOREIGN_GIVEN or token in SURNAMES for token in tokens[1:]
    )
    first = tokens[0]
    if len(tokens) > 1:
        if first.low in TELLING_SURNAMES and (rest or capitals):
            return True
        if not capitals:
            marked = any(token.low != token.fold for token in tokens)
            everyday = all(token.low in EVERYDAY for token in tokens)
            known = first in GIVEN or first.low in FOREIGN_GIVEN
            return (
                rest and known and (marked or not any(token.low in EVERYDAY for token in tokens[:1])) and not everyday
            )
        if rest and (first in GIVEN or first in SURNAMES or first.low in FOREIGN_GIVEN):
            return True
        # Foreign names: "Thomas Weber".
        return all(token.low in FOREIGN_GIVEN or _foreign(token) for token in tokens)
    if first.low in FOREIGN_GIVEN:
        return True
    if first in GIVEN:
        return (
            capitals and (titled or first.low not in EVERYDAY or first.low not in COMMON)
        ) or first.low not in EVERYDAY
    return (
        capitals and _foreign(first) and len(first.low) > 3 and first.text.istitle() and first.low not in _EXCLAMATIONS
    )


_EXCLAMATIONS = frozenset(
    "haha hihi hehe huhu alooo helo helu okla okela ukie thks bonjour merci gracias hallo adios"
    " visa momo vietcombank options commands unsubscribe".split()
)


def _spell(words: list[Token]) -> str:
    if all(word.text.islower() or (word.text.isupper() and len(word.text) > 1) for word in words):
        return " ".join(word.text[0].upper() + word.text[1:].lower() for word in words)
    return " ".join(word.text for word in words)
