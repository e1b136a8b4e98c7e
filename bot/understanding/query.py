"""What a clause says of things: kinds, names, needs, measures, limits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.language import detect_language, fold, normalise
from bot.understanding.avoided import Phrase, avoided_in
from bot.understanding.cues import hits_in
from bot.understanding.goods import Mention, goods_in
from bot.understanding.kinds import head_of, kinds_of_head, says_what_for
from bot.understanding.measures import Measure, folded_of, measures_in
from bot.understanding.name_words import places_of_names, without_turns_of_talk
from bot.understanding.qualities import Quality, qualities_in
from bot.understanding.shelf import Shelf, names_in
from bot.understanding.slips import mended
from bot.understanding.wearers import Wearer, asked_for
from bot.understanding.words import ASKING, Word, content, plain, types_marks, words_of

NOT_OF_THINGS = (
    "money",
    "money_range",
    "phone",
    "phone_hotline",
    "email",
    "order_code",
    "province",
    "body_measure",
    "date",
    "quantity",
    "body",
)


@dataclass(frozen=True)
class Query:
    """A clause as a question to the shelf."""

    text: str
    words: tuple[Word, ...] = ()
    """Words that may name or describe something, without those that only ask."""
    marks: bool = False
    kinds: frozenset[str] = frozenset()
    narrower: frozenset[str] = frozenset()
    """Those of ``kinds`` that only begin with what was said: "giày tây", where "giày" was."""
    heads: frozenset[str] = frozenset()
    """Kinds that only their first word was said of: any "giày"."""
    asked: tuple[frozenset[str], ...] = ()
    """The goods that are asked for in the order in which they are named, each with the kinds that it may be."""
    asked_words: frozenset[str] = frozenset()
    """The words that named them."""
    kind_words: frozenset[str] = frozenset()
    called: tuple[str, ...] = ()
    """SKUs whose alias of several words was said, whole."""
    brands: frozenset[str] = frozenset()
    measures: tuple[Measure, ...] = ()
    qualities: tuple[Quality, ...] = field(default=(), hash=False)
    lowest: int | None = None
    highest: int | None = None
    about: bool = False
    """Whether the limits are of one bare amount: what costs less is no worse."""
    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    wearer: Wearer | None = None
    colour_words: frozenset[str] = frozenset()
    """The words that named colours: they name nothing else."""
    avoided: tuple[Phrase, ...] = ()
    """What must not be in it."""

    @property
    def distinct(self) -> tuple[Word, ...]:
        """The words that may name or describe something, each once."""
        return tuple({word.folded: word for word in self.words}.values())

    @property
    def is_limited(self) -> bool:
        """Whether a price or a colour was named that things may miss."""
        return self.lowest is not None or self.highest is not None or bool(self.colours)

    @property
    def says_something(self) -> bool:
        """Whether anything of a thing was said."""
        return bool(self.words or self.kinds or self.heads or self.measures or self.brands or self.qualities)


def query_of(text: str, entities: Sequence[Mapping[str, Any]], shelf: Shelf, *, without_cues: bool = True) -> Query:
    """Read a clause; ``entities`` are those of the clause, with offsets in it."""
    entities = [e for e in entities if not _names_a_model(text, e, shelf) and not _is_no_colour(text, e)]
    spans = [(int(e["start"]), int(e["end"])) for e in entities if e.get("entity") in NOT_OF_THINGS and e.get("end")]
    left = blanked(text, spans)
    left = without_turns_of_talk(left)
    english = detect_language(text).language == "en"
    numbers = [_number_of(text, e) for e in entities if e.get("entity") in NOT_OF_THINGS and e.get("end")]
    named = blanked(without_turns_of_talk(text), numbers)
    words = mended(words_of(named), shelf)
    colour_words = words_in(text, entities, "colour")
    goods = [
        mention
        for mention in _goods(named, shelf, english=english)
        if mention.whole or not mention.words & colour_words
    ]
    exact = kinds_of(goods)
    goods = [
        replace(mention, kinds=shelf.with_narrower(mention.kinds)) if mention.whole else mention for mention in goods
    ]
    kinds = kinds_of(goods)
    called_kinds = [mention.name for mention in goods if mention.whole]
    aliases = [name for name in names_in(named, shelf.aliases) if not says_what_for(named, name, called_kinds)]
    called = tuple(
        dict.fromkeys(sku for name in sorted(aliases, key=len, reverse=True) for sku in sorted(shelf.aliases[name]))
    )
    kind_words = frozenset(word for mention in goods if mention.named_by_kind for word in mention.words)
    taken = cue_words(text) if without_cues else frozenset()
    # Written out, short forms have marks that nobody typed.
    marks = types_marks(words) and fold(text) != text.lower()
    useful = content(words, ASKING, places_of_names(words, shelf, marks=marks))
    useful = [w for w in useful if w.folded not in taken]
    heads: frozenset[str] = frozenset()
    if not kinds and goods:
        heads = frozenset(kind for mention in goods for kind in mention.kinds)
    elif not kinds and (word := head_of(words, shelf, english=english)) is not None:
        heads = frozenset(kinds_of_head(word, shelf, english=english))
        kind_words = frozenset({word.folded})
    low, high = price_limits(text, entities)
    return Query(
        text=text,
        words=tuple(useful),
        marks=english or marks,
        kinds=kinds,
        narrower=kinds - exact,
        heads=heads,
        asked=tuple(dict.fromkeys(mention.kinds for mention in goods)),
        asked_words=frozenset(word for mention in goods for word in mention.words),
        kind_words=kind_words,
        called=called,
        brands=frozenset(shelf.brands[name] for name in names_in(left, shelf.brands)),
        measures=tuple(m for m in measures_in(with_weights(left, text, entities))),
        qualities=tuple(qualities_in(left)),
        lowest=low,
        highest=high,
        about=low is not None and high is not None and _names_one_amount(text, entities),
        colours=tuple(
            dict.fromkeys(colour_of(text, e, shelf) for e in entities if e.get("entity") == "colour" and e.get("value"))
        ),
        wearer=asked_for(text),
        colour_words=colour_words,
        avoided=avoided_in(left, [mention.name for mention in goods], english=english),
        sizes=tuple(dict.fromkeys(str(e["value"]) for e in entities if e.get("entity") == "size" and e.get("value"))),
    )


def _goods(text: str, shelf: Shelf, *, english: bool) -> list[Mention]:
    if english:
        return goods_in(text, shelf.kinds, shelf.english_heads, shelf.english_nouns, english=True)
    return goods_in(text, shelf.kinds, shelf.heads, shelf.nouns)


NO_COLOUR = re.compile(
    r"\b(?:gets?|getting|got|turns?|turned|goes|going|went) (?:\w+ )?(?:red|pink|black|blue|yellow|white)\b"
    r"|\b(?:black|white)[- ]?heads?\b|\b(?:red|dark|brown) spots?\b"
)
"""English colours of a skin, not of goods: "gets red easily", "black heads"."""


def _is_no_colour(text: str, entity: Mapping[str, Any]) -> bool:
    """Whether a colour that was found tells how somebody's skin is."""
    if entity.get("entity") != "colour" or not entity.get("end"):
        return False
    start, end = int(entity["start"]), int(entity["end"])
    return any(found.start() <= start and end <= found.end() for found in NO_COLOUR.finditer(text.lower()))


def _names_a_model(text: str, entity: Mapping[str, Any], shelf: Shelf) -> bool:
    """Whether a number is part of what something is called: "SL45" where shears are called so, no 45 pieces."""
    if entity.get("entity") != "quantity" or not entity.get("end"):
        return False
    written = fold(text[int(entity["start"]) : int(entity["end"])])
    return re.fullmatch(r"[a-z]{2,}\d+", written) is not None and shelf.knows(written)


def with_weights(left: str, text: str, entities: Sequence[Mapping[str, Any]]) -> str:
    """The blanked text with weights of bodies in their places: a thing may be asked to bear them."""
    for entity in entities:
        if entity.get("entity") == "body_measure" and str(entity.get("value", "")).startswith("weight"):
            start, end = int(entity["start"]), int(entity["end"])
            left = left[:start] + text[start:end] + left[end:]
    return left


def _number_of(text: str, entity: Mapping[str, Any]) -> tuple[int, int]:
    """Where an entity stands; of a quantity only its number, because what is counted may be a kind: "2 áo thun"."""
    start, end = int(entity["start"]), int(entity["end"])
    if entity.get("entity") == "quantity" and (number := re.match(r"\d+|\S+", text[start:end])):
        return start, start + number.end()
    return start, end


def colour_of(text: str, entity: Mapping[str, Any], shelf: Shelf) -> str:
    """The colour that was named, as the shelf calls it; an English one of some shade stays: "blue" is sky blue, too."""
    # Not written out: "hong" may be short for a "no", but not where a colour stands.
    typed = fold(text[int(entity.get("start") or 0) : int(entity.get("end") or 0)]).strip()
    if typed in shelf.colours:
        return shelf.colours[typed]
    shade = typed and typed.isascii() and any(f" {typed} " in f" {name} " for name in shelf.colours)
    return typed if shade and typed not in plain(str(entity["value"])).split() else str(entity["value"])


def _names(word: Word, shelf: Shelf) -> bool:
    return shelf.knows(word.folded) and any(c.isdigit() for c in word.folded)


def words_in(text: str, entities: Sequence[Mapping[str, Any]], kind: str) -> frozenset[str]:
    """The folded words of the entities of a kind."""
    return frozenset(
        word.folded
        for e in entities
        if e.get("entity") == kind and e.get("end")
        for word in words_of(text[int(e["start"]) : int(e["end"])])
    )


def kinds_of(goods: Sequence[Mention]) -> frozenset[str]:
    """Kinds by their whole names; beside them those that others name by a first word: "nồi cơm với 1 đôi giày"."""
    if not any(mention.whole for mention in goods):
        return frozenset()
    return frozenset(kind for mention in goods for kind in mention.kinds)


def cue_words(text: str) -> frozenset[str]:
    """Words that cues took: they ask, and describe nothing."""
    folded = normalise(text).folded
    taken: set[str] = set()
    for hit in hits_in(text):
        if hit.cue.topic in (
            "recommend_by_need",
            "ask_alternative",
            "place_order",
            "ask_accessories",
            "ask_human",
            "manage_cart",
            "reorder",
            "notify_me",
            "compare_products",
            "ask_stock",
            "ask_fit",
        ):
            continue
        taken |= set(re.findall(r"[^\W_]+", folded[hit.start : hit.end]))
    return frozenset(taken)


def _names_one_amount(text: str, entities: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a price range is around one amount: "tầm 500k", and not "300 đến 500k"."""
    ranges = [e for e in entities if e.get("entity") == "money_range" and e.get("end")]
    return all(len(re.findall(r"\d+(?:[.,]\d+)*", text[int(e["start"]) : int(e["end"])])) == 1 for e in ranges)


def price_limits(text: str, entities: Sequence[Mapping[str, Any]]) -> tuple[int | None, int | None]:
    """Lowest and highest price that was named; one bare amount means about that much."""
    for entity in entities:
        if entity.get("entity") == "money_range" and entity.get("value"):
            low, _, high = str(entity["value"]).partition("..")
            # "2 triệu mấy" is not offended by 1.990.000.
            return (int(int(low) * 0.9) if low and high else int(low) if low else None), (int(high) if high else None)
    for entity in entities:
        if entity.get("entity") == "money" and entity.get("value"):
            amount = int(str(entity["value"]))
            after = fold(text)[int(entity.get("end") or 0) :][:6]
            # "10k mAh" is no price; "2 triệu mấy" reaches to three.
            if re.match(r" ?mah", after):
                continue
            if re.match(r" ?may\b", after) and amount % 1_000_000 == 0:
                return int(amount * 0.6), amount + 999_999
            return int(amount * 0.6), int(amount * 1.1)
    return None, None


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """``text`` with these places blank."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


__all__ = ["Query", "blanked", "cue_words", "folded_of", "price_limits", "query_of"]
