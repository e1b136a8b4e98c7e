"""A stock Rasa beside us: the project of ``rasa init`` with its TensorFlow pipeline, in an environment of its own."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bench.ours import OUT_OF_REACH, Server
from bench.trees import ROOT, CannotRun, Failed, clean_environment, free_port, run, started, wait_until

FOLDER = ROOT / ".venv-stock"
INSTALL_PATIENCE = 900
TRAIN_PATIENCE = 900
START_PATIENCE = 480


@dataclass
class Stock:
    """What making it took; ``install_seconds`` is None when the environment was there."""

    project: Path
    install_seconds: float | None
    train_seconds: float


def is_installed() -> bool:
    """Whether the environment is there, complete."""
    return (FOLDER / ".made-stock").exists()


def environment() -> dict[str, str]:
    """Quiet, otherwise as it comes."""
    return clean_environment(TF_CPP_MIN_LOG_LEVEL="3", SQLALCHEMY_SILENCE_UBER_WARNING="1", PYTHONWARNINGS="ignore")


async def prepare(scratch: Path, logs: Path) -> Stock:
    """Make environment and project and train it. Raises ``CannotRun`` where network or Python 3.10 are missing."""
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
    project.mkdir(parents=True)
    command = [str(FOLDER / "bin" / "rasa"), "init", "--no-prompt"]
    trained = await run(
        command, folder=project, environment=environment(), log=logs / "stock_train.log", patience=TRAIN_PATIENCE
    )
    if not list((project / "models").glob("*.tar.gz")):
        raise Failed("rasa init ended without a model")
    return Stock(project, None if was_there else seconds, trained)


@contextlib.asynccontextmanager
async def served(stock: Stock, logs: Path) -> AsyncIterator[Server]:
    """``rasa run`` on its REST channel, which ``rasa init`` has switched on."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [str(FOLDER / "bin" / "rasa"), "run", "--enable-api", "--interface", "127.0.0.1", "--port", str(port)]
    async with (
        started(command, folder=stock.project, environment=environment(), log=logs / "stock_run.log") as tree,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http,
    ):

        async def is_ready() -> bool:
            try:
                async with http.get(f"{url}/status", timeout=aiohttp.ClientTimeout(total=3)) as response:
                    # Before the model is loaded it answers 409.
                    return response.status == 200
            except (aiohttp.ClientError, TimeoutError):
                return False

        seconds = await wait_until(tree, is_ready, START_PATIENCE)
        yield Server(url, tree, seconds)
