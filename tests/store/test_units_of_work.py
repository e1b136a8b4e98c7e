"""The store's promises: all or nothing, one writer on SQLite, and a cancelled task holds nobody up."""

import asyncio
import shutil
from datetime import datetime

import pytest
from alembic import command
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from bot.domain.catalogue import Product
from bot.domain.conversation import Visitor
from bot.store import open_store
from bot.store.migrate import alembic_config, upgrade
from bot.store.one_hop import OneHopConnection

OLD_PRODUCT = """
    INSERT INTO products (sku, name, name_en, category, kind, kind_en, brand, price, stock, image, sizes, colours,
                          attributes, description, description_en, aliases, tags, review_count)
    VALUES ('A-1', 'Tai nghe', '', 'electronics', 'tai nghe', '', '', 590000, 3, '', '[]', '["đen"]',
            '{"Pin": "50 giờ"}', '', '', '[]', '[]', 0)
"""


async def visitors(store):
    async with store.read() as session:
        return sorted(v.external_id for v in (await session.execute(select(Visitor))).scalars())


async def test_unit_of_work_is_kept_whole_or_not_at_all(store):
    async with store.begin() as session:
        session.add(Visitor("web_chat", "vera"))

    async def fails_midway():
        async with store.begin() as session:
            session.add(Visitor("web_chat", "charlie"))
            await session.flush()
            raise ValueError("midway")

    with pytest.raises(ValueError, match="midway"):
        await fails_midway()
    assert await visitors(store) == ["vera"]


async def test_reading_never_keeps_anything(store):
    async with store.read() as session:
        session.add(Visitor("web_chat", "vera"))
        await session.flush()
    assert await visitors(store) == []


async def test_many_writers_at_once_all_get_their_turn(store):
    async def write(number):
        async with store.begin() as session:
            seen = len((await session.execute(select(Visitor))).scalars().all())
            session.add(Visitor("web_chat", f"{number:02}"))
            return seen

    seen = await asyncio.gather(*[write(number) for number in range(30)])
    assert len(await visitors(store)) == 30
    if store.engine.dialect.name == "sqlite":
        # Each saw all that the ones before it wrote: nobody decides on old facts.
        assert sorted(seen) == list(range(30))


async def test_two_processes_on_one_sqlite_file_wait_for_each_other(sqlite_files, tmp_path):
    # Such as an import while the server runs: each has its own lock, and SQLite has to keep them apart.
    shutil.copy(sqlite_files.empty.removeprefix("sqlite:///"), tmp_path / "shared.db")
    stores = [open_store(f"sqlite:///{tmp_path}/shared.db") for _ in range(2)]

    async def write(store, name):
        for number in range(15):
            async with store.begin() as session:
                seen = len((await session.execute(select(Visitor))).scalars().all())
                await asyncio.sleep(0)
                session.add(Visitor("web_chat", f"{seen:02}-{name}-{number}"))

    await asyncio.gather(write(stores[0], "server"), write(stores[1], "import"))
    names = await visitors(stores[0])
    # Each saw all that was there before it wrote.
    assert [name.split("-")[0] for name in names] == [f"{number:02}" for number in range(30)]
    for store in stores:
        await store.close()


async def test_task_cancelled_in_the_middle_of_its_work_holds_nobody_up(store):
    async with store.begin() as session:
        session.add_all([Visitor("web_chat", f"{number:03}") for number in range(300)])

    async def half_way(reached):
        async with store.begin() as session:
            session.add(Visitor("web_chat", "half"))
            await session.flush()
            # A cursor in the middle of its rows.
            rows = await session.stream(select(Visitor))
            async for _ in rows:
                reached.set()
                await asyncio.sleep(60)

    kept = []
    for _ in range(5):
        reached = asyncio.Event()
        task = asyncio.create_task(half_way(reached))
        await reached.wait()
        task.cancel()
        kept += await asyncio.gather(task, return_exceptions=True)
        async with asyncio.timeout(10):
            async with store.begin() as session:
                await session.execute(text("UPDATE visitors SET name = 'x' WHERE external_id = '001'"))
    assert "half" not in await visitors(store)


def test_closed_sqlite_connection_gives_its_lock_back_though_a_cursor_is_still_held(tmp_path):
    import sqlite3

    from bot.store.engine import _SqliteConnection

    first = sqlite3.connect(tmp_path / "x.db", factory=_SqliteConnection, isolation_level=None)
    first.execute("CREATE TABLE t (x)")
    first.execute("INSERT INTO t VALUES (1), (2)")
    first.execute("BEGIN IMMEDIATE")
    held = first.execute("SELECT x FROM t")
    first.close()
    second = sqlite3.connect(tmp_path / "x.db", isolation_level=None, timeout=0)
    second.execute("BEGIN IMMEDIATE")
    second.close()
    del held


async def test_time_without_its_zone_is_refused(store):
    with pytest.raises(StatementError, match="zone"):
        async with store.begin() as session:
            session.add(Visitor("web_chat", "vera", first_seen_at=datetime(2026, 11, 21)))


async def test_letters_are_compared_alike_on_both_databases(store):
    async with store.read() as session:
        assert (await session.execute(text("SELECT lower('ĐẶNG ÁNH')"))).scalar() == "đặng ánh"


async def test_migrating_again_changes_nothing(store):
    async with store.begin() as session:
        session.add(Visitor("web_chat", "vera"))
    await upgrade(store)
    await upgrade(store)
    assert await visitors(store) == ["vera"]


async def test_schema_that_migrations_make_is_the_one_the_tables_describe(store):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from bot.store.tables import metadata

    def compare(connection):
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with store.engine.connect() as connection:
        assert await connection.run_sync(compare) == []


async def test_products_of_an_older_database_stay_and_are_not_translated_yet(store):
    def turn_back(connection):
        command.downgrade(alembic_config(connection), "0002")

    async with store.engine.begin() as connection:
        await connection.run_sync(turn_back)
        await connection.execute(text(OLD_PRODUCT))
    await upgrade(store)
    async with store.read() as session:
        [product] = (await session.execute(select(Product))).scalars()
    assert (product.sku, product.price, product.colours) == ("A-1", 590_000, ["đen"])
    assert product.facts("en") == {"Pin": "50 giờ"}
    assert product.colour_names("en") == ["đen"]


async def test_two_stores_may_migrate_at_once(empty_postgresql):
    stores = [open_store(empty_postgresql) for _ in range(3)]
    try:
        await asyncio.gather(*[upgrade(one) for one in stores])
    finally:
        for one in stores:
            await one.close()


async def test_statement_takes_one_trip_to_sqlites_thread_and_gives_all_its_rows(tmp_path, monkeypatch):
    # Its transaction begins on the same trip, and nobody waits for the end of one that only read.
    trips = []
    original = OneHopConnection._execute

    async def counted(self, act, *arguments, **named):
        trips.append(act)
        return await original(self, act, *arguments, **named)

    monkeypatch.setattr(OneHopConnection, "_execute", counted)
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    try:
        async with store.begin() as session:
            await session.execute(text("CREATE TABLE t (n INTEGER)"))
            await session.execute(text("INSERT INTO t VALUES (:n)"), [{"n": n} for n in range(150)])
        trips.clear()
        async with store.read() as session:
            found = await session.execute(text("SELECT n FROM t ORDER BY n"))
            assert [n for (n,) in found] == list(range(150))
        assert len(trips) == 1
        async with store.begin() as session:
            pass
        assert len(trips) == 1
        async with store.read() as session:
            changed = await session.execute(text("UPDATE t SET n = 0 WHERE n < 10"))
            assert changed.rowcount == 10
        async with store.read() as session:
            assert (await session.execute(text("SELECT count(*) FROM t WHERE n = 0"))).scalar() == 1
    finally:
        await store.close()
