"""Turns text into TF-IDF features of words and letter groups, with diacritics and without."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.language import normalise

_DIGIT = re.compile(r"\d")

VIEWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("expanded", {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)[^\s.,;:!()\"]+"}),
    ("folded", {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)[^\s.,;:!()\"]+"}),
    ("expanded", {"analyzer": "char_wb", "ngram_range": (2, 4)}),
    ("folded", {"analyzer": "char_wb", "ngram_range": (2, 5)}),
)
"""Folded views alone gain on unaccented text and lose on full text, so both are kept."""


class TwoViewVectorizer:
    """Fits and applies the views; stored as JSON and npz, never as a pickle."""

    def __init__(self, min_df: int = 2) -> None:
        self._vectorizers = [
            TfidfVectorizer(sublinear_tf=True, min_df=min_df, lowercase=False, dtype=np.float32, **options)
            for _, options in VIEWS
        ]

    def fit(self, texts: list[str]) -> TwoViewVectorizer:
        """Learn vocabulary and weights."""
        views = [_remembered_views(text) for text in texts]
        for (view, _), vectorizer in zip(VIEWS, self._vectorizers):
            vectorizer.fit([seen[view] for seen in views])
        return self

    def transform(self, texts: list[str]) -> scipy.sparse.csr_matrix:
        """One row for each text."""
        views = [_remembered_views(text) for text in texts]
        blocks = [
            vectorizer.transform([seen[view] for seen in views])
            for (view, _), vectorizer in zip(VIEWS, self._vectorizers)
        ]
        return scipy.sparse.hstack(blocks, format="csr", dtype=np.float32)

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


def views_of(text: str) -> dict[str, str]:
    """The text as the features see it; digits count as digits, not as the number they make."""
    seen = normalise(text[:4000])
    return {"expanded": _DIGIT.sub("0", seen.expanded), "folded": _DIGIT.sub("0", seen.folded)}


_remembered_views = lru_cache(maxsize=50_000)(views_of)
"""Training reads every example twice, to fit and to transform; reading is the costly part."""
