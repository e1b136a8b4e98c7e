"""Thread: what a platform lets the shop do in one conversation, and how the conversation came about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.ids import new_id, now


@dataclass(eq=False)
class Thread:
    """The platform's side of a conversation on a channel that is told what to show.

    A browser fetches what it missed; a platform has windows, blocked Pages, and other apps in the same thread.
    """

    conversation_id: str
    channel: str
    opened_at: datetime | None = None
    """When the visitor last did something that lets the shop write (``opener``)."""
    opener: str | None = None
    unreachable: str | None = None
    """Why the platform does not deliver to this person at present; ends when they write."""
    elsewhere: bool = False
    """Another app has the thread: nothing of ours is shown."""
    held: bool = False
    """The platform asks questions of its own; what we have to say waits."""
    muted_until: datetime | None = None
    """Somebody answers in the platform's own inbox; until then the bot is silent."""
    control_at: datetime | None = None
    """Time of the newest change of who has the thread; older reports change nothing."""
    introduced: bool = False
    """The bot has said that it is one since a person last spoke."""
    profile_asked_at: datetime | None = None
    lane_owner: str | None = None
    lane_until: datetime | None = None

    def open(self, at: datetime, opener: str) -> None:
        """The visitor did something that opens the window; a late report of something older changes nothing."""
        self.unreachable = None
        self.held = False
        if self.opened_at is None or at > self.opened_at:
            self.opened_at = at
            self.opener = opener


@dataclass(frozen=True)
class Arrival:
    """How somebody came into the conversation: a link, an ad, a button."""

    kind: str
    """``m_me``, ``ad``, ``get_started``, ``ice_breaker``, ``menu``, ``shop``, ``lead_ad``, ``plugin``."""
    ref: str | None = None
    ad_id: str | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    key: str | None = None
    """Idempotency key."""

    def to_json(self) -> dict[str, Any]:
        """As kept on the conversation: what is known."""
        known = {"kind": self.kind, "ref": self.ref, "ad_id": self.ad_id, **self.detail}
        return {name: value for name, value in known.items() if value}


@dataclass(eq=False)
class Source:
    """One arrival, kept; the first one also stands on the conversation itself."""

    conversation_id: str
    kind: str
    key: str
    ref: str | None = None
    ad_id: str | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    created_at: datetime = field(default_factory=now)
    id: str = field(default_factory=new_id)


@dataclass(frozen=True)
class ThreadNews:
    """What one event says about the thread it came in."""

    at: datetime | None = None
    opener: str | None = None
    """Set when the event opens the window."""
    elsewhere: bool | None = None
    """None: says nothing about who has the thread."""
    released: bool = False
    """The platform's own questions are answered: what was held may go out."""
    arrival: Arrival | None = None
