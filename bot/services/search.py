"""Finds the nearest of a few hundred short texts, tolerant of missing diacritics, typing slips and short forms.

TF-IDF cosine over folded words, word pairs and letter trigrams. A shop has hundreds of answers and products, not
millions: the index is built in memory in milliseconds whenever they change, and works alike on every database.
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from bot.language import fold, normalise


def singular(word: str) -> str:
    """An English plural as one: "cookers" as "cooker". No Vietnamese syllable ends in s."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes")) else word[:-1]


def comparable(words: str) -> frozenset[str]:
    """Folded words with spaces between, in the form in which they are compared."""
    return frozenset(map(singular, words.split()))


STOP_WORDS = comparable(
    "a ah ad anh chi em minh shop ban toi oi cho hoi xin voi nhe nha a vay the thi la va co khong duoc cai con "
    "nay do ben da roi gi sao nao i you the is are do does can of to for in on my your it this that please hi "
    "hello"
)
"""Words that say little in a shop; they weigh a quarter."""


ANOTHER_WORD = 0.3
"""A word typed with the marks of other vowels ("sẵn" for "sân") counts this much; a wrong tone is a slip."""
TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def words_of(text: str) -> list[str]:
    """The folded words of a text as they are compared: without punctuation, English plurals as one of them."""
    return [word for word, _ in forms_of(text)]


def forms_of(text: str) -> list[tuple[str, str]]:
    """The words of a text as they are compared, each with its vowels as they were typed, without tones."""
    typed = ("".join(filter(str.isalnum, word)) for word in normalise(text).expanded.split())
    return [(singular(folded), toneless(word)) for word in typed if (folded := fold(word))]


def toneless(word: str) -> str:
    """A word without the marks of tones: "sẵn" as "săn"."""
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in TONES))


def terms(words: Sequence[str], quiet: AbstractSet[str] = STOP_WORDS) -> dict[str, float]:
    """The weighted features of the words of one text as they are compared; ``quiet`` ones say little."""
    found: dict[str, float] = defaultdict(float)
    for word in words:
        found[f"w:{word}"] += 0.25 if word in quiet else 1.0
        if len(word) > 3 and word not in quiet:
            padded = f"_{word}_"
            for i in range(len(padded) - 2):
                found[f"c:{padded[i : i + 3]}"] += 0.15
    for first, second in itertools.pairwise(words):
        found[f"p:{first} {second}"] += 0.2 if first in quiet and second in quiet else 0.7
    return found


class TextIndex:
    """Search over keyed documents; each document has several texts and is as near as its nearest text."""

    def __init__(self, documents: Mapping[str, Iterable[str]], quiet: AbstractSet[str] = STOP_WORDS) -> None:
        self._quiet = quiet
        entries: list[tuple[str, dict[str, float]]] = []
        self._forms: dict[str, dict[str, set[str]]] = {}
        for key, texts in documents.items():
            forms = self._forms.setdefault(key, {})
            for text in filter(None, texts):
                words = forms_of(text)
                for word, form in words:
                    forms.setdefault(word, set()).add(form)
                if found := terms([word for word, _ in words], quiet):
                    entries.append((key, found))
        frequency: dict[str, int] = defaultdict(int)
        for _, found in entries:
            for term in found:
                frequency[term] += 1
        total = len(entries)
        self._idf = {term: math.log((1 + total) / (1 + n)) + 1 for term, n in frequency.items()}
        self._unknown = math.log(1 + total) + 1
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._keys: list[str] = []
        for number, (key, found) in enumerate(entries):
            vector = {term: n * self._idf[term] for term, n in found.items()}
            norm = math.sqrt(sum(x * x for x in vector.values())) or 1.0
            self._keys.append(key)
            for term, x in vector.items():
                self._postings[term].append((number, x / norm))

    def search(self, text: str, limit: int = 5, boost: Mapping[str, float] | None = None) -> list[tuple[str, float]]:
        """The nearest keys with their similarity (0 to 1), best first; ``boost`` multiplies a key's similarity."""
        words = forms_of(text[:400])
        found = terms([word for word, _ in words], self._quiet)
        query = {term: n * self._idf.get(term, self._unknown) for term, n in found.items()}
        # Letter groups nobody knows must not punish a typing slip twice: its word is unknown already.
        norm = math.sqrt(sum(x * x for term, x in query.items() if term in self._idf or term[0] == "w")) or 1.0
        scores: dict[int, float] = defaultdict(float)
        marked = {word: form for word, form in words if word != form}
        for term, x in query.items():
            typed = [word for word in term[2:].split() if word in marked] if term[0] != "c" else []
            for number, y in self._postings.get(term, ()):
                meant = not typed or all(self._may_mean(self._keys[number], word, marked[word]) for word in typed)
                scores[number] += x * y / norm * (1.0 if meant else ANOTHER_WORD)
        best: dict[str, float] = {}
        for number, score in scores.items():
            key = self._keys[number]
            best[key] = max(best.get(key, 0.0), score * (boost or {}).get(key, 1.0))
        # Capped after sorting: two boosted ones above 1 are still not equally near.
        nearest = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return [(key, min(1.0, score)) for key, score in nearest]

    def _may_mean(self, key: str, word: str, typed: str) -> bool:
        """Whether a document's ``word`` is the one typed with marks: it has it so, or nowhere with any."""
        forms = self._forms[key].get(word, set())
        return typed in forms or forms == {word}
