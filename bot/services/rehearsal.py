"""What an import would change: it is carried out, looked at and taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.context import Services
from bot.services.hours import local_time
from bot.services.imports import FAQ_FIELDS, IMPORTS
from bot.services.shop import load_shop
from bot.store import Store
from bot.store.tables import faqs as faqs_table
from bot.store.tables import offers as offers_table
from bot.store.tables import orders as orders_table
from bot.store.tables import products as products_table
from bot.store.tables import shop_profile


@dataclass(frozen=True)
class Changes:
    """What an import would change, by key."""

    read: int
    """How many lines the file has."""
    new: list[str]
    changed: dict[str, list[str]]
    """What is different in each."""
    gone: list[str]
    """Removed, retired or ended."""


async def check_import(services: Services, what: str, data: bytes) -> Changes:
    """Import, see what became different, and take all of it back."""
    async with services.store.begin() as session:
        rehearsal = replace(services, store=_Rehearsal(session), caches={}, former_shelf=None, shelf_loading=None)
        before = await _kept(rehearsal, what)
        read = await IMPORTS[what](rehearsal, data)
        after = await _kept(rehearsal, what)
        await session.rollback()
    gone = {key for key, old in before.items() if not _is_over(old) and (key not in after or _is_over(after[key]))}
    stayed = sorted(before.keys() & after.keys() - gone)
    differing = {key: _differing(before[key], after[key]) for key in stayed}
    return Changes(
        read=read,
        new=sorted(after.keys() - before.keys()),
        changed={key: columns for key, columns in differing.items() if columns},
        gone=sorted(gone),
    )


class _Rehearsal(Store):
    """A store in which everything happens in one transaction of somebody else."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @asynccontextmanager
    async def begin(self, *, urgent: bool = False) -> AsyncIterator[AsyncSession]:
        yield self._session
        await self._session.flush()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        yield self._session


Kept = dict[str, dict[str, Any]]
OVER = "over"
"""In the place of the day on which an offer ended: nobody asks which one it was."""
TABLES = {
    "shop": shop_profile,
    "catalogue": products_table,
    "faq": faqs_table,
    "offers": offers_table,
    "orders": orders_table,
}


async def _kept(services: Services, what: str) -> Kept:
    """What a file of this kind is about, as it is now: by key, what the file says of it."""
    async with services.store.read() as session:
        rows = [dict(row) for row in (await session.execute(select(TABLES[what]))).mappings()]
    match what:
        case "shop":
            return {row["key"]: row["value"] for row in rows if row["key"] == "shop"}
        case "catalogue":
            # Attributes are shown in the owner's order.
            return {row["sku"]: row | {"attributes": [*row["attributes"].items()]} for row in rows}
        case "faq":
            return {row["key"]: {field: row[field] for field in FAQ_FIELDS} for row in rows if row["current"]}
        case "offers":
            today = local_time(await load_shop(services), services.clock()).date()
            return {row["key"]: row | ({"ends_on": OVER} if _ended(row["ends_on"], today) else {}) for row in rows}
    return {row["code"]: row for row in rows}


def _ended(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _is_over(row: Mapping[str, Any]) -> bool:
    return row.get("ends_on") == OVER


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [name for name in {**before, **after} if before.get(name) != after.get(name)]
