"""Lines of JSON as they are measured, kept under ``var/bench/``; ``docs/benchmarks.md`` from the last full run."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from bench.trees import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"

TARGETS: dict[tuple[str, str], float] = {
    ("first_run", "start"): 180,
    ("second_run", "start"): 15,
    ("first_run", "processes_left"): 0,
    ("second_run", "processes_left"): 0,
    ("memory", "pss"): 600,
    ("memory", "lost"): 0,
    ("reply_latency", "p95"): 400,
    ("reply_latency", "lost"): 0,
    ("reply_latency", "excuses"): 0,
    ("long_talk", "turn_500_to_turn_10"): 1.5,
    **{
        (bench, metric): limit
        for bench in ("nlu", "nlu_outside")
        for metric, limit in (
            ("calibration_error", 0.05),
            ("in_scope_refused", 5),
            ("worst_style_below_diacritics", 6),
        )
    },
    **{
        (bench, fault): 0
        for bench in ("concurrency", "burst")
        for fault in ("lost", "doubled", "out_of_order", "strayed", "excuses")
    },
}
"""Upper limits. All of them describe a laptop; only the zeros are promises on any machine."""

LOWEST: dict[tuple[str, str], float] = {
    ("nlu", "stage_macro_f1"): 95,
    ("nlu_outside", "stage_macro_f1"): 85,
    ("nlu", "out_of_scope_caught"): 80,
}
"""Lower limits."""

RATIOS: dict[tuple[str, str], tuple[str, float]] = {
    ("rasa", "start"): ("≤", 0.25),
    ("rasa", "pss"): ("≤", 0.33),
    ("rasa", "parse_p50"): ("≤", 0.25),
    ("rasa", "actions_at_once"): ("≥", 8),
    ("training", "seconds"): ("≤", 0.2),
    ("nlu", "intent_error"): ("≤", 0.5),
}
"""Limits of the ratio, where there is a stock server."""


@dataclass(frozen=True)
class Line:
    """One figure. ``stock`` is the same figure of the stock server, ``ratio`` ours divided by it."""

    bench: str
    metric: str
    value: float | None
    unit: str
    stock: float | None = None
    skipped: str = ""
    failed: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As printed."""
        line: dict[str, Any] = {
            "bench": self.bench, "metric": self.metric, "value": tidy(self.value), "unit": self.unit,
        }  # fmt: skip
        if self.stock is not None:
            line["stock"] = tidy(self.stock)
            if self.value is not None and self.stock > 0:
                line["ratio"] = round(self.value / self.stock, 3)
        name = (self.bench, self.metric)
        if name in TARGETS:
            line["target"] = TARGETS[name]
            line["met"] = self.value is not None and self.value <= TARGETS[name]
        elif name in LOWEST:
            line["at_least"] = LOWEST[name]
            line["met"] = self.value is not None and self.value >= LOWEST[name]
        elif name in RATIOS and self.value is not None and self.stock:
            sign, limit = RATIOS[name]
            line["target_ratio"] = f"{sign} {limit}"
            ratio = self.value / self.stock
            line["met"] = ratio <= limit if sign == "≤" else ratio >= limit
        if self.skipped:
            line["skipped"] = self.skipped
        if self.failed:
            line |= {"failed": self.failed, "met": False}
        line["at"] = datetime.now(UTC).isoformat(timespec="seconds")
        return line


class Report:
    """Prints and keeps every line."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.jsonl"
        self.lines: list[dict[str, Any]] = []

    def add(self, line: Line) -> None:
        """One more figure."""
        written = line.as_dict()
        self.lines.append(written)
        text = json.dumps(written, ensure_ascii=False)
        print(text, flush=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(text + "\n")

    def skip(self, bench: str, why: str) -> None:
        """A case that cannot run here."""
        self.add(Line(bench, "case", None, "", skipped=why.replace(str(ROOT), ".")))

    def fail(self, bench: str, why: str) -> None:
        """A case that should have run."""
        self.add(Line(bench, "case", None, "", failed=why.replace(str(ROOT), ".")))

    @property
    def has_faults(self) -> bool:
        """Something failed, or a zero that is a promise was none. Slow is no fault: machines differ."""
        return any("failed" in line or (line.get("target") == 0 and line.get("met") is False) for line in self.lines)


def say(text: str) -> None:
    """One line of progress, beside the figures."""
    print(f"▸ {text}", file=sys.stderr, flush=True)


def tidy(value: float | None) -> float | int | None:
    """As many digits as mean something."""
    if value is None:
        return None
    if abs(value) < 1:
        return round(value, 3)
    rounded = round(value, 1) if abs(value) < 1000 else round(value)
    return int(rounded) if rounded == int(rounded) else rounded


HEAD = """# Benchmarks

Written by `make bench`; do not edit by hand. Last run: {date}, {cores} cores, {memory:.0f} GB of memory, {system},
Python {python}.

**Read the ratios, not the figures, and neither to the last digit.** Machines are shared and noisy: between runs on
one machine figures have doubled, processor time among them. Ours and the stock server are measured within one run.
In `reply_latency` they take turns, so that noise falls on both; in the other cases one follows the other, once
each, and a ratio there may be noise in part.

- *Stock* is the configuration of `rasa init` of Rasa 3.6.21 with its TensorFlow (DIET, TED), trained in that run on
  our examples, rules and stories, asked over its REST channel. Its actions are answered at once by a server that does
  nothing, and it keeps conversations in memory. {epochs}
- *Ours* in `memory`, `reply_latency`, `concurrency` and `burst` is the whole house, asked as the widget asks, over
  Socket.IO: each message is stored and committed, read in Vietnamese or English, placed on the journey, answered from
  shop data by an action, and stored again. It does more, so a ratio near 1 is no tie. In `rasa`, `long_talk`, `nlu` and
  `training` it is our Rasa alone, as the house runs it, with the same action server as the stock one.
- The clients run on the same cores as the servers.
- Ratio = ours ÷ stock. Below 1 is better for time and memory, above 1 for throughput.

| case | figure | ours | stock | ratio | target | met |
|---|---|---:|---:|---:|---:|---|
"""

TAIL = """
- `first_run`, `second_run`: `make run` in a fresh copy of the project, with empty package caches, until
  `/health/ready` says `ok`. The stock figure beside the first is environment, training and start together (only
  where the environment was made in that run), beside the second the start of `rasa run`. `processes_left`: what
  is still alive after Ctrl-C.
- `memory`: the whole process tree after {sizes.conversations} conversations; PSS counts shared pages once.
- `reply_latency`: visitor's message to first reply, one client, {sizes.messages} messages. `cpu_per_reply` is
  processor time of the whole tree.
- `concurrency`: {sizes.people} conversations at once, each waits for its reply before it speaks again.
- `burst`: the same, nobody waits.
- `rasa`: `parse`: `/model/parse`, one after the other, no text twice, the two taking turns. `actions_at_once`: 16
  conversations, each waits for its reply; the middle one of three rounds. `start`: until the model is loaded.
- `long_talk`: one conversation, medians of the eleven turns around the 10th, 100th and 500th.
- `training`: `python -m bot train --force`, and `rasa train`, from nothing.
- `nlu`: our test split, which no example was trained on (`tests/nlu/held_out.tsv`). `intent_error` counts the best
  intent whatever its confidence. The stock pipeline knows no stages: counted is where its intent is at home. `refused`
  and `caught` are `nlu_fallback` or `out_of_scope`. `nlu_outside`: texts of others, where a file was given. The
  cross-validation over the training examples is in [nlu-report](nlu-report.md).
- `lost`: no reply within 32 s; `doubled`: shown or stored twice; `out_of_order`: transcript or live events in
  another order than they were said, or with gaps; `strayed`: arrived in another conversation; `excuses`:
  replies that only admit trouble.
"""


def limit_of(line: dict[str, Any]) -> str:
    """What is aimed at, as the table says it."""
    if "target" in line:
        return f"≤ {line['target']}"
    if "at_least" in line:
        return f"≥ {line['at_least']}"
    return f"ratio {line['target_ratio']}" if "target_ratio" in line else ""


def write_page(lines: list[dict[str, Any]], sizes: Any, epochs: str) -> None:
    """The table for people."""
    rows = []
    for line in lines:
        if why := line.get("skipped") or line.get("failed"):
            kind = "skipped" if "skipped" in line else "failed"
            rows.append(f"| {line['bench']} | {line['metric']} {kind}: {why.replace('|', '/')} | | | | | |")
            continue
        unit = f" {line['unit']}" if line["unit"] else ""
        value = f"{line['value']}{unit}" if line["value"] is not None else "–"
        cells = [
            line["bench"],
            line["metric"],
            # The stock server's own lines carry its figure as their value.
            "" if line["bench"] == "stock" else value,
            value if line["bench"] == "stock" else f"{line['stock']}{unit}" if "stock" in line else "",
            f"{line['ratio']:.2f}" if "ratio" in line else "",
            limit_of(line),
            {True: "yes", False: "**no**", None: ""}[line.get("met")],
        ]
        rows.append("| " + " | ".join(cells) + " |")
    head = HEAD.format(
        date=f"{datetime.fromisoformat(lines[-1]['at']):%Y-%m-%d %H:%M} UTC",
        cores=os.cpu_count(),
        memory=psutil.virtual_memory().total / 1e9,
        system=platform.system(),
        python=platform.python_version(),
        epochs=epochs,
    )
    PAGE.write_text(head + "\n".join(rows) + "\n" + TAIL.format(sizes=sizes), encoding="utf-8")
