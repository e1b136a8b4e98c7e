"""What Meta posts to the shop: signed, escaped, sometimes twice, sometimes late, sometimes in a heap."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp

ESCAPED = {"/": r"\/", "<": r"\u003C", "%": r"\u0025", "@": r"\u0040"}
"""What Meta escapes beside everything outside ASCII."""


def encode(body: Any) -> bytes:
    """JSON as Meta writes and signs it: every letter outside ASCII escaped, no spaces."""
    text = json.dumps(body, ensure_ascii=True, separators=(",", ":"))
    # None of these can stand outside a JSON string.
    for sign, escaped in ESCAPED.items():
        text = text.replace(sign, escaped)
    return text.encode("ascii")


def signature(raw: bytes, app_secret: str) -> str:
    """Value of ``X-Hub-Signature-256`` for a body."""
    return "sha256=" + hmac.new(app_secret.encode(), raw, hashlib.sha256).hexdigest()


@dataclass
class Post:
    """One attempt to deliver."""

    at: datetime
    body: Any
    raw: bytes
    attempt: int
    status: int
    """What the shop answered; 0 if it could not be reached or took too long."""
    answer: str = ""


@dataclass
class Webhooks:
    """Delivers events to the callback address."""

    page_id: str
    app_secret: str
    clock: Callable[[], datetime]
    session: aiohttp.ClientSession
    callback: str = ""
    """Where to; empty: nowhere, events are lost."""
    retries: int = 3
    """How often Meta tries again at once when the answer was not 200."""
    retry_pause: float = 0.02
    patience: float = 5
    """Seconds within which Meta wants a 200."""
    copies: int = 1
    """How often each POST is sent, even if the first was welcome."""
    log: deque[Post] = field(default_factory=lambda: deque(maxlen=2000))
    news: Callable[[], None] = lambda: None
    failed: list[tuple[Any, bytes, str]] = field(default_factory=list)
    """Body, bytes and signature of what was never welcome."""
    _held: list[dict[str, Any]] | None = None

    def entry(self, channel: str, events: list[dict[str, Any]], page_id: str | None = None) -> dict[str, Any]:
        """One entry; ``channel`` is ``messaging``, ``standby`` or ``changes``."""
        return {"id": page_id or self.page_id, "time": int(self.clock().timestamp() * 1000), channel: events}

    async def tell(self, channel: str, event: dict[str, Any]) -> list[Post]:
        """Deliver one event, or hold it back if somebody asked for that."""
        entry = self.entry(channel, [event])
        if self._held is not None:
            self._held.append(entry)
            return []
        return await self.post({"object": "page", "entry": [entry]})

    async def post(self, body: Any, *, raw: bytes | None = None, signed: str | None = None) -> list[Post]:
        """Deliver a body as Meta would: every copy, with retries; returns the attempts.

        Args:
            body: The JSON; ignored for the wire if ``raw`` is given.
            raw: The exact bytes.
            signed: The signature header; by default the right one, empty for none.
        """
        raw = encode(body) if raw is None else raw
        signed = signature(raw, self.app_secret) if signed is None else signed
        attempts = []
        for _ in range(self.copies):
            for attempt in range(1, self.retries + 2):
                done = await self._attempt(body, raw, signed, attempt)
                attempts.append(done)
                if done.status == 200:
                    break
                await asyncio.sleep(self.retry_pause)
            else:
                self.failed.append((body, raw, signed))
        return attempts

    async def redeliver(self) -> list[Post]:
        """Try again what was never welcome, as Meta does for an hour."""
        failed, self.failed = self.failed, []
        return [done for body, raw, signed in failed for done in await self.post(body, raw=raw, signed=signed)]

    async def _attempt(self, body: Any, raw: bytes, signed: str, attempt: int) -> Post:
        done = Post(self.clock(), body, raw, attempt, 0)
        headers = {"Content-Type": "application/json", "User-Agent": "facebookexternalua"}
        if signed:
            headers["X-Hub-Signature-256"] = signed
        if self.callback:
            try:
                async with self.session.post(
                    self.callback, data=raw, headers=headers, timeout=aiohttp.ClientTimeout(self.patience)
                ) as response:
                    done.status, done.answer = response.status, (await response.text())[:2000]
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                done.answer = f"{type(error).__name__}: {error}"
        self.log.append(done)
        self.news()
        return done

    @asynccontextmanager
    async def batched(self, entries: bool = False) -> AsyncIterator[None]:
        """Everything told inside goes out in one POST: in one entry each channel, or with ``entries`` in one each."""
        held = self._hold()
        yield
        self._held = None
        if not entries:
            together: dict[str, dict[str, Any]] = {}
            for entry in held:
                channel = next(key for key in entry if key not in ("id", "time"))
                together.setdefault(channel, {**entry, channel: []})[channel].extend(entry[channel])
            held = list(together.values())
        if held:
            await self.post({"object": "page", "entry": held})

    @asynccontextmanager
    async def reordered(self, order: Callable[[list[Any]], list[Any]] | None = None) -> AsyncIterator[None]:
        """Everything told inside goes out afterwards in another order: the last first, unless told otherwise."""
        held = self._hold()
        yield
        self._held = None
        for entry in order(held) if order else reversed(held):
            await self.post({"object": "page", "entry": [entry]})

    def _hold(self) -> list[dict[str, Any]]:
        assert self._held is None, "events are held back already"
        self._held = []
        return self._held

    async def verify(self, verify_token: str, challenge: str = "1158201444") -> tuple[int, str]:
        """The GET with which Meta makes sure of the callback; returns status and text."""
        params = {"hub.mode": "subscribe", "hub.verify_token": verify_token, "hub.challenge": challenge}
        try:
            async with self.session.get(
                self.callback, params=params, timeout=aiohttp.ClientTimeout(self.patience)
            ) as response:
                return response.status, await response.text()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return 0, f"{type(error).__name__}: {error}"
