"""Cut cleaned text into words, numbers and signs that know their place, and match words with or without diacritics."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from bot.language.fold import fold, fold_aligned, lower_aligned
from bot.language.normal import Normalised, normalise

# 4,000 characters of talk are some 900 words; a message of nothing but signs must not cost more than that.
_MOST_TOKENS = 1000
_CLOSING = frozenset(".,!?;…")
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+|[^\w\s]|_|\d+")


class Token(NamedTuple):
    """``text`` as typed (cleaned), ``low`` lower-case with diacritics, ``fold`` without; offsets in the clean text.

    ``glued``: no space before it; ``is_number``: ASCII digits, perhaps grouped; ``is_word``: letters.
    """

    text: str
    low: str
    fold: str
    start: int
    end: int
    glued: bool
    is_number: bool
    is_word: bool


#: Stands for whatever is beyond either end of the message.
NOTHING = Token("\n", "\n", "\n", -1, -1, False, False, False)


class Words:
    """A set of words; a token is in it when it is one of them, or one of them typed without diacritics."""

    __slots__ = ("_all",)

    def __init__(self, words: str, only_marked: str = "") -> None:
        # A bare spelling equals a folded word only when the token itself has no diacritics, so one set will do.
        self._all = frozenset(words.split()) | {fold(word) for word in words.split()} | set(only_marked.split())

    def __contains__(self, token: Token) -> bool:
        return token.low in self._all


class Phrases:
    """A set of phrases of one or more words, matched at a place in the tokens, longest first."""

    def __init__(self, *phrases: str) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, str], ...]]] = {}
        for phrase in dict.fromkeys(phrases):
            words = tuple((word, fold(word)) for word in phrase.split())
            for first in set(words[0]):
                self._by_first.setdefault(first, []).append(words[1:])
        for group in self._by_first.values():
            group.sort(key=len, reverse=True)

    @property
    def firsts(self) -> frozenset[str]:
        """Lower-case spellings a phrase may begin with: a quick no for most tokens."""
        return frozenset(self._by_first)

    def match(self, tokens: list[Token], at: int) -> int:
        """The index after the phrase that stands at ``at``; ``at`` itself when none does."""
        if at >= len(tokens):
            return at
        group = self._by_first.get(tokens[at].low)
        if group is not None:
            for rest in group:
                end = at + 1 + len(rest)
                if end <= len(tokens) and all(tokens[at + 1 + i].low in pair for i, pair in enumerate(rest)):
                    return end
        return at


def same(token: Token, word: str) -> bool:
    """Whether the token is the word, or the word without its diacritics."""
    return token.low == word or token.low == _fold_word(word)


@lru_cache(maxsize=4096)
def _fold_word(word: str) -> str:
    return fold(word)


_PAD = 24


@dataclass(frozen=True)
class Reading:
    """A message ready for the finders."""

    normal: Normalised
    tokens: list[Token]
    folded: str
    """The clean text folded, character for character."""
    padded: list[Token]
    """The tokens with NOTHING around them, so that looking past an end needs no test."""
    numbers: dict[int, Any] = field(default_factory=dict, repr=False, compare=False)
    """What :func:`bot.language.numerals.number_at` has read already: four finders ask for the same places."""
    counts: dict[int, Any] = field(default_factory=dict, repr=False, compare=False)
    """What the rules of :mod:`bot.language.quantities` have read already: each of them asks."""

    def at(self, index: int) -> Token:
        """The token at the index; NOTHING up to 24 places beyond either end."""
        return self.padded[index + _PAD]

    def index(self, offset: int) -> int:
        """The first token that begins at the offset of the clean text or behind it."""
        return bisect_left(self.tokens, offset, key=lambda token: token.start)

    def inside(self, spans: Iterable[tuple[int, int]]) -> set[int]:
        """The tokens that begin inside one of the spans of the clean text."""
        return {at for start, end in spans for at in range(self.index(start), self.index(end))}


@lru_cache(maxsize=128)
def read(text: str) -> Reading:
    """Normalise and cut a message."""
    normal = normalise(text)
    lowered = lower_aligned(normal.clean)
    folded = fold_aligned(normal.clean)
    tokens: list[Token] = []
    before = -1
    for match in _TOKEN.finditer(normal.clean):
        start, end = match.span()
        word = match[0]
        number, letters = "0" <= word[0] <= "9", word[0].isalpha()
        tokens.append(Token(word, lowered[start:end], folded[start:end], start, end, start == before, number, letters))
        before = end
        if len(tokens) == _MOST_TOKENS:
            break
    while tokens and tokens[-1].text in _CLOSING:
        tokens.pop()  # the end of a sentence is the end of the message
    if lowered != normal.clean and normal.clean.isupper() and len(tokens) > 1:
        tokens = [token._replace(text=token.low) for token in tokens]  # shouting: capitals say nothing here
    around = [NOTHING] * _PAD
    return Reading(normal, tokens, folded, [*around, *tokens, *around])


# Bare, "da", "vang", "ne" and "hen" are rather other words.
_GREETING = frozenset("dạ vâng alo alô hi hello hey ok oke ừ chào , . ! -".split())
_HAILED = Words("shop sốp sop ad admin em anh chị bạn bot")
_SOFTENER = frozenset("ạ a nha nhé nhe nghen hen nè shop sốp sop ad please pls thanks ơi oi , . ! ?".split())


def without_politeness(reading: Reading) -> Reading:
    """The same message without "dạ", "shop ơi" before it and "nha", "ạ", "please" behind it: they name nothing."""
    tokens = reading.tokens
    first, last = 0, len(tokens)
    while first < last - 1:
        hailed = tokens[first] in _HAILED and reading.at(first + 1).fold in ("oi", "a")
        if not hailed and tokens[first].low not in _GREETING:
            break
        first += 2 if hailed else 1
    while last > first + 1:
        thanks = last > first + 2 and tokens[last - 1].fold == "on" and tokens[last - 2].fold == "cam"
        if not thanks and tokens[last - 1].low not in _SOFTENER:
            break
        last -= 2 if thanks else 1
    kept = tokens[first:last]
    # "xl shop nha" is xin lỗi, "vang a" is vâng ạ, "hong a" is hông ạ.
    spoken = len(kept) == 1 and kept[0].low in ("xl", "vang", "hong") and last < len(tokens)
    if len(kept) == len(tokens) or not kept or spoken:
        return reading
    around = [NOTHING] * _PAD
    return Reading(reading.normal, kept, reading.folded, [*around, *kept, *around])
