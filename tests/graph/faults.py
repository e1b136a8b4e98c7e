"""Trouble on purpose: refusals, stalls, cut connections, broken answers, and messages that arrive all the same."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from .errors import ERRORS

ANYTHING = "anything"


@dataclass
class Fault:
    """One kind of trouble, for the next ``times`` calls that match."""

    kind: str
    """``error``, ``stall``, ``reset``, ``truncated`` or ``html``."""
    name: str = ""
    """For ``error``: the line of the error table."""
    times: int | None = 1
    """How many calls it hits; None: all, until ``heal``."""
    person: str | None = None
    """Page-scoped id of the only person concerned."""
    on: str = "messages"
    """Kind of call: ``messages``, ``actions``, ``messenger_profile``, ``personas``, ``person`` …, or ``anything``."""
    delivered: bool = False
    """Whether the call does its work before it fails."""
    seconds: float | None = None
    status: int = 502
    hits: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)
    _reached: asyncio.Event = field(default_factory=asyncio.Event)

    def matches(self, kind: str, person: str | None) -> bool:
        """Whether a call runs into it."""
        if self.times is not None and self.hits >= self.times:
            return False
        return self.on in (kind, ANYTHING) and self.person in (None, person)

    def release(self) -> None:
        """Let stalled calls go on."""
        self._released.set()

    async def reached(self, within: float = 20) -> None:
        """Wait until a call has run into it."""
        async with asyncio.timeout(within):
            await self._reached.wait()

    async def stall(self) -> None:
        """Hold a call."""
        try:
            async with asyncio.timeout(self.seconds):
                await self._released.wait()
        except TimeoutError:
            pass


class Faults:
    """What is going to go wrong, in the order in which it was asked for."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Ask for trouble."""
        assert fault.kind != "error" or fault.name in ERRORS, f"no line {fault.name!r} in the error table"
        self._waiting.append(fault)
        return fault

    @property
    def open(self) -> list[Fault]:
        """Trouble that has not come yet, or not for the last time."""
        return [fault for fault in self._waiting if fault.times is None or fault.hits < fault.times]

    def take(self, kind: str, person: str | None) -> Fault | None:
        """The trouble that this call runs into."""
        for fault in self._waiting:
            if fault.matches(kind, person):
                fault.hits += 1
                fault._reached.set()
                return fault
        return None

    def heal(self) -> None:
        """Everything works again; stalled calls go on."""
        for fault in self._waiting:
            fault.release()
        self._waiting.clear()
