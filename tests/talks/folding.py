"""Text as the checks read it. Nothing of the bot is used here: a judge that shares its mistakes would not see them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def without_marks(text: str) -> str:
    """Without diacritics, đ as d; case stays."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return bare.replace("đ", "d").replace("Đ", "D")


def fold(text: str) -> str:
    """Lower case, without diacritics, with single spaces."""
    return re.sub(r"\s+", " ", without_marks(text.lower())).strip()


def fold_all(messages: Iterable[str]) -> str:
    """Several messages, a newline between them."""
    return "\n".join(fold(message) for message in messages)
