"""Keeps the bot's promises moving: one task for each conversation that is owed a turn, and a sweep for lost ones."""

from __future__ import annotations

import asyncio
import contextlib

import structlog

from bot.domain.ids import new_id
from bot.services.context import Dialogue, Services
from bot.services.handoffs import release_abandoned, release_impatient
from bot.services.shop import forget_old_caches
from bot.services.turns import Timing, claim_turn, conversations_owed, release_turns, take_turn

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 3.0


class TurnWorker:
    """Takes turns in the background. ``wake`` after a message is stored; the sweep finds what nobody woke."""

    def __init__(self, services: Services, dialogue: Dialogue, timing: Timing, at_once: int = 32) -> None:
        self._services = services
        self._dialogue = dialogue
        self._timing = timing
        self.owner = new_id()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._slots = asyncio.Semaphore(at_once)
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin sweeping. On SQLite this process is the only taker, so what looks taken was left by a dead one."""
        if self._services.store.engine.dialect.name == "sqlite":
            await release_turns(self._services)
        self._sweeper = asyncio.create_task(self._sweep(), name="turn-sweeper")

    async def stop(self) -> None:
        """Stop taking turns; what is unfinished stays owed and is taken at the next start."""
        tasks = [task for task in (self._sweeper, *self._running.values()) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with contextlib.suppress(Exception):
            await release_turns(self._services, self.owner)

    def wake(self, conversation_id: str) -> None:
        """There is something to do in this conversation."""
        if conversation_id in self._running:
            self._again.add(conversation_id)
            return
        task = asyncio.create_task(self._take_all(conversation_id), name=f"turns-{conversation_id}")
        self._running[conversation_id] = task

    async def wait_for(self, conversation_id: str, timeout: float) -> None:
        """Wait until no turn is being taken in this conversation, at most ``timeout`` seconds."""
        task = self._running.get(conversation_id)
        if task is not None:
            await asyncio.wait([task], timeout=timeout)

    @property
    def busy(self) -> int:
        """Conversations in which a turn is being taken."""
        return len(self._running)

    async def _take_all(self, conversation_id: str) -> None:
        try:
            while True:
                self._again.discard(conversation_id)
                more = False
                async with self._slots:
                    turn = await claim_turn(self._services, conversation_id, self.owner, self._timing)
                    if turn is not None:
                        more = await take_turn(self._services, self._dialogue, turn, self._timing)
                # Claiming takes the write lock: not for nothing after each turn. What was stored since has woken us.
                if not more and conversation_id not in self._again:
                    return
        except asyncio.CancelledError:
            raise
        except Exception:
            # The turn stays owed; the sweep comes back to it when its lease is over.
            log.exception("turn.failed", conversation=conversation_id)
        finally:
            self._running.pop(conversation_id, None)
            if conversation_id in self._again:
                self._again.discard(conversation_id)
                self.wake(conversation_id)

    async def _sweep(self) -> None:
        while True:
            try:
                await forget_old_caches(self._services)
                for conversation_id in await conversations_owed(self._services):
                    self.wake(conversation_id)
                await release_impatient(self._services)
                await release_abandoned(self._services)
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("turn.sweep_failed")
            await asyncio.sleep(SWEEP_SECONDS)
