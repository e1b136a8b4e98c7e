"""Of a whole shelf the few things that are weighed in full: those that words, kinds and brands speak for most."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.understanding.limits import fits_limits
from bot.understanding.needs import also_said
from bot.understanding.postings import Numbers
from bot.understanding.query import Query
from bot.understanding.shelf import Entry, Shelf
from bot.understanding.words import Word

CALLED, TOLD, KIND = 3.0, 1.6, 8.0
"""What a word weighs in a name or alias, what it weighs in an attribute or description, and what the kind does."""
NARROWER, HEAD = 0.9, 0.6
"""What a kind counts of one that was named: if it begins with that name, if only its first word was said."""
ALL = 300
"""A shelf of no more things is weighed whole."""
MOST = 30
"""So many are weighed of a larger one."""
COMMON = 1000
"""A word that so many things have finds nothing where others have found enough."""

Scores: TypeAlias = "NDArray[np.float32]"
"""What speaks for each thing of the shelf, by its number."""


def likeliest(shelf: Shelf, query: Query) -> list[Entry]:
    """The entries that may fit, in shelf order; what no word, kind, brand or measure speaks for is left out."""
    if len(shelf.products) <= ALL:
        return list(shelf.entries.values())
    scores: Scores = np.zeros(len(shelf.products), np.float32)
    _add_kinds(shelf, query, scores)
    times = shelf.postings.times
    for word in sorted(query.distinct, key=lambda word: times(word.folded)):
        _add_word(shelf, query, word, scores)
    return _best(shelf, query, scores)


def weight_of_kind(query: Query, kind: str) -> float:
    """What the kind of a thing speaks for it."""
    if kind in query.kinds:
        return KIND * NARROWER if kind in query.narrower else KIND
    return KIND * HEAD if kind in query.heads else 0.0


def _add_kinds(shelf: Shelf, query: Query, scores: Scores) -> None:
    number_of = shelf.postings.number_of
    for kind in query.kinds | query.heads:
        scores[_places(shelf.numbers_of_kind.get(kind))] = weight_of_kind(query, kind)
    named = [product.sku for brand in query.brands for product in shelf.by_brand.get(brand, ())]
    for sku, weight in [*((sku, KIND) for sku in query.called), *((sku, KIND / 2) for sku in named)]:
        scores[number_of[sku]] += weight


def _add_word(shelf: Shelf, query: Query, word: Word, scores: Scores) -> None:
    """Add what one word says; a common one only weighs among what others found."""
    postings, weight = shelf.postings, shelf.weight(word.folded)
    times = postings.times(word.folded)
    few = np.flatnonzero(scores) if times > COMMON else None
    found = scores > 0 if few is not None and len(few) >= MOST else None
    likely: Scores = np.zeros_like(scores)
    for numbers, share in postings.ways_called(word, query.marks):
        # The likeliest way of writing comes last and stays.
        likely[_places(numbers)] = share
    gained: Scores = likely * np.float32(CALLED * weight)
    for folded in (word.folded, *(() if times else also_said(word.folded))):
        gained[_places(postings.told(folded))] += np.float32(TOLD * weight)
    scores += gained if found is None else gained * found


def _places(numbers: Numbers | None) -> NDArray[np.uint32]:
    """Numbers of things as places in an array; nothing is copied."""
    return np.frombuffer(numbers, np.uint32) if numbers else np.empty(0, np.uint32)


def _best(shelf: Shelf, query: Query, scores: Scores) -> list[Entry]:
    """The best of those within the limits, and the best of all, so that what misses a limit can be told."""
    found = np.flatnonzero(scores > 0)
    places = scores[found] + np.frombuffer(shelf.standing, np.float32)[found]
    limited = query.is_limited
    chosen = set(map(int, _first(found, places, MOST // 4 if limited else MOST)))
    if limited:
        chosen.update(islice(_within(shelf, query, found, places), MOST))
    return [shelf.entries[shelf.in_order[number].sku] for number in sorted(chosen)]


def _first(found: NDArray[np.intp], places: Scores, most: int) -> NDArray[np.intp]:
    """The numbers of the best, the former of two that are alike."""
    return found[np.argsort(-places, kind="stable")[:most]]


def _within(shelf: Shelf, query: Query, found: NDArray[np.intp], places: Scores) -> Iterator[int]:
    """The numbers of those within the limits, the best first."""
    products = shelf.in_order
    prices = np.frombuffer(shelf.prices, np.int64)[found]
    fits: NDArray[np.bool_] = np.ones(len(found), np.bool_)
    if query.lowest is not None:
        fits &= prices >= query.lowest
    if query.highest is not None:
        fits &= prices <= query.highest
    for number in _first(found[fits], places[fits], len(found)):
        if not query.colours or fits_limits(products[number], query):
            yield int(number)
