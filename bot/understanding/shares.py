"""So many for each of so many people: "mỗi người 2 cái, nhóm mình 3 người" is six."""

from __future__ import annotations

import re

from bot.language import fold
from bot.understanding.counts import COUNTERS, number_of

NUMBER = r"\d{1,2}|mot|hai|ba|bon|one|two|three|four"
PEOPLE = r"nguoi|dua|be|ban|nhan vien|chau|em|people|persons|kids|children|of us"
FOR_EACH = re.compile(
    rf"\bmoi (?:nguoi|dua|be|ban|nhan vien|chau|em)(?: (?:lay|duoc|la|thi))? (?P<n>{NUMBER})"
    rf" (?P<of>{COUNTERS})\b"
    rf"|\b(?P<m>{NUMBER})(?: {COUNTERS})? (?:each|per person|for each(?: of us)?)\b"
)
HOW_MANY_PEOPLE = re.compile(rf"(?<![\w.,])(?P<n>\d{{1,3}}|hai|ba|bon|two|three|four) (?:{PEOPLE})\b")


def counted_per_head(text: str) -> str:
    """The text with the pieces of all in the place of those of each, letter for letter as long; else as it is."""
    folded = fold(text)
    each = FOR_EACH.search(folded) if len(folded) == len(text) else None
    if each is None:
        return text
    people = HOW_MANY_PEOPLE.search(folded[: each.start()] + " " * len(each.group()) + folded[each.end() :])
    if people is None:
        return text
    pieces = number_of(each.group("n") or each.group("m")) * number_of(people.group("n"))
    told = f"{pieces} {each.group('of') or 'pieces'}"[: len(each.group())].ljust(len(each.group()))
    text = text[: people.start()] + " " * len(people.group()) + text[people.end() :]
    return text[: each.start()] + told + text[each.end() :]
