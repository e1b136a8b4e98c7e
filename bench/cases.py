"""The cases: each says something to our server and to the stock one, and reports both."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp

from bench import ours, texts
from bench.clients import Faults, RestVisitor, Sent, WidgetVisitor
from bench.measures import percentile
from bench.report import Line, Report, say
from bench.stock import Stock
from bench.trees import Memory

Visitor = WidgetVisitor | RestVisitor
RASA = "bot.rasa_runtime"
"""What the command line of our Rasa names."""

GROUP = 12
"""Messages of one visitor in ``reply_latency``: below the burst that the widget's rate limit allows."""


@dataclass(frozen=True)
class Sizes:
    """How much is said."""

    conversations: int = 50
    messages: int = 60
    people: int = 20
    turns: int = 6


QUICK = Sizes(conversations=10, messages=12, people=5, turns=3)


@dataclass
class Party:
    """A server, its visitors and what they say."""

    name: str
    server: ours.Server
    visitor: Callable[[], AbstractAsyncContextManager[Visitor]]
    says: Sequence[tuple[str, str]]


def our_party(server: ours.Server) -> Party:
    """Visitors on the widget's protocol."""
    return Party("ours", server, lambda: WidgetVisitor(server.url), texts.SHOP)


def stock_party(server: ours.Server, http: aiohttp.ClientSession) -> Party:
    """Visitors on Rasa's REST channel."""
    return Party("stock", server, lambda: RestVisitor(server.url, http), texts.SHOP)


async def first_and_second_run(
    report: Report, scratch: Path, logs: Path, stock: Stock | None, stock_start: float | None
) -> None:
    """``make run`` on a fresh copy, twice."""
    project = scratch / "checkout"
    ours.copy_project(project)
    whole = None
    if stock and stock_start is not None and stock.install_seconds is not None:
        whole = stock.install_seconds + stock.train_seconds + stock_start
    say("first_run: make run on a fresh copy, empty caches")
    first = await ours.make_run(project, scratch / "caches", logs / "first_run.log", ours.FIRST_PATIENCE)
    report.add(Line("first_run", "start", first.seconds, "s", whole))
    report.add(Line("first_run", "processes_left", first.left, ""))
    say("second_run: make run again")
    second = await ours.make_run(project, scratch / "caches", logs / "second_run.log", ours.SECOND_PATIENCE)
    report.add(Line("second_run", "start", second.seconds, "s", stock_start))
    report.add(Line("second_run", "processes_left", second.left, ""))


async def memory(report: Report, parties: Sequence[Party], sizes: Sizes) -> None:
    """What the whole tree weighs after some conversations."""
    weights: dict[str, Memory] = {}
    faults = Faults()
    for party in parties:
        say(f"memory: {sizes.conversations} conversations with {party.name}")
        for start in range(0, sizes.conversations, 5):
            numbers = range(start, min(start + 5, sizes.conversations))
            found = await everybody(converse(party, number, 4) for number in numbers)
            if party.name == "ours":
                for _, one in found:
                    faults.add(one)
        weights[party.name] = party.server.tree.memory()
    mine, other = weights["ours"], weights.get("stock")
    report.add(Line("memory", "pss", mine.pss, "MB", other.pss if other else None))
    report.add(Line("memory", "rss", mine.rss, "MB", other.rss if other else None))
    report.add(Line("memory", "processes", mine.processes, "", other.processes if other else None))
    report.add(Line("memory", "lost", faults.lost, ""))


async def reply_latency(report: Report, parties: Sequence[Party], sizes: Sizes) -> None:
    """One visitor at a time; the servers take turns, so that noise falls on both."""
    sent: dict[str, list[Sent]] = {party.name: [] for party in parties}
    cpu = {party.name: -party.server.tree.cpu_seconds() for party in parties}
    for number, start in enumerate(range(0, sizes.messages, GROUP)):
        for party in parties:
            say(f"reply_latency: {party.name}, messages {start + 1} to {min(start + GROUP, sizes.messages)}")
            said, _ = await converse(party, number, min(GROUP, sizes.messages - start))
            sent[party.name] += said
    for share in (50, 95):
        mine, other = (percentile(seconds(sent.get(name, [])), share) for name in ("ours", "stock"))
        report.add(Line("reply_latency", f"p{share}", mine, "ms", other))
    each = {
        party.name: (cpu[party.name] + party.server.tree.cpu_seconds()) * 1000 / max(1, len(sent[party.name]))
        for party in parties
    }
    report.add(Line("reply_latency", "cpu_per_reply", each["ours"], "ms", each.get("stock")))
    for kind in sorted({one.kind for one in sent["ours"]}):
        of_kind = [one for one in sent["ours"] if one.kind == kind]
        report.add(Line("reply_latency", f"p50_{kind}", percentile(seconds(of_kind), 50), "ms"))
    await processor_time(report, parties, sizes)
    report.add(Line("reply_latency", "lost", *lost(sent)))
    report.add(Line("reply_latency", "excuses", sum(one.is_excuse for one in sent["ours"]), ""))


async def processor_time(report: Report, parties: Sequence[Party], sizes: Sizes) -> None:
    """What a reply costs in each of our two processes."""
    us = next(party for party in parties if party.name == "ours")
    for wishes, says in (("one_wish", us.says), ("three_wishes", [("several", text) for text in texts.SEVERAL])):
        asking = replace(us, says=says)
        say(f"reply_latency: processor time, {sizes.messages} messages, {wishes}")
        await converse(asking, 0, GROUP)
        whole, rasa = us.server.tree.cpu_seconds(), us.server.tree.cpu_seconds(RASA)
        for number, start in enumerate(range(0, sizes.messages, GROUP)):
            await converse(asking, number, min(GROUP, sizes.messages - start))
        whole, rasa = us.server.tree.cpu_seconds() - whole, us.server.tree.cpu_seconds(RASA) - rasa
        report.add(Line("reply_latency", f"cpu_bot_{wishes}", (whole - rasa) * 1000 / sizes.messages, "ms"))
        report.add(Line("reply_latency", f"cpu_rasa_{wishes}", rasa * 1000 / sizes.messages, "ms"))


async def concurrency(report: Report, parties: Sequence[Party], sizes: Sizes) -> None:
    """Many at once; then the same with visitors who do not wait for replies, on our server only."""
    sent: dict[str, list[Sent]] = {}
    faults: dict[str, Faults] = {}
    rates: dict[str, float] = {}
    for party in parties:
        say(f"concurrency: {sizes.people} at once, {sizes.turns} messages each, with {party.name}")
        sent[party.name], faults[party.name], rates[party.name] = await crowd(party, sizes, waits=True)
    for fault in Faults.__dataclass_fields__:
        stock_fault = faults["stock"].lost if fault == "lost" and "stock" in faults else None
        report.add(Line("concurrency", fault, getattr(faults["ours"], fault), "", stock_fault))
    report.add(Line("concurrency", "throughput", rates["ours"], "replies/s", rates.get("stock")))
    for share in (50, 95):
        mine, other = (percentile(seconds(sent.get(name, [])), share) for name in ("ours", "stock"))
        report.add(Line("concurrency", f"p{share}", mine, "ms", other))
    us = next(party for party in parties if party.name == "ours")
    say(f"burst: {sizes.people} at once, {sizes.turns} messages each, nobody waits")
    said, found, rate = await crowd(us, sizes, waits=False)
    for fault in Faults.__dataclass_fields__:
        report.add(Line("burst", fault, getattr(found, fault), ""))
    report.add(Line("burst", "throughput", rate, "replies/s"))
    report.add(Line("burst", "p95", percentile(seconds(said), 95), "ms"))


async def crowd(party: Party, sizes: Sizes, *, waits: bool) -> tuple[list[Sent], Faults, float]:
    """Everybody at once; returns all messages, all faults and replies per second."""
    together = asyncio.Barrier(sizes.people)
    ends: list[float] = []
    begins: list[float] = []

    async def one_of_them(number: int) -> tuple[list[Sent], Faults]:
        async with party.visitor() as visitor:
            await asyncio.wait_for(together.wait(), 60)
            begins.append(time.monotonic())
            said = texts.conversation(party.says, number, sizes.turns)
            if waits or not isinstance(visitor, WidgetVisitor):
                for kind, text in said:
                    await visitor.ask(kind, text)
            else:
                on_their_way = [await visitor.say(kind, text) for kind, text in said]
                await asyncio.gather(*(visitor.hear(one) for one in on_their_way))
            ends.append(time.monotonic())
            return visitor.sent, await visitor.faults()

    found = await everybody(one_of_them(number) for number in range(sizes.people))
    faults = Faults()
    for _, one in found:
        faults.add(one)
    sent = list(itertools.chain.from_iterable(said for said, _ in found))
    return sent, faults, len(seconds(sent)) / (max(ends) - min(begins))


async def converse(party: Party, number: int, length: int) -> tuple[list[Sent], Faults]:
    """One conversation, one message after the other."""
    async with party.visitor() as visitor:
        for kind, text in texts.conversation(party.says, number, length):
            await visitor.ask(kind, text)
        return visitor.sent, await visitor.faults()


async def everybody(
    visits: Iterable[Coroutine[Any, Any, tuple[list[Sent], Faults]]],
) -> list[tuple[list[Sent], Faults]]:
    """At once; when one visit breaks off, so do the others."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(visit) for visit in visits]
    return [task.result() for task in tasks]


def seconds(sent: Sequence[Sent]) -> list[float]:
    """Of those that were answered."""
    return [one.seconds for one in sent if one.seconds is not None]


def lost(sent: dict[str, list[Sent]]) -> tuple[int, str, int | None]:
    """Messages without a reply, ours and the stock server's."""
    counts = {name: sum(one.seconds is None for one in said) for name, said in sent.items()}
    return counts["ours"], "", counts.get("stock")
