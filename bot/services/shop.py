"""The shop's own facts: name, hours, branches, shipping zones."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.ids import new_id
from bot.services.context import Services
from bot.store.tables import shop_profile

IMPORTED = "imported"


async def load_shop(services: Services) -> dict[str, Any]:
    """The profile as last imported, or an empty one; kept in memory until an import changes it."""

    async def read() -> dict[str, Any]:
        async with services.store.read() as session:
            row = (await session.execute(select(shop_profile.c.value).where(shop_profile.c.key == "shop"))).scalar()
        return row or {}

    return await services.read_once("shop", read)


async def note_import(session: AsyncSession) -> None:
    """Leave word for every running process that what it keeps in memory is old."""
    await session.execute(delete(shop_profile).where(shop_profile.c.key == IMPORTED))
    await session.execute(shop_profile.insert().values(key=IMPORTED, value=new_id()))


async def last_import(session: AsyncSession) -> Any:
    """The mark that the last import left; None before the first."""
    return (await session.execute(select(shop_profile.c.value).where(shop_profile.c.key == IMPORTED))).scalar()


async def forget_old_caches(services: Services) -> None:
    """Drop what is kept in memory if an import came after it was read, here or in another process."""
    async with services.store.read() as session:
        mark = await last_import(session)
    if mark == services.caches.get(IMPORTED):
        return
    services.caches.clear()
    # Before anything is awaited: whoever looks meanwhile must not drop what is being read for this very import.
    services.caches[IMPORTED] = mark
    if services.after_import is not None:
        try:
            await services.after_import(services)
        except BaseException:
            services.caches.pop(IMPORTED, None)
            raise
