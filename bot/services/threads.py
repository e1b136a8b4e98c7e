"""A visitor's conversation and the platform's side of it: windows, other apps, and where people came from."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, Update, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from bot.domain.conversation import Conversation, Visitor
from bot.domain.ids import new_id
from bot.domain.thread import Arrival, Source, Thread, ThreadNews
from bot.services.context import Services
from bot.store.tables import conversations as conversations_table
from bot.store.tables import sources as sources_table
from bot.store.tables import threads as threads_table
from bot.store.tables import visitors

PUSHED_CHANNELS = {"messenger"}
"""Channels that are told through the outbox. A browser fetches by cursor, so the stored message is its delivery."""

FUTURE = timedelta(minutes=5)
"""How far a platform's clock may be ahead before its time is not believed."""


async def find_or_create(
    session: AsyncSession, services: Services, channel: str, external_id: str, locale: str | None = None
) -> tuple[Visitor, Conversation]:
    """The visitor that ``channel`` knows as ``external_id``, with their conversation."""
    at = services.clock()
    known = (await session.execute(_known(), {"channel": channel, "external_id": external_id})).first()
    if known is None:
        visitor = Visitor(channel=channel, external_id=external_id, first_seen_at=at, last_seen_at=at)
        session.add(visitor)
        await session.flush()
        language = locale if locale in ("vi", "en") else "vi"
        conversation = Conversation(
            visitor_id=visitor.id, channel=channel, language=language, created_at=at, last_message_at=at
        )
        session.add(conversation)
        await session.flush()
        return visitor, conversation
    visitor, conversation = known
    await session.execute(_seen(), {"visitor_id": visitor.id, "at": at})
    set_committed_value(visitor, "last_seen_at", at)
    return visitor, conversation


# Statements that every message needs are built once: building one costs more than executing it.


@cache
def _known() -> Select[Visitor, Conversation]:
    return (
        select(Visitor, Conversation)
        .join(Conversation, conversations_table.c.visitor_id == visitors.c.id)
        .where(visitors.c.channel == bindparam("channel"), visitors.c.external_id == bindparam("external_id"))
        .with_for_update(of=conversations_table)
    )


@cache
def _seen() -> Update:
    return visitors.update().where(visitors.c.id == bindparam("visitor_id")).values(last_seen_at=bindparam("at"))


async def find_thread(session: AsyncSession, conversation: Conversation) -> Thread:
    """The thread of a conversation; made when there is none yet."""
    thread = await session.get(Thread, conversation.id)
    if thread is None:
        thread = Thread(conversation.id, conversation.channel)
        session.add(thread)
        await session.flush()
    return thread


async def note_news(session: AsyncSession, services: Services, conversation: Conversation, news: ThreadNews) -> Thread:
    """Keep what an event says about its thread: an opened window, who has it, where the visitor came from."""
    thread = await find_thread(session, conversation)
    if news.opener:
        thread.open(plausible(services, news.at), news.opener)
    if news.released:
        thread.held = False
    if news.elsewhere is not None and is_newer(thread, news.at):
        thread.elsewhere = news.elsewhere
    if news.arrival is not None:
        await keep_source(session, services, conversation, news.arrival)
    return thread


def plausible(services: Services, at: datetime | None) -> datetime:
    """A moment as told by a platform, but never in the future: a window must not stay open because of a wrong clock."""
    moment = services.clock()
    if at is None or at > moment + FUTURE:
        return moment
    return min(at, moment)


def is_newer(thread: Thread, at: datetime | None) -> bool:
    """Whether news about who has the thread are newer than what is known; notes their time if so."""
    if at is None:
        return True
    if thread.control_at is not None and at < thread.control_at:
        return False
    thread.control_at = at
    return True


async def keep_source(session: AsyncSession, services: Services, conversation: Conversation, arrival: Arrival) -> None:
    """Keep one arrival, once; the first one also on the conversation."""
    key = (arrival.key or new_id())[:64]
    if (await session.execute(select(sources_table.c.id).where(sources_table.c.key == key))).first():
        return
    session.add(
        Source(
            conversation_id=conversation.id,
            kind=arrival.kind,
            ref=arrival.ref[:2100] if arrival.ref else None,
            ad_id=arrival.ad_id[:64] if arrival.ad_id else None,
            detail=arrival.detail,
            key=key,
            created_at=plausible(services, arrival.at),
        )
    )
    if conversation.source is None:
        conversation.source = arrival.to_json()
    await session.flush()


async def touch_thread(services: Services, channel: str, external_id: str, news: ThreadNews) -> str:
    """Keep what an event without words says about its thread; returns the conversation."""
    async with services.store.begin() as session:
        _, conversation = await find_or_create(session, services, channel, external_id)
        await note_news(session, services, conversation, news)
    return conversation.id


async def ask_profile_once(services: Services, conversation_id: str) -> bool:
    """Whether the platform should be asked now who this is: once, and once more after a month."""
    moment = services.clock()
    async with services.store.begin() as session:
        thread = await session.get(Thread, conversation_id)
        if thread is None or (thread.profile_asked_at and moment - thread.profile_asked_at < timedelta(days=30)):
            return False
        thread.profile_asked_at = moment
    return True


async def name_visitor(services: Services, channel: str, external_id: str, name: str) -> None:
    """Keep the name a platform knows somebody by, unless they told one themselves."""
    name = " ".join("".join(c for c in name if c.isprintable()).split())[:200]
    if not name:
        return
    async with services.store.begin() as session:
        visitor = (
            await session.execute(select(Visitor).filter_by(channel=channel, external_id=external_id))
        ).scalar_one_or_none()
        if visitor is not None and not visitor.name:
            visitor.name = name


async def thread_of(services: Services, channel: str, external_id: str) -> tuple[Conversation, Thread] | None:
    """The conversation with somebody and its thread, for looking; None if there is none."""
    async with services.store.read() as session:
        query = (
            select(Conversation, Thread)
            .join(Visitor, visitors.c.id == conversations_table.c.visitor_id)
            .join(Thread, threads_table.c.conversation_id == conversations_table.c.id)
            .where(visitors.c.channel == channel, visitors.c.external_id == external_id)
        )
        found = (await session.execute(query)).first()
    return (found[0], found[1]) if found else None
