"""Of a whole shelf the few things that are weighed in full: those that words, kinds and brands speak for most."""

from __future__ import annotations

from heapq import nlargest

from bot.understanding.limits import fits_limits
from bot.understanding.needs import also_said
from bot.understanding.postings import Postings
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
FEWER = 8
"""Looking one thing up costs as much as going through so many."""
COMMON = 1000
"""A word that so many things have finds nothing where others have found enough."""


def likeliest(shelf: Shelf, query: Query) -> list[Entry]:
    """The entries that may fit, in shelf order; what no word, kind, brand or measure speaks for is left out."""
    if len(shelf.products) <= ALL:
        return list(shelf.entries.values())
    scores: dict[int, float] = {}
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


def _add_kinds(shelf: Shelf, query: Query, scores: dict[int, float]) -> None:
    number_of = shelf.postings.number_of
    for kind in query.kinds | query.heads:
        scores |= dict.fromkeys(shelf.numbers_of_kind.get(kind, ()), weight_of_kind(query, kind))
    named = [product.sku for brand in query.brands for product in shelf.by_brand.get(brand, ())]
    for sku, weight in [*((sku, KIND) for sku in query.called), *((sku, KIND / 2) for sku in named)]:
        number = number_of[sku]
        scores[number] = scores.get(number, 0.0) + weight


def _add_word(shelf: Shelf, query: Query, word: Word, scores: dict[int, float]) -> None:
    """Add what one word says; a common one only weighs among what others found."""
    postings, weight = shelf.postings, shelf.weight(word.folded)
    times = postings.times(word.folded)
    if len(scores) >= MOST and times > COMMON:
        _weigh_found(postings, query, word, weight, scores)
        return
    for number, likely in postings.called(word, query.marks):
        scores[number] = scores.get(number, 0.0) + CALLED * weight * likely
    for folded in (word.folded, *(() if times else also_said(word.folded))):
        for number in postings.told(folded):
            scores[number] = scores.get(number, 0.0) + TOLD * weight


def _weigh_found(postings: Postings, query: Query, word: Word, weight: float, scores: dict[int, float]) -> None:
    """Add what a common word says of what was found; the shorter of the two lists is gone through."""
    if len(scores) * FEWER < postings.times(word.folded):
        for number in scores:
            likely = postings.likely(word, query.marks, number)
            scores[number] += CALLED * weight * likely + TOLD * weight * postings.is_told(word.folded, number)
        return
    for number, likely in postings.called(word, query.marks):
        if number in scores:
            scores[number] += CALLED * weight * likely
    for number in postings.told(word.folded):
        if number in scores:
            scores[number] += TOLD * weight


def _best(shelf: Shelf, query: Query, scores: dict[int, float]) -> list[Entry]:
    """The best of those within the limits, and the best of all, so that what misses a limit can be told."""
    products, standing = shelf.in_order, shelf.standing

    def place(number: int) -> float:
        return scores[number] + standing[number]

    limited = query.lowest is not None or query.highest is not None or bool(query.colours)
    chosen = set(nlargest(MOST // 4 if limited else MOST, scores, key=place))
    if limited:
        chosen.update(nlargest(MOST, (n for n in scores if fits_limits(products[n], query)), key=place))
    return [shelf.entries[products[number].sku] for number in sorted(chosen)]
