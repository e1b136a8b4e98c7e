"""Find customers' telephone numbers however they are typed or spoken, and shop hotlines apart from them."""

from __future__ import annotations

import re

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
_HOTLINE = re.compile(r"1[89]00(?:\d{4}|\d{6})")

# A run of digits (O, l, I typed for 0 and 1) with up to three separators between them.
# Bounded, so that no string of digits costs more than its length.
_RUN = re.compile(
    r"(?<![0-9])(?:[0-9]|(?<![^\W_])[Oo])(?:[ .\-()\[\]–_/]{0,3}[0-9OoIl]){6,40}"
    # A letter after the number makes it a code, except a softening word left glued to it.
    r"(?:(?![^\W\d_])|(?=(?i:nhá|nha|nhé|nhe|ạ|ah|ak|á|nè|ne|shop|đó|luôn|với)(?!\w)))"
)
_GROUP = re.compile(r"[0-9OoIl]+")
_LETTERS = str.maketrans("OoIl", "0011")

# Words before a number that say it is something else, and words that say it is a telephone.
_NOT_PHONE = re.compile(
    r"(?:\bstk|so tk|\btk|tai khoan|so the|account(?: no| number)?|bank|cccd|cmnd|cmt|can cuoc|chung minh"
    r"|passport|imei|serial|seri|s/n"
    r"|ma van don|\bmvd|ma don|tracking|barcode|ma vach|mst|ma so thue|ma so|vietcombank|\bvcb|techcombank|\btcb"
    r"|\bmb ?bank|bidv|agribank"
    r"|\bacb|sacombank|tpbank|vpbank)[^0-9]{0,18}$"
)
_IS_PHONE = re.compile(
    r"(?:sdt|so dt|dien thoai|\bdt|phone|zalo|\bzl|call|goi|lien he|lh|so minh|so em|so anh|so chi|mobile"
    r"|tel)[^0-9]{0,14}$"
)

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
    """Numbers in digits, then numbers spoken digit by digit."""
    clean = reading.normal.clean
    found: list[Found] = []
    for run in _RUN.finditer(clean):
        if sum(char.isdigit() for char in run[0]) >= 7:
            found += _in_run(reading, run)
    return found + _spoken(reading)


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
    start = groups[at][0]
    digits = ""
    first = groups[at][2]
    if first[0] not in "0135789":
        return None
    country = (first + (groups[at + 1][2] if at + 1 < len(groups) else "")).startswith("84")
    # Without its zero it is a telephone only where the words before say so.
    if first[0] in "35789" and not country and not _IS_PHONE.search(reading.folded[max(0, start - 40) : start]):
        return None
    best: tuple[Found, int] | None = None
    for upto in range(at, min(len(groups), at + 13)):
        digits += groups[upto][2]
        if len(digits) > 15:
            break
        if len(digits) < 8:
            if len(digits) > 1 and (
                (digits[:2] not in _OPENINGS and digits[0] not in "35789")
                or (not "0084".startswith(digits[:4]) and digits[:2] == "00")
            ):
                return None
            continue
        end = groups[upto][1]
        if _HOTLINE.fullmatch(digits) and at == 0:
            best = Found("phone_hotline", digits, start, end), upto + 1
            continue
        phone = canonical_phone(digits) if len(digits) >= 10 else None
        if phone is None and len(digits) != 9:
            continue
        before = reading.folded[max(0, start - 40) : start]
        if phone is None and len(digits) == 9 and digits[0] in "35789" and _IS_PHONE.search(before):
            phone = canonical_phone("0" + digits)  # a spreadsheet ate the zero
        if phone is not None and not _NOT_PHONE.search(before):
            return Found("phone", phone, _with_plus(reading.normal.clean, start), end), upto + 1
    return best


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
    """The first valid customer number, canonical ("0912345678"); None for hotlines, accounts and wrong lengths."""
    found = sorted((f for f in find_phones(read(text[:4000])) if f.kind == "phone"), key=lambda f: f.start)
    return found[0].value if found else None
