"""``python -m bot messenger …``: set the Facebook Page up, check it, let it send again."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.channels.messenger.config import MessengerConfig
from bot.channels.messenger.errors import GraphError, GraphUnreachable
from bot.channels.messenger.graph import Graph
from bot.channels.messenger.profile import Profile, ProfileProblem, load_profile
from bot.channels.messenger.setup import Check, check_page, set_up_page
from bot.channels.messenger.webhook import CHANNEL
from bot.commands.data import with_services
from bot.services.channel_state import read_state, resume_channel
from bot.services.context import Services
from bot.services.shop import load_shop
from bot.settings import Settings
from bot.store import open_store

Finding = tuple[bool, str, str]

STOPS = {
    "token": "Meta refuses the token: make a new one and put it in place of the old one",
    "policy": "Meta restricted the Page: see the Page's support inbox, then `python -m bot messenger resume`",
    "config": "Meta refuses the app: check BOT_MESSENGER_APP_SECRET and that the app is live, then restart",
}


def messenger(settings: Settings, action: str, file: Path | None) -> int:
    """Run one of the commands; 1 if anything is not as it should be."""
    config = MessengerConfig.from_settings(settings)
    if action == "resume":
        return with_services(settings, _resume)
    if config.missing:
        print(f"Messenger is not set up: {', '.join(config.missing)}; see docs/messenger.md", file=sys.stderr)
        return 1

    async def act(services: Services) -> int:
        path = file or settings.messenger_profile
        name = str((await load_shop(services)).get("name") or await _page_name(config))
        try:
            profile = load_profile(path, name)
        except ProfileProblem as problem:
            print(f"{path}: nothing was changed", file=sys.stderr)
            for line in problem.problems:
                print(f"  {line}", file=sys.stderr)
            return 1
        except OSError as error:
            print(f"{path}: {error.strerror}", file=sys.stderr)
            return 1
        return await _with_graph(config, profile, change=action == "setup")

    return with_services(settings, act)


async def _page_name(config: MessengerConfig) -> str:
    """What the Page calls itself, where no shop was imported; empty if Graph does not tell."""
    graph = Graph(config)
    await graph.open()
    try:
        return str((await graph.get("me", fields="name")).get("name") or "")
    except (GraphError, GraphUnreachable):
        return ""  # The checks will say why.
    finally:
        await graph.close()


async def _with_graph(config: MessengerConfig, profile: Profile, *, change: bool) -> int:
    graph = Graph(config)
    await graph.open()
    try:
        if change:
            try:
                changed = [line async for line in set_up_page(graph, config, profile)]
            except (GraphError, GraphUnreachable) as error:
                print(f"Meta refused: {error}", file=sys.stderr)
            else:
                for line in changed or ["nothing to change"]:
                    print(f"setup    {line}")
        missing = 0
        async for check in check_page(graph, config, profile):
            print(_line(check))
            missing += not check.good
        return 1 if missing else 0
    finally:
        await graph.close()


def _line(check: Check) -> str:
    return f"ok       {check.what}" if check.good else f"MISSING  {check.what} — {check.cure}"


async def _resume(services: Services) -> int:
    was = (await read_state(services, CHANNEL)).stopped
    if await resume_channel(services, CHANNEL):
        print(f"the Page sends again (it had stopped: {was})")
    else:
        print("the Page had not stopped")
    return 0


def messenger_findings(settings: Settings) -> Iterator[Finding]:
    """For ``doctor``: nothing where nobody wants Messenger, one line that names what is missing, or every check."""
    config = MessengerConfig.from_settings(settings)
    if not config.is_wanted:
        return
    for check in asyncio.run(_look(settings, config)):
        yield check.good, f"Messenger: {check.what}", check.cure


async def _look(settings: Settings, config: MessengerConfig) -> list[Check]:
    graph = Graph(config)
    await graph.open()
    try:
        found = [check async for check in check_page(graph, config)]
    finally:
        await graph.close()
    try:
        load_profile(settings.messenger_profile)
        found.append(Check(True, f"the profile in {settings.messenger_profile.name} can be read"))
    except (OSError, ProfileProblem) as problem:
        found.append(Check(False, f"the profile in {settings.messenger_profile} can be read", str(problem)))
    stopped = await _stopped(settings)
    if stopped is not None:
        found.append(Check(not stopped, "the Page sends", STOPS.get(stopped, stopped)))
    return found


async def _stopped(settings: Settings) -> str | None:
    """Why the Page sends nothing, empty if it does; None where the database cannot tell."""
    store = open_store(settings.database_url)
    try:
        from bot.services.words import Words

        return (await read_state(Services(store=store, words=Words({})), CHANNEL)).stopped or ""
    except Exception:
        return None  # Another line of doctor's tells about the database.
    finally:
        await store.close()
