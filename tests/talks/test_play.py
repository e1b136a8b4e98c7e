"""Talks played against a house that is none, and what a developer is shown of them."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from . import __main__ as by_hand
from . import play
from .house import files_of, free_port
from .judge import SHOPS, BadTalks, Talk, Turn
from .play import play_all
from .variants import stripped

TOKEN = "a-token"


class Mimic:
    """Answers every message with itself, or as it is told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.tokens: set[str] = set()
        self.statuses: dict[str, int] = {}
        self.now, self.most = 0, 0
        self.pause = 0.0

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.heard.append((body["sender"], body["message"]))
        self.tokens.add(request.headers["Authorization"])
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(self.pause)
        self.now -= 1
        status = self.statuses.get(body["message"], 200)
        return web.json_response([{"recipient_id": "x", "text": body["message"]}], status=status)


@pytest.fixture
def mimic():
    return Mimic()


@pytest.fixture
async def url(mimic):
    app = web.Application()
    app.router.add_post("/webhooks/rest/webhook", mimic.answer)
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


def talk(*said, name="a-talk", shop="demo"):
    return Talk(name, "about it", "vi", tuple(Turn(text, says=("hong",)) for text in said), shop)


async def test_every_turn_is_said_in_order_and_judged(mimic, url):
    [played] = await play_all([talk("màu hồng", "màu đen")], url, TOKEN)
    assert [text for _, text in mimic.heard] == ["màu hồng", "màu đen"]
    assert mimic.tokens == {f"Bearer {TOKEN}"}
    assert [said.faults for said in played.said] == [[], ["says: hong is not there"]]
    assert all(0 < said.seconds < 5 for said in played.said)
    assert not played.is_right


async def test_each_talk_has_a_visitor_of_its_own_who_is_new_in_every_run(mimic, url):
    talks = [talk("hồng", "hồng", name="a"), talk("hồng", name="b")]
    for _ in range(2):
        assert [one.talk.name for one in await play_all(talks, url, TOKEN)] == ["a", "b"]
    assert len({sender for sender, _ in mimic.heard}) == 4


async def test_some_are_played_at_once_and_not_all(mimic, url):
    mimic.pause = 0.02
    await play_all([talk("hồng", "hồng", name=f"talk-{number}") for number in range(9)], url, TOKEN)
    assert mimic.most == play.AT_ONCE


async def test_variant_is_what_the_visitor_says(mimic, url):
    [played] = await play_all([talk("màu hồng")], url, TOKEN, stripped)
    assert mimic.heard[0][1] == played.said[0].text == "mau hong"
    assert played.said[0].turn.user == "màu hồng"


async def test_turn_without_an_answer_is_wrong_and_the_talk_goes_on(mimic, url, monkeypatch):
    mimic.statuses["hồng 1"] = 503
    [played] = await play_all([talk("hồng 1", "hồng 2")], url, TOKEN)
    assert [(said.faults, said.seconds is None) for said in played.said] == [
        (["the house answered 503"], True),
        ([], False),
    ]
    mimic.pause = 0.3
    monkeypatch.setattr(play, "PATIENCE", 0.05)
    [played] = await play_all([Talk("b", "", "vi", (Turn("not checked"),))], url, TOKEN)
    assert played.said[0].faults == ["no answer within 0.05 s"]
    assert not played.is_right


async def test_house_that_is_not_there_ends_it_all():
    with pytest.raises(aiohttp.ClientConnectorError):
        await play_all([talk("hồng"), talk("hồng", name="b")], f"http://127.0.0.1:{free_port()}", TOKEN)


def test_shops_but_for_the_demo_shop_are_imported_whole_and_the_profile_first():
    assert files_of("demo") == {}
    for shop in SHOPS[1:]:
        assert list(files_of(shop)) == ["shop", "catalogue", "faq", "offers", "orders"]
        assert all(path.is_file() for path in files_of(shop).values())


# ── By hand ──


@pytest.fixture
def command(monkeypatch, capsys):
    """Runs the command line on three talks; returns exit code, output and errors."""
    talks = [talk("màu hồng", "màu đen"), talk("hồng", name="b-talk"), talk("hồng", name="c-talk", shop="pets")]
    monkeypatch.setattr(by_hand, "load_talks", lambda shops: [one for one in talks if one.shop in shops])

    async def run(*given):
        monkeypatch.setattr("sys.argv", ["talks", *given])
        code = await asyncio.to_thread(by_hand.main)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


async def test_what_went_wrong_is_shown_with_the_figures(command, mimic, url):
    code, out, _ = await command("--url", url, "--token", TOKEN)
    assert code == 0
    assert "── demo: a-talk (about it)" in out and "b-talk" not in out
    assert "  2 visitor: màu đen\n    bot: màu đen\n      ✗ says: hong is not there\n" in out
    assert "visitor: màu hồng" not in out
    assert out.endswith("demo: turns right 0.667 of 3; whole talks right 1/2; several wishes all served 0.00 of 0\n")


async def test_everything_is_shown_on_demand_and_only_what_was_asked_for(command, mimic, url):
    _, out, _ = await command("--url", url, "--show", "--only", "b-talk", "--variant", "stripped")
    assert "── demo: b-talk" in out and "visitor: hong" in out and "a-talk" not in out
    code, _, err = await command("--url", url, "--only", "b-talk,d-talk")
    assert (code, err) == (2, "d-talk: there is no such talk\n")
    code, _, err = await command("--url", url, "--only", "b-talk,c-talk")
    assert (code, "several shops" in err) == (2, True)


async def test_house_out_of_reach_is_told_in_words(command):
    code, _, err = await command("--url", f"http://127.0.0.1:{free_port()}")
    assert (code, "cannot be reached" in err) == (2, True)


async def test_every_shop_gets_a_house_of_its_own(command, mimic, url, monkeypatch):
    started = []

    @contextmanager
    def house(_folder, shop):
        started.append(shop)
        yield type("House", (), {"url": url, "token": TOKEN})

    monkeypatch.setattr(by_hand, "running_house", house)
    _, out, _ = await command("--shop", "all")
    assert started == ["demo", "pets"]
    assert out.splitlines()[-1].startswith("all: turns right 0.750 of 4; whole talks right 2/3")


def test_malformed_talks_and_one_house_for_all_shops_are_refused(monkeypatch, capsys):
    def refuse(_shops):
        raise BadTalks(["demo/a.yml: a-talk: is wrong", "demo/a.yml: b-talk: is wrong"])

    monkeypatch.setattr(by_hand, "load_talks", refuse)
    monkeypatch.setattr("sys.argv", ["talks"])
    assert by_hand.main() == 2
    assert capsys.readouterr().err.splitlines() == ["demo/a.yml: a-talk: is wrong", "demo/a.yml: b-talk: is wrong"]
    with pytest.raises(SystemExit):
        by_hand.arguments(["--shop", "all", "--url", "http://127.0.0.1:1"])
