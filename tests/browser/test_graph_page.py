"""The page of `make graph`: a developer plays the Messenger user."""

from __future__ import annotations

import asyncio
import json
import re
import threading
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from graph import Graph, running_graph
from graph.play import add_play
from graph.tokens import proof_of
from playwright.sync_api import Page, expect


@pytest.fixture
def graph() -> Iterator[Graph]:
    """A stand-in on a loop of its own; nobody hears its webhooks."""
    loop, ready, stop = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    found: list[Graph] = []

    async def run() -> None:
        async with running_graph(add_play) as running:
            running.webhooks.retries = 0
            running.person("Vera")
            found.append(running)
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    assert ready.wait(20)
    yield found[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    loop.close()


def page_says(graph: Graph, message: dict[str, Any]) -> None:
    """What the bot would send."""
    token = graph.token.text
    (vera,) = graph.people
    url = f"{graph.url}/v26.0/me/messages?access_token={token}&appsecret_proof={proof_of(graph.app_secret, token)}"
    body = json.dumps({"recipient": {"id": vera}, "message": message}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as response:
        assert response.status == 200


@pytest.mark.parametrize("width", [1280, 360])
def test_a_developer_plays_the_messenger_user(graph: Graph, page: Callable[..., Page], width: int):
    tab = page(width=width)
    troubles: list[str] = []
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.goto(graph.url)
    tab.get_by_label("Aa").fill("<b>Shop ơi</b>")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("log").get_by_text("<b>Shop ơi</b>")).to_be_visible()

    replies = [{"content_type": "text", "title": "Áo thun", "payload": "SHIRTS"}]
    page_says(graph, {"text": "Dạ em nghe ạ", "quick_replies": replies})
    expect(tab.get_by_role("log").get_by_text("Dạ em nghe ạ")).to_be_visible()
    tab.get_by_role("button", name="Áo thun").click()
    expect(tab.get_by_role("log").get_by_text("Áo thun")).to_be_visible()
    expect(tab.get_by_role("button", name="Áo thun")).to_have_count(0)

    if width < 820:
        tab.get_by_role("button", name="Công cụ").click()
    tab.get_by_role("button", name="+25 giờ").click()
    tab.get_by_role("button", name="Sổ", exact=True).click()
    expect(tab.get_by_role("cell", name=re.compile("Dạ em nghe ạ"))).to_be_visible()
    if width < 820:
        tab.get_by_role("button", name="Chat").click()
    expect(tab.get_by_text("Cửa sổ 24 giờ đã đóng")).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert troubles == []
