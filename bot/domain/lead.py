"""Lead and Consent: how to reach a person again, and what they allowed it for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.ids import new_id, now


@dataclass(eq=False)
class Lead:
    """Contact details a visitor left, with their consent."""

    visitor_id: str
    conversation_id: str
    name: str
    phone: str | None = None
    email: str | None = None
    interest: str | None = None
    stage: str = "none"
    consent_id: str | None = None
    key: str | None = None
    """Idempotency key: the message that completed the form."""
    created_at: datetime = field(default_factory=now)
    id: str = field(default_factory=new_id)


@dataclass(eq=False)
class Consent:
    """One answer to one question about one purpose.

    Law 91/2025/QH15 asks that consent show who, when, for which purpose and how; so the wording shown is kept.
    """

    visitor_id: str
    conversation_id: str
    purpose: str
    wording: str
    granted: bool
    how: str = "chat"
    created_at: datetime = field(default_factory=now)
    withdrawn_at: datetime | None = None
    id: str = field(default_factory=new_id)
