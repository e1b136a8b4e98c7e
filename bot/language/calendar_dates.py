"""Find days written in digits or by the month's name, and the feast days shops sell for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice

from bot.language.detect import guess
from bot.language.spans import MOST, Found
from bot.language.tokens import Reading

_DAY = timedelta(days=1)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_DIGIT = re.compile(r"[0-9]")
_DMY = re.compile(r"(?<![0-9/.\-a-z#])(\d{1,2})([/\-.])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?![0-9/]|[.\-]\d|[a-z])")
# "20-25/11", "20/11-25/11"
_DAYS = re.compile(
    r"(?<![0-9/.\-a-z#])(\d{1,2})(?:/(\d{1,2}))? ?(?:-|–|~|den|toi|to) ?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![0-9/a-z])"
)
_ISO = re.compile(r"(?<![0-9a-z])(20\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![0-9])")
_OF_THIS_MONTH = re.compile(r"(?<![a-z])(?:ngay|hom) (\d{1,2}) thang (nay|sau|toi|truoc|roi)(?![a-z])")
_WORDED = re.compile(
    r"(?<![0-9a-z/])(?:ngay |hom |mung |mong )?(\d{1,2}) ?(?:thang|th) ?(\d{1,2})(?: ?(?:nam |/"
    r"|,) ?(20\d\d))?(?![0-9a-z/])"
)
_DAY_ONLY = re.compile(
    r"(?<![a-z])(?:ngay|hom) (?:mung |mong )?(\d{1,2})(?! ?(?:/|-|\.\d|thang|th ?\d|ngay|cai|bo|don|lan|k|tr"
    r"|trieu|hop|cay|km|nguoi|gio|tieng|vien|lit|phut|bua|goi|chai|con)|[0-9a-z])"
)
_EVERY_BEFORE = re.compile(r"(?:moi|mot|hang|may|trong|bao nhieu|\d) $")
_ENGLISH_DATE = re.compile(
    r"(?<![a-z0-9])(?:(\d{1,2})(?:st|nd|rd|th)?(?: of)? ("
    + "|".join(_MONTHS)
    + r")|("
    + "|".join(_MONTHS)
    + r") (\d{1,2})(?:st|nd|rd|th)?)"
    r"(?:,? (20\d\d))?(?![a-z0-9])"
)
_NAMED = {
    "noel": (12, 25), "giang sinh": (12, 25), "christmas": (12, 25), "valentine": (2, 14), "halloween": (10, 31),
    "quoc khanh": (9, 2),
    "tet duong lich": (1, 1), "tet tay": (1, 1), "new year": (1, 1),
}  # fmt: skip
_NAMED_RE = re.compile(r"(?<![a-z])(?:" + "|".join(sorted(_NAMED, key=len, reverse=True)) + r")(?![a-z])")
_ADDRESS_BEFORE = re.compile(r"(?<![a-z])(?:so|so nha|hem|ngo|ngach|kiet|dia chi|dc|duong|nha|o|lo|can)[: ]*$")
_PART_BEFORE = re.compile(r"(?<![a-z])(?:tay|quan|lung|ti le|ty le|coc|chi so|gap)[: ]*$")  # sleeves, mixtures
_ADDRESS_AFTER = re.compile(
    r" ?,? ?(?:chung cu|toa nha|can ho|khu "
    r"|duong|hem|ngo|ngach|kiet|pho|street|st\b|to \d|kp|khu pho|ap |thon |phuong|p\.?\d|xa |nguyen|tran"
    r"|le |ly |vo |phan|ngo |bui|dang |hoang |pham|huynh|hai ba|truong|cach mang|dien bien|ton |to |ho |luong|quang )"
)
_NOT_DATE_AFTER = re.compile(
    r" ?(?:diem|sao|hop|kg|kilo|ky\b|ki\b|trieu|cai|lit|chai|muong|thia|cup|inch|gb|%|cm|tuoi|nguoi|thang tuoi)"
)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest(today: date, day: int, month: int) -> date | None:
    """The given day and month nearest to today; None when no such day exists."""
    years = [_date(year, month, day) for year in (today.year - 1, today.year, today.year + 1)]
    real = [found for found in years if found is not None]
    return min(real, key=lambda found: abs((found - today).days)) if real else None


def find_written_dates(reading: Reading, today: date) -> list[Found]:
    """Dates such as "15/9", "ngày 15 tháng 9", "Sept 15", "noel"; without a year, the nearest to today."""
    text = reading.folded
    found: list[Found] = []
    written = _DIGIT.search(text) is not None
    for match in islice(_DAYS.finditer(text), MOST) if written else ():
        if not _is_address_or_score(text, match):
            _add_days(found, today, match)
    for pattern, read_match in _READERS if written else _READERS_OF_FEASTS:
        for match in islice(pattern.finditer(text), MOST):
            value = read_match(reading, match, today)
            if value is not None:
                found.append(Found("date", str(value), *match.span()))
    return found


_Reader = Callable[[Reading, "re.Match[str]", date], "date | None"]


def _iso(reading: Reading, match: re.Match[str], today: date) -> date | None:
    return _date(int(match[1]), int(match[3]), int(match[4]))


def _of_this_month(reading: Reading, match: re.Match[str], today: date) -> date | None:
    index = today.year * 12 + today.month - 1 + {"nay": 0, "sau": 1, "toi": 1}.get(match[2], -1)
    return _date(index // 12, index % 12 + 1, int(match[1]))


def _day_month_year(reading: Reading, match: re.Match[str], today: date) -> date | None:
    if _is_address_or_score(reading.folded, match):
        return None
    year = int(match[4]) + (2000 if len(match[4]) == 2 else 0) if match[4] else 0
    return _dated(year, int(match[3]), int(match[1]), today)


def _dated(year: int, month: int, day: int, today: date) -> date | None:
    return _date(year, month, day) if year else nearest(today, day, month)


def _worded(reading: Reading, match: re.Match[str], today: date) -> date | None:
    text = reading.folded
    day, month = int(match[1]), int(match[2])
    weighed = (
        _NOT_DATE_AFTER.match(text[match.end() : match.end() + 14])
        or text[max(0, match.start() - 3) : match.start()] == "be "
    )
    if weighed or _is_lunar(match) or not 1 <= month <= 12:
        return None
    return _dated(int(match[3] or 0), month, day, today)


def _is_lunar(match: re.Match[str]) -> bool:
    """Whether "mùng" says that the day is one of the lunar calendar."""
    return "mung" in match[0] or "mong" in match[0]


def _day_only(reading: Reading, match: re.Match[str], today: date) -> date | None:
    before = reading.folded[max(0, match.start() - 12) : match.start()]
    if _is_lunar(match) or _EVERY_BEFORE.search(before):
        return None
    this_month = today.year * 12 + today.month - 1
    days = [_date(index // 12, index % 12 + 1, int(match[1])) for index in range(this_month - 1, this_month + 2)]
    return min((day for day in days if day is not None), key=lambda day: abs((day - today).days), default=None)


def _english(reading: Reading, match: re.Match[str], today: date) -> date | None:
    typed = reading.normal.clean[match.start(2) if match[2] else match.start(3) :][: len(match[2] or match[3])]
    telling = typed.lower() not in ("may", "march") or typed[0].isupper()
    if not typed.isascii() or not (telling or guess(reading.normal.clean).language == "en"):
        return None  # "2 may" is two machines
    return _dated(int(match[5] or 0), _MONTHS[match[2] or match[3]], int(match[1] or match[4]), today)


def _feast(reading: Reading, match: re.Match[str], today: date) -> date | None:
    month, day = _NAMED[match[0]]
    return nearest(today, day, month)


def _black_friday(reading: Reading, match: re.Match[str], today: date) -> date | None:
    first = date(today.year, 11, 1)
    return first + (3 - first.weekday()) % 7 * _DAY + 22 * _DAY


_READERS_OF_FEASTS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_NAMED_RE, _feast),
    (re.compile("black friday"), _black_friday),
)
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_ISO, _iso),
    (_OF_THIS_MONTH, _of_this_month),
    (_DMY, _day_month_year),
    (_WORDED, _worded),
    (_DAY_ONLY, _day_only),
    (_ENGLISH_DATE, _english),
    *_READERS_OF_FEASTS,
)


def _add_days(found: list[Found], today: date, match: re.Match[str]) -> None:
    last = (
        _date(int(match[5]), int(match[4]), int(match[3])) if match[5] else nearest(today, int(match[3]), int(match[4]))
    )
    if last is None:
        return
    first = _date(last.year, int(match[2] or match[4]), int(match[1]))
    if first is not None and first < last:
        found.append(Found("date", f"{first}..{last}", *match.span()))


def _is_address_or_score(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 14]
    named = re.search(r"(?:ngay|hom|thu \w+|t[2-7]|cn)[ ,]*$", before) is not None
    if match.re is _DAYS:
        day, sign, month = int(match[3]), "/", int(match[4])
    else:
        day, sign, month = int(match[1]), match[2], int(match[3])
    if named:
        return False
    if sign != "/" and not match[4]:
        return True  # "1.53" and "15-20" are rarely days
    if (day, month) in ((24, 7),) or _PART_BEFORE.search(before) or _NOT_DATE_AFTER.match(after):
        return True
    return (
        _ADDRESS_BEFORE.search(before) is not None and not before.endswith("so ") and not match[4]
    ) or _ADDRESS_AFTER.match(after) is not None
