"""A whole house for the conversations: bot, actions, Rasa with the trained model, on ports and a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from scenario import House

ROOT = Path(__file__).resolve().parents[2]
MODELS = Path(os.environ.get("BOT_TEST_MODEL_DIR", ROOT / "var" / "models"))
START_SECONDS = 400


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The running house; the model is trained first if its inputs changed since."""
    if not (ROOT / ".venv-rasa" / "bin" / "python").exists():
        pytest.skip("Rasa's environment is missing: run `make setup`")
    folder = tmp_path_factory.mktemp("house")
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
    log = folder / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"], cwd=folder, env=environment, stdout=output, stderr=output
        )
    try:
        wait_until_ready(process, f"http://127.0.0.1:{port}/health/ready", log)
        yield House(f"http://127.0.0.1:{port}", token, folder / "dong_hanh.db")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if b'"status": "ok"' in answer.read():
                    return
        except OSError:
            pass
        time.sleep(0.3)
    tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-30:])
    pytest.fail(f"the house did not get ready:\n{tail}")
