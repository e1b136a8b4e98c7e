"""The language of a talk: it changes with whole messages, not with a word that slipped in."""

from __future__ import annotations

import re

from bot.language import detect_language, fold

SURE = 0.6
FEW = 2
"""So many words are a loan in any language: "total?", "size M pls", "oke"."""
ENGLISH = re.compile(r"\b(?:i|i'm|my|the|is|are|need|want|do|does|you|have|looking|something|for|to|with|he|she)\b")


def spoken_in(text: str, *, opens: bool) -> str | None:
    """Vietnamese or English where a message surely says which; ``opens`` is the first one of the talk.

    A mix is no change: "how much is the Vọng Âm V50" is English with a name in it, "free ship không" Vietnamese.
    """
    guess = detect_language(text)
    words = re.findall(r"[^\W\d_]+", text)
    if opens and guess.language == "mixed" and text.isascii() and len(set(ENGLISH.findall(text.lower()))) > FEW:
        return "en"
    if guess.language not in ("vi", "en") or guess.confidence < SURE:
        return None
    if not opens and len(words) <= FEW and fold(text) == text.lower():
        return None
    return guess.language
