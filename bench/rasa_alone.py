"""Rasa by itself, ours and the stock one: same data, same action server, the same questions on the same interfaces."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import aiohttp

from bench import texts
from bench.clients import RestVisitor
from bench.measures import percentile
from bench.ours import FIRST_PATIENCE, Server
from bench.report import Line, Report, say
from bench.stock import Stock, has_model
from bench.trees import ROOT, CannotRun, Failed, clean_environment, free_port, run, started, wait_until

PEOPLE = 16
ROUNDS = 5
"""Groups in which the two take turns, so that noise falls on both."""

STOCK_TURNS = 100
"""As far as the stock server is followed: its turns become so slow that 500 would take most of an hour."""


@contextlib.asynccontextmanager
async def served(scratch: Path, actions_url: str, logs: Path) -> AsyncIterator[Server]:
    """Our Rasa as ``python -m bot serve`` starts it, with another action server."""
    python = ROOT / ".venv-rasa" / "bin" / "python"
    if not python.exists():
        raise CannotRun(".venv-rasa is not made: run `make setup`")
    scratch.mkdir(parents=True, exist_ok=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    endpoints = scratch / "endpoints.yml"
    store = {"type": "bot.rasa_runtime.trackers.TurnStore", "db": str(scratch / "trackers.db")}
    action_endpoint = {"url": actions_url, "enable_selective_domain": True}
    endpoints.write_text(json.dumps({"action_endpoint": action_endpoint, "tracker_store": store}), encoding="utf-8")
    command = [
        str(python), "-m", "bot.rasa_runtime", "run", "--enable-api", "--interface", "127.0.0.1", "--port", str(port),
        "--model", str(ROOT / "var" / "models"), "--endpoints", str(endpoints),
        "--credentials", str(ROOT / "credentials.yml"),
    ]  # fmt: skip
    environment = clean_environment(PYTHONPATH=str(ROOT), PYTHONWARNINGS="ignore", SQLALCHEMY_SILENCE_UBER_WARNING="1")
    async with started(command, folder=ROOT, environment=environment, log=logs / "rasa_run.log") as tree:
        seconds = await wait_until(tree, lambda: has_model(url), 240)
        yield Server(url, tree, seconds)


async def training(report: Report, scratch: Path, logs: Path, stock: Stock | None) -> None:
    """What training takes from nothing, everything included, each in its own process."""
    say("training: ours")
    models = scratch / "trained"
    environment = clean_environment(
        PYTHONPATH=str(ROOT), BOT_VAR_DIR=str(scratch / "training"), BOT_MODEL_DIR=str(models)
    )
    seconds = await run(
        [str(ROOT / ".venv" / "bin" / "python"), "-m", "bot", "train", "--force"],
        folder=scratch, environment=environment, log=logs / "training.log", patience=FIRST_PATIENCE,
    )  # fmt: skip
    if not list(models.glob("*.tar.gz")):
        raise Failed("training ended without a model")
    report.add(Line("training", "seconds", seconds, "s", stock.train_seconds if stock else None))


async def alone(report: Report, ours: Server, stock: Server | None, quick: bool) -> None:
    """Start, reading, actions at once, memory."""
    servers = {"ours": ours, **({"stock": stock} if stock else {})}
    report.add(Line("rasa", "start", ours.start_seconds, "s", stock.start_seconds if stock else None))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        read: dict[str, list[float]] = {name: [] for name in servers}
        for group in range(ROUNDS):
            for name, server in servers.items():
                say(f"rasa: {name} reads, group {group + 1} of {ROUNDS}")
                read[name] += await reading(server, http, group, 5 if quick else 20)
        for share in (50, 95):
            report.add(
                Line("rasa", f"parse_p{share}", percentile(read["ours"], share), "ms",
                     percentile(read["stock"], share) if stock else None)
            )  # fmt: skip
        rates: dict[str, list[float]] = {name: [] for name in servers}
        for group in range(2 if quick else 3):
            for name, server in servers.items():
                say(f"rasa: {PEOPLE} at once with {name}, round {group + 1}")
                rates[name].append(await at_once(server, http, 3 if quick else 8))
        middle = {name: sorted(found)[len(found) // 2] for name, found in rates.items()}
        report.add(Line("rasa", "actions_at_once", middle["ours"], "replies/s", middle.get("stock")))
    weights = {name: server.tree.memory() for name, server in servers.items()}
    for kind in ("pss", "rss"):
        mine, other = (getattr(weights[name], kind) if name in weights else None for name in ("ours", "stock"))
        report.add(Line("rasa", kind, mine, "MB", other))


async def reading(server: Server, http: aiohttp.ClientSession, group: int, count: int) -> list[float]:
    """Seconds of ``/model/parse``, one after the other; no text comes twice, because ours remembers."""
    seconds = []
    for number in range(count):
        text = f"{texts.ACTIONS[number % len(texts.ACTIONS)]} {group}{number}"
        began = time.perf_counter()
        async with http.post(f"{server.url}/model/parse", json={"text": text}) as response:
            if response.status != 200:
                raise Failed(f"/model/parse answered {response.status}")
            await response.read()
        seconds.append(time.perf_counter() - began)
    return seconds


async def at_once(server: Server, http: aiohttp.ClientSession, turns: int) -> float:
    """Replies a second to conversations that all speak at once, each answered by a custom action."""

    async def one(number: int) -> int:
        async with RestVisitor(server.url, http) as visitor:
            for turn in range(turns):
                text = texts.ACTIONS[(number + turn) % len(texts.ACTIONS)]
                if (await visitor.ask("action", text)).seconds is None:
                    raise Failed(f"no reply to {text!r}")
            return turns

    began = time.perf_counter()
    answered = sum(await asyncio.gather(*(one(number) for number in range(PEOPLE))))
    return answered / (time.perf_counter() - began)


async def long_talk(report: Report, ours: Server, stock: Server | None, quick: bool) -> None:
    """One conversation: what its 10th, 100th and 500th turn cost, medians of the eleven turns around each."""
    found: dict[str, dict[int, float]] = {}
    async with aiohttp.ClientSession() as http:
        for name, server in (("ours", ours), ("stock", stock)):
            if server is not None:
                last = 60 if quick else 500 if name == "ours" else STOCK_TURNS
                say(f"long_talk: {last} turns with {name}")
                found[name] = await talk(server, http, last)
    mine, other = found["ours"], found.get("stock", {})
    for turn in (10, STOCK_TURNS, 500):
        if turn in mine:
            report.add(Line("long_talk", f"turn_{turn}", mine[turn], "ms", other.get(turn)))
    if 500 in mine:
        report.add(Line("long_talk", "turn_500_to_turn_10", mine[500] / mine[10], "times"))
    if STOCK_TURNS in mine and STOCK_TURNS in other:
        grown = other[STOCK_TURNS] / other[10]
        report.add(Line("long_talk", f"turn_{STOCK_TURNS}_to_turn_10", mine[STOCK_TURNS] / mine[10], "times", grown))


async def talk(server: Server, http: aiohttp.ClientSession, last: int) -> dict[int, float]:
    """Median milliseconds around the turns of interest."""
    async with RestVisitor(server.url, http) as visitor:
        for turn in range(last + 5):
            text = texts.ACTIONS[turn % len(texts.ACTIONS)]
            if (await visitor.ask("action", text)).seconds is None:
                raise Failed(f"no reply to turn {turn}")
    seconds = [one.seconds or 0.0 for one in visitor.sent]
    return {turn: percentile(around(seconds, turn), 50) or 0.0 for turn in (10, STOCK_TURNS, 500) if turn <= last}


def around(seconds: Sequence[float], turn: int) -> Sequence[float]:
    """The eleven turns in whose middle it stands."""
    return seconds[turn - 6 : turn + 5]
