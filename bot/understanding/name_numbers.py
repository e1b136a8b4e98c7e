"""Numbers by which things are called and not counted: "đàn tranh 19 dây", "organ 61 phím", "harmonica 24 lỗ"."""

from __future__ import annotations

import re

from bot.language import fold
from bot.understanding.shelf import Shelf
from bot.understanding.words import plain_written

COUNTERS = (
    r"(?:cai|con|chiec|hop|goi|chai|tuyp|doi|bo|cay|quyen|cuon|hu|lo|tui|ly|bich|xap|mieng|bao|thung|lon|mon|em"
    r"|cap|set|sp|cuc|khay|suat|units?|pieces?|pcs|pairs?|bags?"
    r"|boxes|box|bottles?|packs?|packets?|tins?|cans?|tubes?|jars?|sets?|of|x)"
)
"""Words that count pieces: "lấy 4 cái" takes four, though something is called "bộ lọc 4 cái"."""
NUMBERED = re.compile(r"(?<![\w.,])(\d{1,3}) ([^\W\d_]+)")


def named_numbers(shelf: Shelf) -> frozenset[str]:
    """The numbers with the word after them in names and aliases; read once for a shelf."""
    cache: dict[str, frozenset[str]] = shelf.__dict__
    if "_named_numbers" not in cache:
        names = [name for p in shelf.products.values() for name in (p.name, p.name_en, *p.aliases)]
        found = {" ".join(pair) for name in names for pair in NUMBERED.findall(plain_written(name))}
        cache["_named_numbers"] = frozenset(one for one in found if not re.fullmatch(rf"\d+ {COUNTERS}", one))
    return cache["_named_numbers"]


def number_of_a_name(text: str, shelf: Shelf) -> bool:
    """Whether ``text`` begins with a number that something is called by."""
    found = NUMBERED.match(fold(text))
    return found is not None and " ".join(found.groups()) in named_numbers(shelf)


def without_named_numbers(text: str, shelf: Shelf) -> str:
    """The text with such numbers blanked, places kept."""
    folded = fold(text)
    if len(folded) != len(text):
        return text
    for found in NUMBERED.finditer(folded):
        if " ".join(found.groups()) in named_numbers(shelf):
            text = text[: found.start(1)] + " " * len(found.group(1)) + text[found.end(1) :]
    return text
