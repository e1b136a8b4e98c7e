"""Tell questions and wishes from mere answers, in text without diacritics too."""

from __future__ import annotations

import re

from bot.language.fold import fold

_ASKS = re.compile(
    r"\?|\b(?:khong|ko|k|hok|hong|hem|hk|chua|bao nhieu|nhieu|bn|sao|nao|gi|j|dau|may|ai|ha|khi nao|bao gio"
    r"|what|how|which|when|where|who|why|do you|can|could|is it|is there|are|does|did|any|have you)\b"
)
_WANTS = re.compile(
    r"\b(?:cho (?:minh|em|anh|chi|toi|tui|co|chu|t|e|c|a|xem)|muon|tim|kiem|xem|doi y|lay|chot|dat|mua|huy|tra lai"
    r"|need|want|looking|show|take|order|buy|cancel|add|them)\b"
)
_INVITES = re.compile(
    r"\?\s*$|\bcho (?:em|shop|minh|chau|ben em) (?:xin|biet)\b"
    r"|\b(?:xin|gui|nhap|chon|doc) (?:giup )?(?:em|cho em|shop|chau|ben em)\b"
    r"|please (?:send|tell|give|choose)|may i have|could you (?:send|give|tell)"
)


def asks_or_wants(text: str) -> bool:
    """Whether a visitor's message asks something or voices a wish; a bare "khong" counts as asking."""
    folded = fold(text[:1000])
    return bool(_ASKS.search(folded) or _WANTS.search(folded))


def invites_an_answer(text: str) -> bool:
    """Whether a line of the assistant ends in a question or asks for something."""
    return bool(_INVITES.search(fold(text[:2000]).rstrip(" .!")))
