"""The catalogue as it is searched and spoken of: its things by their words, and what kinds are called."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.domain.catalogue import Product
from bot.understanding.english_nouns import english_nouns_of
from bot.understanding.entries import Entries, Entry, Fact, Forms, forms, has, pairs_of
from bot.understanding.goods import COUNTERS, initials_of, nouns_of
from bot.understanding.postings import Numbers, Postings, read_products
from bot.understanding.words import plain, plain_written, singular, words_of, written_words

LONGEST_NAME = 16
"""Words of the longest name that is looked for in a text."""


@dataclass
class Shelf:
    """Every product by SKU and by its words, with the names of kinds and brands as they are compared."""

    products: dict[str, Product]
    postings: Postings
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
    english_nouns: dict[str, set[str]] = field(default_factory=dict)
    """What English titles call things last, each with the kinds of them."""

    def __post_init__(self) -> None:
        reads = self.postings.reads
        self.entries = Entries(self.products, lambda sku: reads[sku].told)

    def weight(self, word: str) -> float:
        """How much a word says: rare ones more; unknown ones as the rarest."""
        return self.weights.get(word, self.weights.get("", 1.0))

    def knows(self, word: str) -> bool:
        """Whether some thing is called or described by this word."""
        return word in self.weights

    def with_narrower(self, kinds: Iterable[str]) -> frozenset[str]:
        """These kinds and those that begin with the name of one: any "giày" is meant by it, "giày tây" as well."""
        return frozenset(narrow for kind in kinds for narrow in (kind, *self.narrower.get(kind, ())))

    @cached_property
    def narrower(self) -> dict[str, list[str]]:
        """The kinds whose names begin with that of another, by that one."""
        names = {plain(kind): kind for kind in self.by_kind}
        found: dict[str, list[str]] = defaultdict(list)
        for name, kind in names.items():
            words = name.split()
            for end in range(1, len(words)):
                wider = names.get(" ".join(words[:end]))
                if wider is not None and same_marks(kind, plain(wider), wider):
                    found[wider].append(kind)
        return dict(found)

    def of_kind(self, kinds: Iterable[str]) -> list[Product]:
        """Things of these kinds in shelf order."""
        return self._in_order([product for kind in set(kinds) for product in self.by_kind.get(kind, ())])

    def _in_order(self, products: list[Product]) -> list[Product]:
        number_of = self.postings.number_of
        return sorted(products, key=lambda product: number_of[product.sku])

    def entries_of_kind(self, kinds: Iterable[str]) -> list[Entry]:
        """Things of these kinds as entries, in shelf order."""
        return [self.entries[product.sku] for product in self.of_kind(kinds)]

    @cached_property
    def in_order(self) -> tuple[Product, ...]:
        """The products, each at its number in the postings."""
        return tuple(self.products.values())

    @cached_property
    def by_kind(self) -> dict[str, list[Product]]:
        """The things of each kind, in shelf order."""
        return self._grouped(lambda product: [product.kind])

    @cached_property
    def numbers_of_kind(self) -> dict[str, Numbers]:
        """The things of each kind by their numbers."""
        number_of = self.postings.number_of
        return {kind: array("I", (number_of[p.sku] for p in some)) for kind, some in self.by_kind.items()}

    @cached_property
    def by_brand(self) -> dict[str, list[Product]]:
        """The things of each brand, in shelf order."""
        return self._grouped(lambda product: [product.brand])

    @cached_property
    def standing(self) -> array[float]:
        """By number, what stock and rating add among things that fit alike: far less than any word says."""
        return array("f", ((0.005 if p.stock > 0 else 0.0) + (p.rating or 0.0) * 0.0005 for p in self.in_order))

    @cached_property
    def categories(self) -> frozenset[str]:
        """The groups of goods that hold something."""
        return frozenset(product.category for product in self.in_order)

    @cached_property
    def category_of_kind(self) -> dict[str, str]:
        """The group of goods of each kind."""
        return {product.kind: product.category for product in self.in_order}

    @cached_property
    def prices(self) -> Numbers:
        """By number, what each thing costs."""
        return array("q", (product.price for product in self.in_order))

    @cached_property
    def by_tag(self) -> dict[str, list[Product]]:
        """The things with each tag (lower case), in shelf order."""
        return self._grouped(lambda product: {tag.lower() for tag in product.tags})

    def _grouped(self, keys: Callable[[Product], Iterable[str]]) -> dict[str, list[Product]]:
        found: dict[str, list[Product]] = defaultdict(list)
        for product in self.products.values():
            for key in keys(product):
                found[key].append(product)
        return dict(found)

    def made_for(self, product: Product) -> list[Product]:
        """Things whose tags say that they are for this one or its kind, in shelf order, without itself."""
        tags = (f"for:{product.sku}".lower(), f"for:{product.kind}".lower())
        found = {p.sku: p for tag in tags for p in self.by_tag.get(tag, ()) if p.sku != product.sku}
        return self._in_order(list(found.values()))

    def is_made_for(self, product: Product, kinds: Collection[str]) -> bool:
        """Whether a thing's tags say that it is for one of these kinds, or for a thing of them."""
        made_for = {tag.lower().removeprefix("for:") for tag in product.tags if tag.lower().startswith("for:")}
        hosts = (self.products.get(name.upper()) for name in made_for)
        return any(kind.lower() in made_for for kind in kinds if kind in self.by_kind) or any(
            host is not None and host.kind in kinds for host in hosts
        )


def make_shelf(products: Iterable[Product], before: Shelf | None = None) -> Shelf:
    """Read a catalogue once; pure. The words of what did not change are taken over from the shelf ``before``."""
    of_sku = {product.sku: product for product in products}
    everything = list(of_sku.values())
    reads = read_products(everything, before.postings.reads if before is not None else {})
    postings = Postings(reads)
    kinds = {plain(name): p.kind for p in _first_of_kinds(everything) for name in (p.kind, p.kind_en) if name.strip()}
    # "T-shirt" is typed "tshirt", "power bank" "powerbank".
    english = [(name.split(), kind) for name, kind in kinds.items() if name != plain(kind)]
    kinds |= {"".join(words): kind for words, kind in english if len(words) == 2}
    kinds |= short_names(kinds)
    kinds |= counted_names(kinds, everything)
    heads, english_heads = _heads_of(everything)
    aliases: dict[str, set[str]] = defaultdict(set)
    for product in everything:
        for alias in product.aliases:
            # "T-shirt" among the aliases of one T-shirt still calls any of them.
            name = plain_written(alias)
            if len(name.split()) > 1 and name not in kinds:
                aliases[name].add(product.sku)
    total = len(everything) or 1
    weights = {word: math.log(1 + total / postings.times(word)) for word in postings.words()}
    weights[""] = math.log(1 + total)
    colours = {
        plain(name): vi
        for colours, colours_en in {(tuple(p.colours), tuple(p.colours_en)) for p in everything}
        for vi, en in zip(colours, colours_en or colours)
        for name in (vi, en)
        if name
    }
    kinds |= initials_of(kinds, weights)
    return Shelf(
        products=of_sku,
        postings=postings,
        kinds=kinds,
        heads=heads,
        nouns=nouns_of(everything),
        aliases=dict(aliases),
        brands={plain(brand): brand for brand in dict.fromkeys(p.brand for p in everything) if brand.strip()},
        weights=weights,
        colours=colours,
        english_heads=english_heads,
        english_nouns=english_nouns_of(everything),
    )


def _first_of_kinds(products: Iterable[Product]) -> Iterator[Product]:
    """One product for each pair of a kind's names."""
    yield from {(p.kind, p.kind_en): p for p in products}.values()


def _heads_of(products: Iterable[Product]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """First words of kinds, and last ones of their English names, each with the kinds."""
    heads: dict[str, set[str]] = defaultdict(set)
    english_heads: dict[str, set[str]] = defaultdict(set)
    for product in _first_of_kinds(products):
        if first := next(iter(words_of(product.kind)), None):
            heads[first.typed].add(product.kind)
            heads[first.folded].add(product.kind)
        # An English kind has its head at the end: any "cooker", any "fan".
        if last := next(iter(reversed(words_of(product.kind_en))), None):
            heads[last.folded].add(product.kind)
            english_heads[last.folded].add(product.kind)
    return dict(heads), dict(english_heads)


def short_names(kinds: Mapping[str, str]) -> dict[str, str]:
    """What kinds with long names are called for short: "nồi chiên" for "nồi chiên không dầu"."""
    short: dict[str, set[str]] = defaultdict(set)
    for name, kind in kinds.items():
        words = name.split()
        if len(words) > 2 and name == plain(kind):
            short[" ".join(words[:2])].add(kind)
    return {name: kind for name, (kind, *others) in short.items() if not others and name not in kinds}


def counted_names(kinds: Mapping[str, str], products: Iterable[Product]) -> dict[str, str]:
    """Aliases that are no more than a kind counted, "cục sạc dự phòng": any of the kind is meant, not the one thing."""
    found = {}
    for product in products:
        own = plain(product.kind)
        for alias in product.aliases:
            first, _, rest = plain_written(alias).partition(" ")
            if rest == own and first in COUNTERS | PIECES and f"{first} {rest}" not in kinds:
                found[f"{first} {rest}"] = product.kind
    return found


PIECES = frozenset("cuc qua trai cu thanh tam mieng".split())
"""Words that count things of one shape."""


def names_in(text: str, names: Collection[str]) -> list[str]:
    """Those of ``names`` (plain) that stand in ``text``, whole; a longer one hides those within it."""
    spoken = plain(text)
    if isinstance(names, Mapping | set | frozenset):
        found = [name for name in dict.fromkeys(_runs_of(spoken.split())) if name in names]
    else:
        found = [name for name in names if name and f" {name} " in f" {spoken} "]
    return [name for name in found if not any(f" {name} " in f" {other} " for other in found if other != name)]


def _runs_of(words: Sequence[str]) -> Iterator[str]:
    """Every run of words, from the first place on, the shorter before the longer."""
    for first in range(len(words)):
        for end in range(first + 1, min(len(words), first + LONGEST_NAME) + 1):
            yield " ".join(words[first:end])


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
    "written_words",
]  # fmt: skip
