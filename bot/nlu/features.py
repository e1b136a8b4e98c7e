"""Turns text into TF-IDF features of words and letter groups, with diacritics and without."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable

import numpy as np
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.language import normalise
from bot.nlu.two_cores import on_two_cores

_DIGIT = re.compile(r"\d")

VIEWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("expanded", {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)[^\s.,;:!()\"]+"}),
    ("folded", {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)[^\s.,;:!()\"]+"}),
    ("expanded", {"analyzer": "char_wb", "ngram_range": (2, 4)}),
    ("folded", {"analyzer": "char_wb", "ngram_range": (2, 5)}),
)
"""Folded views alone gain on unaccented text and lose on full text, so both are kept."""


_last_fit: list[tuple[list[TfidfVectorizer], list[str], scipy.sparse.csr_matrix]] = []
"""What was fitted last, at most one, with texts and rows: Rasa saves it, loads it and asks for these rows again."""


class TwoViewVectorizer:
    """Fits and applies the views; stored as JSON and npz, never as a pickle."""

    def __init__(self, min_df: int = 2) -> None:
        self._vectorizers = [
            TfidfVectorizer(sublinear_tf=True, min_df=min_df, lowercase=False, dtype=np.float32, **options)
            for _, options in VIEWS
        ]
        self._parts: list[tuple[Callable[[str], list[str]], dict[str, int], np.ndarray]] | None = None

    def fit(self, texts: list[str]) -> TwoViewVectorizer:
        """Learn vocabulary and weights."""
        views = [_views(*read_once(text)) for text in texts]
        # Not threads: splitting texts is the interpreter's own work.
        fitted = on_two_cores(
            _fit_one,
            [(vectorizer, [seen[view] for seen in views]) for (view, _), vectorizer in zip(VIEWS, self._vectorizers)],
        )
        self._vectorizers = [vectorizer for vectorizer, _ in fitted]
        self._parts = None
        _last_fit[:] = [(self._vectorizers, list(texts), _beside([rows for _, rows in fitted]))]
        return self

    def transform(self, texts: list[str]) -> scipy.sparse.csr_matrix:
        """One row for each text."""
        if len(texts) == 1:
            return self._one_row(texts[0])
        if _last_fit and _last_fit[0][1] == texts and self._weighs_like(_last_fit[0][0]):
            return _last_fit.pop()[2]
        views = [_views(*read_once(text)) for text in texts]
        return _beside(
            [
                vectorizer.transform([seen[view] for seen in views])
                for (view, _), vectorizer in zip(VIEWS, self._vectorizers)
            ]
        )

    def _weighs_like(self, others: list[TfidfVectorizer]) -> bool:
        return all(np.array_equal(one.idf_, other.idf_) for one, other in zip(self._vectorizers, others))

    def _one_row(self, text: str) -> scipy.sparse.csr_matrix:
        """The same for one text: scikit-learn checks and multiplies matrices, which takes longer than the counting."""
        views = views_of(text)
        columns: list[int] = []
        values: list[np.ndarray] = []
        start = 0
        for (view, _), (analyse, vocabulary, idf) in zip(VIEWS, self._by_hand()):
            counts = Counter(vocabulary[term] for term in analyse(views[view]) if term in vocabulary)
            places = sorted(counts)
            weights = (np.log([counts[place] for place in places], dtype=np.float32) + 1) * idf[places]
            norm = float(np.sqrt(np.dot(weights, weights)))
            columns += [start + place for place in places]
            values.append(weights / norm if norm else weights)
            start += len(vocabulary)
        data = np.concatenate(values).astype(np.float32, copy=False)
        return scipy.sparse.csr_matrix((data, columns, [0, len(columns)]), shape=(1, start))

    def _by_hand(self) -> list[tuple[Callable[[str], list[str]], dict[str, int], np.ndarray]]:
        """Analyser, vocabulary and weights of each view."""
        if self._parts is None:
            self._parts = [
                (vectorizer.build_analyzer(), vectorizer.vocabulary_, vectorizer.idf_.astype(np.float32))
                for vectorizer in self._vectorizers
            ]
        return self._parts

    def save(self, folder: Path) -> None:
        """Write vocabulary and weights below ``folder``."""
        for number, vectorizer in enumerate(self._vectorizers):
            words = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
            (folder / f"words_{number}.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
            np.savez_compressed(folder / f"idf_{number}.npz", idf=vectorizer.idf_)

    @classmethod
    def load(cls, folder: Path) -> TwoViewVectorizer:
        """Read what ``save`` wrote."""
        made = cls()
        for number, vectorizer in enumerate(made._vectorizers):
            words = json.loads((folder / f"words_{number}.json").read_text(encoding="utf-8"))
            vectorizer.vocabulary_ = {word: index for index, word in enumerate(words)}
            vectorizer.fixed_vocabulary_ = True
            with np.load(folder / f"idf_{number}.npz", allow_pickle=False) as kept:
                vectorizer.idf_ = kept["idf"]
        return made


def _fit_one(vectorizer: TfidfVectorizer, texts: list[str]) -> tuple[TfidfVectorizer, scipy.sparse.csr_matrix]:
    rows = vectorizer.fit_transform(texts)
    return vectorizer, rows


def _beside(blocks: list[scipy.sparse.csr_matrix]) -> scipy.sparse.csr_matrix:
    return scipy.sparse.hstack(blocks, format="csr", dtype=np.float32)


def views_of(text: str) -> dict[str, str]:
    """The text as the features see it; digits count as digits, not as the number they make."""
    seen = normalise(text[:4000])
    return _views(seen.expanded, seen.folded)


def _views(expanded: str, folded: str) -> dict[str, str]:
    return {"expanded": _DIGIT.sub("0", expanded), "folded": _DIGIT.sub("0", folded)}


@lru_cache(maxsize=250_000)
def read_once(text: str) -> tuple[str, str]:
    """``expanded`` and ``folded`` of an example. Training reads each one three times, and reading is the costly part.

    Not for what visitors write: it would be remembered for good.
    """
    seen = normalise(text[:4000])
    return seen.expanded, seen.folded
