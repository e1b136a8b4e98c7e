"""Numbers with units in what is said and in what a catalogue states: "5l", "1 lít 8", "đến 25 m²", "3-4 người"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language import fold, normalise

UNIT_NAMES = {
    "l": r"l|lit|litre|liter|litres|liters",
    "ml": r"ml",
    "kg": r"kg|ki|ky|kilo|kgs",
    "g": r"g|gr|gram|grams|gam",
    "m2": r"m2|met vuong|m vuong|sqm|sq m|square met(?:er|re)s?",
    "mah": r"mah",
    "wh": r"wh",
    "w": r"w|watt|watts",
    "db": r"db",
    "pa": r"pa",
    "cm": r"cm",
    "mm": r"mm",
    "inch": r"inch|inches|in(?= )|''",
    "hour": r"h|gio|tieng|hours?|hrs?",
    "minute": r"phut|minutes?|mins?",
    "day": r"ngay|days?",
    "week": r"tuan|weeks?",
    "month": r"thang|months?",
    "age": r"tuoi|years? old|yo|y/o",
    "people": r"nguoi(?: an| dung| o| lon)?|people|persons?|pax|mieng an",
    "gb": r"gb",
    "tb": r"tb",
    "hz": r"hz",
    "key": r"phim|keys?",
    "string": r"day dan|strings?",
    "percent": r"%",
    "piece": r"to|tui|vien|goi|mieng|sheets?|bags?|pcs",
}
NUMBER = r"\d+(?:[.,]\d+)*"
UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in UNIT_NAMES.items())
FOUND = re.compile(
    rf"(?P<mod>\b(?:den|toi da|duoi|khong qua|up to|under|below|at most|tren|tu|hon|over|above|from|at least"
    rf"|it nhat)\s)?"
    rf"(?<![\w.,])(?P<a>{NUMBER})(?P<k>k(?![giy]))?(?:\s?(?:-|–|den|toi|to)\s?(?P<b>{NUMBER}))?\s?(?:{UNIT})"
    rf"(?![a-z0-9²])(?:\s(?P<tail>\d)(?!\d|[.,]\d|\s?(?:cai|con|chiec|hop|goi|chai|tuyp|doi|bo|mau|loai|thang"
    rf"|nam|ngay|x|k|tr|xap|cuon)\b))?"
)
GLUED = re.compile(r"(?<![\w.,])(\d{1,2})(l|kg|ky|ki)(\d)(?![\w.,])")
"""A litre or a kilo and its tenths, as "1l8", "5kg8"."""
FAMILY = re.compile(
    r"\b(?:family|household|party) of (\d{1,2})\b|\bnha (?:co |minh )?(\d{1,2})(?= (?:mieng|dua|khau)\b)"
)
AT_MOST = ("den ", "toi da ", "duoi ", "khong qua ", "up to ", "under ", "below ", "at most ")


@dataclass(frozen=True)
class Measure:
    """A number or a span with its unit; an open end is None."""

    low: float | None
    high: float | None
    unit: str
    start: int = 0
    end: int = 0

    @property
    def value(self) -> float | None:
        """The number, if it is one."""
        return self.low if self.low == self.high else None

    def holds(self, value: float) -> bool:
        """Whether ``value`` lies in the span, ends included."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


def number(text: str) -> float:
    """A number as Vietnamese and English write them: dots or commas before three digits part thousands."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text):
        return float(re.sub(r"[.,]", "", text))
    return float(text.replace(",", ".", 1) if text.count(",") + text.count(".") == 1 else re.sub(r"[.,]", "", text))


def measures_in(text: str) -> list[Measure]:
    """Every number with a unit, in order; offsets are in the folded text with short forms written out."""
    return list(_find(folded_of(text)))


def folded_of(text: str) -> str:
    """The text in which offsets of measures are given."""
    return normalise(text).folded.replace("²", "2").replace("³", "3")


def _find(folded: str) -> Iterator[Measure]:
    for match in FOUND.finditer(folded):
        unit = next(name for name in UNIT_NAMES if match.group(name))
        low = number(match.group("a")) * (1000 if match.group("k") else 1)
        high = number(match.group("b")) if match.group("b") else low
        if match.group("tail") and high == low:
            low = high = low + int(match.group("tail")) / 10
        if low > high:
            low, high = high, low
        mod = match.group("mod") or ""
        start = match.start("a")
        if low == high and mod:
            yield _open_span(low, mod, unit, start, match.end())
        else:
            yield Measure(low, high, unit, start, match.end())
    for match in GLUED.finditer(folded):
        amount = int(match.group(1)) + int(match.group(3)) / 10
        yield Measure(amount, amount, "l" if match.group(2) == "l" else "kg", match.start(), match.end())
    for match in FAMILY.finditer(folded):
        people = float(match.group(1) or match.group(2))
        yield Measure(people, people, "people", match.start(), match.end())


def _open_span(value: float, mod: str, unit: str, start: int = 0, end: int = 0) -> Measure:
    """The span below or above a number, as the word before it says."""
    if mod in AT_MOST:
        return Measure(None, value, unit, start, end)
    return Measure(value, None, unit, start, end)


LABEL_UNITS = (
    ("people", re.compile(r"\bnguoi\b|\bpeople\b|\bservings?\b|\bfeeds\b")),
    ("age", re.compile(r"\btuoi\b|\bage\b")),
    ("kg", re.compile(r"\bcan nang (?:phu hop|cho|be|cun|meo|cua)")),
    ("key", re.compile(r"\bso phim\b|\bkeys\b")),
)
BARE = re.compile(
    rf"^(?P<mod>den |toi da |up to |tren |tu |over |from )?(?P<a>{NUMBER})(?:\s?[-–]\s?(?P<b>{NUMBER}))?"
    rf"(?P<plus>\+)?(?![\d.,]*\s?[a-z%])"
)


def measures_of_fact(label: str, value: str) -> list[Measure]:
    """The measures that a catalogue's attribute states; a bare number has the unit that its label names."""
    found = measures_in(value)
    folded_label, folded_value = fold(label), folded_of(value)
    unit = next((unit for unit, pattern in LABEL_UNITS if pattern.search(folded_label)), None)
    if unit and not any(measure.unit == unit for measure in found) and (bare := BARE.match(folded_value)):
        low = number(bare.group("a"))
        high = number(bare.group("b")) if bare.group("b") else low
        mod = bare.group("mod") or ("tu " if bare.group("plus") else "")
        if low == high and mod:
            found.append(_open_span(low, mod, unit))
        else:
            found.append(Measure(low, high, unit))
    return found
