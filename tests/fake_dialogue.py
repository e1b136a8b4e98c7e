"""A dialogue engine in plain sight: says what it is told to say, remembers what it heard, fails on demand.

It is handed wishes, as Rasa is; what the visitor wrote it looks up where Rasa's actions do, in the turns under way.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.conversation import ReplyDraft, Understanding
from bot.domain.errors import DialogueUnavailable

NOTHING: list[ReplyDraft] = []
"""What Rasa answers with status 200 when it has lost a message."""

DOWN = DialogueUnavailable("connection refused")


@dataclass(frozen=True)
class Heard:
    """One turn it was asked to take."""

    conversation_id: str
    text: str
    """The visitor's words, or what the button they pressed stands for."""
    wish: str
    """The first wish, as Rasa is handed it."""
    metadata: Mapping[str, Any]
    talk: Any = None
    """The turn under way."""

    @property
    def pressed(self) -> bool:
        """Whether a button was pressed, not words typed."""
        return self.talk is not None and self.talk.pressed


def echo(text: str) -> list[ReplyDraft]:
    """Say it back."""
    return [ReplyDraft(f"echo: {text}")]


@dataclass
class FakeDialogue:
    """Implements ``bot.services.context.Dialogue``."""

    talks: Mapping[str, Any] = field(default_factory=dict)
    """The house's turns under way, by message."""
    answer: Callable[[str], Any] = echo
    """What it says to a text: drafts, or an exception to raise."""
    script: deque[Any] = field(default_factory=deque)
    """What it says first, before ``answer`` is asked."""
    readings: dict[str, Understanding] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    told: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    deaf: bool = False
    """Whether understanding fails."""
    gate: asyncio.Event | None = None
    """Closed: every reply waits until the test opens it."""
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    """Set as soon as a reply was asked for."""
    inside: Counter[str] = field(default_factory=Counter)
    most_inside: int = 0
    """The largest number of turns it was ever asked to take at once in one conversation."""

    async def understand(self, text: str) -> Understanding:
        if self.deaf:
            raise DialogueUnavailable("NLU is down")
        return self.readings.get(text, Understanding("greet", 0.9, {"none": 1.0}))

    async def reply(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> list[ReplyDraft]:
        talk = self.talks.get(str(metadata.get("message_id")))
        written = talk.reading.text if talk is not None else text
        self.heard.append(Heard(conversation_id, written, text, metadata, talk))
        self.inside[conversation_id] += 1
        self.most_inside = max(self.most_inside, self.inside[conversation_id])
        self.asked.set()
        try:
            await asyncio.sleep(0)
            if self.gate is not None:
                await self.gate.wait()
            said = self.script.popleft() if self.script else self.answer(written)
            if isinstance(said, BaseException):
                raise said
            if talk is not None and said:
                # As actions do: what is said answers the wishes.
                talk.done = len(talk.wishes)
            return said
        finally:
            self.inside[conversation_id] -= 1

    async def set_slots(self, conversation_id: str, slots: Mapping[str, Any]) -> None:
        self.told.append((conversation_id, slots))

    async def tell(self, conversation_id: str, text: str, author: str) -> None:
        self.told.append((conversation_id, {author: text}))
