"""What a channel has to offer; nothing here belongs to one platform.

Every channel makes an ``Inbound`` of what its side sends, hands it to ``receive_message``, and hears of everything that
happens through ``on_event``. A browser then fetches by cursor; a platform has to be told, through the outbox.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.domain.conversation import Message
from bot.domain.delivery import InboxRow
from bot.domain.thread import Thread
from bot.services.context import Event


@dataclass(frozen=True)
class Letter:
    """One part of a message on its way to one person."""

    part_id: str
    body: dict[str, Any]
    message: Message
    thread: Thread
    external_id: str
    """The person, as the platform knows them."""
    is_last: bool = True


class Channel(Protocol):
    """A way to reach the shop: the website's widget, a platform."""

    async def on_event(self, event: Event) -> None:
        """Something happened, here or elsewhere; what concerns this channel's visitors is passed on to them."""


class EventHandler(Protocol):
    """What a channel does with events that were stored as its platform sent them."""

    async def handle(self, row: InboxRow) -> None:
        """Work one event; doing it again changes nothing."""

    def overtaken(self, rows: Sequence[InboxRow]) -> set[str]:
        """Ids of those of one person's events, in order, that a later one among them makes needless."""


class PushedChannel(Channel, EventHandler, Protocol):
    """A platform that is told what to show: Messenger today."""

    name: str

    def compose(self, message: Message, language: str) -> list[dict[str, Any]]:
        """The message in the platform's own form, one body a part, each within the platform's limits.

        The same message always gives the same parts: they may be composed again after a crash.
        """

    async def send(self, letter: Letter) -> str | None:
        """Deliver one part; returns the platform's id for it. Raises ``DeliveryError``."""

    def credentials(self) -> str:
        """A fingerprint of the credentials in use, which tells whether they were changed; never the credentials."""
