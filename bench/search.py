"""Finding goods on a shelf of thousands: the right cards, the time of a search, and who waits while one is read."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import secrets
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from bench import market, ours
from bench.measures import percentile
from bench.report import Line, Report, say
from bench.trees import ROOT, clean_environment, run
from bot.domain.catalogue import Product
from bot.language import find_entities
from bot.understanding.query import query_of
from bot.understanding.rank import rank
from bot.understanding.shelf import make_shelf

NAME = "search"
SMALL, MIDDLE, LARGE = 2_000, 5_000, 50_000
EACH = 84
"""Questions of each way of asking."""
QUICK_EACH = 12
AT_ONCE = 4
SHOWN = 3
MOST_SAID = 30
"""So many questions that went wrong are told while it runs."""
PATIENCE = 1800
EVERY = 0.005
"""Seconds between two looks at the server's health while a shelf is read."""
READ_WITHIN = 90
MISSING = re.compile(r"chưa (?:có|bán)|chưa tìm thấy|chưa thấy")
LIMITED = ("kind_budget", "kind_colour", "kind_attribute")
MB = 1_000_000
TARGETS: dict[tuple[str, str], float] = {
    **{(NAME, f"wrong_kind_{count}"): 2 for count in (SMALL, LARGE)},
    (NAME, f"rank_p95_{MIDDLE}"): 10,
    (NAME, f"rank_p95_{LARGE}"): 40,
    (NAME, f"longest_wait_during_import_{LARGE}"): 100,
    (NAME, f"bot_memory_{LARGE}"): 1500,
}
LOWEST: dict[tuple[str, str], float] = {
    (NAME, f"{what}_{count}"): least
    for count in (SMALL, LARGE)
    for what, least in (
        ("first_three", 92), ("first", 80), ("bare_kind", 97), ("full_name", 97), ("kind_with_limit", 90),
    )
}  # fmt: skip
SHOP = {
    "name": "Chợ Mẫu",
    "categories": [
        {"key": key, "name": {"vi": name, "en": name}}
        for key, name in (
            ("quan-ao", "Quần áo"), ("giay-dep", "Giày dép"), ("tui", "Túi"), ("my-pham", "Mỹ phẩm"),
            ("am-thanh", "Âm thanh"), ("dien-gia-dung", "Điện gia dụng"), ("bep", "Bếp"), ("thu-cung", "Thú cưng"),
            ("thuc-pham", "Thực phẩm"), ("sach", "Sách"), ("do-choi", "Đồ chơi"), ("the-thao", "Thể thao"),
            ("xe", "Xe"),
        )
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A question with the SKUs that the cards showed."""

    asked: market.Asked
    skus: tuple[str, ...]
    said_missing: bool
    """Whether the reply names the goods and shows what comes near as such, or nothing."""


async def search(report: Report, quick: bool, scratch: Path, logs: Path) -> None:
    """Right cards on a small and on a large shelf, memory, the longest wait during an import, and ranking alone."""
    for count in (SMALL,) if quick else (SMALL, LARGE):
        await on_a_shelf(report, count, QUICK_EACH if quick else EACH, scratch / f"{NAME}_{count}", logs)
    for count in (SMALL,) if quick else (MIDDLE, LARGE):
        cold, warm = await asyncio.to_thread(ranking_times, count)
        report.add(Line(NAME, f"rank_p95_cold_{count}", percentile(cold, 95), "ms"))
        report.add(Line(NAME, f"rank_p95_{count}", percentile(warm, 95), "ms"))


async def on_a_shelf(report: Report, count: int, each: int, folder: Path, logs: Path) -> None:
    """One server with so many things."""
    things = market.articles(count)
    files = folder / "files"
    files.mkdir(parents=True)
    (files / "shop.json").write_text(json.dumps(SHOP, ensure_ascii=False), encoding="utf-8")
    (files / "catalogue.csv").write_bytes(market.as_csv(things))
    token = secrets.token_urlsafe(16)
    say(f"{NAME}: bot serve with {count} articles")
    shop = {"shop": files / "shop.json", "catalogue": files / "catalogue.csv"}
    async with ours.served(folder / "house", logs, shop, BOT_API_TOKEN=token) as server:
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as http:
            await ask(http, server.url, market.Asked("first", "xin chào", frozenset(), ""))
            asked = list(market.questions(things, each))
            say(f"{NAME}: {len(asked)} questions")
            shown = await ask_all(http, server.url, asked)
            for one in [one for one in shown if not is_right(one)][:MOST_SAID]:
                cards = ", ".join(one.skus[:SHOWN]) or "no card"
                say(f"{NAME}: not right: {one.asked.what} {one.asked.text!r}: {cards}")
            for line in lines(things, shown, count):
                report.add(line)
            (files / "dearer.csv").write_bytes(market.as_csv(things, dearer=1000))
            say(f"{NAME}: import of {count} changed articles")
            waits = await waits_during_import(http, server, files / "dearer.csv", folder, logs, token)
        report.add(Line(NAME, f"longest_wait_during_import_{count}", percentile(waits, 100), "ms"))
        report.add(Line(NAME, f"p99_wait_during_import_{count}", percentile(waits, 99), "ms"))
        report.add(Line(NAME, f"bot_memory_{count}", bot_memory(server.tree.process.pid) / MB, "MB"))


def bot_memory(pid: int) -> int:
    """Bytes of the bot itself, without its Rasa."""
    return int(psutil.Process(pid).memory_info().rss)


async def ask_all(http: aiohttp.ClientSession, url: str, asked: Sequence[market.Asked]) -> list[Shown]:
    """Each question from a visitor of its own, some at once."""
    turnstile = asyncio.Semaphore(AT_ONCE)

    async def one(question: market.Asked) -> Shown:
        async with turnstile:
            skus, text = await ask(http, url, question)
            return Shown(question, skus, not question.right and MISSING.search(text) is not None)

    return list(await asyncio.gather(*map(one, asked)))


async def ask(http: aiohttp.ClientSession, url: str, question: market.Asked) -> tuple[tuple[str, ...], str]:
    """The SKUs of the cards that a stranger is shown, and what is said."""
    said = {"sender": f"search-{secrets.token_hex(6)}", "message": question.text, "message_id": secrets.token_hex(8)}
    async with http.post(f"{url}/webhooks/rest/webhook", json=said) as answer:
        answer.raise_for_status()
        reply: list[dict[str, Any]] = await answer.json()
    cards = [one.get("custom") or {} for one in reply]
    items = itertools.chain.from_iterable((card.get("payload") or {}).get("items") or [] for card in cards)
    return tuple(str(item["sku"]) for item in items), " ".join(str(one.get("text") or "") for one in reply)


def lines(things: Sequence[market.Article], shown: Sequence[Shown], count: int) -> list[Line]:
    """Shares by way of asking, and over all."""
    kind_of = {thing.sku: thing.kind.name for thing in things}
    ways: Mapping[str, list[Shown]] = _by_way(shown)
    sold = [one for one in shown if one.asked.right]
    found = [
        Line(NAME, f"{way}_{count}", percent(sum(map(is_right, some)), len(some)), "%") for way, some in ways.items()
    ]
    limited = [one for way in LIMITED for one in ways.get(way, ())]
    taken = [one for one in shown if one.skus and not one.said_missing]
    wrong = sum(1 for one in taken if kind_of[one.skus[0]] != one.asked.kind)
    return [
        Line(NAME, f"questions_{count}", len(shown), ""),
        Line(NAME, f"first_three_{count}", percent(sum(map(in_first_three, sold)), len(sold)), "%"),
        Line(NAME, f"first_{count}", percent(sum(1 for o in sold if {*o.skus[:1]} & o.asked.right), len(sold)), "%"),
        *found,
        Line(NAME, f"kind_with_limit_{count}", percent(sum(map(is_right, limited)), len(limited)), "%"),
        Line(NAME, f"wrong_kind_{count}", percent(wrong, len(shown)), "%"),
    ]


def _by_way(shown: Sequence[Shown]) -> dict[str, list[Shown]]:
    found: dict[str, list[Shown]] = defaultdict(list)
    for one in shown:
        found[one.asked.what].append(one)
    return found


def in_first_three(one: Shown) -> bool:
    """Whether a right card is among the first three."""
    return not one.asked.right.isdisjoint(one.skus[:SHOWN])


def is_right(one: Shown) -> bool:
    """Whether the cards are right: all of them, or one of the first three; none as if they were what is missing."""
    if not one.asked.right:
        return one.said_missing or not one.skus
    return (
        bool(one.skus) and one.asked.right.issuperset(one.skus[:SHOWN]) if one.asked.all_right else in_first_three(one)
    )


def percent(part: int, whole: int) -> float | None:
    """None of none."""
    return 100 * part / whole if whole else None


async def waits_during_import(
    http: aiohttp.ClientSession, server: ours.Server, file: Path, folder: Path, logs: Path, token: str
) -> list[float]:
    """Seconds that each look at the server's health took, from the import's start until the new shelf serves."""
    waits: list[float] = []
    python, house = str(ROOT / ".venv" / "bin" / "python"), folder / "house"
    environment = clean_environment(PYTHONPATH=str(ROOT), BOT_VAR_DIR=str(house / "var"), BOT_API_TOKEN=token)
    importing = asyncio.create_task(
        run([python, "-m", "bot", "import", "catalogue", str(file)], folder=house, environment=environment,
            log=logs / "import_again.log", patience=READ_WITHIN)
    )  # fmt: skip
    end: float | None = None
    while end is None or time.monotonic() < end:
        began = time.monotonic()
        async with http.get(f"{server.url}/health") as answer:
            await answer.read()
        waits.append(time.monotonic() - began)
        if importing.done() and end is None:
            await importing
            end = time.monotonic() + READ_WITHIN / 3
        await asyncio.sleep(EVERY)
    return waits


def ranking_times(count: int) -> tuple[list[float], list[float]]:
    """Seconds that a search over a shelf takes by itself: of things never looked at, and again."""
    things = market.articles(count)
    shelf = make_shelf(
        Product(t.sku, t.name, "", t.kind.group, t.filed, "", t.brand, t.price, 5, "", colours=list(t.colours),
                attributes={t.kind.label: t.value})
        for t in things
    )  # fmt: skip
    texts = [asked.text for asked in market.questions(things, EACH)]
    cold, warm = [], []
    for times in (cold, warm):
        for text in texts:
            found = [{"entity": e.kind, "value": e.value, "start": e.start, "end": e.end} for e in find_entities(text)]
            began = time.perf_counter()
            rank(shelf, query_of(text, found, shelf))
            times.append(time.perf_counter() - began)
    return cold, warm
