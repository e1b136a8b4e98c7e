"""Which variants of one thing are meant, and how many of each: "2 S, 1 M, đen hết", "one navy and one red"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.catalogue import Product
from bot.language import fold
from bot.understanding.counts import NUMBERS, number_of
from bot.understanding.rank import colour_called

EACH = re.compile(r"\bmoi (?:mau|loai|size|sz|co|thu|kieu|cai)\b|\b(?:of )?each(?: (?:colou?r|size|kind|one))?\b")
"""So many of every variant."""
EITHER = re.compile(r"\b(?:hay|hoac|or|either)\b")
"""One of them, not all."""
SHORT_OR_LIKE_ANOTHER = frozenset(
    "hong do den be nau kem tim cam bac vang xam nude reu trang xanh than mau s m l x c e a".split()
)
"""Colours and sizes that without marks are other words: they count after a number, "màu" or a counting word."""
BEFORE_A_VARIANT = frozenset(
    "mau size sz co cai chiec con doi cap hop chai cay bo tui ly binh mieng bich goi tuyp thoi loai ban em "
    "va voi and in color colour coloured pcs pieces".split()
)


@dataclass(frozen=True)
class Variant:
    """So many in this colour and this size; None where that was not said."""

    quantity: int | None = None
    colour: str | None = None
    size: str | None = None


@dataclass(frozen=True)
class _Token:
    kind: str
    """``number``, ``colour``, ``size`` or ``word``."""
    value: str


def variants_in(product: Product, text: str) -> list[Variant]:
    """The variants that are told apart in a text, two or more of them; otherwise none."""
    folded = fold(text)
    if (len(product.colours) < 2 and len(product.sizes) < 2) or EITHER.search(folded):
        return []
    tokens = list(_tokens(product, text))
    found = _in_one_colour(_numbered(list(_grouped(tokens)), tokens, bool(EACH.search(folded))))
    if len(found) < 2 and (each := _of_each(product, folded, found)):
        return each
    return found if len({(one.colour, one.size) for one in found}) > 1 else []


def colour_in(product: Product, text: str) -> str | None:
    """The one own colour that a text names, in either language: "tint peach"."""
    colours = {token.value for token in _tokens(product, text) if token.kind == "colour"}
    return colours.pop() if len(colours) == 1 else None


def _of_each(product: Product, folded: str, found: Sequence[Variant]) -> list[Variant]:
    """Every one of a few colours where "mỗi màu 1 cái" names none."""
    match = re.search(r"\bmoi mau (\d{1,2}|mot|hai|ba)\b|\b(\d{1,2}|one|two) (?:of )?each colou?r\b", folded)
    if match is None or not 2 <= len(product.colours) <= 4:
        return []
    number = match.group(1) or match.group(2)
    size = found[0].size if found else None
    return [Variant(number_of(number), colour, size) for colour in product.colours]


def _grouped(tokens: Sequence[_Token]) -> Iterator[Variant]:
    """One variant after the other: a new one begins where colour, size or number is told again."""
    now = Variant()
    waiting: int | None = None
    for token in tokens:
        if token.kind == "number":
            waiting = int(token.value)
            continue
        if token.kind == "word":
            continue
        begun = bool(now.colour or now.size)
        again = now.colour if token.kind == "colour" else now.size
        if begun and (again or waiting is not None):
            yield now
            now = Variant()
        now = replace(now, colour=token.value) if token.kind == "colour" else replace(now, size=token.value)
        if waiting is not None and now.quantity is None:
            now, waiting = replace(now, quantity=waiting), None
    if now.colour or now.size:
        yield now


def _numbered(found: list[Variant], tokens: Sequence[_Token], each: bool) -> list[Variant]:
    """The numbers where they belong: "2 pcs, black and grey" and "đen với trắng mỗi màu 1" are one of each."""
    if len(found) < 2:
        return found
    first, rest = found[0], found[1:]
    if all(one.quantity is None for one in rest) and (first.quantity in (None, len(found)) or each):
        numbers = [int(token.value) for token in tokens if token.kind == "number"]
        said = numbers[-1] if numbers and each else 1
        return [replace(one, quantity=said) for one in found]
    if first.quantity is None and tokens[-1].kind == "number" and all(one.quantity for one in rest):
        # "Đen 2 trắng 1": the numbers stand behind.
        behind = [*(one.quantity for one in rest), int(tokens[-1].value)]
        return [replace(one, quantity=number) for one, number in zip(found, behind)]
    return [replace(one, quantity=one.quantity or 1) for one in found]


def _in_one_colour(found: list[Variant]) -> list[Variant]:
    """A colour or a size that is told once is that of all: "2 S, 1 M, màu đen hết"."""
    colours = {one.colour for one in found if one.colour}
    sizes = {one.size for one in found if one.size}
    if len(colours) == 1 and len(sizes) > 1:
        found = [replace(one, colour=next(iter(colours))) for one in found]
    if len(sizes) == 1 and len(colours) > 1:
        found = [replace(one, size=next(iter(sizes))) for one in found]
    return found


def _tokens(product: Product, text: str) -> Iterator[_Token]:
    """The words of a text as what they say of this thing's variants."""
    words = re.findall(r"[^\W_]+(?:[/-][^\W_]+)?", unicodedata.normalize("NFC", text))
    sizes = {size.lower(): size for size in product.sizes}
    place = 0
    while place < len(words):
        length, token = _colour_at(product, words, place)
        if token is None:
            length, token = 1, _size_at(sizes, words, place) or _number_at(words, place)
        yield token or _Token("word", words[place])
        place += length


def _colour_at(product: Product, words: Sequence[str], place: int) -> tuple[int, _Token | None]:
    """An own colour of one to three words that begins here; an ambiguous one is none."""
    for length in (3, 2, 1):
        part = words[place : place + length]
        if len(part) < length:
            continue
        phrase = " ".join(part)
        own = colour_called(product, phrase)
        if len(own) == 1 and _is_of_its_name(product, phrase, own[0]) and not _is_meant(words, place):
            continue
        if len(own) == 1 and (length > 1 or _is_meant(words, place) or not _is_risky(part[0], own[0])):
            return length, _Token("colour", own[0])
    return 1, None


def _is_of_its_name(product: Product, phrase: str, colour: str) -> bool:
    """Whether a part of a colour is a part of the thing's own name as well: "son gấc", which also comes in "đỏ gấc"."""
    said = fold(phrase)
    return said != fold(colour) and f" {said} " in f" {fold(product.name)} "


def _is_risky(word: str, colour: str) -> bool:
    """Whether a word may be another one: typed without marks where the colour has some, or with other marks."""
    if fold(word) not in SHORT_OR_LIKE_ANOTHER:
        return False
    return word.lower() not in unicodedata.normalize("NFC", colour).lower().split() or word.isascii()


def _is_meant(words: Sequence[str], place: int) -> bool:
    """Whether the word before says that a variant follows."""
    if not place:
        return len(words) <= 3
    before = fold(words[place - 1])
    return before.isdigit() or before in NUMBERS or before in BEFORE_A_VARIANT


def _size_at(sizes: dict[str, str], words: Sequence[str], place: int) -> _Token | None:
    """An own size: after "size" or a number, or written as a size is."""
    word = words[place]
    own = sizes.get(word.lower())
    if own is None:
        return None
    before = fold(words[place - 1]) if place else ""
    said = before in ("size", "sz", "co", "voi", "va", "and")
    if word.isdigit():
        after = fold(words[place + 1]) if place + 1 < len(words) else ""
        is_one = int(word) > 20 and after not in BEFORE_A_VARIANT
        return _Token("size", own) if before in ("size", "sz") or is_one else None
    counted = before.isdigit() or before in NUMBERS
    return _Token("size", own) if said or counted or word.isupper() or len(word) > 1 else None


def _number_at(words: Sequence[str], place: int) -> _Token | None:
    word = fold(words[place])
    if word.isdigit() and 0 < int(word) <= 500:
        return _Token("number", word)
    follows = fold(words[place + 1]) if place + 1 < len(words) else ""
    if word in NUMBERS and (word.isascii() and (follows in BEFORE_A_VARIANT or word in ("mot", "one", "two", "three"))):
        return _Token("number", str(NUMBERS[word]))
    return None
