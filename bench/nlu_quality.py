"""How well texts are understood: rows with labels, read over HTTP by ours and by the stock pipeline."""

from __future__ import annotations

import asyncio
import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp

from bench.ours import Server
from bench.report import Line, Report, say
from bench.trees import ROOT, CannotRun, Failed
from bot.journey.homes import HOME
from bot.language import detect_language, fold

ROWS = ROOT / "tests" / "nlu" / "held_out.tsv"
"""Our own test split: never trained on."""

FALLBACK, OUT_OF_SCOPE = "nlu_fallback", "out_of_scope"
BINS = 15
FEWEST = 30
"""Rows of a style from which its figures mean something."""


@dataclass(frozen=True)
class Row:
    """A text with what it means; an empty label is not measured."""

    text: str
    intent: str = ""
    stage: str = ""
    style: str = ""


@dataclass(frozen=True)
class Reading:
    """What was read: the best intent whatever its confidence, and whether it counted as not understood."""

    intent: str
    confidence: float
    stage: str
    is_refused: bool


def load_rows(path: Path) -> list[Row]:
    """Rows of a TSV file with a header: ``text`` and any of ``intent``, ``stage``, ``style``."""
    if not path.exists():
        raise CannotRun(f"there is no {path}")
    with path.open(encoding="utf-8", newline="") as file:
        found = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if "text" not in (found.fieldnames or []):
            raise Failed(f"{path.name}: the first line must name a column text")
        return [
            Row(row["text"], row.get("intent") or "", row.get("stage") or "", row.get("style") or style_of(row["text"]))
            for row in found
            if row["text"]
        ]


def style_of(text: str) -> str:
    """How it is typed, where nobody has said so."""
    if detect_language(text).language == "en":
        return "english"
    if abbreviations() & set(text.lower().split()):
        return "abbreviated"
    return "unaccented" if fold(text) == text.lower() else "diacritics"


@cache
def abbreviations() -> frozenset[str]:
    """Short forms of the shop's chat that are no words by themselves."""
    with (ROOT / "bot" / "language" / "data" / "abbreviations.tsv").open(encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if "\t" in line and not line.startswith("#")]
    return frozenset(spelling for _, spellings in lines for spelling in spellings.split())


async def measure(report: Report, name: str, rows: Sequence[Row], servers: Mapping[str, Server]) -> None:
    """All figures for one set of rows, ours beside the stock server's where there is one."""
    read = {}
    for party, server in servers.items():
        say(f"{name}: {party} reads {len(rows)} texts")
        read[party] = await read_all(server, rows)

    def add(metric: str, unit: str, figure: Callable[[Sequence[Row], Sequence[Reading]], float | None]) -> None:
        mine = figure(rows, read["ours"])
        other = figure(rows, read["stock"]) if "stock" in read else None
        if mine is not None:
            report.add(Line(name, metric, mine, unit, other))

    report.add(Line(name, "rows", len(rows), ""))
    add("stage_macro_f1", "%", stage_macro_f1)
    add("intent_accuracy", "%", intent_accuracy)
    add("intent_error", "%", intent_error)
    add("calibration_error", "", calibration_error)
    add("out_of_scope_caught", "%", out_of_scope_caught)
    add("in_scope_refused", "%", in_scope_refused)
    styles = Counter(row.style for row in rows)
    for style in sorted(styles):
        if styles[style] >= FEWEST:
            add(f"stage_accuracy_{style}", "%", lambda rows, read, style=style: stage_accuracy(rows, read, style))
    add("worst_style_below_diacritics", "points", worst_style)


async def read_all(server: Server, rows: Sequence[Row]) -> list[Reading]:
    """In order, a few at a time."""
    few = asyncio.Semaphore(4)
    async with aiohttp.ClientSession() as http:

        async def one(row: Row) -> Reading:
            async with few, http.post(f"{server.url}/model/parse", json={"text": row.text}) as response:
                if response.status != 200:
                    raise Failed(f"/model/parse answered {response.status} to {row.text!r}")
                return as_reading(await response.json())

        return await asyncio.gather(*(one(row) for row in rows))


def as_reading(body: Mapping[str, Any]) -> Reading:
    """Of Rasa's answer. A pipeline without a stage of its own has the one where most examples of the intent belong."""
    ranking = [(one["name"], float(one["confidence"])) for one in body.get("intent_ranking", [])]
    ranking = [one for one in ranking if one[0] not in (FALLBACK, None)]
    read = (body.get("intent") or {}).get("name") or FALLBACK
    intent, confidence = max(ranking, key=lambda one: one[1], default=(FALLBACK, 0.0))
    stage = (body.get("stage") or {}).get("name") or str(HOME.get(intent, "none"))
    return Reading(intent, confidence, stage, is_refused=read in (FALLBACK, OUT_OF_SCOPE))


def stage_macro_f1(rows: Sequence[Row], read: Sequence[Reading]) -> float | None:
    """Mean over the stages, in percent; None without labels."""
    pairs = [(row.stage, one.stage) for row, one in zip(rows, read, strict=True) if row.stage]
    stages = sorted({stage for stage, _ in pairs})
    if not stages:
        return None
    scores = []
    for stage in stages:
        hits = sum(true == stage == found for true, found in pairs)
        said = sum(found == stage for _, found in pairs)
        real = sum(true == stage for true, _ in pairs)
        scores.append(2 * hits / (said + real) if said + real else 0.0)
    return 100 * sum(scores) / len(scores)


def stage_accuracy(rows: Sequence[Row], read: Sequence[Reading], style: str) -> float | None:
    """Of one style, in percent."""
    right = [row.stage == one.stage for row, one in zip(rows, read, strict=True) if row.stage and row.style == style]
    return 100 * sum(right) / len(right) if right else None


def worst_style(rows: Sequence[Row], read: Sequence[Reading]) -> float | None:
    """How far the stage accuracy of the worst style is below that of full diacritics, in points."""
    counts = Counter(row.style for row in rows if row.stage)
    full = stage_accuracy(rows, read, "diacritics")
    styles = [style for style, count in counts.items() if style != "diacritics" and count >= FEWEST]
    others = [stage_accuracy(rows, read, style) for style in styles]
    found = [one for one in others if one is not None]
    return max(0.0, full - min(found)) if full is not None and found else None


def in_scope(rows: Sequence[Row], read: Sequence[Reading]) -> list[tuple[Row, Reading]]:
    """Those that mean something the shop deals with."""
    return [(row, one) for row, one in zip(rows, read, strict=True) if row.intent and row.intent != OUT_OF_SCOPE]


def intent_accuracy(rows: Sequence[Row], read: Sequence[Reading]) -> float | None:
    """Of in-scope rows, in percent, whatever the confidence."""
    pairs = in_scope(rows, read)
    return 100 * sum(row.intent == one.intent for row, one in pairs) / len(pairs) if pairs else None


def intent_error(rows: Sequence[Row], read: Sequence[Reading]) -> float | None:
    """The rest of it: the figure whose ratio says how many mistakes are left of the other's."""
    accuracy = intent_accuracy(rows, read)
    return None if accuracy is None else 100 - accuracy


def calibration_error(rows: Sequence[Row], read: Sequence[Reading]) -> float | None:
    """Expected calibration error over ``BINS`` equal bins of confidence, 0 to 1 (Guo et al. 2017)."""
    pairs = in_scope(rows, read)
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for row, one in pairs:
        bins[min(BINS - 1, int(one.confidence * BINS))].append((one.confidence, row.intent == one.intent))
    gaps = [abs(sum(c for c, _ in found) - sum(right for _, right in found)) for found in bins.values()]
    return sum(gaps) / len(pairs) if pairs else None


def out_of_scope_caught(rows: Sequence[Row], read: Sequence[Reading]) -> float | None:
    """Share of out-of-scope rows that were not taken for something the shop deals with, in percent."""
    found = [one.is_refused for row, one in zip(rows, read, strict=True) if row.intent == OUT_OF_SCOPE]
    return 100 * sum(found) / len(found) if found else None


def in_scope_refused(rows: Sequence[Row], read: Sequence[Reading]) -> float | None:
    """Share of in-scope rows that were not understood or taken for out of scope, in percent."""
    pairs = in_scope(rows, read)
    return 100 * sum(one.is_refused for _, one in pairs) / len(pairs) if pairs else None
