"""Which days and which time of day a question about the shop's hours is about, by the shop's own calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.opening import DAY, DAYS_OF_TET, MIDNIGHT, WEEKDAYS, Opening, Run, stem
from bot.language import find_entities, fold, normalise

WEEK = 7
_FORESEEN = 800 * DAY
"""Nobody asks about later days in earnest."""

# -- feasts --

_FEASTS: Mapping[tuple[int, int], re.Pattern[str]] = {
    (31, 12): re.compile(r"\bnew year'?s? eve\b"),
    (1, 1): re.compile(r"\btet (?:tay|duong)(?: lich)?\b|\bnew year\b"),
    (14, 2): re.compile(r"\bvalentine\b"),
    (30, 4): re.compile(r"\b(?:giai phong|thong nhat|reunification|liberation)\b"),
    (1, 5): re.compile(r"\b(?:quoc te|ngay|le) lao dong\b|\b(?:labou?r|may) day\b"),
    (2, 9): re.compile(r"\bquoc khanh\b|\b(?:national|independence) day\b"),
    (31, 10): re.compile(r"\bhalloween\b"),
    (24, 12): re.compile(r"\bchristmas eve\b"),
    (25, 12): re.compile(r"\b(?:noel|giang sinh|christmas|xmas)\b"),
}
"""By day and month; one whose name holds another's stands before it."""
_DAYS_OFF_BY_LAW = ((1, 1), (30, 4), (1, 5), (2, 9))
"""A list of holidays that does not reach so far has not said that the shop is open on them."""
_HUNG_KINGS = re.compile(
    r"\bgio to\b(?: hung vuong)?|\bhung (?:vuong|kings?)\b|\bm[uo]ng (?:10|muoi) ?(?:/|thang) ?(?:3|ba)\b"
)
_HUNG_KINGS_LATEST = (30, 4)
"""The day moves with the moon, but never beyond this one."""

_NUMBERS = {word: number for number, word in enumerate("mot hai ba bon nam sau bay tam chin muoi".split(), 1)} | {
    "tu": 4
}
_MUNG = re.compile(rf"\b(?:m[uo]ng (\d\d?|{'|'.join(_NUMBERS)})|m(\d\d?)(?= tet))\b(?! ?/| thang (?!gieng))(?: tet)?")
_CHAP = re.compile(r"\b(?:ngay |hom )?(2\d|30) (?:tet|(?:thang )?chap)\b")
_EVE = re.compile(r"\bgiao thua\b|\b(?:tet|lunar new year'?s?) eve\b")
_TET = re.compile(r"\btet\b(?! (?:tay|duong|trung thu))|\bnguyen dan\b|\bm[uo]ng may\b|\b(?:lunar|chinese) new year\b")
_TET_NAME = re.compile(r"\btet\b(?! (?:tay|duong))|\bnguyen dan\b|\blunar new year\b|\bm[uo]ng \d")

# -- days --

_WEEKDAYS = re.compile(
    r"\b(?P<day>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?days\b|\bngay thu (?P<number>[2-7]|hai|ba|tu|nam|sau|bay)\b"
    r"|\b(?P<work>ngay (?:thuong|lam viec|trong tuan)|week ?days)\b|\bweekends\b"
)
_WEEKDAY_NUMBERS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5} | {str(day + 2): day for day in range(6)}
_BY_WEEKDAY = re.compile(r"\b(?:thu|t[2-7]|chu nhat)\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day")
_BY_DATE = re.compile(r"\d ?[/.-] ?\d|\bthang \d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
_PAST = re.compile(r"\bhom\b|\bbua\b|\btruoc\b|\byesterday\b|\blast\b")
_BY_YEAR = re.compile(r"20\d\d|\d ?[/.-] ?\d\d? ?[/.-] ?\d\d")

# -- times: on text with its marks, because "bây giờ" and "sau giờ làm" are no hours --

_HOURS = {
    word: number
    for number, words in enumerate("một|mot hai ba bốn|bon năm|nam sáu bảy|bẩy tám chín|chin mười|muoi".split(), 1)
    for word in words.split("|")
} | {"mười một": 11, "muoi mot": 11, "mười hai": 12, "muoi hai": 12}
_CLOCK = re.compile(
    rf"(?<![\w/:.,-])(?P<hour>2[0-3]|[01]?\d|{'|'.join(sorted(_HOURS, key=len, reverse=True))})"
    r"(?:(?:(?<=\d)| )(?:h|g|giờ|gio|:) ?(?P<minute>[0-5]\d)\b(?! ?/)"
    r"|(?:(?:(?<=\d)| )(?:h|g|giờ|gio))?(?P<half> (?:rưỡi|rưởi|ruoi))\b"
    r"|(?:(?<=\d)| )(?:h|g|giờ|gio)\b(?! nữa| nua)"
    r"| o'?clock\b|(?= ?[ap]\.?m\b))"
    r"|\b(?:at|by|till|until|before|after|past|around) (?P<bare>1[0-2]|[1-9])\b(?![/:.,-]\d| ?[ap]\.?m\b)"
)
_UNTIL = re.compile(r"\b(?:tới|đến|toi|den|until|till) (?:tận |tan )?$")
_PARTS: Mapping[str, str] = {
    "morning": r"sáng|sang(?= (?:mai|nay|som|thu|chu nhat))|morning",
    "noon": r"trưa|trua|noon",
    "afternoon": r"chiều|chieu|afternoon",
    "evening": r"tối|toi(?= (?:mai|nay|thu|chu nhat))|evening|tonight",
    "night": r"đêm|khuya|dem(?= (?:mai|nay))|night",
}
_PART = re.compile("|".join(rf"(?P<{part}>\b(?:{words})\b)" for part, words in _PARTS.items()))
_PART_AFTER = re.compile(
    r" ?(?:giờ |buổi |buoi |in the |at )?(?:(?P<morning>sáng|sang|a\.?m|morning)|(?P<noon>trưa|trua|noon)"
    r"|(?P<afternoon>chiều|chieu|p\.?m|afternoon)|(?P<evening>tối|toi|evening)|(?P<night>đêm|dem|khuya|night))\b"
)
_LATE = re.compile(r"\b(?:con|dong|nghi|still)\b|\bclos")
_EARLY = re.compile(r"\b(?:chua|da mo|yet|already)\b")


class Message:
    """What was typed, folded and with its marks, place for place; ``rest`` is what nobody has taken out yet."""

    def __init__(self, text: str) -> None:
        normal = normalise(text)
        self.folded = normal.folded
        self.marked = normal.expanded if len(normal.expanded) == len(normal.folded) else normal.folded
        self.rest, self.rest_marked = self.folded, self.marked

    def asks(self, pattern: re.Pattern[str]) -> bool:
        """Whether it is asked in these words, folded ones."""
        return pattern.search(self.folded) is not None

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """What the folded rest says in these words; it is read then."""
        found = list(pattern.finditer(self.rest))
        for match in found:
            self.blank(*match.span())
        return found

    def blank(self, start: int, end: int) -> None:
        """Take a part out of the rest."""
        hole = " " * (end - start)
        self.rest = self.rest[:start] + hole + self.rest[end:]
        self.rest_marked = self.rest_marked[:start] + hole + self.rest_marked[end:]


@dataclass(frozen=True)
class AskedDay:
    """A day that is asked about."""

    day: date
    weekly: bool = False
    """Its weekday is meant, whichever it is; the day itself is no holiday."""
    feast: bool = False
    """It was named as one on which the shop may be closed."""
    mung: int | None = None
    chap: int | None = None
    """The day of the first or of the last lunar month that it was called."""


@dataclass(frozen=True)
class Clock:
    """A time that is asked about, in minutes of the day."""

    minutes: int
    until: bool
    """Whether it is asked if the shop is open for so long."""

    def on(self, day: date) -> datetime:
        """The time on a day; midnight is the end of it."""
        return datetime.combine(day, time()) + timedelta(minutes=self.minutes)

    def __str__(self) -> str:
        return MIDNIGHT if self.minutes == 24 * 60 else f"{self.minutes // 60 % 24:02}:{self.minutes % 60:02}"


class Asked:
    """What a message asks about: ``days``, ``runs`` of holidays, and a ``clock`` time, if any.

    ``as_usual`` says that Hùng Kings' Day was named and is none of the shop's holidays; ``unknown`` that the shop's
    list says nothing of a holiday that was named.
    """

    def __init__(self, text: str, opening: Opening, now: datetime) -> None:
        self.message = Message(text)
        self._opening, self._now, self._today = opening, now, now.date()
        self.runs: list[Run] = []
        self.as_usual = False
        self.unknown = False
        self._looks_back = False
        hung_kings = [*self._hung_kings()]
        lunar = [*self._lunar()]
        if not lunar:
            self._tet()
        self.message.take(_TET)
        feasts = [*hung_kings, *self._feasts()]
        dates = [*self._dates()]
        if any(one.day <= self._today + DAY and not one.weekly for one in dates):
            feasts = []  # "mai noel shop có mở không" is about tomorrow
        by_day: dict[date, AskedDay] = {}
        for one in (*lunar, *feasts, *dates, *self._weekdays()):
            by_day.setdefault(one.day, one)
        self.days = [by_day[day] for day in sorted(by_day)]
        self.clock = self._clock()

    @property
    def named(self) -> bool:
        """Whether days are named at all."""
        return bool(self.days or self.runs or self.as_usual or self.unknown)

    @property
    def of_a_part(self) -> bool:
        """Whether a part of the day is named."""
        return _PART.search(self.message.marked) is not None

    def weekday(self, weekday: int) -> AskedDay:
        """A weekday in general: the next such day that is no holiday."""
        day = self._today + (weekday - self._today.weekday()) % WEEK * DAY
        while day in self._opening.holidays:
            day += WEEK * DAY
        return AskedDay(day, weekly=True)

    def _covers(self, day: date) -> bool:
        return day <= max(self._opening.holidays, default=date.min)

    def _next(self, day: int, month: int) -> date:
        this_year = date(self._today.year, month, day)
        return this_year if this_year >= self._today else date(self._today.year + 1, month, day)

    def _next_holiday(self, name: re.Pattern[str], since: date) -> date | None:
        coming = (day for day in sorted(self._opening.holidays) if day >= since)
        return next((day for day in coming if name.search(fold(self._opening.holidays[day]))), None)

    # -- feasts --

    def _hung_kings(self) -> Iterator[AskedDay]:
        if not self.message.take(_HUNG_KINGS):
            return
        if day := self._next_holiday(_HUNG_KINGS, self._today):
            yield AskedDay(day, feast=True)
        elif self._covers(self._next(*_HUNG_KINGS_LATEST)):
            self.as_usual = True
        else:
            self.unknown = True

    def _lunar(self) -> Iterator[AskedDay]:
        for said in self.message.take(_MUNG):
            written = said[1] or said[2]
            number = int(written) if written.isdigit() else _NUMBERS[written]
            if day := self._opening.mung(number, self._today):
                yield AskedDay(day, feast=True, mung=number)
        new_years_eve = self._opening.mung(0, self._today)
        for said in self.message.take(_CHAP):
            number = int(said[1])
            if day := self._opening.chap(number, self._today):
                yield AskedDay(day, feast=True, chap=number)
            elif number == 30 and new_years_eve:  # so the last day is called even where the month has 29
                yield AskedDay(new_years_eve, feast=True)
        if self.message.take(_EVE) and new_years_eve:
            yield AskedDay(new_years_eve, feast=True)

    def _tet(self) -> None:
        """The run of days off, even if it is just over; also where a day of Tết was asked for that cannot be told."""
        if not any(self.message.asks(said) for said in (_TET, _MUNG, _CHAP, _EVE)):
            return
        first = self._next_holiday(_TET_NAME, self._today - DAYS_OF_TET * DAY)
        run = self._opening.run_of(first) if first else None
        if run:
            self.runs.append(run)
        else:
            self.unknown = True

    def _feasts(self) -> Iterator[AskedDay]:
        for (day, month), said in _FEASTS.items():
            if self.message.take(said):
                yield from self._unless_unknown(self._next(day, month))
        for holiday, name in self._opening.holidays.items():
            own = fold(stem(name))
            if holiday >= self._today and " " in own and own in self.message.rest:
                yield AskedDay(holiday, feast=True)

    def _unless_unknown(self, day: date) -> Iterator[AskedDay]:
        """A feast, unless it is a day off by law and the list of holidays does not reach so far."""
        if (day.day, day.month) in _DAYS_OFF_BY_LAW and not self._covers(day):
            self.unknown = True
        else:
            yield AskedDay(day, feast=True)

    # -- days --

    def _weekdays(self) -> Iterator[AskedDay]:
        for said in self.message.take(_WEEKDAYS):
            if said["day"]:
                yield self.weekday(WEEKDAYS.index(said["day"]))
            elif said["number"]:
                yield self.weekday(_WEEKDAY_NUMBERS[said["number"]])
            else:
                yield from map(self.weekday, range(5) if said["work"] else (5, 6))

    def _dates(self) -> Iterator[AskedDay]:
        for one in find_entities(self.message.rest_marked, self._today):
            if one.kind != "date":
                continue
            self.message.blank(one.start, one.end)
            first, ranged, last = one.value.partition("..")
            if not ranged:
                yield from self._date(date.fromisoformat(first), fold(one.text))
            elif first and last:
                yield from self._range(date.fromisoformat(first), date.fromisoformat(last))

    def _date(self, day: date, said: str) -> Iterator[AskedDay]:
        by_date = _BY_DATE.search(said) is not None
        if day < self._today and by_date and not _BY_YEAR.search(said) and (day.day, day.month) != (29, 2):
            day = self._next(day.day, day.month)
        if not self._today <= day < self._today + _FORESEEN:
            # "hôm qua 8h mà đóng cửa": neither day nor time is one to come; "9h tối qua được không" is.
            self._looks_back = self._looks_back or _PAST.search(said) is not None
            return
        if by_date and (day.day, day.month) in _DAYS_OFF_BY_LAW:
            yield from self._unless_unknown(day)
        else:
            yield AskedDay(day, weekly=bool(_BY_WEEKDAY.search(said)) and day not in self._opening.holidays)

    def _range(self, first: date, last: date) -> Iterator[AskedDay]:
        """Days of a week; who asks for a month wants to know the hours in general."""
        days = [first + n * DAY for n in range(min((last - first).days + 1, WEEK + 1))]
        if len(days) > WEEK:
            return
        coming = [day for day in days if day >= self._today]
        if any(day in self._opening.holidays for day in coming):
            yield from map(AskedDay, coming)
        else:
            yield from (self.weekday(day.weekday()) for day in days)

    # -- times --

    def _clock(self) -> Clock | None:
        marked = self.message.rest_marked
        said = _CLOCK.search(marked)
        if said is None or self._looks_back:
            return None
        written = said["hour"] or said["bare"]
        hour = int(written) if written.isdigit() else _HOURS[written]
        minute = 30 if said["half"] else int(said["minute"] or 0)
        part = _PART_AFTER.match(self.message.marked, said.end()) or _PART.search(self.message.marked)
        until = _UNTIL.search(marked[: said.start("hour" if said["hour"] else "bare")])
        return Clock(self._hour(hour, minute, part.lastgroup if part else None) * 60 + minute, until is not None)

    def _hour(self, hour: int, minute: int, part: str | None) -> int:
        if hour > 12 or hour == 0:
            return hour
        if part is None:
            return self._likely_hour(hour, minute)
        if hour == 12:
            return {"morning": 0, "evening": 24, "night": 24}.get(part, 12)
        early = part == "morning" or (part == "noon" and hour > 4) or (part == "night" and hour < 5)
        return hour if early else hour + 12

    def _likely_hour(self, hour: int, minute: int) -> int:
        """Without a part of the day: "8h mở chưa" is in the morning, "8h còn mở không" in the evening."""
        if hour == 12:
            return hour
        if self.message.asks(_LATE):
            return hour + 12
        if hour >= 5 and self.message.asks(_EARLY):
            return hour
        passed = (hour, minute) <= (self._now.hour, self._now.minute) < (hour + 12, minute)
        return hour + 12 if hour <= 6 or (passed and not self.days) else hour
