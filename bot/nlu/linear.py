"""A fast linear classifier whose probabilities mean what they say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import List, Sequence, Tuple

import numpy as np
import scipy.sparse
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.model_selection import GroupShuffleSplit
from sklearn.svm import LinearSVC

from bot.nlu.two_cores import on_two_cores

CHANGES = 0.04
"""Share of messages whose class may change for not asking for the vector; most of these are close calls anyhow."""


SEED = 7

STEPS = 127
"""Weights are kept in so many steps up and down, one byte each; measured in docs/decisions/0025."""


@dataclass
class CalibratedLinear:
    """One linear margin a class, turned into probabilities by a temperature.

    A margin has two parts: of the words (sparse features) and, where it is worth the time, of the sentence vector.
    ``sure`` is the lead in words alone beyond which the vector does not change the answer. The temperatures are fitted
    on examples that the classifier fitted with them had not seen, so that 0.7 means "right seven times out of ten".
    One number cannot overfit and works for classes with few examples, where scikit-learn's own calibration fails (it
    wants three of each).

    Shapes: ``weights`` (features, classes), ``vector_weights`` (axes, classes) or (0, classes), ``bias`` (classes,).
    """

    classes: List[str]
    weights: np.ndarray
    vector_weights: np.ndarray
    bias: np.ndarray
    scale: float = 1.0
    words_scale: float = 1.0
    sure: float = 0.0

    @classmethod
    def fit(
        cls,
        features: scipy.sparse.csr_matrix,
        labels: Sequence[str],
        groups: Sequence[str],
        vectors: np.ndarray | None = None,
        c: float = 0.3,
        seed: int = SEED,
    ) -> CalibratedLinear:
        """Train on rows of ``features`` beside ``vectors``; ``groups`` keeps copies of one example together."""
        classes = sorted(set(labels))
        index = {name: number for number, name in enumerate(classes)}
        y = np.array([index[label] for label in labels])
        split = GroupShuffleSplit(1, test_size=0.15, random_state=seed).split(y, groups=np.array(groups))
        inside, outside = next(split)
        some = None if vectors is None else vectors[inside]
        # On two cores the two fits take the time of one. Not in threads: liblinear has one source of random numbers for
        # all of them, and each training would give another model.
        final, first = on_two_cores(
            _train,
            [(features, vectors, y, len(classes), c, seed),
             (features[inside], some, y[inside], len(classes), c, seed)],
        )  # fmt: skip
        model, trial = cls(classes, *final), cls(classes, *first)
        if len(set(y[inside])) == len(classes):
            model.calibrate(trial, features[outside], None if vectors is None else vectors[outside], y[outside])
        return model

    def calibrate(
        self, trial: CalibratedLinear, features: scipy.sparse.csr_matrix, vectors: np.ndarray | None, y: np.ndarray
    ) -> None:
        """Fit temperatures and ``sure`` on margins of ``trial`` for examples it has not seen."""
        words = trial.margins(features)
        if vectors is None:
            self.scale = self.words_scale = _temperature(words, y)
            return
        both = words + vectors @ trial.vector_weights
        self.scale = _temperature(both, y)
        leads = lead(words)
        order = np.argsort(-leads)
        changed = np.cumsum((words.argmax(axis=1) != both.argmax(axis=1))[order]) / (np.arange(len(order)) + 1)
        allowed = np.flatnonzero(changed <= CHANGES)
        last = int(allowed[-1]) if len(allowed) else 0
        self.sure = float(leads[order[last]])
        alone = order[: max(last + 1, 50)]
        self.words_scale = _temperature(words[alone], y[alone])

    @property
    def has_vectors(self) -> bool:
        """Whether sentence vectors were there in training."""
        return len(self.vector_weights) > 0

    def margins(self, features: scipy.sparse.csr_matrix) -> np.ndarray:
        """The part of the words, one row a text."""
        return np.asarray(features @ self.weights) + self.bias

    def is_sure(self, margins: np.ndarray) -> bool:
        """Whether the words of one text say enough."""
        return not self.has_vectors or bool(lead(margins)[0] >= self.sure)

    def probabilities(self, margins: np.ndarray, vectors: np.ndarray | None = None) -> np.ndarray:
        """Probabilities in the order of ``classes``, from the words' margins and, if given, the vectors."""
        if vectors is None:
            return softmax(margins * self.words_scale, axis=1)
        return softmax((margins + vectors @ self.vector_weights) * self.scale, axis=1)

    def save(self, folder: Path) -> None:
        """Write the classifier below ``folder``."""
        step = max(float(np.abs(self.weights).max(initial=0.0)) / STEPS, 1e-9)
        # Not compressed: what they are put into is, and twice would make it larger.
        np.savez(
            folder / "linear.npz",
            weights=np.rint(self.weights / step).astype(np.int8),
            step=np.float32(step),
            vector_weights=self.vector_weights.astype(np.float16),
            bias=self.bias,
        )
        about = {
            "classes": self.classes, "scale": self.scale, "words_scale": self.words_scale, "sure": self.sure
        }  # fmt: skip
        (folder / "linear.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> CalibratedLinear:
        """Read what ``save`` wrote."""
        about = json.loads((folder / "linear.json").read_text(encoding="utf-8"))
        with np.load(folder / "linear.npz", allow_pickle=False) as kept:
            weights = kept["weights"].astype(np.float32) * kept["step"]
            of_vectors = kept["vector_weights"].astype(np.float32)
            return cls(about["classes"], weights, of_vectors, kept["bias"], about["scale"], about["words_scale"],
                       about["sure"])  # fmt: skip


def lead(margins: np.ndarray) -> np.ndarray:
    """By how much the best class of each row leads the second best."""
    if margins.shape[1] < 2:
        return np.full(len(margins), np.inf)
    best = np.partition(margins, -2, axis=1)
    return best[:, -1] - best[:, -2]


VECTOR_WEIGHT = 2.0
"""How much louder than one block of words a vector speaks; unit rows both, tried 1 to 3."""


def beside(features: scipy.sparse.csr_matrix, vectors: np.ndarray | None) -> scipy.sparse.csr_matrix:
    """Rows of words and vectors as they are learnt."""
    if vectors is None:
        return features
    louder = scipy.sparse.csr_matrix(vectors * np.float32(VECTOR_WEIGHT))
    return scipy.sparse.hstack([features, louder], format="csr", dtype=np.float32)


def solver(c: float, seed: int) -> LinearSVC:
    """One class against the rest, one after the other."""
    return LinearSVC(C=c, class_weight="balanced", random_state=seed, dual=True, max_iter=400, tol=0.3)


def _train(
    features: scipy.sparse.csr_matrix, vectors: np.ndarray | None, y: np.ndarray, classes: int, c: float, seed: int
) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    svc = solver(c, seed).fit(beside(features, vectors), y)
    weights, bias = svc.coef_.T.astype(np.float32), svc.intercept_.astype(np.float32)
    if classes == 2:
        weights, bias = np.hstack([-weights, weights]), np.concatenate([-bias, bias])
    words = features.shape[1]
    return np.ascontiguousarray(weights[:words]), weights[words:] * np.float32(VECTOR_WEIGHT), bias


def _temperature(margins: np.ndarray, y: np.ndarray) -> float:
    def loss(log_scale: float) -> float:
        return float(-log_softmax(margins * np.exp(log_scale), axis=1)[np.arange(len(y)), y].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 4), method="bounded").x))
