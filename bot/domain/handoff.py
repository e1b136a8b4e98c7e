"""Handoff: the floor passes from the bot to a person, with a brief so that nobody has to ask again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.ids import new_id, now


class Reason(StrEnum):
    """Why a person is wanted."""

    ASKED = "asked"
    NOT_UNDERSTOOD = "not_understood"
    TROUBLE = "trouble"
    COMPLAINT = "complaint"
    BUYING_HELP = "buying_help"
    WHOLESALE = "wholesale"
    CALL_BACK = "call_back"
    TAKEN_OVER = "taken_over"


@dataclass(eq=False)
class Handoff:
    """One request for a person, from the wish to its end."""

    conversation_id: str
    reason: str
    brief: dict[str, Any] = field(default_factory=dict)
    message_id: str | None = None
    requested_at: datetime = field(default_factory=now)
    claimed_at: datetime | None = None
    claimed_by: str | None = None
    ended_at: datetime | None = None
    outcome: str | None = None
    note: str | None = None
    id: str = field(default_factory=new_id)


@dataclass(eq=False)
class Agent:
    """A person who answers visitors."""

    email: str
    name: str
    password_hash: str
    role: str = "agent"
    online: bool = False
    disabled_at: datetime | None = None
    created_at: datetime = field(default_factory=now)
    id: str = field(default_factory=new_id)


@dataclass(eq=False)
class AgentSession:
    """A login; only the hash of its token is kept, so that a leaked database opens no door."""

    token_hash: str
    agent_id: str
    csrf: str
    expires_at: datetime
    created_at: datetime = field(default_factory=now)
