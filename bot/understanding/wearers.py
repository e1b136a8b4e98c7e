"""For men or for women: what was asked for, and what a thing's name says; children and gifts are another matter."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from bot.language import normalise

Wearer = Literal["men", "women"]
WORDS: dict[Wearer, re.Pattern[str]] = {
    "men": re.compile(
        r"(?<!việt )(?<!miền )(?<!phía )(?<!hải )(?<!\d )\bnam\b(?! định| kỳ)|\b(?:men|mens|men's|male)\b"
    ),
    "women": re.compile(r"\bnữ\b|\b(?:women|womens|women's|woman|lady|ladies|female)\b"),
}
UNMARKED = re.compile(r"\bnu\b")


@lru_cache(maxsize=16384)
def named_for(name: str) -> frozenset[Wearer]:
    """Whom a name says that a thing is for: both, one, or nobody in particular."""
    said = name.lower()
    return frozenset(wearer for wearer, words in WORDS.items() if words.search(said))


def asked_for(text: str) -> Wearer | None:
    """Whom a clause says it is for, if one of the two."""
    said = normalise(text).expanded
    found: set[Wearer] = {wearer for wearer, words in WORDS.items() if words.search(said)}
    if UNMARKED.search(said):
        found.add("women")
    return found.pop() if len(found) == 1 else None


def is_for_others(name: str, wearer: Wearer | None) -> bool:
    """Whether a thing is said to be for the other ones only."""
    if wearer is None:
        return False
    for_whom = named_for(name)
    return bool(for_whom) and wearer not in for_whom


__all__ = ["Wearer", "asked_for", "is_for_others", "named_for"]
