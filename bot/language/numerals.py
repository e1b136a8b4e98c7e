"""Read numbers as they are said or typed, up to 999, and the digits of a number token."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bot.language.tokens import Reading, Token, Words

_MARKED = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7,
    "bẩy": 7,
    "tám": 8, "chín": 9, "mười": 10,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_BARE = {
    "mot": 1, "bon": 4, "nham": 5, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    **{word: value for word, value in _MARKED.items() if word.isascii()},
}  # fmt: skip

TENS = Words("mươi chục")
HUNDRED = Words("trăm")
HALF = Words("rưỡi rưởi")
_ODD = Words("linh lẻ")
# Spoken short, the word for tens falls away: "hai lăm" is 25, and before a unit also "hai bảy triệu" is 27 million.
_ONLY_AFTER_TENS = frozenset("lăm nhăm mốt tư lam nham tu".split())
_SCALES = Words("nghìn ngàn ngìn triệu tr tỷ tỉ củ chai k xị")
# lăm and mốt only follow tens; typed bare, "lam" at the start is làm.
_NEVER_FIRST = frozenset(["lam", "lăm", "nhăm", "nham", "mốt"])


@dataclass(frozen=True)
class Number:
    """A number read from tokens ``[start, end)``.

    ``hundreds``/``dozens`` say that trăm/chục was spoken, which in price talk implies thousands.
    """

    value: Fraction
    end: int
    digits: str = ""
    hundreds: bool = False
    tens_word: bool = False
    grouped: bool = False


def digit_word(token: Token) -> int | None:
    """1 to 10 (and English up to ninety) from a word, diacritics or not."""
    value = _MARKED.get(token.low)
    if value is None and token.low == token.fold:
        value = _BARE.get(token.fold)
    return value


def _unit(reading: Reading, at: int) -> int | None:
    token = reading.at(at)
    if token.is_number:
        return int(token.text) if len(token.text) == 1 else None
    value = digit_word(token)
    return value if value is not None and value < 10 else None


def number_at(reading: Reading, at: int) -> Number | None:
    """Read a number at the token; None when there is none. "ba trăm hai" is 320, "hai mươi mốt" is 21."""
    if at not in reading.numbers:
        reading.numbers[at] = _number_at(reading, at)
    number: Number | None = reading.numbers[at]
    return number


def _number_at(reading: Reading, at: int) -> Number | None:
    token = reading.at(at)
    after = reading.at(at + 1)
    if token.low in _NEVER_FIRST:
        return None
    if token.is_number and (spaced := _spaced(reading, at)):
        return spaced
    if token.is_number and not (len(token.text) == 1 and (after in HUNDRED or after in TENS)):
        return _typed(token, at)
    if token in HUNDRED:
        # "trăm rưỡi": one hundred, when something about hundreds follows.
        return _after_hundred(reading, at + 1, 1)
    unit = digit_word(token) if token.is_word else _unit(reading, at)
    if unit is None:
        return None
    if (after in HUNDRED or after.fold in ("hundred", "hundreds")) and unit < 10:
        return _after_hundred(reading, at + 2, unit)
    return _below_hundred(reading, at)


def _spaced(reading: Reading, at: int) -> Number | None:
    """Thousands set apart by spaces ("1 250 000 đ"): only where the currency or three noughts say that it is one."""
    if not reading.at(at + 1).is_number:
        return None
    digits, end = reading.at(at).text, at + 1
    if not (digits.isdigit() and len(digits) <= 3 and digits[0] != "0"):
        return None
    while (group := reading.at(end)).is_number and len(group.text) == 3 and group.text.isdigit() and end - at < 5:
        digits, end = digits + group.text, end + 1
    said = reading.at(end).low in ("đ", "₫", "vnd", "vnđ", "đồng")
    if end > at + 1 and (said or (end > at + 2 and digits.endswith("000"))):
        return Number(Fraction(int(digits)), end, digits=digits, grouped=True)
    return None


def _typed(token: Token, at: int) -> Number | None:
    text = token.text
    if len(text) > 15:
        return None
    parts = text.replace(",", ".").split(".")
    if len(parts) == 1:
        return Number(Fraction(int(text)), at + 1, digits=text)
    if len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]) and parts[0] != "0":
        return Number(Fraction(int("".join(parts))), at + 1, digits=text, grouped=True)
    if len(parts) == 2:
        return Number(Fraction(int(parts[0] + parts[1]), 10 ** len(parts[1])), at + 1, digits=text)
    if len(parts) > 2 and all(len(part) == 3 for part in parts[1:-1]) and len(parts[-1]) <= 2:
        return Number(Fraction(int("".join(parts[:-1]))), at + 1, digits=text, grouped=True)
    return None


def _below_hundred(reading: Reading, at: int) -> Number | None:
    unit = _unit(reading, at)
    token = reading.at(at)
    spoken = digit_word(token)
    if unit is not None and reading.at(at + 1) in TENS:
        chuc = reading.at(at + 1).fold == "chuc"
        value, end = unit * 10, at + 2
        last = digit_word(reading.at(end))
        if last is not None and last < 10 and not chuc:
            return Number(Fraction(value + last), end + 1)
        if chuc and reading.at(end) in HALF:
            return Number(Fraction(value + 5), end + 1, tens_word=True)
        return Number(Fraction(value), end, tens_word=chuc)
    if spoken is None:
        return None
    if (last := _short_tens(reading, at, spoken)) is not None:
        return Number(Fraction(spoken * 10 + last), at + 2)
    if spoken >= 10:
        last = digit_word(reading.at(at + 1))
        if (
            last is not None
            and last < 10
            and (spoken == 10) == (token.fold == "muoi")
            and not _new_number(reading, at + 1)
        ):
            return Number(Fraction(spoken + last), at + 2)
    return Number(Fraction(spoken), at + 1)


def _short_tens(reading: Reading, at: int, first: int) -> int | None:
    """The second digit of "hai lăm", "bốn mốt triệu", "chín chín nghìn"; None where two digits are no number."""
    token, after = reading.at(at + 1), reading.at(at + 2)
    second = digit_word(token)
    if second is None or second > 9 or not 2 <= first <= 9 or token.low in _ENGLISH_UNITS:
        return None
    if token.low in ("lăm", "nhăm"):
        return second
    if after in _SCALES:
        return second
    return second if token.low in _ONLY_AFTER_TENS and after in _COUNTED else None


def _new_number(reading: Reading, at: int) -> bool:
    """Whether the digit word at the place begins a number of its own ("mười hai trăm" does not occur)."""
    return reading.at(at + 1) in HUNDRED


def _after_hundred(reading: Reading, at: int, unit: int) -> Number | None:
    value = Fraction(unit * 100)
    token = reading.at(at)
    if token in HALF:
        return Number(value + 50, at + 1, hundreds=True)
    if token in _ODD or token.fold == "and":
        last = digit_word(reading.at(at + 1))
        if last is not None:
            return Number(value + last, at + 2, hundreds=True)
        return Number(value, at, hundreds=True)
    tens, ones = digit_word(token), digit_word(reading.at(at + 1))
    if tens and ones and max(tens, ones) < 10 and token.low not in _ENGLISH_UNITS:
        after = reading.at(at + 2)
        if not (after in TENS or after in HUNDRED):
            return Number(value + 10 * tens + ones, at + 2, hundreds=True)  # "hai trăm chín chín"
    rest = _below_hundred(reading, at)
    if rest is not None and reading.at(rest.end) not in HUNDRED:
        small = rest.value < 10
        english = token.low in _ENGLISH_UNITS  # "two hundred five" is 205, "hai trăm năm" is 250
        return Number(value + rest.value * (10 if small and not english else 1), rest.end, hundreds=True)
    if token.is_number and len(token.text) <= 2 and not _counts(reading, at):
        # "2 trăm 5" and "2 trăm 50"
        tail = int(token.text)
        return Number(value + (tail * 10 if len(token.text) == 1 else tail), at + 1, hundreds=True)
    return Number(value, at, hundreds=True)


_ENGLISH_UNITS = frozenset("one two three four five six seven eight nine".split())
_COUNTED = Words(
    "cái chiếc đôi bộ hộp chai con em cây tháng ngày năm giờ người lần thùng gói set cặp túi món áo quần váy đầm"
    " giày dép lọ hũ tuýp thỏi cuốn quyển phòng inch sao tuổi kg ký kí gram cm mm m gb tb lít phút tuần màu mẫu loại"
    " nồi máy sản sp bông quả trái bịch lon bao kiện lốc vỉ viên miếng tấm đứa bé phần suất năm"
)


def _counts(reading: Reading, at: int) -> bool:
    """Whether the number at the place counts the thing that follows it ("2 triệu 3 cái")."""
    return reading.at(at + 1) in _COUNTED and not reading.at(at + 1).is_number


def counts(reading: Reading, at: int) -> bool:
    """Whether a number ending just before the token counts that token's thing ("tầm 200 cây nào" asks for one)."""
    return reading.at(at) in _COUNTED and reading.at(at + 1).fold != "nao"
