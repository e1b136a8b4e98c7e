"""Things described in passing: "con 5 lít", "loại nhỏ", "cái kem"; those at hand before those of their kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.language import fold, normalise
from bot.understanding.qualities import qualities_in
from bot.understanding.query import Query, query_of
from bot.understanding.rank import has_colour, rank
from bot.understanding.shelf import Entry, Shelf
from bot.understanding.words import plain

CARD = r"(?:cai|con|mau|mon|loai|chiec|thoi|doi|hop|bo|em|chai|tuyp|goi|ban|dong|cay|hu|thang|chi)"
DESCRIBED = re.compile(
    rf"\b{CARD}(?: mau)? (?P<what>(?!nao\b|gi\b|nay\b|do\b|kia\b|ay\b|khac\b|moi lan\b)"
    r"(?:[^,.?!;]|(?<=\d)[.,](?=\d)){1,40})"
)
END_OF_PHRASE = re.compile(
    r"\b(?:nen|lay|vi|roi|ma|gia|bao nhieu|nhieu tien|thi|la|co|con|nao|gi|khong|duoc|ship|giao|bao hanh|mau"
    r"|size|di|nha|nhe|luc|hoi|vay|a|voi|va|so|luon|cho|de|het|thi sao|the|xai|dung|hay|ha|nhi|chua|chac"
    r"|pin dc|vua|"
    r"how|what|is|does|do|can|please|cost|costs|in|for|with|and|to|have|come|any)\b"
)


LIVING = frozenset("con em thang chi ban".split())
OF_A_BODY = re.compile(r"(?:\w+ )?\d[\d.,]* ?(?:kg|ky|ki|kilo|tuoi|thang|tuan)\b|\d{1,2}(?:kg|ky|ki)\d\b")
"""After a counting word for living beings a weight or an age is theirs: "con 12 kg nằm vừa không"."""


OF_A_FAMILY = re.compile(r"(?:gai|trai|dau|re|ruot|ho)\b")
"""After such a word somebody is meant: "nhờ em gái lấy" is no thing for girls."""


def by_description(shelf: Shelf, query: Query, context: Sequence[Entry], text: str) -> list[str]:
    """Things told apart by what they are like: "cái hai dây", "con 5 lít", "loại nhỏ", "cái kem"."""
    phrases = list(described_phrases(text))
    # What stands last is decided for: "vì con nhỏ nên lấy con êm".
    phrases = [as_typed(phrase, query.text) for phrase in reversed(phrases)]
    if not phrases:
        return []
    for phrase in phrases:
        found = _described(shelf, query, context, phrase)
        if found:
            return found
    return []


ENGLISH = re.compile(
    r"\b(?:the|this|that|your) (?P<what>[a-z0-9][a-z0-9.\- ]{0,28}?) (?:one|ones|model|version|type)\b"
    r"|\bthe (?P<bare>[a-z0-9][\w.\-]*)(?=\s*(?:[?.,!]|$))"
)
BY_SIZE_OR_PRICE = re.compile(
    r"\bthe (?P<what>small|smaller|smallest|big|bigger|biggest|large|larger|largest) (?!ones?\b)(?P<noun>[a-z\-]+)\b"
)
"""A thing by its size, "the small cooker"."""
POINTS_ONLY = {
    "other",
    "first",
    "second",
    "third",
    "last",
    "same",
    "next",
    "price",
    "total",
    "shop",
    "order",
    "code",
    "two",
    "both",
    "thing",
    "size",
}


def as_typed(phrase: str, text: str) -> str:
    """A folded phrase with the marks that were typed: "em" may be "êm"."""
    views = normalise(text)
    at = views.folded.rfind(phrase)
    return views.expanded[at : at + len(phrase)] if at >= 0 and len(views.folded) == len(views.expanded) else phrase


def described_phrases(text: str) -> Iterable[str]:
    """The words after a counting word, or in "the … one", up to what is asked of it."""
    for match in ENGLISH.finditer(text):
        what = (match.group("what") or match.group("bare") or "").strip()
        if what and what not in POINTS_ONLY:
            yield what
    yield from (match.group("what") for match in BY_SIZE_OR_PRICE.finditer(text))
    for match in re.finditer(rf"\b{CARD}\b", text):
        follows = DESCRIBED.match(text, match.start())
        if follows is None:
            continue
        what = follows.group("what")
        if nested := re.search(rf"\b{CARD}\b", what):
            what = what[: nested.start()]
        if not re.match(r"(?:\d+ )?(?:de|mau)\b", what):
            end = END_OF_PHRASE.search(what)
            what = what[: end.start()] if end else what
        what = what.strip()
        if match.group() in LIVING and (OF_A_BODY.match(what) or OF_A_FAMILY.match(what)):
            continue
        if what and not re.match(r"(?:vay|the|a|nha|khong|hon|nhat|nua|di)\b", what):
            yield what


def _described(shelf: Shelf, query: Query, context: Sequence[Entry], phrase: str) -> list[str]:
    own = query_of(phrase, [], shelf, without_cues=False)
    if not own.qualities:
        own = replace(own, qualities=tuple(qualities_in(f"loai {phrase}")))
    focus_kind = context[0].product.kind if context else None
    # "Màu kem" is a colour, whatever "kem" is besides.
    kinds = own.kinds or query.kinds or (query.heads if not query.kind_words <= query.colour_words else frozenset())
    near = [entry for entry in context if not kinds or entry.product.kind in kinds]
    rest = [
        e for e in shelf.entries_of_kind(kinds or ([focus_kind] if focus_kind is not None else [])) if e not in near
    ]
    near, rest = _having_its_numbers(phrase, near, rest)
    for compound in COMPOUND.findall(phrase):
        near, rest = _having_compound(compound, near, rest)
    for among in (near, [*near, *rest]):
        if not among:
            continue
        scores = _described_scores(shelf, own, among, phrase)
        if not scores:
            continue
        top = scores[0][0]
        firsts = [entry.sku for score, entry in scores if score >= top * 0.85]
        if len(firsts) == 1:
            return firsts
        if len(firsts) < len(among) and len(firsts) <= 3 and among is near:
            return firsts
    return []


NUMBER = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)*(?![\d.,])")


def numbers_in(text: str) -> set[str]:
    """The numbers of a text, those with thousands without their points: "10.000" is 10000."""
    return {re.sub(r"[.,](?=\d{3}(?!\d))", "", number) for number in NUMBER.findall(text)}


def _having_its_numbers(phrase: str, near: list[Entry], rest: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """What is at hand and what else there is, without things that lack a number which others are called by."""
    numbers = numbers_in(phrase)

    def has_them(entry: Entry) -> bool:
        return numbers <= numbers_in(fold(" ".join([entry.product.name, *entry.product.aliases])))

    if not numbers or any(map(has_them, near)) or not any(map(has_them, rest)):
        return near, rest
    return [], [entry for entry in rest if has_them(entry)]


def _described_scores(shelf: Shelf, own: Query, among: Sequence[Entry], phrase: str) -> list[tuple[float, Entry]]:
    """Things that a phrase describes beyond their kind, the best first: by words, a bare number, or a colour alone."""
    numbers = numbers_in(phrase)
    scores: list[tuple[float, Entry]] = []
    for fit in rank(shelf, own, among):
        score = fit.score - (8.0 if fit.product.kind in own.kinds else 4.8 if fit.product.kind in own.heads else 0.0)
        score += _bare_number(fit.entry, numbers)
        if score > 0.8:
            scores.append((score, fit.entry))
    for entry in among:
        if not any(entry is other for _, other in scores) and (bare := _bare_number(entry, numbers)):
            scores.append((bare, entry))
    for entry in among:
        if colour_alone(phrase, entry, shelf) and not any(entry is other for _, other in scores):
            scores.append((2.0, entry))
    return sorted(scores, key=lambda pair: -pair[0])


def colour_alone(phrase: str, entry: Entry, shelf: Shelf) -> bool:
    """Whether the phrase is a colour that the thing comes in: "cái kem"."""
    # The phrase is folded already: "hong" alone would be written out as "không".
    colour = shelf.colours.get(phrase) or shelf.colours.get(plain(phrase))
    return bool(colour) and has_colour(entry.product, [str(colour)])


COMPOUND = re.compile(r"\b[a-z]+-[a-z]+\b")


def _having_compound(compound: str, near: list[Entry], rest: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Those that are told to be "in-ear", if any are: "over-ear" shares only half of it."""
    wanted = f" {compound.replace('-', ' ')} "

    def has_it(entry: Entry) -> bool:
        said = " ".join([entry.product.name_en, *(f"{fact.text_en} {fact.text}" for fact in entry.facts)])
        return wanted in f" {fold(said).replace('-', ' ')} "

    if not any(map(has_it, [*near, *rest])):
        return near, rest
    return list(filter(has_it, near)), list(filter(has_it, rest))


def _bare_number(entry: Entry, numbers: set[str]) -> float:
    """A number without a unit names a thing that has it in its name: "cái 750", "con 25"."""
    own = re.findall(r"(?<![\d.,])\d+(?:[.,]\d+)*", fold(entry.product.name))
    plain_own = {*own} | {number.replace(".", "").replace(",", "") for number in own}
    return 4.0 if numbers & plain_own else 0.0
