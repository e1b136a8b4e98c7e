"""Rank things by how well they fit a clause: words, measures, limits, stock; and say what decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.domain.catalogue import Product
from bot.language import fold
from bot.understanding.avoided import settled_phrases, with_it, without_it
from bot.understanding.likeliest import CALLED, KIND, TOLD, likeliest, weight_of_kind
from bot.understanding.limits import fits_limits, has_colour
from bot.understanding.needs import also_said
from bot.understanding.qualities import amount_of, first_by
from bot.understanding.query import Query
from bot.understanding.serving import agreement
from bot.understanding.shelf import Entry, Fact, Shelf, has, pairs_of
from bot.understanding.wearers import is_for_others
from bot.understanding.words import Word

PAIR = 1.5
"""What a word weighs beside its neighbour."""
FOR_OTHERS = 0.4
"""What is left of a score where a thing is for men and women asked, or the other way round."""
AGAINST = 2.0
"""What a word weighs that the description denies: "không hợp tập gym"."""

OF_PEOPLE = 0.6
"""What a word for somebody weighs in a name: "cho bà ngoại" calls no thing with "ba" in an alias."""
PEOPLE = frozenset("ba me ma ong bo cha co chu bac vo chong con em chau nguoi ban anh chi".split())
WITHOUT_IT, WITH_IT = 6.0, 0.3
"""What is added where a thing has none of what must not be in it, and what is left of the score where it has it."""


@dataclass
class Fit:
    """One thing with how well it fits and why."""

    entry: Entry
    score: float = 0.0
    named: float = 0.0
    """The part of the score that its names earned."""
    matched: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    unfit: list[Fact] = field(default_factory=list)
    """Facts that speak against it."""

    @property
    def product(self) -> Product:
        """Of the entry."""
        return self.entry.product


def rank(shelf: Shelf, query: Query, among: Iterable[Entry] | None = None) -> list[Fit]:
    """The things that fit ``query``, best first; nothing that no word, measure or kind of it speaks for.

    Of a whole shelf the likeliest are weighed; limits that were named are kept before that choice.
    """
    entries = likeliest(shelf, query) if among is None else list(among)
    if query.avoided:
        query = replace(query, avoided=tuple(settled_phrases(query.avoided, entries)))
    fits = [fit_of(shelf, query, entry) for entry in entries]
    if len(entries) > 1:
        for wanted in query.qualities:
            firsts = first_by(entries, wanted)
            if len(firsts) > 1:
                step = 4.0 / (len(firsts) - 1)
                for place, entry in enumerate(firsts):
                    fit = next(one for one in fits if one.entry is entry)
                    fit.score += 4.0 - place * step
    fits = [fit for fit in fits if fit.score > 0]
    fits.sort(
        key=lambda fit: (-round(fit.score, 2), fit.product.stock <= 0, -(fit.product.rating or 0), fit.product.sku)
    )
    return fits


def fit_of(shelf: Shelf, query: Query, entry: Entry) -> Fit:
    """How well one thing fits."""
    fit = Fit(entry)
    product = entry.product
    fit.score += weight_of_kind(query, product.kind)
    if product.brand in query.brands:
        fit.score += 4.0
    if entry.sku in query.called:
        fit.named += KIND
    avoided = {word for phrase in query.avoided for word in phrase}
    for word in query.words:
        if word.folded not in avoided:
            _weigh(shelf, fit, word, query)
    _weigh_pairs(shelf, fit, query)
    fit.score += fit.named
    for measure in query.measures:
        gain, speaking, against = agreement(entry, measure)
        fit.score += gain
        fit.facts[:0] = speaking
        fit.unfit += against
    if is_for_others(product.name, query.wearer):
        fit.score *= FOR_OTHERS
    _weigh_avoided(fit, query)
    return fit


def _weigh_avoided(fit: Fit, query: Query) -> None:
    """Weigh what must not be in it by what its data says of that; where that says nothing, nothing is known."""
    for phrase in query.avoided:
        without = [fact for fact in fit.entry.facts if without_it(fact, phrase)]
        if without:
            fit.facts[:0] = without
            fit.matched += phrase
            fit.score += WITHOUT_IT
        elif having := [fact for fact in fit.entry.facts if with_it(fact, phrase)]:
            fit.unfit += having
            fit.score *= WITH_IT
        elif f"khong {phrase[0]}" in fit.entry.pairs:
            fit.matched += phrase
            fit.score += WITHOUT_IT


def _weigh(shelf: Shelf, fit: Fit, word: Word, query: Query) -> None:
    """Add what one word says for or against a thing."""
    entry = fit.entry
    weight = shelf.weight(word.folded)
    likely = has(entry.called, word, query.marks)
    if likely:
        named = 0.4 if word.folded in query.kind_words else OF_PEOPLE if word.folded in PEOPLE else CALLED
        fit.named += named * weight * likely
        fit.matched.append(word.folded)
    told = 0.0
    for fact in entry.facts if word.folded in entry.told_words else ():
        likely_told = has(fact.words, word, query.marks)
        if not likely_told:
            continue
        if fact.negative and not fact.label:
            fit.unfit.append(fact)
            told -= AGAINST * weight * likely_told * 0.5
        else:
            if word.folded not in query.kind_words:
                # That a fan is a fan is no reason to take it.
                fit.facts.append(fact)
            told = max(told, TOLD * weight * likely_told)
    if told and word.folded not in fit.matched:
        fit.matched.append(word.folded)
    if not told and not likely:
        told = _weigh_also_said(shelf, fit, word)
    fit.score += told


def _weigh_also_said(shelf: Shelf, fit: Fit, word: Word) -> float:
    """What a word adds where a thing has another of the same sense."""
    entry = fit.entry
    for other in also_said(word.folded):
        if other not in entry.told_words and other not in entry.called:
            continue
        ways = [fact for fact in entry.facts if other in fact.words and not (fact.negative and not fact.label)]
        if ways or other in entry.called:
            fit.facts += ways
            fit.matched.append(word.folded)
            return TOLD * 0.8 * shelf.weight(other)
    return 0.0


def _weigh_pairs(shelf: Shelf, fit: Fit, query: Query) -> None:
    words = query.words
    for first, second in pairwise(words):
        pair = f"{first.folded} {second.folded}"
        if not (_stands_in(fit.entry, first) and _stands_in(fit.entry, second)):
            continue
        if pair in fit.entry.pairs and not (first.folded in query.kind_words and second.folded in query.kind_words):
            # Neighbours in a part that denies them say nothing for it.
            if any(
                fact.negative and not fact.label and first.folded in fact.words and second.folded in fact.words
                for fact in fit.entry.facts
            ):
                continue
            gain = PAIR * min(shelf.weight(first.folded), shelf.weight(second.folded))
            fit.score += gain
            if first.folded in fit.entry.called and second.folded in fit.entry.called:
                fit.named += gain


def _stands_in(entry: Entry, word: Word) -> bool:
    return word.folded in entry.called or word.folded in entry.told_words


def within(fits: Sequence[Fit], query: Query) -> list[Fit]:
    """Those within the price limits and colours that were named."""
    return [fit for fit in fits if fits_limits(fit.product, query)]


def colour_called(product: Product, name: str) -> list[str]:
    """A product's own colours that a named one may be: "xanh" both navy and green, "kem" only kem, "blue" sky blue."""
    wanted = fold(name)
    exact = [c for c in product.colours if fold(c) == wanted]
    near = exact or [c for c in product.colours if f" {wanted} " in f" {fold(c)} " or fold(c).split()[:1] == [wanted]]
    return near or [c for c, en in zip(product.colours, product.colours_en) if f" {wanted} " in f" {fold(en)} "]


def of_each_kind(products: Iterable[Product]) -> list[Product]:
    """The first one of each kind, in the order in which they come."""
    found: dict[str, Product] = {}
    for product in products:
        found.setdefault(product.kind, product)
    return list(found.values())


def in_stock_first(products: Sequence[Product]) -> list[Product]:
    """The order kept, but what is sold out comes last."""
    return sorted(products, key=lambda product: product.stock <= 0)


__all__ = [
    "CALLED", "KIND", "TOLD", "Fit", "amount_of", "colour_called", "fit_of", "fits_limits", "has_colour",
    "in_stock_first", "of_each_kind", "pairs_of", "rank", "within",
]  # fmt: skip
