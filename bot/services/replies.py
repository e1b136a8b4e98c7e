"""The one way out, for bot, agent and system alike: store, queue for delivery, publish."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.conversation import Author, Conversation, Delivery, Message, ReplyDraft
from bot.domain.work import OutboxRow
from bot.services.context import Event, Services
from bot.services.messages import find_by_client_id
from bot.services.shop import load_shop
from bot.services.threads import PUSHED_CHANNELS, find_thread
from bot.services.wire import message_to_wire

NOT_THE_BOT = {"agent_joined", "resolved"}
"""Notices in which the shop's people speak."""

SHOWN_AS_FORMS = {"survey", "utility"}
"""Kinds of which a platform shows its own form instead of our words."""


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
    text = await _introduced(session, services, conversation, draft, author)
    message = conversation.append(
        Message(
            author=author,
            text=text,
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
                seq=message.seq,
                not_before=services.clock(),
                created_at=services.clock(),
            )
        )
    return message


async def _introduced(
    session: AsyncSession, services: Services, conversation: Conversation, draft: ReplyDraft, author: str
) -> str:
    """The text, with "I am automatic" in front when nobody has said so since a person last spoke.

    The website's widget says it in its welcome. On a platform the first message is the only place.
    """
    if conversation.channel not in PUSHED_CHANNELS:
        return draft.text
    thread = await find_thread(session, conversation)
    if author == Author.AGENT:
        thread.introduced = False
        return draft.text
    if thread.introduced or draft.payload.get("code") in NOT_THE_BOT or draft.kind in SHOWN_AS_FORMS:
        return draft.text
    thread.introduced = True
    marks = services.words.say("say_bot_marks", conversation.language).split("|")
    if any(mark in draft.text.lower() for mark in marks):
        return draft.text
    shop = (await load_shop(services)).get("name", "")
    hello = services.words.say("say_introduce_bot", conversation.language, shop=shop)
    return f"{hello}\n\n{draft.text}" if draft.text else hello


async def announce(services: Services, messages: Sequence[Message | None]) -> None:
    """Publish stored messages, in order."""
    for message in messages:
        if message is not None:
            await services.publish(Event("message.created", message.conversation_id, message_to_wire(message)))
