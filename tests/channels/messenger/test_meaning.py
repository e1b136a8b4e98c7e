"""What events mean for a conversation: buttons, files, echoes, other apps, blocks, marks."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import ClassVar

import aiohttp
import pytest
from graph import CUTE_CAT, LARGE_THUMBS_UP, OTHER_INBOX_APP, THUMBS_UP
from messenger_shapes import PAGE, PSID, QUIET, message, payload, webhook
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.channels.fetch import Fetcher, PublicResolver, Refused, is_public
from bot.channels.messenger import handler
from bot.channels.messenger.events import client_id_for
from bot.domain.conversation import ReplyDraft, Understanding
from bot.domain.lead import Consent, Lead
from bot.domain.records import Attachment, OrderDraft, Survey
from bot.domain.thread import Source, Thread
from bot.domain.work import OutboxRow, Turn
from bot.services import attachments, exports
from bot.services.attachments import read_attachment
from bot.services.handoffs import claim, hand_back, reply_as_agent, resolve
from bot.services.queue import conversation_detail
from bot.store.tables import attachment_contents

BUTTONS = [{"title": "Tra đơn hàng", "payload": "/check_order_status"}]


def offering(text):
    """A dialogue engine that always offers a button."""
    return [ReplyDraft(f"echo: {text}", quick_replies=BUTTONS)]


# -- 16 --


async def test_quick_reply_drives_by_its_payload_and_shows_its_title(page, vera):
    page.door.dialogue.answer = offering
    await vera.says("Shop ơi")
    await vera.gets()
    await vera.taps("Tra đơn hàng")
    await vera.gets()
    assert page.heard == ["Shop ơi", "/check_order_status"]
    assert [m.text for m in await page.transcript(vera) if m.author == "visitor"] == ["Shop ơi", "Tra đơn hàng"]


async def test_payload_that_nobody_offered_does_not_drive(page, vera):
    await vera.says("Xin chào", quick_reply={"payload": "/check_order_status"})
    await vera.gets()
    await vera.postback("/restart", "Bắt đầu lại")
    await vera.postback("menu:/restart", "Bắt đầu lại")
    await page.emptied()
    assert page.heard == ["Xin chào", "Bắt đầu lại", "Bắt đầu lại"]
    assert not any(heard.metadata["is_command"] for heard in page.door.dialogue.heard)


async def test_button_from_long_ago_still_works(page, vera):
    page.door.dialogue.answer = offering
    await vera.says("Shop ơi")
    await vera.gets()
    page.door.dialogue.answer = lambda text: [ReplyDraft(f"echo: {text}")]
    for number in range(30):
        await vera.says(f"câu {number}")
        await vera.gets()
    await vera.postback("/check_order_status", "Tra đơn hàng")
    await vera.gets()
    assert page.heard[-1] == "/check_order_status"


# -- 17 --


async def test_where_somebody_came_from_stays_with_the_conversation_and_is_in_console_and_export(page, graph, vera):
    await vera.opens_from_ad("AD1", ref="tet", says="Tai nghe này còn không?")
    await vera.gets()
    await vera.opens_link("uu-dai")
    await vera.gets()
    conversation = await page.conversation(vera)
    assert conversation.source == {"kind": "ad", "ref": "tet", "ad_id": "AD1"}
    kept = [(one.kind, one.ref, one.ad_id) for one in await page.all(Source)]
    assert sorted(kept) == [("ad", "tet", "AD1"), ("m_me", "uu-dai", None)]
    detail = await conversation_detail(page.services, conversation.id)
    assert detail["visitor"]["source"]["ad_id"] == "AD1"
    assert {one["kind"] for one in detail["arrivals"]} == {"ad", "m_me"}
    header, rows = await exports.export_conversations(page.services)
    assert dict(zip(header, rows[0], strict=True))["ad_id"] == "AD1"
    header, rows = await exports.export_sources(page.services)
    assert [row[1:4] for row in rows] == [["ad", "tet", "AD1"], ["m_me", "uu-dai", None]]
    assert page.heard == ["Tai nghe này còn không?", "/ask_promotions"]


async def test_link_whose_ref_nobody_wrote_down_is_greeted_and_its_ref_is_no_command(page, vera):
    await vera.says("Chào")
    await vera.gets()
    await vera.opens_link("/restart")
    await vera.gets()
    assert page.heard == ["Chào", "/greet"]


async def test_get_started_menu_and_ice_breakers_tell_where_they_stand(page, graph):
    from bot.channels.messenger.profile import load_profile
    from bot.settings import ROOT

    graph.profile.update(load_profile(ROOT / "data" / "shop" / "messenger.yml", "Hiên Nhà").wanted())
    vera, wanda, zoe = (graph.person(name) for name in ("Vera", "Wanda", "Zoe"))
    await vera.gets_started()
    await wanda.taps("Mình muốn gặp nhân viên")
    await zoe.taps("Ưu đãi hôm nay")
    for person in (vera, wanda, zoe):
        await person.gets()
    assert sorted(page.heard) == ["/ask_human", "/ask_promotions", "/greet"]
    kinds = [(await page.conversation(person)).source["kind"] for person in (vera, wanda, zoe)]
    assert kinds == ["get_started", "ice_breaker", "menu"]


# -- 18 --


async def test_picture_is_copied_at_once_and_never_read_as_text(page, graph, vera):
    await vera.sends_image(text="Hàng về bị vỡ")
    await vera.gets()
    await vera.sends_image()
    assert "hình" in (await vera.gets()).text
    assert page.heard == ["Hàng về bị vỡ"]
    await page.until(Attachment, lambda file: file.status == "kept")
    first = (await page.all(Attachment))[0]
    attachment, content = await read_attachment(page.services, first.id)
    assert attachment.content_type.startswith("image/") and len(content) == attachment.size
    said = [m for m in await page.transcript(vera) if m.author == "visitor"]
    assert [m.payload["attachments"][0]["status"] for m in said] == ["kept", "kept"]
    async with aiohttp.ClientSession() as http, http.get(f"{page.door.url}/console/files/{first.id}") as response:
        assert response.status == 401


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "172.16.4.4", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
     "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::",
     "not an address"],
)  # fmt: skip
def test_private_addresses_are_known_in_every_disguise(address):
    assert not is_public(address)


def test_public_addresses_are_public():
    assert is_public("157.240.1.1") and is_public("2a03:2880::1") and is_public("64:ff9b::9df0:101")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "bad_address"), ("ftp://cdn.example.test/x", "bad_address"), ("/reel/1", "bad_address"),
        ("https://user:pw@cdn.example.test/x", "bad_address"), ("https://", "bad_address"),
        ("javascript:1", "bad_address"),
        ("https://cdn.example.test:8080/x", "bad_port"), ("http://127.0.0.1/x", "private_address"),
        ("http://[::1]/x", "private_address"), ("http://2130706433/x", "private_address"),
        ("http://0x7f.1/x", "private_address"), ("http://127.1/x", "private_address"),
        ("http://localhost/x", "private_address"), ("https://x/" + "a" * 5000, "bad_address"),
    ],
)  # fmt: skip
async def test_addresses_that_lead_inside_or_nowhere_are_not_fetched(url, why):
    with pytest.raises(Refused) as refused:
        await Fetcher().fetch(url)
    assert refused.value.reason == why


class Directory(PublicResolver):
    """Names as a hostile name server would give them: public when looked at, then a server of ours."""

    answers: ClassVar[dict[str, list[str]]] = {}

    async def resolve(self, host, port=0, family=0):
        found = [{"hostname": host, "host": one, "port": port, "family": 2, "proto": 0, "flags": 0}
                 for one in self.answers[host]]  # fmt: skip
        if not all(is_public(one["host"]) for one in found):
            raise Refused("private_address")
        return found


async def test_name_that_resolves_to_a_private_address_is_not_fetched():
    Directory.answers = {"cdn.example.test": ["157.240.1.1", "10.0.0.1"]}
    with pytest.raises(Refused, match="private_address"):
        await Fetcher(resolver=Directory).fetch("http://cdn.example.test/x")


@pytest.fixture
async def cdn():
    """A server whose answers the test sets, and its address."""
    from aiohttp import web
    from aiohttp.test_utils import TestServer

    answers = {}

    async def answer(request):
        made = answers[request.path]
        return made() if callable(made) else made

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    server = TestServer(app)
    await server.start_server()
    yield answers, str(server.make_url("")).rstrip("/")
    await server.close()


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


async def test_redirect_to_a_private_address_is_not_followed(cdn):
    from aiohttp import web

    answers, url = cdn
    answers["/inside"] = web.HTTPFound("http://169.254.169.254/latest/meta-data")
    answers["/file"] = web.HTTPFound("file:///etc/passwd")
    answers["/round"] = lambda: web.HTTPFound(f"{url}/round")
    answers["/good"] = web.HTTPFound(f"{url}/png")
    answers["/png"] = web.Response(body=PNG, content_type="text/html")
    fetcher = Fetcher(trusted=url)
    for path, why in (("/inside", "private_address"), ("/file", "bad_address"), ("/round", "too_many_redirects")):
        with pytest.raises(Refused) as refused:
            await fetcher.fetch(url + path)
        assert refused.value.reason == why
    fetched = await fetcher.fetch(f"{url}/good", "image")
    assert (fetched.content, fetched.content_type) == (PNG, "image/png")


async def test_files_that_are_too_large_or_are_not_what_they_say_are_refused(cdn):
    from aiohttp import web

    answers, url = cdn
    answers["/large"] = lambda: web.Response(body=PNG + b"0" * 2000)
    answers["/html"] = lambda: web.Response(body=b"<html><script>", content_type="image/png")
    answers["/svg"] = lambda: web.Response(body=b"<svg onload=alert(1)>", content_type="image/svg+xml")
    answers["/empty"] = lambda: web.Response(body=b"")
    answers["/gone"] = lambda: web.Response(status=404)
    answers["/pdf"] = lambda: web.Response(body=b"%PDF-1.7")
    fetcher = Fetcher(trusted=url, limit=1000)
    for path, kind, why in (
        ("/large", "image", "too_large"), ("/html", "image", "type"), ("/svg", "file", "type"),
        ("/empty", "image", "empty"), ("/gone", "image", "status_404"), ("/pdf", "image", "type"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            await fetcher.fetch(url + path, kind)
        assert refused.value.reason == why
    assert (await fetcher.fetch(f"{url}/pdf", "file")).content_type == "application/pdf"


async def test_file_that_cannot_be_had_is_said_so_and_asked_for_no_more(page, graph):
    event = message("m_1", "", attachments=[{"type": "image", "payload": {"url": "http://10.0.0.1/x"}}])
    assert await page.post(webhook(event)) == 200
    await page.until(Attachment, lambda file: file.status == "refused")
    [said] = [m for m in await page.transcript(PSID) if m.author == "visitor"]
    assert said.payload["attachments"][0]["reason"] == "private_address"


async def test_nobody_fills_the_store_alone(page, vera, monkeypatch):
    monkeypatch.setattr(attachments, "DAILY_BYTES", 10)
    for _ in range(2):
        await vera.sends_image()
        await vera.gets()
        await page.until(Attachment, lambda file: file.status != "pending")
    assert sorted((file.status, file.reason) for file in await page.all(Attachment)) == [
        ("kept", None), ("refused", "too_many")]  # fmt: skip


# -- 19 --


@pytest.mark.parametrize("shape", ["sticker", "image", "message"])
async def test_thumb_is_a_yes_or_a_thank_you_in_every_shape_and_other_stickers_are_no_pictures(page, vera, shape):
    page.door.dialogue.answer = lambda _: [ReplyDraft("Anh/chị đồng ý chứ ạ?")]
    for sticker in (THUMBS_UP, LARGE_THUMBS_UP):
        await vera.sends_sticker(sticker, shape)
        await vera.gets()
    await vera.sends_sticker(CUTE_CAT, shape)
    assert "hình" not in (await vera.gets()).text
    assert page.heard == ["/thank", "/affirm"]
    said = [m for m in await page.transcript(vera) if m.author == "visitor"]
    assert [(m.kind, m.text) for m in said] == [("sticker", "👍"), ("sticker", "👍"), ("sticker", "[Nhãn dán]")]


# -- 20 --


async def test_edits_takebacks_and_reactions_change_the_transcript_without_a_word(page, vera):
    first = await vera.says("Giá bao nhêu")
    await vera.gets()
    await vera.edits(first, "Giá bao nhiêu")
    second = await vera.says("số thẻ của em là 4111 1111")
    await vera.gets()
    await vera.unsends(second)
    await vera.reacts("love")
    await page.emptied()
    said = [m for m in await page.transcript(vera) if m.author == "visitor"]
    assert [(m.text, m.kind) for m in said] == [("Giá bao nhiêu", "text"), ("(Tin nhắn đã được thu hồi)", "unsent")]
    assert "4111" not in str([vars(m) for m in said])
    bot = [m for m in await page.transcript(vera) if m.author == "bot"]
    assert bot[-1].payload["reaction"]
    await vera.unreacts()
    await page.emptied()
    assert "reaction" not in [m for m in await page.transcript(vera) if m.author == "bot"][-1].payload
    assert (len(page.heard), len(vera.seen)) == (2, 2)


async def test_edit_before_the_answer_is_what_gets_answered(page, vera, graph):
    page.door.dialogue.deaf = False
    async with graph.webhooks.batched():
        mid = await vera.says("có màu đn không")
        await vera.edits(mid, "có màu đen không")
    await vera.gets()
    await page.emptied()
    said = [m for m in await page.transcript(vera) if m.author == "visitor"]
    assert [m.text for m in said] == ["có màu đen không"]
    assert len(vera.seen) == 1


async def test_older_edit_that_comes_late_changes_nothing(page):
    for number, text in ((2, "lần hai"), (1, "lần một")):
        event = {"sender": {"id": PSID}, "recipient": {"id": PAGE}, "timestamp": 1767225700000,
                 "message_edit": {"mid": "m_1", "text": text, "num_edit": number}}  # fmt: skip
        await page.post(webhook(*([message("m_1", "lần không")] if number == 2 else []), event))
        await page.settled()
    assert [m.text for m in await page.transcript(PSID) if m.author == "visitor"] == ["lần hai"]


async def test_what_was_taken_back_is_gone_from_the_file_store_too(page, vera):
    mid = await vera.sends_image()
    await page.until(Attachment, lambda file: file.status == "kept")
    await vera.unsends(mid)
    await page.settled()
    async with page.services.store.read() as session:
        assert (await session.execute(select(attachment_contents))).all() == []
    assert [(file.status, file.url) for file in await page.all(Attachment)] == [("erased", "")]


# -- 21 --


async def test_delivered_and_read_are_known_by_id_and_by_watermark(page, graph, vera):
    graph.delivered_after = None
    await vera.says("Shop ơi")
    await vera.gets()
    await page.emptied()

    async def delivery():
        return [str(m.delivery) for m in await page.transcript(vera) if m.author == "bot"]

    assert await delivery() == ["sent"]
    delivered = {"delivery": {"mids": [vera.last.mid], "watermark": "0"}}
    await vera.sends_event(delivered)
    await page.settled()
    assert await delivery() == ["delivered"]
    await vera.reads()
    await page.settled()
    assert await delivery() == ["read"]
    await vera.sends_event({"delivery": {"watermark": str(graph.stamp())}})
    await page.settled()
    assert await delivery() == ["read"]


async def test_of_many_reports_of_reading_in_a_backlog_the_last_one_is_enough(page, graph, vera, monkeypatch):
    await vera.says("Shop ơi")
    await vera.gets()
    await page.emptied()
    asked = []
    look = handler.seq_shown_by

    async def counted(*place):
        asked.append(place[-1])
        return await look(*place)

    monkeypatch.setattr(handler, "seq_shown_by", counted)
    stamp = graph.stamp()
    reads = [
        {"sender": {"id": vera.id}, "recipient": {"id": PAGE}, "timestamp": stamp + n, "read": {"watermark": stamp + n}}
        for n in (*range(20), 3)
    ]
    assert await page.post(webhook(*reads)) == 200
    await page.settled()
    assert len(asked) == 1
    assert [str(m.delivery) for m in await page.transcript(vera) if m.author == "bot"] == ["read"]


async def test_reading_says_nothing_about_what_was_sent_later(page, graph, vera):
    await vera.says("một")
    await vera.gets()
    await page.emptied()
    mark = str(vera.thread[-1].stamp)
    graph.clock.forward(seconds=5)
    await vera.says("hai")
    await vera.gets()
    await page.emptied()
    await vera.sends_event({"read": {"watermark": mark}})
    await page.settled()
    states = [str(m.delivery) for m in await page.transcript(vera) if m.author == "bot"]
    assert states[0] == "read" and states[1] != "read"


# -- 22, 23 --


@pytest.mark.parametrize("when", ["before", "after"])
async def test_own_echo_makes_no_line_and_no_turn_whenever_it_comes(page, graph, vera, when):
    graph.echo, graph.echo_after = when, 0
    await vera.says("Shop ơi")
    await vera.gets()
    await page.emptied()
    assert [str(m.author) for m in await page.transcript(vera)] == ["visitor", "bot"]
    assert (len(await page.all(Turn)), page.door.dialogue.most_inside) == (1, 1)


async def test_own_app_is_learned_from_its_echo(start_shop, graph, vera):
    page = await start_shop(messenger_app_id="")
    await vera.says("Shop ơi")
    await vera.gets()
    await page.emptied()
    async with asyncio.timeout(20):
        while page.channel._handler.app_id != str(graph.app_id):
            await asyncio.sleep(0.01)
    body = payload("echo_template")["body"]
    await page.post(body)
    await page.settled()
    assert [str(m.author) for m in await page.transcript(vera)] == ["visitor", "bot"]


@pytest.mark.parametrize("app_id", [263902037430900, OTHER_INBOX_APP, None])
async def test_person_in_metas_inbox_is_seen_and_the_bot_falls_silent(page, graph, vera, app_id):
    await vera.says("Shop ơi")
    await vera.gets()
    await graph.page_inbox_replies(vera, "Dạ em là Lan đây ạ", app_id=app_id)
    await page.settled()
    await vera.says("cảm ơn Lan")
    await page.emptied()
    said = await page.transcript(vera)
    assert [(str(m.author), m.text) for m in said][2:] == [("agent", "Dạ em là Lan đây ạ"), ("visitor", "cảm ơn Lan")]
    assert said[2].author_name == "Hộp thư Trang"
    assert page.heard == ["Shop ơi"]
    assert (await page.conversation(vera)).status == "agent"


async def test_bot_comes_back_when_the_inbox_has_been_quiet_long_enough_and_says_that_it_is_one(page, graph, vera):
    await vera.says("Shop ơi")
    await vera.gets()
    await graph.page_inbox_replies(vera, "Chờ em chút")
    await page.settled()
    await vera.says("dạ")
    await page.settled()
    graph.clock.forward(minutes=61)
    line = await vera.sees("trợ lý tự động, nhân viên đang bận")
    assert line.quick_replies
    await vera.says("vậy bot trả lời đi")
    await vera.sees("echo: vậy bot trả lời đi")
    assert (await page.conversation(vera)).status == "bot"


async def test_bot_comes_back_silently_where_nobody_waits(page, graph, vera):
    await vera.says("Shop ơi")
    await vera.gets()
    await graph.page_inbox_replies(vera, "Dạ còn hàng ạ")
    await page.settled()
    graph.clock.forward(minutes=61)
    async with asyncio.timeout(20):
        while (await page.conversation(vera)).status != "bot":
            await asyncio.sleep(0.05)
    await vera.says("cảm ơn")
    await vera.sees("echo: cảm ơn")
    # Lan's line, the first answer and this one: no notice in between.
    assert len(vera.seen) == 3


async def test_agent_may_take_over_from_the_inbox(page, graph, vera):
    alice = await page.agent()
    await vera.says("Shop ơi")
    await vera.gets()
    await graph.page_inbox_replies(vera, "Chờ em chút")
    await page.settled()
    conversation = await page.conversation(vera)
    await claim(page.services, conversation.id, alice)
    await reply_as_agent(page.services, conversation.id, alice, "a-1", "Em Alice đây ạ")
    await vera.sees("Em Alice đây ạ")


# -- 24, 25 --


async def test_what_another_app_answers_is_kept_and_never_answered(page, graph, vera):
    await vera.says("Shop ơi")
    await vera.gets()
    await graph.inbox_takes_thread(vera)
    await vera.says("có ai không")
    await page.emptied()
    said = [(str(m.author), m.text) for m in await page.transcript(vera)]
    assert said[-1] == ("visitor", "có ai không")
    assert (page.heard, len(vera.seen)) == (["Shop ơi"], 1)


async def test_taking_and_passing_the_thread_mutes_and_unmutes(page, graph, vera):
    await vera.says("một")
    await vera.gets()
    await graph.inbox_takes_thread(vera)
    await page.settled()
    assert (await page.conversation(vera)).status == "agent"
    await graph.inbox_passes_thread(vera)
    await page.settled()
    assert (await page.conversation(vera)).status == "bot"
    await vera.says("hai")
    assert "echo: hai" in (await vera.gets()).text


async def test_older_news_of_the_thread_change_nothing(page):
    await page.post(webhook(message("m_1", "Shop ơi", at=1767225600000)))
    for at, new_owner in ((1767225800000, "263902037430900"), (1767225700000, "300000000000001")):
        event = {"sender": {"id": PSID}, "recipient": {"id": PAGE}, "timestamp": at,
                 "pass_thread_control": {"new_owner_app_id": new_owner}}  # fmt: skip
        await page.post(webhook(event))
        await page.settled()
    assert (await page.one(Thread)).elsewhere is True


async def test_message_that_comes_to_us_means_that_the_thread_is_ours_again(page, graph, vera):
    await vera.says("một")
    await vera.gets()
    await graph.inbox_takes_thread(vera)
    await page.settled()
    vera.owner = graph.app_id  # Meta passed it back, and the event got lost.
    await vera.says("hai")
    assert "echo: hai" in (await vera.gets()).text


# -- 26 --


async def test_policy_block_stops_the_page_and_its_end_lets_what_waited_go_out(page, graph, vera):
    await vera.says("một")
    await vera.gets()
    with capture_logs() as logs:
        await graph.policy_block()
        await page.settled()
        calls = len(graph.calls)
        await vera.says("hai")
        await page.settled()
        await asyncio.sleep(QUIET)
    assert not [call for call in list(graph.calls)[calls:] if "message" in call.params]
    assert [row.status for row in await page.all(OutboxRow)].count("pending") == 1
    assert len([entry for entry in logs if entry["event"] == "channel.stopped"]) == 1
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{page.door.url}/health/ready") as response:
            assert (await response.json())["parts"]["messenger"] == "stopped: policy"
        async with http.get(f"{page.door.url}/metrics") as response:
            assert 'bot_channel_stopped{channel="messenger"} 1.0' in await response.text()
    await graph.policy_unblock()
    assert "echo: hai" in (await vera.gets()).text


# -- 27, 28 --


async def test_opt_in_and_stop_are_kept_with_their_times(page, graph, vera):
    await vera.says("Shop ơi")
    await vera.gets()
    await vera.opts_in()
    await vera.opts_in()
    await page.settled()
    graph.clock.forward(hours=2)
    await vera.opts_out()
    await page.settled()
    [consent] = await page.all(Consent)
    assert (consent.purpose, consent.wording, consent.granted) == ("messages", "Tin khuyến mãi", True)
    assert consent.withdrawn_at - consent.created_at >= timedelta(hours=1, minutes=59)


async def test_stop_alone_is_kept_as_a_no(page):
    await page.post(payload("optin_stop")["body"])
    await page.settled()
    assert [(one.granted, one.how) for one in await page.all(Consent)] == [(False, "messenger")]


async def test_csat_is_asked_after_a_person_has_helped_and_kept_as_a_mark(start_shop, graph, vera):
    page = await start_shop(public_url="https://chat.example.com")
    alice = await page.agent()
    await vera.says("Shop ơi")
    await vera.gets()
    conversation = await page.conversation(vera)
    await claim(page.services, conversation.id, alice)
    await resolve(page.services, conversation.id, alice)
    await vera.sees(lambda line: line.template == "customer_feedback")
    graph.webhooks.copies = 3
    await vera.rates(5, "Lan dễ thương")
    await page.settled()
    [mark] = await page.all(Survey)
    assert (mark.kind, mark.score, mark.comment) == ("csat", 5, "Lan dễ thương")
    assert (await page.conversation(vera)).status == "resolved"
    _, rows = await exports.export_surveys(page.services)
    assert rows[0][1:4] == ["csat", 5, "Lan dễ thương"]


async def test_without_a_public_address_csat_is_asked_with_buttons(page, graph, vera):
    alice = await page.agent()
    await vera.says("Shop ơi")
    await vera.gets()
    conversation = await page.conversation(vera)
    await claim(page.services, conversation.id, alice)
    await resolve(page.services, conversation.id, alice)
    line = await vera.sees(lambda line: line.choices == ["1", "2", "3", "4", "5"])
    assert "hài lòng" in line.text
    await vera.taps("4")
    await vera.sees("cảm ơn anh/chị đã góp ý")
    assert [(mark.kind, mark.score) for mark in await page.all(Survey)] == [("csat", 4)]
    assert page.heard == ["Shop ơi"]


async def test_marks_off_the_scale_are_not_kept(page, vera):
    await vera.says("Shop ơi")
    await vera.gets()
    for score in ("6", "0", "-1", "rất tốt", None):
        question = {"q": {"type": "csat", "payload": score}}
        screens = {"feedback_screens": [{"screen_id": 0, "questions": question}]}
        await vera.sends_event({"messaging_feedback": screens})
    await page.settled()
    assert await page.all(Survey) == []


async def test_cart_address_and_lead_ad_each_have_their_own_record_and_a_person_is_called(page, graph):
    for name in ("send_cart", "customer_information", "lead_summary_message", "send_cart"):
        await page.post(payload(name)["body"])
    await page.settled()
    drafts = {draft.kind: draft for draft in await page.all(OrderDraft)}
    assert drafts["cart"].items[0]["sku"] == "SKU1" and drafts["cart"].note == "gói quà giúp mình"
    assert drafts["details"].details["phone"] == "+84900000000"
    [lead] = await page.all(Lead)
    assert (lead.phone, lead.interest.splitlines()[0]) == ("0912345678", "Lead summary:")
    assert (await page.one(Consent, id=lead.consent_id)).how == "lead_ad"
    assert "+84900000000" not in str([m.text for m in await page.transcript(PSID)])
    assert page.heard == []
    detail = await conversation_detail(page.services, (await page.conversation(PSID)).id)
    assert {draft["kind"] for draft in detail["order_drafts"]} == {"cart", "details"}
    assert detail["brief"]["reason"] == "buying_help"


async def test_shared_product_of_the_catalogue_is_asked_about_and_any_other_is_named(page):
    from bot.services.imports import seed_demo
    from bot.settings import ROOT

    await seed_demo(page.services, ROOT / "data" / "shop")
    from bot.services.products import load_shelf

    sku = next(iter((await load_shelf(page.services)).products))
    body = payload("att_product_share")["body"]
    body["entry"][0]["messaging"][0]["message"]["attachments"][0]["payload"]["product"]["elements"][0][
        "retailer_id"
    ] = sku
    await page.post(body)
    await page.settled()
    assert page.heard == [f'/ask_product_details{{"product":"{sku}"}}']
    await page.post(payload("shop_product_referral")["body"])
    await page.settled()
    assert page.heard[-1] == "Cái này còn không ạ?"


async def test_nlu_reads_words_only(page, vera):
    page.door.dialogue.readings["[Hình ảnh]"] = Understanding("complain", 0.99, {"post_purchase": 1.0})
    await vera.sends_image()
    await vera.gets()
    assert (await page.conversation(vera)).stage == "none"


async def test_hand_back_and_agents_word_end_in_the_bot_saying_that_it_is_one(page, vera):
    alice = await page.agent()
    await vera.says("một")
    await vera.gets()
    conversation = await page.conversation(vera)
    await claim(page.services, conversation.id, alice)
    await reply_as_agent(page.services, conversation.id, alice, "a-1", "Em Alice ạ")
    await hand_back(page.services, conversation.id, alice)
    await vera.sees("Dạ em là trợ lý tự động, em giúp anh/chị tiếp")
    await vera.says("hai")
    assert (await vera.sees("echo: hai")).text == "echo: hai"


def test_ids_of_meta_fit_into_the_transcript():
    assert len(client_id_for("m_" + "x" * 300)) <= 64
