"""``python -m bot serve``: train if needed, migrate, seed, start everything, say where it is."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import secrets
import signal
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web

from bot.commands.steps import step
from bot.dialogue.supervisor import RasaSupervisor
from bot.dialogue.training import train
from bot.logs import set_up_logs
from bot.settings import ROOT, Settings, SettingsError

# The rest of the bot is imported while Rasa loads, see `serve_all`.
if TYPE_CHECKING:
    from bot.services.context import Services

STARTING_SECONDS = 60
"""How long the addresses are held back for Rasa, which starts slower than the rest."""


def serve(settings: Settings) -> int:
    """Run until Ctrl-C or SIGTERM."""
    set_up_logs(settings.log_level, settings.log_format)
    if not settings.rasa_addresses:
        step("Model: checking whether it is up to date")
        began = time.monotonic()
        if train(settings):
            step(f"Model: trained in {time.monotonic() - began:.0f} s")
    with asyncio.Runner(loop_factory=quick_loop) as runner:
        runner.run(serve_all(settings))
    return 0


def quick_loop() -> asyncio.AbstractEventLoop:
    """The event loop of uvloop, which comes with the action server's framework where it exists; else that of Python."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


async def serve_all(settings: Settings) -> None:
    """Start Rasa, which takes longest, and meanwhile everything else."""
    supervisor = None if settings.rasa_addresses else RasaSupervisor(settings)
    try:
        if supervisor:
            await supervisor.start()
        password = await prepare(settings)
        await run(settings, lambda url: welcome(settings, url, password), supervisor)
    finally:
        if supervisor:
            await supervisor.stop()


async def prepare(settings: Settings) -> str | None:
    """Migrate, seed the demo shop, make the first admin; returns a password if one was generated."""
    from bot.services.context import Services
    from bot.services.imports import seed_demo
    from bot.services.words import Words
    from bot.store import open_store
    from bot.store.migrate import upgrade

    services = Services(store=open_store(settings.database_url), words=Words({}))
    try:
        step("Database: bringing the schema up to date")
        await upgrade(services.store)
        if settings.demo_shop:
            counts = await seed_demo(services, ROOT / "data" / "shop")
            if counts:
                step("Demo shop: " + ", ".join(f"{count} {name}" for name, count in counts.items() if name != "shop"))
        return await first_admin(services, settings)
    finally:
        await services.store.close()


async def first_admin(services: Services, settings: Settings) -> str | None:
    """Make the admin account if there is no account at all."""
    from sqlalchemy import select

    from bot.domain.handoff import Agent
    from bot.services.agents import add_agent

    async with services.store.read() as session:
        if (await session.execute(select(Agent).limit(1))).first():
            return None
    given = settings.admin_password.get_secret_value()
    password = given or secrets.token_urlsafe(9)
    await add_agent(services, settings.admin_email, "Quản trị", "admin", password)
    return None if given else password


def welcome(settings: Settings, url: str, password: str | None) -> None:
    """Say where everything is."""
    lines = [
        "",
        f"  Shop and widget   {url}/",
        f"  Agents' console   {url}/console",
    ]
    if password:
        lines.append(f"  First login       {settings.admin_email}  password: {password}   (shown once; change it)")
    lines += ["", "  Ctrl-C stops everything.", ""]
    print("\n".join(lines), file=sys.stderr, flush=True)


async def run(settings: Settings, started: Callable[[str], None], supervisor: RasaSupervisor | None = None) -> None:
    """Serve until a signal comes."""
    from bot.app import SERVICES, make_app
    from bot.services.warming import warm_up

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    app = make_app(settings, supervisor=supervisor)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
    try:
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as error:
        await runner.cleanup()
        if error.errno != errno.EADDRINUSE:
            raise
        raise SettingsError(f"{error.strerror}: set BOT_PORT or BOT_ACTIONS_PORT, or stop what uses it") from None
    try:
        host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0", "::") else settings.host  # noqa: S104
        port = runner.addresses[0][1]
        await asyncio.gather(answering(f"http://{host}:{port}/health/ready", stop), warm_up(app[SERVICES]))
        # Modules, words and the catalogue stay: the collector need not walk through them again and again.
        gc.collect()
        gc.freeze()
        started(settings.public_url or f"http://{host}:{port}")
        await stop.wait()
        step("Stopping")
    finally:
        await runner.cleanup()


async def answering(url: str, stop: asyncio.Event) -> None:
    """Wait until Rasa answers too, so that nobody is sent to an assistant that is still waking up; a minute at most."""
    step("Rasa: starting")
    began = time.monotonic()
    async with aiohttp.ClientSession() as session:
        while not stop.is_set() and time.monotonic() - began < STARTING_SECONDS:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                async with session.get(url, timeout=aiohttp.ClientTimeout(total=5)) as response:
                    if (await response.json()).get("status") == "ok":
                        step(f"Rasa: ready after {time.monotonic() - began:.0f} s")
                        return
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.25):
                    await stop.wait()
    step("Rasa: not ready yet; messages are kept and answered when it is")
