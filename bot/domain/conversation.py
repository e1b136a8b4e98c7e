"""Visitor, Conversation, Message: who talks, who has the floor, and what was said in which order."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.errors import AlreadyClaimed, EmptyMessage, MessageTooLong, NotYours
from bot.domain.ids import new_id, now
from bot.domain.thread import ThreadNews

MAX_TEXT = 4_000
"""Characters in one message: Rasa handles a message on its one event loop, and 100 KB hold it for a second."""


class Status(StrEnum):
    """Who has the floor."""

    BOT = "bot"
    WAITING = "waiting"
    AGENT = "agent"
    RESOLVED = "resolved"


class Author(StrEnum):
    """Who wrote a message."""

    VISITOR = "visitor"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class Delivery(StrEnum):
    """How far a message has come."""

    PENDING = "pending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


DELIVERY_ORDER = [Delivery.PENDING, Delivery.SENT, Delivery.DELIVERED, Delivery.READ]


def is_further(new: str, old: str) -> bool:
    """Whether ``new`` is further on the way than ``old``; late reports must not turn the state back."""
    if old == Delivery.FAILED:
        return new != Delivery.FAILED
    if new == Delivery.FAILED:
        return old == Delivery.PENDING
    return DELIVERY_ORDER.index(Delivery(new)) > DELIVERY_ORDER.index(Delivery(old))


def check_text(text: str) -> str:
    """Return ``text`` without control characters and outer white space.

    Raises ``EmptyMessage`` when nothing readable is left and ``MessageTooLong`` over ``MAX_TEXT`` characters.
    Control characters go because they say nothing and break logs and databases (PostgreSQL refuses NUL);
    lone surrogates go because they cannot be stored as UTF-8.
    """
    if len(text) > MAX_TEXT * 4:
        raise MessageTooLong(f"{len(text)} characters")
    kept = "".join(c for c in text if c in "\n\t" or (c >= " " and c != "\x7f" and not "\x80" <= c <= "\x9f"))
    kept = kept.encode("utf-8", "ignore").decode("utf-8").strip()
    if all(unicodedata.category(c) in ("Cf", "Zs") for c in kept):
        # Nothing, or only marks that cannot be seen, such as a zero-width space.
        raise EmptyMessage
    if len(kept) > MAX_TEXT:
        raise MessageTooLong(f"{len(kept)} characters")
    return kept


@dataclass(eq=False)
class Visitor:
    """A person at a shop's door: one channel and the id that this channel knows them by."""

    channel: str
    external_id: str
    name: str | None = None
    id: str = field(default_factory=new_id)
    first_seen_at: datetime = field(default_factory=now)
    last_seen_at: datetime = field(default_factory=now)


@dataclass(eq=False)
class Conversation:
    """One visitor's talk with the shop; its id is the dialogue engine's sender id."""

    visitor_id: str
    channel: str
    language: str = "vi"
    status: str = Status.BOT
    agent_id: str | None = None
    stage: str = "none"
    stage_confidence: float = 0.0
    belief: dict[str, float] = field(default_factory=dict)
    page: dict[str, Any] | None = None
    failed_turns: int = 0
    last_seq: int = 0
    visitor_read_seq: int = 0
    agent_read_seq: int = 0
    last_text: str = ""
    last_author: str = ""
    waiting_since: datetime | None = None
    source: dict[str, Any] | None = None
    """How the conversation began where the channel knows: a link, an ad, a button."""
    last_message_at: datetime = field(default_factory=now)
    created_at: datetime = field(default_factory=now)
    id: str = field(default_factory=new_id)

    def append(self, message: Message) -> Message:
        """Give ``message`` its place at the end of the transcript."""
        self.last_seq += 1
        message.seq = self.last_seq
        message.conversation_id = self.id
        self.last_message_at = message.created_at
        if message.author != Author.SYSTEM:
            self.last_text = message.text[:200]
            self.last_author = message.author
        return message

    @property
    def bot_may_speak(self) -> bool:
        """Whether the bot has the floor."""
        return self.status == Status.BOT

    def reopen(self) -> bool:
        """A visitor who writes after the end is served by the bot again; says whether that changed anything."""
        if self.status != Status.RESOLVED:
            return False
        self.status = Status.BOT
        self.agent_id = None
        return True

    def wait_for_agent(self, at: datetime) -> bool:
        """Take the floor from the bot; says whether that changed anything."""
        if self.status in (Status.WAITING, Status.AGENT):
            return False
        self.status = Status.WAITING
        self.waiting_since = at
        self.agent_id = None
        return True

    def claim(self, agent_id: str, agent_name: str = "") -> bool:
        """Give the floor to an agent.

        An agent may also take over from the bot, or from a person in the platform's own inbox. Claiming what one
        already has changes nothing (False); ``AlreadyClaimed`` when somebody else has it.
        """
        if self.status == Status.AGENT and self.agent_id is not None:
            if self.agent_id == agent_id:
                return False
            raise AlreadyClaimed(agent_name)
        self.status = Status.AGENT
        self.agent_id = agent_id
        self.waiting_since = None
        return True

    def answered_elsewhere(self) -> bool:
        """A person who is not in our console has the floor; says whether that changed anything."""
        if self.status == Status.AGENT:
            return False
        self.status = Status.AGENT
        self.agent_id = None
        self.waiting_since = None
        return True

    def check_floor(self, agent_id: str) -> None:
        """Raise ``NotYours`` unless this agent has the floor."""
        if self.status != Status.AGENT or self.agent_id != agent_id:
            raise NotYours

    def hand_back(self, agent_id: str) -> None:
        """Return the floor to the bot."""
        self.check_floor(agent_id)
        self.status = Status.BOT
        self.agent_id = None
        self.failed_turns = 0

    def resolve(self, agent_id: str) -> None:
        """Close the conversation; the visitor's next message opens it again with the bot."""
        self.check_floor(agent_id)
        self.status = Status.RESOLVED
        self.agent_id = None
        self.failed_turns = 0


@dataclass(eq=False)
class Message:
    """One line of the transcript; its wire shape is in docs/protocol.md."""

    author: str
    text: str
    client_id: str
    kind: str = "text"
    payload: dict[str, Any] = field(default_factory=dict)
    quick_replies: list[dict[str, str]] = field(default_factory=list)
    delivery: str = Delivery.SENT
    author_name: str | None = None
    agent_id: str | None = None
    command: str | None = None
    """The payload of the button this message answers, when the bot offered it; None for typed text."""
    understood: dict[str, Any] = field(default_factory=dict)
    """What NLU read in it: intent, confidence, stages, entities."""
    conversation_id: str = ""
    seq: int = 0
    created_at: datetime = field(default_factory=now)
    id: str = field(default_factory=new_id)

    def same_body(self, text: str, command: str | None) -> bool:
        """Whether sending this again would say the same thing."""
        return self.text == text and (self.command or None) == (command or None)


@dataclass(frozen=True)
class Inbound:
    """What any channel makes of what a visitor sent; after this nobody asks which channel it was."""

    channel: str
    external_id: str
    text: str
    client_id: str
    payload: str | None = None
    page: dict[str, Any] | None = None
    locale: str | None = None
    name: str | None = None
    sent_at: datetime | None = None
    kind: str = "text"
    rich: dict[str, Any] = field(default_factory=dict)
    """Becomes the message's payload, such as a list of files."""
    files: list[tuple[str, str]] = field(default_factory=list)
    """Kind and address of each file that came with it."""
    command: str | None = None
    """A command that the channel itself stands for, such as an entry of the shop's own menu."""
    expects_reply: bool = True
    """False for what another app in the same thread answers."""
    news: ThreadNews | None = None


@dataclass(frozen=True)
class ReplyDraft:
    """What the bot is about to say, before it has a place in a transcript."""

    text: str
    kind: str = "text"
    payload: dict[str, Any] = field(default_factory=dict)
    quick_replies: list[dict[str, str]] = field(default_factory=list)
    role: str = "answer"
    """``ack``, ``answer``, ``offer`` or ``question``: where it stands in the reply."""


@dataclass(frozen=True)
class Understanding:
    """What NLU read in one text."""

    intent: str = "nlu_fallback"
    confidence: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)
    entities: list[dict[str, Any]] = field(default_factory=list)
    ranking: list[dict[str, Any]] = field(default_factory=list)
