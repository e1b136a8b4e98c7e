"""Which things a message wants how many of, in which variant: "2 hộp trà sen + 1 gói cà phê", "1 kem 1 tím"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.ground import Ground
from bot.language import fold, normalise
from bot.understanding.clauses import within
from bot.understanding.counts import UNITS, WORDS, count_in, is_counted, parts_of, without_all_of_them
from bot.understanding.describing import described_phrases
from bot.understanding.halves import (
    FOR_WHOM,
    counted_as,
    half_named,
    naming_words,
    of_shelf,
    only_points,
    part_of_spoken,
    says_number_of,
    spoken_of,
    tells_only_variants,
    without_counters,
)
from bot.understanding.measures import Measure, measures_in
from bot.understanding.name_numbers import number_of_a_name, without_named_numbers
from bot.understanding.naming import is_distinctive
from bot.understanding.query import Query, query_of
from bot.understanding.rank import colour_called, has_colour
from bot.understanding.refer import POINTING, Referent, refer
from bot.understanding.shares import counted_per_head
from bot.understanding.shelf import Shelf
from bot.understanding.variants import colour_in, variants_in
from bot.understanding.words import singular as one_of

MANY = 20
"""Nobody takes more pieces of something that comes in sizes without saying "pieces"."""

BEGINS_WITH_A_COUNT = re.compile(rf"(\d{{1,2}}) (?!(?:{UNITS}|%)\b)[a-z]")
"""So many of something: "1 lưới", and no "5 lít"."""

SHORT = 3
"""A part of a list of so many words does nothing but name; so many words that name one thing alone name it."""


@dataclass(frozen=True)
class Wished:
    """A thing that is wanted; ``quantity`` is None where none was said."""

    sku: str
    quantity: int | None = None
    size: str | None = None
    colour: str | None = None
    how: str = "focus"


@dataclass
class _Named:
    """Things that a part names, with the parts after it that only tell more of them."""

    referent: Referent
    queries: list[Query] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was said of it."""
        return ", ".join(query.text for query in self.queries)


def wished_in(
    shelf: Shelf,
    ground: Ground,
    text: str,
    entities: Sequence[Mapping[str, Any]],
    page_sku: str | None,
    pressed: Sequence[str] = (),
) -> list[Wished]:
    """The things that a message wants, in order; variants after a thing belong to it ("2 ly …, 1 kem 1 tím")."""
    if pressed:
        return [Wished(sku, None, how="pressed") for sku in pressed if sku in shelf.entries]
    text = counted_per_head(text)
    parts = parts_of(text, shelf)
    queries = [_query_of_part(shelf, part, within(entities, start, start + len(part))) for start, part in parts]
    if spread := _variants_at_hand(shelf, ground, queries, page_sku):
        return spread
    before, named = _named_in(shelf, ground, queries, page_sku)
    before, named = _pieces_at_hand(shelf, ground, before, named)
    if not named:
        return _wished_by_all(shelf, ground, text, entities, page_sku)
    found = _of_focus(shelf, ground, before, page_sku) if before else []
    if before and not found:
        named[0].queries[:0] = [query for query in before if not _of_another_kind(shelf, query, named[0])]
    for one in named:
        found += _lines_of(shelf, one)
    return found


def _of_another_kind(shelf: Shelf, query: Query, named: _Named) -> bool:
    """Whether a part names a kind that what was named after it is not of: its number is not that one's."""
    kinds = query.kinds or query.heads
    return bool(kinds) and not {product.sku for product in shelf.of_kind(kinds)} & {*named.referent.skus}


def _query_of_part(shelf: Shelf, part: str, entities: Sequence[Mapping[str, Any]]) -> Query:
    """What a part says of things; the number that it begins with counts them and names none: "1 lưới"."""
    query = query_of(without_counters(part, shelf), entities, shelf)
    first = BEGINS_WITH_A_COUNT.match(normalise(part).folded)
    if first and not number_of_a_name(part, shelf):
        query = replace(
            query,
            words=tuple(word for word in query.words if word.folded != first.group(1)),
            measures=tuple(one for one in query.measures if one.value != float(first.group(1))),
        )
    return replace(query, text=part)


def _variants_at_hand(shelf: Shelf, ground: Ground, queries: Sequence[Query], page_sku: str | None) -> list[Wished]:
    """Variants of the thing at hand where no part names anything else: "2 S, 1 M, màu đen hết"."""
    hand = _at_hand(shelf, ground, page_sku)
    if hand is None or not all(tells_only_variants(shelf, shelf.products[hand], query) for query in queries):
        return []
    if spread := _of_focus(shelf, ground, queries, page_sku):
        return spread
    # "Lấy 1 cái kem, ship quận 7": a kind is called so as well, but the thing at hand comes in that colour.
    coloured = [query for query in queries if colour_in(shelf.products[hand], query.text)]
    if len(coloured) == 1 and (coloured[0].heads or not ground.several):
        count = next(filter(None, (count_in(query.text) for query in queries)), None)
        return [_variant(shelf, Wished(hand, count, how="described"), coloured[0])]
    return []


def _named_in(
    shelf: Shelf, ground: Ground, queries: Sequence[Query], page_sku: str | None
) -> tuple[list[Query], list[_Named]]:
    """What each part names; first the parts that stand before any name."""
    before: list[Query] = []
    named: list[_Named] = []
    for query in queries:
        last = named[-1] if named else None
        if last is not None and _tells_more_of(shelf, last, query):
            last.queries.append(query)
            continue
        besides = [sku for one in reversed(named) for sku in one.referent.skus]
        referent = _meant(shelf, ground, query, page_sku, besides, listed=len(queries) > 1)
        if referent is not None and referent.one in besides and not _tells_more(shelf, query, referent):
            continue
        if referent is not None:
            named.append(_Named(referent, [query]))
        elif last is not None and not (query.kinds or query.heads):
            last.queries.append(query)
        elif last is not None:
            # Something else of which it is not clear which one: it tells nothing of the thing before it.
            continue
        else:
            before.append(query)
    return before, named


def _tells_more(shelf: Shelf, query: Query, referent: Referent) -> bool:
    """Whether a part says a number or a variant of what it names."""
    return bool(_quantity(shelf, query, referent) or query.colours or query.sizes)


def _pieces_at_hand(
    shelf: Shelf, ground: Ground, before: list[Query], named: list[_Named]
) -> tuple[list[Query], list[_Named]]:
    """So many pieces before another thing with its number are of what was spoken of: "2 bịch với 1 bột mè đen"."""
    counted = [query for query in before if (count := count_in(query.text)) and _counts_only(shelf, query, count)]
    if (
        len(counted) != 1
        or ground.several
        or not any(_quantity(shelf, q, one.referent) for one in named for q in one.queries)
    ):
        return before, named
    others = {sku for one in named for sku in one.referent.skus}
    hand = next((entry.sku for entry in spoken_of(ground, shelf) if entry.sku not in others), None)
    if hand is None or variants_in(shelf.products[hand], counted[0].text):
        return before, named
    return [], [_Named(Referent((hand,), "described"), counted), *named]


def _counts_only(shelf: Shelf, query: Query, count: int) -> bool:
    """Whether a part is a number of pieces and no name: "lấy 1", "2 bịch"."""
    if naming_words(shelf, query):
        return False
    return is_counted(query.text, str(count)) or len(query.text.split()) <= SHORT


def _tells_more_of(shelf: Shelf, last: _Named, query: Query) -> bool:
    """Whether a part only tells a variant of the thing before it: "…, 1 kem 1 tím"."""
    one = last.referent.one
    return one is not None and not only_points(query) and tells_only_variants(shelf, shelf.products[one], query) and (
        bool(query.colours or query.sizes) or bool(variants_in(shelf.products[one], f"{last.text}, {query.text}"))
        or bool(_own_colour(shelf, one, query))
    )  # fmt: skip


def _own_colour(shelf: Shelf, sku: str, query: Query) -> str | None:
    """The colour of this thing that a part names after a number: "1 kem"."""
    match = re.fullmatch(r"\s*(?:\d{1,2}|mot|hai|ba) (?:cai |mau |chiec |con )?(.+?)\W*", fold(query.text))
    own = colour_called(shelf.products[sku], match.group(1)) if match else []
    return own[0] if own else None


def _meant(
    shelf: Shelf, ground: Ground, query: Query, page_sku: str | None, besides: Sequence[str], *, listed: bool
) -> Referent | None:
    """The things that one part names, or None."""
    # What the list named before is spoken of now: its "spare filter" is that of the purifier before it.
    so_far = replace(ground, focus=[*besides, *ground.focus]) if besides else ground
    referent = _referred(shelf, so_far, query, page_sku)
    of_kind = bool(query.kinds or query.heads)
    quantity = _quantity(shelf, query, referent)
    if of_kind and referent.how != "named" and (measured := _of_its_measure(shelf, query)) is not None:
        return Referent((measured,), "described")
    if (outright := _outright(shelf, ground, query, referent, besides, listed=listed)) is not None:
        return outright
    half = _half_meant(shelf, ground, query, referent, besides, sure=listed or quantity is not None)
    if half is not None:
        return Referent((half,), "described")
    if not referent.explicit and (accessory := part_of_spoken(shelf, ground, query)) is not None:
        return Referent((accessory,), "described")
    if not referent.explicit and (quantity is not None or (listed and _names_only(shelf, query))):
        alone = of_shelf(shelf, query, besides=besides)
        if alone is not None:
            return Referent((alone,), "named")
    if of_kind:
        referent = _spoken_of_last(ground, referent)
        if len(referent.skus) > 1 and (one := _of_its_variants(shelf, query)) is not None:
            return Referent((one,), "described")
    if not referent.skus or not _is_named(query.text, referent, quantity, of_kind=of_kind):
        return None
    return referent if referent.explicit else replace(referent, how="kind")


def _referred(shelf: Shelf, ground: Ground, query: Query, page_sku: str | None) -> Referent:
    """What a part is about; whom it is for names nothing: "6 cái cho lớp", though a bag has "3 lớp"."""
    referent = refer(shelf, ground, query, page_sku=page_sku)
    if referent.how != "named" or naming_words(shelf, query) or query.kinds or query.heads or query.called:
        return referent
    if not re.search(r"\bcho\b", fold(query.text)):
        # "Total for shoes" names shoes.
        return referent
    return refer(shelf, ground, replace(query, text=FOR_WHOM.sub("", query.text), words=()), page_sku=page_sku)


def _half_meant(
    shelf: Shelf, ground: Ground, query: Query, referent: Referent, besides: Sequence[str], *, sure: bool
) -> str | None:
    """The thing spoken of that a part calls by half a name or by its counting word, unless it says a whole name."""
    if referent.how == "named" and len(query.called) == 1 and referent.skus == query.called:
        return None
    half = half_named(shelf, ground, query, besides=besides)
    if half is not None and _calls_another_kind(shelf, query, half):
        half = None
    if half is not None:
        return half if not referent.explicit or (referent.how == "named" and sure) else None
    return counted_as(shelf, ground, query, but=referent.skus if referent.explicit else ())


def _calls_another_kind(shelf: Shelf, query: Query, sku: str) -> bool:
    """Whether a part is called by nothing but a kind that this is not of: "2 khay" means no "đất trồng khay"."""
    words = naming_words(shelf, query)
    kinds = shelf.heads.get(words[0].folded) if len(words) == 1 else None
    return kinds is not None and shelf.products[sku].kind not in kinds


def _of_its_variants(shelf: Shelf, query: Query) -> str | None:
    """The only one of a kind that comes in the colour and the size that were said: "1 jeans đen 32"."""
    numbers = set(re.findall(r"(?<![\w.,])\d{2}(?![\w.,])", query.text))
    found = shelf.of_kind(query.kinds or query.heads)
    if query.colours:
        found = [product for product in found if has_colour(product, query.colours)]
    sized = [product for product in found if numbers & {*product.sizes} or size_said(product.sizes, query.text)]
    found = sized or found
    return found[0].sku if len(found) == 1 and (query.colours or sized) else None


def _of_its_measure(shelf: Shelf, query: Query) -> str | None:
    """The only one of a kind whose name states every measure that was said: "1 bình 2 lít", "2 pots 30cm"."""
    found = [
        product
        for product in shelf.of_kind(query.kinds or query.heads)
        if query.measures and all(_states(shelf, product.sku, measure) for measure in query.measures)
    ]
    if len(found) != 1:
        return None
    called = shelf.entries[found[0].sku].called
    return found[0].sku if all(word.folded in called for word in naming_words(shelf, query)) else None


def _states(shelf: Shelf, sku: str, measure: Measure) -> bool:
    """Whether a thing's name has this very measure."""
    product = shelf.products[sku]
    stated = measures_in(product.name) + measures_in(product.name_en or "")
    return any(one.unit == measure.unit and (one.low, one.high) == (measure.low, measure.high) for one in stated)


def _names_only(shelf: Shelf, query: Query) -> bool:
    """Whether a part of a list does nothing but name something: "granola", and not "pha chanh"."""
    names = {word.folded for word in naming_words(shelf, query)}
    names |= {word for name in shelf.colours for word in name.split()} if names else set()
    return len(query.text.split()) <= SHORT and {word.folded for word in query.words} <= names


def _outright(
    shelf: Shelf, ground: Ground, query: Query, referent: Referent, besides: Sequence[str], *, listed: bool
) -> Referent | None:
    """What a part names so that nothing else is weighed: a long name, a place in the list, one spoken of, "it"."""
    alone = of_shelf(shelf, query, besides=besides)
    if alone is not None and (len(naming_words(shelf, query)) >= SHORT or query.called == (alone,)):
        return Referent((alone,), "named")
    near = {entry.sku for entry in spoken_of(ground, shelf)}
    if referent.how in ("pressed", "counted", "both") or (referent.explicit and {*referent.skus} & near - {*besides}):
        return replace(referent, how="both") if referent.how == "counted" and len(referent.skus) > 1 else referent
    if listed and only_points(query) and ground.focus and not ground.several:
        return Referent((ground.focus[0],), "described")
    return None


def _quantity(shelf: Shelf, query: Query, referent: Referent) -> int | None:
    """How many a part wants; a number of what it names counts nothing."""
    count = count_in(without_all_of_them(without_named_numbers(query.text, shelf)))
    if count is None:
        count = _before_its_name(shelf, query.text, referent)
    sku = referent.skus[0] if referent.skus else None
    if count is not None and sku and (count > MANY or not is_counted(query.text, str(count))):
        return None if says_number_of(shelf.entries[sku], query.text, count) else count
    return count


def _spoken_of_last(ground: Ground, referent: Referent) -> Referent:
    """Of several of a kind the one that was spoken of last."""
    if len(referent.skus) < 2 or referent.how not in ("focus", "shown", "kind"):
        return referent
    spoken = next((sku for sku in ground.focus if sku in referent.skus), None)
    return Referent((spoken,), "described") if spoken else referent


def _is_named(part: str, referent: Referent, quantity: int | None, *, of_kind: bool) -> bool:
    """Whether a part says which thing it wants: by words of its own, by a kind, or by a number of "this"."""
    if referent.explicit:
        return True
    if len(referent.skus) == 1 and (referent.how == "kind" or (of_kind and referent.how in ("focus", "page", "shown"))):
        return True
    return (
        quantity is not None
        and referent.how in ("focus", "page")
        and POINTING.search(normalise(part).folded) is not None
    )


def _lines_of(shelf: Shelf, named: _Named) -> list[Wished]:
    """The lines that a name and what was said after it come to."""
    referent = named.referent
    if referent.how == "both":
        return [Wished(sku, None, how="both") for sku in referent.skus]
    sku = referent.skus[0]
    if spread := variants_in(shelf.products[sku], named.text):
        return [Wished(sku, one.quantity, one.size, one.colour, referent.how) for one in spread]
    wished = Wished(sku, None, how=referent.how)
    for query in named.queries:
        quantity = wished.quantity or _quantity(shelf, query, Referent((sku,), referent.how))
        told = _variant(shelf, replace(wished, quantity=quantity), query)
        colour = told.colour or _own_colour(shelf, sku, query)
        wished = replace(told, size=told.size or wished.size, colour=colour or wished.colour)
    return [wished]


def _of_focus(shelf: Shelf, ground: Ground, queries: Sequence[Query], page_sku: str | None) -> list[Wished]:
    """Variants of the thing at hand that are told before other things: "2 S 1 M, thêm 1 quần kaki"."""
    sku = _at_hand(shelf, ground, page_sku)
    if sku is None:
        return []
    spread = variants_in(shelf.products[sku], ", ".join(query.text for query in queries))
    return [Wished(sku, one.quantity, one.size, one.colour, "described") for one in spread]


def _at_hand(shelf: Shelf, ground: Ground, page_sku: str | None) -> str | None:
    """The thing that a bare colour is about: the last of the basket, else the one spoken of, else the page's."""
    skus = [*ground.focus[:1], *[line.sku for line in ground.basket[-1:]], page_sku]
    return next((sku for sku in skus if sku and sku in shelf.entries), None)


def _wished_by_all(
    shelf: Shelf, ground: Ground, text: str, entities: Sequence[Mapping[str, Any]], page_sku: str | None
) -> list[Wished]:
    """The one thing that the message as a whole is about, where no part of it names one."""
    query = query_of(text, entities, shelf)
    referent = refer(shelf, ground, query, page_sku=page_sku)
    hands = [one for one in (referent.one, _at_hand(shelf, ground, page_sku)) if one]
    for sku in hands:
        if spread := variants_in(shelf.products[sku], text):
            return [Wished(sku, one.quantity, one.size, one.colour, "described") for one in spread]
    if len(referent.skus) == 1 and referent.how != "none":
        return [_variant(shelf, Wished(referent.skus[0], _quantity(shelf, query, referent), how=referent.how), query)]
    if referent.how == "shown" and query.colours:
        having = [sku for sku in referent.skus if colour_called(shelf.entries[sku].product, query.colours[0])]
        if len(having) == 1:
            return [_variant(shelf, Wished(having[0], count_in(text), how="described"), query)]
    return []


def _before_its_name(shelf: Shelf, part: str, referent: Referent) -> int | None:
    """A number right before what a thing is called: "6 chuột", "2 robusta"."""
    called = set(shelf.entries[referent.skus[0]].called) if referent.skus else set()
    numbers = r"\d{1,3}|one|two|three|four|five|six|hai|ba|bon"
    for number, word in re.findall(rf"(?<![\w.,])({numbers})\s+([a-z]+)", normalise(part).folded):
        if (
            (one_of(word) in shelf.heads or (one_of(word) in called and is_distinctive(shelf, one_of(word))))
            and not re.search(rf"\b(?:size|sz|co|lit|l|so|size la) {number} {word}", normalise(part).folded)
            and not number_of_a_name(f"{number} {word}", shelf)
            and not re.fullmatch(r"l|lit|ml|g|kg|w|mah|cm|inch|m", word)
        ):
            return WORDS.get(number) or int(number)
    return None


def _variant(shelf: Shelf, wished: Wished, query: Query) -> Wished:
    product = shelf.entries[wished.sku].product
    colour = next((own for named in query.colours for own in colour_called(product, named)), None)
    colour = colour or next(
        (
            own[0]
            for phrase in described_phrases(normalise(query.text).folded)
            if len(own := colour_called(product, phrase)) == 1
        ),
        colour_in(product, query.text),
    )
    size = next((one for one in query.sizes if one.upper() in {s.upper() for s in product.sizes}), None)
    if wished.quantity and wished.quantity > MANY and str(wished.quantity) in product.sizes:
        # "Lấy 39" of shoes is a size.
        wished, size = replace(wished, quantity=None), str(wished.quantity)
    return replace(wished, colour=colour, size=size or size_said(product.sizes, query.text))


def size_said(sizes: Sequence[str], text: str) -> str | None:
    """One of a thing's own sizes that was said, "size L" or a bare "M"; a small "m" among other words is "mình"."""
    own = {size.lower(): size for size in sizes}
    words = re.findall(r"[^\W_]+(?:/[^\W_]+)?", text)
    for place, word in enumerate(words):
        found = own.get(word.lower())
        if found is None or is_counted(text, word):
            continue
        sized = place > 0 and fold(words[place - 1]) in ("size", "sz", "co")
        if len(word) > 1 or not word.islower() or sized or len(words) <= 2:
            return found
    return None


__all__ = ["Referent", "Wished", "count_in", "size_said", "wished_in"]
