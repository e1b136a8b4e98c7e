"""What holds for everybody a channel talks to: stopped by the platform, asked to slow down, or free to send."""

from __future__ import annotations

import random
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.delivery import ChannelState
from bot.services.context import Event, Services

log = structlog.get_logger(__name__)

FIRST_PAUSE = 2.0
LONGEST_PAUSE = 900.0


async def channel_state(session: AsyncSession, channel: str) -> ChannelState:
    """What holds for everybody a channel talks to, held to be changed. For looking: ``session.get``."""
    state = await session.get(ChannelState, channel, with_for_update=True, populate_existing=True)
    if state is None:
        state = ChannelState(channel)
        session.add(state)
        await session.flush()
    return state


def stop(
    services: Services, state: ChannelState, why: str, detail: str, retry_in: float | None, events: list[Event]
) -> None:
    """Nothing is sent any more until somebody mends it; one alarm for one stop."""
    first = state.stopped is None
    state.stopped = why
    state.stopped_detail = detail[:500]
    state.stopped_at = state.stopped_at or services.clock()
    state.retry_at = services.clock() + timedelta(seconds=retry_in) if retry_in else None
    if first:
        log.error("channel.stopped", channel=state.channel, why=why, detail=detail)
        events.append(Event("channel.stopped", "", {"channel": state.channel, "why": why}))


def resume(state: ChannelState, events: list[Event]) -> None:
    """What stopped the channel is mended."""
    if state.stopped:
        log.warning("channel.resumed", channel=state.channel, was=state.stopped)
        events.append(Event("channel.resumed", "", {"channel": state.channel}))
    state.stopped = state.stopped_detail = state.stopped_at = state.retry_at = None


def pause(services: Services, state: ChannelState, seconds: float | None) -> None:
    """Send nothing for a while; longer each time in a row, never all at once afterwards."""
    state.pauses += 1
    wait = max(seconds or 0.0, backoff(state.pauses, first=4.0))
    state.paused_until = services.clock() + timedelta(seconds=wait)


def backoff(attempts: int, first: float = FIRST_PAUSE, longest: float = LONGEST_PAUSE) -> float:
    """Seconds to wait after that many failures, with jitter so that not everybody comes back at once."""
    whole = min(longest, first * 2.0 ** min(max(0, attempts - 1), 20))
    return float(whole * (0.5 + random.random() / 2))


async def stop_channel(services: Services, channel: str, why: str, detail: str, retry_in: float | None = None) -> None:
    """Send nothing any more on a channel."""
    events: list[Event] = []
    async with services.store.begin() as session:
        stop(services, await channel_state(session, channel), why, detail, retry_in, events)
    for event in events:
        await services.publish(event)


async def resume_channel(services: Services, channel: str, only: str | None = None) -> bool:
    """Send again; with ``only``, if that was the reason. Says whether it had stopped."""
    events: list[Event] = []
    async with services.store.begin() as session:
        state = await channel_state(session, channel)
        was_stopped = state.stopped is not None and only in (None, state.stopped)
        if was_stopped:
            resume(state, events)
            state.pauses, state.paused_until = 0, None
    for event in events:
        await services.publish(event)
    return was_stopped


async def note_credentials(services: Services, channel: str, fingerprint: str, app_id: str | None = None) -> bool:
    """Credentials in use at a start; ones that changed end a stop that was about the old ones. Says whether it did."""
    events: list[Event] = []
    async with services.store.begin() as session:
        state = await channel_state(session, channel)
        ended = state.stopped in ("token", "config") and state.credentials != fingerprint
        if ended:
            resume(state, events)
        state.credentials = fingerprint
        state.app_id = app_id or state.app_id
    for event in events:
        await services.publish(event)
    return ended


async def read_state(services: Services, channel: str) -> ChannelState:
    """What holds for a channel, for looking."""
    async with services.store.read() as session:
        return await session.get(ChannelState, channel) or ChannelState(channel)
