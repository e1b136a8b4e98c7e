"""Receiving webhooks: what is believed, what is stored before the answer, and what is known again."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import signal
import socket
import sys
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from graph import signature
from hypothesis import given, settings
from hypothesis import strategies as st
from messenger_shapes import PAGE, PSID, message, payload, payloads, webhook
from structlog.testing import capture_logs

from bot.channels.messenger.events import READERS, Came, read_event, read_time
from bot.channels.messenger.signature import is_signed, sign
from bot.channels.messenger.webhook import MAX_BODY, clean, read_body, rows_of
from bot.domain.conversation import Conversation, Message, Visitor
from bot.domain.delivery import InboxRow
from bot.domain.thread import Thread
from bot.domain.work import Turn
from bot.settings import ROOT

INNER = (
    "mid",
    "text",
    "attachments",
    "payload",
    "type",
    "url",
    "quick_reply",
    "referral",
    "feedback_screens",
    "screens",
)
"""Names that the reader looks for inside."""


async def get(page, **query):
    async with aiohttp.ClientSession() as http, http.get(page.url, params=query) as response:
        return response.status, await response.text(), response.content_type


# -- 1, 2 --


async def test_meta_is_let_in_with_the_right_token_and_gets_its_challenge_back_as_plain_text(page, graph):
    query = {"hub.mode": "subscribe", "hub.verify_token": graph.verify_token, "hub.challenge": "1158201444"}
    assert await get(page, **query) == (200, "1158201444", "text/plain")


async def test_wrong_token_or_mode_is_refused(page, graph):
    good = {"hub.mode": "subscribe", "hub.verify_token": graph.verify_token, "hub.challenge": "1"}
    for bad in ({"hub.verify_token": "wrong"}, {"hub.mode": "unsubscribe"}, {"hub.verify_token": ""}):
        assert (await get(page, **{**good, **bad}))[0] == 403
    assert (await get(page))[0] == 403


async def test_what_is_not_about_a_page_is_not_found(page):
    assert await page.post({"object": "instagram", "entry": []}) == 404
    assert await page.post({"entry": []}) == 404


# -- 3, 4, 5 --


async def test_unsigned_and_wrongly_signed_webhooks_are_refused_and_nothing_is_stored(page, graph):
    raw = json.dumps(webhook(message("m_1", "Shop ơi"))).encode()
    good = signature(raw, graph.app_secret)
    sha1 = "sha1=" + hmac.new(graph.app_secret.encode(), raw, hashlib.sha1).hexdigest()
    bad = [None, "", sha1, "sha256=", good[:-1], good[:-1] + "x", good.upper(), good + "0", good.replace("=", ":"),
           "sha256=" + "0" * 64, signature(raw, "another secret"), signature(raw + b" ", graph.app_secret)]  # fmt: skip
    for header in bad:
        assert await page.post(raw, headers={"X-Hub-Signature-256": header}) == 403, header
    assert await page.post(raw, headers={"X-Hub-Signature-256": None, "X-Hub-Signature": sha1}) == 403
    assert await page.all(InboxRow) == await page.all(Visitor) == []


async def test_without_credentials_the_webhook_refuses_everything(open_door):
    door = await open_door()
    async with aiohttp.ClientSession() as http:
        raw = b'{"object":"page","entry":[]}'
        headers = {"X-Hub-Signature-256": sign("", raw)}
        async with http.post(f"{door.url}/webhooks/messenger", data=raw, headers=headers) as response:
            assert response.status == 403
        query = {"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"}
        async with http.get(f"{door.url}/webhooks/messenger", params=query) as response:
            assert response.status == 403
    assert not is_signed("", raw, sign("", raw))


async def test_signature_is_over_the_bytes_as_they_came(page, graph):
    body = webhook(message("m_1", "Còn hàng không ạ? 👍"))
    escaped = json.dumps(body, ensure_ascii=True).encode()
    spelled_out = json.dumps(body, ensure_ascii=False).encode()
    assert escaped != spelled_out
    assert await page.post(spelled_out, headers={"X-Hub-Signature-256": signature(escaped, graph.app_secret)}) == 403
    assert await page.post(escaped) == 200
    await page.settled()
    assert (await page.transcript(PSID))[0].text == "Còn hàng không ạ? 👍"


async def test_body_that_is_too_large_is_refused_before_it_is_hashed(page):
    assert await page.post(b"x" * (MAX_BODY + 1)) == 413

    async def endless():
        for _ in range(MAX_BODY // 65536 + 2):
            yield b"x" * 65536

    async with aiohttp.ClientSession() as http, http.post(page.url, data=endless()) as response:
        assert response.status == 413


async def test_signed_nonsense_is_refused_without_a_trace(page):
    for raw in (b"", b"{", b"[]", b'"page"', b"\xff\xfe", b"[" * 100_000, b'{"object":"page"' + b',"a":{"b":1' * 9):
        assert await page.post(raw) == 400, raw[:20]
    assert await page.all(InboxRow) == []


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.text(max_size=12) | st.sampled_from(INNER), inner, max_size=4)
        ),
        max_leaves=20,
    )
)
def test_no_shape_of_an_event_breaks_the_reader(value):
    cleaned = clean(value)
    json.dumps(cleaned).encode()
    for name in READERS:
        inner = cleaned if isinstance(cleaned, dict) else {"mid": cleaned, "attachments": cleaned, "payload": cleaned}
        for shape in (cleaned, inner):
            event = {"sender": {"id": PSID}, "recipient": {"id": PAGE}, name: shape}
            assert isinstance(read_event(event, PAGE), Came)
            [row] = rows_of({"object": "page", "entry": [{"messaging": [event]}]}, PAGE, datetime.now(UTC))
            assert len(row.key) == 64


def test_what_no_database_keeps_is_taken_out_of_a_body():
    body = read_body(b'{"object":"page","text":"a\\u0000b\\ud800c","n":NaN,"m":1e999}')
    assert body == {"object": "page", "text": "abc", "n": None, "m": None}


# -- 6, 7 --


async def test_webhook_is_answered_while_the_dialogue_engine_and_graph_stand_still(page, graph, vera):
    page.door.dialogue.gate = asyncio.Event()
    graph.stall(times=None, on="anything")
    async with asyncio.timeout(10):
        assert await page.post(webhook(message("m_1", "Shop ơi"))) == 200
        await page.door.dialogue.asked.wait()
    assert not [turn for turn in await page.all(Turn) if turn.status == "done"]
    page.door.dialogue.gate.set()
    graph.heal()


SERVER = """
import sys
sys.path[:0] = [{tests!r}, {root!r}]
from aiohttp import web
from fake_dialogue import FakeDialogue
from bot.app import SERVICES, make_app
from bot.settings import load_settings
from bot.services import inbox

if {deaf}:
    async def never(*args):
        return []
    inbox.claim_events = never
settings = load_settings(_env_file=None, **{settings!r})
dialogue = FakeDialogue()
app = make_app(settings, dialogue=dialogue)
dialogue.talks = app[SERVICES].talks
web.run_app(app, host="127.0.0.1", port={port}, print=None)
"""


async def test_what_was_acknowledged_is_there_after_the_process_was_killed(
    graph, app_database, tmp_path, start_shop, vera
):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "var_dir": str(tmp_path), "database_url": app_database, "secret_key": "x" * 20, "demo_shop": False,
        "actions_port": 0, **graph.settings(),
    }  # fmt: skip
    code = SERVER.format(tests=str(ROOT / "tests"), root=str(ROOT), deaf=True, settings=settings, port=port)
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=tmp_path)
    url = f"http://127.0.0.1:{port}"
    try:
        async with aiohttp.ClientSession() as http, asyncio.timeout(60):
            while True:
                try:
                    async with http.get(f"{url}/health/live") as response:
                        assert response.status == 200
                    break
                except aiohttp.ClientError:
                    await asyncio.sleep(0.1)
            raw = json.dumps(webhook(message("m_1", "Đừng quên em nhé", person=vera.id, at=graph.stamp()))).encode()
            headers = {"X-Hub-Signature-256": signature(raw, graph.app_secret)}
            async with http.post(f"{url}/webhooks/messenger", data=raw, headers=headers) as response:
                assert response.status == 200
            os.kill(process.pid, signal.SIGKILL)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
    vera.open_window()
    page = await start_shop()
    await page.emptied()
    assert page.heard == ["Đừng quên em nhé"]
    assert (await vera.gets()).text.endswith("Đừng quên em nhé")


# -- 8 --


def moved(body, number):
    """The same webhook from somebody else with ids of its own, so that all of them can be played to one bot."""
    text = json.dumps(body, ensure_ascii=False)
    for person in (PSID, "abc5678"):
        text = text.replace(f'"{person}"', f'"{person}{number:03}"')
    text = text.replace('"id": 12345678}', f'"id": 12345678{number:03}}}')
    return json.loads(text.replace('"m_', f'"m_{number:03}_'))


async def test_every_captured_webhook_is_taken_and_makes_as_many_turns_as_it_should(page):
    people, wrong, statuses = {}, {}, {}
    with capture_logs() as logs:
        for number, captured in enumerate(payloads()):
            body = moved(captured["body"], number)
            for _ in range(captured["repeat"]):
                statuses[captured["id"]] = await page.post(body)
            people[captured["id"]] = number
        await page.settled()
    assert {name for name, status in statuses.items() if status != 200} == {"instagram_like_heart"}
    visitors = {visitor.external_id[-3:]: visitor.id for visitor in await page.all(Visitor)}
    conversations = {c.visitor_id: c for c in await page.all(Conversation)}
    turns = await page.all(Turn)
    threads = {thread.conversation_id: thread for thread in await page.all(Thread)}
    for captured in payloads():
        visitor = visitors.get(f"{people[captured['id']]:03}")
        conversation = conversations.get(visitor)
        made = sum(turn.conversation_id == conversation.id for turn in turns) if conversation else 0
        thread = threads.get(conversation.id) if conversation else None
        opened = bool(thread and thread.opened_at)
        if (made, opened) != (captured["to_dialogue"], captured["window"]):
            wrong[captured["id"]] = (made, opened)
    assert wrong == {}
    assert [entry for entry in logs if entry["log_level"] in ("error", "critical") and entry.get("exc_info")] == []
    assert [row.key for row in await page.all(InboxRow) if row.status != "done"] == []


# -- 9, 10, 11, 12 --


async def test_every_event_of_a_batch_is_worked_in_the_order_of_its_time(page):
    assert await page.post(payload("batch_messaging")["body"]) == 200
    later = [message(f"m_b{n}", f"câu {n}", at=1767225700000 + n * 1000) for n in (3, 1, 2)]
    body = {"object": "page", "entry": [
        {"id": PAGE, "time": 1767225709000, "messaging": [later[0]]},
        {"id": PAGE, "time": 1767225709000, "messaging": later[1:]},
    ]}  # fmt: skip
    assert await page.post(body) == 200
    await page.settled()
    assert page.heard == ["câu thứ nhất", "câu thứ hai", "câu 1", "câu 2", "câu 3"]


async def test_same_message_is_one_turn_within_a_post_across_posts_and_after_a_restart(page, start_shop):
    once = message("m_1", "Một lần thôi")
    assert await page.post(webhook(once, once)) == 200
    assert await page.post(webhook(once)) == 200
    await asyncio.gather(*(page.post(webhook(once)) for _ in range(10)))
    await page.settled()
    await page.door.close()
    again = await start_shop()
    assert await again.post(webhook(once)) == 200
    await again.settled()
    assert (page.heard, again.heard) == (["Một lần thôi"], [])
    assert [m.text for m in await again.transcript(PSID) if m.author == "visitor"] == ["Một lần thôi"]


async def test_same_message_at_two_instances_is_one_turn(start_shop, empty_postgresql):
    shops = [await start_shop(database_url=empty_postgresql) for _ in range(2)]
    bodies = [webhook(message(f"m_{n}", f"câu {n}", at=1767225600000 + n)) for n in range(10)]
    await asyncio.gather(*(shop.post(body) for body in bodies for shop in shops))
    await shops[0].settled()
    assert sorted(shops[0].heard + shops[1].heard) == sorted(f"câu {n}" for n in range(10))
    said = [m for m in await shops[0].transcript(PSID) if m.author == "visitor"]
    assert [m.seq for m in await shops[0].transcript(PSID)] == list(range(1, len(await shops[0].transcript(PSID)) + 1))
    assert len(said) == 10


async def test_postback_without_an_id_counts_once(page):
    for name in ("dup_postback_redelivered", "postback_no_mid_no_title"):
        for _ in range(3):
            assert await page.post(payload(name)["body"]) == 200
    await page.settled()
    assert page.heard == ["Thanh toán", "USER_DEFINED_PAYLOAD"]


async def test_event_that_comes_late_does_not_change_the_order_of_what_was_said(page):
    assert await page.post(webhook(message("m_2", "câu mới", at=1767225700000))) == 200
    await page.settled()
    assert await page.post(webhook(message("m_1", "câu cũ đến muộn", at=1767225600000))) == 200
    await page.settled()
    said = [m for m in await page.transcript(PSID) if m.author == "visitor"]
    assert [m.text for m in said] == ["câu mới", "câu cũ đến muộn"]
    [thread] = await page.all(Thread)
    assert thread.opened_at == read_time(1767225700000)


# -- 13, 14, 15 --


@pytest.mark.parametrize(
    "name", ["other_page", "no_entries", "docs_curl_test", "postback_user_ref_test_shape", "feed_comment"]
)
async def test_other_pages_and_test_buttons_make_no_turn(page, name):
    assert await page.post(payload(name)["body"]) == 200
    await page.settled()
    assert (await page.all(InboxRow), await page.all(Visitor), page.heard) == ([], [], [])


async def test_unknown_key_is_acknowledged_and_named_once_in_the_log(page):
    with capture_logs() as logs:
        for number in range(3):
            event = {"sender": {"id": PSID}, "recipient": {"id": PAGE}, "timestamp": number + 1, "something_new": {}}
            assert await page.post(webhook(event)) == 200
        await page.settled()
    assert [entry["key"] for entry in logs if entry["event"] == "messenger.unknown_key"] == ["something_new"]


@pytest.mark.parametrize("value", [1767225600, "1767225600", 1767225600000, "1767225600000", 1767225600000.0])
def test_seconds_and_milliseconds_numbers_and_texts_are_the_same_moment(value):
    assert read_time(value) == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("value", [None, "", "soon", -5, 0, [], {}, 10**30, float("inf")])
def test_what_is_no_time_is_none(value):
    assert read_time(value) is None


async def test_ids_as_numbers_are_the_same_person_as_ids_as_texts(page):
    number = message("m_1", "một")
    number["sender"]["id"], number["recipient"]["id"] = int(PSID), int(PAGE)
    assert await page.post(webhook(number)) == 200
    assert await page.post(webhook(message("m_2", "hai"))) == 200
    await page.settled()
    assert [m.text for m in await page.transcript(PSID) if m.author == "visitor"] == ["một", "hai"]


async def test_clock_that_runs_ahead_keeps_no_window_open(page, graph):
    ahead = int((graph.clock() + timedelta(days=30)).timestamp() * 1000)
    assert await page.post(webhook(message("m_1", "từ tương lai", at=ahead))) == 200
    await page.settled()
    [thread] = await page.all(Thread)
    assert thread.opened_at <= graph.clock()


async def test_event_that_cannot_be_worked_does_not_hold_up_the_next_person(page, monkeypatch):
    handle = page.channel.handle
    tried = []

    async def broken(row):
        if row.external_id == "1":
            tried.append(row.id)
            raise RuntimeError("a fault of ours")
        await handle(row)

    monkeypatch.setattr(page.channel, "handle", broken)
    assert await page.post(webhook(message("m_1", "hỏng", person="1"), message("m_2", "lành", person="2"))) == 200
    async with asyncio.timeout(20):
        while page.heard != ["lành"]:
            await asyncio.sleep(0.01)
    assert tried


async def test_what_was_worked_is_kept_only_as_a_mark(page):
    assert await page.post(webhook(message("m_1", "chuyện riêng"))) == 200
    await page.settled()
    [row] = await page.all(InboxRow)
    assert row.body == {}
    assert [m.text for m in await page.all(Message, author="visitor")] == ["chuyện riêng"]
