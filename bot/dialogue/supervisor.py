"""Runs our own Rasa servers: starts them, watches them, starts them again with growing pauses."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import signal
import socket
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import aiohttp
import structlog

from bot.settings import ROOT, Settings

log = structlog.get_logger(__name__)

PAUSES = (0.5, 1, 2, 5, 10, 30)
STABLE_SECONDS = 60
PROBE_SECONDS = 5
START_SECONDS = 120
SILENT_PROBES = 6
"""Failed probes in a row after which a server that was ready counts as hung and is started again."""

TRACKERS = "trackers.db"
"""What Rasa knows about conversations, one file for all servers, below :func:`rasa_folder`."""


class RasaServer:
    """One Rasa process with its own port."""

    def __init__(self, settings: Settings, number: int, actions_url: str, token: str) -> None:
        self._settings = settings
        self._number = number
        self._actions_url = actions_url
        self._token = token
        self.port = settings.rasa_port + number if settings.rasa_port else free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.ready = False
        self.tried = asyncio.Event()
        """Set when the process was started for the first time, or could not be."""
        self.process: asyncio.subprocess.Process | None = None
        self._log: IO[bytes] | None = None

    async def keep_running(self) -> None:
        """Start, wait for the end, start again; until cancelled."""
        pause = 0
        while True:
            began = time.monotonic()
            try:
                await self._start()
                self.tried.set()
                async with aiohttp.ClientSession() as session:
                    await self._watch(session)
            except OSError as error:
                log.error("rasa.not_started", server=self._number, error=str(error))  # noqa: TRY400
            finally:
                self.tried.set()
                self.ready = False
                await self._end()
            pause = 0 if time.monotonic() - began > STABLE_SECONDS else pause + 1
            seconds = PAUSES[min(pause, len(PAUSES) - 1)]
            log.error("rasa.stopped", server=self._number, again_in=seconds)
            await asyncio.sleep(seconds)

    async def _start(self) -> None:
        folder = rasa_folder(self._settings)
        endpoints = folder / f"endpoints_{self._number}.yml"
        # JSON is YAML too, and every YAML reader reads it alike.
        endpoints.write_text(
            json.dumps(
                {
                    "action_endpoint": {"url": self._actions_url, "enable_selective_domain": True},
                    "tracker_store": tracker_store(self._settings),
                },
                indent=2,
            ),
            encoding="utf-8",
        )
        self._log = (folder / f"server_{self._number}.log").open("ab")
        self.process = await asyncio.create_subprocess_exec(
            str(self._settings.rasa_python),
            "-m",
            "bot.rasa_runtime",
            "run",
            "--enable-api",
            "--interface",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--model",
            str(self._settings.model_dir),
            "--endpoints",
            str(endpoints),
            "--credentials",
            str(ROOT / "credentials.yml"),
            "--auth-token",
            self._token,
            cwd=ROOT,
            env=environment(self._settings),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            # Its own group, so that Ctrl-C reaches it through us and in our order.
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        log.info("rasa.starting", server=self._number, port=self.port, pid=self.process.pid)

    async def _watch(self, session: aiohttp.ClientSession) -> None:
        assert self.process is not None
        ended = asyncio.create_task(self.process.wait())
        began, failures = time.monotonic(), 0
        try:
            while not ended.done():
                alive = await self._probe(session)
                if alive and not self.ready:
                    log.info("rasa.ready", server=self._number, seconds=round(time.monotonic() - began, 1))
                failures = 0 if alive else failures + 1
                was_ready, self.ready = self.ready, alive or (self.ready and failures < 2)
                if (was_ready and failures >= SILENT_PROBES) or (
                    not self.ready and time.monotonic() - began > START_SECONDS and failures >= SILENT_PROBES
                ):
                    log.error("rasa.hung", server=self._number)
                    return
                await asyncio.wait([ended], timeout=PROBE_SECONDS if self.ready else 0.25)
        finally:
            ended.cancel()

    async def _probe(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(
                f"{self.url}/status", params={"token": self._token}, timeout=aiohttp.ClientTimeout(total=3)
            ) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _end(self) -> None:
        if self.process is not None and self.process.returncode is None:
            for sign, patience in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
                with contextlib.suppress(ProcessLookupError):
                    self.process.send_signal(sign)
                try:
                    await asyncio.wait_for(self.process.wait(), patience)
                    break
                except TimeoutError:
                    continue
        if self._log is not None:
            self._log.close()
            self._log = None


class RasaSupervisor:
    """All Rasa servers of this process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.actions_port = settings.actions_port or free_port()
        """Where the bot serves actions to them."""
        # Hexadecimal: a token that began with a dash would be taken for an option.
        self.token = secrets.token_hex(24)
        actions_url = f"http://127.0.0.1:{self.actions_port}/webhook"
        self.servers = [RasaServer(settings, n, actions_url, self.token) for n in range(settings.rasa_servers)]
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin, without waiting until they are ready: the bot accepts messages meanwhile. Does nothing twice."""
        if self._tasks:
            return
        # Each server had one of its own once; they hold what people said.
        for old in rasa_folder(self._settings).glob("trackers_[0-9]*.db*"):
            old.unlink()
        self._tasks = [asyncio.create_task(server.keep_running()) for server in self.servers]
        # So that they load while the caller does what keeps this process busy.
        await asyncio.gather(*(server.tried.wait() for server in self.servers))

    async def stop(self) -> None:
        """End them all."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    def urls(self) -> Sequence[str]:
        """Addresses, whether or not they answer: a conversation must not move to another server."""
        return [server.url for server in self.servers]

    @property
    def ready(self) -> bool:
        """Whether every server answers."""
        return all(server.ready for server in self.servers)


def rasa_folder(settings: Settings) -> Path:
    """Where our Rasa servers keep their files, readable by us only."""
    folder = settings.var_dir / "rasa"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def tracker_store(settings: Settings) -> dict[str, str]:
    """Where Rasa keeps what it knows about conversations: one file for all servers (``endpoints.yml``'s form)."""
    path = str(rasa_folder(settings) / TRACKERS)
    if settings.rasa_fixes:
        return {"type": "bot.rasa_runtime.trackers.TurnStore", "db": path}
    return {"type": "SQL", "dialect": "sqlite", "db": path}


def environment(settings: Settings) -> dict[str, str]:
    """What Rasa's process may know: no secret of ours."""
    # With PYTHONDONTWRITEBYTECODE every start would compile a thousand modules anew; the environment is our own.
    dropped = ("BOT_", "VIRTUAL_ENV", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return {
        **kept,
        "RASA_TELEMETRY_ENABLED": "false",
        "BOT_RASA_FIXES": str(settings.rasa_fixes).lower(),
        "BOT_NAMES_FILE": str(settings.names_path),
        "PYTHONPATH": str(ROOT),
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
    }


def die_with_parent() -> None:
    """Ask Linux to end this child when its parent is killed; elsewhere the next start finds the port taken."""
    with contextlib.suppress(Exception):
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def newest_model(folder: Path) -> Path | None:
    """The model trained last."""
    return max(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, default=None)
