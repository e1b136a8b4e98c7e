"""Begin a turn: read the message in its conversation, settle what is wished, keep it where its actions find it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.conversation import Conversation, Message, Understanding
from bot.domain.ground import Ground
from bot.language import detect_language
from bot.services.answers.offering import load_offers
from bot.services.answers.talk import Talk
from bot.services.context import Dialogue, Services
from bot.services.faq import load_faqs
from bot.services.ground import keep_ground, load_ground
from bot.services.knowhow import load_know_hows
from bot.services.orders import read_order
from bot.services.plan import codes_of, plan
from bot.services.shelves import load_shelf
from bot.services.shop import load_shop
from bot.services.wordless import READABLE
from bot.understanding.acts import Ask, Reading
from bot.understanding.own_words import meant_entities, without_named
from bot.understanding.reading import NluReading, Parts, cut, read

Entities = Sequence[Mapping[str, Any]]


def nlu_reading(understanding: Understanding) -> NluReading:
    """What Rasa read, as the reading wants it."""
    ranking = tuple((str(one.get("name")), float(one.get("confidence") or 0.0)) for one in understanding.ranking)
    return NluReading(understanding.intent, understanding.confidence, ranking)


async def read_clauses(dialogue: Dialogue, parts: Parts, timeout: float) -> dict[str, Understanding]:
    """What Rasa reads in each clause that no cue speaks for; a message of one clause is read as a whole already."""
    texts = list(dict.fromkeys(parts.unread()))
    async with asyncio.timeout(timeout):
        found = await asyncio.gather(*(dialogue.understand(text) for text in texts))
    return dict(zip(texts, found))


def command_reading(command: str) -> Reading:
    """A pressed button as a reading: its intent, with the thing or category it names."""
    name, _, rest = command.lstrip("/").partition("{")
    try:
        named = json.loads("{" + rest) if rest else {}
    except ValueError:
        named = {}
    entities = (
        tuple({"entity": str(key), "value": str(value)} for key, value in named.items())
        if isinstance(named, dict)
        else ()
    )
    skus = tuple(str(e["value"]).upper() for e in entities if e["entity"] == "product")
    return Reading(command, (Ask(name.strip(), "", "", entities, skus=skus),), entities)


async def begin_talk(
    services: Services,
    conversation: Conversation,
    message: Message,
    understanding: Understanding,
    clauses: Mapping[str, Understanding],
    ground: Ground | None = None,
) -> Talk:
    """The turn for a message: what it says, what is known, what is wished. Effects come with the answers, not here.

    Without a ``ground`` the one of the conversation is loaded.
    """
    shelf, shop, offers = await load_shelf(services), await load_shop(services), await load_offers(services)
    await load_know_hows(services)
    faqs, _ = await load_faqs(services)
    ground = ground or await load_ground(services, conversation.id)
    whole = nlu_reading(understanding)
    readings = {text: nlu_reading(one) for text, one in clauses.items()}
    readable = message.kind == READABLE
    if message.command:
        reading = command_reading(message.command)
    elif readable:
        parts = cut(message.text, meant_entities(understanding.entities, message.text, shelf))
        parts.hits = without_named(parts.clauses, parts.hits, shelf)
        reading = read(parts, lambda text: readings.get(text, whole), codes=codes_of(list(offers)))
    else:
        reading = Reading(message.text)
    talk = Talk(
        services=services,
        conversation_id=conversation.id,
        message_id=message.id,
        language=conversation.language,
        stage=str(conversation.stage),
        page=conversation.page or {},
        ground=ground,
        shelf=shelf,
        shop=shop,
        offers=offers,
        reading=reading,
        faqs=faqs,
        order=await read_order(services, ground.orders[0]) if ground.orders else None,
        intent=understanding.intent,
        confidence=understanding.confidence,
        ranking=understanding.ranking,
        other_language=detect_language(message.text).language == "other",
        pressed=bool(message.command),
        met=frozenset([*ground.focus, *ground.shown, *(line.sku for line in ground.basket), ground.page_sku or ""]),
    )
    plan(talk, whole)
    ground.message_id = message.id
    services.talks[message.id] = talk
    return talk


def end_talk(services: Services, message_id: str) -> Talk | None:
    """The turn is over, answered or not."""
    talk: Talk | None = services.talks.pop(message_id, None)
    return talk


def ground_after(talk: Talk) -> Any:
    """The ground as it is stored with the reply: with the page that was looked at."""
    talk.ground.page_sku = talk.page_sku
    return talk.ground


async def talk_of(services: Services, conversation_id: str, latest: Mapping[str, Any]) -> Talk:
    """The turn that an action of it is called for; on an action server of its own it is made again from the store."""
    metadata: Mapping[str, Any] = latest.get("metadata") or {}
    known = services.talks.get(str(metadata.get("message_id")))
    if known is not None:
        return known  # type: ignore[no-any-return]
    async with services.store.read() as session:
        message = await session.get(Message, str(metadata.get("message_id")))
        conversation = await session.get(Conversation, str(metadata.get("conversation_id") or conversation_id))
    if message is None or conversation is None:
        message = Message(
            "visitor", str(latest.get("text") or ""), "none", command=str(latest.get("text") or "") or None
        )
        conversation = Conversation(visitor_id="", channel="rasa", id=conversation_id)
    understood = message.understood or {}
    understanding = Understanding(
        str(understood.get("intent") or "nlu_fallback"),
        float(understood.get("confidence") or 0.0),
        {},
        list(understood.get("entities") or []),
    )
    clauses = {
        str(text): Understanding(str(one.get("intent")), float(one.get("confidence") or 0.0))
        for text, one in (understood.get("clauses") or {}).items()
    }
    talk = await begin_talk(services, conversation, message, understanding, clauses)
    talk.remade = True
    return talk


async def leave_talk(talk: Talk) -> None:
    """The last wish of a remade turn is answered: keep what it changed, where the next turn reads it."""
    end_talk(talk.services, talk.message_id)
    async with talk.services.store.begin() as session:
        if await session.get(Conversation, talk.conversation_id) is not None:
            await keep_ground(session, talk.services, talk.conversation_id, ground_after(talk))
