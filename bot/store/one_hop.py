"""SQLite connections whose statements take one trip to the thread that SQLite runs in.

aiosqlite goes there to open a cursor, to execute, to fetch and to close, and each trip wakes two threads: of the
processor time of a turn half went into that. Here a statement is executed, fetched and closed in one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite
from sqlalchemy.engine import URL

Rows = list[Any]


async def connect(url: URL, **options: Any) -> aiosqlite.Connection:
    """Open the database at a SQLAlchemy URL, as its aiosqlite dialect would."""
    arguments, more = url.get_dialect()().create_connect_args(url)
    connection = OneHopConnection(partial(sqlite3.connect, *arguments, **more, **options), iter_chunk_size=64)
    # A program that ends does not wait for it; SQLAlchemy sets the same.
    connection._thread.daemon = True  # noqa: SLF001
    return await connection


class OneHopConnection(aiosqlite.Connection):
    """A connection that hands out cursors without a trip."""

    def cursor(self) -> OneHopCursor:  # type: ignore[override]
        """A cursor that is opened when it executes."""
        return OneHopCursor(self)


class OneHopCursor:
    """What SQLAlchemy uses of a cursor. All rows are in memory after ``execute``, as it fetches them all anyhow."""

    def __init__(self, connection: OneHopConnection) -> None:
        self._connection = connection
        self._rows: Rows = []
        self.description: Any = None
        self.lastrowid: int | None = None
        self.rowcount = -1
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Self:
        """Execute one statement and fetch what it gives."""
        return await self._run(sqlite3.Cursor.execute, sql, parameters)

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Self:
        """Execute one statement for each set of parameters."""
        return await self._run(sqlite3.Cursor.executemany, sql, parameters)

    async def _run(self, act: Any, sql: str, parameters: Any) -> Self:
        connection = self._connection

        def in_thread() -> tuple[Any, int | None, int, Rows]:
            cursor = connection._conn.cursor()  # noqa: SLF001
            try:
                act(cursor, sql, parameters)
                rows = cursor.fetchall() if cursor.description else []
                return cursor.description, cursor.lastrowid, cursor.rowcount, rows
            finally:
                cursor.close()

        self.description, self.lastrowid, self.rowcount, self._rows = await connection._execute(  # type: ignore[no-untyped-call]  # noqa: SLF001
            in_thread
        )
        return self

    async def fetchone(self) -> Any:
        """The next row, None after the last one."""
        return self._rows.pop(0) if self._rows else None

    async def fetchmany(self, size: int | None = None) -> Rows:
        """The next rows."""
        size = size or self.arraysize
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken

    async def fetchall(self) -> Sequence[Any]:
        """All rows that are left."""
        taken, self._rows = self._rows, []
        return taken

    async def close(self) -> None:
        """Forget what was not fetched; in SQLite it is closed already."""
        self._rows = []
