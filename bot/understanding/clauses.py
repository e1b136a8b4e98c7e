"""Cut a message into clauses, never inside a number, an address or a price."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bot.language import fold

CUT = re.compile(
    r"\n+|(?<!\d)[.](?=\s|$)|(?<=\d)[.](?=\s+\D|$)|[!?;…]+(?=\s|$|[^\W\d])|\.{2,}|(?<!\d),(?=\S)|,(?=\s)"
    r"|\s[-–]\s|(?<=\s)(?:à mà|mà khoan|tiện thể|với lại|a ma|tien the|voi lai|by the way|btw|and also)(?=\s)"
    r"|(?<=\s)and\s(?=(?:how|what|is|are|does|do|can|when|where|which)\s)",
    re.IGNORECASE,
)
CONNECTS = re.compile(
    r"à mà|mà khoan|tiện thể|với lại|a ma|tien the|voi lai|by the way|btw|and also|and|và|va", re.IGNORECASE
)
ASIDE = re.compile(
    r"(?:thôi )?(?:chết|chet)(?: rồi| thật| cha| roi| that)?|(?:ôi |oi )?(?:trời|troi)(?: ơi| đất| oi| dat)*"
    r"|(?:vì|tại) sao(?: vậy| thế)?|(?:vi|tai) sao(?: vay| the)?|why|ui|úi|ủa|ua|hic+|hu+|haiz+|oh no|oops",
    re.IGNORECASE,
)
"""A sigh before the matter, or "why" after it, which ask nothing of their own: a pick is told with its reason."""
ABBREVIATION = re.compile(r"(?:^|\s)(?:p|q|tp|tx|kp|d|đ|s|no|st|h|x|mr|mrs|ms|vs|sz|sl)$", re.IGNORECASE)

SIGNS_AT_THE_END = re.compile(r"(?:[\s,.;!?…~*–-]|[:=;]+'?[)(dDpP]+|\^+_*\^+|<3|[^\w\x00-\x7f₫€£°”’\u0300-\u036f])+$")
"""Stops, smileys and pictures; what belongs to a number or a word (%, ₫, ², marks of their own) stays."""
CALLED = frozenset("shop sop ad admin em ban chi anh".split())
CALLS = frozenset("oi ui".split())
OPENINGS = frozenset("da alo hey hi hello e".split())
"""Folded words of calling somebody before the matter: "alo shop ơi"."""
CLOSINGS = frozenset("a ah nha nhe nhen".split())
"""Folded words of politeness after it."""
AT_THE_SHOP = frozenset(
    "chi sdt thoai dt zalo so hotline cua mail email page fanpage facebook insta stk khoan ten o tai ve ra "
    "toi den ghe qua vao trong "
    "ngoai the your this that a any my lien he goi gap voi cho nha thieu tin mo dong".split()
)
"""After these "shop" is the thing spoken of, not who is spoken to."""
LETTERED = frozenset("vitamin size loai nhom lop".split())
"""After these a bare "a" is a letter."""


@dataclass(frozen=True)
class Clause:
    """A part of a message with its place; ``entities`` have offsets in the clause."""

    text: str
    start: int
    entities: tuple[Mapping[str, Any], ...] = ()
    asks: bool = False
    """Whether a question mark closes it."""


def clauses_of(text: str, entities: Sequence[Mapping[str, Any]]) -> list[Clause]:
    """The clauses of ``text`` in order, without empty ones; entities that a cut would part keep their clause whole."""
    cuts = [0]
    ends: dict[int, bool] = {}
    for match in CUT.finditer(text):
        at = match.end()
        if match.group().startswith(".") and ABBREVIATION.search(text[: match.start()]):
            continue
        if any(int(e.get("start") or 0) < match.start() and match.end() < int(e.get("end") or 0) for e in entities):
            continue
        cuts.append(at)
        ends[at] = "?" in match.group()
    cuts.append(len(text))
    found = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        stripped = piece.strip(" \t\n,.;!?…-–")
        if not stripped or CONNECTS.fullmatch(stripped):
            continue
        at = start + piece.index(stripped)
        first, last = matter_of(stripped)
        stripped, at = stripped[first:last], at + first
        found.append(
            Clause(
                stripped,
                at,
                within(entities, at, at + len(stripped)),
                ends.get(end, text[start:].rstrip().endswith("?")),
            )
        )
    return [clause for clause in found if not ASIDE.fullmatch(clause.text)] or found


def matter_of(text: str) -> tuple[int, int]:
    """Where the matter stands in a clause, without calling somebody before it and politeness and pictures after it.

    The same question means the same with them; a clause that is nothing else stays as it is.
    """
    words = [(match.start(), match.end(), fold(match.group())) for match in re.finditer(r"[^\s,.;!?…~]+", text)]
    first = 1 if words and words[0][2] in OPENINGS else 0
    called = len(words) > first + 1 and words[first][2] in CALLED and words[first + 1][2] in CALLS
    start = words[first + 2][0] if called and len(words) > first + 2 else 0
    end = len(text)
    while True:
        shorter = SIGNS_AT_THE_END.sub("", text[:end])
        left = [word for word in words if start <= word[0] < len(shorter)]
        if len(left) > 1 and _only_closes(shorter[left[-1][0] :], text[left[-2][0] : left[-2][1]], left[-2][2]):
            shorter = text[: left[-1][0]]
        if len(shorter) == end:
            return start, end
        if not re.search(r"\w", shorter[start:]):
            return 0, len(text)
        end = len(shorter)


def _only_closes(word: str, typed_before: str, before: str) -> bool:
    """Whether a last word is politeness: "ạ", "nhé", or the shop that is spoken to ("áo rộng quá shop")."""
    if fold(word) in CLOSINGS:
        return word.lower() != "a" or before not in LETTERED
    too_much = unicodedata.normalize("NFC", typed_before).lower() == "quá"
    return fold(word) in ("shop", "sop", "ad", "admin") and (too_much or before not in AT_THE_SHOP)


def within(entities: Sequence[Mapping[str, Any]], start: int, end: int) -> tuple[Mapping[str, Any], ...]:
    """The entities that lie between two places, with their offsets counted from the first."""
    return tuple(
        {**entity, "start": int(entity["start"]) - start, "end": int(entity["end"]) - start}
        for entity in entities
        if entity.get("end") and start <= int(entity["start"]) and int(entity["end"]) <= end
    )
