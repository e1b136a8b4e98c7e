"""Which kinds of things a text names: the head of what is said, not what it is for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.goods import GENERIC, NO_HEAD, counts_otherwise, heads_by_marks
from bot.understanding.shelf import Shelf
from bot.understanding.words import ASKING, EMPTY, Word, is_empty, plain, types_marks, words_of

BEFORE_A_HEAD = frozenset("co tim mua can ban kiem con xem them lay shop a an the some any need want got".split())
COUNTS_A_HEAD = frozenset("bo cai cay chiec doi hop goi bao bich tui cap cuon 1 2 3 4 5 6".split())
"""Before a head and nothing that describes it: "bộ dây cỡ 11", and not "con hạt đậu"."""


def says_what_for(text: str, alias: str, kinds: Sequence[str]) -> bool:
    """Whether an alias only says what the kind before it is for: "đàn guitar acoustic" in "dây đàn guitar acoustic"."""
    words = f" {plain(text)} "
    at = words.find(f" {alias} ")
    return any(0 <= (start := words.find(f" {kind} ")) < at <= start + len(kind) + 1 for kind in kinds)


def kinds_of_head(word: Word, shelf: Shelf, *, english: bool) -> set[str]:
    """The kinds that a word is the head of; in English a "cat" is no "cát"."""
    found = shelf.heads.get(word.typed if word.marked else word.folded, set())
    if not english or word.marked:
        return found
    # Loan words, such as "robot", are the same in both.
    alike = {kind for kind in found if next(iter(words_of(kind))).typed == word.folded}
    return alike | shelf.english_heads.get(word.folded, set())


def head_of(words: Sequence[Word], shelf: Shelf, *, english: bool = False) -> Word | None:
    """The word that names a kind by its first (in English last) word: "có chuột nào", and not "ngồi máy cả ngày"."""
    marks = types_marks(tuple(words))
    found = []
    for place, word in enumerate(words):
        if word.folded in NO_HEAD or (is_empty(word, marks) and not heads_by_marks(word, shelf.heads)):
            continue
        if not kinds_of_head(word, shelf, english=english):
            continue
        before = words[place - 1].folded if place and not counts_otherwise(words[place - 1]) else ""
        after = words[place + 1].folded if place + 1 < len(words) else ""
        counted = before in COUNTS_A_HEAD and (not after or after in EMPTY or after in ASKING or after[0].isdigit())
        asked = before in BEFORE_A_HEAD or counted or after in ("nao", "gi", "for") or place == 0
        if asked or not (word.folded in GENERIC or _may_be_another(word, shelf)):
            found.append((not asked, place, word))
    return min(found, key=lambda one: one[:2])[2] if found else None


def _may_be_another(word: Word, shelf: Shelf) -> bool:
    """Whether a word without marks is written with some in every kind it heads: "long" may be hair and not "lồng"."""
    if word.marked or word.folded in shelf.english_heads:
        return False
    return all(next(iter(words_of(kind))).marked for kind in shelf.heads[word.folded])
