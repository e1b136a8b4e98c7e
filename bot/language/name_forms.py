"""What a name looks like: after a word that announces one, and alone."""

from __future__ import annotations

from bot.language.lexicon import COMMON, ENGLISH
from bot.language.name_words import EVERYDAY, FOREIGN_GIVEN, GIVEN, MIDDLE, SURNAMES, TELLING_SURNAMES
from bot.language.syllables import parse_syllable
from bot.language.teencode import TEENCODE
from bot.language.tokens import Reading, Token, Words

TITLES = Words("anh chị cô chú bác em bạn ông bà mr ms mrs miss it mình tôi tui con cháu e c la", "a là")
SOFT = Words(
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


def name_after(reading: Reading, at: int, sure: bool) -> str | None:
    """The name at the place, past a title; ``sure`` where the words before say that it is one."""
    while reading.at(at).text in (":", "-", "=", ","):
        at += 1
    while (
        reading.at(at) in TITLES
        and reading.at(at + 1).is_word | (reading.at(at + 1).text == ".")
        and reading.at(at + 1) not in SOFT
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
        and (after not in SOFT or after.fold == "vay")
    ):
        return None  # "tên ngân hàng"
    return spell(words)


def _belongs(token: Token, words: list[Token], sure: bool) -> bool:
    if not token.is_word or len(token.text) > 20 or (token in SOFT and words):
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
    if (token in _NOT_NAME and not (capital and token in GIVEN)) or (token in SOFT and not capital):
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


def is_name(tokens: list[Token], titled: bool) -> bool:
    """Whether the words are nothing but a name; ``titled`` where "anh" or "chị" stood before them."""
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


def spell(words: list[Token]) -> str:
    """The name as typed; with capitals when it is typed small or all in capitals."""
    if all(word.text.islower() or (word.text.isupper() and len(word.text) > 1) for word in words):
        return " ".join(word.text[0].upper() + word.text[1:].lower() for word in words)
    return " ".join(word.text for word in words)
