"""Present an offer that fits where the visitor stands, and remember what became of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.domain.errors import NotFound
from bot.domain.offer import Offer, OfferEvent
from bot.language import format_money
from bot.services.context import Services
from bot.services.messages import lock_conversation


async def note_shown(services: Services, conversation_id: str, offer_key: str, key: str) -> None:
    """Record that an offer is shown. ``key`` is an idempotency key (message and wish): counted once with it."""
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        query = select(OfferEvent).filter_by(key=f"shown:{key}")
        if (await session.execute(query)).first() is not None:
            return
        session.add(
            OfferEvent(
                offer_key=offer_key,
                conversation_id=conversation_id,
                visitor_id=conversation.visitor_id,
                event="shown",
                key=f"shown:{key}",
                created_at=services.clock(),
            )
        )


async def take_offer(services: Services, conversation_id: str, offer_key: str) -> None:
    """The visitor copied the code; NotFound for an offer that was never shown to them."""
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        events = (
            (await session.execute(select(OfferEvent).filter_by(conversation_id=conversation_id, offer_key=offer_key)))
            .scalars()
            .all()
        )
        if not any(e.event == "shown" for e in events):
            raise NotFound(f"offer {offer_key}")
        if any(e.event == "taken" for e in events):
            return
        session.add(
            OfferEvent(
                offer_key=offer_key,
                conversation_id=conversation_id,
                visitor_id=conversation.visitor_id,
                event="taken",
                key=f"taken:{conversation_id}:{offer_key}",
                created_at=services.clock(),
            )
        )


def offer_payload(services: Services, offer: Offer, language: str) -> dict[str, Any]:
    """The offer as the payload of docs/protocol.md."""
    english = language == "en"
    if offer.kind == "percent" and offer.value:
        value = f"-{offer.value}%"
    elif offer.kind == "amount" and offer.value:
        value = "-" + format_money(offer.value, language)
    else:
        value = services.words.say(f"say_offer_{offer.kind}", language)
    return {
        "id": offer.key,
        "title": (english and offer.title_en) or offer.title,
        "detail": (english and offer.detail_en) or offer.detail,
        "value_text": value,
        "code": offer.code,
        "ends_on": offer.ends_on.isoformat() if offer.ends_on else None,
        "conditions": (english and offer.conditions_en) or offer.conditions,
    }
