"""The catalogue as it is searched and spoken of: each thing's words, facts and measures, and what kinds are called."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.domain.catalogue import Product
from bot.language import fold
from bot.understanding.goods import initials_of, nouns_of
from bot.understanding.measures import Measure, measures_of_fact
from bot.understanding.words import EMPTY, Word, likeness, plain, singular, words_of

Forms = dict[str, set[str]]
"""Words of a text: each folded word with the ways it is written there."""

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
    measures: tuple[Measure, ...] = ()
    negative: bool = False

    def said(self, language: str) -> tuple[str, str]:
        """Label and text in ``language``, Vietnamese where no translation exists."""
        if language == "en" and self.text_en:
            return self.label_en or self.label, self.text_en
        return self.label, self.text

    def is_said_in(self, language: str) -> bool:
        """Whether it has words of this language: sentences that are no translations of each other have one only."""
        return bool(self.text_en) if language == "en" else bool(self.label) or self.text != self.text_en


@dataclass(frozen=True)
class Entry:
    """A product with what is compared of it."""

    product: Product
    name: Forms = field(hash=False)
    called: Forms = field(hash=False)
    """Everything it is called: name, aliases, kind, brand, in both languages."""
    names: tuple[str, ...] = field(hash=False)
    """Name and aliases, plain."""
    facts: tuple[Fact, ...] = field(hash=False)
    told: Forms = field(hash=False)
    """Words of its facts."""
    pairs: frozenset[str] = field(hash=False)

    @property
    def sku(self) -> str:
        """Of the product."""
        return self.product.sku


@dataclass
class Shelf:
    """Every product as an entry, by SKU, with the names of kinds and brands as they are compared."""

    entries: dict[str, Entry]
    kinds: dict[str, str]
    """Plain names of kinds, in both languages and short, each with the kind."""
    heads: dict[str, set[str]]
    """First words of kinds, each with the kinds that begin with it."""
    nouns: dict[str, set[str]]
    """First words of names and aliases, each with the few kinds that begin with it."""
    aliases: dict[str, set[str]]
    """Plain aliases of two words and more with the SKUs called so."""
    brands: dict[str, str]
    weights: dict[str, float]
    colours: dict[str, str]
    """Plain colour names, both languages, each with the Vietnamese one."""

    english_heads: dict[str, set[str]] = field(default_factory=dict)
    """Last words of the English names of kinds: any "cooker", any "fan"."""
    products: dict[str, Product] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.products = {sku: entry.product for sku, entry in self.entries.items()}

    def weight(self, word: str) -> float:
        """How much a word says: rare ones more; unknown ones as the rarest."""
        return self.weights.get(word, self.weights.get("", 1.0))

    def knows(self, word: str) -> bool:
        """Whether some thing is called or described by this word."""
        return word in self.weights

    def of_kind(self, kinds: Iterable[str]) -> list[Product]:
        """Things of these kinds in shelf order."""
        wanted = set(kinds)
        return [entry.product for entry in self.entries.values() if entry.product.kind in wanted]


def make_shelf(products: Sequence[Product]) -> Shelf:
    """Read a catalogue once; pure and quick for a few thousand things."""
    entries = {product.sku: make_entry(product) for product in products}
    kinds = {plain(name): p.kind for p in products for name in (p.kind, p.kind_en) if name.strip()}
    # "T-shirt" is typed "tshirt", "power bank" "powerbank".
    kinds |= {"".join(words): p.kind for p in products if len(words := plain(p.kind_en).split()) == 2}
    kinds |= short_names(kinds)
    heads: dict[str, set[str]] = defaultdict(set)
    english_heads: dict[str, set[str]] = defaultdict(set)
    for product in products:
        if first := next(iter(words_of(product.kind)), None):
            heads[first.typed].add(product.kind)
            heads[first.folded].add(product.kind)
        # An English kind has its head at the end: any "cooker", any "fan".
        if last := next(iter(reversed(words_of(product.kind_en))), None):
            heads[last.folded].add(product.kind)
            english_heads[last.folded].add(product.kind)
    aliases: dict[str, set[str]] = defaultdict(set)
    for sku, entry in entries.items():
        for name in entry.names[2:]:
            # "T-shirt" among the aliases of one T-shirt still calls any of them.
            if len(name.split()) > 1 and name not in kinds:
                aliases[name].add(sku)
    count = Counter(word for entry in entries.values() for word in {*entry.called, *entry.told})
    total = len(entries) or 1
    weights = {word: math.log(1 + total / times) for word, times in count.items()}
    weights[""] = math.log(1 + total)
    brands = {plain(p.brand): p.brand for p in products if p.brand.strip()}
    colours = {
        plain(name): vi
        for p in products
        for vi, en in zip(p.colours, p.colours_en or p.colours)
        for name in (vi, en)
        if name
    }
    kinds |= initials_of(kinds, weights)
    return Shelf(
        entries=entries,
        kinds=kinds,
        heads=dict(heads),
        nouns=nouns_of(products),
        aliases=dict(aliases),
        brands=brands,
        weights=weights,
        colours=colours,
        english_heads=dict(english_heads),
    )


def make_entry(product: Product) -> Entry:
    """One product as it is compared."""
    name = forms(f"{product.name} {product.name_en}")
    called = forms(
        " ".join([product.name, product.name_en, product.kind, product.kind_en, product.brand, *product.aliases])
    )
    facts = tuple(facts_of(product))
    told: Forms = defaultdict(set)
    for fact in facts:
        for word, ways in fact.words.items():
            told[word] |= ways
    texts = [product.name, product.name_en, *product.aliases, product.description, product.description_en]
    texts += [f"{fact.label} {fact.text}" for fact in facts]
    pairs = frozenset(pair for text in texts for pair in pairs_of(words_of(text)))
    names = tuple(plain(text) for text in (product.name, product.name_en, *product.aliases))
    return Entry(product, name, called, names, facts, dict(told), pairs)


def facts_of(product: Product) -> Iterable[Fact]:
    """Attributes in the owner's order, then the description piece by piece."""
    for label, value in product.attributes.items():
        label_en, value_en = product.attributes_en.get(label, ["", ""])
        yield Fact(
            label, label_en, value, value_en,
            forms(f"{label} {label_en} {value} {value_en}"),
            frozenset(word.folded for word in words_of(f"{label} {label_en}")) - EMPTY,
            tuple(measures_of_fact(label, value)),
            fold(value).split(" (")[0].split(",")[0].strip() in ("khong", "khong co", "no", "none", "chua"),
        )  # fmt: skip
    vietnamese = [part.strip() for part in PARTS.split(product.description) if part.strip()]
    english = [part.strip() for part in PARTS.split(product.description_en) if part.strip()]
    # A translation need not have as many sentences; then each stands for itself.
    together = len(vietnamese) == len(english)
    for number, part in enumerate(vietnamese):
        other = english[number] if together else ""
        yield Fact("", "", part, other, forms(f"{part} {other}"), frozenset(), tuple(measures_of_fact("", part)),
                   bool(NEGATIVE.search(fold(part))))  # fmt: skip
    if not together:
        for part in english:
            yield Fact("", "", part, part, forms(part), frozenset(), (), bool(NEGATIVE.search(fold(part))))


def forms(text: str) -> Forms:
    """The words of a text, each with the ways it is written."""
    found: Forms = defaultdict(set)
    for word in words_of(text):
        found[word.folded].add(word.typed)
    return dict(found)


def pairs_of(words: Sequence[Word]) -> Iterable[str]:
    """Neighbouring words, folded."""
    return (f"{first.folded} {second.folded}" for first, second in pairwise(words))


def short_names(kinds: Mapping[str, str]) -> dict[str, str]:
    """What kinds with long names are called for short: "nồi chiên" for "nồi chiên không dầu"."""
    short: dict[str, set[str]] = defaultdict(set)
    for name, kind in kinds.items():
        words = name.split()
        if len(words) > 2 and name == plain(kind):
            short[" ".join(words[:2])].add(kind)
    return {name: kind for name, (kind, *others) in short.items() if not others and name not in kinds}


def has(ways: Forms, word: Word, marks_are_typed: bool) -> float:
    """How well a word stands in a text: 0 to 1."""
    found = ways.get(word.folded)
    return likeness(word, found, marks_are_typed) if found else 0.0


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of ``names`` (plain) that stand in ``text``, whole; a longer one hides those within it."""
    words = f" {plain(text)} "
    found = [name for name in names if name and f" {name} " in words]
    return [name for name in found if not any(f" {name} " in f" {other} " for other in found if other != name)]


def same_marks(text: str, name: str, original: str) -> bool:
    """Whether a plain ``name`` found in ``text`` is not contradicted by typed marks: "vậy" names no "váy"."""
    written = words_of(original)
    if len(written) > 1 and not any(word.marked for word in written):
        # An alias that was written without marks has none to differ in.
        return True
    wanted = {word.folded: word.typed for word in written}
    spoken = words_of(text)
    for word in name.split():
        typed = {w.typed for w in spoken if w.folded == word and w.marked}
        if typed and word in wanted and wanted[word] not in typed:
            return False
    return True


__all__ = [
    "Entry", "Fact", "Forms", "Shelf", "forms", "has", "make_shelf", "names_in", "pairs_of", "same_marks", "singular",
]  # fmt: skip
