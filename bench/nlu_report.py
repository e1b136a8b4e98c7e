"""``rasa test nlu`` with cross-validation over our examples, kept in ``docs/nlu-report.md``."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from bench.report import Line, Report, say
from bench.trees import ROOT, Failed, clean_environment, run

PAGE = ROOT / "docs" / "nlu-report.md"
FOLDS = 3
PATIENCE = 3600
CONFUSIONS = 40
KINDS = ("precision", "recall", "f1-score")


async def cross_validate(report: Report, scratch: Path, logs: Path) -> None:
    """Train ``FOLDS`` times on the rest, read each fold, write the page."""
    say(f"nlu_report: rasa test nlu, {FOLDS} folds")
    out = scratch / "nlu_report"
    seconds = await run(
        [str(ROOT / ".venv-rasa" / "bin" / "python"), "-m", "bench.folds", "test", "nlu", "--cross-validation",
         "--folds", str(FOLDS), "--nlu", "data/nlu", "--config", "config.yml", "--no-plot", "--out", str(out)],
        folder=ROOT, environment=clean_environment(PYTHONPATH=str(ROOT), PYTHONWARNINGS="ignore", OMP_NUM_THREADS="1"),
        log=logs / "nlu_report.log", patience=PATIENCE,
    )  # fmt: skip
    path = out / "intent_report.json"
    if not path.exists():
        raise Failed("rasa test nlu wrote no report")
    found = json.loads(path.read_text(encoding="utf-8"))
    report.add(Line("nlu_report", "accuracy", 100 * accuracy_of(found), "%"))
    report.add(Line("nlu_report", "macro_f1", 100 * found["macro avg"]["f1-score"], "%"))
    report.add(Line("nlu_report", "seconds", seconds, "s"))
    PAGE.write_text(page(found), encoding="utf-8")
    say(f"written: {PAGE.relative_to(ROOT)}")


def accuracy_of(found: dict[str, Any]) -> float:
    """Rasa leaves ``accuracy`` out where there is a micro average."""
    return float(found["accuracy"] if "accuracy" in found else found["micro avg"]["f1-score"])


def page(found: dict[str, Any]) -> str:
    """The report for people: sums, what is mistaken for what, every intent."""
    intents = {name: figures for name, figures in found.items() if isinstance(figures, dict) and " avg" not in name}
    mistaken = Counter(
        {(name, other): count for name, one in intents.items() for other, count in one.get("confused_with", {}).items()}
    )
    mean = found["macro avg"]
    shown = mistaken.most_common(CONFUSIONS)
    share = sum(count for _, count in shown) / max(1, sum(mistaken.values()))
    lines = [
        "# What is understood: cross-validation",
        "",
        f"Written by `make bench`; do not edit by hand. `rasa test nlu --cross-validation --folds {FOLDS}` over",
        "`data/nlu` with `config.yml`: trained on the rest, asked about each fold. Intents only; stages are measured",
        "in [benchmarks](benchmarks.md).",
        "",
        f"{len(intents)} intents, {int(mean['support'])} examples. Accuracy {accuracy_of(found):.1%}.",
        f"Means: precision {mean['precision']:.1%}, recall {mean['recall']:.1%}, F1 {mean['f1-score']:.1%}.",
        "",
        "## What is mistaken for what",
        "",
        f"The {len(shown)} most frequent of {len(mistaken)} pairs, which are {share:.0%} of all mistakes.",
        "",
        "| meant | read | times | of |",
        "|---|---|---:|---:|",
        *(f"| `{meant}` | `{read}` | {count} | {int(intents[meant]['support'])} |" for (meant, read), count in shown),
        "",
        "## Every intent",
        "",
        "Weakest first.",
        "",
        "| intent | precision | recall | F1 | examples |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| `{name}` | " + " | ".join(f"{one[kind]:.2f}" for kind in KINDS) + f" | {int(one['support'])} |"
            for name, one in sorted(intents.items(), key=lambda item: item[1]["f1-score"])
        ),
    ]
    return "\n".join(lines) + "\n"
