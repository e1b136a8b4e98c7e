"""What the shop calls its goods asks for nothing: "giá nhạc" is no price, "Gió Mai" no tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.language import fold, normalise
from bot.understanding.clauses import Clause
from bot.understanding.cues import Hit
from bot.understanding.naming import own_names
from bot.understanding.shelf import Shelf, same_marks
from bot.understanding.words import plain_written

TOKEN = re.compile(r"[^\W_]+(?:[.,]\d+)*")
MEANT = frozenset("money money_range phone email order_code province size colour product category".split())
"""Entities that are meant also within a name: a size or a colour chooses, the rest is there by no chance."""


@dataclass(frozen=True)
class OwnWords:
    """Names of the shelf of two words and more, as they are compared, with how they are written."""

    written: Mapping[str, str]
    longest: int
    """Words of the longest name."""


def own_words(shelf: Shelf) -> OwnWords:
    """Names, kinds, aliases and the parts before and from the brand on; read once."""
    cache: dict[str, OwnWords] = shelf.__dict__
    if "_own_words" not in cache:
        written = {name: text for name, text in _names_of(shelf) if len(name.split()) > 1}
        cache["_own_words"] = OwnWords(written, max((len(name.split()) for name in written), default=0))
    return cache["_own_words"]


def _names_of(shelf: Shelf) -> Iterator[tuple[str, str]]:
    for product in shelf.products.values():
        texts = [product.kind, product.kind_en, product.brand, product.name, product.name_en, *product.aliases]
        if product.brand and product.brand in product.name:
            texts.append(product.name.partition(product.brand)[0])
        yield from ((plain_written(text), text) for text in texts)
    yield from ((one.plain, one.written) for some in own_names(shelf).values() for one in some)


def named_spans(folded: str, typed: str, shelf: Shelf) -> list[tuple[int, int]]:
    """Where a folded text has a name of the shelf; marks that were ``typed`` otherwise deny it."""
    own = own_words(shelf)
    tokens = list(TOKEN.finditer(folded))
    found = []
    for first in range(len(tokens)):
        for count in range(min(own.longest, len(tokens) - first), 1, -1):
            name = " ".join(token.group() for token in tokens[first : first + count])
            if name in own.written and same_marks(typed, name, own.written[name]):
                found.append((tokens[first].start(), tokens[first + count - 1].end()))
                break
    return found


def without_named(clauses: Sequence[Clause], hits: Sequence[list[Hit]], shelf: Shelf) -> list[list[Hit]]:
    """The cues of each clause without those that fired on nothing but a name."""
    kept = []
    for clause, found in zip(clauses, hits):
        spans = named_spans(normalise(clause.text).folded, clause.text, shelf) if found else []
        kept.append([hit for hit in found if not _within(spans, hit.start, hit.end)])
    return kept


def meant_entities(entities: Sequence[Mapping[str, Any]], text: str, shelf: Shelf) -> list[Mapping[str, Any]]:
    """The entities without those that are only a part of a name: the 24 of "harmonica 24 lỗ"."""
    folded = fold(text)
    if len(folded) != len(text):
        return list(entities)
    spans = named_spans(folded, text, shelf)
    return [
        entity
        for entity in entities
        if entity.get("entity") in MEANT
        or not entity.get("end")
        or not _within(spans, int(entity["start"]), int(entity["end"]))
    ]


def _within(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in spans)
