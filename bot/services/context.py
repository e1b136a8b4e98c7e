"""What every use case is given: the store, the way to publish, the words, the clock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.domain.conversation import ReplyDraft, Understanding
from bot.domain.ids import now
from bot.domain.thread import Thread
from bot.services.meaning import Meaning
from bot.services.words import Words
from bot.store import Store

T = TypeVar("T")

ASKED = "asked"
"""Stands beside the views in memory and goes with them: who reads sees by it whether an import came meanwhile."""


@dataclass(frozen=True)
class Event:
    """Something that happened, in the past tense, published after the commit."""

    name: str
    conversation_id: str
    body: Mapping[str, Any] = field(default_factory=dict)


class Dialogue(Protocol):
    """The dialogue engine. Every method raises ``DialogueUnavailable`` rather than answer nothing."""

    async def understand(self, text: str) -> Understanding:
        """Read one text."""

    async def reply(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> list[ReplyDraft]:
        """Take one turn; an empty list means that the engine chose to say nothing, or lost the message."""

    async def set_slots(self, conversation_id: str, slots: Mapping[str, Any]) -> None:
        """Tell the engine a fact it did not hear."""

    async def tell(self, conversation_id: str, text: str, author: str) -> None:
        """Tell the engine what was said while it was not listening."""


async def _publish_nowhere(_event: Event) -> None:
    """Used where nobody listens, such as command-line imports."""


def say_nothing(_step: str) -> None:
    """Used where nobody waits for a long step."""


@dataclass
class Services:
    """Handed to every use case by ``make_app``; no globals."""

    store: Store
    words: Words
    publish: Callable[[Event], Awaitable[None]] = _publish_nowhere
    clock: Callable[[], datetime] = now
    faq_threshold: float = 0.45
    public_url: str = ""
    product_url: str = ""
    """Where a product's page is, with ``{sku}`` in it; empty: in the demo shop."""
    reach: Callable[[Thread], tuple[str, datetime | None]] | None = None
    """Whether people may be written to now (``open``, ``human``, ``closed``) and until when, on channels with rules."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Which action answers which intent, as data/rules says."""
    talks: dict[str, Any] = field(default_factory=dict)
    """Turns under way by the message they answer; see ``bot.services.talks``."""
    caches: dict[str, Any] = field(default_factory=dict)
    """Derived views of the catalogue and the answers, dropped when an import changes them."""
    former_shelf: Any = None
    """The last shelf that was read; see ``bot.services.shelves``."""
    shelf_loading: asyncio.Task[Any] | None = None
    meaning: Meaning | None = None
    """Compares questions and sentences where words leave doubt; None where its model is not installed."""
    progress: Callable[[str], None] = say_nothing
    """Told how far something long is; a command that somebody waits for shows it."""
    after_import: Callable[[Services], Awaitable[None]] | None = None
    """Called at the start and after each import, here or in another process."""

    async def read_once(self, name: str, read: Callable[[], Awaitable[T]]) -> T:
        """What is kept in memory until an import changes it; read again if one came while it was read."""
        while name not in self.caches:
            asked = self.caches.setdefault(ASKED, object())
            found = await read()
            if self.caches.get(ASKED) is asked:
                self.caches[name] = found
        kept: T = self.caches[name]
        return kept

    def made_once(self, name: str, made_of: tuple[object, ...], make: Callable[[], T]) -> T:
        """A view in memory, made again where it is to be made of anything else than the one that is kept.

        A talk that began before an import has the former answers to its end: what it makes of them is nobody else's.
        """
        known: tuple[tuple[object, ...], T] | None = self.caches.get(name)
        if known is None or not all(one is other for one, other in zip(known[0], made_of, strict=True)):
            known = self.caches[name] = (made_of, make())
        return known[1]

    def address(self, path: str) -> str:
        """``path`` of this server as seen from outside; a full address stays as it is."""
        return self.public_url + path if path.startswith("/") else path
