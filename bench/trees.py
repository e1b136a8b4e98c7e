"""Process trees: start one, wait until it answers, weigh it, end it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent


class CannotRun(Exception):
    """This machine cannot run a case; the message says what is missing."""


class Failed(Exception):
    """A case that should have run did not; the message says what happened."""


@dataclass(frozen=True)
class Memory:
    """Of a whole tree, in MB. PSS counts a page shared by n processes as a n-th for each; None where it is unknown."""

    rss: float
    pss: float | None
    processes: int


@dataclass
class Tree:
    """A running program with its descendants."""

    process: asyncio.subprocess.Process
    log: Path
    began: float
    known: set[psutil.Process] = field(default_factory=set)

    def members(self) -> list[psutil.Process]:
        """Everything alive in the tree, also what its parent has left behind since we last looked."""
        with contextlib.suppress(psutil.NoSuchProcess):
            top = psutil.Process(self.process.pid)
            self.known.update([top, *top.children(recursive=True)])
        return [one for one in self.known if is_alive(one)]

    def memory(self) -> Memory:
        """What the tree weighs now."""
        rss, pss, count, shared_known = 0.0, 0.0, 0, True
        for one in self.members():
            with contextlib.suppress(psutil.NoSuchProcess):
                rss += one.memory_info().rss / 1e6
                count += 1
                try:
                    pss += one.memory_full_info().pss / 1e6
                except (AttributeError, psutil.AccessDenied):
                    shared_known = False
        return Memory(rss, pss if shared_known else None, count)

    def cpu_seconds(self, named: str = "") -> float:
        """Processor time used so far by what is alive now, perhaps only where the command line names something."""
        used = 0.0
        for one in self.members():
            with contextlib.suppress(psutil.NoSuchProcess):
                if any(named in word for word in one.cmdline()):
                    times = one.cpu_times()
                    used += times.user + times.system
        return used

    def last_words(self) -> str:
        """The last lines of what it printed, on one line."""
        with contextlib.suppress(OSError):
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
            return " | ".join(line.strip() for line in lines[-6:] if line.strip())[-500:]
        return ""

    async def stop(self, patience: float = 25) -> int:
        """Ctrl-C, then force; returns how many processes needed force because the program had left them behind."""
        self.members()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGINT)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.process.wait(), patience)
        await asyncio.sleep(0.3)
        left = self.members()
        for one in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.process.wait(), 10)
        return len(left)


def is_alive(process: psutil.Process) -> bool:
    """Whether it runs; a zombie only waits for its parent."""
    try:
        return bool(process.is_running()) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def clean_environment(**more: str) -> dict[str, str]:
    """Ours without the operator's settings: a measurement must never reach a real database or channel."""
    # Nor without bytecode: each start, ours and the stock one's, would compile thousands of modules anew.
    dropped = ("BOT_", "VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "MAKE", "MFLAGS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return {**kept, "RASA_TELEMETRY_ENABLED": "false", "PYTHONUNBUFFERED": "1", **more}


@contextlib.asynccontextmanager
async def started(
    command: Sequence[str], *, folder: Path, environment: Mapping[str, str], log: Path
) -> AsyncIterator[Tree]:
    """Run a program in a group of its own, output into ``log``; it is gone when this is left."""
    log.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            start_new_session=True,
        )  # fmt: skip
    tree = Tree(process, log, began)
    try:
        yield tree
    finally:
        await tree.stop()


async def wait_until(tree: Tree, ready: Callable[[], Awaitable[bool]], patience: float) -> float:
    """Ask until ``ready``; returns the seconds since the start. Raises ``Failed`` when it ends or takes too long."""
    while True:
        if await ready():
            return time.monotonic() - tree.began
        # Remembered while their parents live: an orphan is not found from the top any more.
        tree.members()
        if tree.process.returncode is not None:
            raise Failed(f"ended with {tree.process.returncode}: {tree.last_words()}")
        if time.monotonic() - tree.began > patience:
            raise Failed(f"not ready after {patience:.0f} s: {tree.last_words()}")
        await asyncio.sleep(0.1)


async def run(
    command: Sequence[str], *, folder: Path, environment: Mapping[str, str], log: Path, patience: float
) -> float:
    """Run a program to its end and return its seconds. Raises ``Failed`` on an error or after ``patience`` seconds."""
    async with started(command, folder=folder, environment=environment, log=log) as tree:
        try:
            code = await asyncio.wait_for(tree.process.wait(), patience)
        except TimeoutError:
            raise Failed(f"{Path(command[0]).name} took longer than {patience:.0f} s: {tree.last_words()}") from None
        if code:
            raise Failed(f"{Path(command[0]).name} ended with {code}: {tree.last_words()}")
        return time.monotonic() - tree.began


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def outer_python() -> str:
    """The Python that made ``.venv``: what somebody would type on a fresh checkout."""
    return str(getattr(sys, "_base_executable", sys.executable))
