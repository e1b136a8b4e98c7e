"""Delivery through a platform: events that came in, messages that go out part by part, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.ids import new_id, now
from bot.domain.work import WorkStatus


@dataclass(eq=False)
class InboxRow:
    """One event of a webhook as it came, stored before the platform was told that it arrived."""

    channel: str
    key: str
    """Tells an event from every other; the same event again has the same key."""
    external_id: str
    """Whom it concerns, as the platform knows them; empty for events about the shop's account."""
    happened_at: datetime
    body: dict[str, Any]
    position: int = 0
    """Place in the request it came with."""
    status: str = WorkStatus.PENDING
    attempts: int = 0
    owner: str | None = None
    lease_until: datetime | None = None
    """Until then it is left alone: it is being worked, or is to be tried again and has no owner."""
    last_error: str | None = None
    created_at: datetime = field(default_factory=now)
    id: str = field(default_factory=new_id)


class PartStatus(StrEnum):
    """How far one part of a message is."""

    PENDING = "pending"
    SENDING = "sending"
    """Handed over, no answer yet: it may have arrived."""
    DOUBTFUL = "doubtful"
    """The platform reported an error although it may have shown the part; never sent again by itself."""
    SENT = "sent"
    FAILED = "failed"


@dataclass(eq=False)
class Part:
    """One message in the platform's own form; a long or rich message of ours becomes several, in order."""

    message_id: str
    conversation_id: str
    number: int
    body: dict[str, Any]
    status: str = PartStatus.PENDING
    external_id: str | None = None
    """What the platform calls it."""
    tried_at: datetime | None = None
    sent_at: datetime | None = None
    """On the platform's clock where it told."""
    id: str = field(default_factory=new_id)


@dataclass(eq=False)
class ChannelState:
    """What holds for everybody a channel talks to: stopped by the platform, or asked to slow down."""

    channel: str
    stopped: str | None = None
    """Why nothing is sent at present: ``token``, ``policy``, ``config``."""
    stopped_detail: str | None = None
    stopped_at: datetime | None = None
    retry_at: datetime | None = None
    """When to try again by itself; None: not before somebody mends it."""
    paused_until: datetime | None = None
    pauses: int = 0
    """Pauses in a row, for the length of the next one."""
    credentials: str | None = None
    """Fingerprint of the credentials in use; others end a stop that was about them."""
    app_id: str | None = None
    """What the platform calls us, as learned from it."""


@dataclass(eq=False)
class Persona:
    """An agent as the platform shows them."""

    channel: str
    agent_id: str
    name: str
    external_id: str
    created_at: datetime = field(default_factory=now)
    id: str = field(default_factory=new_id)


class DeliveryError(Exception):
    """A part was not delivered.

    ``permanent``: trying again would bring the same. ``code`` names the reason for words and metrics.
    ``doubtful``: it may have been shown all the same. ``stop``: nothing can be sent to anybody until somebody mends it
    (``retry_in`` seconds: or until then). ``pause``: the platform asks for slower sending. ``mark``: what it says about
    the thread (``unreachable``, ``elsewhere``, ``held``). ``tries``: how often at most. ``instead``: a simpler body to
    try once.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str,
        permanent: bool = False,
        doubtful: bool = False,
        stop: str | None = None,
        pause: bool = False,
        mark: str | None = None,
        retry_in: float | None = None,
        tries: int = 3,
        instead: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.permanent = permanent
        self.doubtful = doubtful
        self.stop = stop
        self.pause = pause
        self.mark = mark
        self.retry_in = retry_in
        self.tries = tries
        self.instead = instead
