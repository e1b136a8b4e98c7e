"""The shop's answers about using, keeping and choosing kinds of things, to be weighed beside a thing's own data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.catalogue import Faq, Product
from bot.understanding.goods import GENERIC
from bot.understanding.shelf import Fact, Shelf, forms, names_in, same_marks
from bot.understanding.words import plain, words_of

TOPICS = frozenset({"ask_usage_help", "explain_product_kind", "ask_suitability", "ask_material", "ask_origin_expiry"})
"""Topics whose answers tell of things rather than of the shop."""
SEVERAL = 3
"""An answer that names so many kinds of one category speaks of the whole category."""


@dataclass(frozen=True)
class KnowHow:
    """An answer of the shop with the kinds it speaks of; without any it may be about whatever its words fit."""

    faq: Faq
    kinds: frozenset[str]
    categories: frozenset[str]
    called: frozenset[str]
    """SKUs of things that it calls by a name of several words."""
    fact: Fact
    """As it is compared with the facts of a thing."""

    def is_about(self, product: Product) -> bool:
        """Whether it speaks of things like this one."""
        return self.is_meant_for(product) or product.category in self.categories

    def is_meant_for(self, product: Product) -> bool:
        """Whether it names this kind of thing, not only others of its category."""
        return product.kind in self.kinds or product.sku in self.called

    @property
    def is_general(self) -> bool:
        """Whether it names no kind."""
        return not self.kinds


def know_hows(shelf: Shelf, faqs: Iterable[Faq]) -> list[KnowHow]:
    """The answers of ``faqs`` that tell of things, with the kinds they speak of."""
    return [_know_how(shelf, faq, shelf.category_of_kind) for faq in faqs if faq.topic in TOPICS]


def known_about(hows: Sequence[KnowHow], product: Product) -> list[KnowHow]:
    """Those that may answer a question about a thing: about its kind, or about no kind."""
    return [how for how in hows if how.is_general or how.is_about(product)]


def _know_how(shelf: Shelf, faq: Faq, categories: dict[str, str]) -> KnowHow:
    asked = [faq.question, *faq.aliases]
    kinds = kinds_in(shelf, asked)
    counted = Counter(categories[kind] for kind in kinds if kind in categories)
    wide = frozenset(category for category, times in counted.items() if times >= SEVERAL)
    called = frozenset(sku for text in asked for name in names_in(text, shelf.aliases) for sku in shelf.aliases[name])
    # An answer that names no kind is meant only by what it is asked with: many things stand in answers.
    texts = [*asked, faq.question_en, *([faq.answer, faq.answer_en] if kinds else [])]
    fact = Fact("", "", faq.answer, faq.answer_en, forms(" ".join(texts)), frozenset())
    return KnowHow(faq, frozenset(kinds), wide, called, fact)


def kinds_in(shelf: Shelf, texts: Sequence[str]) -> set[str]:
    """The kinds that texts name: whole, else by their first word where none of that first word is named whole."""
    whole = {shelf.kinds[name] for text in texts for name in names_in(text, shelf.kinds) if _meant(shelf, text, name)}
    heads = {_head(kind) for kind in whole}
    return whole | {kind for text in texts for kind in _by_head(shelf, text) if _head(kind) not in heads}


def _by_head(shelf: Shelf, text: str) -> Iterator[str]:
    """Kinds whose first word stands in a text as they write it: without marks "noi" may be a pot or anything."""
    for word in words_of(text):
        kinds = shelf.heads.get(word.typed, set())
        if word.folded not in GENERIC and len(kinds) <= SEVERAL:
            yield from (kind for kind in kinds if _head(kind) == word.typed)


def _head(kind: str) -> str:
    return kind.lower().split()[0] if kind.strip() else ""


def _meant(shelf: Shelf, text: str, name: str) -> bool:
    """Whether a plain name that was found is the kind's: one syllable of it only with the kind's own marks."""
    kind = shelf.kinds[name]
    if len(name.split()) == 1 and plain(kind) == name:
        return kind.lower() in [word.typed for word in words_of(text)]
    return not plain(kind).startswith(name) or same_marks(text, name, kind)
