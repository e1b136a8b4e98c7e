"""The one way out, for bot, agent and system alike: store, queue for delivery, publish."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.conversation import Author, Conversation, Delivery, Message, ReplyDraft
from bot.domain.work import OutboxRow
from bot.services.context import Event, Services
from bot.services.shop import load_shop
from bot.services.threads import PUSHED_CHANNELS, find_thread
from bot.services.wire import message_to_wire
from bot.store.rows import insert
from bot.store.tables import messages as messages_table

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
    by = Speaker(author, agent_id, agent_name)
    added = await add_replies(session, services, conversation, {client_id: draft}, by)
    return added[0] if added else None


@dataclass(frozen=True)
class Speaker:
    """Who says something."""

    author: Author = Author.BOT
    agent_id: str | None = None
    agent_name: str | None = None


THE_BOT = Speaker()


async def add_replies(
    session: AsyncSession,
    services: Services,
    conversation: Conversation,
    drafts: Mapping[str, ReplyDraft],
    by: Speaker = THE_BOT,
) -> list[Message]:
    """Put several messages at the end of the transcript, as ``add_reply`` does; by their ``client_id``, in order."""
    said = await _said_already(session, conversation.id, drafts)
    pushed = conversation.channel in PUSHED_CHANNELS
    added: list[Message] = []
    for client_id, draft in drafts.items():
        if client_id in said:
            continue
        text = await _introduced(session, services, conversation, draft, by.author)
        message = Message(
            author=by.author,
            text=text,
            client_id=client_id,
            kind=draft.kind,
            payload=draft.payload,
            quick_replies=draft.quick_replies,
            agent_id=by.agent_id,
            author_name=by.agent_name,
            delivery=Delivery.PENDING if pushed else Delivery.SENT,
            created_at=services.clock(),
        )
        added.append(conversation.append(message))
    await insert(session, added)
    if pushed:
        await insert(session, [_on_its_way(services, conversation, message) for message in added])
    return added


def _on_its_way(services: Services, conversation: Conversation, message: Message) -> OutboxRow:
    at = services.clock()
    return OutboxRow(
        message_id=message.id,
        conversation_id=conversation.id,
        channel=conversation.channel,
        seq=message.seq,
        not_before=at,
        created_at=at,
    )


async def _said_already(session: AsyncSession, conversation_id: str, client_ids: Collection[str]) -> set[str]:
    named = {"conversation_id": conversation_id, "client_ids": list(client_ids)}
    return set((await session.execute(_client_ids(), named)).scalars())


@cache
def _client_ids() -> Select[str]:
    # Built once: building a statement costs more than executing it.
    return select(messages_table.c.client_id).where(
        messages_table.c.conversation_id == bindparam("conversation_id"),
        messages_table.c.client_id.in_(bindparam("client_ids", expanding=True)),
    )


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
