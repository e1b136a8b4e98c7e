"""A stock Rasa beside us: the configuration of ``rasa init`` with its TensorFlow, trained on our data.

Our intents, rules and stories, its pipeline and policies as they come; in an environment of its own.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bench.ours import OUT_OF_REACH, Server
from bench.trees import ROOT, CannotRun, Failed, clean_environment, free_port, run, started, wait_until

FOLDER = ROOT / ".venv-stock"
INSTALL_PATIENCE = 900
TRAIN_PATIENCE = 3600
START_PATIENCE = 480

PROGRESS = re.compile(r"\| 1/1 \[(\d+(?::\d+)+)<")
"""How its progress bar looks after the only epoch, with the time that it took."""

EPOCHS = 100
"""What its configuration says."""

BUDGET = 900
"""Seconds for the epochs of its intent classifier; where all of them would take longer it gets as many as fit."""


@dataclass
class Stock:
    """What making it took; ``install_seconds`` is None when the environment was there.

    ``train_seconds`` are those of the ``epochs`` it got, ``all_epochs_seconds`` what all would have taken at least: the
    missing ones of its intent classifier are added, not those of its other parts. None where nobody looked.
    """

    project: Path
    install_seconds: float | None
    train_seconds: float
    epochs: int
    all_epochs_seconds: float | None


def is_installed() -> bool:
    """Whether the environment is there, complete."""
    return (FOLDER / ".made-stock").exists()


def environment() -> dict[str, str]:
    """Quiet, otherwise as it comes."""
    return clean_environment(TF_CPP_MIN_LOG_LEVEL="3", SQLALCHEMY_SILENCE_UBER_WARNING="1", PYTHONWARNINGS="ignore")


async def prepare(scratch: Path, logs: Path, budget: float = BUDGET) -> Stock:
    """Make environment and project and train it, one epoch where there is no budget.

    Raises ``CannotRun`` where network or Python 3.10 are missing.
    """
    was_there = is_installed()
    log = logs / "stock_install.log"
    command = [sys.executable, str(ROOT / "tools" / "environments.py"), "stock"]
    try:
        # Empty caches, as for our own first run.
        empty = environment() | {"UV_CACHE_DIR": str(scratch / "caches" / "stock")}
        seconds = await run(command, folder=ROOT, environment=empty, log=log, patience=INSTALL_PATIENCE)
    except Failed as error:
        if "Python 3.10" in str(error) or OUT_OF_REACH.search(str(error)):
            raise CannotRun(str(error)) from None
        raise
    project = scratch / "stock"
    write_project(project)
    trained = await train(project, 1, logs)
    if budget <= 0:
        return Stock(project, None if was_there else seconds, trained, 1, None)
    an_epoch = seconds_of_an_epoch(logs)
    epochs = max(1, min(EPOCHS, int(budget / an_epoch)))
    if epochs > 1:
        trained = await train(project, epochs, logs)
    return Stock(project, None if was_there else seconds, trained, epochs, trained + (EPOCHS - epochs) * an_epoch)


def seconds_of_an_epoch(logs: Path) -> float:
    """Of the intent classifier, by far the longest, in the training of one epoch that was logged last.

    Raises ``Failed`` if the log does not tell.
    """
    told = PROGRESS.findall((logs / "stock_train.log").read_text(encoding="utf-8", errors="replace"))
    if not told:
        raise Failed("rasa train did not tell how long an epoch took")
    return max(0.01, *(seconds_of(time) for time in told))


def seconds_of(time: str) -> float:
    """Seconds of a time such as "11:50" or "1:02:03"."""
    total = 0.0
    for part in time.split(":"):
        total = total * 60 + int(part)
    return total


def write_project(project: Path) -> None:
    """Our data and vocabulary under its default configuration, read from the installed Rasa."""
    project.mkdir(parents=True)
    for name in ("nlu", "rules", "stories", "responses"):
        shutil.copytree(ROOT / "data" / name, project / "data" / name)
    shutil.copy(ROOT / "domain.yml", project / "domain.yml")
    (project / "credentials.yml").write_text("rest:\n", encoding="utf-8")


def write_config(project: Path, epochs: int) -> None:
    """The default configuration with the language it has in ``rasa init`` and ``epochs`` for whatever is trained."""
    [default] = FOLDER.glob("lib/python*/site-packages/rasa/engine/recipes/config_files/default_config.yml")
    config = re.sub(r"epochs: \d+", f"epochs: {epochs}", default.read_text(encoding="utf-8"))
    (project / "config.yml").write_text(config.replace("placeholder_default", "stock"), encoding="utf-8")


async def train(project: Path, epochs: int, logs: Path) -> float:
    """``rasa train`` from nothing; returns its seconds."""
    write_config(project, epochs)
    for made in ("models", ".rasa"):
        shutil.rmtree(project / made, ignore_errors=True)
    seconds = await run(
        [str(FOLDER / "bin" / "rasa"), "train", "--fixed-model-name", "stock"],
        folder=project, environment=environment(), log=logs / "stock_train.log", patience=TRAIN_PATIENCE,
    )  # fmt: skip
    if not list((project / "models").glob("*.tar.gz")):
        raise Failed("rasa train ended without a model")
    return seconds


@contextlib.asynccontextmanager
async def served(stock: Stock, actions_url: str, logs: Path) -> AsyncIterator[Server]:
    """``rasa run`` on its REST channel; it keeps conversations in memory, as it comes."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    endpoints = stock.project / "endpoints.yml"
    endpoints.write_text(json.dumps({"action_endpoint": {"url": actions_url}}), encoding="utf-8")
    command = [str(FOLDER / "bin" / "rasa"), "run", "--enable-api", "--interface", "127.0.0.1", "--port", str(port)]
    async with started(command, folder=stock.project, environment=environment(), log=logs / "stock_run.log") as tree:
        seconds = await wait_until(tree, lambda: has_model(url), START_PATIENCE)
        yield Server(url, tree, seconds)


async def has_model(url: str, token: str = "") -> bool:
    """Whether a Rasa answers with its model; before it is loaded it answers 409."""
    try:
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"{url}/status", params={"token": token}, timeout=aiohttp.ClientTimeout(total=3)) as response,
        ):
            return response.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False
