"""Lines of JSON as they are measured, kept under ``var/bench/``; what is aimed at."""

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

TARGETS: dict[tuple[str, str], float] = {
    ("first_run", "start"): 90,
    ("second_run", "start"): 15,
    ("first_run", "processes_left"): 0,
    ("second_run", "processes_left"): 0,
    ("memory", "pss"): 600,
    ("memory", "lost"): 0,
    ("reply_latency", "p95"): 400,
    ("reply_latency", "lost"): 0,
    ("reply_latency", "excuses"): 0,
    ("reply_latency", "cpu_bot_one_wish"): 25,
    ("reply_latency", "cpu_bot_three_wishes"): 60,
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


RUN = "run"
"""The first line of a file: what the others were measured on."""


def machine() -> dict[str, Any]:
    """When and on what, as the page says it."""
    return {
        "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "cores": os.cpu_count(),
        "memory": round(psutil.virtual_memory().total / 1e9),
        "system": platform.system(),
        "python": platform.python_version(),
    }


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
    """Prints and keeps every line. ``for_page``: whether the run is one that the page may show."""

    def __init__(self, folder: Path, *, for_page: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.jsonl"
        self.lines: list[dict[str, Any]] = []
        self._keep({"bench": RUN, "for_page": for_page, **machine()})

    def add(self, line: Line) -> None:
        """One more figure."""
        written = line.as_dict()
        self.lines.append(written)
        print(self._keep(written), flush=True)

    def _keep(self, written: dict[str, Any]) -> str:
        text = json.dumps(written, ensure_ascii=False)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(text + "\n")
        return text

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
