"""Texts of the shop's as they are said in a talk: a sentence, not a page."""

from __future__ import annotations

import re

LONGEST = 160
"""Letters of a sentence that is said; what is longer is cut at the end of a word."""
END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\W*[A-ZÀ-ỸĐ\d])")
"""Where a sentence ends; "TP. hcm" and "No. 5" do not."""
BANNER = re.compile(r"#\w+|[^\w\s]{4,}|[\u2022\u25a0-\u27bf\u2b50\ufe0f\U0001f000-\U0001faff]+")
"""Hash tags, rules and ornaments that shops write for search engines."""


def in_brief(text: str, longest: int = LONGEST) -> str:
    """A text on one line, without ornaments, to the end of a word within ``longest`` letters."""
    line = " ".join(BANNER.sub(" ", text).split()).strip(" -–:;,+*")
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0].rstrip(" ,;:–-(.…") + "…"


def first_sentence(text: str, longest: int = LONGEST) -> str:
    """How a description begins, without the full stop."""
    for line in text.splitlines():
        sentence = in_brief(END_OF_SENTENCE.split(line.strip(), maxsplit=1)[0], longest)
        if sentence:
            return sentence.rstrip(". ")
    return ""


def beginning(text: str, longest: int = 2 * LONGEST) -> str:
    """As many whole sentences of a description as ``longest`` letters hold, on one line; at least the first."""
    said = ""
    for line in text.splitlines():
        for sentence in END_OF_SENTENCE.split(line.strip()):
            more = in_brief(sentence, longest)
            if said and len(said) + len(more) + 1 > longest:
                return said
            said = f"{said} {more}".strip()
    return said


__all__ = ["LONGEST", "beginning", "first_sentence", "in_brief"]
