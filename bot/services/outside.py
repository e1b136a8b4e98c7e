"""People who answer outside of our console: in the platform's own inbox, or with another app in the same thread."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.conversation import Author, Conversation, Delivery, Message, Status
from bot.domain.handoff import Handoff, Reason
from bot.services.context import Event, Services
from bot.services.handoffs import announce_status, make_brief, open_handoff, say_notice
from bot.services.messages import find_by_client_id, lock_conversation
from bot.services.replies import announce
from bot.services.threads import find_or_create, find_thread, is_newer, plausible
from bot.store.tables import conversations as conversations_table
from bot.store.tables import threads as threads_table


async def receive_outside_reply(
    services: Services, channel: str, external_id: str, *, client_id: str, text: str, name: str, at: datetime,
    quiet_for: timedelta, kind: str = "text",
) -> Message | None:  # fmt: skip
    """Keep what a person said in the platform's inbox; the bot is silent for ``quiet_for`` after it.

    Returns None when it is there already.
    """
    async with services.store.begin() as session:
        _, conversation = await find_or_create(session, services, channel, external_id)
        if await find_by_client_id(session, conversation.id, client_id) is not None:
            return None
        thread = await find_thread(session, conversation)
        message = conversation.append(
            Message(
                author=Author.AGENT,
                author_name=name,
                text=text,
                kind=kind,
                client_id=client_id,
                delivery=Delivery.SENT,
                created_at=services.clock(),
            )
        )
        session.add(message)
        thread.introduced = False
        said_at = plausible(services, at)
        thread.muted_until = max(thread.muted_until or said_at, said_at + quiet_for)
        changed = await _take_floor(session, services, conversation)
    await announce(services, [message])
    if changed:
        await announce_status(services, conversation, None)
    return message


async def thread_taken(services: Services, channel: str, external_id: str, at: datetime | None) -> None:
    """Another app has the thread now; the bot is silent until it comes back."""
    await _control(services, channel, external_id, at, elsewhere=True)


async def thread_returned(services: Services, channel: str, external_id: str, at: datetime | None) -> None:
    """The thread is ours; the bot answers again."""
    await _control(services, channel, external_id, at, elsewhere=False)


async def _control(services: Services, channel: str, external_id: str, at: datetime | None, *, elsewhere: bool) -> None:
    async with services.store.begin() as session:
        _, conversation = await find_or_create(session, services, channel, external_id)
        thread = await find_thread(session, conversation)
        if not is_newer(thread, at):
            return
        thread.elsewhere = elsewhere
        if elsewhere:
            changed = await _take_floor(session, services, conversation)
        else:
            thread.muted_until = None
            changed = await _give_floor_back(session, services, conversation)
    if changed:
        await announce_status(services, conversation, None)
        if not elsewhere:
            await services.publish(Event("handoff.ended", conversation.id, {"outcome": "handed_back"}))


async def release_muted(services: Services) -> int:
    """Let the bot speak again where nobody has answered in the platform's inbox for long enough; returns how many."""
    moment = services.clock()
    t = aliased(threads_table)
    async with services.store.read() as session:
        query = (
            select(conversations_table.c.id)
            .join(t, t.c.conversation_id == conversations_table.c.id)
            .where(
                conversations_table.c.status == Status.AGENT,
                conversations_table.c.agent_id.is_(None),
                t.c.elsewhere.is_(False),
                or_(t.c.muted_until.is_(None), t.c.muted_until < moment),
            )
        )
        ids = (await session.execute(query)).scalars().all()
    released = 0
    for conversation_id in ids:
        notice = None
        async with services.store.begin() as session:
            conversation = await lock_conversation(session, conversation_id)
            thread = await find_thread(session, conversation)
            if thread.elsewhere or (thread.muted_until is not None and thread.muted_until >= moment):
                continue
            thread.muted_until = None
            waits = conversation.last_author == Author.VISITOR
            if not await _give_floor_back(session, services, conversation):
                continue
            if waits:
                # Their last words got no answer from the person they were for.
                conversation.waiting_since = conversation.last_message_at
                notice = await say_notice(session, services, conversation, "say_inbox_quiet", "agent_left")
            released += 1
        await announce(services, [notice])
        await announce_status(services, conversation, None)
        await services.publish(Event("handoff.ended", conversation.id, {"outcome": "handed_back"}))
    return released


async def _take_floor(session: AsyncSession, services: Services, conversation: Conversation) -> bool:
    if not conversation.answered_elsewhere():
        return False
    handoff = await open_handoff(session, conversation.id)
    if handoff is None:
        handoff = Handoff(
            conversation_id=conversation.id,
            reason=Reason.TAKEN_OVER,
            requested_at=services.clock(),
            brief=await make_brief(session, services, conversation, Reason.TAKEN_OVER, {}),
        )
        session.add(handoff)
    handoff.claimed_at = services.clock()
    return True


async def _give_floor_back(session: AsyncSession, services: Services, conversation: Conversation) -> bool:
    if conversation.status != Status.AGENT or conversation.agent_id is not None:
        return False
    conversation.status = Status.BOT
    conversation.failed_turns = 0
    handoff = await open_handoff(session, conversation.id)
    if handoff is not None:
        handoff.ended_at = services.clock()
        handoff.outcome = "handed_back"
    return True
