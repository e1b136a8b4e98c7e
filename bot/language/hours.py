"""Read a time of day as people say it ("7h30 tối", "3 giờ chiều", "6pm"), in minutes since midnight."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.language.numerals import HALF, digit_word, number_at
from bot.language.tokens import Phrases, Reading, Token, Words, same

#: The parts of the day, and from when to when one may be called in them.
PARTS: dict[str, tuple[int, int]] = {
    "morning": (8 * 60, 11 * 60),
    "noon": (11 * 60, 13 * 60),
    "afternoon": (13 * 60, 18 * 60),
    "evening": (18 * 60, 22 * 60),
    "night": (21 * 60, 23 * 60),
}
_PART_WORDS = {
    "sáng": "morning", "trưa": "noon", "chiều": "afternoon", "tối": "evening", "đêm": "night", "khuya": "night",
    "sang": "morning", "trua": "noon", "chieu": "afternoon", "toi": "evening", "dem": "night",
    "am": "morning", "pm": "afternoon", "morning": "morning", "noon": "noon", "afternoon": "afternoon",
    "evening": "evening", "night": "night",
}  # fmt: skip
_BEFORE_PART = Phrases("buổi", "vào buổi", "ban", "in the", "at", "giờ", "đầu giờ", "cuối giờ")
#: Lower-case words with which a part of the day may begin.
PART_BEGINNINGS = frozenset(_PART_WORDS) | _BEFORE_PART.firsts | {"a", "p"}
_CLOCK = Words("giờ", "h g")
_MINUTES = Words("phút", "p ph '")
_WRITTEN = re.compile(r"([0-9]{1,2})[.,]([0-5][0-9])")
# Typed bare, these are rather sau, bây, tầm, từ, năm.
_NO_HOURS = frozenset("sau bay tam tu nam lam ten".split())


class Time(NamedTuple):
    """A time of day; ``bare`` when nothing but the words around it says that it is one ("8 tối", "7 rưỡi")."""

    hour: int
    minute: int
    end: int
    part: str
    bare: bool

    def minutes(self, around: str = "") -> int:
        """Since midnight; ``around`` is the part of the day that the words around speak of."""
        part = self.part
        if not part and around and _fits(self._in(around), around):
            part = around
        return self._in(part) * 60 + self.minute

    def _in(self, part: str) -> int:
        hour = self.hour % 24
        if part == "morning":
            return hour % 12 if hour == 12 else hour
        if part in ("evening", "night") and hour == 12:
            return 0
        if part in ("afternoon", "evening") or (part == "noon" and hour < 4) or (part == "night" and 7 <= hour < 12):
            return hour + 12 if hour < 12 else hour
        return hour + 12 if not part and 1 <= hour <= 6 else hour  # nobody wants to be called before dawn


def _fits(hour: int, part: str) -> bool:
    first, last = PARTS[part]
    return first - 180 <= hour * 60 <= last + 60


def part_at(reading: Reading, at: int) -> tuple[str, int] | None:
    """The part of the day named at the place ("buổi tối", "sáng", "p.m."), and where it ends."""
    step = _BEFORE_PART.match(reading.tokens, at)
    token, after = reading.at(step), reading.at(step + 1)
    if token.low in ("a", "p") and after.text == "." and reading.at(step + 2).low == "m":
        end = step + (4 if reading.at(step + 3).text == "." else 3)
        return _PART_WORDS[f"{token.low}m"], end
    part = _PART_WORDS.get(token.low)
    if part is None:
        return None
    if token.low in ("toi", "sang") and (after.is_number or (step > at and reading.at(step - 1).fold == "gio")):
        return None  # tới, sang
    return part, step + 1


def time_at(reading: Reading, at: int) -> Time | None:
    """The time of day at the place."""
    token, after = reading.at(at), reading.at(at + 1)
    if token.low in ("noon", "midday"):
        return Time(12, 0, at + 1, "noon", bare=False)
    if after.text == ":" and after.glued and token.text.isdigit():
        return _with_colon(reading, at)
    if written := _WRITTEN.fullmatch(token.text):
        return _with_part(reading, int(written[1]), int(written[2]), at + 1, bare=True)
    hour = _hour(reading, at)
    if hour is None:
        return None
    value, end = hour
    if reading.at(end) not in _CLOCK:
        half = reading.at(end) in HALF
        return _with_part(reading, value, 30 if half else 0, end + half, bare=True)
    bare = reading.at(end).low == "g"
    minute, end = _minutes(reading, end + 1)
    if minute < 0:  # "9 giờ kém 15"
        value, minute = value - 1, 60 + minute
    return _with_part(reading, value, minute, end, bare=bare and minute == 0)


def _hour(reading: Reading, at: int) -> tuple[int, int] | None:
    token = reading.at(at)
    if token.is_number:
        return (int(token.text), at + 1) if token.text.isdigit() and len(token.text) <= 2 else None
    if digit_word(token) is None or token.low in _NO_HOURS:
        return None
    number = number_at(reading, at)
    said = (
        number is not None
        and number.value.denominator == 1
        and (reading.at(number.end) in _CLOCK or reading.at(number.end) in HALF)
    )
    return (int(number.value), number.end) if said and number is not None else None


def _with_colon(reading: Reading, at: int) -> Time | None:
    minutes = reading.at(at + 2)
    if not (minutes.glued and minutes.text.isdigit() and len(minutes.text) == 2 and int(minutes.text) < 60):
        return None
    end = at + 3 + (reading.at(at + 3).glued and reading.at(at + 3) in _CLOCK)
    return _with_part(reading, int(reading.at(at).text), int(minutes.text), end, bare=False)


def _minutes(reading: Reading, at: int) -> tuple[int, int]:
    token = reading.at(at)
    if token in HALF:
        return 30, at + 1
    if same(token, "kém") and _is_minutes(reading.at(at + 1)):
        return -int(reading.at(at + 1).text), at + 2 + (reading.at(at + 2) in _MINUTES)
    if not _is_minutes(token):
        return 0, at
    after = reading.at(at + 1)
    if token.glued or after in _MINUTES or not after.is_word or after.low in _PART_WORDS:
        return int(token.text), at + 1 + (after in _MINUTES)
    return 0, at


def _is_minutes(token: Token) -> bool:
    return token.text.isdigit() and len(token.text) <= 2 and 0 <= int(token.text) < 60


def _with_part(reading: Reading, hour: int, minute: int, end: int, bare: bool) -> Time | None:
    if hour > 24:
        return None
    said = part_at(reading, end)
    if said is None:
        return Time(hour, minute, end, "", bare)
    part, after = said
    return Time(hour, minute, after, part, bare and reading.at(after - 1).low not in ("am", "pm", "m", "."))
