"""Builds the spaCy pipeline that Rasa's SpacyNLP loads: syllable tokens, norms, and the catalogue's names.

A blank multi-language pipeline splits at spaces and punctuation, which in Vietnamese is at syllables. Word
segmentation is left out on purpose: it joins "còn hàng không" into "hàng không" (airline).
"""

from __future__ import annotations

import sys
from pathlib import Path

import spacy

from bot.language.teencode import TEENCODE
from bot.nlu.names import read_terms


def build(terms: list[dict[str, str]], folder: Path) -> None:
    """Write the pipeline to ``folder``; it knows ``terms`` until the bot tells of a newer catalogue."""
    nlp = spacy.blank("xx")
    # Norms give short forms the meaning they have in a shop, for whoever reads token.norm_ downstream.
    ruler = nlp.add_pipe("attribute_ruler")
    for short, long in TEENCODE.items():
        ruler.add(patterns=[[{"LOWER": short}]], attrs={"NORM": long})
    nlp.add_pipe("catalogue_names").seed(terms)
    nlp.meta["name"] = "shop"
    nlp.to_disk(folder)


if __name__ == "__main__":
    build(read_terms(Path(sys.argv[1])), Path(sys.argv[2]))
