"""Our own server, as ``make run`` starts it and beside it, in a folder of its own."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bench.trees import (
    ROOT,
    CannotRun,
    Failed,
    Tree,
    clean_environment,
    free_port,
    outer_python,
    run,
    started,
    wait_until,
)

NOT_COPIED = (
    ".venv*",
    "var",
    ".git",
    ".env",
    "node_modules",
    "__pycache__",
    ".*_cache",
    ".hypothesis",
    ".rasa",
    "results",
)

FIRST_PATIENCE = 600
SECOND_PATIENCE = 120
IMPORT_PATIENCE = 180
OUT_OF_REACH = re.compile(
    r"failed to fetch|could not fetch|connection (error|refused|broken)|resolve|unreachable|no matching distribution"
    r"|timed out|could not be downloaded|Python 3\.\d+ or newer is needed",
    re.IGNORECASE,
)
"""How pip, uv and ``make`` say that the network or a Python is missing, which is not a fault of the project."""


@dataclass(frozen=True)
class Start:
    """A start until ``/health/ready`` says ok, and what was still running after Ctrl-C."""

    seconds: float
    left: int


@dataclass
class Server:
    """A running server that can be spoken to."""

    url: str
    tree: Tree
    start_seconds: float


def copy_project(folder: Path) -> None:
    """A fresh checkout: everything but what was made here."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_COPIED), symlinks=True)


async def make_run(project: Path, caches: Path, log: Path, patience: float) -> Start:
    """``make run`` until it is ready, then Ctrl-C. Raises ``CannotRun`` where network or Python are missing."""
    if shutil.which("make") is None:
        raise CannotRun("make is not installed")
    port = free_port()
    environment = clean_environment(
        BOT_PORT=str(port),
        BOT_RASA_PORT="0",
        BOT_ACTIONS_PORT="0",
        # A newcomer's caches are empty.
        UV_CACHE_DIR=str(caches / "uv"),
        PIP_CACHE_DIR=str(caches / "pip"),
    )
    command = ["make", f"PYTHON={outer_python()}", "run"]
    async with (
        started(command, folder=project, environment=environment, log=log) as tree,
        aiohttp.ClientSession() as http,
    ):
        try:
            seconds = await wait_until(tree, lambda: is_ready(http, f"http://127.0.0.1:{port}"), patience)
        except Failed as error:
            # Once the model is looked at the environments are made, and what fails is ours.
            making = "Model:" not in log.read_text(encoding="utf-8", errors="replace")
            if tree.process.returncode and making and OUT_OF_REACH.search(tree.last_words()):
                raise CannotRun(f"make run {error}") from None
            raise
        return Start(seconds, await tree.stop())


async def is_ready(http: aiohttp.ClientSession, url: str) -> bool:
    """Whether every part is there; ``degraded`` is not yet."""
    try:
        async with http.get(f"{url}/health/ready", timeout=aiohttp.ClientTimeout(total=3)) as response:
            return response.status == 200 and (await response.json()).get("status") == "ok"
    except (aiohttp.ClientError, TimeoutError):
        return False


async def train(scratch: Path, logs: Path) -> None:
    """Bring the project's model up to date."""
    await run(
        [str(ROOT / ".venv" / "bin" / "python"), "-m", "bot", "train"],
        folder=scratch,
        environment=clean_environment(
            PYTHONPATH=str(ROOT), BOT_VAR_DIR=str(scratch / "training"), BOT_MODEL_DIR=str(ROOT / "var" / "models")
        ),
        log=logs / "train.log",
        patience=FIRST_PATIENCE,
    )


@contextlib.asynccontextmanager
async def served(
    scratch: Path, logs: Path, files: Mapping[str, Path] | None = None, **settings: str
) -> AsyncIterator[Server]:
    """Our server with an empty database, and the demo shop or the one that ``files`` are imported for.

    The model is trained before if it is not up to date.
    """
    python = str(ROOT / ".venv" / "bin" / "python")
    if not (ROOT / ".venv-rasa" / "bin" / "python").exists():
        raise CannotRun(".venv-rasa is not made: run `make setup`")
    scratch.mkdir(parents=True)
    port = free_port()
    environment = clean_environment(
        # Not started in the project's folder, where an operator's .env would be read.
        PYTHONPATH=str(ROOT),
        BOT_VAR_DIR=str(scratch / "var"),
        BOT_MODEL_DIR=str(ROOT / "var" / "models"),
        BOT_PORT=str(port),
        BOT_RASA_PORT="0",
        BOT_ACTIONS_PORT="0",
        BOT_LOG_LEVEL="warning",
        BOT_DEMO_SHOP="false" if files else "true",
        **settings,
    )
    await train(scratch, logs)
    for what, path in (files or {}).items():
        await run(
            [python, "-m", "bot", "import", what, str(path)],
            folder=scratch, environment=environment, log=logs / f"import_{what}.log", patience=IMPORT_PATIENCE,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    async with (
        started(
            [python, "-m", "bot", "serve"], folder=scratch, environment=environment, log=logs / "serve.log"
        ) as tree,
        aiohttp.ClientSession() as http,
    ):
        seconds = await wait_until(tree, lambda: is_ready(http, url), SECOND_PATIENCE)
        yield Server(url, tree, seconds)
