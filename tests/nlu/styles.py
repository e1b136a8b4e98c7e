"""Types one message the way others would: without diacritics, in short forms, with Telex keys left in, with slips."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

from bot.language import fold

SHORT = {
    "không": "ko", "được": "dc", "bao nhiêu": "bn", "rồi": "r", "vậy": "z", "với": "vs", "mình": "mk", "gì": "j",
    "muốn": "mún", "nhiêu": "nhiu", "giờ": "h", "biết": "bít", "chuyển khoản": "ck", "sản phẩm": "sp", "vẫn": "vẫn",
    "này": "nè", "thế nào": "ntn", "nhắn": "ib", "giá": "giá", "quá": "wá", "người": "ng", "trả lời": "rep",
}  # fmt: skip
TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
MARKS = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}


def without_marks(text: str, dice: random.Random) -> str:
    """Without diacritics."""
    return fold(text)


def shortened(text: str, dice: random.Random) -> str:
    """Short forms for most words that have one, and no capital letters."""
    text = text.lower()
    for long, short in sorted(SHORT.items(), key=lambda pair: -len(pair[0])):
        text = re.sub(rf"\b{long}\b", lambda m, short=short: short if dice.random() < 0.8 else m[0], text)
    return text


def telex_word(word: str) -> str:
    """The keys that make a word, as they stand there when the keyboard is switched off."""
    keys, tone = "", ""
    for char in unicodedata.normalize("NFC", word):
        parts = unicodedata.normalize("NFD", char)
        tone = next((TONES[p] for p in parts if p in TONES), tone)
        bare = unicodedata.normalize("NFC", "".join(p for p in parts if p not in TONES))
        keys += MARKS.get(bare, bare)
    return keys + tone


def with_telex(text: str, dice: random.Random) -> str:
    """One marked word in four is left as its keys."""
    return " ".join(
        telex_word(word) if word.isalpha() and word != fold(word) and dice.random() < 0.25 else word
        for word in text.lower().split(" ")
    )


def with_slip(text: str, dice: random.Random) -> str:
    """One slip: two letters of a longer word change places, or one is left out."""
    words = text.split(" ")
    long = [n for n, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    if not long:
        return text
    n = dice.choice(long)
    at = dice.randrange(1, len(words[n]) - 2)
    word = words[n]
    words[n] = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :] if dice.random() < 0.5 else word[:at] + word[at + 1 :]
    )
    return " ".join(words)


STYLES: dict[str, Callable[[str, random.Random], str]] = {
    "without diacritics": without_marks,
    "short forms": shortened,
    "Telex keys": with_telex,
    "a slip": with_slip,
}
