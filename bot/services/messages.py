"""Receive what a visitor says, read the transcript, and say how far a message has come."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.conversation import (
    Author,
    Conversation,
    Delivery,
    Inbound,
    Message,
    Visitor,
    check_text,
    is_further,
)
from bot.domain.errors import BadInput, ClientIdConflict, NotFound
from bot.domain.ids import CLIENT_ID
from bot.domain.records import Attachment
from bot.domain.work import Turn
from bot.services.context import Event, Services
from bot.services.threads import PUSHED_CHANNELS, find_or_create, note_news
from bot.services.wire import message_to_wire
from bot.store.rows import insert
from bot.store.tables import conversations as conversations_table
from bot.store.tables import messages as messages_table
from bot.store.tables import visitors as visitors_table

OFFERED_LOOKBACK = 40
"""How many earlier messages a button may still be pressed in."""

MAX_TITLE = 60
"""Longer texts are no title of a button."""

PUSHED_LOOKBACK = 1000
"""A platform shows old buttons for ever, and only buttons of ours carry our commands."""


@dataclass(frozen=True)
class Received:
    """A visitor's message as stored; ``is_new`` is false when the same one had arrived before."""

    message: Message
    conversation: Conversation
    is_new: bool


async def lock_conversation(session: AsyncSession, conversation_id: str) -> Conversation:
    """Load a conversation and hold it until the end of the unit of work; NotFound if there is none."""
    found = (await session.execute(_held(), {"conversation_id": conversation_id})).scalar_one_or_none()
    if found is None:
        raise NotFound(f"conversation {conversation_id}")
    return found


# Statements that every message needs are built once: building one costs more than executing it.


@cache
def _held() -> Select[Conversation]:
    return (
        select(Conversation)
        .where(conversations_table.c.id == bindparam("conversation_id"))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


@cache
def _by_client_id() -> Select[Message]:
    return select(Message).where(
        messages_table.c.conversation_id == bindparam("conversation_id"),
        messages_table.c.client_id == bindparam("client_id"),
    )


@cache
def _last_buttons() -> Select[list[dict[str, str]]]:
    return (
        select(messages_table.c.quick_replies)
        .where(
            messages_table.c.conversation_id == bindparam("conversation_id"),
            messages_table.c.author.in_([Author.BOT, Author.SYSTEM]),
        )
        .order_by(messages_table.c.seq.desc())
        .limit(1)
    )


async def receive_message(services: Services, inbound: Inbound) -> Received:
    """Store what a visitor said, once, together with the turn that the bot owes for it.

    When this returns, the message is committed. Sending it again (same ``client_id``, same body) returns the
    stored one. Without words the channel says what it was (``kind``) and a text for the transcript.
    Raises ``EmptyMessage``, ``MessageTooLong``, ``BadInput`` or ``ClientIdConflict``.
    """
    text = check_text(inbound.text)
    if not CLIENT_ID.match(inbound.client_id):
        raise BadInput("client_id: 1 to 64 characters of A-Z a-z 0-9 . _ : -")
    try:
        received = await _store_inbound(services, inbound, text)
    except IntegrityError:
        # Two frames of one new visitor, or one frame twice, at the same moment: the other one is committed now.
        received = await _store_inbound(services, inbound, text)
    if received.is_new:
        await services.publish(Event("message.created", received.conversation.id, message_to_wire(received.message)))
    return received


async def _store_inbound(services: Services, inbound: Inbound, text: str) -> Received:
    async with services.store.begin() as session:
        visitor, conversation = await find_or_create(
            session, services, inbound.channel, inbound.external_id, inbound.locale
        )
        if inbound.name and not visitor.name:
            visitor.name = inbound.name[:200]
        if inbound.news is not None:
            await note_news(session, services, conversation, inbound.news)
        earlier = await find_by_client_id(session, conversation.id, inbound.client_id)
        if earlier is not None:
            # Compared with what was taken then: whether a button counts as offered changes while the talk goes on.
            command = inbound.payload if earlier.command else None
            if earlier.author != Author.VISITOR or not earlier.same_body(text, command):
                raise ClientIdConflict(inbound.client_id)
            return Received(earlier, conversation, is_new=False)
        command = inbound.command
        if command is None and inbound.payload and await _was_offered(session, conversation, inbound.payload):
            command = inbound.payload
        if command is None and not inbound.payload and inbound.kind == "text":
            command = await _titled(session, conversation, text)
        message = conversation.append(
            Message(
                author=Author.VISITOR,
                text=text,
                client_id=inbound.client_id,
                kind=inbound.kind,
                payload=dict(inbound.rich),
                command=command,
                delivery=Delivery.SENT,
                created_at=services.clock(),
            )
        )
        if inbound.page is not None:
            conversation.page = inbound.page
        conversation.visitor_read_seq = message.seq
        files = _files_of(services, message, inbound)
        await insert(session, [message])
        session.add_all(files)
        if inbound.expects_reply:
            conversation.reopen()
            turn = Turn(
                conversation_id=conversation.id, message_id=message.id, seq=message.seq, created_at=services.clock()
            )
            await insert(session, [turn])
    return Received(message, conversation, is_new=True)


def _files_of(services: Services, message: Message, inbound: Inbound) -> list[Attachment]:
    """The files that came with a message, noted on it; they are copied by whoever may reach them."""
    at = services.clock()
    files = [
        Attachment(
            conversation_id=message.conversation_id,
            message_id=message.id,
            kind=kind,
            url=url,
            not_before=at,
            created_at=at,
        )
        for kind, url in inbound.files
    ]
    if files:
        shown = [{"id": file.id, "kind": file.kind, "status": file.status} for file in files]
        message.payload = {**message.payload, "attachments": shown}
    return files


async def _was_offered(session: AsyncSession, conversation: Conversation, payload: str) -> bool:
    """Whether the bot offered this button lately; a payload nobody offered could drive the dialogue at will."""
    recent = (
        await session.execute(
            select(messages_table.c.quick_replies, messages_table.c.payload)
            .where(
                messages_table.c.conversation_id == conversation.id,
                messages_table.c.author.in_([Author.BOT, Author.SYSTEM]),
            )
            .order_by(messages_table.c.seq.desc())
            .limit(PUSHED_LOOKBACK if conversation.channel in PUSHED_CHANNELS else OFFERED_LOOKBACK)
        )
    ).all()
    for quick_replies, rich in recent:
        buttons = list(quick_replies or [])
        for item in (rich or {}).get("items", []):
            buttons += item.get("buttons", [])
        if any(button.get("payload") == payload for button in buttons):
            return True
    return False


async def _titled(session: AsyncSession, conversation: Conversation, text: str) -> str | None:
    """The button offered last whose title was typed: not every channel has buttons to press."""
    if len(text) > MAX_TITLE:
        return None
    last = (await session.execute(_last_buttons(), {"conversation_id": conversation.id})).scalar()
    wanted = text.strip().casefold()
    return next((str(b["payload"]) for b in last or [] if str(b.get("title", "")).strip().casefold() == wanted), None)


async def find_conversation(session: AsyncSession, channel: str, external_id: str) -> Conversation | None:
    """The conversation with whom ``channel`` knows as ``external_id``, held until the end of the unit of work."""
    query = (
        select(Conversation)
        .join(Visitor, visitors_table.c.id == conversations_table.c.visitor_id)
        .where(visitors_table.c.channel == channel, visitors_table.c.external_id == external_id)
        .with_for_update(of=conversations_table)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def find_by_client_id(session: AsyncSession, conversation_id: str, client_id: str) -> Message | None:
    """The message with this client id in this conversation, if there is one."""
    named = {"conversation_id": conversation_id, "client_id": client_id}
    return (await session.execute(_by_client_id(), named)).scalar_one_or_none()


async def messages_after(
    services: Services, conversation_id: str, seq: int, limit: int = 200
) -> tuple[list[Message], bool]:
    """Messages after ``seq`` in order, and whether there are more than ``limit``."""
    async with services.store.read() as session:
        found = (
            (
                await session.execute(
                    select(Message)
                    .where(messages_table.c.conversation_id == conversation_id, messages_table.c.seq > seq)
                    .order_by(messages_table.c.seq)
                    .limit(limit + 1)
                )
            )
            .scalars()
            .all()
        )
    return list(found[:limit]), len(found) > limit


async def messages_before(
    services: Services, conversation_id: str, seq: int, limit: int = 50
) -> tuple[list[Message], bool]:
    """The ``limit`` messages before ``seq`` in order, and whether there are still older ones."""
    async with services.store.read() as session:
        found = (
            (
                await session.execute(
                    select(Message)
                    .where(messages_table.c.conversation_id == conversation_id, messages_table.c.seq < seq)
                    .order_by(messages_table.c.seq.desc())
                    .limit(limit + 1)
                )
            )
            .scalars()
            .all()
        )
    return list(reversed(found[:limit])), len(found) > limit


async def mark_read_by_visitor(services: Services, conversation_id: str, seq: int) -> None:
    """The visitor has seen everything up to ``seq``; agents are told."""
    await _advance(services, conversation_id, seq, Delivery.READ, from_visitor=False)


async def mark_read_by_agent(services: Services, conversation_id: str, seq: int) -> None:
    """An agent has seen everything up to ``seq``; the visitor sees "read" under their messages."""
    await _advance(services, conversation_id, seq, Delivery.READ, from_visitor=True)


async def mark_delivered(services: Services, conversation_id: str, seq: int) -> None:
    """The visitor's browser has everything up to ``seq``."""
    await _advance(services, conversation_id, seq, Delivery.DELIVERED, from_visitor=False)


async def _advance(services: Services, conversation_id: str, seq: int, delivery: Delivery, from_visitor: bool) -> None:
    changed: list[dict[str, Any]] = []
    if not await _anything_to_advance(services, conversation_id, seq, delivery, from_visitor):
        return
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        seq = min(seq, conversation.last_seq)
        if delivery == Delivery.READ:
            if from_visitor:
                conversation.agent_read_seq = max(conversation.agent_read_seq, seq)
            else:
                conversation.visitor_read_seq = max(conversation.visitor_read_seq, seq)
        authors = [Author.VISITOR] if from_visitor else [Author.BOT, Author.AGENT]
        candidates = (
            (
                await session.execute(
                    select(Message)
                    .where(
                        messages_table.c.conversation_id == conversation_id,
                        messages_table.c.seq <= seq,
                        messages_table.c.author.in_(authors),
                        messages_table.c.delivery.in_([Delivery.PENDING, Delivery.SENT, Delivery.DELIVERED]),
                    )
                    .order_by(messages_table.c.seq.desc())
                    .limit(200)
                )
            )
            .scalars()
            .all()
        )
        for message in candidates:
            if is_further(delivery, message.delivery):
                message.delivery = delivery
                changed.append({"id": message.id, "seq": message.seq, "delivery": str(delivery)})
    for body in changed:
        await services.publish(Event("message.updated", conversation_id, body))
    if changed and from_visitor and delivery == Delivery.READ:
        await services.publish(Event("messages.read", conversation_id, {"by": "agent"}))


async def _anything_to_advance(
    services: Services, conversation_id: str, seq: int, delivery: Delivery, from_visitor: bool
) -> bool:
    """Whether a report says anything new. Platforms report the same over and over, and writing is dear."""
    column = conversations_table.c.agent_read_seq if from_visitor else conversations_table.c.visitor_read_seq
    behind = [Delivery.PENDING, Delivery.SENT, *([Delivery.DELIVERED] if delivery == Delivery.READ else [])]
    async with services.store.read() as session:
        row = (
            await session.execute(
                select(column, conversations_table.c.last_seq).where(conversations_table.c.id == conversation_id)
            )
        ).first()
        if row is None:
            raise NotFound(f"conversation {conversation_id}")
        if delivery == Delivery.READ and row[0] < min(seq, row[1]):
            return True
        query = (
            select(messages_table.c.id)
            .where(
                messages_table.c.conversation_id == conversation_id,
                messages_table.c.seq <= seq,
                messages_table.c.author.in_([Author.VISITOR] if from_visitor else [Author.BOT, Author.AGENT]),
                messages_table.c.delivery.in_(behind),
            )
            .limit(1)
        )
        return (await session.execute(query)).first() is not None
