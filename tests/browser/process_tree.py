"""Starts the real process tree on free ports, and ends parts of it the hard way."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from bot.settings import ROOT

PATIENCE = 150
"""Seconds until everything is up, on a slow machine."""

PASSWORD = "mat-khau-thu-nghiem"


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on, all different."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


class ProcessTree:
    """``python -m bot serve`` with its own data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.rasa_port, self.actions_port = free_ports(3)
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait_for: str = "ok") -> None:
        """Start and wait until ``/health/ready`` says ``wait_for``."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"],
                cwd=ROOT,
                env={
                    **kept,
                    "BOT_PORT": str(self.port),
                    "BOT_RASA_PORT": str(self.rasa_port),
                    "BOT_ACTIONS_PORT": str(self.actions_port),
                    "BOT_VAR_DIR": str(self.folder),
                    "BOT_MODEL_DIR": os.environ.get("BOT_TEST_MODEL_DIR", str(ROOT / "var" / "models")),
                    "BOT_ADMIN_EMAIL": "alice@example.com",
                    "BOT_ADMIN_PASSWORD": PASSWORD,
                    "BOT_API_TOKEN": "token-for-tests",
                },
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_until(wait_for)

    def wait_until(self, status: str) -> None:
        """Wait until ``/health/ready`` says ``status``."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                raise RuntimeError("serve ended:\n" + self.tail())
            if self.health().get("status") == status:
                return
            time.sleep(0.25)
        raise RuntimeError(f"not {status} after {PATIENCE} s:\n" + self.tail())

    def health(self) -> dict[str, Any]:
        """What ``/health/ready`` says; empty when nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/health/ready", timeout=5) as response:
                return dict(json.load(response))
        except urllib.error.HTTPError as error:
            return dict(json.load(error))
        except OSError:
            return {}

    def tail(self) -> str:
        """The last lines of the log."""
        return "\n".join((self.folder / "serve.log").read_text(errors="replace").splitlines()[-30:])

    def rasa_pid(self) -> int:
        """The process id of the Rasa server below us."""
        assert self.process is not None
        found = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        return int(found.stdout.split()[0])

    def kill_rasa(self) -> None:
        """End Rasa as a power cut would."""
        os.kill(self.rasa_pid(), signal.SIGKILL)

    def kill_bot(self) -> None:
        """End the bot as a power cut would; Rasa goes with it."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(20)
        self.process = None

    def stop(self) -> None:
        """End everything as Ctrl-C would."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process = None
