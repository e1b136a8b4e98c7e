"""Which kinds of things a text names: the head of what is said, not what it is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.understanding.shelf import Shelf, same_marks
from bot.understanding.words import ASKING, EMPTY, EMPTY_AS_TYPED, Word, is_empty, plain, types_marks, words_of

BEFORE_A_HEAD = frozenset("co tim mua can ban kiem con xem them lay shop a an the some any need want got".split())
COUNTS_A_HEAD = frozenset("bo cai cay chiec doi hop goi bao bich tui cap cuon 1 2 3 4 5 6".split())
"""Before a head and nothing that describes it: "bộ dây cỡ 11", and not "con hạt đậu"."""
GENERIC = frozenset("may bo do hop cay hat day bao tui".split())
"""First words of kinds that stand before anything."""
NO_HEAD = frozenset("gia ma tien phi".split())
"""First words of kinds that alone ask something else: "giá" of "giá nhạc" (a music stand) is the price."""
FOR = re.compile(r" (?:danh )?cho (?=\w)")


@dataclass(frozen=True)
class KindSaid:
    """The name of a kind as it stands in a plain text."""

    name: str
    start: int
    end: int


def kinds_said(text: str, shelf: Shelf) -> list[str]:
    """Names of the kinds that are said; "thức ăn cho mèo" is "thức ăn mèo".

    Of names that run into one another ("dây đàn guitar", "guitar strings") the head counts: the first one in
    Vietnamese, the last one in English.
    """
    spoken = plain(text)
    found = _heads_of(_found_in(spoken, text, shelf), shelf)
    without = FOR.sub(" ", spoken)
    if without != spoken:
        joined = _heads_of(_found_in(without, text, shelf), shelf)
        more = [one.name for one in joined if f" {one.name} " not in f" {spoken} "]
        if more:
            # "Cho" between the two was "for", and no part of another kind's name.
            kept = [one.name for one in found if not any(_share_words(one.name, name) for name in more)]
            return [*kept, *more]
    return [one.name for one in found]


def _found_in(spoken: str, text: str, shelf: Shelf) -> list[KindSaid]:
    """Every name of a kind, whole; a longer one hides those within it."""
    words = f" {spoken} "
    found = [
        KindSaid(name, at, at + len(name))
        for name in shelf.kinds
        if name and _not_denied(text, name, shelf)
        for at in _places(words, name)
    ]
    return [
        one
        for one in found
        if not any(other is not one and other.start <= one.start and one.end <= other.end
                   and len(other.name) > len(one.name) for other in found)
    ]  # fmt: skip


def _places(words: str, name: str) -> list[int]:
    found, at = [], words.find(f" {name} ")
    while at >= 0:
        found.append(at)
        at = words.find(f" {name} ", at + 1)
    return found


def _heads_of(found: Sequence[KindSaid], shelf: Shelf) -> list[KindSaid]:
    """Without what only says what another one is for, once each, in the order in which they stand."""
    kept: list[KindSaid] = []
    for one in sorted(found, key=lambda said: (said.start, -said.end)):
        before = kept[-1] if kept else None
        if before is None or one.start > before.end + 1:
            if all(other.name != one.name for other in kept):
                kept.append(one)
        elif _is_english(one, shelf) and _is_english(before, shelf):
            kept[-1] = one
    return kept


def _is_english(one: KindSaid, shelf: Shelf) -> bool:
    return plain(shelf.kinds[one.name]) != one.name and not plain(shelf.kinds[one.name]).startswith(one.name)


def _share_words(one: str, other: str) -> bool:
    return bool({*one.split()} & {*other.split()})


def _not_denied(text: str, name: str, shelf: Shelf) -> bool:
    """Typed marks of another word deny a kind: "đậm" is no "đầm"; kinds of the shelf are written with their marks."""
    original = shelf.kinds[name]
    return plain(original) != name or (same_marks(text, name, original) and not _says_for(text, name, original))


def _says_for(text: str, name: str, original: str) -> bool:
    """Whether a word without marks among marked ones is the word that binds: "thức ăn cho hamster" feeds no "chó"."""
    spoken = words_of(text)
    if not types_marks(spoken):
        return False
    wanted = [word for word in words_of(original) if word.marked and word.folded in EMPTY]
    return any({other.typed for other in spoken if other.folded == word.folded} == {word.folded} for word in wanted)


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
        if word.folded in NO_HEAD or (is_empty(word, marks) and not heads_by_its_marks(word, shelf)):
            continue
        if not kinds_of_head(word, shelf, english=english):
            continue
        before = words[place - 1].folded if place else ""
        after = words[place + 1].folded if place + 1 < len(words) else ""
        counted = before in COUNTS_A_HEAD and (not after or after in EMPTY or after in ASKING or after[0].isdigit())
        asked = before in BEFORE_A_HEAD or counted or after in ("nao", "gi", "for") or place == 0
        if asked or not (word.folded in GENERIC or _may_be_another(word, shelf)):
            found.append((not asked, place, word))
    return min(found, key=lambda one: one[:2])[2] if found else None


def heads_by_its_marks(word: Word, shelf: Shelf) -> bool:
    """Whether the marks that were typed make a word a kind's own head: "trống" is no "trong"."""
    return word.marked and word.typed in shelf.heads and word.typed not in EMPTY_AS_TYPED


def _may_be_another(word: Word, shelf: Shelf) -> bool:
    """Whether a word without marks is written with some in every kind it heads: "long" may be hair and not "lồng"."""
    if word.marked or word.folded in shelf.english_heads:
        return False
    return all(next(iter(words_of(kind))).marked for kind in shelf.heads[word.folded])


__all__ = ["head_of", "heads_by_its_marks", "kinds_of_head", "kinds_said", "says_what_for"]
