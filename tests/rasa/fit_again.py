"""Fits the project's examples again, as far as that is quick, and compares it with a fit: ``fit_again.py FOLDER``.

Run by Rasa's own Python; the answer is one line of JSON.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

warnings.filterwarnings("ignore")

from bot.rasa_runtime.absent import stand_in

stand_in()

import numpy as np
import scipy.sparse
import yaml
from rasa.shared.importers.rasa import RasaFileImporter

from bot.nlu import kept_fit
from bot.nlu.classifiers import PART, JourneyClassifier
from bot.nlu.features import TwoViewVectorizer
from bot.nlu.linear import SEED, CalibratedLinear, beside, solver
from bot.nlu.training_copies import with_copies
from bot.nlu.vectors import SentenceVectors
from bot.rasa_runtime import fixes


def configured(component: str) -> dict[str, Any]:
    """What ``config.yml`` says about one of our components."""
    pipeline = yaml.safe_load(Path("config.yml").read_text(encoding="utf-8"))["pipeline"]
    return next(one for one in pipeline if one["name"].endswith(component))


def main(folder: Path) -> dict[str, Any]:
    """Features, digest, the weights of the first class, and how the examples are read."""
    fixes.apply()
    data = RasaFileImporter(training_data_paths=["data/nlu"]).get_nlu_data()
    examples = [one for one in with_copies(data.training_examples) if one.get("text") and one.get("intent")]
    texts = [one.get("text") for one in examples]
    made = TwoViewVectorizer(min_df=configured("TwoViewFeaturizer").get("min_df", 2)).fit(texts)
    rows = made.transform(texts)
    kept = TwoViewVectorizer.load(folder / "features")
    classifier = JourneyClassifier(
        {**JourneyClassifier.get_default_config(), **configured("JourneyClassifier")}, None, None
    )
    labels = classifier._labels(examples)
    store = SentenceVectors.open()
    vectors = None if store is None else store.of(texts)
    model = CalibratedLinear.load(folder / PART)
    y = np.array([model.classes.index(label) for label in labels])
    weights, bias = first_class(rows, vectors, y, classifier._config["C"])
    margins = model.margins(rows)
    if vectors is not None:
        margins += vectors @ model.vector_weights
    with np.load(folder / PART / "linear.npz") as stored:
        step = float(stored["step"])
    return {
        "same_features": same(made, kept),
        "made_of": classifier.made_of(texts, labels, store is not None),
        "shipped_made_of": (folder / PART / kept_fit.MARK).read_text(encoding="utf-8").strip(),
        "apart": float(np.abs(weights - model.weights[:, 0]).max()),
        "bias_apart": float(abs(bias - model.bias[0])),
        "largest": float(np.abs(weights).max()),
        "step": step,
        "examples_read_as_labelled": float((margins.argmax(axis=1) == y).mean()),
    }


def same(made: TwoViewVectorizer, kept: TwoViewVectorizer) -> bool:
    """Whether both have the same vocabulary in the same order with the same weights."""
    return all(
        one.vocabulary_ == other.vocabulary_ and np.allclose(one.idf_, other.idf_, rtol=1e-9)
        for one, other in zip(made._vectorizers, kept._vectorizers)
    )


def first_class(
    rows: scipy.sparse.csr_matrix, vectors: np.ndarray | None, y: np.ndarray, c: float
) -> tuple[np.ndarray, float]:
    """Word weights and bias of the class that is fitted first, before the random numbers depend on the others.

    liblinear fits one class after the other against the rest, with the examples in the order of their classes.
    """
    order = np.argsort(y, kind="stable")
    balanced = len(y) / (len(set(y)) * int((y == 0).sum()))
    svc = (
        solver(c, SEED)
        .set_params(class_weight={0: balanced, 1: 1.0})
        .fit(beside(rows, vectors)[order], (y[order] != 0).astype(int))
    )
    return -svc.coef_[0, : rows.shape[1]], -float(svc.intercept_[0])


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
