"""A whole house for one shop: bot, actions, Rasa with the trained model, on a port and in a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.__main__ import IMPORTS

from .judge import DEMO, ROOT, data_of

MODELS = Path(os.environ.get("BOT_TEST_MODEL_DIR", ROOT / "var" / "models"))
START_SECONDS = 400
IMPORT_SECONDS = 60


class NoHouse(RuntimeError):
    """It did not start; the message has the last lines of its log."""


@dataclass(frozen=True)
class House:
    """Where a running house is found."""

    url: str
    token: str
    folder: Path

    @property
    def database(self) -> Path:
        """What it has stored."""
        return self.folder / "dong_hanh.db"


def is_installed() -> bool:
    """Whether there is an environment for Rasa."""
    return (ROOT / ".venv-rasa" / "bin" / "python").exists()


@contextmanager
def running_house(folder: Path, shop: str = DEMO) -> Iterator[House]:
    """Serve one shop; the model is trained first if its inputs changed since. Raises ``NoHouse``."""
    folder.mkdir(parents=True, exist_ok=True)
    port, token = free_port(), "token-of-the-test-house"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")} | {
        "BOT_VAR_DIR": str(folder),
        "BOT_MODEL_DIR": str(MODELS),
        "BOT_PORT": str(port),
        "BOT_RASA_PORT": "0",
        "BOT_ACTIONS_PORT": "0",
        "BOT_API_TOKEN": token,
        "BOT_LOG_FORMAT": "text",
        # The working folder is not the project's, so that a developer's .env does not leak in.
        "PYTHONPATH": str(ROOT),
    }
    if files_of(shop):
        environment["BOT_DEMO_SHOP"] = "false"
        import_shop(shop, folder, environment)
    with serving(folder, environment) as url:
        yield House(url, token, folder)


@contextmanager
def serving(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Serve with these settings until the end; where. Raises ``NoHouse``."""
    url = f"http://127.0.0.1:{environment['BOT_PORT']}"
    log = folder / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"], cwd=folder, env=dict(environment), stdout=output, stderr=output
        )
    try:
        wait_until_ready(process, f"{url}/health/ready", log)
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def files_of(shop: str) -> dict[str, Path]:
    """What is imported before a shop is served, in this order; nothing for the demo shop, which brings itself in."""
    names = {} if shop == DEMO else {what: "shop.json" if what == "shop" else f"{what}.csv" for what in IMPORTS}
    return {what: data_of(shop) / name for what, name in names.items()}


def import_shop(shop: str, folder: Path, environment: Mapping[str, str]) -> None:
    """Bring a shop's files in, as its owner would."""
    for what, path in files_of(shop).items():
        done = subprocess.run(
            [sys.executable, "-m", "bot", "import", what, str(path)],
            cwd=folder, env=dict(environment), capture_output=True, text=True, timeout=IMPORT_SECONDS, check=False,
        )  # fmt: skip
        if done.returncode:
            raise NoHouse(f"{shop}: {what} was not imported:\n{done.stderr.strip()}")


def wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Ask until every part is there."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if b'"status": "ok"' in answer.read():
                    return
        except OSError:
            pass
        time.sleep(0.3)
    tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-30:])
    raise NoHouse(f"the house did not get ready:\n{tail}")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
