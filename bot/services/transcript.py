"""What visitors do to messages that are there already: edit them, take them back, react to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.conversation import Author, Conversation, Message, check_text
from bot.domain.errors import DomainError
from bot.domain.work import Turn, WorkStatus
from bot.services.context import Event, Services
from bot.services.messages import find_by_client_id, find_conversation
from bot.services.wire import message_to_wire
from bot.store.tables import attachment_contents, attachments, messages, parts

MOST_EDITS = 20
REACTION = 40


async def edit_message(
    services: Services, channel: str, external_id: str, client_id: str, text: str, number: int
) -> bool:
    """Put the visitor's new words in the place of the old ones; an older edit that comes late changes nothing.

    If the bot has not answered yet, it answers the new words; an answer given is not given again.
    """
    try:
        text = check_text(text)
    except DomainError:
        return False
    async with services.store.begin() as session:
        found = await _visitors_message(session, channel, external_id, client_id)
        if found is None or found[1].kind == "unsent":
            return False
        conversation, message = found
        if number <= int(message.payload.get("edits") or 0):
            return False
        message.text = text
        message.payload = {**message.payload, "edits": min(number, MOST_EDITS)}
        _last_line(conversation, message)
    await _published(services, message)
    return True


async def unsend_message(services: Services, channel: str, external_id: str, client_id: str) -> bool:
    """The visitor took a message back: its words and files are gone for agents and models; that it was there stays."""
    async with services.store.begin() as session:
        found = await _visitors_message(session, channel, external_id, client_id)
        if found is None or found[1].kind == "unsent":
            return False
        conversation, message = found
        message.kind = "unsent"
        message.text = services.words.say("say_unsent", conversation.language)
        message.payload, message.understood, message.command = {}, {}, None
        ids = select(attachments.c.id).where(attachments.c.message_id == message.id)
        await session.execute(delete(attachment_contents).where(attachment_contents.c.attachment_id.in_(ids)))
        await session.execute(
            update(attachments).where(attachments.c.message_id == message.id).values(status="erased", url="")
        )
        turn = (await session.execute(select(Turn).filter_by(message_id=message.id))).scalar_one_or_none()
        if turn is not None and turn.status == WorkStatus.PENDING:
            turn.status, turn.outcome, turn.finished_at = WorkStatus.DONE, "unsent", services.clock()
        _last_line(conversation, message)
    await _published(services, message)
    return True


async def react_to_message(
    services: Services, channel: str, external_id: str, *, client_id: str, part_id: str, emoji: str | None
) -> bool:
    """Note a visitor's reaction on a message of theirs (``client_id``) or of ours (the platform's ``part_id``)."""
    async with services.store.begin() as session:
        conversation = await find_conversation(session, channel, external_id)
        if conversation is None:
            return False
        message = await find_by_client_id(session, conversation.id, client_id)
        if message is None:
            query = (
                select(Message)
                .join(parts, parts.c.message_id == messages.c.id)
                .where(parts.c.external_id == part_id, messages.c.conversation_id == conversation.id)
            )
            message = (await session.execute(query)).scalars().first()
        if message is None:
            return False
        payload: dict[str, Any] = {key: value for key, value in message.payload.items() if key != "reaction"}
        message.payload = {**payload, "reaction": emoji[:REACTION]} if emoji else payload
    await _published(services, message)
    return True


async def _visitors_message(
    session: AsyncSession, channel: str, external_id: str, client_id: str
) -> tuple[Conversation, Message] | None:
    conversation = await find_conversation(session, channel, external_id)
    if conversation is None:
        return None
    message = await find_by_client_id(session, conversation.id, client_id)
    return (conversation, message) if message is not None and message.author == Author.VISITOR else None


def _last_line(conversation: Conversation, message: Message) -> None:
    """The queue shows the last words; what was taken back must not stay there."""
    if message.seq == conversation.last_seq:
        conversation.last_text = message.text[:200]


async def _published(services: Services, message: Message) -> None:
    await services.publish(
        Event(
            "message.updated",
            message.conversation_id,
            {
                "id": message.id,
                "seq": message.seq,
                "delivery": str(message.delivery),
                "message": message_to_wire(message),
            },
        )
    )
