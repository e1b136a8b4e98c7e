"""``docs/benchmarks.md``, from what the last runs kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.cases import GROUP
from bench.report import RUN
from bench.trees import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
STOCK = "stock"
Lines = list[dict[str, Any]]

HEAD = """# Benchmarks

Written by `make bench`; do not edit by hand. All cases take hours, so they may be measured in several runs
(`python -m bench --only NAME`); each is shown from the last run that had it, under that run's heading.

**Read the ratios, not the figures, and neither to the last digit.** Machines are shared and noisy: between runs on
one machine figures have doubled, processor time among them. Ours and the stock server are measured within one run.
In `reply_latency` they take turns, so that noise falls on both; in the other cases one follows the other, once
each, and a ratio there may be noise in part.

- *Stock* is the configuration of `rasa init` of Rasa 3.6.21 with its TensorFlow (DIET, TED), trained in that run on
  our examples, rules and stories, asked over its REST channel. Its actions are answered at once by a server that does
  nothing, and it keeps conversations in memory. All its 100 epochs take hours on our examples: how many it got
  stands below.
- *Ours* in `memory`, `reply_latency`, `concurrency` and `burst` is the whole house, asked as the widget asks, over
  Socket.IO: each message is stored and committed, read in Vietnamese or English, placed on the journey, answered from
  shop data by an action, and stored again. It does more, so a ratio near 1 is no tie. In `rasa`, `long_talk`, `nlu` and
  `training` it is our Rasa alone, as the house runs it, with the same action server as the stock one.
- The clients run on the same cores as the servers.
- Ratio = ours ÷ stock. Below 1 is better for time and memory, above 1 for throughput.
"""

SECTION = """
## {at}

{cores} cores, {memory} GB of memory, {system}, Python {python}. {epochs}

| case | figure | ours | stock | ratio | target | met |
"""

RULE = "|---|---|---:|---:|---:|---:|---|\n"

TAIL = """
## What the figures are

- `first_run`, `second_run`: `make run` in a fresh copy of the project, with empty package caches, until
  `/health/ready` says `ok`. The stock figure beside the first is environment, training and start together (only
  where the environment was made in that run), beside the second the start of `rasa run`. `processes_left`: what
  is still alive after Ctrl-C.
- `search`: a made-up market (`bench/market.py`) of 2,000 and 50,000 articles, some filed under a wrong kind, asked
  for over REST, half of the questions without marks. `bare_kind` and `kind_with_limit` (a budget, a colour, an
  attribute) count as right only if all of the first three cards are; `not_sold` if it is said that the shop has
  none. `wrong_kind`: the first card is no such thing. `rank_p95`: one search alone, again and `cold` of things never
  looked at. `longest_wait_during_import`: of looks at `/health` every 5 ms while every article's price changes.
- `memory`: the whole process tree after {sizes.conversations} conversations; PSS counts shared pages once.
- `reply_latency`: visitor's message to first reply, one client, {sizes.messages} messages. `cpu_per_reply` is
  processor time of the whole tree; `cpu_bot_…` and `cpu_rasa_…` are that of each process, for {sizes.messages}
  messages with one wish and as many with three, after {group} others.
- `concurrency`: {sizes.people} conversations at once, each waits for its reply before it speaks again.
- `burst`: the same, nobody waits.
- `talks`: whole conversations of shoppers with three shops, of which the model has seen one, played over the REST
  channel, four at once; they check facts and end states ([tests/talks](../tests/talks/README.md)). `turns_right`: of
  the turns that are checked. `talks_right`: of talks, those in which no turn goes wrong. `several_wishes_served`:
  of the turns that ask for several things (two checks or more, and a comma, a plus, "và" or "and" in the text),
  those in which every check holds. `kept`: of the turns right as written, those still right without diacritics
  (`stripped`) and in the short forms of chat (`short`); a turn that reads the same in both is not counted.
  `p95_one_wish`, `p95_three_wishes`: until the whole reply to one check, and to three or more, is there.
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


def write_page(folder: Path, cases: Iterable[str], sizes: Any) -> list[str]:
    """Write the table for people; where a case was never measured, name what is missing and write nothing.

    What was not measured here stays as the page has it, so that one case can be measured anew in a fresh copy.
    """
    runs = newest(folder)
    measured = {line["bench"] for _, lines in runs for line in lines}
    kept = sections_without(measured, PAGE.read_text(encoding="utf-8")) if PAGE.exists() else []
    on_page = measured | {case_of(row) for _, rows in kept for row in rows}
    missing = [case for case in cases if case not in on_page]
    if not missing:
        new = "".join(section(about, lines) for about, lines in runs)
        old = "".join(head + "".join(rows) for head, rows in kept)
        PAGE.write_text(HEAD + new + old + TAIL.format(sizes=sizes, group=GROUP), encoding="utf-8")
    return missing


def sections_without(measured: set[str], text: str) -> list[tuple[str, list[str]]]:
    """The page's runs: what stands above each table, and its rows but for cases in ``measured``."""
    found = []
    for part in text.split("\n## ")[1:]:
        head, rule, table = part.partition(RULE)
        rows = [
            f"{row}\n" for row in table.splitlines() if row.startswith("|") and case_of(row) not in measured - {STOCK}
        ]
        # A stock server's own figures say nothing without what it was compared with.
        if rule and any(case_of(row) != STOCK for row in rows):
            found.append((f"\n## {head}{rule}", rows))
    return found


def case_of(row: str) -> str:
    """Which case a row of a table is of."""
    return row.split("|")[1].strip()


def newest(folder: Path) -> list[tuple[dict[str, Any], Lines]]:
    """What was kept of each case last, by runs, the last run first; the stock server's own lines beside its run's."""
    found: list[tuple[dict[str, Any], Lines]] = []
    seen: set[str] = set()
    for file in sorted(folder.glob("*.jsonl"), reverse=True):
        about, *lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] or [{}]
        if about.get("bench") != RUN or not about["for_page"]:
            continue
        new = {line["bench"] for line in lines} - seen - {STOCK}
        if new:
            found.append((about, [line for line in lines if line["bench"] in new or line["bench"] == STOCK]))
            seen |= new
    return found


def section(about: dict[str, Any], lines: Lines) -> str:
    """One run."""
    return SECTION.format(**about, epochs=said_of_epochs(lines)) + RULE + "".join(f"{row(line)}\n" for line in lines)


def said_of_epochs(lines: Lines) -> str:
    """How much the stock pipeline was trained."""
    of_stock = {line["metric"]: line["value"] for line in lines if line["bench"] == STOCK}
    if not of_stock.get("epochs"):
        return "Without a stock server."
    for metric, seconds in of_stock.items():
        if metric.endswith("_epochs_calculated"):
            every = metric.split("_")[1]
            return (
                f"The stock pipeline got {of_stock['epochs']} of its {every} epochs: all would have taken at least "
                f"{seconds / 60:.0f} minutes. Its training time is that of the {of_stock['epochs']}, and what it "
                "understands after so few is not its best: `nlu` says little about a stock pipeline trained to its end."
            )
    return "The stock pipeline got all its epochs."


def row(line: dict[str, Any]) -> str:
    """One figure."""
    if why := line.get("skipped") or line.get("failed"):
        kind = "skipped" if "skipped" in line else "failed"
        return f"| {line['bench']} | {line['metric']} {kind}: {why.replace('|', '/')} | | | | | |"
    unit = f" {line['unit']}" if line["unit"] else ""
    value = f"{line['value']}{unit}" if line["value"] is not None else "–"
    cells = [
        line["bench"],
        line["metric"],
        # The stock server's own lines carry its figure as their value.
        "" if line["bench"] == STOCK else value,
        value if line["bench"] == STOCK else f"{line['stock']}{unit}" if "stock" in line else "",
        f"{line['ratio']:.2f}" if "ratio" in line else "",
        limit_of(line),
        {True: "yes", False: "**no**", None: ""}[line.get("met")],
    ]
    return "| " + " | ".join(cells) + " |"


def limit_of(line: dict[str, Any]) -> str:
    """What is aimed at, as the table says it."""
    if "target" in line:
        return f"≤ {line['target']}"
    if "at_least" in line:
        return f"≥ {line['at_least']}"
    return f"ratio {line['target_ratio']}" if "target_ratio" in line else ""
