"""Make one range of two days that are named as its ends: "từ thứ 2 đến thứ 6", "20-25/11"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.language.spans import Found
from bot.language.tokens import Reading

_JOINT = re.compile(r" ?(-|–|~|->|→|den het|toi het|den|toi|to|till|until|through|and|va) ?(?:ngay |hom )?")
_FROM = re.compile(r"(?<![a-z])(?:tu|from|between|khoang)(?: (?:ngay|hom|sang|chieu|trua|toi))? ?$")
_WEEK = timedelta(days=7)


def join_days(reading: Reading, found: list[Found]) -> list[Found]:
    """The days in reading order; two that stand as "from … to …" or with a dash between them become "start..end"."""
    joined: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if joined and (whole := _range(reading.folded, joined[-1], one)):
            joined[-1] = whole
        else:
            joined.append(one)
    return joined


def _range(text: str, first: Found, second: Found) -> Found | None:
    joint = _JOINT.fullmatch(text, first.end, second.start)
    if joint is None or len(first.value) != 10 or len(second.value) != 10:
        return None
    opened = _FROM.search(text[max(0, first.start - 20) : first.start])
    if joint[1] in ("and", "va") and not (opened and opened[0].startswith("between")):
        return None
    written = text[first.start].isdigit() and text[second.start].isdigit()
    named = _is_weekday(text, first) and _is_weekday(text, second)
    if not (opened or written or named or joint[1] in "-–~->→"):
        return None
    low, high = date.fromisoformat(first.value), date.fromisoformat(second.value)
    if high < low and named:
        high += _WEEK
    return Found("date", f"{low}..{high}", first.start, second.end) if low < high else None


def _is_weekday(text: str, found: Found) -> bool:
    return text.startswith(("thu ", "t", "cn", "chu nhat", "mon", "tue", "wed", "fri", "sat", "sun"), found.start)
