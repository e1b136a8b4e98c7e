"""Read one amount of money in đồng as Vietnamese people say it: "2tr350", "ba triệu tư", "trăm rưỡi", "5 xị"."""

from __future__ import annotations

from fractions import Fraction

from bot.language.amount_tails import Amount, exact, tail_at
from bot.language.money_units import (
    BILLION,
    MILLION,
    THOUSAND,
    currency,
    unit_at,
    unit_is_money,
)
from bot.language.money_words import (
    BILLIONS,
    ENGLISH_NUMBERS,
    FOREIGN,
    GLUED_CUES,
    HALF_OF,
    MILLIONS,
    NOT_MONEY,
    SLANG_HUNDREDS,
    THOUSANDS,
    VAGUE,
    VIETNAMESE_UNITS,
    WHOLE_UNITS,
)
from bot.language.numerals import (
    HALF,
    HUNDRED,
    TENS,
    Number,
    counts,
    digit_word,
    number_at,
)
from bot.language.tokens import Reading, Token


def amount_at(reading: Reading, at: int, bare_ok: bool = False) -> Amount | None:
    """Read an amount; without a unit only as ``unit == 0``, for the caller to judge."""
    token = reading.at(at)
    if _is_foreign_or_code(reading, at):
        return None
    if token in VAGUE:
        return _vague(reading, at, bare_ok)
    if token in HALF_OF or token.fold == "half":
        return _half_of(reading, at)
    special = (
        _one_half(reading, at)
        or _without_number(reading, at)
        or _and_a_half(reading, at)
        or _neighbours(reading, at)
        or (_digit_by_digit(reading, at) if bare_ok else None)
    )
    return special or _of_number(reading, at, bare_ok)


def _is_foreign_or_code(reading: Reading, at: int) -> bool:
    """Whether the number is dollars ("$5") or part of a voucher or a model ("TET2025", "GIAM50K")."""
    token, before = reading.at(at), reading.at(at - 1)
    if before in FOREIGN and before.text != "đô":
        return True
    return token.is_number and token.glued and before.is_word and not _cue_glued(reading, at - 1)


def _half_of(reading: Reading, at: int) -> Amount | None:
    """Such as "nửa triệu", "half a million"."""
    unit = unit_at(reading, at + 2 if reading.at(at + 1).fold == "a" else at + 1)
    if unit and unit[0] >= MILLION:
        return exact(Fraction(unit[0], 2), unit[0], unit[1], Fraction(1, 2))
    return None


def _of_number(reading: Reading, at: int, bare_ok: bool) -> Amount | None:
    token, number = reading.at(at), number_at(reading, at)
    if number is None or (token in HUNDRED and number.end == at + 1):
        return None
    if token.low in ENGLISH_NUMBERS and reading.at(number.end) in VIETNAMESE_UNITS:
        return None  # "ten ngan hang" is the bank's name
    if number.end < len(reading.tokens) and reading.at(number.end) in FOREIGN:
        return None
    return _with_unit(reading, at, number, bare_ok)


def _cue_glued(reading: Reading, at: int) -> bool:
    """Whether the word a number is glued to speaks of money ("gia500k", "dưới2tr") and is not part of a code."""
    return reading.at(at) in GLUED_CUES and reading.at(at - 1).fold not in ("ma", "code", "voucher", "coupon", "nhap")


def _and_a_half(reading: Reading, at: int) -> Amount | None:
    """Such as "one and a half million"."""
    if reading.at(at + 1).low != "and" or reading.at(at + 3).low != "half":
        return None
    whole = number_at(reading, at)
    if whole is None or whole.end != at + 1 or whole.value >= THOUSAND:
        return None
    unit = unit_at(reading, whole.end + 3)
    if unit and reading.at(whole.end + 1).low == "a" and reading.at(whole.end + 2).low == "half":
        number = whole.value + Fraction(1, 2)
        return exact(number * unit[0], unit[0], currency(reading, unit[1]), number)
    return None


def _one_half(reading: Reading, at: int) -> Amount | None:
    """Such as "1/2 triệu" and "½ triệu" (½ is taken apart when the text is cleaned)."""
    if reading.at(at).text != "1" or reading.at(at + 1).text not in ("/", "\u2044") or reading.at(at + 2).text != "2":
        return None
    unit = unit_at(reading, at + 3)
    return exact(Fraction(unit[0], 2), unit[0], unit[1], Fraction(1, 2)) if unit and unit[0] >= MILLION else None


def _some_more(reading: Reading, at: int, number: Number) -> Amount | None:
    """Such as "mười mấy triệu": from eleven to nineteen."""
    if reading.at(number.end).low not in ("mấy", "may"):
        return None
    if number.hundreds and number.value % 100 == 0 and reading.at(number.end + 1) in TENS:  # "một trăm mấy chục nghìn"
        unit = unit_at(reading, number.end + 2) or (THOUSAND, number.end + 2)
        low, high = (number.value + 10) * unit[0], (number.value + 90) * unit[0]
        return Amount(int(low), int(high), unit[0], unit[1], number.value)
    if number.value not in (10, 20, 30, 40, 50, 60, 70, 80, 90):
        return None
    said = unit_at(reading, number.end + 1)
    if said is None:
        return None
    low, high = (number.value + 1) * said[0], (number.value + 9) * said[0]
    return Amount(int(low), int(high), said[0], said[1], number.value)


def _digit_by_digit(reading: Reading, at: int) -> Amount | None:
    """Such as "giá hai chín chín" (299 thousand): three digits said one by one where a price is expected."""
    digits = [digit_word(reading.at(at + i)) for i in range(4)]
    if any(digit is None or digit > 9 for digit in digits[:3]) or digits[3] is not None:
        return None
    after = reading.at(at + 3)
    if unit_at(reading, at + 3) or after in HUNDRED or after in TENS or counts(reading, at + 3):
        return None
    number = Fraction(int("".join(map(str, digits[:3]))))
    return exact(number * THOUSAND, THOUSAND, at + 3, number)


def _with_unit(reading: Reading, at: int, number: Number, bare_ok: bool) -> Amount | None:
    if vague := _some_more(reading, at, number):
        return vague
    unit = unit_at(reading, number.end)
    if unit and not unit_is_money(reading, at, number, unit[0], bare_ok):
        unit = None
    if unit:
        multiplier, end = unit
        slang = (
            reading.at(number.end).fold if reading.at(number.end).fold in ("chai", "lit", "cu", "canh", "lop") else ""
        )
        extra, end = tail_at(reading, end, multiplier)
        total = number.value * multiplier + extra
        step = 100 if number.hundreds and number.value % 100 == 0 else 10 if number.tens_word else 1
        return exact(total, multiplier, currency(reading, end), total / multiplier, number.digits, slang, step)
    after = reading.at(number.end)
    if (
        number.hundreds
        and not counts(reading, number.end)
        and after not in NOT_MONEY
        and after.fold not in ("phan", "gr")
    ):
        end = currency(reading, number.end)
        return exact(number.value * THOUSAND, THOUSAND, end, number.value, step=1 if number.value % 100 else 100)
    if number.tens_word and number.value >= 20 and not counts(reading, number.end):
        return exact(number.value * THOUSAND, THOUSAND, number.end, number.value, slang="chuc", step=10)
    end = currency(reading, number.end)
    if end == number.end and after.fold == "d" and after.glued and number.value >= THOUSAND:
        end += 1
    said = end > number.end
    if said and number.value < THOUSAND and "." not in number.digits:
        return exact(number.value, 1, end, number.value, number.digits) if number.value >= 100 else None
    whole = number.grouped and number.value >= THOUSAND
    round_sum = (
        len(number.digits) >= 5
        and number.digits.endswith("000")
        and number.value >= 10 * THOUSAND
        and number.digits.isdigit()
        and reading.at(at - 1).low not in ("pin", "so", "số", "phòng")
    )
    if (said or whole or round_sum) and (said or not _measured(reading, number.end)):
        return exact(number.value, 1, end, number.value, number.digits)
    return Amount(int(number.value), int(number.value), 0, number.end, number.value, number.digits)


def _measured(reading: Reading, at: int) -> bool:
    token = reading.at(at)
    return token in NOT_MONEY or counts(reading, at) or (token.glued and token.is_word)


def _vague(reading: Reading, at: int, bare_ok: bool) -> Amount | None:
    first = reading.at(at)
    step = at + 2 if reading.at(at + 1).fold == "ba" else at + 1
    token = reading.at(step)
    if (
        first.fold == "may"
        and not bare_ok
        and not (
            reading.at(step + 1).low in ("k", "củ")
            or reading.at(step + 1) in MILLIONS
            or reading.at(step + 1) in THOUSANDS
        )
    ):
        return None  # "mấy trăm?" asks for the price
    if first.low == "may" and token.low == "cu":
        return None  # máy cũ
    scale = 100 if token in HUNDRED or token.fold == "hundred" else 10 if token.fold == "chuc" else 1
    if scale > 1:
        step += 1
    unit = unit_at(reading, step)
    if unit is None:
        if scale < 100 or counts(reading, step) or reading.at(step) in NOT_MONEY:
            return None
        unit = (THOUSAND, step)
    elif reading.at(unit[1] - 1).fold in ("chai", "lit", "lop", "canh", "k") and reading.at(unit[1] - 1).low != "k":
        return None
    return Amount(2 * scale * unit[0], 9 * scale * unit[0], unit[0], unit[1], Fraction(scale))


def _without_number(reading: Reading, at: int) -> Amount | None:
    """Such as "triệu rưỡi", "củ rưỡi", "trăm nghìn", "chục triệu", "a million"."""
    token, before = reading.at(at), reading.at(at - 1)
    if before.is_number or digit_word(before) is not None or before.fold == "phan":
        return None
    if token.fold == "a" and reading.at(at + 1).fold in ("million", "billion"):
        unit = MILLION if reading.at(at + 1).fold == "million" else BILLION
        extra, end = tail_at(reading, at + 2, unit)
        return exact(unit + extra, unit, end, 1 + extra / unit)
    if token in HUNDRED or (token.fold == "chuc" and same_ten(token)):
        return _hundred_or_ten(reading, at)
    if token in SLANG_HUNDREDS and reading.at(at + 1) in HALF and (token.fold == "xi" or at == 0):
        return exact(Fraction(150 * THOUSAND), 100 * THOUSAND, at + 2, Fraction(3, 2))
    tail = reading.at(at + 1)
    if token.low == "tr" and (tail in HALF or (tail.is_number and tail.glued and len(tail.text) == 1)):
        extra, end = tail_at(reading, at + 1, MILLION)
        return exact(MILLION + extra, MILLION, end, 1 + extra / MILLION) if extra else None
    return _whole_unit(reading, at) if token in WHOLE_UNITS else None


def _hundred_or_ten(reading: Reading, at: int) -> Amount | None:
    """Such as "trăm nghìn", "chục triệu", "trăm rưỡi"."""
    hundred = reading.at(at) in HUNDRED
    if unit := unit_at(reading, at + 1):
        scale = 100 if hundred else 10
        return exact(Fraction(scale * unit[0]), unit[0], currency(reading, unit[1]), Fraction(scale))
    number = number_at(reading, at) if hundred else None
    if number is None:
        return None
    if unit := unit_at(reading, number.end):
        return exact(number.value * unit[0], unit[0], currency(reading, unit[1]), number.value)
    if number.end > at + 1 and not counts(reading, number.end):
        return exact(number.value * THOUSAND, THOUSAND, number.end, number.value)
    return None


_BEFORE_A_MILLION = frozenset("gan hon duoi tren tam ca khoang qua bac".split())


def _whole_unit(reading: Reading, at: int) -> Amount | None:
    """Such as "triệu hai", "tỷ rưỡi", "gần triệu"."""
    token = reading.at(at)
    unit = BILLION if token in BILLIONS else MILLION
    extra, end = tail_at(reading, at + 1, unit)
    spoken = reading.at(at + 1) in HALF or (
        digit_word(reading.at(at + 1)) is not None and token.low in ("triệu", "trieu", "củ", "tỷ")
    )
    if extra and spoken:
        return exact(unit + extra, unit, end, 1 + extra / unit)
    if token.low in ("triệu", "trieu") and reading.at(at - 1).fold in _BEFORE_A_MILLION:
        return exact(Fraction(unit), unit, at + 1, Fraction(1))
    return None


def same_ten(token: Token) -> bool:
    """Whether the word is chục (not chức, chúc …)."""
    return token.low in ("chục", "chuc")


def _neighbours(reading: Reading, at: int) -> Amount | None:
    """Such as "hai ba triệu", "2 3 triệu", "năm bảy trăm": two neighbouring digits make a range."""
    first = _single(reading, at)
    second = 10 if first == 9 and reading.at(at + 1).low in ("10", "mười", "muoi") else _single(reading, at + 1)
    if first is None or second is None or reading.at(at + 1).glued:
        return None
    if reading.at(at + 1).low in ("tư", "mốt", "lăm", "nhăm", "tu", "lam", "nham"):
        return None  # "ba tư triệu" is 34
    if not (second == first + 1 or (first, second) in ((5, 7), (3, 5), (1, 3))):
        return None
    step = at + 2
    scale = 100 if reading.at(step) in HUNDRED else 10 if reading.at(step) in TENS else 1
    if scale > 1:
        step += 1
    unit = unit_at(reading, step)
    if unit is None:
        if scale == 1 or counts(reading, step):
            return None
        base = scale * THOUSAND
        slang = "chuc" if scale == 10 else ""
        return Amount(first * base, second * base, THOUSAND, step, Fraction(first * scale), slang=slang)
    if reading.at(unit[1] - 1).fold in ("chai", "lit", "lop") or (reading.at(step).low == "k" and scale == 1):
        return None
    base = scale * unit[0]
    return Amount(first * base, second * base, unit[0], unit[1], Fraction(first * scale))


def _single(reading: Reading, at: int) -> int | None:
    token = reading.at(at)
    if token.is_number:
        return int(token.text) if len(token.text) == 1 else None
    value = digit_word(token)
    return value if value is not None and value < 10 else None
