"""Present an offer that fits where the visitor stands, and remember what became of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.domain.conversation import Conversation
from bot.domain.errors import NotFound
from bot.domain.offer import Offer, OfferEvent
from bot.language import format_money
from bot.services.context import Services
from bot.services.hours import local_time
from bot.services.messages import lock_conversation
from bot.services.products import load_shelf
from bot.services.shop import load_shop
from bot.store.tables import offer_events as offer_events_table


async def present_offer(
    services: Services, conversation_id: str, *, key: str, category: str | None = None, total: int | None = None
) -> Offer | None:
    """Choose the offer that fits stage, category and day best, and record that it is shown.

    ``total`` is what the visitor is about to spend, in đồng: an offer that asks for more comes last.
    An offer the visitor took is not shown again, the one shown last not twice in a row. ``key`` is an idempotency
    key (the message answered): asked twice with it, the same offer comes back and is counted once. None when
    nothing fits.
    """
    shop = await load_shop(services)
    today = local_time(shop, services.clock()).date()
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        events = (
            (
                await session.execute(
                    select(OfferEvent)
                    .filter_by(conversation_id=conversation_id)
                    .order_by(offer_events_table.c.created_at)
                )
            )
            .scalars()
            .all()
        )
        again = next((e for e in events if e.event == "shown" and e.key == f"shown:{key}"), None)
        if again is not None:
            return await session.get(Offer, again.offer_key)
        shown = [e.offer_key for e in events if e.event == "shown"]
        taken = {e.offer_key for e in events if e.event in ("taken", "redeemed")}
        category = category or await _page_category(services, conversation)
        offers = (await session.execute(select(Offer))).scalars().all()
        fitting = [
            offer
            for offer in offers
            if offer.is_open(today)
            and offer.fits(conversation.stage, category)
            and offer.key not in taken
            and (not shown or offer.key != shown[-1])
        ]
        if not fitting:
            return None
        # Least shown first, so that a second request brings something new; then what fits more closely.
        fitting.sort(
            key=lambda o: (
                bool(total and o.min_total and o.min_total > total),
                shown.count(o.key),
                not (category and category in o.categories),
                -o.priority,
                o.key,
            )
        )
        offer = fitting[0]
        session.add(
            OfferEvent(
                offer_key=offer.key,
                conversation_id=conversation_id,
                visitor_id=conversation.visitor_id,
                event="shown",
                key=f"shown:{key}",
                created_at=services.clock(),
            )
        )
    return offer


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


async def is_coupon(services: Services, code: str) -> bool:
    """Whether one of the shop's offers, open or not, has this code; case does not matter."""
    async with services.store.read() as session:
        offers = (await session.execute(select(Offer))).scalars().all()
    return any(offer.code and offer.code.upper() == code.upper() for offer in offers)


async def _page_category(services: Services, conversation: Conversation) -> str | None:
    page = conversation.page or {}
    if page.get("category"):
        return str(page["category"])
    product = (await load_shelf(services)).products.get(str(page.get("sku", "")).upper())
    return product.category if product else None


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
