"""Delivers what waits in the outbox: a lane for each conversation, so that one slow call delays nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import structlog

from bot.domain.delivery import DeliveryError
from bot.domain.ids import new_id
from bot.services.channel_state import read_state
from bot.services.channels import PushedChannel
from bot.services.context import Event, Services
from bot.services.outbox import Outcome, advance, free_lanes, lanes_due

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 1.0
LAST_CALL_SECONDS = 5.0


class OutboxWorker:
    """Sends in the background; ``on_event`` wakes it, the sweep finds what nobody woke."""

    def __init__(self, services: Services, channels: Mapping[str, PushedChannel], at_once: int = 200) -> None:
        self._services = services
        self._channels = channels
        self._slots = asyncio.Semaphore(at_once)
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._sweeper: asyncio.Task[None] | None = None
        self._closing = False
        self.owner = new_id()
        self.stopped: dict[str, str | None] = dict.fromkeys(channels)
        """Why a channel sends nothing at present, as last seen."""

    async def start(self) -> None:
        """Begin; what a dead process left is taken up again."""
        if self._services.store.has_one_writer:
            await free_lanes(self._services)
        self._sweeper = asyncio.create_task(self._sweep(), name="outbox")

    async def stop(self) -> None:
        """Stop; what was not sent stays stored. A call that is on its way is waited for: its answer is worth a lot."""
        self._closing = True
        if self._lanes:
            await asyncio.wait(self._lanes.values(), timeout=LAST_CALL_SECONDS)
        tasks = [task for task in (self._sweeper, *self._lanes.values()) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        try:
            await free_lanes(self._services, self.owner)
        except Exception:
            log.exception("outbox.stop")

    @property
    def busy(self) -> int:
        """Conversations in which something is being sent."""
        return len(self._lanes)

    async def on_event(self, event: Event) -> None:
        """A message of ours that a platform has to be told of is sent at once."""
        if event.name == "message.created" and event.body.get("delivery") == "pending":
            self.wake(event.conversation_id)

    def wake(self, conversation_id: str) -> None:
        """There may be something to send in this conversation."""
        if not self._channels or self._closing:
            return
        if conversation_id in self._lanes:
            self._again.add(conversation_id)
            return
        self._lanes[conversation_id] = asyncio.create_task(self._run(conversation_id), name=f"lane-{conversation_id}")

    async def _run(self, conversation_id: str) -> None:
        try:
            while True:
                self._again.discard(conversation_id)
                async with self._slots:
                    await self._send_all(conversation_id)
                if conversation_id not in self._again:
                    return
        except asyncio.CancelledError:
            raise
        except Exception:
            # The part is marked as being sent; the sweep comes back to it when the lane's lease is over.
            log.exception("outbox.lane_failed", conversation=conversation_id)
        finally:
            self._lanes.pop(conversation_id, None)

    async def _send_all(self, conversation_id: str) -> None:
        letter = await advance(self._services, self._channels, conversation_id, self.owner)
        while letter is not None:
            channel = self._channels[letter.thread.channel]
            try:
                outcome = Outcome(letter, external_id=await channel.send(letter))
            except DeliveryError as error:
                outcome = Outcome(letter, error=error)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.exception("outbox.broken", conversation=conversation_id)
                outcome = Outcome(letter, error=DeliveryError(type(error).__name__, code="bug", permanent=True))
            letter = await advance(
                self._services, {} if self._closing else self._channels, conversation_id, self.owner, outcome
            )

    async def _sweep(self) -> None:
        while True:
            try:
                for name in self._channels:
                    self.stopped[name] = (await read_state(self._services, name)).stopped
                for conversation_id in await lanes_due(self._services):
                    self.wake(conversation_id)
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("outbox.sweep_failed")
            await asyncio.sleep(SWEEP_SECONDS)
