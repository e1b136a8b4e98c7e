"""What SQLite would do for the statements of a stretch of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, text

from bot.store import Store

SMALL = {"agents", "agent_sessions", "channel_states", "faqs", "offers", "products", "shop_profile"}
"""They grow with the shop, not with what is said."""


@contextmanager
def statements_of(store: Store) -> Iterator[set[str]]:
    """Collects every statement while it is open."""
    seen: set[str] = set()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.add(statement)

    event.listen(store.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(store.engine.sync_engine, "before_cursor_execute", note)


async def read_whole(store: Store, statements: set[str]) -> list[str]:
    """Statements that read a table from its first row to its last, with the table in front; small ones may."""
    found = []
    async with store.read() as session:
        tables = {name for [name] in await session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))}
        connection = await session.connection()
        for statement in sorted(statements):
            if statement.split(maxsplit=1)[0].upper() not in ("SELECT", "UPDATE", "DELETE"):
                continue
            values = (None,) * statement.count("?")
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            # In the order of an index up to a limit is not the whole of it.
            ends_early = "LIMIT" in statement and not any("TEMP B-TREE" in row[3] for row in plan)
            for step in (row[3].split() for row in plan):
                in_order = ends_early and "USING INDEX" in " ".join(step)
                if step[0] == "SCAN" and step[1] in tables - SMALL and not in_order:
                    found.append(f"{step[1]}: {statement}")
    return found
