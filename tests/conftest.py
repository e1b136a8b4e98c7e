"""What every test may use: both databases, the house of services, the cast.

Alice is an agent, Bob her colleague, Vera visits the shop, Charlie has no rights.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import uuid
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import argon2
import asyncpg
import pytest
import redis
from fake_dialogue import FakeDialogue
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.conversation import Inbound, Message
from bot.domain.handoff import Agent
from bot.domain.ids import new_id
from bot.services import agents
from bot.services.context import Event, Services
from bot.services.faq import load_faqs
from bot.services.imports import seed_demo
from bot.services.messages import Received, messages_after, receive_message
from bot.services.shelves import load_shelf
from bot.services.shop import load_shop
from bot.services.words import Words
from bot.settings import ROOT
from bot.store import Store, open_store
from bot.store.migrate import upgrade
from bot.store.tables import metadata

POSTGRES = os.environ.get("BOT_TEST_DATABASE_URL", "postgresql://root@127.0.0.1:5432/test")
REDIS = os.environ.get("BOT_TEST_REDIS_URL", "redis://127.0.0.1:6379/0")

# A hash that no password matches: making a real one takes half a second, and only logins need it.
NO_PASSWORD = "!"


def run_apart(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine on a loop of its own, from a fixture that lives longer than one test's loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


@dataclass
class Clock:
    """A clock that the test moves."""

    # Saturday, 10:00 in Ho Chi Minh City.
    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 21, 3, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.moment += timedelta(**by)


# -- databases --------------------------------------------------------------------------------------------------------

SHOP_TABLES = {"products", "faqs", "offers", "orders", "shop_profile"}


@dataclass
class Databases:
    """Addresses of an empty store and of one with the demo shop, whose catalogue and answers are read already."""

    empty: str
    shop: str
    caches: dict[str, Any] = field(default_factory=dict)


async def migrate(url: str) -> None:
    """Bring an empty database to our schema."""
    store = open_store(url)
    try:
        await upgrade(store)
    finally:
        await store.close()


async def seed(url: str) -> dict[str, Any]:
    """Fill a migrated store with the demo shop; returns what services keep of it in memory."""
    services = Services(store=open_store(url), words=Words({}), clock=Clock())
    try:
        await seed_demo(services, ROOT / "data" / "shop")
        await load_faqs(services)
        await load_shelf(services)
        await load_shop(services)
        return services.caches
    finally:
        await services.store.close()


async def sweep(url: str, but: Collection[str] = ()) -> None:
    """Empty every table, in one round trip; those of ``but`` get back what ``keep_shop`` kept of them."""
    names = [table.name for table in metadata.sorted_tables]
    connection = await asyncpg.connect(url, timeout=5)
    try:
        touched = (
            {str(row["name"]) for row in await connection.fetch("SELECT name FROM kept.touched")} if but else set()
        )
        emptied = [name for name in names if name not in but or name in touched]
        statements = [f"DELETE FROM {name}" for name in reversed(emptied)]
        statements += [f"INSERT INTO {name} SELECT * FROM kept.{name}" for name in names if name in touched]
        if touched:
            statements.append("DELETE FROM kept.touched")
        await connection.execute(";".join(statements))
    finally:
        await connection.close()


async def keep_shop(url: str) -> None:
    """Keep a copy of the shop's tables, and a mark on each that a test writes to: few do."""
    connection = await asyncpg.connect(url, timeout=5)
    try:
        await connection.execute(
            """
            CREATE SCHEMA kept;
            CREATE TABLE kept.touched (name text);
            CREATE FUNCTION kept.touch() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO kept.touched VALUES (TG_TABLE_NAME); RETURN NULL; END $$;
            """
            + "".join(
                f"CREATE TABLE kept.{name} AS TABLE {name};"
                f"CREATE TRIGGER touched AFTER INSERT OR UPDATE OR DELETE ON {name} EXECUTE FUNCTION kept.touch();"
                for name in sorted(SHOP_TABLES)
            )
        )
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[Databases]:
    """Fresh PostgreSQL databases with our schema, dropped when the tests are over."""
    name = f"bot_test_{uuid.uuid4().hex[:12]}"

    async def admin(*statements: str) -> None:
        connection = await asyncpg.connect(POSTGRES, timeout=5)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    def create(name: str, template: str = "template1") -> str:
        # What the tests write may be lost in a power cut.
        run_apart(
            admin(f"CREATE DATABASE {name} TEMPLATE {template}", f"ALTER DATABASE {name} SET synchronous_commit = off")
        )
        return POSTGRES.rsplit("/", 1)[0] + f"/{name}"

    made = []
    try:
        try:
            empty = create(name)
            made.append(name)
        except (OSError, TimeoutError, asyncpg.PostgresError) as error:
            pytest.skip(
                f"PostgreSQL does not answer at {POSTGRES.rpartition(chr(64))[2]} ({error}); see BOT_TEST_DATABASE_URL"
            )
        run_apart(migrate(empty))
        shop = create(f"{name}_shop", template=name)
        made.append(f"{name}_shop")
        caches = run_apart(seed(shop))
        run_apart(keep_shop(shop))
        yield Databases(empty, shop, caches)
    finally:
        if made:
            run_apart(admin(*[f"DROP DATABASE {name} WITH (FORCE)" for name in made]))


@pytest.fixture(scope="session")
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is one: every commit waits for the disk, and tests commit thousands of times."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="bot_test_", dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def sqlite_files(quick_folder: Path) -> Databases:
    """SQLite files to be copied: migrating and seeding take longer than most tests."""
    folder = quick_folder
    made = Databases(f"sqlite:///{folder}/empty.db", f"sqlite:///{folder}/shop.db")
    run_apart(migrate(made.empty))
    shutil.copy(folder / "empty.db", folder / "shop.db")
    made.caches = run_apart(seed(made.shop))
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """An empty store and one with the demo shop, for one test; each test runs on both databases."""
    if request.param == "postgresql":
        made = request.getfixturevalue("postgresql_databases")
        run_apart(sweep(made.empty))
        run_apart(sweep(made.shop, but=SHOP_TABLES))
        return made
    files = request.getfixturevalue("sqlite_files")
    folder = Path(files.empty.removeprefix("sqlite:///")).parent
    (folder / "now").mkdir(exist_ok=True)
    for old in (folder / "now").iterdir():
        old.unlink()
    for name in ("empty.db", "shop.db"):
        shutil.copy(folder / name, folder / "now" / name)
    return Databases(f"sqlite:///{folder}/now/empty.db", f"sqlite:///{folder}/now/shop.db", files.caches)


@pytest.fixture(scope="session")
def engines() -> dict[str, AsyncEngine]:
    """Engines by address: each remembers the SQL it has compiled, which is most of a test's work."""
    return {}


@pytest.fixture
async def open_once(engines: dict[str, AsyncEngine]) -> AsyncIterator[Callable[[str], Store]]:
    """Opens a store for one test on an engine that outlives it; its connections do not."""
    opened: list[Store] = []

    def open_one(url: str) -> Store:
        if url not in engines:
            engines[url] = open_store(url).engine
        opened.append(Store(engines[url]))
        return opened[-1]

    yield open_one
    for store in opened:
        await store.close()


@pytest.fixture
def empty_postgresql(postgresql_databases: Databases) -> str:
    """An empty, migrated PostgreSQL database."""
    run_apart(sweep(postgresql_databases.empty))
    return postgresql_databases.empty


@pytest.fixture
def database_url(databases: Databases) -> str:
    """An empty, migrated database."""
    return databases.empty


@pytest.fixture
def store(database_url: str, open_once: Callable[[str], Store]) -> Store:
    """An empty, migrated store."""
    return open_once(database_url)


@pytest.fixture(scope="session")
def redis_url() -> str:
    """Redis, where it answers."""
    try:
        with redis.Redis.from_url(REDIS, socket_timeout=3, socket_connect_timeout=3) as client:
            client.ping()
    except redis.RedisError as error:
        pytest.skip(
            f"Redis does not answer at {REDIS.rpartition('@')[2]} ({error}); BOT_TEST_REDIS_URL says where it is"
        )
    return REDIS


# -- the house --------------------------------------------------------------------------------------------------------


@dataclass
class House:
    """Services with a clock to move and an ear on what they publish."""

    services: Services
    clock: Clock
    events: list[Event] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    async def hears(self, text: str = "Shop ơi", visitor: str = "vera", **more: Any) -> Received:
        """A visitor writes."""
        client_id = more.pop("client_id", f"c-{next(self._numbers)}")
        return await receive_message(self.services, Inbound("web_chat", visitor, text, client_id, **more))

    async def transcript(self, conversation_id: str) -> list[Message]:
        """The whole conversation in order."""
        found, more = await messages_after(self.services, conversation_id, 0, limit=1000)
        assert not more
        return found

    async def said(self, conversation_id: str, author: str | None = None) -> list[str]:
        """Texts of the conversation, perhaps of one author."""
        return [m.text for m in await self.transcript(conversation_id) if author in (None, m.author)]

    async def count(self, noun: type[Any], **values: Any) -> int:
        """How many of a noun are stored."""
        return len(await self.all(noun, **values))

    async def all(self, noun: type[Any], **values: Any) -> list[Any]:
        """Everything stored of a noun."""
        from sqlalchemy import select

        async with self.services.store.read() as session:
            return list((await session.execute(select(noun).filter_by(**values))).scalars())

    async def agent(self, name: str, *, online: bool = False) -> Agent:
        """An agent who cannot log in but can do everything else."""
        agent = Agent(f"{name.lower()}@example.com", name, NO_PASSWORD, online=online, created_at=self.clock())
        async with self.services.store.begin() as session:
            session.add(agent)
        return agent

    def published(self, name: str) -> list[Event]:
        """Events of one name."""
        return [event for event in self.events if event.name == name]


@pytest.fixture(scope="session")
def words() -> Words:
    """The assistant's real sentences."""
    return Words.load(ROOT / "data")


def house_in(store: Store, words: Words, caches: dict[str, Any]) -> House:
    """A house around a store."""
    clock, events = Clock(), []

    async def publish(event: Event) -> None:
        events.append(event)

    services = Services(store=store, words=words, publish=publish, clock=clock, caches=caches)
    return House(services, clock, events)


@pytest.fixture
def house(store: Store, words: Words) -> House:
    """An empty shop."""
    return house_in(store, words, {})


@pytest.fixture
def shop(databases: Databases, words: Words, open_once: Callable[[str], Store]) -> House:
    """The demo shop with its catalogue, answers, offers and orders, as they were imported."""
    return house_in(open_once(databases.shop), words, dict(databases.caches))


@pytest.fixture
async def alice(house: House) -> Agent:
    """An agent, at her desk."""
    return await house.agent("Alice", online=True)


@pytest.fixture
async def bob(house: House) -> Agent:
    """Her colleague, at his desk."""
    return await house.agent("Bob", online=True)


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with less care: tests make many and keep none."""
    hasher = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(agents, "_hasher", hasher)
    monkeypatch.setattr(agents, "_decoy", hasher.hash("nobody's"))


@pytest.fixture
def dialogue(house: House) -> FakeDialogue:
    """A dialogue engine that says everything back."""
    return FakeDialogue(house.services.talks)


@pytest.fixture
def eventually() -> Callable[..., Coroutine[Any, Any, Any]]:
    """Wait until something becomes true; how long it takes is not what is tested."""

    async def wait(check: Callable[[], Any], seconds: float = 20) -> Any:
        async with asyncio.timeout(seconds):
            while True:
                found = check()
                if asyncio.iscoroutine(found):
                    found = await found
                if found:
                    return found
                await asyncio.sleep(0.01)

    return wait


@pytest.fixture
def unique() -> str:
    """A word that no other test uses."""
    return new_id()[:8]
