"""Builds the spaCy pipeline that Rasa's SpacyNLP loads: syllable tokens, norms, and the catalogue's names.

A blank multi-language pipeline splits at spaces and punctuation, which in Vietnamese is at syllables. Word
segmentation is left out on purpose: it joins "còn hàng không" into "hàng không" (airline).
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import spacy

from bot.language import fold
from bot.language.teencode import TEENCODE

LABELS = ("product", "brand", "category")


def build(terms: list[dict[str, str]], folder: Path) -> int:
    """Write the pipeline for ``terms`` (``{"label", "id", "text"}``) to ``folder``; returns the number of patterns."""
    nlp = spacy.blank("xx")
    # Norms give short forms the meaning they have in a shop, for whoever reads token.norm_ downstream.
    ruler = nlp.add_pipe("attribute_ruler")
    for short, long in TEENCODE.items():
        ruler.add(patterns=[[{"LOWER": short}]], attrs={"NORM": long})
    entities = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER", "overwrite_ents": True})
    patterns = []
    seen = set()
    for term in terms:
        for text in {term["text"], fold(term["text"])}:
            shown = re.sub(r"\s+", " ", text).strip()
            if len(shown) < 3 or (shown.lower(), term["label"]) in seen:
                continue
            seen.add((shown.lower(), term["label"]))
            patterns.append({"label": term["label"], "pattern": shown, "id": term["id"]})
    entities.add_patterns(patterns)
    nlp.meta["name"] = "shop"
    nlp.to_disk(folder)
    return len(patterns)


def main() -> None:
    """``python -m bot.nlu.build_pipeline TERMS.jsonl FOLDER``."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    count = build([json.loads(line) for line in lines if line.strip()], Path(sys.argv[2]))
    print(f"spaCy pipeline: {count} names")


if __name__ == "__main__":
    main()
