"""Events of webhooks: stored at once, known again, worked later in the order in which they happened to each person."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import chain, islice

import structlog
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.delivery import InboxRow
from bot.domain.ids import new_id
from bot.domain.work import WorkStatus
from bot.services.channels import EventHandler
from bot.services.context import Services
from bot.store.tables import inbox

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 1.0
GATHER_SECONDS = 0.05
LEASE = timedelta(seconds=120)
LOOKED_AT = 400
"""So many of the oldest due events are looked at when people are chosen."""
MAX_ATTEMPTS = 5
REMEMBERED = timedelta(days=8)
"""How long an event is known again; platforms give up repeating after an hour, people replay for longer."""


class EventStore:
    """Stores events that are not known yet. What comes while one transaction is under way shares the next one."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._waiting: list[tuple[Sequence[InboxRow], asyncio.Future[None]]] = []
        self._committing: asyncio.Task[None] | None = None

    async def store(self, rows: Sequence[InboxRow]) -> None:
        """Store them; when this returns, they are committed."""
        if not rows:
            return
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append((rows, stored))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_all())
        await stored

    async def _commit_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await _insert(self._services, [row for rows, _ in batch for row in rows])
            except Exception as error:
                # Whoever asked is told; the platform sends it again.
                for _, stored in batch:
                    if not stored.done():
                        stored.set_exception(error)
            else:
                for _, stored in batch:
                    if not stored.done():
                        stored.set_result(None)


async def _insert(services: Services, rows: Sequence[InboxRow]) -> None:
    columns = [column.name for column in inbox.columns]
    values = [{name: getattr(row, name) for name in columns} for row in rows]
    # In the order of their keys, so that two instances which store the same events do not wait for each other.
    values.sort(key=lambda value: value["key"])
    async with services.store.begin(urgent=True) as session:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        insert = dialect.insert(inbox).on_conflict_do_nothing(index_elements=["channel", "key"])
        await session.execute(insert, values)


async def claim_events(
    services: Services, owner: str, people: int, finished: Sequence[str] = ()
) -> list[list[InboxRow]]:
    """Close what is finished and take what is due of up to ``people``: one list each, in the order of its time.

    Those who have waited longest come first. Left alone are people with an event in somebody's hands and people with
    an event that has to be tried again: what comes after it waits with it.
    """
    moment = services.clock()
    async with services.store.begin() as session:
        if finished:
            # What was said is in the transcript; the copy here would only be one more to erase.
            await session.execute(
                update(inbox)
                .where(inbox.c.id.in_(finished))
                .values(status=WorkStatus.DONE, body={}, owner=None, lease_until=None, last_error=None)
            )
        if people <= 0:
            return []
        if session.get_bind().dialect.name == "postgresql":
            # Two instances must not take two events of one person at the same moment.
            await session.execute(text("SELECT pg_advisory_xact_lock(20392)"))
        person = inbox.c.channel + ":" + inbox.c.external_id
        held = select(person).where(inbox.c.status == WorkStatus.RUNNING)
        due = await session.execute(
            select(inbox.c.id, inbox.c.channel, inbox.c.external_id)
            .where(inbox.c.status == WorkStatus.PENDING, person.not_in(held))
            .order_by(inbox.c.created_at)
            .limit(LOOKED_AT)
        )
        waiting: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row_id, channel, external_id in due:
            waiting[channel, external_id].append(row_id)
        chosen = list(islice(waiting.values(), people))
        if not chosen:
            return []
        # Only now the events themselves: in a backlog many are looked at each time and few are taken.
        taken = await session.execute(
            update(InboxRow)
            .where(inbox.c.id.in_(list(chain.from_iterable(chosen))))
            .values(status=WorkStatus.RUNNING, owner=owner, lease_until=moment + LEASE)
            .returning(InboxRow)
            .execution_options(synchronize_session=False)
        )
        rows = {row.id: row for row in taken.scalars()}
    return [sorted((rows[row_id] for row_id in ids), key=_order) for ids in chosen]


async def look_after_leases(services: Services, owner: str) -> None:
    """Keep what is in the hands of ``owner`` there, and make due again what nobody is at any more."""
    moment = services.clock()
    running = inbox.c.status == WorkStatus.RUNNING
    async with services.store.begin() as session:
        await session.execute(
            update(inbox)
            .where(running, inbox.c.owner == owner, inbox.c.lease_until <= moment + LEASE / 2)
            .values(lease_until=moment + LEASE)
        )
        await session.execute(
            update(inbox).where(running, inbox.c.lease_until <= moment).values(status=WorkStatus.PENDING)
        )


def _order(row: InboxRow) -> tuple[object, ...]:
    return row.happened_at, row.created_at, row.position


async def give_back_events(services: Services, owner: str | None = None) -> None:
    """Free what nobody works any more: everything (None: this process is the only one) or one taker's."""
    async with services.store.begin() as session:
        running = inbox.c.status == WorkStatus.RUNNING
        condition = running if owner is None else running & (inbox.c.owner == owner)
        await session.execute(update(inbox).where(condition).values(status=WorkStatus.PENDING, lease_until=None))


async def put_off_event(services: Services, row: InboxRow, error: str) -> bool:
    """Try an event again later, or give it up after some attempts (False): it must not hold up what comes after."""
    async with services.store.begin() as session:
        stored = await session.get(InboxRow, row.id)
        if stored is None:
            return False
        stored.attempts += 1
        stored.last_error = error[:500]
        stored.owner = None
        again = stored.attempts < MAX_ATTEMPTS
        stored.status = WorkStatus.RUNNING if again else WorkStatus.FAILED
        stored.lease_until = services.clock() + timedelta(seconds=2**stored.attempts) if again else None
        return again


async def events_waiting(services: Services) -> int:
    """How many events are stored and not worked yet."""
    async with services.store.read() as session:
        query = (
            select(func.count()).select_from(inbox).where(inbox.c.status.in_([WorkStatus.PENDING, WorkStatus.RUNNING]))
        )
        return int((await session.execute(query)).scalar_one())


async def forget_old_events(services: Services) -> None:
    """Drop events that nobody will send again."""
    async with services.store.begin() as session:
        await session.execute(
            delete(inbox).where(
                inbox.c.created_at < services.clock() - REMEMBERED,
                inbox.c.status.in_([WorkStatus.DONE, WorkStatus.FAILED]),
            )
        )


class InboxWorker:
    """Works stored events: one person's in order, many people's at once."""

    def __init__(self, services: Services, handlers: dict[str, EventHandler], at_once: int = 16) -> None:
        self._services = services
        self._handlers = handlers
        self._at_once = at_once
        self._news = asyncio.Event()
        self._finished: list[str] = []
        self._lanes: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None
        self.owner = new_id()

    async def start(self) -> None:
        """Begin; what a dead process left is taken up again."""
        if self._services.store.has_one_writer:
            await give_back_events(self._services)
        self._loop = asyncio.create_task(self._run(), name="inbox")

    async def stop(self) -> None:
        """Stop; what is unfinished stays stored."""
        tasks = [task for task in (self._loop, *self._lanes) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        try:
            await claim_events(self._services, self.owner, people=0, finished=self._finished)
            await give_back_events(self._services, self.owner)
        except Exception:
            log.exception("inbox.stop")

    def wake(self) -> None:
        """There are new events."""
        self._news.set()

    @property
    def busy(self) -> int:
        """People whose events are being worked."""
        return len(self._lanes)

    async def _run(self) -> None:
        tidied = looked = claimed = 0.0
        clock = asyncio.get_running_loop().time
        while True:
            # Under load events come and end in handfuls: one claim for all of them. Who comes alone does not wait.
            await asyncio.sleep(max(0.0, claimed + GATHER_SECONDS - clock()))
            claimed = clock()
            self._news.clear()
            try:
                if claimed - looked >= SWEEP_SECONDS:
                    looked = claimed
                    await look_after_leases(self._services, self.owner)
                finished, self._finished = self._finished, []
                try:
                    free = self._at_once - len(self._lanes)
                    taken = await claim_events(self._services, self.owner, free, finished)
                except BaseException:
                    self._finished += finished
                    raise
                for rows in taken:
                    task = asyncio.create_task(self._work(rows))
                    self._lanes.add(task)
                    task.add_done_callback(self._end_lane)
                if claimed - tidied > 3600:
                    tidied = claimed
                    await forget_old_events(self._services)
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("inbox.claim_failed")
            # Not wait_for: woken and cancelled in one breath, Python 3.11's forgets that it was cancelled.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SWEEP_SECONDS):
                    await self._news.wait()

    def _end_lane(self, task: asyncio.Task[None]) -> None:
        self._lanes.discard(task)
        self._news.set()

    async def _work(self, rows: list[InboxRow]) -> None:
        """One person's events, one after the other."""
        handler = self._handlers.get(rows[0].channel)
        needless = handler.overtaken(rows) if handler is not None else set()
        for row in rows:
            try:
                if handler is not None and row.id not in needless:
                    await handler.handle(row)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.exception("inbox.event_failed", channel=row.channel, event_id=row.id)
                if await put_off_event(self._services, row, f"{type(error).__name__}"):
                    await self._leave(rows[rows.index(row) + 1 :])
                    return
            else:
                self._finished.append(row.id)

    async def _leave(self, rows: list[InboxRow]) -> None:
        """Give back what waits behind an event that will be tried again."""
        if rows:
            async with self._services.store.begin() as session:
                await session.execute(
                    update(inbox)
                    .where(inbox.c.id.in_([row.id for row in rows]))
                    .values(status=WorkStatus.PENDING, lease_until=None)
                )
