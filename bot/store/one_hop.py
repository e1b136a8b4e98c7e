"""SQLite connections whose statements take one trip to the thread that SQLite runs in.

aiosqlite goes there to open a cursor, to execute, to fetch and to close, and each trip wakes two threads: of the
processor time of a turn half went into that. Here a statement is executed, fetched and closed in one, a transaction
begins in the trip of its first statement, and nobody waits for the end of one that only read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite
from sqlalchemy.engine import URL

Rows = list[Any]

READS, WRITES = "BEGIN", "BEGIN IMMEDIATE"
"""How a transaction begins that only reads, and one that takes the write lock."""


async def connect(url: URL, **options: Any) -> aiosqlite.Connection:
    """Open the database at a SQLAlchemy URL, as its aiosqlite dialect would."""
    arguments, more = url.get_dialect()().create_connect_args(url)
    connection = OneHopConnection(partial(sqlite3.connect, *arguments, **more, **options), iter_chunk_size=64)
    # A program that ends does not wait for it; SQLAlchemy sets the same.
    connection._thread.daemon = True  # noqa: SLF001
    return await connection


class OneHopConnection(aiosqlite.Connection):
    """A connection that hands out cursors without a trip."""

    _to_begin = ""
    """How the transaction begins that was asked for and had no statement yet."""
    _begun = ""
    """How the open transaction began."""

    def cursor(self) -> OneHopCursor:  # type: ignore[override]
        """A cursor that is opened when it executes."""
        return OneHopCursor(self)

    def begin(self, statement: str) -> None:
        """Begin a transaction with ``statement``, in the trip of the first one that follows."""
        self._to_begin = statement

    def beginning(self) -> str:
        """How to begin before the next statement; empty where that is done."""
        statement, self._to_begin = self._to_begin, ""
        self._begun = statement or self._begun
        return statement

    async def commit(self) -> None:
        """Commit what was begun; without a statement there is nothing."""
        self._to_begin = ""
        if self._begun:
            await super().commit()
            self._begun = ""

    async def rollback(self) -> None:
        """Roll back what was begun. SQLAlchemy asks for it twice, and also after a commit."""
        self._to_begin = ""
        begun, self._begun = self._begun, ""
        if begun == READS:
            # It only lets go of what it saw. The next statement of this connection stands in line behind it.
            self._tx.put_nowait((None, self._conn.rollback))
        elif begun:
            await super().rollback()


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
        beginning = connection.beginning()

        def in_thread() -> tuple[Any, int | None, int, Rows]:
            cursor = connection._conn.cursor()  # noqa: SLF001
            try:
                if beginning:
                    cursor.execute(beginning)
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
