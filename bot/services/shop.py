"""The shop's own facts: name, hours, branches, shipping zones."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import select

from bot.services.context import Services
from bot.store.tables import shop_profile


async def load_shop(services: Services) -> dict[str, Any]:
    """The profile as last imported, or an empty one; kept in memory until an import changes it."""
    if "shop" not in services.caches:
        async with services.store.read() as session:
            row = (await session.execute(select(shop_profile.c.value).where(shop_profile.c.key == "shop"))).scalar()
        services.caches["shop"] = row or {}
    return cast(dict[str, Any], services.caches["shop"])
