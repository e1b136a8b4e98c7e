"""Goods called by their names: how much of what was said a thing is called, and whether that is nearly all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.understanding.query import query_of
from bot.understanding.rank import Fit, rank
from bot.understanding.shelf import Entry, Shelf, has, same_marks
from bot.understanding.words import EMPTY, Word, plain, types_marks, words_of

SHARE = 0.8
"""A thing is meant whose names have so much of all that was said, by the weight of the words."""
TELLING = 0.5
"""And what names it says so many times what a word says that nothing else is called by."""
ALIKE = 0.9
"""Others are meant as well whose names have nearly as much of it."""


@dataclass(frozen=True)
class Title:
    """Things called by nearly all that was said, the nearest first, and the words of it that name none of them."""

    fits: tuple[Fit, ...]
    beside: str

    @property
    def skus(self) -> tuple[str, ...]:
        """Of the things."""
        return tuple(fit.entry.sku for fit in self.fits)


def title_in(shelf: Shelf, text: str) -> Title | None:
    """The things whose names have nearly all words of ``text``; None where none has."""
    query = query_of(text, [], shelf, without_cues=False)
    said = words_of(text)
    fits = rank(shelf, query) if said else []
    if not fits:
        return None
    marks = types_marks(said)
    total = sum(shelf.weight(word.folded) for word in said)

    # A kind alone is no title: everything of the kind is meant.
    untelling = EMPTY | (query.kind_words if all(word.folded in query.kind_words for word in query.words) else set())

    first = fits[0].entry
    best = weight_named(shelf, said, marks, first)
    telling = weight_named(shelf, [word for word in said if word.folded not in untelling], marks, first)
    if best < SHARE * total or telling < TELLING * shelf.weight(""):
        return None
    alike = tuple(fit for fit in fits[:MOST] if weight_named(shelf, said, marks, fit.entry) >= ALIKE * best)
    beside = [word.folded for word in said if has(first.called, word, marks) < 0.5]
    return Title(alike, " ".join(beside))


MOST = 20
"""So many of the nearest are looked at."""


def weight_named(shelf: Shelf, words: Iterable[Word], marks: bool, entry: Entry) -> float:
    """How much of ``words`` a thing is called, by their weight."""
    return sum(shelf.weight(word.folded) for word in words if has(entry.called, word, marks) >= 0.5)


def kind_named_alone(shelf: Shelf, text: str) -> str | None:
    """The kind whose name is all that was said."""
    name = plain(text)
    kind = shelf.kinds.get(name)
    return kind if kind is not None and same_marks(text, name, kind) else None
