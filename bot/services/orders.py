"""Tell about an order, to whom it belongs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from bot.domain.errors import NotVerified, RateLimited
from bot.domain.ids import new_id
from bot.domain.order import STEPS, Order
from bot.services.context import Services
from bot.services.hours import local_time
from bot.services.shelves import load_shelf
from bot.services.shop import load_shop
from bot.store.tables import verification_attempts

TRIES = 5
"""Wrong pairs of code and phone before a pause: a phone number has too few digits to let anybody try them all."""

PAUSE = timedelta(minutes=15)


def _other_d(code: str) -> str:
    return code.replace("Đ", "D") if "Đ" in code else code.replace("D", "Đ")


async def show_order(services: Services, conversation_id: str, code: str, phone: str) -> Order:
    """The order ``code`` if ``phone`` (0912345678) is the one it was placed with.

    Raises ``NotVerified`` alike for an unknown code and a wrong phone, so that codes cannot be probed, and
    ``RateLimited`` after ``TRIES`` failures within ``PAUSE``.
    """
    async with services.store.begin() as session:
        failures = (
            await session.execute(
                select(func.count())
                .select_from(verification_attempts)
                .where(
                    verification_attempts.c.conversation_id == conversation_id,
                    verification_attempts.c.granted.is_(False),
                    verification_attempts.c.created_at > services.clock() - PAUSE,
                )
            )
        ).scalar_one()
        if failures >= TRIES:
            raise RateLimited("too many attempts to see an order")
        written = code.strip().upper().lstrip("#")
        # Who types without diacritics writes DH for ĐH, and the other way round.
        order = await session.get(Order, written) or await session.get(Order, _other_d(written))
        granted = order is not None and order.belongs_to(phone)
        await session.execute(
            verification_attempts.insert().values(
                id=new_id(),
                conversation_id=conversation_id,
                code=code[:64],
                granted=granted,
                created_at=services.clock(),
            )
        )
    if order is None or not granted:
        raise NotVerified(code)
    return order


async def read_order(services: Services, code: str) -> Order | None:
    """An order that this talk has shown to be the visitor's; whoever calls has the proof."""
    async with services.store.read() as session:
        return await session.get(Order, code)


async def order_payload(services: Services, order: Order, language: str) -> dict[str, Any]:
    """The order as the payload of docs/protocol.md."""
    shelf = await load_shelf(services)
    say = services.words.say
    reached = STEPS.index(order.status) if order.status in STEPS else -1
    dates = {"pending": order.placed_on, "delivered": order.delivered_on}
    items = []
    for item in order.items:
        product = shelf.products.get(item["sku"])
        items.append(
            {
                "name": product.title(language) if product else item["sku"],
                "quantity": item["quantity"],
                "image": services.address(product.image) if product else None,
            }
        )
    return {
        "code": order.code,
        "status": order.status,
        "status_text": say(f"say_order_{order.status}", language),
        "items": items,
        "total": order.total,
        "carrier": order.carrier,
        "tracking_code": order.tracking_code,
        "expected_on": order.expected_on.isoformat() if order.expected_on else None,
        "steps": [
            {
                "key": step,
                "title": say(f"say_order_{step}", language),
                "done": number <= reached,
                "at": found.isoformat() if (found := dates.get(step)) else None,
            }
            for number, step in enumerate(STEPS)
        ]
        if reached >= 0
        else [],
    }


async def is_late(services: Services, order: Order) -> bool:
    """Whether the order should have arrived by today's date on the shop's clock."""
    return order.is_late(local_time(await load_shop(services), services.clock()).date())
