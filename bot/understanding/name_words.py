"""Words that say nothing by themselves and yet are part of a name: "cá hồi", "cần câu", "mèo con"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.language import fold
from bot.understanding.goods import heads_by_marks
from bot.understanding.shelf import Shelf
from bot.understanding.words import ASKING, EMPTY, Word, written_words

TURNS_OF_TALK = re.compile(
    r"\b(?:can|dang|rat|hoi|kha|giao|ship|mua|lay|nhan) gap\b|\bgap (?:lam|qua|nha|nhe)\b"
    r"|\b(?:quay|tro|xem|noi|nhac|coi|ke) lai\b"
    r"|\b(?:dat|mua|xem|tra|coc|thanh toan|goi|bao|hen|nhan|dung|co) truoc\b|\btruoc (?:khi|do|nua|gio|may gio|\d)"
    r"|\b(?:luc|hoi) (?:nay|nãy|truoc|dau)\b"
)
"""Words of how and when, which name nothing whatever is called so: "cần gấp", "quay lại", "đặt trước"."""


def without_turns_of_talk(text: str) -> str:
    """The text with such words blanked, places kept."""
    folded = fold(text)
    if len(folded) != len(text):
        return text
    for found in TURNS_OF_TALK.finditer(folded):
        text = text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]
    return text


@dataclass(frozen=True)
class NamePairs:
    """Neighbours in names of which one would be left out, as they are written and without marks."""

    typed: frozenset[str]
    folded: frozenset[str]


def name_pairs(shelf: Shelf) -> NamePairs:
    """Of names, kinds and aliases; read once for a shelf."""
    cache: dict[str, NamePairs] = shelf.__dict__
    if "_name_pairs" not in cache:
        pairs = list(_pairs(shelf))
        cache["_name_pairs"] = NamePairs(
            frozenset(f"{one.typed} {two.typed}" for one, two in pairs),
            frozenset(f"{one.folded} {two.folded}" for one, two in pairs),
        )
    return cache["_name_pairs"]


def _pairs(shelf: Shelf) -> Iterator[tuple[Word, Word]]:
    for product in shelf.products.values():
        for name in (product.name, product.kind, *product.aliases):
            for one, two in pairwise(written_words(name)):
                if one.folded in EMPTY or two.folded in EMPTY or one.folded in ASKING or two.folded in ASKING:
                    yield one, two


FUNCTION = frozenset(
    "cho co khong va voi cua de la thi o tai den tu trong ngoai nay do cai loai mau mot hai ba nua roi gi nao "
    "minh em anh chi shop ban mua lay can duoc a the my is for of and with in to".split()
)
"""Words that bind others; beside a word that says something they say nothing themselves."""


def places_of_names(words: Sequence[Word], shelf: Shelf, *, marks: bool) -> frozenset[int]:
    """Places of words that stand as they do in some name; with marks where marks are typed."""
    known = name_pairs(shelf)
    kept = {place for place, word in enumerate(words) if heads_by_marks(word, shelf.heads)}
    for place, (one, two) in enumerate(pairwise(words)):
        typed, folded = f"{one.typed} {two.typed}", f"{one.folded} {two.folded}"
        found = typed in known.typed if marks else folded in known.folded
        if not found or {one.folded, two.folded} <= FUNCTION:
            continue
        both = all(word.folded in EMPTY for word in (one, two))
        kept |= {
            place + step
            for step, word in enumerate((one, two))
            if (word.folded not in FUNCTION and (step or both or word.folded in shelf.heads))
            or (both and (word.marked or not marks))
        }
    return frozenset(kept)
