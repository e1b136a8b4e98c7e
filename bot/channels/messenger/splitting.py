"""Cut text so that nothing is torn: between sentences, else between words, never inside one sign."""

from __future__ import annotations

import re
import unicodedata

ENDS = re.compile(r"(?<=[.!?…。！？])\s+|\n+")
ELLIPSIS = "…"
JOINER = "\u200d"


def size(text: str) -> int:
    """Length as the strictest reader counts it: an emoji beyond the basic plane is two."""
    return len(text.encode("utf-16-le")) // 2


def split(text: str, limit: int) -> list[str]:
    """``text`` in pieces of at most ``limit``; put together with white space between they are the text."""
    pieces: list[str] = []
    rest = text.strip()
    while rest and size(rest) > limit:
        at = _best_cut(rest, limit)
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    if rest:
        pieces.append(rest)
    return [piece for piece in pieces if piece]


def shorten(text: str, limit: int) -> str:
    """The beginning of ``text`` with "…" where it is longer than ``limit``."""
    text = " ".join(text.split())
    if size(text) <= limit:
        return text
    at = last_border(text, limit - 1)
    return text[:at].rstrip() + ELLIPSIS


def _best_cut(text: str, limit: int) -> int:
    whole = last_border(text, limit)
    # A very short first piece reads worse than a cut between words.
    sentences = [found.end() for found in ENDS.finditer(text) if found.end() <= whole and found.end() > limit // 4]
    if sentences:
        return sentences[-1]
    blank = max(text.rfind(" ", 0, whole + 1), text.rfind("\n", 0, whole + 1))
    return blank + 1 if blank > limit // 4 else whole


def last_border(text: str, limit: int) -> int:
    """The last place within ``limit`` where text may be cut without tearing a sign; at least one character."""
    used = at = 0
    for index, character in enumerate(text):
        width = 2 if ord(character) > 0xFFFF else 1
        if used + width > limit:
            break
        used += width
        at = index + 1
    border = at
    while border > 0 and not _is_border(text, border):
        border -= 1
    return border or max(1, at)


def _is_border(text: str, at: int) -> bool:
    """Whether the sign before ``at`` is complete."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if unicodedata.category(after) in ("Mn", "Me", "Mc") or after in (JOINER, "\ufe0f", "\u20e3"):
        return False
    if before == JOINER or "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return False
    if before == "\r" and after == "\n":
        return False
    if _is_flag_letter(after):
        # Flags are pairs of letters: a border lies only before an even number of them.
        run = 0
        while run < at and _is_flag_letter(text[at - 1 - run]):
            run += 1
        return run % 2 == 0
    return True


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
