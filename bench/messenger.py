"""A Facebook Page under load: the stand-in for Meta's Graph on one side, our server on the other.

Of the events posted every fifth is a message, the rest is what Meta sends beside: deliveries, reads, reactions. Echoes
and deliveries of our own replies come on top, from the stand-in.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

from bench.cases import percentile
from bench.ours import SECOND_PATIENCE, is_ready
from bench.report import Line, Report, say
from bench.trees import ROOT, clean_environment, free_port, started, wait_until

sys.path.insert(0, str(ROOT / "tests"))
from graph import Graph, Person, running_graph, signature

T = TypeVar("T")
PEOPLE = 200
EVENTS_A_SECOND = 50
STILL = 20
"""Seconds without a change after which nothing more is expected."""


@dataclass(frozen=True)
class Sizes:
    """How long events come, in seconds."""

    webhook: float = 60
    endurance: float = 600


QUICK = Sizes(webhook=8, endurance=8)


@dataclass
class Page:
    """Our server for one Page, and what was posted to it."""

    graph: Graph
    url: str
    http: aiohttp.ClientSession
    took: list[float] = field(default_factory=list)
    """Seconds until each 200."""
    statuses: Counter[int] = field(default_factory=Counter)
    asked: dict[str, list[str]] = field(default_factory=dict)
    """Texts by the id of who wrote them."""

    async def post(self, event: dict[str, Any]) -> None:
        """One event, timed until its 200."""
        body = {
            "object": "page",
            "entry": [{"id": self.graph.page_id, "time": event["timestamp"], "messaging": [event]}],
        }
        raw = json.dumps(body).encode()
        headers = {"X-Hub-Signature-256": signature(raw, self.graph.app_secret)}
        began = time.monotonic()
        async with self.http.post(f"{self.url}/webhooks/messenger", data=raw, headers=headers) as response:
            self.statuses[response.status] += 1
        self.took.append(time.monotonic() - began)


@contextlib.asynccontextmanager
async def served(scratch: Path, logs: Path, *, with_rasa: bool) -> AsyncIterator[Page]:
    """Our server with an empty database and the stand-in for Meta beside it."""
    scratch.mkdir(parents=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with running_graph(callback=f"{url}/webhooks/messenger") as graph, aiohttp.ClientSession() as http:
        environment = clean_environment(
            PYTHONPATH=str(ROOT),
            BOT_VAR_DIR=str(scratch / "var"),
            BOT_MODEL_DIR=str(ROOT / "var" / "models"),
            BOT_PORT=str(port),
            BOT_RASA_PORT="0",
            BOT_ACTIONS_PORT="0",
            BOT_LOG_LEVEL="error",
            BOT_MESSENGER_APP_ID=str(graph.app_id),
            **({} if with_rasa else {"BOT_RASA_URLS": "http://127.0.0.1:1"}),
            **{f"BOT_{name.upper()}": value for name, value in graph.settings().items()},
        )
        command = [str(ROOT / ".venv" / "bin" / "python"), "-m", "bot", "serve"]

        async def is_up() -> bool:
            if with_rasa:
                return await is_ready(http, url)
            try:
                async with http.get(f"{url}/health/ready", timeout=aiohttp.ClientTimeout(total=3)) as response:
                    return response.status == 200
            except (aiohttp.ClientError, TimeoutError):
                return False

        log = logs / f"messenger_{'with' if with_rasa else 'without'}_rasa.log"
        async with started(command, folder=scratch, environment=environment, log=log) as tree:
            await wait_until(tree, is_up, SECOND_PATIENCE)
            yield Page(graph, url, http)


async def traffic(page: Page, seconds: float) -> None:
    """``EVENTS_A_SECOND`` for so long, whatever the server does."""
    people = [page.graph.person(f"P{number}") for number in range(PEOPLE)]
    clock = asyncio.get_running_loop().time
    began = clock()
    async with asyncio.TaskGroup() as group:
        for number in itertools.count():
            due = began + number / EVENTS_A_SECOND
            if due - began >= seconds:
                break
            await asyncio.sleep(max(0.0, due - clock()))
            person = people[(number // 5) % PEOPLE]
            group.create_task(page.post(event(page, person, number)))


def event(page: Page, person: Person, number: int) -> dict[str, Any]:
    """One event of the mix."""
    stamp = page.graph.stamp()
    common = {"sender": {"id": person.id}, "recipient": {"id": page.graph.page_id}, "timestamp": stamp}
    seen = [line.mid for line in person.seen[-3:]]
    if number % 5 == 0:
        person.open_window()
        page.asked.setdefault(person.id, []).append(f"shop ơi {number}")
        return {**common, "message": {"mid": f"m_bench_{number}", "text": f"shop ơi {number}"}}
    if number % 5 == 1 and seen:
        return {**common, "delivery": {"mids": seen, "watermark": stamp}}
    if number % 5 == 2 and seen:
        return {**common, "reaction": {"reaction": "love", "emoji": "❤️", "action": "react", "mid": seen[-1]}}
    return {**common, "read": {"watermark": stamp}}


async def stored(page: Page, scratch: Path) -> tuple[int, int]:
    """Messages of visitors that are not in the transcript, and such as are there twice."""
    from bot.store import open_store
    from bot.store.tables import messages

    store = open_store(f"sqlite:///{scratch / 'var' / 'dong_hanh.db'}")
    try:
        async with store.read() as session:
            found = await session.execute(messages.select().where(messages.c.author == "visitor"))
            there = Counter(row.text for row in found)
    finally:
        await store.close()
    wanted = {text for texts in page.asked.values() for text in texts}
    return len(wanted - set(there)), sum(there[text] - 1 for text in wanted if there[text] > 1)


async def all_stored(page: Page, scratch: Path) -> tuple[int, int]:
    """The same, once the inbox is empty or nothing moves any more."""
    return await settled(lambda: stored(page, scratch), (0, 0))


async def settled(look: Callable[[], Awaitable[T]], wanted: T) -> T:
    """What is seen once it is what is wanted or does not change any more.

    On a slow machine minutes of traffic leave a queue: late is not lost, and each case has a patience of its own.
    """
    before, still = await look(), 0
    while before != wanted and still < STILL:
        await asyncio.sleep(1)
        now = await look()
        still = still + 1 if now == before else 0
        before = now
    return before


async def webhook(report: Report, sizes: Sizes, scratch: Path, logs: Path) -> None:
    """How long Meta waits for its 200, with Rasa stopped and running."""
    for name, with_rasa in (("messenger_rasa_stopped", False), ("messenger_webhook", True)):
        say(f"{name}: {EVENTS_A_SECOND} events/s for {sizes.webhook:.0f} s")
        folder = scratch / name
        async with served(folder, logs, with_rasa=with_rasa) as page:
            await traffic(page, sizes.webhook)
            for share in (50, 95, 99):
                report.add(Line(name, f"p{share}", percentile(page.took, share), "ms"))
            report.add(Line(name, "refused", sum(page.statuses.values()) - page.statuses[200], ""))
            lost, doubled = await all_stored(page, folder)
            report.add(Line(name, "lost", lost, ""))
            report.add(Line(name, "doubled", doubled, ""))


async def stall(report: Report, sizes: Sizes, scratch: Path, logs: Path) -> None:
    """One call to Graph stands still for ten seconds: how long do others wait beside it?"""
    say("messenger_stall: one of eleven people gets no answer from Graph for 10 s")
    async with served(scratch / "messenger_stall", logs, with_rasa=True) as page:
        people = [page.graph.person(f"P{number}") for number in range(11)]
        for person in people:
            await person.says("shop ơi")
            await person.gets(within=60)

        async def ask(person: Person) -> float:
            began = time.monotonic()
            await person.says("phí ship bao nhiêu")
            await person.gets(within=60)
            return time.monotonic() - began

        async def round_of(others: list[Person]) -> list[float]:
            return list(await asyncio.gather(*(ask(person) for person in others)))

        before = await round_of(people[1:])
        fault = page.graph.stall(10, person=people[0])
        waiting = asyncio.create_task(ask(people[0]))
        await fault.reached(60)
        beside = await round_of(people[1:])
        report.add(Line("messenger_stall", "p95_before", percentile(before, 95), "ms"))
        report.add(Line("messenger_stall", "p95_beside", percentile(beside, 95), "ms"))
        report.add(Line("messenger_stall", "delayed", sum(took > 9 for took in beside), ""))
        await waiting


async def endurance(report: Report, sizes: Sizes, scratch: Path, logs: Path) -> None:
    """Ten minutes: nothing lost, nothing doubled, everybody answered once for each message."""
    say(f"messenger_endurance: {EVENTS_A_SECOND} events/s for {sizes.endurance:.0f} s")
    folder = scratch / "messenger_endurance"
    async with served(folder, logs, with_rasa=True) as page:
        await traffic(page, sizes.endurance)
        report.add(Line("messenger_endurance", "p99", percentile(page.took, 99), "ms"))
        report.add(Line("messenger_endurance", "refused", sum(page.statuses.values()) - page.statuses[200], ""))
        lost, doubled = await all_stored(page, folder)
        report.add(Line("messenger_endurance", "lost", lost, ""))
        report.add(Line("messenger_endurance", "doubled", doubled, ""))
        unanswered = await answered(page)
        report.add(Line("messenger_endurance", "unanswered", unanswered, ""))
        twice = sum(
            count - 1
            for person in page.graph.people.values()
            for count in Counter(line.metadata for line in person.seen if line.metadata).values()
            if count > 1
        )
        report.add(Line("messenger_endurance", "shown_twice", twice, ""))


async def answered(page: Page) -> int:
    """Messages without a reply, once nothing comes any more."""

    async def missing() -> int:
        return sum(
            max(0, len(texts) - len(page.graph.people[person_id].seen)) for person_id, texts in page.asked.items()
        )

    return await settled(missing, 0)


Case = Callable[[Report, Sizes, Path, Path], Awaitable[None]]
CASES: dict[str, Case] = {"messenger_webhook": webhook, "messenger_stall": stall}
LONG: dict[str, Case] = {"messenger_endurance": endurance}
"""Only by name: ten minutes are too long for every run."""

TARGETS: dict[tuple[str, str], float] = {
    ("messenger_rasa_stopped", "p99"): 50,
    ("messenger_webhook", "p99"): 100,
    ("messenger_stall", "delayed"): 0,
    **{
        (name, fault): 0
        for name in ("messenger_rasa_stopped", "messenger_webhook", "messenger_endurance")
        for fault in ("refused", "lost", "doubled")
    },
    ("messenger_endurance", "unanswered"): 0,
    ("messenger_endurance", "shown_twice"): 0,
}
