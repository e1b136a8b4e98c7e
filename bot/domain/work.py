"""Durable work items: a turn the bot owes, a delivery that is due."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import new_id, now


class WorkStatus(StrEnum):
    """How far a work item is."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(eq=False)
class Turn:
    """The bot owes an answer to one message; taken one at a time in each conversation, in order."""

    conversation_id: str
    message_id: str
    seq: int
    status: str = WorkStatus.PENDING
    attempts: int = 0
    owner: str | None = None
    lease_until: datetime | None = None
    outcome: str | None = None
    created_at: datetime = field(default_factory=now)
    finished_at: datetime | None = None
    id: str = field(default_factory=new_id)


@dataclass(eq=False)
class OutboxRow:
    """A message on its way out through a channel."""

    message_id: str
    conversation_id: str
    channel: str
    status: str = WorkStatus.PENDING
    attempts: int = 0
    not_before: datetime = field(default_factory=now)
    last_error: str | None = None
    seq: int = 0
    """The message's place in the transcript: what comes first is shown first."""
    created_at: datetime = field(default_factory=now)
    id: str = field(default_factory=new_id)
