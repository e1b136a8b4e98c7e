"""What English titles say a thing is: their last noun, "shoes" of "Breeze running shoes for women"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from bot.domain.catalogue import Product
from bot.understanding.needs import also_said
from bot.understanding.words import Word, is_empty, written_words

END_OF_TITLE = re.compile(r",(?!\d)|[:;(+–]| - | (?:for|with|in|of|and|without) ", re.IGNORECASE)
MEASURE = re.compile(r"\d|^(?:kg|g|ml|l|cm|mm|w|mah|pcs|pack|size|new|set|mix)$")
"""What a title may end with and is no noun of goods."""
MOST_KINDS = 3
"""A word that more kinds of goods are called by names none of them."""
NOT_ASKED_AFTER = frozenset(
    "for with of in to my your her his our their this that these those it its on under no not without instead than "
    "like from".split()
)
"""After these goods are what something else is for, made of, or what is at hand already."""
FEW_LETTERS = 3


def english_nouns_of(products: Sequence[Product]) -> dict[str, set[str]]:
    """Heads of English titles and kinds, each with the kinds of goods that are called so; few kinds only."""
    found: dict[str, set[str]] = defaultdict(set)
    for product in products:
        for title in (product.name_en, product.kind_en):
            if noun := head_of_title(title):
                found[noun].add(product.kind)
        first = next(iter(written_words(product.kind)), None)
        if first is not None and first.typed.isascii() and len(first.typed) > FEW_LETTERS:
            # Loan words, such as "robot", are the same in both.
            found[first.folded].add(product.kind)
    called = {noun: kinds for noun, kinds in found.items() if len(kinds) <= MOST_KINDS}
    for noun, kinds in list(called.items()):
        for other in also_said(noun):
            # "Cream" is a moisturiser, too, though only a lip cream is called so.
            called[other] = called.get(other, set()) | kinds
    return called


def head_of_title(title: str) -> str:
    """The noun that an English title ends with, without measures and what it is for; empty if there is none."""
    words = written_words(END_OF_TITLE.split(title, maxsplit=1)[0], english=True)
    nouns = [word.folded for word in words if not MEASURE.search(word.folded) and not is_empty(word, True)]
    return nouns[-1] if nouns and len(nouns[-1]) >= FEW_LETTERS else ""


def is_asked_in_english(words: Sequence[Word], at: int, nouns: Collection[str]) -> bool:
    """Whether a noun stands for goods that are asked for: not what others are for, and not part of the next noun."""
    after = words[at + 1].folded if at + 1 < len(words) else ""
    if after in nouns:
        return False
    before = [word.folded for word in words[max(0, at - 2) : at]]
    return not NOT_ASKED_AFTER.intersection(before[-1:]) and not (
        len(before) == 2 and before[0] in NOT_ASKED_AFTER and before[1] not in nouns and before[0] != "no"
    )


__all__ = ["MOST_KINDS", "english_nouns_of", "head_of_title", "is_asked_in_english"]
