"""Stored events are worked once each and in order, also when many wait, when working takes long and when it fails."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.delivery import InboxRow
from bot.domain.work import WorkStatus
from bot.services import inbox
from bot.services.inbox import EventStore, InboxWorker


class Handler:
    """Needs every event."""

    def overtaken(self, rows):
        return set()


class Slow(Handler):
    """A handler in whose world each event takes ten seconds, while the worker looks for more."""

    def __init__(self, clock):
        self._clock = clock
        self.worked = []

    async def handle(self, row):
        await asyncio.sleep(0.03)
        self._clock.forward(seconds=10)
        self.worked.append((row.external_id, row.key))


class Broken(Handler):
    """A handler that can do nothing for one person."""

    def __init__(self, for_whom):
        self._for_whom = for_whom
        self.worked = []

    async def handle(self, row):
        if row.external_id == self._for_whom:
            raise RuntimeError("broken")
        self.worked.append(row.key)


def events_of(person, count, moment):
    return [
        InboxRow(
            channel="x", key=f"{person}-{number:03}", external_id=person, body={},
            happened_at=moment + timedelta(seconds=number), created_at=moment,
        )
        for number in range(count)
    ]  # fmt: skip


@pytest.fixture
async def working(house, monkeypatch):
    """Start a worker with a handler; it is stopped at the end."""
    monkeypatch.setattr(inbox, "SWEEP_SECONDS", 0.02)
    workers = []

    async def start(handler):
        worker = InboxWorker(house.services, {"x": handler}, at_once=2)
        workers.append(worker)
        await worker.start()

    yield start
    for worker in workers:
        await worker.stop()


@pytest.mark.parametrize(("people", "events"), [(40, 1), (1, 60), (6, 12)])
async def test_what_waits_longer_than_a_lease_is_worked_once_and_in_order(house, eventually, working, people, events):
    handler = Slow(house.clock)
    rows = [row for person in range(people) for row in events_of(f"p{person}", events, house.clock())]
    await EventStore(house.services).store(rows)
    await working(handler)

    async def all_done():
        return {row.status for row in await house.all(InboxRow)} == {WorkStatus.DONE}

    await eventually(all_done, 30)
    assert sorted(handler.worked) == sorted((row.external_id, row.key) for row in rows)
    for person in range(people):
        own = [key for external_id, key in handler.worked if external_id == f"p{person}"]
        assert own == sorted(own)


async def test_hundreds_of_events_behind_one_that_fails_hold_up_nobody_else(house, eventually, working):
    handler = Broken("an")
    await EventStore(house.services).store(events_of("an", 500, house.clock()))
    await working(handler)

    async def put_off():
        return any(row.attempts for row in await house.all(InboxRow))

    await eventually(put_off, 30)
    house.clock.forward(seconds=1)
    await EventStore(house.services).store(events_of("binh", 1, house.clock()))
    await eventually(lambda: handler.worked == ["binh-000"], 10)


async def test_worker_that_is_woken_as_it_is_stopped_ends(house):
    worker = InboxWorker(house.services, {}, at_once=2)
    await worker.start()
    await asyncio.sleep(0.2)
    worker.wake()
    async with asyncio.timeout(10):
        await worker.stop()
