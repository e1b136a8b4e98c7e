"""What a platform hands over beside talk: files, marks for the service, carts and addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.ids import new_id, now


@dataclass(eq=False)
class Attachment:
    """A file that a visitor sent; copied at once, because the platform's address for it ends soon."""

    conversation_id: str
    message_id: str
    kind: str
    """``image``, ``audio``, ``video``, ``file`` or ``sticker``."""
    url: str
    status: str = "pending"
    """``pending``, ``kept``, ``refused`` (``reason`` says why) or ``erased``."""
    reason: str | None = None
    content_type: str | None = None
    size: int | None = None
    attempts: int = 0
    not_before: datetime = field(default_factory=now)
    created_at: datetime = field(default_factory=now)
    id: str = field(default_factory=new_id)


@dataclass(eq=False)
class Survey:
    """How somebody found the service: a mark, and perhaps words."""

    conversation_id: str
    visitor_id: str
    kind: str
    """``csat`` (1 to 5), ``nps`` (0 to 10), ``ces`` (1 to 7) or ``reply`` (1 bad, 2 good: a thumb under one answer)."""
    score: int
    key: str
    comment: str | None = None
    created_at: datetime = field(default_factory=now)
    id: str = field(default_factory=new_id)


@dataclass(eq=False)
class OrderDraft:
    """A cart or an address that came through a platform's form; a person makes an order of it."""

    conversation_id: str
    visitor_id: str
    kind: str
    """``cart`` or ``details``."""
    key: str
    items: list[dict[str, Any]] = field(default_factory=list)
    details: dict[str, str] = field(default_factory=dict)
    note: str | None = None
    created_at: datetime = field(default_factory=now)
    id: str = field(default_factory=new_id)
