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

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

from bot.commands.steps import step
from bot.dialogue.rules import load_rules
from bot.dialogue.trackers import forget
from bot.domain.errors import DomainError
from bot.services.agents import add_agent, disable_agent, set_password
from bot.services.context import Services
from bot.services.exports import EXPORTS, conversations_of, erase_person, export_person
from bot.services.imports import IMPORTS
from bot.services.look_over import look_over
from bot.services.rehearsal import Changes, check_import
from bot.services.sheets import ImportProblem
from bot.services.words import Words
from bot.settings import ROOT, Settings
from bot.store import Store, open_store
from bot.store.migrate import alembic_config, upgrade


def with_services(settings: Settings, act: Callable[[Services], Awaitable[int]], *, migrate: bool = True) -> int:
    """Open the store, migrate unless nothing may change, act, close."""

    async def run() -> int:
        services = Services(store=open_store(settings.database_url), words=Words.load(ROOT / "data"), progress=step)
        try:
            if migrate:
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


def import_file(settings: Settings, what: str, path: Path, *, check: bool = False) -> int:
    """Bring a file in, or only tell what that would change; nothing changes if any line is wrong."""

    async def bring_in(services: Services) -> int:
        data = path.read_bytes()
        warnings = await look_over(services, what, data, topics())
        count = await IMPORTS[what](services, data)
        _print_warnings(path, warnings)
        print(f"{what}: {count}")
        return 0

    async def try_out(services: Services) -> int:
        data = path.read_bytes()
        if not await is_migrated(services.store):
            print("the database is not up to date: `python -m bot db upgrade` first", file=sys.stderr)
            return 1
        changes = await check_import(services, what, data)
        _print_warnings(path, await look_over(services, what, data, topics()), most=None)
        _print_changes(what, changes)
        return 0

    try:
        if check:
            return _told(lambda: with_services(settings, try_out, migrate=False))
        return _told(lambda: with_services(settings, bring_in))
    except ImportProblem as problem:
        _print_problems(path, problem.problems, most=None if check else 20)
        return 1
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return 1


async def is_migrated(store: Store) -> bool:
    """Whether the schema is the newest; looks and changes nothing."""

    def look(session: Session) -> bool:
        newest = ScriptDirectory.from_config(alembic_config()).get_current_head()
        return MigrationContext.configure(session.connection()).get_current_revision() == newest

    async with store.read() as session:
        return await session.run_sync(look)


def _print_changes(what: str, changes: Changes) -> None:
    new, changed, gone = changes.new, changes.changed, changes.gone
    print(f"{what}: {changes.read} read; {len(new)} new, {len(changed)} changed, {len(gone)} gone")
    if new:
        print(f"  new: {', '.join(new)}")
    for key, columns in changed.items():
        print(f"  changed: {key} ({', '.join(columns)})")
    if gone:
        print(f"  gone: {', '.join(gone)}")
    print("nothing was imported: this was a check")


def topics() -> frozenset[str]:
    """What an answer may be filed under: what the rules lead to an action."""
    return frozenset(load_rules(ROOT / "data" / "rules"))


def _print_warnings(path: Path, warnings: list[str], most: int | None = 20) -> None:
    if warnings:
        print(f"{path}: worth a look", file=sys.stderr)
    for line in warnings[:most]:
        print(f"  {line}", file=sys.stderr)
    if most is not None and len(warnings) > most:
        print(f"  and {len(warnings) - most} more", file=sys.stderr)


def _print_problems(path: Path, problems: list[str], most: int | None) -> None:
    print(f"{path}: nothing was imported", file=sys.stderr)
    for line in problems[:most]:
        print(f"  {line}", file=sys.stderr)
    if most is not None and len(problems) > most:
        print(f"  and {len(problems) - most} more", file=sys.stderr)


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
