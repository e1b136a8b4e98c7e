"""Commands about data: migrate, accounts, import, export, a person's rights."""

from __future__ import annotations

import asyncio
import csv
import getpass
import json
import secrets
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot.dialogue.trackers import forget
from bot.domain.errors import DomainError
from bot.services.agents import add_agent, disable_agent, set_password
from bot.services.context import Services
from bot.services.exports import EXPORTS, conversations_of, erase_person, export_person
from bot.services.imports import IMPORTS, ImportProblem
from bot.services.words import Words
from bot.settings import ROOT, Settings
from bot.store import open_store
from bot.store.migrate import upgrade


def with_services(settings: Settings, act: Callable[[Services], Awaitable[int]]) -> int:
    """Open the store, migrate, act, close."""

    async def run() -> int:
        services = Services(store=open_store(settings.database_url), words=Words.load(ROOT / "data"))
        try:
            await upgrade(services.store)
            return await act(services)
        finally:
            await services.store.close()

    return asyncio.run(run())


def db_upgrade(settings: Settings) -> int:
    """Bring the schema up to date."""

    async def act(_services: Services) -> int:
        print("the schema is up to date")
        return 0

    return with_services(settings, act)


def agent_add(settings: Settings, email: str, role: str, name: str | None) -> int:
    """Make an account; the password is asked for, read from a pipe, or generated."""
    password, generated = _ask_password()

    async def act(services: Services) -> int:
        agent = await add_agent(services, email, name or email.split("@", maxsplit=1)[0], role, password)
        print(f"{agent.email} ({agent.role})" + (f" password: {password}" if generated else ""))
        return 0

    return _told(lambda: with_services(settings, act))


def agent_password(settings: Settings, email: str) -> int:
    """Give an account another password; who is logged in with the old one is logged out."""
    password, generated = _ask_password()

    async def act(services: Services) -> int:
        agent = await set_password(services, email, password)
        print(f"{agent.email} has a new password" + (f": {password}" if generated else ""))
        return 0

    return _told(lambda: with_services(settings, act))


def agent_disable(settings: Settings, email: str) -> int:
    """Close an account."""

    async def act(services: Services) -> int:
        agent = await disable_agent(services, email)
        print(f"{agent.email} can no longer log in")
        return 0

    return _told(lambda: with_services(settings, act))


def _ask_password() -> tuple[str, bool]:
    """The password from the terminal or a pipe, or a generated one (True)."""
    if sys.stdin.isatty():
        password = getpass.getpass("Password (empty: generate one): ")
    else:
        password = sys.stdin.readline().rstrip("\n")
    return (password, False) if password else (secrets.token_urlsafe(9), True)


def import_file(settings: Settings, what: str, path: Path) -> int:
    """Bring a file in; nothing changes if any line is wrong."""

    async def act(services: Services) -> int:
        count = await IMPORTS[what](services, path.read_bytes())
        print(f"{what}: {count}")
        return 0

    try:
        return _told(lambda: with_services(settings, act))
    except ImportProblem as problem:
        print(f"{path}: nothing was imported", file=sys.stderr)
        for line in problem.problems[:20]:
            print(f"  {line}", file=sys.stderr)
        if len(problem.problems) > 20:
            print(f"  and {len(problem.problems) - 20} more", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return 1


def export(settings: Settings, what: str) -> int:
    """Write leads, conversations or the journey as CSV to standard output."""

    async def act(services: Services) -> int:
        header, rows = await EXPORTS[what](services)
        writer = csv.writer(sys.stdout)
        writer.writerow(header)
        writer.writerows([[safe_cell(value) for value in row] for row in rows])
        return 0

    return with_services(settings, act)


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def person(settings: Settings, what: str, visitor_id: str) -> int:
    """Hand over, or erase, everything a person gave."""

    async def act(services: Services) -> int:
        if what == "export":
            print(json.dumps(await export_person(services, visitor_id), ensure_ascii=False, indent=2))
        else:
            ids = await conversations_of(services, visitor_id)
            # First, so that the command can be repeated when Rasa cannot be reached; and once more for a turn between.
            rows = await forget(settings, ids)
            gone = await erase_person(services, visitor_id)
            rows += await forget(settings, ids)
            print(json.dumps({**gone, "rasa": rows}, ensure_ascii=False))
        return 0

    return _told(lambda: with_services(settings, act))


def _told(act: Callable[[], int]) -> int:
    try:
        return act()
    except DomainError as error:
        print(f"{error}", file=sys.stderr)
        return 1
