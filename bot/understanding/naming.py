"""Things called by their own name: by a model number, by words that few things are called, by the brand's tail."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.language import fold, normalise
from bot.understanding.cues import hits_in
from bot.understanding.describing import CARD
from bot.understanding.query import Query
from bot.understanding.shelf import Entry, Shelf, has, names_in, same_marks
from bot.understanding.words import Word, plain, plain_written

POINTS = re.compile(rf"\b({CARD}) (?:nay|do|ay|kia)\b")
MODEL = re.compile(r"^(?=.*\d)(?=.*[a-z])[a-z0-9]{2,10}$")


def by_name(shelf: Shelf, query: Query, context: Sequence[Entry]) -> list[str]:
    """Things called by their own name: by a model number, or by words that few things are called.

    In a talk a word that the things at hand have in their facts names nothing else: "pin trâu" beside headphones.
    """
    colours = {part for colour in query.colours for part in fold(colour).split()} | query.colour_words
    # "Đôi này" points at a pair, whatever is called "Đôi".
    pointing = set(POINTS.findall(normalise(query.text).folded))
    words = list(
        {
            word.folded: word
            for word in query.words
            if word.folded not in query.kind_words and word.folded not in colours and word.folded not in pointing
        }.values()
    )
    if outright := by_own_name(shelf, query) or by_alias_over_kind(shelf, query) or by_hyphened_model(shelf, query):
        return outright
    if not words and not query.called:
        return []
    matches = [
        _match(shelf, entry, words, query)
        for entry in _entries_called(shelf, words, query)
        if not query.kinds or entry.product.kind in query.kinds or _has_model(entry, words)
    ]
    called = [match for match in matches if _is_called(match, words, query, context)]
    # A model number tells more than any other word: "V50 pin trâu không" is no power bank "Trâu".
    return _best_named([match for match in called if _has_model(match.entry, words)] or called, context)


def _entries_called(shelf: Shelf, words: Sequence[Word], query: Query) -> list[Entry]:
    """What a telling word calls, or an alias that was said; words that many things are called by name none of them."""
    skus = set(query.called)
    for word in words:
        # Beside its kind a word of many things may tell one apart.
        if query.kinds or query.heads or is_distinctive(shelf, word.folded):
            skus |= shelf.postings.skus_called(word, query.marks)
    return [shelf.entries[sku] for sku in sorted(skus)[:MOST_CALLED]]


MOST_CALLED = 300
"""A name that so many things have tells none of them apart."""


@dataclass(frozen=True)
class NameMatch:
    """How well words name a thing: ``strong`` counts words that few things are called, ``share`` is of all weight."""

    entry: Entry
    score: float
    strong: float
    share: float


def _match(shelf: Shelf, entry: Entry, words: Sequence[Word], query: Query) -> NameMatch:
    """Weigh the words that a thing is called, with its alias, kind and measures."""
    total = sum(shelf.weight(word.folded) for word in words) or 1.0
    score, strong, covered = 0.0, 0.0, 0.0
    for word in words:
        likely = has(entry.called, word, query.marks)
        if likely < 0.5 or _is_another_word(entry, word):
            continue
        weight = shelf.weight(word.folded) * likely
        covered += shelf.weight(word.folded)
        score += weight * (1.5 if word.folded in entry.name else 1.0)
        if is_distinctive(shelf, word.folded):
            strong += 1.0 if not MODEL.match(word.folded) else 2.0
    if entry.sku in query.called:
        score += 3.0
        strong += 0.5
    if entry.product.kind in query.kinds or entry.product.kind in query.heads:
        score += 0.5
        strong += 0.6
    score += sum(1.2 for m in query.measures for fact in entry.facts for stated in fact.measures
                 if stated.unit == m.unit and stated.value is not None and stated.value == m.value)  # fmt: skip
    return NameMatch(entry, score, strong, covered / total)


def _is_another_word(entry: Entry, word: Word) -> bool:
    """Whether a word with marks stands in no text that was written without any: "trễ" is no "tre" of "Ống Tre"."""
    if not word.marked or word.typed in entry.called.get(word.folded, ()):
        return False
    product = entry.product
    unmarked = (text for text in (product.name, *product.aliases) if fold(text) == text.lower())
    return not any(word.folded in fold(text).split() for text in unmarked)


def _has_model(entry: Entry, words: Sequence[Word]) -> bool:
    """Whether one of the words is a model number of the thing."""
    return any(MODEL.match(word.folded) and word.folded in entry.called for word in words)


def _is_called(match: NameMatch, words: Sequence[Word], query: Query, context: Sequence[Entry]) -> bool:
    """Whether a match is good enough: outright, or by one strong word that nothing at hand explains."""
    if _is_called_in_full(match.entry, query):
        return True
    if match.strong < 1.0:
        return False
    near_kinds = {entry.product.kind for entry in context[:4]}
    # What is at hand explains a word only for something else.
    context = [entry for entry in context if entry != match.entry]
    if match.strong >= 1.5 and (match.share >= 0.45 or match.strong >= 2.0) and match.score > 0:
        own = [word for word in words if not any(word.folded in entry.told_words for entry in context[:3])]
        return not _explained(context, query) or _is_proper(match.entry, own, query)
    anew = bool(TAKES_ANOTHER.search(normalise(query.text).folded))
    if match.share < (0.75 if not anew else 0.5):
        return False
    is_near = match.entry.product.kind in near_kinds
    return (
        (not context or anew or is_near)
        and (is_near or _is_proper(match.entry, words, query))
        and not _explained(context, query)
    )


def _is_called_in_full(entry: Entry, query: Query) -> bool:
    """Whether an alias of three words and more was said whole: nothing at hand explains that away."""
    said = f" {plain(query.text)} "
    return entry.sku in query.called and any(
        len(name.split()) > 2 and f" {name} " in said and same_marks(query.text, name, alias)
        for name, alias in zip(entry.names[2:], entry.product.aliases)
    )


def _best_named(matches: Sequence[NameMatch], context: Sequence[Entry]) -> list[str]:
    """The best matches and those as good; among equals the one at hand."""
    scores = [(match.score * (0.5 + match.share), match.entry) for match in matches]
    scores.sort(key=lambda row: (-row[0], row[1].sku))
    firsts = [entry for score, entry in scores if score >= scores[0][0] * 0.93]
    if len(firsts) > 1:
        near = [entry for entry in firsts if entry in context]
        firsts = near or firsts
    return [entry.sku for entry in firsts[:4]]


TAKES_ANOTHER = re.compile(
    r"\b(?:them|lay|mua|dat|con|co|ban|tim|can|cho|kem|add|take|buy|get|need|want|have|sell|also|plus|with|and"
    r"|va|voi)\b|\+"
)


def _is_proper(entry: Entry, words: Sequence[Word], query: Query) -> bool:
    """Whether one of the words is a proper name of the thing, written with a capital: "Trâu", and not "mỏng"."""
    if query.kinds or query.heads:
        return True
    of_kind = set(fold(f"{entry.product.kind} {entry.product.kind_en}").split())
    capital = {
        fold(part)
        for name in (entry.product.name, entry.product.name_en)
        for part in re.findall(r"[^\W_]+", name)
        if part[:1].isupper() and fold(part) not in of_kind
    }
    return any(word.folded in capital for word in words)


def by_alias_over_kind(shelf: Shelf, query: Query) -> list[str]:
    """The thing whose name takes in the kind that was said: "giấy lót nồi chiên" is paper, not an air fryer."""
    if len(query.called) != 1 or not query.kinds:
        return []
    entry = shelf.entries[query.called[0]]
    said = {word.folded for word in query.words} | query.kind_words
    return [entry.sku] if entry.product.kind not in query.kinds and said <= {*entry.name} else []


HYPHENED = re.compile(r"(?<![\w-])[a-z]{1,4}-[a-z]?\d{1,4}[a-z]{0,2}(?![\w-])")
"""A model as a maker writes it, folded: "V-10", "GA-35", "PW-L1"."""


def by_hyphened_model(shelf: Shelf, query: Query) -> list[str]:
    """Things whose model is written with a hyphen, said the same way; a single letter names nothing by itself."""
    said = HYPHENED.findall(fold(query.text))
    known = hyphened_models(shelf) if said else {}
    return list(dict.fromkeys(sku for model in said for sku in known.get(model, ())))[:4]


def hyphened_models(shelf: Shelf) -> dict[str, list[str]]:
    """SKUs by the models with a hyphen in their names; read once."""
    cache: dict[str, dict[str, list[str]]] = shelf.__dict__
    if "_hyphened" not in cache:
        models: dict[str, list[str]] = {}
        for product in shelf.products.values():
            for model in {*HYPHENED.findall(fold(f"{product.name} {product.name_en}"))}:
                models.setdefault(model, []).append(product.sku)
        cache["_hyphened"] = models
    return cache["_hyphened"]


def by_own_name(shelf: Shelf, query: Query) -> list[str]:
    """Things whose own part of the name was said as it is: with its brand, or without it beside its kind."""
    said = f" {plain(query.text)} "
    pointing = re.search(r"\w (?:nay|do|ay|kia)\b|\b(?:this|that|it)\b", normalise(query.text).folded)
    found = []
    asking = asking_phrases(query.text)
    owned = own_names(shelf)
    for one in (one for name in names_in(query.text, owned) for one in owned[name]):
        if any(_is_asking(one, phrase) for phrase in asking):
            continue
        if not same_marks(query.text, one.plain, one.written):
            continue
        of_kind = one.kind in query.kinds or one.kind in query.heads
        if (of_kind or not query.kinds) and (one.branded or (of_kind and not pointing) or _counted_as(one, said)):
            found.append(one.sku)
    return list(dict.fromkeys(found))[:4]


def _is_asking(one: OwnName, phrase: str) -> bool:
    """Whether a cue took hardly more than the name: "còn hàng không" asks, whatever is called "Hàng Không"."""
    return f" {one.plain} " in phrase and len(phrase.split()) <= len(one.plain.split()) + 2


def _counted_as(one: OwnName, said: str) -> bool:
    """Whether a name stands right after a word that counts things: "con Hạt Đậu" is no bean, "pin trâu" no Trâu."""
    return re.search(rf" (?:{CARD}|the) {re.escape(one.plain)} ", said) is not None


def asking_phrases(text: str) -> list[str]:
    """What cues took of a text, each piece as plain words between spaces."""
    folded = normalise(text).folded
    return [f" {plain(folded[hit.start : hit.end])} " for hit in hits_in(text)]


@dataclass(frozen=True)
class OwnName:
    """Two words or more of a name that are a thing's own, as they are compared and as they are written."""

    sku: str
    kind: str
    plain: str
    written: str
    branded: bool


def own_names(shelf: Shelf) -> dict[str, list[OwnName]]:
    """What follows the brand in each name, with the brand before it and without, by its plain form; read once."""
    cache: dict[str, dict[str, list[OwnName]]] = shelf.__dict__
    if "_own_names" not in cache:
        rows: dict[str, list[OwnName]] = defaultdict(list)
        for product in shelf.products.values():
            _, brand, tail = product.name.partition(product.brand) if product.brand else ("", "", "")
            # A number after it is a model or a measure, which is said or not.
            tail = re.split(r"\s\S*\d", tail)[0]
            if not tail.strip():
                continue
            for written, branded in ((brand + tail, True), (tail, False)):
                name = plain_written(written)
                if len(name.split()) > 1:
                    rows[name].append(OwnName(product.sku, product.kind, name, written, branded))
        cache["_own_names"] = dict(rows)
    return cache["_own_names"]


def is_distinctive(shelf: Shelf, word: str) -> bool:
    """Whether few things are called by this word."""
    cache: dict[str, bool] = shelf.__dict__.setdefault("_distinctive", {})
    if word not in cache:
        cache[word] = 0 < shelf.postings.times_called(word) <= max(3, len(shelf.entries) // 60)
    return cache[word]


def _explained(context: Sequence[Entry], query: Query) -> bool:
    """Whether the things at hand have the words that were said in their facts, so that they need name nothing else."""
    if not context or query.kinds:
        return False
    folded = {word.folded for word in query.words}
    return any(len(folded & entry.told_words) >= max(1, len(folded) - 1) for entry in context[:3])
