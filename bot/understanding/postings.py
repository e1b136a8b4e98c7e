"""Which things have a word: in what they are called, by how it is written there, and in what is told of them.

Built once for a shelf. What was read of a product that did not change is taken over from the shelf before.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import TypeAlias

from bot.domain.catalogue import Product
from bot.understanding.entries import called_words, told_words
from bot.understanding.words import Word, likeness

Numbers: TypeAlias = "array[int]"
NOTHING: Numbers = array("I")


@dataclass(frozen=True)
class Read:
    """What one product adds: the words it is called by, and the folded ones of what is told of it."""

    mark: int
    """Changes when anything does that the words come from."""
    called: tuple[Word, ...]
    told: tuple[str, ...]


class Postings:
    """Things by their words; a thing is a number, its place in ``skus``."""

    def __init__(self, reads: Mapping[str, Read]) -> None:
        self.reads = reads
        self.skus = tuple(reads)
        self.number_of = {sku: number for number, sku in enumerate(self.skus)}
        self._called: dict[str, dict[str, Numbers]] = defaultdict(dict)
        self._told: dict[str, Numbers] = {}
        self._times: dict[str, int] = defaultdict(int)
        for number, read in enumerate(reads.values()):
            for word in read.called:
                _ways_of(self._called[word.folded], word.typed).append(number)
            for folded in read.told:
                _ways_of(self._told, folded).append(number)
            for folded in {word.folded for word in read.called}.union(read.told):
                self._times[folded] += 1

    def times(self, folded: str) -> int:
        """How many things are called or described by a word."""
        return self._times.get(folded, 0)

    def words(self) -> Iterable[str]:
        """Every word that something is called or described by."""
        return self._times

    def ways(self, folded: str) -> Iterable[str]:
        """The ways in which names write a word; none if nothing is called so."""
        return self._called.get(folded, {}).keys()

    def called_ways(self) -> dict[str, set[str]]:
        """Every word that something is called by, with the ways it is written."""
        return {folded: set(ways) for folded, ways in self._called.items()}

    def times_called(self, folded: str) -> int:
        """How many things are called by a word, however it is written."""
        ways = self._called.get(folded, {})
        return len(next(iter(ways.values()))) if len(ways) == 1 else len({n for some in ways.values() for n in some})

    def ways_called(self, word: Word, marks: bool) -> list[tuple[Numbers, float]]:
        """The things that each way of writing a word calls, with how likely it is the one meant; the likeliest last."""
        ways = self._called.get(word.folded, {})
        return sorted(
            ((numbers, likeness(word, {typed}, marks)) for typed, numbers in ways.items()), key=lambda way: way[1]
        )

    def called(self, word: Word, marks: bool) -> Iterable[tuple[int, float]]:
        """The things that a word calls, with how likely it is the one in their names: over 0 to 1."""
        [*others, (numbers, share)] = self.ways_called(word, marks) or [(NOTHING, 0.0)]
        if not others:
            return zip(numbers, repeat(share), strict=False)
        found: dict[int, float] = {}
        for some, less in others:
            found |= dict.fromkeys(some, less)
        return (found | dict.fromkeys(numbers, share)).items()

    def likely(self, word: Word, marks: bool, number: int) -> float:
        """How likely a word is the one in the names of one thing: 0 to 1."""
        ways = self._called.get(word.folded)
        if not ways:
            return 0.0
        return max(likeness(word, {way}, marks) if _holds(numbers, number) else 0.0 for way, numbers in ways.items())

    def is_told(self, folded: str, number: int) -> bool:
        """Whether a word is told of one thing."""
        return _holds(self._told.get(folded, NOTHING), number)

    def is_called(self, word: Word, marks: bool, least: float = 0.5) -> bool:
        """Whether anything is called by a word, as likely as ``least``."""
        return any(likeness(word, {typed}, marks) >= least for typed in self.ways(word.folded))

    def told(self, folded: str) -> Numbers:
        """The things of which a word is told."""
        return self._told.get(folded, NOTHING)

    def skus_called(self, word: Word, marks: bool, least: float = 0.5) -> set[str]:
        """SKUs of the things that a word calls, as likely as ``least``."""
        return {self.skus[number] for number, likely in self.called(word, marks) if likely >= least}


def _holds(numbers: Numbers, number: int) -> bool:
    place = bisect_left(numbers, number)
    return place < len(numbers) and numbers[place] == number


def _ways_of(found: dict[str, Numbers], word: str) -> Numbers:
    numbers = found.get(word)
    if numbers is None:
        numbers = found[word] = array("I")
    return numbers


def read_products(products: Iterable[Product], known: Mapping[str, Read]) -> dict[str, Read]:
    """What each product adds, by SKU; ``known`` are those read before."""
    reads = {}
    for product in products:
        mark = _mark_of(product)
        read = known.get(product.sku)
        if read is None or read.mark != mark:
            read = Read(mark, tuple(dict.fromkeys(called_words(product))), tuple(dict.fromkeys(told_words(product))))
        reads[product.sku] = read
    return reads


def _mark_of(product: Product) -> int:
    return hash(
        (
            product.name, product.name_en, product.kind, product.kind_en, product.brand, *product.aliases,
            *product.attributes.items(), *map(tuple, product.attributes_en.values()), product.description,
            product.description_en,
        )
    )  # fmt: skip
