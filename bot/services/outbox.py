"""The outbox: what is to be shown next in each conversation, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.conversation import Author, Conversation, Delivery, Message, Status, Visitor, is_further
from bot.domain.delivery import ChannelState, DeliveryError, Part, PartStatus
from bot.domain.thread import Thread
from bot.domain.work import OutboxRow, WorkStatus
from bot.services.channel_state import backoff, channel_state, pause, resume, stop
from bot.services.channels import Letter, PushedChannel
from bot.services.context import Event, Services
from bot.store.tables import channel_states, messages, outbox, parts, visitors
from bot.store.tables import conversations as conversations_table
from bot.store.tables import threads as threads_table

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
ECHO_GRACE = timedelta(seconds=12)
"""How long to wait for a sign that a part arrived whose answer got lost, before it is sent again."""
DOUBT = timedelta(seconds=60)
"""How long to wait for that sign where the platform said that it may have shown the part all the same."""
SIGN_WITHIN: Mapping[str, timedelta] = {PartStatus.SENDING: ECHO_GRACE, PartStatus.DOUBTFUL: DOUBT}
NO_TIME = timedelta()
OPEN = (WorkStatus.PENDING, WorkStatus.RUNNING)


@dataclass(frozen=True)
class Outcome:
    """What became of one part."""

    letter: Letter
    external_id: str | None = None
    error: DeliveryError | None = None


async def lanes_due(services: Services) -> list[str]:
    """Conversations in which something may be shown now and nobody is at it, the longest waiting first."""
    moment = services.clock()
    async with services.store.read() as session:
        stopped = select(ChannelState).where(
            or_(channel_states.c.stopped.is_not(None), channel_states.c.paused_until > moment)
        )
        shut = [
            state.channel
            for state in (await session.execute(stopped)).scalars()
            if not (state.stopped and state.retry_at and state.retry_at <= moment)
        ]
        found = await session.execute(
            select(outbox.c.conversation_id)
            .join(threads_table, threads_table.c.conversation_id == outbox.c.conversation_id)
            .where(
                outbox.c.status.in_(OPEN),
                outbox.c.not_before <= moment,
                outbox.c.channel.not_in(shut),
                threads_table.c.held.is_(False),
                or_(threads_table.c.lane_until.is_(None), threads_table.c.lane_until <= moment),
            )
            .group_by(outbox.c.conversation_id)
            .order_by(func.min(outbox.c.not_before))
            .limit(500)
        )
        return list(found.scalars())


async def advance(
    services: Services,
    channels: Mapping[str, PushedChannel],
    conversation_id: str,
    owner: str,
    outcome: Outcome | None = None,
) -> Letter | None:
    """Note what became of the last part and take the next one, in one transaction; None: nothing to do now.

    Whoever calls this holds the conversation's lane until it returns None.
    """
    events: list[Event] = []
    async with services.store.begin() as session:
        letter = await _step(session, services, channels, conversation_id, owner, outcome, events)
    for event in events:
        await services.publish(event)
    return letter


async def _step(
    session: AsyncSession,
    services: Services,
    channels: Mapping[str, PushedChannel],
    conversation_id: str,
    owner: str,
    outcome: Outcome | None,
    events: list[Event],
) -> Letter | None:
    moment = services.clock()
    thread = (
        await session.execute(
            select(Thread)
            .where(
                threads_table.c.conversation_id == conversation_id,
                or_(
                    threads_table.c.lane_until.is_(None),
                    threads_table.c.lane_until <= moment,
                    threads_table.c.lane_owner == owner,
                ),
            )
            .with_for_update(skip_locked=outcome is None)
        )
    ).scalar_one_or_none()
    if thread is None:
        # Another instance has the lane. What came of our part is noted all the same.
        if outcome is not None:
            thread = await session.get(Thread, conversation_id)
            if thread is not None:
                await _note(session, services, thread, outcome, events)
        return None
    if outcome is not None:
        await _note(session, services, thread, outcome, events)
    letter = await _next(session, services, channels, thread, events)
    thread.lane_owner = owner if letter else None
    thread.lane_until = moment + LEASE if letter else None
    return letter


async def _next(
    session: AsyncSession,
    services: Services,
    channels: Mapping[str, PushedChannel],
    thread: Thread,
    events: list[Event],
) -> Letter | None:
    """The next part to show in a conversation, marked as being sent."""
    moment = services.clock()
    if thread.held:
        return None
    while (found := await _first_open(session, thread.conversation_id)) is not None:
        row, message, conversation, visitor = found
        if row.not_before > moment or row.channel not in channels:
            return None
        channel = channels[row.channel]
        if not await _may_send(session, row.channel, channel, moment, events):
            return None
        if message.author == Author.BOT and conversation.status == Status.AGENT:
            # A person took over while this waited: what the bot had to say would only be in the way.
            await _fail(session, services, row, message, "person_took_over", events)
            continue
        todo = await _parts(session, channel, message, conversation.language)
        part = next((part for part in todo if part.status not in (PartStatus.SENT, PartStatus.FAILED)), None)
        if part is None:
            close_row(row, message, events)
            continue
        if (wait := _time_for_a_sign(part, moment)) > NO_TIME:
            row.not_before = moment + wait
            return None
        if part.status == PartStatus.DOUBTFUL:
            part.status = PartStatus.FAILED
            await _fail(session, services, row, message, "doubtful", events)
            continue
        row.status = WorkStatus.RUNNING
        part.status = PartStatus.SENDING
        part.tried_at = moment
        return Letter(
            part_id=part.id,
            body=part.body,
            message=message,
            thread=thread,
            external_id=visitor.external_id,
            is_last=part is todo[-1],
        )
    return None


async def _first_open(
    session: AsyncSession, conversation_id: str
) -> Row[OutboxRow, Message, Conversation, Visitor] | None:
    """The first message of a conversation that is not done with, where it belongs and for whom it is."""
    found = await session.execute(
        select(OutboxRow, Message, Conversation, Visitor)
        .join(Message, messages.c.id == outbox.c.message_id)
        .join(Conversation, conversations_table.c.id == outbox.c.conversation_id)
        .join(Visitor, visitors.c.id == conversations_table.c.visitor_id)
        .where(outbox.c.conversation_id == conversation_id, outbox.c.status.in_(OPEN))
        .order_by(outbox.c.seq, outbox.c.created_at)
        .limit(1)
    )
    return found.first()


def _time_for_a_sign(part: Part, moment: datetime) -> timedelta:
    """How much longer the platform may take to tell that a part arrived whose answer was lost or an error."""
    if part.status not in SIGN_WITHIN:
        return NO_TIME
    return SIGN_WITHIN[part.status] - (moment - (part.tried_at or moment))


async def _parts(session: AsyncSession, channel: PushedChannel, message: Message, language: str) -> list[Part]:
    found = list(
        (await session.execute(select(Part).filter_by(message_id=message.id).order_by(parts.c.number))).scalars()
    )
    if not found:
        found = [
            Part(message_id=message.id, conversation_id=message.conversation_id, number=number, body=body)
            for number, body in enumerate(channel.compose(message, language))
        ]
        session.add_all(found)
        await session.flush()
    return found


async def _may_send(
    session: AsyncSession, name: str, channel: PushedChannel, moment: datetime, events: list[Event]
) -> bool:
    seen = await session.get(ChannelState, name)
    if seen is None or (seen.stopped is None and (seen.paused_until is None or seen.paused_until <= moment)):
        return True
    # All lanes share this row: it is held only where there is something to change.
    state = await channel_state(session, name)
    mended = state.credentials is not None and state.credentials != channel.credentials()
    if state.stopped in ("token", "config") and mended:
        resume(state, events)
    if state.stopped:
        if state.retry_at is None or state.retry_at > moment:
            return False
        # One try; if nothing has changed, it stops again without another alarm.
        state.retry_at = moment + LEASE
    return state.paused_until is None or state.paused_until <= moment


async def _note(
    session: AsyncSession, services: Services, thread: Thread, outcome: Outcome, events: list[Event]
) -> None:
    """What became of one part: shown, to be tried again, or not to be."""
    found = (
        await session.execute(
            select(Part, OutboxRow, Message)
            .join(OutboxRow, outbox.c.message_id == parts.c.message_id)
            .join(Message, messages.c.id == parts.c.message_id)
            .where(parts.c.id == outcome.letter.part_id)
        )
    ).first()
    if found is None:
        return  # Erased meanwhile.
    part, row, message = found
    error = outcome.error
    if error is None:
        await _note_shown(session, part, row, message, outcome, events)
        return
    row.last_error = f"{error.code}: {error}"[:500]
    if part.status == PartStatus.SENT:
        return  # The platform's own report was quicker than its error.
    row.status = WorkStatus.PENDING
    if error.stop or error.pause:
        part.status = PartStatus.PENDING
        await _hold_channel(session, services, row.channel, error, events)
        return
    _mark_thread(thread, error)
    if error.mark == "held" or _simplify(part, error):
        # It goes out as soon as it may; this was no failure.
        part.status = PartStatus.PENDING
        return
    row.attempts += 1
    if error.doubtful and error.permanent:
        part.status = PartStatus.DOUBTFUL
        row.not_before = services.clock() + DOUBT
    elif error.permanent or row.attempts >= error.tries:
        part.status = PartStatus.FAILED
        await _fail(session, services, row, message, error.code, events)
    else:
        # A doubtful part stays "being sent": the platform's report may still close it.
        part.status = PartStatus.SENDING if error.doubtful else PartStatus.PENDING
        row.not_before = services.clock() + _time_to_retry(error, row.attempts)


async def _note_shown(
    session: AsyncSession, part: Part, row: OutboxRow, message: Message, outcome: Outcome, events: list[Event]
) -> None:
    """A part is shown, so the channel is free; after the last one the message is done."""
    seen = await session.get(ChannelState, row.channel)
    if seen is not None and (seen.stopped or seen.pauses):
        state = await channel_state(session, row.channel)
        resume(state, events)
        state.pauses, state.paused_until = 0, None
    mark_shown(part, outcome.external_id, part.tried_at)
    row.status = WorkStatus.PENDING
    if outcome.letter.is_last:
        todo = (await session.execute(select(Part).filter_by(message_id=message.id))).scalars()
        if all(other.status == PartStatus.SENT for other in todo):
            close_row(row, message, events)


async def _hold_channel(
    session: AsyncSession, services: Services, channel: str, error: DeliveryError, events: list[Event]
) -> None:
    """Nothing is sent to anybody, until somebody mends it or for a while."""
    state = await channel_state(session, channel)
    if error.stop:
        stop(services, state, error.stop, str(error), error.retry_in, events)
        return
    pause(services, state, error.retry_in)
    log.warning("outbox.paused", channel=channel, until=str(state.paused_until))


def _mark_thread(thread: Thread, error: DeliveryError) -> None:
    """What an error says about the thread."""
    match error.mark:
        case "unreachable":
            thread.unreachable = error.code
        case "elsewhere":
            thread.elsewhere = True
        case "held":
            thread.held = True


def _simplify(part: Part, error: DeliveryError) -> bool:
    """Give a part the simpler body that comes with an error; False where there is none or that one was refused."""
    if error.instead is None or part.body == error.instead:
        return False
    part.body = error.instead
    return True


def _time_to_retry(error: DeliveryError, attempts: int) -> timedelta:
    """How long to wait before a part is sent again; a doubtful one not before its echo may have come."""
    wait = error.retry_in if error.retry_in is not None else backoff(attempts)
    return max(timedelta(seconds=wait), ECHO_GRACE if error.doubtful else NO_TIME)


def mark_shown(part: Part, external_id: str | None, at: datetime | None) -> None:
    """The platform has shown a part."""
    part.status = PartStatus.SENT
    part.external_id = external_id or part.external_id
    part.sent_at = at


def close_row(row: OutboxRow, message: Message, events: list[Event]) -> None:
    """Every part is shown."""
    row.status = WorkStatus.DONE
    if is_further(Delivery.SENT, message.delivery):
        message.delivery = Delivery.SENT
        payload = {key: value for key, value in message.payload.items() if key != "failure"}
        message.payload = payload
        events.append(_updated(message))


async def _fail(
    session: AsyncSession, services: Services, row: OutboxRow, message: Message, code: str, events: list[Event]
) -> None:
    """The message stays in the transcript, marked, with the reason in plain words."""
    row.status = WorkStatus.FAILED
    row.last_error = row.last_error or code
    message.delivery = Delivery.FAILED
    failure = {"code": code, "text": undelivered(services, code, "vi"), "text_en": undelivered(services, code, "en")}
    message.payload = {**message.payload, "failure": failure}
    log.warning("outbox.undelivered", channel=row.channel, conversation=row.conversation_id, why=code)
    events.append(_updated(message, failure))
    events.append(Event("message.undelivered", row.conversation_id, {"channel": row.channel, "why": code}))


def undelivered(services: Services, code: str, language: str) -> str:
    """Why something was not delivered, for agents."""
    try:
        return services.words.say(f"say_undelivered_{code}", language)
    except KeyError:
        return services.words.say("say_undelivered_other", language)


def _updated(message: Message, failure: Mapping[str, str] | None = None) -> Event:
    body: dict[str, Any] = {"id": message.id, "seq": message.seq, "delivery": str(message.delivery)}
    if failure:
        body["failure"] = dict(failure)
    return Event("message.updated", message.conversation_id, body)


async def messages_waiting(services: Services) -> int:
    """How many messages are not delivered yet."""
    async with services.store.read() as session:
        query = select(func.count()).select_from(outbox).where(outbox.c.status.in_(OPEN))
        return int((await session.execute(query)).scalar_one())


async def free_lanes(services: Services, owner: str | None = None) -> None:
    """Free lanes whose holder is gone: all of them (None: this process is the only one) or one holder's."""
    async with services.store.begin() as session:
        held = threads_table.c.lane_owner.is_not(None) if owner is None else threads_table.c.lane_owner == owner
        await session.execute(update(threads_table).where(held).values(lane_owner=None, lane_until=None))
