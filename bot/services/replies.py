"""The one way out, for bot, agent and system alike: store, queue for delivery, publish."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.conversation import Author, Conversation, Delivery, Message, ReplyDraft
from bot.domain.work import OutboxRow
from bot.services.context import Event, Services
from bot.services.messages import find_by_client_id
from bot.services.wire import message_to_wire

PUSHED_CHANNELS = {"messenger"}
"""Channels that are told through the outbox. A browser fetches by cursor, so the stored message is its delivery."""


async def add_reply(
    session: AsyncSession,
    services: Services,
    conversation: Conversation,
    draft: ReplyDraft,
    *,
    client_id: str,
    author: Author = Author.BOT,
    agent_id: str | None = None,
    agent_name: str | None = None,
) -> Message | None:
    """Put one message at the end of the transcript, with its outbox row where the channel pushes.

    Returns None when ``client_id`` is already there: a repeated turn says nothing twice. The caller commits and
    then calls ``announce``.
    """
    if await find_by_client_id(session, conversation.id, client_id) is not None:
        return None
    message = conversation.append(
        Message(
            author=author,
            text=draft.text,
            client_id=client_id,
            kind=draft.kind,
            payload=draft.payload,
            quick_replies=draft.quick_replies,
            agent_id=agent_id,
            author_name=agent_name,
            delivery=Delivery.PENDING if conversation.channel in PUSHED_CHANNELS else Delivery.SENT,
            created_at=services.clock(),
        )
    )
    session.add(message)
    await session.flush()
    if conversation.channel in PUSHED_CHANNELS:
        session.add(
            OutboxRow(
                message_id=message.id,
                conversation_id=conversation.id,
                channel=conversation.channel,
                not_before=services.clock(),
            )
        )
    return message


async def announce(services: Services, messages: Sequence[Message | None]) -> None:
    """Publish stored messages, in order."""
    for message in messages:
        if message is not None:
            await services.publish(Event("message.created", message.conversation_id, message_to_wire(message)))
