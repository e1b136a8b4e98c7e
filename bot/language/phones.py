"""Find customers' telephone numbers however they are typed or spoken, and shop hotlines apart from them."""

from __future__ import annotations

import re

from bot.language.phone_words import HOTLINE, IS_PHONE, NOT_PHONE
from bot.language.phones_abroad import find_abroad
from bot.language.spans import MOST, Found
from bot.language.tokens import Reading, Token, read

# Carriers gave up 11 digits in 2018; people still remember their old numbers. Source: the Ministry's conversion table.
_OLD_PREFIXES = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078", "0123": "083", "0124": "084",
    "0125": "085",
    "0127": "081", "0129": "082", "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
    "0167": "037",
    "0168": "038", "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_MOBILE = re.compile(r"0[35789]\d{8}")
_LANDLINE = re.compile(r"02\d{9}")

# A run of digits (O, l, I typed for 0 and 1) with up to three separators between them.
# Bounded, so that no string of digits costs more than its length.
_RUN = re.compile(
    r"(?<![0-9])(?:[0-9]|(?<![^\W_])[Oo])(?:[ .\-()\[\]–_/]{0,3}[0-9OoIl]){6,40}"
    # A letter after the number makes it a code, except a softening word left glued to it.
    r"(?:(?![^\W\d_])|(?=(?i:nhá|nha|nhé|nhe|ạ|ah|ak|á|nè|ne|shop|đó|luôn|với)(?!\w)))"
)
_GROUP = re.compile(r"[0-9OoIl]+")
_LETTERS = str.maketrans("OoIl", "0011")

_SPOKEN = {
    "khong": "0", "ko": "0", "o": "0", "linh": "0", "zero": "0", "oh": "0", "mot": "1", "mốt": "1", "hai": "2",
    "ba": "3",
    "bon": "4", "tu": "4", "nam": "5", "lam": "5", "sau": "6", "bay": "7", "tam": "8", "chin": "9",
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_SPOKEN_MARKED = frozenset(
    """
        không ko khong o linh zero oh một mot mốt hai ba bốn bon tư tu năm nam lăm lam sáu sau bảy bẩy bay tám tam
        chín chin one two three four five six seven eight nine
    """.split()
)


def canonical_phone(digits: str) -> str | None:
    """A customer's number as 0xxxxxxxxx (mobile, 10 digits) or 02xxxxxxxxx (landline, 11); None when it is not one."""
    if digits.startswith("0084"):
        digits = "0" + digits[4:].removeprefix("0")
    elif digits.startswith("84") and len(digits) >= 11:
        digits = "0" + digits[2:].removeprefix("0")
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return digits
    if len(digits) == 11 and digits[:4] in _OLD_PREFIXES:
        return _OLD_PREFIXES[digits[:4]] + digits[4:]
    return None


def find_phones(reading: Reading) -> list[Found]:
    """Numbers in digits, from abroad as well ("+14155550100"), then numbers spoken digit by digit."""
    abroad = find_abroad(reading)
    found: list[Found] = []
    for run in _RUN.finditer(reading.normal.clean):
        if sum(char.isdigit() for char in run[0]) >= 7:
            found += _in_run(reading, run)
    if abroad:
        found = [one for one in found if not any(one.start < far.end and far.start < one.end for far in abroad)]
    return abroad + found + _spoken(reading)


def _in_run(reading: Reading, run: re.Match[str]) -> list[Found]:
    groups = [
        (m.start() + run.start(), m.end() + run.start(), m[0].translate(_LETTERS)) for m in _GROUP.finditer(run[0])
    ]
    found: list[Found] = []
    at = 0
    while at < len(groups) and len(found) < MOST:
        hit = _from_group(reading, groups, at)
        if hit is None:
            at += 1
            continue
        one, at = hit
        found.append(one)
    return found


def _from_group(reading: Reading, groups: list[tuple[int, int, str]], at: int) -> tuple[Found, int] | None:
    """The number that begins with this group of digits, and the group after it."""
    start = groups[at][0]
    before = reading.folded[max(0, start - 40) : start]
    if not _may_open(groups, at, before):
        return None
    best: tuple[Found, int] | None = None
    digits = ""
    for upto in range(at, min(len(groups), at + 13)):
        digits += groups[upto][2]
        if len(digits) > 15 or _opens_no_number(digits):
            break
        end = groups[upto][1]
        if HOTLINE.fullmatch(digits) and at == 0:
            best = Found("phone_hotline", digits, start, end), upto + 1
        elif phone := _customers(digits, before):
            return Found("phone", phone, _with_plus(reading.normal.clean, start), end), upto + 1
    return best


def _may_open(groups: list[tuple[int, int, str]], at: int, before: str) -> bool:
    """Whether a number may begin here; without its zero it is one only where the words before say so."""
    first = groups[at][2]
    country = (first + (groups[at + 1][2] if at + 1 < len(groups) else "")).startswith("84")
    if first[0] in "35789" and not country:
        return IS_PHONE.search(before) is not None
    return first[0] in "0135789"


def _opens_no_number(digits: str) -> bool:
    if not 1 < len(digits) < 8:
        return False
    if digits[:2] == "00":
        return not "0084".startswith(digits[:4])
    return digits[:2] not in _OPENINGS and digits[0] not in "35789"


def _customers(digits: str, before: str) -> str | None:
    """The digits as a customer's number, unless the words before say that they are something else."""
    phone = None
    if len(digits) >= 10:
        phone = canonical_phone(digits)
    elif len(digits) == 9 and digits[0] in "35789" and IS_PHONE.search(before):
        phone = canonical_phone("0" + digits)  # a spreadsheet ate the zero
    return phone if phone is not None and not NOT_PHONE.search(before) else None


def _with_plus(clean: str, start: int) -> int:
    if start and clean[start - 1] == "+":
        return start - 1
    if start > 1 and clean[start - 2 : start] in ("(+", "+(", "[+"):
        return start - 2
    return start


def _digit(token: Token) -> str:
    if token.is_number:
        return token.text if token.text.isdigit() else ""
    if token.low in _SPOKEN_MARKED:
        return _SPOKEN.get(token.fold, "")
    return ""


_OPENINGS = frozenset("00 01 02 03 05 07 08 09 84 18 19".split())
_ZEROS = frozenset("không khong ko o linh zero oh tám tam eight".split())


def _spoken(reading: Reading) -> list[Found]:
    found: list[Found] = []
    tokens = reading.tokens
    if sum(token.low in _SPOKEN_MARKED for token in tokens) < 3:
        return found
    at = 0
    while at < len(tokens) and len(found) < MOST:
        first = tokens[at].low
        # A spoken number begins with zero (or with 84).
        if not (first[0] in "08" or first in _ZEROS) or not _digit(tokens[at]) or not _digit(reading.at(at + 1)):
            at += 1
            continue
        digits, ends, upto = "", [], at
        words = 0
        while upto < len(tokens) and len(digits) < 14:
            digit = _digit(tokens[upto])
            if digit:
                digits += digit
                ends.append((len(digits), upto))
                words += tokens[upto].is_word
            elif tokens[upto].text not in ",.-":
                break
            upto += 1
        hit = next(
            ((canonical_phone(digits[:n]), i) for n, i in ends if n in (10, 11) and canonical_phone(digits[:n])), None
        )
        if hit is not None and hit[0] and words >= 3:
            found.append(Found("phone", hit[0], tokens[at].start, tokens[hit[1]].end))
            at = hit[1] + 1
        else:
            at += 1
    return found


def parse_phone(text: str) -> str | None:
    """The first valid customer number, canonical ("0912345678", from abroad "+14155550100").

    None for hotlines, accounts and wrong lengths.
    """
    found = sorted((f for f in find_phones(read(text[:4000])) if f.kind == "phone"), key=lambda f: f.start)
    return found[0].value if found else None
