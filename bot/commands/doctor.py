"""``python -m bot doctor``: checks the set-up and says what is missing and how to mend it."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
from collections.abc import Iterator

from sqlalchemy import text

from bot.commands.messenger import messenger_findings
from bot.dialogue.training import is_trained
from bot.settings import Settings
from bot.store import open_store

Finding = tuple[bool, str, str]


def doctor(settings: Settings) -> int:
    """Print one line a check; 1 if anything is missing."""
    missing = 0
    for good, what, cure in findings(settings):
        print(f"{'ok     ' if good else 'MISSING'}  {what}" + ("" if good else f" — {cure}"))
        missing += not good
    return 1 if missing else 0


def findings(settings: Settings) -> Iterator[Finding]:
    """Each check as (good, what, cure)."""
    if settings.rasa_addresses:
        yield True, f"Rasa is run elsewhere: {', '.join(settings.rasa_addresses)}", ""
    else:
        yield _rasa_environment(settings)
        yield is_trained(settings), "model is made of the present inputs", "run `make train`"
        yield (
            _port_free(settings.rasa_port),
            f"port {settings.rasa_port} for Rasa is free",
            "stop what uses it or set BOT_RASA_PORT",
        )
    yield _port_free(settings.actions_port), f"port {settings.actions_port} for actions is free", "set BOT_ACTIONS_PORT"
    yield _port_free(settings.port), f"port {settings.port} is free", "stop what uses it or set BOT_PORT"
    yield _database(settings)
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.var_dir).free / 1e9
    yield free > 0.5, f"{free:.1f} GB of disk are free", "make room: the database and models need it"
    yield from messenger_findings(settings)
    if settings.env == "production":
        yield bool(settings.public_url), "BOT_PUBLIC_URL is set", "set the address visitors use"
        yield bool(settings.origins), "BOT_ALLOWED_ORIGINS is set", "list the websites that embed the widget"


def _rasa_environment(settings: Settings) -> Finding:
    what = f"Rasa's environment at {settings.rasa_python}"
    try:
        done = subprocess.run(
            [str(settings.rasa_python), "-c", "import importlib.metadata as m; print(m.version('rasa'))"],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    except OSError:
        return False, what, "run `make setup`"
    return done.stdout.strip() == "3.6.21", f"{what} has Rasa {done.stdout.strip() or '?'}", "run `make setup`"


def _port_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _database(settings: Settings) -> Finding:
    async def probe() -> None:
        store = open_store(settings.database_url)
        try:
            async with store.read() as session:
                await session.execute(text("SELECT 1"))
        finally:
            await store.close()

    shown = settings.database_url.split("@")[-1]
    try:
        asyncio.run(asyncio.wait_for(probe(), 10))
    except Exception as error:
        return False, f"database {shown}", f"{type(error).__name__}: {error}"
    return True, f"database {shown} answers", ""
