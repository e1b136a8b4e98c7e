"""Find days written in digits or by the month's name, and the feast days shops sell for."""

from __future__ import annotations

import re
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

    def add(value: date | None, start: int, end: int) -> None:
        if value is not None:
            found.append(Found("date", str(value), start, end))

    for match in islice(_DAYS.finditer(text), MOST):
        if not _is_address_or_score(text, match):
            _add_days(found, today, match)
    for match in islice(_ISO.finditer(text), MOST):
        add(_date(int(match[1]), int(match[3]), int(match[4])), *match.span())
    for match in islice(_OF_THIS_MONTH.finditer(text), MOST):
        index = today.year * 12 + today.month - 1 + {"nay": 0, "sau": 1, "toi": 1}.get(match[2], -1)
        add(_date(index // 12, index % 12 + 1, int(match[1])), *match.span())
    for match in islice(_DMY.finditer(text), MOST):
        if not _is_address_or_score(text, match):
            year = int(match[4]) + (2000 if len(match[4]) == 2 else 0) if match[4] else 0
            day, month = int(match[1]), int(match[3])
            add(_date(year, month, day) if year else nearest(today, day, month), *match.span())
    for match in islice(_WORDED.finditer(text), MOST):
        day, month = int(match[1]), int(match[2])
        weighed = (
            _NOT_DATE_AFTER.match(text[match.end() : match.end() + 14])
            or text[max(0, match.start() - 3) : match.start()] == "be "
        )
        if not match[0].startswith(("mung", "mong")) and not weighed:
            add(
                _date(int(match[3]), month, day)
                if match[3]
                else nearest(today, day, month)
                if 1 <= month <= 12
                else None,
                *match.span(),
            )
    for match in islice(_DAY_ONLY.finditer(text), MOST):
        day = int(match[1])
        near = [
            _date(y, m, day)
            for y, m in (
                (i // 12, i % 12 + 1)
                for i in range(today.year * 12 + today.month - 2, today.year * 12 + today.month + 1)
            )
        ]
        real = [one for one in near if one is not None]
        if (
            real
            and not _EVERY_BEFORE.search(text[max(0, match.start() - 12) : match.start()])
            and "mung" not in match[0]
            and "mong" not in match[0]
        ):
            add(min(real, key=lambda one: abs((one - today).days)), *match.span())
    for match in islice(_ENGLISH_DATE.finditer(text), MOST):
        typed = reading.normal.clean[match.start(2) if match[2] else match.start(3) :][: len(match[2] or match[3])]
        telling = typed.lower() not in ("may", "march") or typed[0].isupper()
        if not typed.isascii() or not (telling or guess(reading.normal.clean).language == "en"):
            continue  # "2 may" is two machines
        day = int(match[1] or match[4])
        month = _MONTHS[match[2] or match[3]]
        add(_date(int(match[5]), month, day) if match[5] else nearest(today, day, month), *match.span())
    for match in islice(_NAMED_RE.finditer(text), MOST):
        month, day = _NAMED[match[0]]
        add(nearest(today, day, month), *match.span())
    at = text.find("black friday")
    if at >= 0:
        thursdays = date(today.year, 11, 1)
        thursdays += (3 - thursdays.weekday()) % 7 * _DAY + 21 * _DAY
        add(thursdays + _DAY, at, at + 12)
    return found


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
