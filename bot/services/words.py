"""The assistant's sentences, read from ``data/words/`` so that no wording lives in Python.

Editing a sentence needs no training.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

Variant = Mapping[str, Any]


class Words:
    """Sentences by name and language; each has one or more variants with a text and perhaps buttons."""

    def __init__(self, sentences: Mapping[str, Mapping[str, list[Variant]]]) -> None:
        self._sentences = sentences

    @classmethod
    def load(cls, data: Path) -> Words:
        """Read ``words/`` below the project's data folder."""
        yaml = YAML(typ="safe", pure=True)
        sentences: dict[str, Mapping[str, list[Variant]]] = {}
        for path in sorted((data / "words").glob("*.yml")):
            sentences.update(yaml.load(path.read_text(encoding="utf-8"))["words"])
        return cls(sentences)

    def draw(self, name: str, language: str, /, **values: Any) -> tuple[str, list[dict[str, str]]]:
        """One variant of ``name`` with ``{placeholders}`` filled in, and its buttons; KeyError if there is none."""
        by_language = self._sentences[name]
        variants = by_language.get(language) or by_language["vi"]
        variant = random.choice(variants)
        return _fill(variant["text"], values), [dict(button) for button in variant.get("buttons", [])]

    def say(self, name: str, language: str, /, **values: Any) -> str:
        """The sentence alone."""
        return self.draw(name, language, **values)[0]

    def buttons(self, name: str, language: str) -> list[dict[str, str]]:
        """The buttons alone."""
        return self.draw(name, language)[1]


def _fill(text: str, values: Mapping[str, Any]) -> str:
    """The text with its values; what stands in brackets goes with a value that is empty: "(giờ mở cửa: )"."""
    # str.format would read attributes and raise on a stray brace; these texts may be edited by anybody.
    for key, value in values.items():
        name = "{" + key + "}"
        if value == "" and name in text:
            text = re.sub(rf" ?\([^()]*{re.escape(name)}[^()]*\)", "", text)
        text = text.replace(name, str(value))
    return text
