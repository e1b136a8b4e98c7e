"""Fold Vietnamese text to plain lower-case letters, so that typing without diacritics meets typing with them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# đ does not decompose in Unicode, and people (and some keyboards) reach for letters that only look like it.
LOOK_ALIKES: dict[str, str] = {
    "ð": "đ",
    "Ð": "Đ",
    "Ɖ": "Đ",
    "ɖ": "đ",
    "ƌ": "đ",
    "₫": "₫",
}

#: Zero-width characters that carry nothing in a chat message (U+200D is handled apart: it joins emoji).
ZERO_WIDTH = frozenset("\u200b\u200c\u200e\u200f\u2060\u2061\u2062\u2063\ufeff\u00ad\u180e\u034f")

_STROKES = "\u0335\u0336"  # d + combining stroke is yet another way to write đ


@lru_cache(maxsize=8192)
def fold_char(char: str) -> str:
    """Fold one character; may give several characters or none (a combining mark)."""
    if char in ("đ", "Đ", "ð", "Ð", "Ɖ", "ɖ", "ƌ"):
        return "d"
    out = []
    for part in unicodedata.normalize("NFD", char.lower()):
        if unicodedata.category(part) == "Mn":
            continue
        out.append("d" if part == "đ" else part)
    return "".join(out)


@lru_cache(maxsize=8192)
def fold_one(char: str) -> str:
    """Fold one character to exactly one character, so that offsets survive (a stray mark stays itself)."""
    folded = fold_char(char)
    return folded[0] if folded else char


def fold(text: str) -> str:
    """Lower-case, without diacritics, đ as d: ``fold("Đổi trả") == "doi tra"``. Length may change."""
    if text.isascii():
        return text.lower()
    return "".join(map(fold_char, text))


def fold_aligned(text: str) -> str:
    """Fold keeping the length: character i of the result stands for character i of the text."""
    if text.isascii():
        return text.lower()
    return "".join(map(fold_one, text))


def lower_aligned(text: str) -> str:
    """Lower-case keeping the length (``"İ".lower()`` is two characters and would shift every offset)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


_VIETNAMESE = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"

#: For ``str.translate``: every letter of Vietnamese (both cases) to its folded form, combining tones and marks to
# nothing.
FOLD: dict[int, str | None] = {
    **{ord(char): fold_char(char) for char in _VIETNAMESE + _VIETNAMESE.upper() + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    **{ord(char): "d" for char in LOOK_ALIKES if char != "₫"},
    **dict.fromkeys(range(768, 880)),
}


def is_stroke(char: str) -> bool:
    """Whether the character is a combining stroke, which turns a d before it into đ."""
    return char in _STROKES
