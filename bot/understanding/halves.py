"""Things called by half a name, "2 robusta 1 arabica": what this talk was about before what else the shelf has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from bot.domain.catalogue import Product
from bot.domain.ground import Ground
from bot.language import fold, normalise
from bot.understanding.counts import COUNTERS
from bot.understanding.naming import is_distinctive
from bot.understanding.query import Query
from bot.understanding.rank import has_colour
from bot.understanding.shelf import Entry, Shelf, has
from bot.understanding.slips import mended
from bot.understanding.words import Word, plain, words_of

FOR_WHOM = re.compile(
    r"\b(?:cho|tặng|tang|biếu|bieu|for) (?!mình\b|minh\b|em\b|chị\b|chi\b|anh\b|me\b)\w.*$", re.IGNORECASE
)
"""Whom it is for names nothing: "1 hộp trà cho mẹ"."""
SENDING = re.compile(r"\b(?:ship|giao|gửi|gui|deliver\w*)\b.*$", re.IGNORECASE)
"""Where it goes names nothing, either: "ship quận 10"."""
ASKING_TAIL = re.compile(r"\s(?:thì|thi|tổng|tong|hết|het|là|la|bao|nhiêu|nhieu|total)\b.*$", re.IGNORECASE)
"""What is asked of it: "cái đó thì tổng bao nhiêu"."""
POINTING = frozenset("nay do kia ay day this that".split())


def spoken_of(ground: Ground, shelf: Shelf) -> list[Entry]:
    """What the talk was about, the nearest first: "it", the basket, the list, then what came before."""
    skus = [
        *([] if ground.several else ground.focus[:1]),
        *(line.sku for line in reversed(ground.basket)),
        *(ground.focus[:4]),
        *ground.shown,
        *ground.focus[4:],
    ]
    return [shelf.entries[sku] for sku in dict.fromkeys(skus) if sku in shelf.entries]


def half_named(shelf: Shelf, ground: Ground, query: Query, *, besides: Collection[str] = ()) -> str | None:
    """The thing spoken of that all the naming words of a part call; None if they call several or something else.

    ``besides`` are those that other parts of the list mean already: two names mean two things.
    """
    words = naming_words(shelf, query)
    if not words:
        return None
    entries = [entry for entry in spoken_of(ground, shelf) if entry.sku not in besides]
    called = [entry for entry in entries if all(_is_called(entry, word, query) for word in words)]
    if not called and not skus_called(shelf, words, query):
        # What has a word only in its facts ("chai ít bọt") is meant where nothing on the shelf is called so.
        called = [entry for entry in entries if all(_has(entry, word, query) for word in words)]
    of_kind = [entry for entry in called if entry.product.kind in query.kinds | query.heads]
    called = of_kind or called
    if query.colours:
        called = [entry for entry in called if has_colour(entry.product, query.colours)] or called
    called = [entry for entry in called if has_size_said(entry.product, query.text)] or called
    if not called:
        return None
    if ground.several and called[0].sku in ground.shown:
        # Of a list that nothing was picked from the words must call one alone.
        listed = [entry for entry in called if entry.sku in ground.shown]
        return listed[0].sku if len(listed) == 1 else None
    return called[0].sku


def has_size_said(product: Product, text: str) -> bool:
    """Whether a size that no number of pieces is like was said, "C5" or "3/4", and the thing comes in it."""
    said = set(re.findall(r"[^\W_]+(?:/[^\W_]+)?", fold(text)))
    return any(len(size) > 1 and not size.isdigit() and fold(size) in said for size in product.sizes)


def of_shelf(shelf: Shelf, query: Query, *, besides: Collection[str] = ()) -> str | None:
    """The only thing of the shelf that all the naming words of a part call: "1 granola"."""
    words = naming_words(shelf, query)
    called = [shelf.entries[sku] for sku in sorted(skus_called(shelf, words, query) - {*besides})[:MOST_CALLED]]
    if query.colours and len(called) > 1:
        called = [entry for entry in called if has_colour(entry.product, query.colours)]
    return called[0].sku if len(called) == 1 else None


def part_of_spoken(shelf: Shelf, ground: Ground, query: Query) -> str | None:
    """What belongs to a thing spoken of and is called by all the words: "1 hộp giấy" beside an air fryer."""
    words = naming_words(shelf, query)
    for entry in spoken_of(ground, shelf)[:4] if words else ():
        for other in (shelf.entries[part.sku] for part in shelf.made_for(entry.product)):
            if all(_is_called(other, word, query) for word in words):
                return other.sku
    return None


MOST_CALLED = 300
"""Words that so many things are called by call none of them alone."""


def skus_called(shelf: Shelf, words: Sequence[Word], query: Query) -> set[str]:
    """Things that all these words call."""
    found = [shelf.postings.skus_called(word, query.marks) for word in words]
    return set.intersection(*found) if found else set()


def naming_words(shelf: Shelf, query: Query) -> list[Word]:
    """The words of a part that things are called by; numbers, colours and what is asked name nothing."""
    text = SENDING.sub("", FOR_WHOM.sub("", query.text))
    kept = {word.folded for word in query.words} | query.kind_words
    called = shelf_words(shelf)
    colours = {word for name in shelf.colours for word in name.split()}
    # "Son dưỡng gấc" is called so, though "đỏ gấc" is a colour.
    colour_words = query.colour_words | {word for word in colours if not is_distinctive(shelf, word)}
    # "1 ly tím" names what "1 ly" only counts.
    said = [word.folded for word in words_of(text)]
    nouns = {first for first, second in pairwise(said) if second in colours}
    words = [
        word
        for word in mended(words_of(text), shelf)
        if word.folded in kept
        and (not word.marked or word.typed in called.get(word.folded, ()) or word.folded in query.kind_words)
        and word.folded in called
        and not word.folded.isdigit()
        and len(word.folded) > 1
        and word.typed not in ("cua", "của")
        and (word.folded in query.kind_words or word.folded in nouns or not re.fullmatch(COUNTERS, word.folded))
        and (word.folded not in colour_words or word.folded in query.kind_words)
    ]
    return list({word.folded: word for word in words}.values())


def shelf_words(shelf: Shelf) -> Mapping[str, set[str]]:
    """Every word that something is called by, with the ways it is written; read once."""
    cache: dict[str, dict[str, set[str]]] = shelf.__dict__
    if "_called_words" not in cache:
        cache["_called_words"] = shelf.postings.called_ways()
    return cache["_called_words"]


def _is_called(entry: Entry, word: Word, query: Query) -> bool:
    return has(entry.called, word, query.marks) >= 0.5


def is_called(entry: Entry, words: Iterable[Word], query: Query) -> bool:
    """Whether a thing is called by all these words, or has those that are no kind in its facts."""
    return all(_has(entry, word, query) for word in words)


def _has(entry: Entry, word: Word, query: Query) -> bool:
    """Whether a thing is called by a word, or has it in its facts; a word for a kind is never a fact."""
    if _is_called(entry, word, query):
        return True
    if word.folded in query.kind_words or word.folded not in entry.told_words:
        return False
    return has(entry.told, word, query.marks) >= 0.5


def counted_as(shelf: Shelf, ground: Ground, query: Query, *, but: Collection[str]) -> str | None:
    """The thing spoken of that is called by the counting word and has the rest: "12 lon cá hồi" of tins in three kinds.

    None where what the words name otherwise (``but``) is called by the counting word as well.
    """
    found = COUNTED.search(f"{fold(query.text)} ")
    words = naming_words(shelf, query)
    if found is None or not words or any(found.group(1) in shelf.entries[sku].called for sku in but):
        return None
    for entry in spoken_of(ground, shelf)[:4]:
        if found.group(1) in entry.called and is_called(entry, words, query):
            return entry.sku
    return None


COUNTED = re.compile(rf"(?<![\w.,])(?:\d{{1,3}}|mot|hai|ba|one|two|three) ({COUNTERS})(?= ([^\W\d_]+))")


def without_counters(text: str, shelf: Shelf) -> str:
    """The text with words blanked that only count, "1 hộp giấy", where with the next word they call no kind."""
    folded = fold(text)
    if len(folded) != len(text):
        return text
    colours = {word for name in shelf.colours for word in name.split()}
    for found in COUNTED.finditer(folded):
        kind = f"{found.group(1)} {found.group(2)} "
        names = found.group(2) in shelf_words(shelf) and found.group(2) not in colours
        if not names or any(f"{name} ".startswith(kind) for name in (*shelf.kinds, *shelf.aliases)):
            continue
        text = text[: found.start(1)] + " " * len(found.group(1)) + text[found.end(1) :]
    return text


def only_points(query: Query) -> bool:
    """Whether a part only points, "con đó", "cái này", so that it means the thing spoken of."""
    words = [word.folded for word in words_of(ASKING_TAIL.sub("", query.text))]
    return bool(POINTING & set(words)) and not query.kinds and len(words) <= 4


def tells_only_variants(shelf: Shelf, product: Product, query: Query) -> bool:
    """Whether a part names nothing but colours, sizes and numbers of this thing: "1 kem", "màu đen hết"."""
    own = {word for colour in (*product.colours, *product.colours_en) for word in plain(colour).split()}
    sizes = {size.lower() for size in product.sizes}
    left = [word for word in naming_words(shelf, query) if word.folded not in own | sizes]
    return not left and not query.kinds


def numbers_of(entry: Entry) -> frozenset[str]:
    """Numbers that belong to what a thing is called or comes in: model, measure, size."""
    product = entry.product
    text = " ".join((product.name, product.name_en, *product.aliases, *product.sizes))
    return frozenset(re.findall(r"\d+", fold(text)))


def says_number_of(entry: Entry, text: str, number: int) -> bool:
    """Whether a number in a text is one of the thing's own and counts no pieces: "phòng 25", "giày đen 41"."""
    if str(number) not in numbers_of(entry):
        return False
    folded = normalise(text).folded
    before = re.search(rf"(\w+) {number}\b", folded)
    return before is not None and before.group(1) in {*entry.called, "size", "sz", "con", "cu", "cai", "loai", "cay"}
