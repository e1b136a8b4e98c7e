"""The shop's calendar as its profile tells it: hours of the week, holidays, the days of Tết.

A profile may have been imported before it was checked: what cannot be read in it is not known, and reading it never
raises. What is wrong with a profile is told by :func:`check_profile`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.promises import check_promises

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIMEZONE = "Asia/Ho_Chi_Minh"
DAY = timedelta(days=1)
MIDNIGHT = "24:00"
"""May end a span, so that a shop can be open around the clock: ``["00:00", "24:00"]``."""
DAYS_OF_TET = 15
"""So long are the days of a new lunar year counted as "mùng"."""
OUR_TIMES = range(2000, 3000)
"""Years that a holiday may be in."""

Span = tuple[str, str]
"""From when to when, as "08:00"; one that ends before it begins goes on past midnight."""
Run = tuple[date, date, str]
"""First day, last day and name of holidays without a day between them."""

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_MUNG = re.compile(r"\bm(?:ù|u|ồ|o)ng\s+(\d{1,2})\b(?!\s*(?:/|th[áa]ng\s+(?!gi[êe]ng)))", re.IGNORECASE)
_CHAP = re.compile(r"\b([23]\d)\s+(?:(?:th[áa]ng\s+)?ch[ạa]p|t[ếe]t)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")
_SAYS_NOTHING = frozenset("ngày lễ nghỉ mùng mồng day holiday the".split())


@dataclass(frozen=True)
class Opening:
    """When the shop is open, by its own clock. Moments given to it are on that clock."""

    week: tuple[tuple[Span, ...] | None, ...] = (None,) * 7
    """Each weekday's spans, Monday first; None where they are not known."""
    holidays: Mapping[date, str] = field(default_factory=dict)
    """Name by day; a holiday may have none."""

    @property
    def known(self) -> bool:
        """Whether the profile tells any hours."""
        return any(self.week)

    def knows(self, day: date) -> bool:
        """Whether it is known if the shop is open on a day."""
        return day in self.holidays or self.week[day.weekday()] is not None

    def usual(self, weekday: int) -> list[Span]:
        """Spans of a weekday (Monday is 0) that is no holiday."""
        return list(self.week[weekday] or ())

    def on(self, day: date) -> list[Span]:
        """Spans that begin on a day; none on a holiday."""
        return [] if day in self.holidays else self.usual(day.weekday())

    def breaks(self, day: date) -> list[Span]:
        """Pauses between a day's spans."""
        return pauses(self.on(day))

    def span_at(self, moment: datetime) -> tuple[date, Span] | None:
        """The span that a moment is in, and the day on which it began."""
        clock, day = f"{moment:%H:%M}", moment.date()
        for start, end in self.on(day):
            if start <= clock and (clock < end or end < start):
                return day, (start, end)
        for start, end in self.on(day - DAY):
            if clock < end < start:
                return day - DAY, (start, end)
        return None

    def is_open(self, moment: datetime) -> bool:
        """Whether the shop's people are at work."""
        return self.span_at(moment) is not None

    def next_opening(self, moment: datetime) -> datetime | None:
        """The next time after ``moment`` that a span begins."""
        for ahead in range(len(self.holidays) + 8):
            day = moment.date() + ahead * DAY
            for start, _ in self.on(day):
                begin = datetime.combine(day, time.fromisoformat(start), moment.tzinfo)
                if begin > moment:
                    return begin
        return None

    def next_day(self, day: date) -> date | None:
        """The first day after ``day`` on which the shop is open."""
        begin = self.next_opening(datetime.combine(day, time.max))
        return begin.date() if begin else None

    def holiday(self, day: date) -> str | None:
        """The name of the holiday ("" if it has none), or None for an ordinary day."""
        return self.holidays.get(day)

    def holiday_runs(self) -> list[Run]:
        """Holidays in order, neighbouring ones taken together under the common part of their names."""
        runs: list[list[date]] = []
        for day in sorted(self.holidays):
            if runs and day - runs[-1][-1] == DAY:
                runs[-1].append(day)
            else:
                runs.append([day])
        return [(days[0], days[-1], common_name([self.holidays[day] for day in days])) for days in runs]

    def run_of(self, day: date) -> Run | None:
        """The run of holidays that a day is in."""
        return next((run for run in self.holiday_runs() if run[0] <= day <= run[1]), None)

    def mung(self, number: int, near: date) -> date | None:
        """Day ``number`` of the lunar year that begins next or has just begun, by a holiday whose name says "mùng"."""
        first = next((one for one in self._new_years() if near - one < DAYS_OF_TET * DAY), None)
        return first + (number - 1) * DAY if first else None

    def chap(self, number: int, near: date) -> date | None:
        """Day ``number`` of the last lunar month before that, by a holiday whose name says "tháng Chạp"."""
        eves = sorted({day - int(said[1]) * DAY for day, name in self.holidays.items() if (said := _CHAP.search(name))})
        before = next((one for one in eves if near - one < (30 + DAYS_OF_TET) * DAY), None)
        day = before + number * DAY if before else None
        # The month has 29 days or 30: no day of it is the new year's first.
        return None if day in self._new_years() else day

    def mung_of(self, day: date) -> int | None:
        """Which day of a lunar year's first ones a day is."""
        return next((n for one in self._new_years() if 1 <= (n := (day - one).days + 1) <= DAYS_OF_TET), None)

    def _new_years(self) -> list[date]:
        said = {day: _MUNG.search(name) for day, name in self.holidays.items()}
        return sorted({day - (int(number[1]) - 1) * DAY for day, number in said.items() if number})


def opening_hours(shop: Mapping[str, Any]) -> Opening:
    """Read a profile's hours and holidays; what makes no sense in them is left out as not known."""
    return Opening(_week(shop.get("hours")), _holidays(shop.get("holidays")))


def timezone_of(shop: Mapping[str, Any]) -> ZoneInfo:
    """The shop's time zone; Viet Nam's where the profile names none that exists."""
    return _zone(shop.get("timezone")) or ZoneInfo(TIMEZONE)


def pauses(spans: Sequence[Span]) -> list[Span]:
    """The times between the spans of a day."""
    return [(end, start) for (begin, end), (start, _) in pairwise(spans) if begin < end < start]


def stem(name: str) -> str:
    """A holiday's name without what stands in brackets after it."""
    return _BRACKETS.sub("", name)


def common_name(names: Sequence[str]) -> str:
    """What several holidays are called together: the words that they share, or else all their names."""
    plain = list(dict.fromkeys(filter(None, map(stem, names))))
    words = [name.split() for name in plain]
    for common in (_shared(words), _shared([one[::-1] for one in words])[::-1]):
        if any(word.lower() not in _SAYS_NOTHING for word in common):
            return " ".join(common).strip(" -–,:")
    return ", ".join(plain)


def _shared(words: Sequence[Sequence[str]]) -> list[str]:
    return [beside[0] for beside in takewhile(lambda beside: len(set(beside)) == 1, zip(*words))]


def _week(hours: object) -> tuple[tuple[Span, ...] | None, ...]:
    if not isinstance(hours, Mapping):
        return (None,) * 7
    read = {day: _spans(hours[day]) for day in WEEKDAYS if day in hours}
    # Who gives hours leaves out the days without any; who gives none that can be read has told nothing.
    left_out = () if any(read.values()) else None
    return tuple(read.get(day, left_out) for day in WEEKDAYS)


def _spans(value: object) -> tuple[Span, ...] | None:
    """A day's spans in order, or None if one of them cannot be read."""
    if not isinstance(value, list | tuple):
        return None
    read = [_span(one) for one in value]
    spans = sorted(span for span in read if span)
    return tuple(spans) if len(spans) == len(read) else None


def _span(value: object) -> Span | None:
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    start, end = _time(value[0]), MIDNIGHT if value[1] == MIDNIGHT else _time(value[1])
    return (start, end) if start and end and start != end else None


def _time(value: object) -> str | None:
    written = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    return f"{int(written[1]):02}:{written[2]}" if written else None


def _holidays(value: object) -> dict[date, str]:
    found = {}
    for one in value if isinstance(value, list | tuple) else ():
        day = _date(one.get("date")) if isinstance(one, Mapping) else None
        if day:
            found[day] = _text(one.get("name"))
    return found


def _date(value: object) -> date | None:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day and day.year in OUR_TIMES else None


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _zone(value: object) -> ZoneInfo | None:
    try:
        return ZoneInfo(value) if isinstance(value, str) else None
    except (KeyError, ValueError, OSError):  # unknown, not a name at all, or a folder of names
        return None


# ── Faults ──


def check_profile(shop: Mapping[str, Any]) -> list[str]:
    """One line for each fault of hours, holidays, time zone, branches and categories; none for what is not there."""
    return [fault for part, check in _CHECKS.items() if part in shop for fault in check(shop[part])]


def _check_hours(hours: object) -> Iterator[str]:
    if not isinstance(hours, Mapping):
        yield 'hours: an object such as {"mon": [["08:00", "17:00"]]} is expected'
        return
    for day, value in hours.items():
        if day not in WEEKDAYS:
            yield f"hours, {day}: not a day; the days are {', '.join(WEEKDAYS)}"
        elif not isinstance(value, list):
            yield f'hours, {day}: a list of pairs such as [["08:00", "17:00"]] is expected'
        else:
            yield from (f"hours, {day}: {fault}" for fault in _check_day(value))


def _check_day(value: Sequence[object]) -> Iterator[str]:
    for one in value:
        if _span(one) is None:
            yield f'{_shown(one)} is not a pair of times such as ["08:00", "17:00"]'
    for earlier, later in pairwise(sorted(filter(None, map(_span, value)))):
        if later[0] < earlier[1] or earlier[1] < earlier[0]:
            yield f"{_shown(earlier)} and {_shown(later)} overlap"


def _check_timezone(timezone: object) -> Iterator[str]:
    if _zone(timezone) is None:
        yield f'timezone: {_shown(timezone)} is not a time zone such as "{TIMEZONE}"'


def _check_holiday(holiday: Mapping[str, Any], seen: set[object]) -> Iterator[str]:
    day = _date(holiday.get("date"))
    if day is None:
        yield f'date: {_shown(holiday.get("date"))} is not a date such as "2027-04-30"'
    elif day in seen:
        yield f"date: {day} occurs twice"
    seen.add(day)
    if not isinstance(holiday.get("name", ""), str):
        yield f"name: {_shown(holiday['name'])} is not a text"


def _check_branch(branch: Mapping[str, Any], _: set[object]) -> Iterator[str]:
    for name in ("name", "address"):
        if not _text(branch.get(name)):
            yield f"{name}: a text is expected"
    if not isinstance(branch.get("phone", ""), str):
        yield 'phone: a text such as "028 0000 0119" is expected'


def _check_category(category: Mapping[str, Any], seen: set[object]) -> Iterator[str]:
    key, name, aliases = _text(category.get("key")), category.get("name"), category.get("aliases", [])
    if not key:
        yield "key: a text is expected"
    elif key in seen:
        yield f"key: {_shown(key)} occurs twice"
    seen.add(key)
    if not isinstance(name, Mapping) or not name.get("vi") or not all(map(_text, name.values())):
        yield 'name: texts such as {"vi": "Âm thanh", "en": "Audio"} are expected'
    if not isinstance(aliases, list) or not all(map(_text, aliases)):
        yield "aliases: a list of texts is expected"


def _each(part: str, needs: str, check: Callable[[Mapping[str, Any], set[object]], Iterable[str]]) -> _Check:
    """The check of a list: of each object in it, with the number of its place."""

    def check_list(value: object) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{part}: a list of objects with {needs} is expected"
            return
        seen: set[object] = set()
        for number, one in enumerate(value, 1):
            if isinstance(one, Mapping):
                yield from (f"{part}, {number}, {fault}" for fault in check(one, seen))
            else:
                yield f"{part}, {number}: an object with {needs} is expected, not {_shown(one)}"

    return check_list


def _shown(value: object) -> str:
    written = json.dumps(value, ensure_ascii=False, default=str)
    return written if len(written) <= 60 else f"{written[:57]}…"


_Check = Callable[[object], Iterable[str]]
_CHECKS: Mapping[str, _Check] = {
    "hours": _check_hours,
    "holidays": _each("holidays", "date and name", _check_holiday),
    "timezone": _check_timezone,
    "branches": _each("branches", "name and address", _check_branch),
    "categories": _each("categories", "key and name", _check_category),
    "promises": check_promises,
}
