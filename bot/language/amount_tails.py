"""An amount of money, and what may follow its unit: "rưỡi", tenths, hundreds of thousands, smaller units."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bot.language.money_units import MILLION, THOUSAND, unit_at
from bot.language.money_words import CURRENCY, NEUTRAL, NOT_MONEY
from bot.language.numerals import HALF, HUNDRED, Number, counts, number_at
from bot.language.tokens import Reading


@dataclass(frozen=True)
class Amount:
    """An amount read from tokens up to ``end``; ``unit`` is 0 when none was said. ``low < high`` when vague."""

    low: int
    high: int
    unit: int
    end: int
    number: Fraction
    typed: str = ""
    slang: str = ""
    step: int = 1
    """100 when trăm was said, 10 when chục was: a number before it in a range is meant in the same ("2-3 trăm")."""

    def scaled(self, unit: int) -> Amount:
        """The same number in another unit (units distribute over a range: "7-8 triệu")."""
        value = int(self.number * unit)
        return Amount(value, value, unit, self.end, self.number, self.typed, self.slang, self.step)


def exact(
    value: Fraction, unit: int, end: int, number: Fraction, typed: str = "", slang: str = "", step: int = 1
) -> Amount:
    """An amount that is one value, of whole đồng."""
    return Amount(int(value), int(value), unit, end, number, typed, slang, step)


def tail_at(reading: Reading, at: int, unit: int) -> tuple[Fraction, int]:
    """What follows a unit: rưỡi, a digit (tenths), three digits (thousandths), or smaller units."""
    token = reading.at(at)
    if token in HALF:
        return Fraction(unit, 2), at + 1
    if token.is_number and token.glued and token.text.isdigit() and len(token.text) <= 3:
        return _glued_digits(reading, at, unit)
    if token.low in ("mốt", "lăm", "nhăm"):
        return Fraction(unit * (1 if token.low == "mốt" else 5), 10), at + 1
    if token.low == "and" and reading.at(at + 1).low == "a" and reading.at(at + 2).low == "half":
        return Fraction(unit, 2), at + 3
    return _lesser_number(reading, at, unit)


def _glued_digits(reading: Reading, at: int, unit: int) -> tuple[Fraction, int]:
    """The 5 of "2tr5", the 350k of "2tr350k"."""
    digits = reading.at(at).text
    after = unit_at(reading, at + 1)
    end = after[1] if after and after[0] < unit and reading.at(at + 1).low != "chai" else at + 1
    if end == at + 1 and reading.at(end).glued and reading.at(end).is_word and reading.at(end) not in CURRENCY:
        return Fraction(0), at
    return Fraction(int(digits) * unit, 10 ** len(digits)), end


def _lesser_number(reading: Reading, at: int, unit: int) -> tuple[Fraction, int]:
    """What follows in "triệu hai", "2 triệu 500", "một triệu không trăm năm mươi nghìn"."""
    nothing = (Fraction(0), at)
    begin = _past_zeros(reading, at) if unit >= MILLION else at
    part = number_at(reading, begin)
    if part is None or part.grouped or "." in part.digits or "," in part.digits:
        return nothing
    smaller = unit_at(reading, part.end)
    if smaller and smaller[0] < unit and part.value * smaller[0] < unit:
        more, end = tail_at(reading, smaller[1], smaller[0])
        return part.value * smaller[0] + more, end
    if smaller or counts(reading, part.end) or reading.at(part.end) in NOT_MONEY:
        return nothing
    if begin > at and not part.tens_word:
        return nothing
    if (part.hundreds or part.tens_word) and unit >= MILLION:
        return part.value * unit / THOUSAND, part.end
    return _tenths(reading, begin, part, unit)


def _past_zeros(reading: Reading, at: int) -> int:
    """Where the number goes on after an empty place: "một triệu không trăm năm mươi nghìn", "… lẻ năm chục"."""
    if reading.at(at).fold in ("khong", "ko") and reading.at(at + 1) in HUNDRED:
        at += 2
    return at + 1 if reading.at(at).low in ("lẻ", "linh", "le") else at


def _tenths(reading: Reading, at: int, part: Number, unit: int) -> tuple[Fraction, int]:
    token, after = reading.at(at), reading.at(part.end)
    if (after.glued and (after.is_word or after.text in "/:%-")) or after.text in "/:%":
        return Fraction(0), at
    if part.digits:
        if (
            len(part.digits) > 3
            or (unit < MILLION and len(part.digits) > 1)
            or (after.is_word and after not in NEUTRAL)
        ):
            return Fraction(0), at
        return Fraction(int(part.digits) * unit, 10 ** len(part.digits)), part.end
    clear = token.low != token.fold and token.low not in ("năm", "ba")
    if part.value >= 10 or after.fold == "van" or not (clear or not after.is_word or after in NEUTRAL):
        return Fraction(0), at
    if token.low in ("tu", "sau", "nam") and after.is_word:
        return Fraction(0), at
    return part.value * unit / 10, part.end
