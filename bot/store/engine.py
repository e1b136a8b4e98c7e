"""Opens the database and hands out units of work."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bot.store.mapping import map_domain
from bot.store.one_hop import READS, WRITES, connect


class _SqliteConnection(sqlite3.Connection):
    """Gives the write lock back when it is closed.

    A task that is cancelled in the middle of a query closes its connection, but SQLite keeps a closed connection and
    its transaction alive for as long as somebody holds a cursor of it: every other writer would wait for the garbage
    collector.
    """

    def close(self) -> None:
        """Roll back what is open, then close."""
        if self.in_transaction:
            self.rollback()
        super().close()


class WriterTurns:
    """One writer after the other; who is urgent goes before those who wait, but never breaks in."""

    def __init__(self) -> None:
        self._taken = False
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._patient: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def turn(self, *, urgent: bool) -> AsyncIterator[None]:
        """Wait for the turn, and give it on at the end."""
        if self._taken:
            waiting = asyncio.get_running_loop().create_future()
            line = self._urgent if urgent else self._patient
            line.append(waiting)
            try:
                await waiting
            except asyncio.CancelledError:
                if waiting.done() and not waiting.cancelled():
                    self._pass_on()
                raise
        self._taken = True
        try:
            yield
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        for line in (self._urgent, self._patient):
            while line:
                waiting = line.popleft()
                if not waiting.done():
                    waiting.set_result(None)
                    return
        self._taken = False


class Store:
    """One database. ``begin()`` is the unit of work for changes, ``read()`` for looking."""

    def __init__(self, engine: AsyncEngine) -> None:
        map_domain()
        self.engine = engine
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)
        # SQLite has one writer. Waiting for it here costs nothing, waiting inside SQLite means polling with
        # back-off and, under load, "database is locked".
        self._writer = WriterTurns() if engine.dialect.name == "sqlite" else None

    @property
    def has_one_writer(self) -> bool:
        """Whether this process is the only one that works here (SQLite)."""
        return self._writer is not None

    @asynccontextmanager
    async def begin(self, *, urgent: bool = False) -> AsyncIterator[AsyncSession]:
        """A session whose changes are committed at the end, or none of them if anything is raised.

        ``urgent`` is for what somebody outside waits for, such as the acknowledgement of a webhook.
        """
        if self._writer is None:
            async with self._sessions.begin() as session:
                yield session
            return
        async with self._writer.turn(urgent=urgent), self._sessions.begin() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading; nothing is committed."""
        async with self._sessions() as session:
            if self._writer is not None:
                await session.connection(execution_options={"read_only": True})
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def open_store(url: str) -> Store:
    """Open the database at an SQLAlchemy URL; plain ``sqlite:`` and ``postgresql:`` get their async drivers."""
    parsed = make_url(url)
    if parsed.drivername == "sqlite":
        parsed = parsed.set(drivername="sqlite+aiosqlite")
    elif parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+asyncpg")
    options: dict[str, Any] = {"pool_pre_ping": True}
    if parsed.drivername.startswith("sqlite"):
        options = {"async_creator": lambda: connect(parsed, timeout=15, factory=_SqliteConnection)}
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(parsed, **options)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    return Store(engine)


def _prepare_sqlite(engine: AsyncEngine) -> None:
    """Write-ahead log, checked references, and a transaction that takes the write lock when it begins.

    A deferred transaction that reads first and writes later fails at once when another one wrote in between
    (SQLITE_BUSY_SNAPSHOT); no timeout helps there. ``synchronous=FULL`` makes "acknowledged" survive a power cut.
    """

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=15000")
        cursor.close()
        # SQLite's own lower() knows only A to Z: an agent who looks for "đặng" must find "Đặng", as on PostgreSQL.
        connection.create_function("lower", 1, _lower, deterministic=True)

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Any) -> None:
        read_only = connection.get_execution_options().get("read_only")
        connection.connection.driver_connection.begin(READS if read_only else WRITES)


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value
