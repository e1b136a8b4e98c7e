"""What a platform reports by itself about messages of ours: shown, delivered, seen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from bot.domain.conversation import Message
from bot.domain.delivery import Part, PartStatus
from bot.domain.thread import Thread
from bot.domain.work import OutboxRow, WorkStatus
from bot.services.context import Event, Services
from bot.services.outbox import close_row, mark_shown
from bot.store.tables import conversations, messages, parts, visitors


async def confirm_part(services: Services, part_id: str, external_id: str, at: datetime | None) -> str | None:
    """The platform reports a part of ours as shown; returns its conversation, None for a part that is not ours."""
    async with services.store.read() as session:
        known = await session.get(Part, part_id)
    if known is None:
        return None
    if known.status == PartStatus.SENT and known.external_id:
        return known.conversation_id
    events: list[Event] = []
    async with services.store.begin() as session:
        # First the lane, then its parts: in the order in which sending locks them.
        await session.get(Thread, known.conversation_id, with_for_update=True)
        part = await session.get(Part, part_id, populate_existing=True)
        if part is None:
            return None
        mark_shown(part, external_id, at or part.tried_at)
        row = (await session.execute(select(OutboxRow).filter_by(message_id=part.message_id))).scalar_one_or_none()
        todo = (await session.execute(select(Part).filter_by(message_id=part.message_id))).scalars()
        if row is not None:
            if all(other.status == PartStatus.SENT for other in todo):
                close_row(row, await session.get_one(Message, part.message_id), events)
            elif row.status != WorkStatus.FAILED:
                row.status, row.not_before = WorkStatus.PENDING, services.clock()
    for event in events:
        await services.publish(event)
    return known.conversation_id


async def knows_part(services: Services, external_id: str) -> bool:
    """Whether the platform's id belongs to something we sent."""
    async with services.store.read() as session:
        return (await session.execute(select(parts.c.id).where(parts.c.external_id == external_id))).first() is not None


async def seq_of(services: Services, external_ids: list[str]) -> tuple[str, int] | None:
    """Conversation and place of the last message that any of these ids belongs to."""
    query = (
        select(messages.c.conversation_id, messages.c.seq)
        .join(parts, parts.c.message_id == messages.c.id)
        .where(parts.c.external_id.in_(external_ids))
        .order_by(messages.c.seq.desc())
        .limit(1)
    )
    async with services.store.read() as session:
        found = (await session.execute(query)).first()
    return (found[0], found[1]) if found else None


async def seq_shown_by(services: Services, channel: str, external_id: str, at: datetime) -> tuple[str, int] | None:
    """Conversation and place of the last message that somebody was shown at a moment or before it."""
    query = (
        select(messages.c.conversation_id, func.max(messages.c.seq))
        .join(parts, parts.c.message_id == messages.c.id)
        .join(conversations, conversations.c.id == parts.c.conversation_id)
        .join(visitors, visitors.c.id == conversations.c.visitor_id)
        .where(
            visitors.c.channel == channel,
            visitors.c.external_id == external_id,
            parts.c.status == PartStatus.SENT,
            parts.c.sent_at <= at,
        )
        .group_by(messages.c.conversation_id)
    )
    async with services.store.read() as session:
        found = (await session.execute(query)).first()
    return (found[0], found[1]) if found else None
