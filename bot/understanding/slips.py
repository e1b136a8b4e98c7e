"""Slips of the finger: a word that is no syllable and that nothing is called, one step from a word of the shelf."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.language import is_syllable
from bot.understanding.shelf import Shelf
from bot.understanding.words import EMPTY, Word

SHORTEST = 5
"""Shorter words have too many neighbours."""


def mended(words: Sequence[Word], shelf: Shelf) -> tuple[Word, ...]:
    """The words with slips put right: "giutar" is "guitar"."""
    return tuple(_mend(word, shelf) for word in words)


def _mend(word: Word, shelf: Shelf) -> Word:
    text = word.folded
    if len(text) < SHORTEST or word.marked or text in EMPTY or shelf.knows(text) or not text.isalpha():
        return word
    if is_syllable(text):
        return word
    known = by_traces(shelf)
    near = {other for trace in _traces(text) for other in known.get(trace, ()) if other[0] == text[0]}
    near = {other for other in near if _is_one_step(text, other)}
    if len(near) != 1:
        return word
    found = near.pop()
    return Word(found, found)


def by_traces(shelf: Shelf) -> dict[str, set[str]]:
    """Long words that things are called, by what is left of them without one letter; read once for a shelf."""
    cache: dict[str, dict[str, set[str]]] = shelf.__dict__
    if "_traces" not in cache:
        found: dict[str, set[str]] = defaultdict(set)
        for word in shelf.postings.called_ways():
            if len(word) >= SHORTEST and word.isalpha():
                for trace in _traces(word):
                    found[trace].add(word)
        cache["_traces"] = dict(found)
    return cache["_traces"]


def _traces(word: str) -> Iterator[str]:
    """The word, and the word without each of its letters."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _is_one_step(one: str, other: str) -> bool:
    """Whether one letter more, less or else, or two neighbours in the other order, makes one word of the other."""
    if len(one) == len(other):
        apart = [place for place, (a, b) in enumerate(zip(one, other)) if a != b]
        if len(apart) == 1:
            return True
        return (
            len(apart) == 2
            and apart[1] == apart[0] + 1
            and (one[apart[0]], one[apart[1]]) == (other[apart[1]], other[apart[0]])
        )
    shorter, longer = sorted((one, other), key=len)
    return len(longer) - len(shorter) == 1 and shorter in set(_traces(longer))
