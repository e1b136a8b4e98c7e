"""The service that runs on this machine, with the settings it was started with: those of this shell may be others."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.settings import PREFIX, ROOT, Settings, SettingsError, load_settings

PROCESSES = Path("/proc")
SERVE = ["-m", "bot", "serve"]


@dataclass(frozen=True)
class Running:
    """A process of ``python -m bot serve``."""

    pid: int
    environment: Mapping[str, str]
    folder: Path
    """Where it was started: ``.env`` is read there, and paths begin there."""
    started: float
    """When, in seconds since 1970."""

    @property
    def changed_env_file(self) -> bool:
        """Whether ``.env`` was written after it was read."""
        with contextlib.suppress(OSError):
            return (self.folder / ".env").stat().st_mtime > self.started
        return False

    def settings(self) -> Settings:
        """What it was started with. Raises ``SettingsError`` if that cannot be read any more."""
        with self.in_its_place():
            return load_settings()

    @contextlib.contextmanager
    def in_its_place(self) -> Iterator[None]:
        """With its environment and in its folder, as if this command had been started beside it."""
        own, folder = dict(os.environ), Path.cwd()
        try:
            os.environ.clear()
            os.environ.update(self.environment)
            os.chdir(self.folder)
            yield
        finally:
            os.environ.clear()
            os.environ.update(own)
            os.chdir(folder)


@dataclass(frozen=True)
class Found:
    """What runs of this installation: the service that is meant, and those that could not be told apart or read."""

    service: Running | None
    ports: tuple[int, ...] = ()
    """Where several run and none is meant."""
    unreadable: tuple[int, ...] = ()
    """Processes of somebody else, whose settings only they and root may read."""


def find_service(shell: Settings) -> Found:
    """The service on the port that the shell's settings name; where they name none, the only one that runs."""
    running, unreadable = _processes()
    ports = {one.pid: port for one in running if (port := _port_of(one)) is not None}
    own = [one for one in running if one.pid in ports]
    if "port" not in shell.model_fields_set and len(own) == 1:
        return Found(own[0], unreadable=unreadable)
    meant = next((one for one in own if ports[one.pid] == shell.port), None)
    if meant is None and len(own) > 1 and "port" not in shell.model_fields_set:
        return Found(None, tuple(sorted(ports.values())), unreadable)
    return Found(meant, unreadable=unreadable)


def _port_of(one: Running) -> int | None:
    with contextlib.suppress(SettingsError, OSError):
        return one.settings().port
    return None


def _processes() -> tuple[list[Running], tuple[int, ...]]:
    """Services of this installation, and processes that look like one and may not be read."""
    running, unreadable = [], []
    for folder in PROCESSES.glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            if not any(words[at : at + len(SERVE)] == SERVE for at in range(len(words))):
                continue
            started = folder.stat().st_mtime
            raw = (folder / "environ").read_bytes().decode(errors="replace")
            where = (folder / "cwd").resolve(strict=True)
        except PermissionError:
            unreadable.append(int(folder.name))
            continue
        except OSError:
            continue  # It ended while it was looked at.
        environment = dict(pair.split("=", 1) for pair in raw.split("\0") if "=" in pair)
        if _installation(environment, where) == ROOT:
            running.append(Running(int(folder.name), environment, where, started))
    return sorted(running, key=lambda one: one.pid), tuple(sorted(unreadable))


def _installation(environment: Mapping[str, str], folder: Path) -> Path | None:
    """The folder that ``-m bot`` was taken from: the working folder goes before PYTHONPATH."""
    for place in (folder, *map(Path, filter(None, environment.get("PYTHONPATH", "").split(os.pathsep)))):
        if (folder / place / "bot" / "settings.py").exists():
            return (folder / place).resolve()
    return None


def differing(shell: Settings, service: Settings) -> list[str]:
    """Names of settings that this shell has otherwise than the service; never their values, which may be secret."""
    return sorted(
        f"{PREFIX}{name.upper()}"
        for name in shell.model_fields_set | service.model_fields_set
        if getattr(shell, name) != getattr(service, name)
    )
