"""Read the name a person gives, never guess one."""

from __future__ import annotations

from bot.language.name_forms import SOFT, TITLES, is_name, name_after, spell
from bot.language.name_words import GIVEN
from bot.language.places import find_places
from bot.language.tokens import Phrases, Reading, Words, read

_SELF = "mình em anh chị tôi tui cô chú bác con cháu tớ mk mik e a c m t".split()
# "tên …": what follows is meant to be a name.
NAMED = Phrases(
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
_DECORATION = frozenset(".,!~:)(^_-?")
_NOT_NAME_ALONE = Words("không có còn giá đơn màu cảm xin chào hello hi alo ok")


def parse_name(text: str) -> str | None:
    """The name given: "mình tên là Lan Anh" → "Lan Anh", "em Hằng nè" → "Hằng", "Lan" → "Lan".

    None for a question, for digits where the name should be, and for anything that does not look like a name: typed
    small,
    each word must be a known one. Diacritics are kept as typed; a name typed small is capitalised.
    """
    reading = read(text[:1000])
    for phrases, sure in ((NAMED, True), (_MAYBE, False)):
        for at in range(len(reading.tokens)):
            end = phrases.match(reading.tokens, at)
            if end > at and (name := name_after(reading, end, sure)):
                return name
    return _bare(reading)


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
        and tokens[0] in TITLES
        and not (tokens[0].text[0].isupper() and len(tokens) > 2 and tokens[0] in GIVEN)
    ):
        titled, tokens = True, tokens[1:]
    while len(tokens) > 1 and tokens[-1] in SOFT and not (len(tokens) > 2 and tokens[-1].text[0].isupper()):
        tokens = tokens[:-1]
    if (
        not 1 <= len(tokens) <= 5
        or not all(token.is_word and len(token.text) <= 20 for token in tokens)
        or tokens[0] in _NOT_NAME_ALONE
    ):
        return None
    if tokens[-1].fold in ("khong", "ko", "k", "chua", "gi", "vien") or find_places(reading):
        return None
    return spell(tokens) if is_name(tokens, titled) else None
