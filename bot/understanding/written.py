"""How near a question is to what the shop's owner wrote: rare words weigh more, words of the answer count too."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise

from bot.language import fold
from bot.understanding.words import Word, likeness, types_marks, words_of

IN_THE_ANSWER = 0.6
"""A word that only the answer has counts this much of one in a question."""
PAIR = 1.2
PAIR_RARITY = 0.3
"""Two neighbouring words together say this much more, by how rare they are: "kiểm hàng", "đổi size"."""
WHOLE = 0.15
"""What a question counts more that has just the words of one that the owner wrote, and no others."""
COMMON = 0.25
"""What a word of politeness, asking or pointing counts of any other."""
QUIET = frozenset(
    "a ah ad anh chi em minh shop ban toi tui oi cho hoi xin voi nhe nha vay the thi la va co khong duoc cai con nay"
    " do da "
    "roi gi sao nao i you is are can does of to for in on my your it this that please hi e c m b ma hong ha nhi "
    "bao nhieu lau may thi khi nao neu lo giup dum bi ra vo vao len o ne luon cung nua muon can phai hay hoac chua "
    "when how what if we they get got have has will would and or not no yes with from at be".split()
)


ALIKE = {
    "xai": "dùng",
    "khui": "mở",
    "coi": "xem",
    "ship": "giao",
    "shipper": "bưu",
    "tiem": "cửa",
    "hu": "hỏng",
    "loi": "hỏng",
    "free": "miễn",
    "voucher": "mã",
    "coupon": "mã",
    "code": "mã",
    "broken": "faulty",
    "breaks": "faulty",
    "break": "faulty",
    "defect": "faulty",
    "defective": "faulty",
    "postage": "shipping",
    "delivery": "shipping",
}
"""Words that say the same to a shop, by the folded one."""
MARKED_ONLY = {"loi": "lỗi", "hu": "hư"}
"""Of these the word with other marks is another one: "lời chúc" is no fault."""


@dataclass
class Document:
    """One answer: the forms of its words, by folded word, and its pairs."""

    asked: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    told: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    pairs: set[tuple[str, str]] = field(default_factory=set)
    told_pairs: set[tuple[str, str]] = field(default_factory=set)
    wholes: set[frozenset[str]] = field(default_factory=set)
    """The telling words of each question."""


class Written:
    """Answers by key; ``nearness`` says how much of a question each of them is about."""

    def __init__(self, answers: Mapping[str, tuple[Iterable[str], Iterable[str]]]) -> None:
        """``answers``: by key the texts that ask for it and those that tell it."""
        self._documents = {key: _document(asked, told) for key, (asked, told) in answers.items()}
        self._having: dict[str, list[str]] = defaultdict(list)
        self._having_pair: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._wholes: dict[frozenset[str], set[str]] = defaultdict(set)
        for key, one in self._documents.items():
            for word in one.asked.keys() | one.told.keys():
                self._having[word].append(key)
            for pair in one.pairs | one.told_pairs:
                self._having_pair[pair].append(key)
            for telling in one.wholes:
                self._wholes[telling].add(key)
        self._total = max(1, len(self._documents))
        self._rarity = {word: self._rare(len(keys)) for word, keys in self._having.items()}
        self._pair_rarity = {pair: self._rare(len(keys)) for pair, keys in self._having_pair.items()}

    def _rare(self, count: int) -> float:
        return math.log((1 + self._total) / count)

    def nearness(self, text: str) -> dict[str, float]:
        """By key, the share of what was said (0 to 1, and ``WHOLE`` more) that an answer is about, if any."""
        words = _spoken(text)
        marks = types_marks(tuple(words))
        weights = [self._weight(word) for word in words]
        said = sum(weights)
        if not said:
            return {}
        got: dict[str, float] = defaultdict(float)
        for word, weight in zip(words, weights):
            for key in self._having.get(word.folded, ()):
                got[key] += weight * _has(self._documents[key], word, marks)
        together: dict[str, float] = defaultdict(float)
        for first, second in pairwise(words):
            for key in self._having_pair.get((first.folded, second.folded), ()):
                together[key] += self._together(self._documents[key], first, second)
        whole: AbstractSet[str] = self._wholes.get(_telling(words), frozenset())
        return {
            key: min(1.0, near / (said + PAIR)) + (WHOLE if key in whole else 0.0)
            for key in got
            if (near := got[key] + together[key])
        }

    def evidence(self, key: str, text: str, leaving_out: AbstractSet[str] = frozenset()) -> tuple[float, float, int]:
        """How much the telling words of a text speak for an answer (a rare one about 4), which share, and how many."""
        words = _spoken(text)
        marks = types_marks(tuple(words))
        one = self._documents[key]
        telling = {word for word in words if word.folded not in QUIET and word.folded not in leaving_out}
        found = [word for word in telling if _has(one, word, marks) >= IN_THE_ANSWER * 0.9]
        evidence = sum(self._weight(word) * _has(one, word, marks) for word in found)
        return evidence, len(found) / max(1, len(telling)), len(found)

    def _weight(self, word: Word) -> float:
        rarity = self._rarity.get(word.folded)
        if rarity is None:
            # What no answer speaks of is about something else, if it is no small talk.
            return 0.2 if word.folded in QUIET else 1.5
        return rarity * (COMMON if word.folded in QUIET else 1.0)

    def _together(self, one: Document, first: Word, second: Word) -> float:
        pair = (first.folded, second.folded)
        if first.folded in QUIET and second.folded in QUIET:
            return 0.0
        if pair in one.pairs:
            return PAIR * self._pair_rarity[pair] * PAIR_RARITY
        return PAIR * IN_THE_ANSWER * self._pair_rarity[pair] * PAIR_RARITY if pair in one.told_pairs else 0.0


def _spoken(text: str) -> list[Word]:
    """The words of a text, those that say the same as one word."""
    return [_alike(word) for word in words_of(text)]


def _telling(words: Sequence[Word]) -> frozenset[str]:
    """Words that do more than ask."""
    return frozenset(word.folded for word in words if word.folded not in QUIET)


def _alike(word: Word) -> Word:
    meant = ALIKE.get(word.folded)
    if meant is None or (word.marked and MARKED_ONLY.get(word.folded, word.typed) != word.typed):
        return word
    return Word(fold(meant), meant if word.marked or word.folded not in MARKED_ONLY else fold(meant))


def _document(asked: Iterable[str], told: Iterable[str]) -> Document:
    one = Document()
    for text in asked:
        _add(one.asked, one.pairs, _spoken(text))
        if whole := _telling(_spoken(text)):
            one.wholes.add(whole)
    for text in told:
        _add(one.told, one.told_pairs, _spoken(text))
    return one


def _add(forms: dict[str, set[str]], pairs: set[tuple[str, str]], words: Sequence[Word]) -> None:
    for word in words:
        forms[word.folded].add(word.typed)
    pairs.update((first.folded, second.folded) for first, second in pairwise(words))


def _has(one: Document, word: Word, marks: bool) -> float:
    asked = one.asked.get(word.folded)
    if asked:
        best = likeness(word, asked, marks)
        if best >= 0.9 or not (told := one.told.get(word.folded)):
            return best
        return max(best, IN_THE_ANSWER * likeness(word, told, marks))
    told = one.told.get(word.folded)
    return IN_THE_ANSWER * likeness(word, told, marks) if told else 0.0
