"""A product as it is compared and spoken of: what it is called, and fact by fact what is told of it."""

from __future__ import annotations

import re
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from bot.domain.catalogue import Product
from bot.language import fold
from bot.understanding.measures import Measure, measures_of_fact
from bot.understanding.words import EMPTY, Word, likeness, plain_written, written_words

Forms = dict[str, frozenset[str]]
"""Words of a text: each folded word with the ways it is written there."""
MOST_MADE = 2048
"""So many entries are kept; what is made of a long description takes memory."""

NEGATIVE = re.compile(
    r"\b(?:khong (?:hop|danh|dung|nen|cho|duoc|phu hop|kin|lau|de|ho tro|kem|co|bao gom|an|thay|hut|lam|bom"
    r"|chong|du(?! phong))|chua kem|tranh|kieng|han che|chi (?:co ban|hut|dung)"
    r"|not (?:for|made|suitable|recommended|included|meant)|avoid|too (?:little|small|tight|weak)|do not|don't"
    r"|no longer|only)\b"
)
"""A part of a description that says what the thing is not, or not for."""
PARTS = re.compile(r"(?<=[.;!])\s+|\n+|;\s*")
PIECES = re.compile(r"[,:]\s+")


@dataclass(frozen=True)
class Fact:
    """One thing that the data says of a product: an attribute, or a sentence of its description (without label)."""

    label: str
    label_en: str
    text: str
    text_en: str
    words: Forms = field(hash=False, compare=False)
    label_words: frozenset[str] = field(hash=False, compare=False)
    negative: bool = False
    states: str = ""
    """The text whose measures it states."""

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that it states."""
        return tuple(measures_of_fact(self.label, self.states)) if self.states else ()

    def said(self, language: str) -> tuple[str, str]:
        """Label and text in ``language``, Vietnamese where no translation exists."""
        if language == "en" and self.text_en:
            return self.label_en or self.label, self.text_en
        return self.label, self.text

    def is_said_in(self, language: str) -> bool:
        """Whether it has words of this language: sentences that are no translations of each other have one only."""
        return bool(self.text_en) if language == "en" else bool(self.label) or self.text != self.text_en


class Entry:
    """A product with what is compared of it, each part made when it is first looked at; equal by its SKU."""

    def __init__(self, product: Product, told: Collection[str] | None = None) -> None:
        """``told`` are the folded words of what is told of the product, where they are known."""
        self.product = product
        self._told = told

    @property
    def sku(self) -> str:
        """Of the product."""
        return self.product.sku

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and other.product.sku == self.product.sku

    def __hash__(self) -> int:
        return hash(self.product.sku)

    @cached_property
    def name(self) -> Forms:
        """Words of its name, in both languages."""
        return forms_of([*written_words(self.product.name), *written_words(self.product.name_en, english=True)])

    @cached_property
    def called(self) -> Forms:
        """Everything it is called: name, aliases, kind, brand, in both languages."""
        return forms_of(called_words(self.product))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Name and aliases, plain."""
        product = self.product
        return tuple(plain_written(text) for text in (product.name, product.name_en, *product.aliases))

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What its data says, attributes first."""
        return self._read[0]

    @property
    def pairs(self) -> frozenset[str]:
        """Neighbouring words of its names and facts."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[tuple[Fact, ...], frozenset[str]]:
        """Facts and neighbours, read together: a long description is gone through once."""
        product = self.product
        pairs = {
            pair for text in (product.name, product.name_en, *product.aliases) for pair in pairs_of(written_words(text))
        }
        return tuple(facts_of(product, pairs)), frozenset(pairs)

    @cached_property
    def told_words(self) -> frozenset[str]:
        """The folded words of its facts, known before any of them is made."""
        return frozenset(told_words(self.product) if self._told is None else self._told)

    @cached_property
    def told(self) -> Forms:
        """Words of its facts."""
        told: dict[str, set[str]] = defaultdict(set)
        for fact in self.facts:
            for word, ways in fact.words.items():
                told[word] |= ways
        return {word: only(*ways) for word, ways in told.items()}


class Entries(Mapping[str, Entry]):
    """Every product as an entry, by SKU; the ones looked at last are kept."""

    def __init__(self, products: Mapping[str, Product], told: Callable[[str], Collection[str]]) -> None:
        """``told`` gives the folded words of what is told of a product by its SKU."""
        self._products = products
        self._told = told
        self._made: OrderedDict[str, Entry] = OrderedDict()

    def __getitem__(self, sku: str) -> Entry:
        made = self._made.get(sku)
        if made is None:
            made = self._made[sku] = Entry(self._products[sku], self._told(sku))
            if len(self._made) > MOST_MADE:
                self._made.popitem(last=False)
        else:
            self._made.move_to_end(sku)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._products)

    def __len__(self) -> int:
        return len(self._products)

    def __contains__(self, sku: object) -> bool:
        return sku in self._products


def called_words(product: Product) -> list[Word]:
    """The words of everything that a product is called, in both languages."""
    own = [product.name, product.kind, product.brand, *product.aliases]
    english = [product.name_en, product.kind_en]
    return [
        *(word for text in own for word in written_words(text)),
        *(word for text in english for word in written_words(text, english=True)),
    ]


def told_words(product: Product) -> Iterator[str]:
    """The folded words of everything that is told of a product; some come often."""
    for label, value in product.attributes.items():
        yield from (word.folded for word in written_words(f"{label} {value}"))
    for label_en, value_en in product.attributes_en.values():
        yield from (word.folded for word in written_words(f"{label_en} {value_en}", english=True))
    yield from (word.folded for word in written_words(product.description))
    yield from (word.folded for word in written_words(product.description_en, english=True))


def facts_of(product: Product, pairs: set[str] | None = None) -> Iterator[Fact]:
    """Attributes in the owner's order, then the description piece by piece; neighbours of words go to ``pairs``."""
    kept = pairs if pairs is not None else set()
    for label, value in product.attributes.items():
        label_en, value_en = product.attributes_en.get(label, ["", ""])
        yield Fact(
            label,
            label_en,
            value,
            value_en,
            _forms(f"{label} {value}", f"{label_en} {value_en}", kept),
            frozenset(word.folded for word in written_words(f"{label} {label_en}")) - EMPTY,
            negative=fold(value).split(" (")[0].split(",")[0].strip() in ("khong", "khong co", "no", "none", "chua"),
            states=value,
        )
    vietnamese = [part.strip() for part in PARTS.split(product.description) if part.strip()]
    english = [part.strip() for part in PARTS.split(product.description_en) if part.strip()]
    # A translation need not have as many sentences; then each stands for itself.
    together = len(vietnamese) == len(english)
    for number, part in enumerate(vietnamese):
        other = english[number] if together else ""
        denies = bool(NEGATIVE.search(fold(part)))
        yield Fact("", "", part, other, _forms(part, other, kept), frozenset(), denies, states=part)
    if not together:
        for part in english:
            yield Fact("", "", part, part, _forms("", part, kept), frozenset(), bool(NEGATIVE.search(fold(part))))


def _forms(text: str, english: str, pairs: set[str]) -> Forms:
    """The words of a text and its translation, each with the ways it is written; neighbours are added to ``pairs``."""
    words = [*written_words(text), *written_words(english, english=True)]
    pairs.update(pairs_of(words))
    return forms_of(words)


def forms(text: str, english: str = "") -> Forms:
    """The words of a text and its translation, each with the ways it is written."""
    return _forms(text, english, set())


def forms_of(words: Iterable[Word]) -> Forms:
    """Words by their folded form, each with the ways it is written."""
    found: dict[str, frozenset[str]] = {}
    for word in words:
        ways = found.get(word.folded)
        if ways is None:
            found[word.folded] = only(word.typed)
        elif word.typed not in ways:
            found[word.folded] = only(*ways, word.typed)
    return found


@lru_cache(maxsize=65536)
def only(*ways: str) -> frozenset[str]:
    """These ways of writing; one object wherever they are the same."""
    return frozenset(ways)


def pairs_of(words: Sequence[Word]) -> Iterable[str]:
    """Neighbouring words, folded."""
    return (f"{first.folded} {second.folded}" for first, second in pairwise(words))


def has(ways: Forms, word: Word, marks_are_typed: bool) -> float:
    """How well a word stands in a text: 0 to 1."""
    found = ways.get(word.folded)
    return likeness(word, found, marks_are_typed) if found else 0.0
