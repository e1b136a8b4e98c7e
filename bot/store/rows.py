"""Puts nouns into their tables without the unit of work, which takes several times as long as the statement it makes.

For rows that are written once and not touched again where they are made, such as the messages of a reply.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.mapping import PAIRS

TABLES: Mapping[type[Any], Table] = dict(PAIRS)


@cache
def _inserting(table: Table) -> tuple[Insert, tuple[str, ...]]:
    return table.insert(), tuple(table.columns.keys())


async def insert(session: AsyncSession, nouns: Sequence[Any]) -> None:
    """Insert nouns of one kind in one statement, now; the session does not know them afterwards.

    What they refer to must be there: pending changes of the session are not flushed first.
    """
    if not nouns:
        return
    statement, names = _inserting(TABLES[type(nouns[0])])
    await session.execute(statement, [{name: getattr(noun, name) for name in names} for noun in nouns])
