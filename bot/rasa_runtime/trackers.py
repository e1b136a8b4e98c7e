"""Where Rasa keeps what it knows about conversations: one small SQLite file, one appended row a turn.

Rasa's own SQL store reads a whole session back for every message, counts its rows before it writes, and does both
while nobody else is served. Here a conversation that goes on is still in memory, what a turn added is one row, written
in a thread, and the history stays short (:mod:`bot.rasa_runtime.history`). The transcript is the bot's: losing this
file costs nothing that a visitor said or that is known of them.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Iterator

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, Restarted
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_runtime.history import shortened

logger = logging.getLogger(__name__)

REMEMBERED = 1000
"""Conversations kept in memory."""

REMEMBERED_SECONDS = 600
"""How long they are kept there after the last message."""

KEPT_DAYS = 30
"""How long a conversation in which nothing happens is kept in the file."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS turns (
  id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL, events TEXT NOT NULL, at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS turns_of ON turns (conversation, id);
"""

FORGET_OLD = """
DELETE FROM turns WHERE conversation IN (SELECT conversation FROM turns GROUP BY conversation HAVING max(at) < ?)
"""


@dataclass(frozen=True)
class Stored:
    """How much of a tracker is in the file: the first ``events`` events, the last of them in row ``row``."""

    events: int
    row: int


class TurnStore(TrackerStore):
    """A tracker store with bounded history; ``db`` is the file's path. Several Rasa servers may share one file."""

    def __init__(
        self, domain: Domain | None = None, event_broker: EventBroker | None = None, db: str = "", **_rest: Any
    ) -> None:
        super().__init__(domain, event_broker)
        self._file = TurnFile(db)
        # One thread: SQLite has one writer, and the connection belongs to the thread that opened it.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="trackers")
        self._thread.submit(self._file.open).result()
        self._live: OrderedDict[str, tuple[DialogueStateTracker, float]] = OrderedDict()

    @property
    def domain(self) -> Domain:
        """The domain that trackers are made for."""
        return self._domain

    @domain.setter
    def domain(self, domain: Domain | None) -> None:
        self._domain = domain or Domain.empty()
        # Another model may know other slots.
        self._live = OrderedDict()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation's tracker, None if there is none.

        A tracker is handed out once: whoever breaks off in the middle of a turn leaves no trace in what the next one
        gets, which is then read from the file.
        """
        tracker, _ = self._live.pop(sender_id, (None, 0.0))
        row = _stored(tracker).row if tracker is not None else 0
        last, written = await self._in_thread(self._file.read, sender_id, row)
        if last == 0:
            return None
        if tracker is not None and last == row:
            return tracker
        events = [event for event in map(Event.from_parameters, written) if event is not None]
        tracker = DialogueStateTracker.from_events(
            sender_id, this_session(events), self.domain.slots, domain=self.domain
        )
        _mark(tracker, Stored(len(tracker.events), last))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write what the turn added.

        A tracker that did not come from here replaces what is known. One that holds nothing but a restart is removed.
        """
        await self.stream_events(tracker)
        events, stored = list(tracker.events), _stored(tracker)
        session = this_session(events)
        short = shortened(session, self.domain.slots)
        if short is not None or len(session) < len(events):
            short = short or session
            live = DialogueStateTracker.from_events(tracker.sender_id, short, self.domain.slots, domain=self.domain)
            live.model_id, live.assistant_id = tracker.model_id, tracker.assistant_id
        else:
            live = tracker
        if stored.row and live is tracker:
            added = events[stored.events :]
            if not added:
                self._keep(tracker)
                return
            row = await self._in_thread(self._file.append, tracker.sender_id, stored.row, _written(added))
        elif all(isinstance(event, Restarted) for event in events):
            if events:
                self._live.pop(tracker.sender_id, None)
                await self._in_thread(self._file.forget, tracker.sender_id)
            return
        else:
            row = await self._in_thread(self._file.replace, tracker.sender_id, stored.row, _written(list(live.events)))
        if row:
            _mark(live, Stored(len(live.events), row))
            self._keep(live)

    async def keys(self) -> Iterable[str]:
        """Ids of all conversations in the file."""
        return list(await self._in_thread(self._file.conversations))

    async def stream_events(self, tracker: DialogueStateTracker) -> None:
        """Tell an event broker, if there is one, what the turn added."""
        if self.event_broker is not None:
            added = list(tracker.events)[_stored(tracker).events :]
            await self._stream_new_events(self.event_broker, added, tracker.sender_id)

    def _keep(self, tracker: DialogueStateTracker) -> None:
        at = time.monotonic()
        self._live[tracker.sender_id] = (tracker, at)
        self._live.move_to_end(tracker.sender_id)
        while self._live:
            _, since = next(iter(self._live.values()))
            if len(self._live) <= REMEMBERED and at - since <= REMEMBERED_SECONDS:
                break
            self._live.popitem(last=False)

    async def _in_thread(self, work: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)


def this_session(events: list[Event]) -> list[Event]:
    """The events since the last session began, as Rasa's own stores give them back."""
    starts = [
        place
        for place, event in enumerate(events)
        if isinstance(event, ActionExecuted) and event.action_name == "action_session_start"
    ]
    return events[starts[-1] :] if starts else events


def _stored(tracker: DialogueStateTracker) -> Stored:
    found: Stored = getattr(tracker, "stored", Stored(0, 0))
    return found


def _mark(tracker: DialogueStateTracker, stored: Stored) -> None:
    tracker.stored = stored  # type: ignore[attr-defined]


def _written(events: list[Event]) -> str:
    return json.dumps([event.as_dict() for event in events], ensure_ascii=False)


class TurnFile:
    """The SQLite file. Opened and used by one thread."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def open(self) -> None:
        """Open it, make it if it is not there; what is no database is put aside.

        A killed process loses nothing here; a power cut may cost the last turns, which nobody was promised.
        """
        Path(self._path).parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connect()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            logger.exception("the tracker file is broken: it is put aside as .broken")
            for ending in ("-wal", "-shm"):
                Path(self._path + ending).unlink(missing_ok=True)
            Path(self._path).replace(self._path + ".broken")
            self._connect()

    def _connect(self) -> None:
        connection = sqlite3.connect(self._path, timeout=15, isolation_level=None)
        try:
            # Read by nobody else: it holds what people said.
            Path(self._path).chmod(0o600)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA secure_delete=ON")
            connection.executescript(SCHEMA)
            connection.execute(FORGET_OLD, (time.time() - KEPT_DAYS * 86400,))
            # What Rasa's own SQL store kept in this file before; it would stay there for ever.
            connection.execute("DROP TABLE IF EXISTS events")
        except sqlite3.Error:
            connection.close()
            raise
        self._connection = connection

    def read(self, conversation: str, known_row: int) -> tuple[int, list[dict[str, Any]]]:
        """The conversation's last row (0: there is none) and, unless that is ``known_row``, all its events."""
        with closing(self._opened().cursor()) as cursor:
            found = cursor.execute("SELECT max(id) FROM turns WHERE conversation = ?", (conversation,)).fetchone()
            last = int(found[0] or 0)
            if last in (0, known_row):
                return last, []
            rows = cursor.execute(
                "SELECT id, events FROM turns WHERE conversation = ? ORDER BY id", (conversation,)
            ).fetchall()
        return int(rows[-1][0]), [event for _, events in rows for event in json.loads(events)]

    def append(self, conversation: str, after_row: int, events: str) -> int:
        """Add one turn; returns its row, or 0 when nothing may be remembered of it.

        Without ``after_row`` the conversation was forgotten in the meantime, and a turn without what came before it
        must not bring it back. After a row of somebody else's, ours comes last and the next one reads both.
        """
        with self._transaction() as cursor:
            last = self._last(cursor, conversation)
            if last == 0:
                return 0
            row = self._insert(cursor, conversation, events)
            return row if last == after_row else 0

    def replace(self, conversation: str, after_row: int, events: str) -> int:
        """Put one row in the place of all; returns it, or 0 when the conversation was forgotten in the meantime."""
        with self._transaction() as cursor:
            if after_row and self._last(cursor, conversation) == 0:
                return 0
            cursor.execute("DELETE FROM turns WHERE conversation = ?", (conversation,))
            return self._insert(cursor, conversation, events)

    def forget(self, conversation: str) -> None:
        """Remove a conversation."""
        with self._transaction() as cursor:
            cursor.execute("DELETE FROM turns WHERE conversation = ?", (conversation,))

    def conversations(self) -> list[str]:
        """Ids of all conversations."""
        rows = self._opened().execute("SELECT DISTINCT conversation FROM turns").fetchall()
        return [conversation for (conversation,) in rows]

    @staticmethod
    def _last(cursor: sqlite3.Cursor, conversation: str) -> int:
        found = cursor.execute("SELECT max(id) FROM turns WHERE conversation = ?", (conversation,)).fetchone()
        return int(found[0] or 0)

    @staticmethod
    def _insert(cursor: sqlite3.Cursor, conversation: str, events: str) -> int:
        cursor.execute(
            "INSERT INTO turns (conversation, events, at) VALUES (?, ?, ?)", (conversation, events, time.time())
        )
        return int(cursor.lastrowid or 0)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Cursor]:
        with closing(self._opened().cursor()) as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            raise RuntimeError("the tracker file is not open")
        return self._connection
