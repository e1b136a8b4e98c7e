"""Which word is a unit of money, and whether it is one in this place."""

from __future__ import annotations

from bot.language.money_words import (
    BILLIONS,
    CURRENCY,
    GOLD,
    LITRES,
    MILLIONS,
    NEUTRAL,
    PLACE_OF_MODEL,
    POLITE,
    PRICE,
    PRICE_PHRASES,
    ROOT_UNIT,
    ROOTS,
    SCREEN,
    SLANG_HUNDREDS,
    SLANG_THOUSANDS,
    TALK,
    THOUSANDS,
)
from bot.language.numerals import (
    HALF,
    HUNDRED,
    TENS,
    Number,
)
from bot.language.tokens import Reading

THOUSAND, MILLION, BILLION = 1_000, 1_000_000, 1_000_000_000


def price_before(reading: Reading, at: int) -> bool:
    """Whether the words just before speak of a price."""
    for back in range(1, 4):
        token = reading.at(at - back)
        if token in PRICE or token.fold == "luc":
            return True
        if back > 1 and PRICE_PHRASES.match(reading.tokens, at - back) > at - back >= 0:
            return True
        if not token.is_word:
            return False
    return False


def unit_at(reading: Reading, at: int) -> tuple[int, int] | None:
    """The unit of money at the place in đồng, and where it ends."""
    token = reading.at(at)
    if token.low in ("k", "kđ") or token in THOUSANDS or (token.fold in ("ng", "ngd") and token.glued):
        return THOUSAND, at + 1
    if token in MILLIONS or token in ROOT_UNIT:
        return MILLION, at + 1
    if token in BILLIONS and not (token.fold == "ti" and token.low == "ti" and not reading.at(at - 1).is_number):
        return BILLION, at + 1
    if token in SLANG_HUNDREDS:
        return 100 * THOUSAND, at + 1
    if token in SLANG_THOUSANDS:
        return THOUSAND, at + 1
    if token.low == "m" and reading.at(at + 1) in CURRENCY:
        return MILLION, at + 1
    if (token in HUNDRED or token in TENS) and reading.at(at - 1).is_number:
        scale = 100 if token in HUNDRED else 10
        after = unit_at(reading, at + 1) if reading.at(at + 1) not in HUNDRED else None
        return (scale * after[0], after[1]) if after else None
    return None


def unit_is_money(reading: Reading, at: int, number: Number, unit: int, bare_ok: bool) -> bool:
    """Whether the unit after the number means money here: "5 lít", "2 củ" and "4k" often do not."""
    word, after = reading.at(number.end), reading.at(number.end + 1)
    price = bare_ok or price_before(reading, at)
    if word.low == "k":
        return not _is_other_k(reading, at, number, price) and _k_is_money(reading, at, number, price)
    if word.low == "cu":
        used = number.value in (64, 128, 256, 512)  # a phone's memory, and the phone is not new
        return not used and (price or reading.at(at - 1) not in PLACE_OF_MODEL)
    if word.fold == "cu":
        return after not in ROOTS
    if word.fold == "canh":
        return number.value >= 10 and after.fold not in _TWIGS
    if word.fold in ("chai", "lit", "lop"):
        return _slang_is_money(reading, at, number, price)
    return True


_TWIGS = frozenset("hoa dao mai hong lan cay".split())


def _is_other_k(reading: Reading, at: int, number: Number, price: bool) -> bool:
    """Whether k is carats, the lines of a screen, or không."""
    if reading.at(at - 1).low == "pin":
        return True
    if number.value in (10, 14, 18, 22, 24) and any(reading.at(at - b).low in GOLD for b in (1, 2)) and not price:
        return True
    screen = not price or reading.at(number.end + 1) in SCREEN
    if number.value in (2, 4, 8) and screen and "," not in number.digits:
        return True
    # "sau k" is sau không.
    return not number.digits and number.value < 10 and reading.at(at).low == reading.at(at).fold


def _k_is_money(reading: Reading, at: int, number: Number, price: bool) -> bool:
    word, after = reading.at(number.end), reading.at(number.end + 1)
    if word.glued:
        return not (after.glued and after.is_word and after.fold not in ("d", "vnd"))
    if reading.at(at - 1).fold in ("size", "sz", "co", "so", "con"):
        return price
    return price or number.value >= 50 or number.tens_word


def _slang_is_money(reading: Reading, at: int, number: Number, price: bool) -> bool:
    """Whether chai is a million, lít and lốp a hundred thousand."""
    word, after = reading.at(number.end), reading.at(number.end + 1)
    if word.fold == "lit" and (after in LITRES or any(reading.at(at - back) in LITRES for back in (1, 2, 3))):
        return False
    follows = after in HALF or after.fold in ("do", "tro", "hon") or (after.is_number and after.glued)
    quiet = not after.is_word or after in NEUTRAL or after in TALK
    return number.value <= 100 and ((price and quiet) or follows or alone(reading, at, number.end + 1))


def alone(reading: Reading, start: int, end: int) -> bool:
    """Whether nothing but politeness surrounds the amount."""
    around = reading.tokens[:start] + reading.tokens[end:]
    return len(around) <= 4 and all(not t.is_number and (not t.is_word or t in POLITE) for t in around)


def currency(reading: Reading, at: int) -> int:
    """Where a currency word at the place ends; the place itself without one."""
    token = reading.at(at)
    return at + 1 if token in CURRENCY or (token.low == "d" and token.glued and reading.at(at - 1).low == "k") else at
