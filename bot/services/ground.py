"""Load and keep the common ground of a conversation; it goes with the person when they are erased."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import Select, Update, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.ground import Ground
from bot.services.context import Services
from bot.store.tables import grounds


async def load_ground(services: Services, conversation_id: str) -> Ground:
    """The ground as it was after the last answered message; an empty one at the beginning."""
    async with services.store.read() as session:
        return await read_ground(session, conversation_id)


async def read_ground(session: AsyncSession, conversation_id: str) -> Ground:
    """The same within a unit of work."""
    row = (await session.execute(_kept(), {"of": conversation_id})).scalar()
    return Ground.from_json(cast("dict[str, object] | None", row))


# Statements that every turn needs are built once: building one costs more than executing it.


@cache
def _kept() -> Select[Any]:
    return select(grounds.c.data).where(grounds.c.conversation_id == bindparam("of"))


@cache
def _keeping() -> Update:
    changed: dict[str, Any] = {"data": bindparam("now"), "updated_at": bindparam("at")}
    return grounds.update().where(grounds.c.conversation_id == bindparam("of")).values(**changed)


async def keep_ground(session: AsyncSession, services: Services, conversation_id: str, ground: Ground) -> None:
    """Store the ground; one row a conversation, written with the reply it belongs to."""
    data, at = ground.to_json(), services.clock()
    changed = await session.execute(_keeping(), {"of": conversation_id, "now": data, "at": at})
    if cast(int, changed.rowcount) == 0:  # type: ignore[attr-defined]
        await session.execute(grounds.insert().values(conversation_id=conversation_id, data=data, updated_at=at))


def brief_of(ground: Ground, names: Mapping[str, str]) -> dict[str, str]:
    """What an agent need not ask again, by its Vietnamese label; ``names`` are those of the things in it, by SKU."""
    values = {
        "Sản phẩm": names.get(ground.focus[0]) if ground.focus else None,
        "Quan tâm": ground.wanted.words,
        "Giỏ": "; ".join(
            f"{line.quantity} × " + " ".join(filter(None, (names.get(line.sku, line.sku), line.colour, line.size)))
            for line in ground.basket
        ),
        "Mã đơn": ground.orders[0] if ground.orders else ground.order_code,
        "Tên": ground.get("name"),
        "Liên hệ": ground.get("phone") or ground.get("email"),
        "Địa chỉ": ground.get("address") or ground.get("place_name"),
        "Giờ gọi": ground.get("call_time"),
    }
    return {label: str(value) for label, value in values.items() if value}
