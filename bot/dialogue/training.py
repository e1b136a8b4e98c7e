"""Trains the model when its inputs changed."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.dialogue.supervisor import die_with_parent, environment, newest_model
from bot.domain.catalogue import names_of
from bot.settings import ROOT, Settings

INPUTS = (
    "config.yml",
    "domain.yml",
    "data/nlu",
    "data/stories",
    "data/rules",
    "data/vectors",
    "bot/nlu",
    "bot/language",
)


class TrainingFailed(Exception):
    """Training ended with an error; the log says which."""


def inputs_hash() -> str:
    """Changes when anything changes that the model is made of."""
    digest = hashlib.sha256()
    for name in INPUTS:
        path = ROOT / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    digest.update(demo_names().encode())
    return digest.hexdigest()


def is_trained(settings: Settings) -> bool:
    """Whether there is a model made of the present inputs, and it is the file that training wrote."""
    model = newest_model(settings.model_dir)
    mark = settings.model_dir / "trained.json"
    if model is None or not mark.exists():
        return False
    try:
        known = json.loads(mark.read_text(encoding="utf-8"))
    except ValueError:
        return False
    pipeline = ROOT / "var" / "nlp" / "shop"
    return (
        known.get("inputs") == inputs_hash()
        and known.get("model") == model.name
        and known.get("sha256") == hashlib.sha256(model.read_bytes()).hexdigest()
        and pipeline.exists()
    )


def train(settings: Settings, force: bool = False) -> bool:
    """Train unless nothing changed; says whether it trained. Raises ``TrainingFailed``."""
    if not force and is_trained(settings):
        return False
    build_pipeline(settings)
    settings.model_dir.mkdir(parents=True, exist_ok=True)
    before = set(settings.model_dir.glob("*.tar.gz"))
    run(
        settings,
        # The tests validate the data; here it would cost a third of the time.
        ["-m", "bot.rasa_runtime", "train", "--force", "--skip-validation", "--out", str(settings.model_dir),
         "--fixed-model-name", "model"],
        "train.log",
    )  # fmt: skip
    model = newest_model(settings.model_dir)
    if model is None:
        raise TrainingFailed("no model was written")
    for old in before - {model}:
        old.unlink()
    mark = {"inputs": inputs_hash(), "model": model.name, "sha256": hashlib.sha256(model.read_bytes()).hexdigest()}
    (settings.model_dir / "trained.json").write_text(json.dumps(mark, indent=2) + "\n", encoding="utf-8")
    return True


def build_pipeline(settings: Settings) -> None:
    """Write the spaCy pipeline with the catalogue's names, where config.yml looks for it."""
    folder = ROOT / "var" / "nlp"
    folder.mkdir(parents=True, exist_ok=True)
    names = folder / "terms.jsonl"
    names.write_text(demo_names(), encoding="utf-8")
    run(settings, ["-m", "bot.nlu.build_pipeline", str(names), str(folder / "shop")], "train.log")


def demo_names() -> str:
    """The names that are known until the bot has told of those in its store, one JSON object a line."""
    return "".join(json.dumps(term, ensure_ascii=False) + "\n" for term in demo_terms(ROOT / "data" / "shop"))


def demo_terms(folder: Path) -> Iterator[dict[str, str]]:
    """Names in the files that a new shop is seeded with."""
    with (folder / "catalogue.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    shop = json.loads((folder / "shop.json").read_text(encoding="utf-8"))
    goods = ((row["sku"], row["brand"], [row["name"], row["name_en"], *row["aliases"].split(";")]) for row in rows)
    return names_of(goods, shop.get("categories", []))


def run(settings: Settings, arguments: list[str], log_name: str) -> None:
    """Run something in Rasa's environment, output kept in ``var/log``; ``TrainingFailed`` has its last lines."""
    logs = settings.var_dir / "log"
    logs.mkdir(parents=True, exist_ok=True)
    path = logs / log_name
    with path.open("wb") as log:
        done = subprocess.run(
            [str(settings.rasa_python), *arguments],
            cwd=ROOT,
            env=environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
            # A killed parent must not leave a training behind that writes into the next one's model.
            preexec_fn=die_with_parent,
        )
    if done.returncode != 0:
        tail = path.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        raise TrainingFailed(f"{' '.join(arguments[:3])} failed ({path}):\n" + "\n".join(tail))


if __name__ == "__main__":
    sys.exit("use: python -m bot train")
