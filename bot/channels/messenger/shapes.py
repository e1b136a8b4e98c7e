"""What an event of Meta's webhook is once it was read; each says what opens a window and what is a turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Came:
    """What every event has."""

    person: str = ""
    at: datetime | None = None
    standby: bool = False
    """Another app has the thread and answers; we only listen."""

    @property
    def opener(self) -> str | None:
        """What opens the window for writing, if the event does."""
        return None

    @property
    def is_turn(self) -> bool:
        """Whether the bot owes something for it."""
        return False


@dataclass(frozen=True, kw_only=True)
class Referral:
    """Where somebody came from."""

    source: str = ""
    ref: str | None = None
    ad_id: str | None = None
    product: str | None = None
    type: str = ""

    @property
    def from_ad(self) -> bool:
        """Whether an ad brought them."""
        return bool(self.ad_id) or self.source.upper() == "ADS"


@dataclass(frozen=True, kw_only=True)
class File:
    """One thing that came with a message."""

    kind: str
    """``image audio video file sticker share product appointment unsupported``."""
    url: str | None = None
    title: str | None = None
    sku: str | None = None


@dataclass(frozen=True, kw_only=True)
class Said(Came):
    """A message."""

    mid: str
    text: str = ""
    payload: str | None = None
    files: tuple[File, ...] = ()
    thumbs_up: bool = False
    unsupported: bool = False
    referral: Referral | None = None
    from_plugin: bool = False

    @property
    def opener(self) -> str | None:
        """A message opens the window."""
        return "ad" if self.referral and self.referral.from_ad else "message"

    @property
    def is_turn(self) -> bool:
        """Whoever writes is answered, unless somebody else answers."""
        return not self.standby


@dataclass(frozen=True, kw_only=True)
class Pressed(Came):
    """A postback: a button, an ice breaker, the menu, Get Started."""

    mid: str | None
    title: str | None
    payload: str | None
    referral: Referral | None = None

    @property
    def opener(self) -> str | None:
        """A pressed button opens the window."""
        return "ad" if self.referral and self.referral.from_ad else "postback"

    @property
    def is_turn(self) -> bool:
        """Whoever presses is answered."""
        return not self.standby


@dataclass(frozen=True, kw_only=True)
class Referred(Came):
    """Somebody came into a thread that exists, by a link or an ad, without a word."""

    referral: Referral

    @property
    def opener(self) -> str | None:
        """A link does, an ad needs a message beside it."""
        return None if self.referral.from_ad else "m_me"

    @property
    def is_turn(self) -> bool:
        """The visitor expects that something happens."""
        return not self.standby


@dataclass(frozen=True, kw_only=True)
class Echo(Came):
    """Something the Page said, by us, by its inbox or by another app."""

    mid: str
    app_id: str | None
    metadata: str | None
    text: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Unsent(Came):
    """A message was taken back."""

    mid: str


@dataclass(frozen=True, kw_only=True)
class Edited(Came):
    """A message has other words now."""

    mid: str
    text: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Reacted(Came):
    """A reaction on a message, or its end."""

    mid: str
    emoji: str | None

    @property
    def opener(self) -> str | None:
        """A reaction opens the window, taking it back does not."""
        return "reaction" if self.emoji else None


@dataclass(frozen=True, kw_only=True)
class Delivered(Came):
    """What has arrived."""

    mids: tuple[str, ...]
    watermark: datetime | None


@dataclass(frozen=True, kw_only=True)
class Read(Came):
    """Everything up to a moment has been seen."""

    watermark: datetime | None


@dataclass(frozen=True, kw_only=True)
class OptedIn(Came):
    """Messages about a topic are wanted, or not any more."""

    topic: str
    granted: bool


@dataclass(frozen=True, kw_only=True)
class Policy(Came):
    """Meta blocks the Page, warns it, or lets it go on."""

    action: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Control(Came):
    """Another app has the thread now, or we have."""

    new_owner: str | None
    previous_owner: str | None
    taken: bool
    """Taken from us by force, or passed."""


@dataclass(frozen=True, kw_only=True)
class Mark(Came):
    """A mark for the service."""

    kind: str
    score: int
    comment: str | None
    key: str


@dataclass(frozen=True, kw_only=True)
class Details(Came):
    """An address form, filled in."""

    details: dict[str, str]

    @property
    def is_turn(self) -> bool:
        """The visitor waits for a word."""
        return not self.standby


@dataclass(frozen=True, kw_only=True)
class Cart(Came):
    """A cart, sent."""

    items: list[dict[str, Any]]
    note: str | None

    @property
    def opener(self) -> str | None:
        """A cart opens the window like a message."""
        return "message"

    @property
    def is_turn(self) -> bool:
        """The visitor waits for a word."""
        return not self.standby


@dataclass(frozen=True, kw_only=True)
class LeadAnswers(Came):
    """The summary of what somebody answered to a lead ad."""

    mid: str
    text: str

    @property
    def opener(self) -> str | None:
        """It comes as a message."""
        return "message"


@dataclass(frozen=True, kw_only=True)
class Nothing(Came):
    """Nothing to do; ``why`` for the log, ``strange`` if we do not know what it is."""

    why: str
    strange: tuple[str, ...] = field(default=())
