"""The developer's page: what it is told, what it may do, and the process behind `make graph`."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from . import Graph, proof_of, running_graph
from .conftest import Shop
from .play import ROOT, add_play


@pytest.fixture
async def play(shop: Shop) -> AsyncIterator[Graph]:
    async with running_graph(add_play, callback=shop.url) as graph:
        graph.echo_after = graph.delivered_after = 0
        graph.person("Vera")
        yield graph


async def does(graph: Graph, act: str, **more: Any) -> tuple[int, Any]:
    body = {"person": graph.person("Vera").id, "act": act, **more}
    async with graph.session.post(f"{graph.url}/play/do", json=body) as response:
        return response.status, await response.json()


async def shown(graph: Graph, seen: int = -1) -> dict[str, Any]:
    async with graph.session.get(f"{graph.url}/play/state", params={"seen": seen}) as response:
        return await response.json()


async def test_the_page_and_what_it_needs_are_served(play: Graph):
    for path in ("/", "/play/web/play.js", "/play/web/play.css", "/play/shared/dom.js", "/play/fonts/fonts.css"):
        async with play.session.get(play.url + path) as response:
            assert response.status == 200, path


async def test_what_is_clicked_happens_and_is_shown(play: Graph, shop: Shop):
    assert (await does(play, "says", text="Shop ơi"))[0] == 200
    assert shop.events("message")[0]["message"]["text"] == "Shop ơi"
    (vera,) = (await shown(play))["people"]
    assert [line["text"] for line in vera["thread"]] == ["Shop ơi"]
    assert vera["window_ends"]
    await does(play, "inbox", text="Em là Lan", takes=True)
    (vera,) = (await shown(play))["people"]
    assert (vera["owner"], vera["thread"][-1]["author"]) == ("inbox", "inbox")


async def test_the_page_waits_until_there_is_news(play: Graph):
    state = await shown(play)
    waiting = asyncio.create_task(shown(play, state["version"]))
    await asyncio.sleep(0)
    assert not waiting.done()
    await does(play, "says", text="Alo")
    assert (await waiting)["version"] > state["version"]


@pytest.mark.parametrize(
    "act",
    [
        {"act": "set", "name": "echo", "value": "before"},
        {"act": "set", "name": "copies", "value": True},
        {"act": "set", "name": "token", "value": False},
        {"act": "set", "name": "blocked", "value": True},
        {"act": "set", "name": "nameless", "value": True},
        {"act": "clock", "hours": 25},
        {"act": "fault", "name": "unexpected"},
        {"act": "fault", "name": "stall"},
        {"act": "fault", "name": "reset"},
        {"act": "fault", "name": "html"},
        {"act": "fault", "name": "truncate"},
        {"act": "heal"},
        {"act": "new_token"},
        {"act": "policy", "value": True},
        {"act": "thread", "value": True},
        {"act": "ad", "ad": "1", "text": "Còn không?"},
        {"act": "image", "url": "https://a.example/b.jpg"},
        {"act": "likes"},
        {"act": "reads"},
    ],
    ids=lambda act: " ".join(str(part) for part in act.values()),
)
async def test_every_control_changes_what_is_shown(play: Graph, act: dict[str, Any]):
    before = await shown(play)
    status, answer = await does(play, **act)
    assert status == 200, answer
    assert (await shown(play))["version"] > before["version"]


@pytest.mark.parametrize(
    "act",
    [
        {"act": "fly"},
        {"act": "says"},
        {"act": "taps", "what": "nothing"},
        {"act": "starts"},
        {"act": "link", "ref": "no Get Started button"},
        {"act": "fault", "name": "none"},
        {"act": "unsends", "mid": "m_unknown"},
        {"act": "clock", "hours": "soon"},
    ],
    ids=str,
)
async def test_what_cannot_be_done_is_said(play: Graph, act: dict[str, Any]):
    status, answer = await does(play, **act)
    assert (status, bool("trouble" in answer)) == (400, True)


async def test_a_file_from_the_disk_is_sent(play: Graph, shop: Shop):
    vera = play.person("Vera")
    headers = {"X-Person": vera.id, "Content-Type": "image/gif"}
    async with play.session.post(f"{play.url}/play/file", data=b"GIF89a", headers=headers) as response:
        assert response.status == 200
    (attachment,) = shop.events("message")[0]["message"]["attachments"]
    assert attachment["type"] == "image"
    async with play.session.get(attachment["payload"]["url"]) as response:
        assert await response.read() == b"GIF89a"
    async with play.session.post(f"{play.url}/play/file", data=b"GIF89a") as response:
        assert response.status == 400


async def test_another_site_cannot_click_here(play: Graph):
    async with play.session.post(f"{play.url}/play/do", data='{"act": "policy", "value": true}') as response:
        assert response.status == 415
    assert play.restriction is None


async def test_the_process_prints_settings_that_work_and_keeps_them(tmp_path: Path):
    told = [await started(tmp_path / "graph.json") for _ in range(2)]
    for name in ("APP_SECRET", "PAGE_TOKEN", "VERIFY_TOKEN", "PAGE_ID"):
        assert told[0][f"BOT_MESSENGER_{name}"] == told[1][f"BOT_MESSENGER_{name}"]
    assert (tmp_path / "graph.json").stat().st_mode & 0o077 == 0


async def started(kept: Path) -> dict[str, str]:
    """Start the process, call it once with what it says, stop it; returns the settings."""
    command = [sys.executable, "-m", "tests.graph", "--port", "0", "--secrets", str(kept)]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        lines = []
        async with asyncio.timeout(60):
            while not lines or "Stop with" not in lines[-1]:
                lines.append((await process.stdout.readline()).decode())
                assert lines[-1], "".join(lines)
        settings = dict(re.findall(r"^(BOT_\w+)=(.+)$", "".join(lines), re.MULTILINE))
        token, secret = settings["BOT_MESSENGER_PAGE_TOKEN"], settings["BOT_MESSENGER_APP_SECRET"]
        params = {"access_token": token, "appsecret_proof": proof_of(secret, token)}
        address = f"{settings['BOT_MESSENGER_GRAPH_URL']}/{settings['BOT_MESSENGER_GRAPH_VERSION']}/me"
        async with aiohttp.ClientSession() as session, session.get(address, params=params) as response:
            assert (await response.json())["id"] == settings["BOT_MESSENGER_PAGE_ID"]
        return settings
    finally:
        process.terminate()
        assert await process.wait() == 0
