"""Find the time of day at which somebody wants to be called: "sau 7h tối", "9h sáng mai", "giờ hành chính"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from bot.language.calls import CALL_FIRSTS, is_for_calls, speaks_of_calls
from bot.language.clock_words import (
    ABOUT,
    AFTER,
    AFTER_WORK,
    ANY,
    AT,
    BEFORE,
    BUSY,
    DAY,
    DENIED,
    FROM,
    LASTS_AFTER,
    LASTS_BEFORE,
    LUNCH,
    NEVER_BEFORE,
    NO,
    NO_PART_AFTER,
    NO_PART_BEFORE,
    OFFICE,
    ONWARDS,
    STOPS,
    TO,
    TODAY,
)
from bot.language.hours import PART_BEGINNINGS, PARTS, Time, part_at, time_at
from bot.language.numerals import digit_word
from bot.language.quantity_words import PLEASANT
from bot.language.rules import Finder, Rule, nothing, span
from bot.language.spans import MOST, Found
from bot.language.tokens import Phrases, Reading, Token, read


@dataclass(frozen=True)
class ClockTime:
    """When to call: ``text`` as typed (``raw[start:end]``), ``earliest`` and ``latest`` as "HH:MM".

    An open end is None; of an exact time both are the same; of "any time" both are None.
    """

    text: str
    start: int
    end: int
    earliest: str | None
    latest: str | None

    def __str__(self) -> str:
        """In short: "after 19:00", "before 11:00", "09:00", "18:00-22:00", "any time"."""
        if self.earliest is None and self.latest is None:
            return "any time"
        if self.latest is None:
            return f"after {self.earliest}"
        if self.earliest is None:
            return f"before {self.latest}"
        return self.latest if self.earliest == self.latest else f"{self.earliest}-{self.latest}"


_LONGEST = 4000
_ORDER = ("clock", "hours", "part", "lone", "any")  # the most exact first
_GIVE_OR_TAKE = 30  # minutes by which "tầm 3 giờ" may be off

_Parse = Callable[[Reading, int], "tuple[str, int] | None"]


def parse_call_time(text: str) -> ClockTime | None:
    """When to call, of several times the most exact; None without one, also for times of delivery and opening."""
    raw = text[:_LONGEST]
    reading = read(raw)
    best = _best(reading)
    if best is None:
        return None
    earliest, _, latest = best[1].value.partition("..")
    start, end = reading.normal.raw_span(best[1].start, best[1].end)
    return ClockTime(raw[start:end], start, end, earliest or None, latest or None)


def rule_for(text: str) -> str | None:
    """The name of the rule that reads the time to call, else of the first that says why there is none."""
    best = _best(read(text[:_LONGEST]))
    return best[0].name if best else _FINDER.rule_for(text)


def _best(reading: Reading) -> tuple[Rule, Found] | None:
    calls = speaks_of_calls(reading.tokens)
    found = ((rule, one) for rule, here in _FINDER.fired(reading) for one in here)
    fitting = [pair for pair in islice(found, MOST) if is_for_calls(reading, pair[1], calls)]
    return min(fitting, key=lambda pair: _ORDER.index(pair[1].kind), default=None)


# --- pieces -----------------------------------------------------------------------------------------------------------


def _days(reading: Reading, at: int) -> int:
    """Where the days named at the place end ("mai", "thứ 7 tuần sau"); the place itself without one."""
    while (end := DAY.match(reading.tokens, at)) > at:
        at = end + (reading.at(end).low in ("này", "nay") and reading.at(at) not in TODAY)
    return at


def _after_lead(reading: Reading, at: int) -> tuple[int, str]:
    """Where a time may stand after a day and a part of it ("sáng mai 9h", "thứ 7 tối sau 8h"), and the part."""
    end = _days(reading, at)
    part = part_at(reading, end)
    return (_days(reading, part[1]), part[0]) if part else (end, _around(reading, at))


def _around(reading: Reading, at: int) -> str:
    """The part of the day that the same clause named before: "tối về gọi mình sau 7h"."""
    for back in range(1, 9):
        if reading.at(at - back).text in STOPS:
            break
        part = part_at(reading, at - back)
        if part and reading.at(at - back).low not in ("toi", "sang", "at"):
            return part[0]
    return ""


def _is_denied(reading: Reading, at: int) -> bool:
    for back in range(1, 5):
        token = reading.at(at - back)
        if token.text in STOPS:
            return False
        if token.low in DENIED or (token.low in NO and reading.at(at - back + 1).low in CALL_FIRSTS):
            return True
    return False


def _is_busy(reading: Reading, end: int) -> bool:
    for token in (reading.at(end + step) for step in range(4)):
        if token.text in STOPS:
            return False
        if token.low in BUSY:
            return True
    return False


def _said(reading: Reading, at: int, prepositions: Phrases | None) -> tuple[int, int] | None:
    """The time after one of the prepositions, or without any, as minutes; and where it ends with its day."""
    at, around = _after_lead(reading, at)
    step = prepositions.match(reading.tokens, at) if prepositions else at
    time = time_at(reading, step)
    if time is None or (prepositions and step == at):
        return None
    if time.bare and not (step > at and _is_hour_after(reading, step, time)):
        return None
    return (time.minutes(around), _days(reading, time.end)) if time.hour < 24 else None


def _is_hour_after(reading: Reading, at: int, time: Time) -> bool:
    """Whether a mere number after a preposition is an hour: "sau 7 tối", "lúc 7 rưỡi", "after 6"."""
    if time.part or time.minute:
        return True
    english = reading.at(at - 1).low in ("after", "before", "around", "about", "by", "at", "from")
    after = reading.at(time.end)
    quiet = after in PLEASANT or not (after.is_word or after.is_number or after.text in "%$/")
    return (reading.at(time.end - 1).low == "g" and time.hour >= 6) or (english and quiet and 1 <= time.hour <= 12)


def _hhmm(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


# --- the rules --------------------------------------------------------------------------------------------------------


def _lasts(reading: Reading, at: int) -> bool:
    time = time_at(reading, at)
    if time is None:
        return False
    before = reading.at(at - 1)
    if before.low in NEVER_BEFORE or reading.at(time.end) in LASTS_AFTER:
        return True
    return before in LASTS_BEFORE and not time.part


def _between(reading: Reading, at: int) -> tuple[str, int] | None:
    at, around = _after_lead(reading, at)
    step = FROM.match(reading.tokens, at)
    first = time_at(reading, step)
    joint = TO.match(reading.tokens, first.end) if first else at
    second = time_at(reading, joint) if first and joint > first.end else None
    if first is None or second is None or (second.bare and not second.part):
        return None
    if reading.at(first.end).low in ("and", "và", "va") and reading.at(at).fold not in ("between", "giua"):
        return None
    if _is_denied(reading, at):
        return None
    low, high = first.minutes(second.part or around), second.minutes(first.part or around)
    if low >= high:
        low, high = first.minutes(), second.minutes()
    return (f"{_hhmm(low)}..{_hhmm(high)}", _days(reading, second.end)) if low < high else None


def _after(reading: Reading, at: int) -> tuple[str, int] | None:
    later = _side(reading, at, AFTER)
    if later is not None:
        value, end = later
        end = ONWARDS.match(reading.tokens, end)
        return (f"..{value}" if _is_denied(reading, at) else f"{value}.."), end
    plain = _side(reading, at, None)
    if plain is None or (end := ONWARDS.match(reading.tokens, plain[1])) == plain[1]:
        return None
    return f"{plain[0]}..", end


def _before(reading: Reading, at: int) -> tuple[str, int] | None:
    earlier = _side(reading, at, BEFORE)
    if earlier is None:
        return None
    value, end = earlier
    return (f"{value}.." if _is_denied(reading, at) else f"..{value}"), end


def _side(reading: Reading, at: int, prepositions: Phrases | None) -> tuple[str, int] | None:
    said = _said(reading, at, prepositions)
    return None if said is None else (_hhmm(said[0]), said[1])


def _about(reading: Reading, at: int) -> tuple[str, int] | None:
    said = _said(reading, at, ABOUT)
    if said is None:
        return None
    minutes, end = said
    return f"{_hhmm(minutes - _GIVE_OR_TAKE)}..{_hhmm(minutes + _GIVE_OR_TAKE)}", end


def _exactly(reading: Reading, at: int) -> tuple[str, int] | None:
    side = _side(reading, at, AT) or _side(reading, at, None)
    return None if side is None else (f"{side[0]}..{side[0]}", side[1])


def _phrase(phrases: Phrases, value: str) -> _Parse:
    def parse(reading: Reading, at: int) -> tuple[str, int] | None:
        step = _days(reading, at)
        end = phrases.match(reading.tokens, step)
        return (value, _days(reading, end)) if end > step else None

    return parse


def _part(reading: Reading, at: int) -> tuple[str, int] | None:
    step = _days(reading, at)
    part = part_at(reading, step)
    if part is None or reading.at(part[1] - 1).low in ("am", "pm", "m", "."):
        return None
    end = _days(reading, part[1])
    if reading.at(step - 1) in NO_PART_BEFORE or reading.at(step - 1).is_number or reading.at(end) in NO_PART_AFTER:
        return None
    first, last = PARTS[part[0]]
    return f"{_hhmm(first)}..{_hhmm(last)}", end


def _part_of_day(reading: Reading, at: int) -> tuple[str, int] | None:
    """Such as "buổi tối", "chiều mai": the word and what makes it a time for sure."""
    part = _part(reading, at)
    sure = part is not None and (part[1] > at + 1 or reading.at(at - 1).low in _ANCHORS)
    return part if sure else None


def _lone_part(reading: Reading, at: int) -> tuple[str, int] | None:
    """Such as "tối" or "chiều" without a day."""
    return None if reading.at(at).low in ("toi", "sang", "dem", "night") else _part(reading, at)


_ANCHORS = frozenset("vào vao lúc luc this".split())


def _any_time(reading: Reading, at: int) -> tuple[str, int] | None:
    return next((hit for parse in _PARSERS if (hit := parse(reading, at))), None)


_PARSERS = (_between, _about, _exactly, _part, _phrase(OFFICE, ""))


def _is_no_time_to_call(reading: Reading, at: int) -> bool:
    hit = _any_time(reading, at)
    return hit is not None and (_is_denied(reading, at) or _is_busy(reading, hit[1]))


def _rule(name: str, kind: str, parse: _Parse) -> Rule:
    def value(reading: Reading, at: int) -> tuple[Found, ...]:
        hit = parse(reading, at)
        return () if hit is None else (span(reading, kind, hit[0], at, hit[1]),)

    return Rule(name, lambda reading, at: parse(reading, at) is not None, value)


RULES = (
    _rule("any time", "any", _phrase(ANY, "..")),  # "lúc nào cũng được"
    _rule("after work", "hours", _phrase(AFTER_WORK, "17:00..")),  # "ngoài giờ hành chính", "after work"
    Rule("so many hours, or hours ago", _lasts, nothing),  # "2 giờ nữa", "pin 10h", "hồi 9h"
    _rule("between two times", "clock", _between),  # "9h-11h", "từ 2 đến 4 giờ chiều"
    _rule("after a time", "clock", _after),  # "sau 7h tối", "7h trở đi", "after 6pm"
    _rule("before a time", "clock", _before),  # "trước 11h", "before noon"
    Rule("no time to call", _is_no_time_to_call, nothing),  # "đừng gọi giờ hành chính", "sáng mình bận"
    _rule("office hours", "hours", _phrase(OFFICE, "08:00..17:00")),  # "giờ hành chính"
    _rule("at lunch", "hours", _phrase(LUNCH, "11:00..13:00")),  # "giờ nghỉ trưa"
    _rule("about a time", "clock", _about),  # "tầm 3 giờ chiều"
    _rule("at a time", "clock", _exactly),  # "9h sáng mai", "lúc 7 rưỡi"
    _rule("in a part of the day", "part", _part_of_day),  # "buổi tối", "chiều mai"
    _rule("in a part of the day without more", "lone", _lone_part),  # "tối gọi nha"
)
_WORDS = (ANY, OFFICE, AFTER_WORK, LUNCH, DAY, AFTER, BEFORE, ABOUT, AT, FROM)
_BEGINNINGS = frozenset[str]().union(*(phrases.firsts for phrases in _WORDS), PART_BEGINNINGS)


def _may_begin(token: Token) -> bool:
    return token.is_number or token.low in _BEGINNINGS or digit_word(token) is not None


_FINDER = Finder(RULES, _may_begin)
