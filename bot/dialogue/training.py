"""Trains the model when its inputs changed."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.dialogue import fits
from bot.dialogue.supervisor import die_with_parent, environment, newest_model
from bot.domain.catalogue import names_of
from bot.settings import ROOT, Settings

DIALOGUE = ("data/stories", "data/rules")
INPUTS = (*fits.INPUTS, "domain.yml", *DIALOGUE)

NOTHING_TO_LEARN = """\
version: "3.1"
nlu:
- intent: greet
  examples: |
    - chào shop
    - hello
"""
"""What Rasa is given to read where the fit is there; without any example it would train a model that reads nothing."""


class TrainingFailed(Exception):
    """Training ended with an error; the log says which."""


def inputs_hash() -> str:
    """Changes when anything changes that the model is made of."""
    return hashlib.sha256(f"{fits.hash_of(INPUTS)}\0{demo_names()}".encode()).hexdigest()


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
    """Train unless nothing changed; says whether it trained. Raises ``TrainingFailed``.

    What is fitted is taken from an earlier training or from what comes with the project, where the inputs of the fit
    are the same; ``force`` fits anew.
    """
    if not force and is_trained(settings):
        return False
    train_anew(settings, fit_anew=force)
    return True


def train_anew(settings: Settings, fit_anew: bool) -> None:
    """Make the spaCy pipeline, the fit if need be, and the model."""
    build_pipeline(settings)
    settings.model_dir.mkdir(parents=True, exist_ok=True)
    before = set(settings.model_dir.glob("*.tar.gz"))
    # Of what is there now: a file that is changed meanwhile asks for another training.
    inputs, inputs_of_fit = inputs_hash(), fits.inputs_hash()
    fit = None if fit_anew else fits.fit_for(inputs_of_fit)
    if fit:
        make_model(settings, {"BOT_FIT_GIVEN": str(fit)}, ["--data", *DIALOGUE, str(nothing_to_learn(settings))])
    else:
        kept = fits.new_folder()
        known = [] if fit_anew else fits.at_hand()
        make_model(settings, {"BOT_FIT_TRY": os.pathsep.join(map(str, known)), "BOT_FIT_KEEP": str(kept)})
        fits.accept(kept, inputs_of_fit)
    model = newest_model(settings.model_dir)
    if model is None:
        raise TrainingFailed("no model was written")
    for old in before - {model}:
        old.unlink()
    mark = {"inputs": inputs, "model": model.name, "sha256": hashlib.sha256(model.read_bytes()).hexdigest()}
    (settings.model_dir / "trained.json").write_text(json.dumps(mark, indent=2) + "\n", encoding="utf-8")


def make_model(settings: Settings, fit: dict[str, str], data: Sequence[str] = ()) -> None:
    """Let Rasa train; ``fit`` tells our components in its environment which fit there is."""
    run(
        settings,
        # The tests validate the data; here it would cost a third of the time.
        ["-m", "bot.rasa_runtime", "train", "--force", "--skip-validation", "--out", str(settings.model_dir),
         "--fixed-model-name", "model", *data],
        "train.log",
        fit,
    )  # fmt: skip


def nothing_to_learn(settings: Settings) -> Path:
    """A file for Rasa to read instead of the examples."""
    file = settings.var_dir / "nothing_to_learn.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(NOTHING_TO_LEARN, encoding="utf-8")
    return file


def ship_fit(settings: Settings) -> bool:
    """Bring the fit that comes with the project up to date; says whether it was not. May train."""
    inputs = fits.inputs_hash()
    if fits.is_shipped(inputs):
        return False
    if not fits.fit_for(inputs):
        train_anew(settings, fit_anew=False)
    fits.ship(inputs)
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


def run(settings: Settings, arguments: list[str], log_name: str, more: Mapping[str, str] | None = None) -> None:
    """Run something in Rasa's environment and ``more``, output kept in ``var/log``; ``TrainingFailed`` has its end."""
    logs = settings.var_dir / "log"
    logs.mkdir(parents=True, exist_ok=True)
    path = logs / log_name
    with path.open("wb") as log:
        done = subprocess.run(
            [str(settings.rasa_python), *arguments],
            cwd=ROOT,
            env={**environment(settings), **(more or {})},
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
