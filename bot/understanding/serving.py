"""Whether what a thing states agrees with a measure that was asked for: its own size, or the span that it serves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.language import fold
from bot.understanding.measures import Measure
from bot.understanding.shelf import Entry, Fact

FITS, MISSES = 9.0, 14.0
EXACT_UNITS = ("l", "ml", "mah", "w", "wh", "inch", "gb", "tb", "g", "piece", "string", "key")
"""Units of which somebody names the thing itself: "cái 5 lít". Of others they name what it must serve."""
AGES = {"age": 12.0, "month": 1.0, "week": 12 / 52}
"""Units of an age in months."""
OF_ITSELF = re.compile(r"\b(?:trong luong|khoi luong|net|weight|pack)\b")
"""Labels of what a thing weighs itself: "chó 8 kg" is not served by eight kilos of sand."""
BEARS = re.compile(r"\b(?:chiu (?:luc|tai|duoc)|tai trong|suc (?:chua|nang)|toi da|max\w*|load|capacity|bears?)\b")
"""Labels of the most that a thing bears, though the number stands alone."""
OF_A_LIFE = re.compile(r"\b(?:han|hsd|bao hanh|do ben|thay|shelf life|expir\w*|warranty|life|replace\w*)\b")
"""Labels of how long something keeps: no age."""


SERVED = (*AGES, "kg", "people", "m2")
"""Units of who or what is served."""


@dataclass(frozen=True)
class Verdict:
    """Whether a thing serves who or what was named by a measure, and the fact that says so."""

    serves: bool
    fact: Fact


def verdict(entry: Entry, measures: Sequence[Measure]) -> Verdict | None:
    """What the data says to "con 12 kg nằm vừa không": the span that holds it, or the ones that do not."""
    for wanted in measures:
        if wanted.unit not in SERVED or wanted.value is None:
            continue
        spans = [
            (fact, _gain(fact, stated, wanted))
            for fact in entry.facts
            for stated in fact.measures
            if (stated.value is None or BEARS.search(fold(fact.label))) and not _denies(fact)
        ]
        denied = next((fact for fact in entry.facts if _denies(fact) and _denied_by(fact, wanted)), None)
        holding = next((fact for fact, gain in spans if gain > 0), None)
        missing = next((fact for fact, gain in spans if gain < 0), None)
        if denied is not None and (holding is None or not holding.label):
            return Verdict(False, denied)
        if holding is not None:
            return Verdict(True, holding)
        if missing is not None:
            return Verdict(False, missing)
    return None


def _denies(fact: Fact) -> bool:
    return fact.negative and not fact.label


def _denied_by(fact: Fact, wanted: Measure) -> bool:
    return any(_gain(fact, stated, wanted) > 0 and not _at_the_edge(stated, wanted) for stated in fact.measures)


def agreement(entry: Entry, wanted: Measure) -> tuple[float, list[Fact], list[Fact]]:
    """What a measure is worth for a thing, with the facts that speak for it and against it, the last one first."""
    best, denied = 0.0, 0.0
    speaking: list[Fact] = []
    against: list[Fact] = []
    for fact in entry.facts:
        for stated in fact.measures:
            gain = _gain(fact, stated, wanted)
            if _denies(fact):
                # "Không dùng cho chó dưới 12 tháng" holds against whoever is that young, and says nothing for others.
                if gain > 0 and not _at_the_edge(stated, wanted):
                    denied = -MISSES
                    against.append(fact)
            elif gain > 0 and (best <= 0 or gain > best):
                best = gain
                speaking.insert(0, fact)
            elif gain < 0 and best == 0:
                best = gain
                against.append(fact)
    return best + denied, speaking, against


def _gain(fact: Fact, stated: Measure, wanted: Measure) -> float:
    label = fold(f"{fact.label} {fact.label_en}")
    if wanted.unit in AGES and stated.unit in AGES:
        if OF_A_LIFE.search(label):
            return 0.0
        stated = _in_unit(stated, wanted.unit)
    if stated.unit != wanted.unit:
        return 0.0
    if stated.value is not None and BEARS.search(label) and stated.unit in SERVED:
        stated = replace(stated, low=None)
    if wanted.value is None:
        return FITS * 0.6 if _overlap(stated, wanted) else -MISSES * 0.5
    if wanted.unit in EXACT_UNITS and stated.value is not None:
        return FITS if abs(stated.value - wanted.value) <= 0.02 * wanted.value else -2.0
    if wanted.unit == "kg" and stated.value is not None and OF_ITSELF.search(label):
        return FITS * 0.7 if abs(stated.value - wanted.value) <= 0.02 * wanted.value else 0.0
    return _holds(stated, wanted.value)


def _in_unit(stated: Measure, unit: str) -> Measure:
    """An age in months or years."""
    times = AGES[stated.unit] / AGES[unit]
    low = stated.low * times if stated.low is not None else None
    high = stated.high * times if stated.high is not None else None
    return replace(stated, low=low, high=high, unit=unit)


def _holds(stated: Measure, value: float) -> float:
    """A span that holds the value fits, the tighter the better; one that does not, misses."""
    if stated.value is not None:
        # One number: what is near is near enough ("phòng 24 m²" to 25), far is no reason against it.
        return FITS * 0.7 if abs(stated.value - value) <= 0.15 * value else -1.0
    if stated.holds(value):
        edge = stated.high if stated.high is not None else stated.low
        slack = abs((edge or value) - value) / max(value, 1.0)
        return FITS - min(2.5, slack)
    return -MISSES


def _at_the_edge(stated: Measure, wanted: Measure) -> bool:
    """Whether an open span only just reaches the value: who is twelve months old is not "dưới 12 tháng"."""
    value = wanted.value
    stated = _in_unit(stated, wanted.unit) if {stated.unit, wanted.unit} <= {*AGES} else stated
    return value is not None and value in (stated.low, stated.high)


def _overlap(one: Measure, other: Measure) -> bool:
    low = max(one.low if one.low is not None else float("-inf"), other.low if other.low is not None else float("-inf"))
    high = min(
        one.high if one.high is not None else float("inf"), other.high if other.high is not None else float("inf")
    )
    return low <= high
