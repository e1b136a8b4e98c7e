"""What the shop's profile tells of the shop itself: when it is open, where it is, how to reach it, its bank account.

None means that the profile says nothing of it; the shop's own answers may.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from bot.domain.opening import DAY, WEEKDAYS, Opening, Run, Span, opening_hours, pauses, stem
from bot.language import find_entities, fold, normalise
from bot.services.answers.asked_hours import WEEK, Asked, AskedDay, Clock
from bot.services.hours import hours_text, local_time

Say = Callable[..., str]
"""``say(name, language, **values)``: a sentence of data/words."""


def hours_answer(text: str, shop: Mapping[str, Any], now: datetime, language: str, say: Say) -> str | None:
    """When the shop is open: now, on a day, at a time, over noon, on holidays or in general, as it was asked."""
    opening = opening_hours(shop)
    local = local_time(shop, now).replace(tzinfo=None)
    teller = _Teller(opening, local, hours_text(shop, language), language, say)
    facts = list(dict.fromkeys(teller.facts(Asked(text, opening, local))))
    if not facts:
        return None
    more = "".join(f" {_capital(fact)}." for fact in facts[1:])
    return say("say_store_answer", language, first=facts[0] if language == "vi" else _capital(facts[0]), more=more)


def address_answer(text: str, shop: Mapping[str, Any], language: str, say: Say) -> str | None:
    """Where the shop is: the branches asked for, or all of them where none was asked for or none is there."""
    branches = [branch for branch in _branches(shop) if branch["address"]]
    if not branches:
        return None
    named = _named_branches(text, shop, branches)
    places = [] if named else _places(text)
    there = named or [branch for branch in branches if _provinces(text) & _provinces_of(branch)]
    lines = [_address(branch, language, say) for branch in there or branches]
    listed = f" {lines[0]}" if len(lines) == 1 else "".join(f"\n• {line}" for line in lines)
    found = {province for branch in there for province in _provinces_of(branch)}
    if missing := [place.replace("|", " / ") for place in places if not found & set(place.split("|"))]:
        return say("say_store_no_branch_there", language, place=", ".join(missing), branches=listed)
    if len(lines) > 1:
        return say("say_store_branches", language, count=len(lines), branches=listed)
    if places:
        return say(
            "say_store_branch_there", language, place=", ".join(sorted(found & _provinces(text))), branch=lines[0]
        )
    return say("say_store_that_branch" if len(branches) > 1 else "say_store_only_branch", language, branch=lines[0])


def contact_answer(text: str, shop: Mapping[str, Any], language: str, say: Say) -> str | None:
    """How to reach the shop, what was asked for first; None also where the profile has nothing of that."""
    ways = _ways(text, shop, language, say)
    asked = _asked_ways(text, shop)
    first = [told for way in asked for told in ways.get(way, ())]
    others = [told for way in ways if way not in asked for told in ways[way]]
    if asked and first:
        more = f" {say('say_store_contact_also', language, ways=', '.join(others))}" if others else ""
        return say("say_store_contact_asked", language, ways=", ".join(first), more=more)
    return say("say_store_contact", language, ways=", ".join(others)) if others and not asked else None


def bank_answer(shop: Mapping[str, Any], language: str, say: Say) -> str | None:
    """The account that money goes to."""
    bank = shop.get("bank")
    number = _text(bank, "number")
    if not number:
        return None
    holder = _text(bank, "holder")
    return say(
        "say_store_bank",
        language,
        account=f"{_text(bank, 'name')} {number}".strip(),
        holder=say("say_store_bank_holder", language, holder=holder) if holder else "",
    )


def _text(thing: object, key: str) -> str:
    """A text or a number of an object that may be anything."""
    value = thing.get(key) if isinstance(thing, Mapping) else None
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# ── Hours ──

_CLOSES = re.compile(
    r"\b(?:dong|nghi|het|close)\b(?! (?:trua|le|tet|ngay|hom|tu)).{0,10}\b(?:may gio|luc nao|khi nao|gio nao)\b"
    r"|\b(?:may gio|luc nao|khi nao)\b.{0,15}\b(?:dong\b|nghi\b(?! trua))"
    r"|\b(?:toi|den) (?:may gio|khi nao|gio nao|luc nao)\b"
    r"|\b(?:until|till) (?:when|what)\b|\buntil when\b|\bhow late\b|\b(?:when|what time)\b.{0,20}\b(?:clos|shut)"
)
_OPENS = re.compile(
    r"\b(?:may gio|luc nao|khi nao)(?: \w+){0,3} mo\b(?! (?:cua )?(?:toi|den))"
    r"|\bmo (?:cua )?(?:luc|tu) (?:may gio|khi nao|luc nao)\b"
    r"|\b(?:when|what time)\b.{0,20}\bopen\b(?! (?:until|till|to))"
)
_NOON = re.compile(
    r"\bnghi (?:giua |buoi |vao )?trua\b|\btrua\b(?: \w+){0,4} (?:nghi|mo|lam|ban|truc|ai|nguoi|duoc)\b"
    r"|\b(?:mo|lam|ban|nghi)\b(?: \w+){0,2} trua\b|\bgio trua\b"
    r"|\b(?:at|over|for|during) (?:noon|lunch|midday)\b|\blunch ?(?:break|time)"
)
_NOW = re.compile(
    r"\b(?:bay gio|gio nay|luc nay|tam nay|hien (?:tai|gio)|dang mo|con (?:mo|kip|lam viec))\b"
    r"|\b(?:mo|dong|nghi) (?:cua )?chua\b"
    r"|\b(?:now|currently|at the moment|still open|open yet)\b"
)
_DAYS_OFF = re.compile(
    r"\bnghi (?:vao )?(?:ngay|hom|thu|bua) (?:nao|may|gi)\b|\b(?:ngay|hom|thu|bua) (?:nao|may)\b(?: \w+){0,3} nghi\b"
    r"|\bngay nghi\b|\b(?:which|what) days?\b.{0,25}\b(?:clos|off|not open)|\bdays? off\b"
)
_HOLIDAYS = re.compile(r"\b(?:lễ|le)\b|\blịch nghỉ|\blich nghi\b|\bholidays?\b")
_NEXT_HOLIDAY = re.compile(r"\ble (?:nay|toi|sap toi)\b|\b(?:this|next) holiday\b")
_SOON = 14 * DAY
"""Holidays so near are told with the hours in general."""
_MOST_HOLIDAYS = 8
_NOON_PAUSE = ("11:00", "14:00")
"""A pause that touches this is one for lunch."""


@dataclass(frozen=True)
class _Teller:
    """Says facts of the calendar, each a clause: the first becomes "Dạ … ạ", the others sentences of their own."""

    opening: Opening
    now: datetime
    week: str
    """The hours of the week in one line."""
    language: str
    say: Say

    def facts(self, asked: Asked) -> Iterator[str]:
        """What answers the question, the answer itself first."""
        if asked.named:
            yield from self._of_days(asked)
        elif asked.clock:
            today = self.now.date()
            gone = asked.clock.on(today) < self.now
            yield from self._dated(asked, AskedDay(today + DAY if gone else today))
        elif _HOLIDAYS.search(asked.message.marked):
            yield from self._holidays(only_next=asked.message.asks(_NEXT_HOLIDAY))
        elif self.opening.known:
            yield from self._of_the_week(asked)

    def fact(self, name: str, /, **values: Any) -> str:
        return self.say(name, self.language, **values)

    # -- what days are called --

    def _weekday(self, day: date) -> str:
        return self.fact(f"say_store_day_{WEEKDAYS[day.weekday()]}")

    def _called(self, day: date, asked: AskedDay | None = None) -> str:
        """Such as "hôm nay", "thứ 4 10/2/2027 (mùng 5)"."""
        near = {self.now.date(): "say_store_today", self.now.date() + DAY: "say_store_tomorrow"}.get(day)
        written = f"{self._weekday(day)} {day.day}/{day.month}/{day.year}"
        called = self.fact(near) if near else written
        mung = self.opening.mung_of(day) if asked is None or asked.mung is None else asked.mung
        if asked is not None and asked.chap is not None:
            return self.fact("say_store_chap", day=called, number=asked.chap)
        return self.fact("say_store_mung", day=called, number=mung) if mung and (asked or not near) else called

    def _on(self, day: date, asked: AskedDay | None = None) -> str:
        called = self._called(day, asked)
        near = self.now.date() <= day <= self.now.date() + DAY
        return called if near else self.fact("say_store_on", day=called)

    def _grouped(self, days: Iterable[AskedDay]) -> Iterator[tuple[str, date]]:
        """Weekdays by name, neighbours with the same hours taken together."""
        ordered = sorted((one.day for one in days), key=date.weekday)
        known = [day for day in ordered if self.opening.knows(day)]
        for _, group in groupby(enumerate(known), lambda at: (at[1].weekday() - at[0], self.opening.on(at[1]))):
            first, *rest = [day for _, day in group]
            if rest:
                yield self.fact("say_store_days", first=self._weekday(first), last=self._weekday(rest[-1])), first
            else:
                yield self.fact("say_store_on", day=self._weekday(first)), first

    # -- days that were asked for --

    def _of_days(self, asked: Asked) -> Iterator[str]:
        for run in asked.runs:
            yield from self._run(run)
        dated = [one for one in asked.days if not one.weekly]
        runs = [self.opening.run_of(one.day) for one in dated]
        for one, within in zip(dated, runs):
            if within and runs.count(within) > 1:
                yield from self._run(within)
            else:
                yield from self._dated(asked, one)
        for label, day in self._grouped(one for one in asked.days if one.weekly):
            yield from self._open_or_closed(asked, label, day)
        if asked.as_usual and self.week:
            yield self.fact("say_store_hung_kings_as_usual", hours=self.week)

    def _open_or_closed(self, asked: Asked, label: str, day: date) -> Iterator[str]:
        if self.opening.on(day):
            yield from self._open(asked, label, day)
        elif asked.clock and self.opening.is_open(asked.clock.on(day)):
            yield self._at(asked.clock, label, day)
        else:
            yield self.fact("say_store_closed", day=label)
            if self.week:
                yield self.fact("say_store_hours", hours=self.week)

    def _dated(self, asked: Asked, one: AskedDay) -> Iterator[str]:
        day = one.day
        if not self.opening.knows(day):
            return
        if asked.clock and not self.opening.on(day) and self.opening.is_open(asked.clock.on(day)):
            yield self._at(asked.clock, self._on(day, one), day)  # the night before goes on
        elif not self.opening.on(day):
            yield self._closed(day, one)
            yield from self._again_after(day)
        elif day == self.now.date() and not asked.clock and not asked.of_a_part and asked.message.asks(_NOW):
            yield from self._right_now()
        elif one.mung is not None or one.chap is not None:
            yield from self._around_tet(asked, one)
        elif one.feast and not asked.clock and not any(map(asked.message.asks, (_CLOSES, _OPENS, _NOON))):
            yield self.fact("say_store_as_usual", day=self._on(day, one), hours=self._hours(day))
        else:
            yield from self._open(asked, self._on(day, one), day)
            if day == self.now.date() and not asked.clock:
                yield from self._over_for_today()

    def _around_tet(self, asked: Asked, one: AskedDay) -> Iterator[str]:
        """A day before the holidays, or after them: then from when on it is open again."""
        run = min(self.opening.holiday_runs(), key=lambda run: abs(run[1] - one.day), default=None)
        again = self.opening.next_day(run[1]) if run and run[1] < one.day else None
        if again != one.day or asked.clock:
            yield from self._open(asked, self._on(one.day, one), one.day)
        if run and again and (again != one.day or not asked.clock):
            yield from self._again_after(run[1])
        elif run and not again:
            yield from self._run(run)

    def _open(self, asked: Asked, label: str, day: date) -> Iterator[str]:
        """The part of a day's hours that was asked for, with all of them."""
        spans, hours = self.opening.on(day), self._hours(day)
        closes, opens = asked.message.asks(_CLOSES), asked.message.asks(_OPENS)
        noon, until = asked.message.asks(_NOON), asked.clock is not None and asked.clock.until
        if (closes or until) and not opens:
            yield self.fact("say_store_open_until", day=label, time=spans[-1][1], hours=hours)
        elif opens and not closes:
            yield self.fact("say_store_open_from", day=label, time=spans[0][0], hours=hours)
        elif asked.clock:
            yield self._at(asked.clock, label, day)
        elif not noon:
            yield self.fact("say_store_open", day=label, hours=hours)
        if noon and not asked.clock:
            yield self._noon(label, day)

    def _at(self, clock: Clock, label: str, day: date) -> str:
        moment, spans = clock.on(day), self.opening.on(day)
        if began := self.opening.span_at(moment):
            return self.fact("say_store_open_at", day=label, time=clock, hours=self._hours(began[0]))
        again = self.opening.next_opening(moment)
        if again and again.date() == day:
            first = f"{again:%H:%M}" == spans[0][0]
            sentence = "say_store_not_yet_open_at" if first else "say_store_pause_at"
            return self.fact(sentence, day=label, time=clock, again=f"{again:%H:%M}", hours=_times(spans))
        return self.fact("say_store_closed_at", day=label, time=clock, hours=_times(spans))

    def _noon(self, label: str, day: date) -> str:
        spans, (start, end) = self.opening.on(day), _NOON_PAUSE
        if pause := [one for one in pauses(spans) if one[0] < end and one[1] > start]:
            return self.fact("say_store_pause", day=label, pause=_times(pause))
        sentence = "say_store_no_pause" if _through_noon(spans) else "say_store_open"
        return self.fact(sentence, day=label, hours=_times(spans))

    def _closed(self, day: date, one: AskedDay | None = None) -> str:
        holiday = self.opening.holiday(day)
        if holiday is None:
            return self.fact("say_store_closed", day=self._on(day, one))
        return self.fact("say_store_closed_for", day=self._on(day, one), holiday=self._holiday(stem(holiday)))

    def _again_after(self, day: date) -> Iterator[str]:
        if again := self.opening.next_day(day):
            sentence = "say_store_again" if again >= self.now.date() else "say_store_open_since"
            yield self.fact(sentence, day=self._called(again), hours=self._hours(again))

    def _over_for_today(self) -> Iterator[str]:
        again = self.opening.next_opening(self.now)
        if again and again.date() > self.now.date() and not self.opening.is_open(self.now):
            yield from self._right_now()

    def _hours(self, day: date) -> str:
        return _times(self.opening.on(day))

    # -- holidays --

    def _holiday(self, name: str) -> str:
        return name or self.fact("say_store_some_holiday")

    def _run(self, run: Run) -> Iterator[str]:
        first, last, name = run[0], run[1], self._holiday(run[2])
        if first == last >= self.now.date():
            yield self.fact("say_store_closed_for", day=self._on(first), holiday=name)
        elif last >= self.now.date():
            days = {"first": self._called(first), "last": self._called(last)}
            yield self.fact("say_store_closed_from_to", holiday=name, **days)
        yield from self._again_after(last)

    def _holidays(self, only_next: bool) -> Iterator[str]:
        runs = [run for run in self.opening.holiday_runs() if run[1] >= self.now.date()]
        if only_next or len(runs) == 1:
            for run in runs[:1]:
                yield from self._run(run)
        elif runs:
            listed = [f"{self._holiday(name)} {_dates(first, last)}" for first, last, name in runs[:_MOST_HOLIDAYS]]
            yield self.fact("say_store_holidays", list="; ".join(listed))

    # -- without a day --

    def _of_the_week(self, asked: Asked) -> Iterator[str]:
        days = [asked.weekday(weekday) for weekday in range(WEEK)]
        if asked.message.asks(_NOON):
            open_days = [one for one in days if self.opening.on(one.day)]
            if all(_through_noon(self.opening.on(one.day)) for one in open_days):
                yield self.fact("say_store_never_pause", hours=self.week)
                return
            for label, day in self._grouped(open_days):
                yield self._noon(label, day)
        elif asked.message.asks(_NOW):
            yield from self._right_now()
        else:
            yield from self._in_general(days, off=asked.message.asks(_DAYS_OFF))

    def _in_general(self, days: Sequence[AskedDay], off: bool) -> Iterator[str]:
        closed = [one for one in days if not self.opening.on(one.day)]
        told = [self.fact("say_store_closed", day=label) for label, _ in self._grouped(closed)]
        hours = self.fact("say_store_hours", hours=self.week)
        if off and not closed:
            yield self.fact("say_store_every_day")
        yield from (*told, hours) if off else (hours, *told)
        for run in self.opening.holiday_runs():
            if run[0] - _SOON <= self.now.date() <= run[1]:
                yield from self._run(run)

    def _right_now(self) -> Iterator[str]:
        if span := self.opening.span_at(self.now):
            day, (_, end) = span
            yield self.fact("say_store_open_now", time=end, hours=self._hours(day))
            return
        today = self.now.date()
        yield self._closed(today) if self.opening.holiday(today) is not None else self.fact("say_store_closed_now")
        if again := self.opening.next_opening(self.now):
            yield self.fact("say_store_again_at", time=f"{again:%H:%M}", day=self._on(again.date()))


def _times(spans: Iterable[Span]) -> str:
    return ", ".join(f"{start}–{end}" for start, end in spans)


def _through_noon(spans: Iterable[Span]) -> bool:
    return any(start <= "12:00" and (end >= "13:00" or end < start) for start, end in spans)


def _dates(first: date, last: date) -> str:
    return "–".join(f"{day.day}/{day.month}/{day.year}" for day in dict.fromkeys((first, last)))


# ── Branches and other ways to reach the shop ──

_OF_ADDRESSES = frozenset("duong pho ngo ngach hem kiet phuong xa quan huyen so khu to street ward district".split())
_BEFORE_A_BRANCH = (
    r"(?:chi nhánh|chi nhanh|cửa hàng|cua hang|cơ sở|co so|shop|tiệm|tiem|bên|ben|ở|o|branch|store|in|at)"
)
_WAYS: Mapping[str, re.Pattern[str]] = {
    "hotline": re.compile(r"\b(?:hotline|tong dai|dien tho(?:ai|i)|goi|tel|phone|call|ring)\b"),
    "zalo": re.compile(r"\bzalo\b"),
    "email": re.compile(r"\b(?:e.?mail|g?mail)\b"),
    "website": re.compile(r"\bwebsite\b|\btrang (?:web|chu)\b|\bweb (?:shop|cua|nao|gi|la)\b|\blink web\b"),
    "branch": re.compile(r"\b(?:chi nhanh|so ban|landline|branch(?:es)?)\b"),
    "elsewhere": re.compile(
        r"\b(?:facebook|fb|fanpage|page|messenger|insta\w*|tiktok|viber|whatsapp|telegram|shopee|lazada|youtube)\b"
    ),
}
_SOME_NUMBER = re.compile(r"\bso (?:may|nao|gi|shop|cua|bao nhieu)\b|\bnumber\b")


def _branches(shop: Mapping[str, Any]) -> list[dict[str, str]]:
    listed = shop.get("branches")
    read = ({key: _text(one, key) for key in ("name", "address", "phone")} for one in _list(listed))
    return [branch for branch in read if any(branch.values())]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _address(branch: Mapping[str, str], language: str, say: Say) -> str:
    line = ": ".join(filter(None, (branch["name"], branch["address"])))
    return say("say_store_branch_phone", language, branch=line, phone=branch["phone"]) if branch["phone"] else line


def _places(text: str) -> list[str]:
    """Provinces that are named, also by old names and short forms; "A|B" where either may be meant."""
    return [one.value for one in find_entities(text) if one.kind == "province"]


def _provinces(text: str) -> set[str]:
    return {name for place in _places(text) for name in place.split("|")}


def _provinces_of(branch: Mapping[str, str]) -> set[str]:
    return _provinces(branch["address"]) or _provinces(branch["name"])


def branches_in(shop: Mapping[str, Any], provinces: set[str]) -> list[str]:
    """The names of the branches that stand in these provinces."""
    return [one["name"] for one in _branches(shop) if one["name"] and _provinces_of(one) & provinces]


def _named_branches(text: str, shop: Mapping[str, Any], branches: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The branches that a message names, by their own names or their streets."""
    typed, called = normalise(text).expanded, fold(_text(shop, "name"))
    return [branch for branch in branches if any(_is_said(own, typed) for own in _own_names(branch, called))]


def _own_names(branch: Mapping[str, str], shop: str) -> Iterator[list[str]]:
    """What only this branch is called: its name without the shop's, its street, its ward; in words."""
    name = branch["name"].lower()
    if fold(name).startswith(shop) and len(fold(name)) == len(name):
        name = name[len(shop) :]
    for part in (name, *branch["address"].lower().split(",")):
        words = [word for word in re.findall(r"[^\W\d_]+", part) if fold(word) not in _OF_ADDRESSES]
        if words and not _places(part):
            yield words


def _is_said(words: Sequence[str], typed: str) -> bool:
    """Whether a name is typed, with marks or without; one bare syllable may be anything unless a branch leads to it."""
    said = r"\s+".join(f"(?:{re.escape(word)}|{re.escape(fold(word))})" for word in words)
    found = re.search(rf"\b(?P<lead>{_BEFORE_A_BRANCH}\s+)?(?P<name>{said})\b", typed)
    if found is None:
        return False
    return len(words) > 1 or found["name"] != fold(found["name"]) or bool(found["lead"])


def _ways(text: str, shop: Mapping[str, Any], language: str, say: Say) -> dict[str, list[str]]:
    """What the profile has of each way; the phones of the branches asked for, or of all."""
    told = {
        "hotline": say("say_store_hotline", language, hotline=_text(shop, "hotline")),
        "zalo": say("say_store_zalo", language, zalo=_text(shop, "zalo")),
        "email": say("say_store_email", language, email=_text(shop, "email")),
        "website": say("say_store_website", language, website=_text(shop, "website")),
    }
    ways = {way: [line] for way, line in told.items() if _text(shop, way)}
    phones = _asked_phones(text, shop) or _phones(shop)
    return ways | {"branch": [f"{one['name'] or one['address']} {one['phone']}".strip() for one in phones]}


def _phones(shop: Mapping[str, Any]) -> list[dict[str, str]]:
    return [branch for branch in _branches(shop) if branch["phone"]]


def _asked_phones(text: str, shop: Mapping[str, Any]) -> list[dict[str, str]]:
    """Branches with a phone that a message names, or that are where it names."""
    phones = _phones(shop)
    there = [branch for branch in phones if _provinces(text) & _provinces_of(branch)]
    return _named_branches(text, shop, phones) or there


def _asked_ways(text: str, shop: Mapping[str, Any]) -> list[str]:
    """Ways to reach the shop in the order in which they are named."""
    folded = normalise(text).folded
    found = {way: said.start() for way, pattern in _WAYS.items() if (said := pattern.search(folded))}
    if _asked_phones(text, shop):
        return ["branch", *(way for way in found if way not in ("branch", "hotline"))]
    if not found and _SOME_NUMBER.search(folded):
        found["hotline"] = 0
    if "hotline" in found and not _text(shop, "hotline"):
        found.setdefault("branch", found.pop("hotline"))
    return sorted(found, key=found.__getitem__)
