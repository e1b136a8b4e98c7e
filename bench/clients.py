"""Visitors: one speaks the widget's protocol to us, one Rasa's REST channel to a stock server."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
import socketio

PATIENCE = 32
"""Seconds until a message counts as lost; the bot promises something to see within 30."""


class Refused(Exception):
    """The server said no; the message says to what and why."""


@dataclass
class Sent:
    """One message and how long its first reply took; ``seconds`` is None while there is none."""

    text: str
    kind: str
    id: str
    began: float
    seconds: float | None = None
    is_excuse: bool = False


@dataclass
class Faults:
    """What must never happen; all zero in a house that keeps its promises."""

    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    strayed: int = 0
    excuses: int = 0

    def add(self, other: Faults) -> None:
        """Count another conversation's too."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class WidgetVisitor:
    """A visitor on the widget's Socket.IO protocol (docs/protocol.md)."""

    url: str
    token: str = ""
    conversation_id: str = ""
    sent: list[Sent] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._client = socketio.AsyncClient(reconnection=False)
        self._client.on("message.created", self._on_message)
        self._arrived: dict[str, float] = {}
        self._news = asyncio.Condition()

    async def __aenter__(self) -> Self:
        await self._client.connect(self.url, transports=["websocket"], wait_timeout=20)
        answer = await self.hello()
        self.token, self.conversation_id = answer["token"], answer["conversation"]["id"]
        return self

    async def __aexit__(self, *_error: object) -> None:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(self._client.disconnect(), 5)

    async def hello(self) -> dict[str, Any]:
        """Connect or resume; returns the answer with the transcript."""
        return await self._call("hello", {"token": self.token, "last_seq": 0, "locale": "vi"})

    async def say(self, kind: str, text: str) -> Sent:
        """Send and return when it is acknowledged, which is before the reply."""
        began = time.monotonic()
        one = Sent(text, kind, "", began)
        self.sent.append(one)
        # Refused or not acknowledged: it keeps no id, nothing answers it, and it counts as lost.
        with contextlib.suppress(Refused, socketio.exceptions.SocketIOError):
            answer = await self._call("message.send", {"client_id": f"bench-{uuid.uuid4().hex}", "text": text})
            one.id = answer["message"]["id"]
        return one

    async def hear(self, one: Sent) -> Sent:
        """Wait for the first reply to ``one``."""

        def has_come() -> bool:
            return one.id in self._arrived

        if not one.id:
            return one
        async with self._news:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait_for(has_come), PATIENCE)
        if one.id in self._arrived:
            one.seconds = self._arrived[one.id] - one.began
        one.is_excuse = any(answers(event) == one.id and is_excuse(event) for event in self.events)
        return one

    async def ask(self, kind: str, text: str) -> Sent:
        """Send one message and wait for its first reply."""
        return await self.hear(await self.say(kind, text))

    async def faults(self) -> Faults:
        """Compare what was said, what arrived live and what the transcript keeps."""
        transcript = (await self.hello())["messages"]
        ids = [one.id for one in self.sent]
        answered = [answers(message) for message in transcript if answers(message)]
        told: dict[str, list[str]] = defaultdict(list)
        for message in transcript:
            told[answers(message)].append(message["text"])
        order = [ids.index(answer) for answer in answered if answer in ids]
        kept = [message["text"] for message in transcript if message["author"] == "visitor"]
        live = [event["id"] for event in self.events]
        live_seqs = [event["seq"] for event in self.events]
        return Faults(
            lost=sum(one.seconds is None for one in self.sent),
            doubled=(len(live) - len(set(live)))
            + sum(len(texts) - len(set(texts)) for answer, texts in told.items() if answer)
            + max(0, len(kept) - len(self.sent)),
            out_of_order=int(order != sorted(order))
            + int(live_seqs != sorted(live_seqs))
            + int(kept != [one.text for one in self.sent])
            + int([message["seq"] for message in transcript] != list(range(1, len(transcript) + 1))),
            strayed=sum(event["conversation_id"] != self.conversation_id for event in self.events),
            excuses=sum(one.is_excuse for one in self.sent),
        )

    async def _call(self, command: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self._client.call(command, body, timeout=PATIENCE)
        if not answer.get("ok"):
            raise Refused(f"{command} was refused: {answer.get('error', {}).get('code')}")
        return dict(answer)

    async def _on_message(self, event: dict[str, Any]) -> None:
        now = time.monotonic()
        async with self._news:
            self.events.append(event)
            if answers(event):
                self._arrived.setdefault(answers(event), now)
            self._news.notify_all()


def answers(message: dict[str, Any]) -> str:
    """The id of the message that this one replies to, as in ``re:ID:0``; a line asking for patience is no reply."""
    kind, _, rest = str(message["client_id"]).partition(":")
    if message["author"] not in ("bot", "system") or kind not in ("re", "handoff", "sorry"):
        return ""
    return rest.partition(":")[0]


def is_excuse(message: dict[str, Any]) -> bool:
    """Whether the reply only says that there is trouble."""
    return bool(message["kind"] == "notice") and message["payload"].get("code") == "error"


@dataclass
class RestVisitor:
    """A visitor on the REST channel of a stock Rasa server."""

    url: str
    session: aiohttp.ClientSession
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    sent: list[Sent] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        return None

    async def ask(self, kind: str, text: str) -> Sent:
        """Send one message; the answer carries the replies. An empty one counts as none."""
        one = Sent(text, kind, "", time.monotonic())
        self.sent.append(one)
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with self.session.post(
                f"{self.url}/webhooks/rest/webhook",
                json={"sender": self.name, "message": text},
                timeout=aiohttp.ClientTimeout(total=PATIENCE),
            ) as response:
                if response.status == 200 and await response.json():
                    one.seconds = time.monotonic() - one.began
        return one

    async def faults(self) -> Faults:
        """What its channel lets one see: messages without an answer."""
        return Faults(lost=sum(one.seconds is None for one in self.sent))
