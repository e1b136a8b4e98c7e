"""A fast linear classifier whose probabilities mean what they say."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import scipy.sparse
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC


class CalibratedLinear:
    """One linear margin a class, turned into probabilities by one temperature.

    The temperature is fitted on margins for examples that the fold's classifier has not seen, so that 0.7 means
    "right seven times out of ten". One number cannot overfit and works for classes with few examples, where
    scikit-learn's own calibration fails (it wants three of each).
    """

    def __init__(self, classes: list[str], weights: np.ndarray, bias: np.ndarray, scale: float) -> None:
        self.classes = classes
        self.weights = weights
        self.bias = bias
        self.scale = scale

    @classmethod
    def fit(
        cls,
        features: scipy.sparse.csr_matrix,
        labels: list[str],
        groups: list[str] | None = None,
        c: float = 0.5,
        folds: int = 3,
        seed: int = 7,
    ) -> CalibratedLinear:
        """Train on rows of ``features``; ``groups`` keeps copies of one example in one fold."""
        classes = sorted(set(labels))
        index = {name: number for number, name in enumerate(classes)}
        y = np.array([index[label] for label in labels])
        fold_of = _folds(labels, groups or [str(n) for n in range(len(labels))], folds, seed)
        margins = np.zeros((len(labels), len(classes)))
        for fold in range(folds):
            inside, outside = fold_of != fold, fold_of == fold
            if len(set(y[inside])) < len(classes) or not outside.any():
                margins[outside] = np.nan
                continue
            margins[outside] = _margins(_train(features[inside], y[inside], c, seed), features[outside], len(classes))
        kept = ~np.isnan(margins).any(axis=1)
        scale = _temperature(margins[kept], y[kept]) if kept.any() else 1.0
        model = _train(features, y, c, seed)
        weights, bias = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
        if len(classes) == 2:
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        return cls(classes, np.ascontiguousarray(weights.T), bias, scale)

    def predict(self, features: scipy.sparse.csr_matrix) -> np.ndarray:
        """Probabilities, one row a text, columns in the order of ``classes``."""
        return softmax((features @ self.weights + self.bias) * self.scale, axis=1)

    def save(self, folder: Path) -> None:
        """Write the classifier below ``folder``."""
        np.savez_compressed(folder / "linear.npz", weights=self.weights.astype(np.float16), bias=self.bias)
        about = {"classes": self.classes, "scale": self.scale}
        (folder / "linear.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> CalibratedLinear:
        """Read what ``save`` wrote."""
        about = json.loads((folder / "linear.json").read_text(encoding="utf-8"))
        with np.load(folder / "linear.npz", allow_pickle=False) as kept:
            return cls(about["classes"], kept["weights"].astype(np.float32), kept["bias"], about["scale"])


def _train(features: scipy.sparse.csr_matrix, y: np.ndarray, c: float, seed: int) -> LinearSVC:
    return LinearSVC(C=c, class_weight="balanced", random_state=seed, dual=True, max_iter=400, tol=1e-2).fit(
        features, y
    )


def _margins(model: LinearSVC, features: scipy.sparse.csr_matrix, classes: int) -> np.ndarray:
    margins = model.decision_function(features)
    return np.column_stack([-margins, margins]) if classes == 2 else margins


def _temperature(margins: np.ndarray, y: np.ndarray) -> float:
    def loss(log_scale: float) -> float:
        return float(-log_softmax(margins * np.exp(log_scale), axis=1)[np.arange(len(y)), y].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 4), method="bounded").x))


def _folds(labels: list[str], groups: list[str], folds: int, seed: int) -> np.ndarray:
    """A fold for each example, classes spread evenly, groups kept together."""
    first: dict[str, int] = {}
    for number, group in enumerate(groups):
        first.setdefault(group, number)
    heads = list(first.values())
    chosen: dict[str, int] = {}
    split = StratifiedKFold(folds, shuffle=True, random_state=seed).split(heads, [labels[head] for head in heads])
    for fold, (_, rows) in enumerate(split):
        for row in rows:
            chosen[groups[heads[row]]] = fold
    return np.array([chosen[group] for group in groups])
