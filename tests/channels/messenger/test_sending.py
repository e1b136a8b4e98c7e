"""Sending: within Meta's limits and windows, in order, once, and told in plain words when it does not work."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest
from graph import ERRORS
from hypothesis import example, given, settings
from hypothesis import strategies as st
from messenger_shapes import PAGE, QUIET, message, webhook
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.channels.messenger.errors import GraphError, GraphUnreachable, regain_seconds, to_delivery_error
from bot.channels.messenger.policy import NotAllowed, Way, decide, reach
from bot.channels.messenger.render import Renderer
from bot.channels.messenger.splitting import last_border, shorten, size, split
from bot.domain.conversation import Author, Message, ReplyDraft
from bot.domain.delivery import ChannelState, Part
from bot.domain.ids import new_id, now
from bot.domain.thread import Thread
from bot.domain.work import OutboxRow
from bot.services.channel_state import backoff, resume_channel
from bot.services.context import Event
from bot.services.handoffs import claim, hand_back, reply_as_agent, request_handoff
from bot.services.messages import lock_conversation, mark_read_by_agent
from bot.services.queue import conversation_detail
from bot.services.replies import add_reply, announce
from bot.store.tables import outbox


async def bot_says(page, person, *drafts, author=Author.BOT):
    """The bot says something of its own accord."""
    conversation = await page.conversation(person)
    async with page.services.store.begin() as session:
        locked = await lock_conversation(session, conversation.id)
        sent = [
            await add_reply(session, page.services, locked, draft, client_id=new_id(), author=author)
            for draft in drafts
        ]
    await announce(page.services, sent)
    return sent


async def greeted(page, vera):
    """Vera has written and been answered, so that the bot has said what it is."""
    await vera.says("Shop ơi")
    await vera.gets()
    await page.emptied()
    return await page.conversation(vera)


def failure_of(message):
    return message.payload["failure"]["code"]


# -- 29 --


async def test_long_text_goes_out_in_pieces_that_end_where_a_sentence_ends(page, vera):
    await greeted(page, vera)
    sentence = "Dạ sản phẩm này chống nước chuẩn IPX4 và bảo hành mười hai tháng ạ. "
    await bot_says(page, vera, ReplyDraft(sentence * 60, quick_replies=[{"title": "Mua", "payload": "/place_order"}]))
    await page.emptied()
    pieces = vera.seen[1:]
    assert len(pieces) == 3
    assert all(len(line.text) <= 2000 and line.text.endswith(".") for line in pieces)
    assert " ".join(line.text for line in pieces) == (sentence * 60).strip()
    assert [len(line.quick_replies) for line in pieces] == [0, 0, 1]


SIGNS = st.text(alphabet=st.sampled_from("aệ .\n👍👩‍👩‍👧🇻🇳́e\u0323🏽"), max_size=400)


@settings(max_examples=300, deadline=None)
@given(SIGNS | st.text(max_size=400), st.integers(20, 90))
def test_cutting_loses_nothing_and_keeps_within_the_limit(text, limit):
    pieces = split(text, limit)
    assert all(size(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert size(shorten(text, limit)) <= limit


@pytest.mark.parametrize("sign", ["ệ", "👩‍👩‍👧", "🇻🇳", "👍🏽", "1️⃣"])
def test_no_sign_is_torn(sign):
    for limit in range(10, 14):
        text = "x" * 9 + sign * 3
        cut = last_border(text, limit)
        assert (cut - 9) % len(sign) == 0 or cut <= 9


# -- 30 --


def card(number=1, **more):
    return {
        "sku": f"S{number}", "name": f"Tai nghe {number}", "price": 990000, "stock_text": "Còn hàng",
        "image": "https://shop.example.com/a.jpg", "url": "https://shop.example.com/p/1",
        "buttons": [{"title": "Chi tiết", "payload": f'/ask_product_details{{"product":"S{number}"}}'}], **more,
    }  # fmt: skip


async def test_what_is_too_much_for_messenger_is_spread_and_nothing_is_dropped(page, vera):
    await greeted(page, vera)
    choices = [{"title": f"Lựa chọn {n}", "payload": f'/ask_price{{"n":{n}}}'} for n in range(1, 18)]
    cards = [card(n) for n in range(1, 24)]
    await bot_says(page, vera, ReplyDraft("Dạ đây ạ", "products", {"items": cards}, choices))
    await page.emptied()
    shown = vera.seen[1:]
    assert [len(line.cards) for line in shown if line.cards] == [10, 10, 3]
    titles = [element["title"] for line in shown for element in line.cards]
    assert titles == [f"Tai nghe {n}" for n in range(1, 24)]
    taps = [choice["title"] for line in shown for choice in (*line.quick_replies, *line.buttons)]
    assert {f"Lựa chọn {n}" for n in range(1, 18)} <= set(taps)
    assert [len(line.quick_replies) for line in shown][-1] == 13


async def test_titles_that_are_too_long_stand_in_full_in_the_text(page, vera):
    await greeted(page, vera)
    long = ["Tai nghe chống ồn màu xanh dương", "Tai nghe chống ồn màu đỏ"]
    choices = [{"title": title, "payload": f'/ask_price{{"n":{n}}}'} for n, title in enumerate(long)]
    await bot_says(page, vera, ReplyDraft("Dạ anh/chị hỏi cái nào ạ?", quick_replies=choices))
    await page.emptied()
    text = "\n".join(vera.texts)
    assert all(title in text for title in long)
    assert [reply["title"][:2] for reply in vera.last.quick_replies] == ["1.", "2."]
    await vera.taps(vera.last.quick_replies[1]["title"])
    await vera.sees("echo: /ask_price")
    assert page.heard[-1] == '/ask_price{"n":1}'


async def test_card_with_a_long_name_and_many_buttons_keeps_them_all(page, vera):
    await greeted(page, vera)
    name = "Tai nghe không dây chống ồn chủ động pin ba mươi giờ " * 3
    buttons = [{"title": f"Nút {n}", "payload": f'/ask_size{{"n":{n}}}'} for n in range(5)]
    await bot_says(page, vera, ReplyDraft("", "products", {"items": [card(name=name, buttons=buttons)]}))
    await page.emptied()
    shown = vera.seen[1:]
    assert {f"Nút {n}" for n in range(5)} <= {choice for line in shown for choice in line.choices}


KINDS = [
    ReplyDraft("Dạ có ạ", "products", {"items": [card(image="/static/a.svg", url="/p/1", buttons=[])]}),
    ReplyDraft("So sánh", "comparison", {"items": [card(1), card(2)], "rows": [
        {"label": "Pin", "values": ["30 giờ", "20 giờ"], "differs": True}]}),
    ReplyDraft("Dạ có ưu đãi", "offer", {"id": "o", "title": "Giảm 10%", "detail": "cho đơn đầu", "value_text": "-10%",
                                         "code": "CHAO10", "ends_on": "2026-12-31", "conditions": "Đơn từ 200k"}),
    ReplyDraft("Đơn của anh/chị", "order", {"code": "HN1", "status_text": "Đang giao", "total": 250000, "items": [
        {"name": "Áo", "quantity": 2}], "carrier": "GHN", "tracking_code": "X1", "steps": [
        {"title": "Đã đặt", "done": True}, {"title": "Đã giao", "done": False}]}),
    ReplyDraft("Anh/chị đồng ý chứ?", "consent", {"purpose": "follow_up", "wording": "…"},
               [{"title": "Đồng ý", "payload": "/affirm"}, {"title": "Không", "payload": "/deny"}]),
    ReplyDraft("Có người vào", "notice", {"code": "agent_joined"}),
    ReplyDraft("Điều gì đó mới", "hologram", {"x": 1}),
]  # fmt: skip


@pytest.mark.parametrize("draft", KINDS, ids=lambda draft: draft.kind)
async def test_every_kind_of_message_is_shown_in_a_way_that_messenger_takes(page, vera, draft):
    await greeted(page, vera)
    await bot_says(page, vera, draft)
    await page.emptied()
    assert [str(m.delivery) for m in await page.transcript(vera)][-1] in ("sent", "delivered")
    shown = "\n".join([*vera.texts[1:], *(str(line.cards) for line in vera.seen)])
    for wanted in {"offer": ("CHAO10", "31/12/2026", "Giảm 10%"), "order": ("Đang giao", "2 × Áo", "250.000", "GHN X1"),
                   "comparison": ("Pin: 30 giờ | 20 giờ", "Tai nghe 1")}.get(draft.kind, (draft.text,)):  # fmt: skip
        assert wanted in shown


@settings(max_examples=150, deadline=None)
@example("", [], [card(name="\r", buttons=[])], "products")
@given(
    st.text(max_size=5000),
    st.lists(st.builds(lambda t, p: {"title": t, "payload": p}, st.text(max_size=60), st.text(max_size=1500)),
             max_size=30),
    st.lists(st.builds(lambda n, b: card(name=n, buttons=b), st.text(max_size=200), st.lists(
        st.builds(lambda t: {"title": t, "payload": "/x"}, st.text(max_size=40)), max_size=9)), max_size=25),
    st.sampled_from(["text", "products", "comparison", "offer", "order", "consent", "notice"]),
)  # fmt: skip
def test_nothing_that_is_composed_breaks_a_limit(words, text, choices, cards, kind):
    from graph.limits import check_message

    renderer = Renderer(words.say)
    message = Message(Author.BOT, text, "c", kind=kind, payload={"items": cards}, quick_replies=choices)
    for body in renderer.compose(message):
        check_message(body["message"], lambda *_: None)
        simpler = renderer.simpler(body, message)
        if simpler:
            check_message(simpler["message"], lambda *_: None)


# -- 31, 32 --


async def test_stalled_call_for_one_person_delays_nobody_else(page, graph, vera):
    stall = graph.stall(person=vera)
    await vera.says("Vera hỏi")
    await stall.reached()
    others = [graph.person(f"P{n}") for n in range(20)]
    for person in others:
        await person.says(f"{person.name} hỏi")
    for person in others:
        assert (await person.gets()).text.endswith(f"{person.name} hỏi")
    assert vera.seen == []
    stall.release()
    assert (await vera.gets()).text.endswith("Vera hỏi")


async def test_messages_of_one_person_go_out_in_order_also_when_one_has_to_be_tried_again(page, graph, vera):
    await greeted(page, vera)
    graph.fail("unexpected", person=vera)
    await bot_says(page, vera, *(ReplyDraft(f"tin {n}") for n in range(6)))
    async with asyncio.timeout(30):
        while len(vera.seen) < 7:
            graph.clock.forward(seconds=5)
            await asyncio.sleep(0.1)
    assert vera.texts[1:] == [f"tin {n}" for n in range(6)]


async def test_what_waits_when_the_bot_stops_goes_out_after_the_next_start(page, graph, vera, start_shop):
    await greeted(page, vera)
    graph.fail("app_rate", times=None)
    await bot_says(page, vera, ReplyDraft("một"), ReplyDraft("hai"))
    async with asyncio.timeout(20):
        while not (await page.one(ChannelState)).paused_until:
            await asyncio.sleep(0.01)
    await page.door.close()
    graph.heal()
    again = await start_shop()
    graph.clock.forward(minutes=20)
    await again.emptied()
    assert vera.texts[1:] == ["một", "hai"]


async def test_two_instances_share_the_outbox_and_send_everything_once_in_order(start_shop, graph, empty_postgresql):
    shops = [await start_shop(database_url=empty_postgresql) for _ in range(2)]
    people = [graph.person(f"P{n}") for n in range(6)]
    for person in people:
        await person.says("Chào")
    await shops[0].emptied()
    for number in range(4):
        for person in people:
            await bot_says(shops[number % 2], person, ReplyDraft(f"tin {number}"))
    await shops[0].emptied()
    await shops[1].emptied()
    for person in people:
        assert person.texts[1:] == [f"tin {n}" for n in range(4)]


# -- 33 --


@pytest.mark.parametrize("trouble", ["reset", "truncate", "html"])
async def test_answer_that_got_lost_after_the_message_arrived_makes_no_double(page, graph, vera, trouble):
    await greeted(page, vera)
    getattr(graph, trouble)(delivered=True)
    graph.echo_after = 0.2
    await bot_says(page, vera, ReplyDraft("một lần"), ReplyDraft("rồi tiếp"))
    await page.emptied()
    graph.clock.forward(minutes=5)
    await asyncio.sleep(QUIET)
    assert vera.texts[1:] == ["một lần", "rồi tiếp"]
    assert {str(m.delivery) for m in await page.transcript(vera) if m.author == "bot"} <= {"sent", "delivered"}


async def test_call_that_never_arrived_is_made_again(page, graph, vera):
    await greeted(page, vera)
    graph.reset()
    await bot_says(page, vera, ReplyDraft("một lần"))
    async with asyncio.timeout(30):
        while len(vera.seen) < 2:
            graph.clock.forward(seconds=5)
            await asyncio.sleep(0.1)
    assert vera.texts[1:] == ["một lần"]


async def test_crash_between_sending_and_noting_it_makes_no_double(page, graph, vera, start_shop):
    conversation = await greeted(page, vera)
    graph.echo = "never"
    [said] = await bot_says(page, vera, ReplyDraft("một lần"))
    await page.emptied()
    await page.door.close()
    # What a crash leaves: Meta has it, we only know that it was being sent.
    again = await start_shop()
    await again.door.close()
    async with again.services.store.begin() as session:
        part = (await session.execute(Part.__table__.select().where(Part.__table__.c.message_id == said.id))).one()
        await session.execute(
            update(Part.__table__).where(Part.__table__.c.id == part.id)
            .values(status="sending", external_id=None, tried_at=graph.clock())
        )  # fmt: skip
        await session.execute(update(outbox).where(outbox.c.message_id == said.id).values(status="running"))
    await again.services.store.close()
    third = await start_shop()
    echo = message(vera.last.mid, "một lần", person=PAGE, is_echo=True, app_id=graph.app_id, metadata=f"dh:{part.id}")
    echo["recipient"]["id"] = vera.id
    assert await third.post(webhook(echo)) == 200
    await third.emptied()
    graph.clock.forward(minutes=5)
    await asyncio.sleep(QUIET)
    assert vera.texts[1:] == ["một lần"]
    assert (await third.one(Part, id=part.id)).external_id == vera.last.mid
    assert conversation.id == (await third.conversation(vera)).id


# -- 34 --


async def test_every_call_carries_its_proof_and_no_log_line_the_token(page, graph, vera, caplog):
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logs:
        await vera.says("Shop ơi")
        await vera.gets()
        graph.reset()
        graph.html()
        graph.fail("unexpected")
        await vera.says("hai")
        async with asyncio.timeout(30):
            while len(vera.seen) < 2:
                graph.clock.forward(seconds=10)
                await asyncio.sleep(0.1)
        graph.revoke_token()
        await vera.says("ba")
        async with asyncio.timeout(20):
            while not (await page.one(ChannelState)).stopped:
                await asyncio.sleep(0.01)
    told = str(logs) + caplog.text + str([row.last_error for row in await page.all(OutboxRow)])
    for secret in (graph.token.text, graph.app_secret, page.channel._config.proof_of(graph.token.text)):
        assert secret not in told
        assert secret not in repr(page.channel._config)
    # The stand-in refuses calls without a proof; none was refused for that.
    assert not [call for call in graph.calls if "appsecret_proof" in call.answer]


# -- 35 --


def error_of(line):
    return GraphError(line.status, line.code, line.subcode or 0, line.message)


KIND_OF = {"thread_lost": ("thread_lost", "thread_held")}


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_of_metas_table_is_of_its_class(name):
    line = ERRORS[name]
    assert error_of(line).kind in KIND_OF.get(line.reaction, (line.reaction,))
    error = to_delivery_error(error_of(line))
    tried_again = bool(error.pause or not (error.permanent or error.stop or error.mark == "held"))
    assert tried_again == line.retry


@pytest.mark.parametrize("name", [name for name, line in ERRORS.items() if line.reaction not in ("profile_missing",)])
async def test_every_error_of_metas_table_has_its_effect(page, graph, vera, name):
    line = ERRORS[name]
    await greeted(page, vera)
    graph.fail(name, person=vera, delivered=line.delivered)
    graph.echo = "never" if line.reaction == "ambiguous" else "after"
    [said] = await bot_says(page, vera, ReplyDraft("một lần"))

    async def outcome():
        state = await page.one(ChannelState)
        thread = await page.one(Thread)
        [message] = [m for m in await page.transcript(vera) if m.id == said.id]
        return {
            "stopped": state.stopped, "paused": bool(state.paused_until), "delivery": str(message.delivery),
            "why": message.payload.get("failure", {}).get("code"), "unreachable": bool(thread.unreachable),
            "elsewhere": thread.elsewhere, "held": thread.held,
        }  # fmt: skip

    nothing = {"stopped": None, "paused": False, "delivery": "pending", "why": None, "unreachable": False,
               "elsewhere": False, "held": False}  # fmt: skip
    failed = {**nothing, "delivery": "failed"}
    expected = {
        "page_stop": {**nothing, "stopped": "token" if line.code == 190 else "policy"},
        "config_stop": {**nothing, "stopped": "config"},
        "window_closed": {**failed, "why": "window_closed"},
        "person_unreachable": {**failed, "why": "person_unreachable", "unreachable": True},
        "person_unknown": {**failed, "why": "person_unknown"},
        "content": {**failed, "why": "content"},
        "bug": {**failed, "why": "bug"},
        "rate_limited": {**nothing, "paused": True},
        "rate_limited_person": {**failed, "why": "rate_limited_person"},
        "thread_lost": {**nothing, "held": True} if name == "thread_automated"
        else {**failed, "why": "thread_lost", "elsewhere": True},
        "transient": nothing,
        "ambiguous": nothing,
    }[line.reaction]  # fmt: skip
    async with asyncio.timeout(20):
        while (found := await outcome()) != expected or not (await page.one(OutboxRow, message_id=said.id)).last_error:
            await asyncio.sleep(0.02)
    assert found == expected
    calls = [call for call in graph.calls if "message" in call.params]
    # What is not to be tried again is not.
    if not line.retry:
        await asyncio.sleep(QUIET)
        assert [call for call in graph.calls if "message" in call.params] == calls
    if line.reaction == "transient":
        await settle_by_time(graph, vera, 2)
        assert vera.texts[1:] == ["một lần"]
    if line.reaction == "rate_limited":
        graph.clock.forward(minutes=20)
        await vera.sees("một lần")
    if line.reaction == "ambiguous":
        graph.clock.forward(minutes=2)
        async with asyncio.timeout(20):
            while (await outcome())["why"] != "doubtful":
                await asyncio.sleep(0.02)
        assert vera.texts[1:] == (["một lần"] if line.delivered else [])


async def settle_by_time(graph, vera, lines):
    async with asyncio.timeout(30):
        while len(vera.seen) < lines:
            graph.clock.forward(seconds=10)
            await asyncio.sleep(0.1)


async def test_error_that_came_although_the_message_arrived_is_healed_by_its_echo(page, graph, vera):
    await greeted(page, vera)
    graph.fail("sent_anyway", delivered=True)
    await bot_says(page, vera, ReplyDraft("một lần"))
    await page.emptied()
    assert [str(m.delivery) for m in await page.transcript(vera)][-1] in ("sent", "delivered")
    assert vera.texts[1:] == ["một lần"]


@pytest.mark.parametrize("name", ["attachment_unfetchable", "tag_retired"])
async def test_form_that_graph_refuses_goes_out_as_plain_words(page, graph, vera, name):
    await greeted(page, vera)
    graph.fail(name)
    await bot_says(page, vera, ReplyDraft("", "products", {"items": [card()]}))
    await page.emptied()
    assert "Tai nghe 1" in vera.last.text and vera.last.template is None


async def test_person_who_blocked_the_page_is_left_alone_until_they_write(page, graph, vera):
    await greeted(page, vera)
    vera.blocks_page()
    await bot_says(page, vera, ReplyDraft("một"), ReplyDraft("hai"))
    await page.emptied()
    assert len([call for call in graph.calls if "message" in call.params]) == 2
    vera.unblocks_page()
    await vera.says("mình quay lại đây")
    await vera.sees("echo: mình quay lại đây")


async def test_held_thread_goes_on_when_the_lead_is_complete(page, graph, vera):
    await greeted(page, vera)
    graph.fail("thread_automated")
    await bot_says(page, vera, ReplyDraft("xin chào"))
    async with asyncio.timeout(20):
        while not (await page.one(Thread)).held:
            await asyncio.sleep(0.01)
    await vera.sends_event({"referral": {"source": "ADS", "type": "LEAD_COMPLETE", "ad_id": "AD1"}})
    await vera.sees("xin chào")


async def test_unknown_errors_and_broken_answers_are_judged_by_their_status():
    assert GraphError(500).kind == "transient"
    assert GraphError(400).kind == "other"
    assert GraphError(429).kind == "rate_limited"
    assert GraphError(400, 10, 0, "permission").kind == "config_stop"
    assert to_delivery_error(GraphUnreachable("x", doubtful=False)).doubtful is False
    assert regain_seconds({"Retry-After": "30"}) == 30
    usage = '{"1": [{"estimated_time_to_regain_access": 5}, {"estimated_time_to_regain_access": 0}]}'
    assert regain_seconds({"X-Business-Use-Case-Usage": usage}) == 300
    for broken in ("", "{", "[]", '{"1": 2}', '{"1": [{"x": 1}]}'):
        assert regain_seconds({"X-Business-Use-Case-Usage": broken}) is None


# -- 36 --


async def test_rate_limit_pauses_the_whole_page_and_everything_goes_out_afterwards(page, graph, vera):
    charlie = graph.person("Charlie")
    for person in (vera, charlie):
        await greeted(page, person)
    graph.fail("page_rate")
    await bot_says(page, vera, ReplyDraft("cho Vera"))
    async with asyncio.timeout(20):
        while not (await page.one(ChannelState)).paused_until:
            await asyncio.sleep(0.01)
    calls = len(graph.calls)
    await bot_says(page, charlie, ReplyDraft("cho Charlie"))
    await asyncio.sleep(QUIET)
    assert not [call for call in list(graph.calls)[calls:] if "message" in call.params]
    graph.clock.forward(minutes=20)
    await vera.sees("cho Vera")
    await charlie.sees("cho Charlie")


def test_pauses_grow_and_are_never_the_same_for_all():
    waits = [{round(backoff(attempts), 6) for _ in range(50)} for attempts in (1, 2, 3, 8)]
    assert all(len(wait) > 10 for wait in waits)
    assert [max(wait) <= 2 * 2**n for n, wait in enumerate(waits[:3])] == [True] * 3
    assert min(waits[3]) >= 128 and backoff(500) <= 900


# -- 37 --


async def test_revoked_token_stops_the_page_with_one_alarm_and_everything_goes_out_with_a_new_one(
    page, graph, vera, tmp_path, monkeypatch, eventually
):
    async def six_wait():
        return [row.status for row in await page.all(OutboxRow)].count("pending") == 6

    monkeypatch.chdir(tmp_path)
    charlie = graph.person("Charlie")
    for person in (vera, charlie):
        await greeted(page, person)
    with capture_logs() as logs:
        graph.revoke_token("token_expired")
        for number in range(3):
            await bot_says(page, vera, ReplyDraft(f"tin {number}"))
            await bot_says(page, charlie, ReplyDraft(f"tin {number}"))
        await asyncio.sleep(4 * QUIET)
        # On a slow machine the one that met the revoked token may only now be put back.
        await eventually(six_wait)
    assert len([entry for entry in logs if entry["event"] == "channel.stopped"]) == 1
    assert len([entry for entry in logs if entry["log_level"] == "error"]) == 1
    (tmp_path / "token").write_text(graph.new_token())
    monkeypatch.setenv("BOT_MESSENGER_PAGE_TOKEN_FILE", str(tmp_path / "token"))
    for person in (vera, charlie):
        await person.sees("tin 2", within=20)
        assert person.texts[1:] == ["tin 0", "tin 1", "tin 2"]
    assert (await page.one(ChannelState)).stopped is None


async def test_new_token_after_a_restart_ends_the_stop(page, graph, vera, start_shop):
    await greeted(page, vera)
    graph.revoke_token()
    await bot_says(page, vera, ReplyDraft("một"))
    async with asyncio.timeout(20):
        while not (await page.one(ChannelState)).stopped:
            await asyncio.sleep(0.01)
    await page.door.close()
    graph.new_token()
    await start_shop()
    await vera.sees("một")


async def test_operator_may_let_the_page_send_again(page, graph, vera):
    await greeted(page, vera)
    graph.fail("abusive")
    await bot_says(page, vera, ReplyDraft("một"))
    async with asyncio.timeout(20):
        while not (await page.one(ChannelState)).stopped:
            await asyncio.sleep(0.01)
    assert await resume_channel(page.services, "messenger")
    await vera.sees("một")


# -- 38, 39, 40 --


async def test_bot_never_sends_outside_the_window_and_the_agent_is_told_in_plain_words(page, graph, vera):
    conversation = await greeted(page, vera)
    graph.clock.forward(hours=23, minutes=59)
    await bot_says(page, vera, ReplyDraft("vừa kịp"))
    await vera.sees("vừa kịp")
    await page.emptied()
    graph.clock.forward(minutes=2)
    calls = len(graph.calls)
    [said] = await bot_says(page, vera, ReplyDraft("quá muộn"))
    await page.emptied()
    [stored] = [m for m in await page.transcript(vera) if m.id == said.id]
    assert (stored.delivery, failure_of(stored)) == ("failed", "window_closed")
    assert "24 giờ" in stored.payload["failure"]["text"] and "24 hours" in stored.payload["failure"]["text_en"]
    assert not [call for call in list(graph.calls)[calls:] if "message" in call.params]
    reach = (await conversation_detail(page.services, conversation.id))["reach"]
    assert reach["state"] == "human"


@pytest.mark.parametrize("opener", ["message", "postback", "m_me", "reaction"])
async def test_each_opener_opens_the_window(page, graph, vera, opener):
    await greeted(page, vera)
    graph.clock.forward(hours=25)
    await {
        "message": lambda: vera.says("hai"),
        "postback": lambda: vera.postback("/greet", "Chào"),
        "m_me": lambda: vera.opens_link("uu-dai"),
        "reaction": lambda: vera.reacts("love"),
    }[opener]()
    await page.emptied()
    await bot_says(page, vera, ReplyDraft("vẫn kịp"))
    await vera.sees("vẫn kịp")


async def test_ad_alone_and_a_reaction_taken_back_open_nothing(page, graph, vera):
    await greeted(page, vera)
    await vera.reacts("love")
    await page.emptied()
    graph.clock.forward(hours=25)
    await vera.unreacts()
    await vera.opens_from_ad("AD9")
    await page.emptied()
    assert [failure_of(m) for m in await page.transcript(vera) if m.delivery == "failed"] == ["window_closed"]


AUTHORS = [Author.BOT, Author.SYSTEM, Author.VISITOR]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 40 * 24), st.sampled_from([*AUTHORS, Author.AGENT]), st.booleans(), st.booleans())
def test_only_what_a_person_wrote_is_ever_sent_as_from_a_person(hours, author, elsewhere, unreachable):
    moment = now()
    thread = Thread("c", "messenger", opened_at=moment - timedelta(hours=hours), opener="message", elsewhere=elsewhere,
                    unreachable="person_unreachable" if unreachable else None)  # fmt: skip
    try:
        way = decide(author, thread, moment)
    except NotAllowed:
        assert elsewhere or unreachable or hours >= (7 * 24 if author == Author.AGENT else 24)
        return
    assert way == (Way.RESPONSE if hours < 24 else Way.HUMAN_AGENT)
    assert way != Way.HUMAN_AGENT or author == Author.AGENT


def test_window_after_an_ad_is_a_setting():
    moment = now()
    thread = Thread("c", "messenger", opened_at=moment - timedelta(days=3), opener="ad")
    with pytest.raises(NotAllowed, match="window_closed"):
        decide(Author.BOT, thread, moment)
    assert decide(Author.BOT, thread, moment, ad_window=timedelta(days=7)) == Way.RESPONSE
    assert decide(Author.AGENT, thread, moment) == Way.HUMAN_AGENT
    assert reach(thread, moment) == ("human", thread.opened_at + timedelta(days=7))
    assert reach(Thread("c", "messenger"), moment) == ("closed", None)
    with pytest.raises(NotAllowed, match="window_closed"):
        decide(Author.BOT, Thread("c", "messenger"), moment)


async def test_agent_writes_after_a_day_as_a_person_and_after_a_week_not_at_all(page, graph, vera):
    alice = await page.agent()
    conversation = await greeted(page, vera)
    await claim(page.services, conversation.id, alice)
    await page.emptied()
    graph.clock.forward(days=2)
    await reply_as_agent(page.services, conversation.id, alice, "a-1", "Hàng về rồi ạ")
    line = await vera.sees("Hàng về rồi ạ")
    assert (line.messaging_type, line.tag) == ("MESSAGE_TAG", "HUMAN_AGENT")
    graph.clock.forward(days=6)
    late = await reply_as_agent(page.services, conversation.id, alice, "a-2", "Còn cần không ạ")
    await page.emptied()
    [stored] = [m for m in await page.transcript(vera) if m.id == late.id]
    assert failure_of(stored) == "human_window_closed"
    assert "7 ngày" in stored.payload["failure"]["text"]


async def test_approved_template_goes_out_when_the_window_is_closed(page, graph, vera):
    await greeted(page, vera)
    graph.approve_template("don_da_gui", "Đơn {{1}} của anh/chị đã gửi đi ạ.")
    graph.clock.forward(days=30)
    draft = ReplyDraft("Đơn HN20391 của anh/chị đã gửi đi ạ.", "utility",
                       {"template": "don_da_gui", "language": "vi", "parameters": ["HN20391"]})  # fmt: skip
    await bot_says(page, vera, draft)
    line = await vera.sees("HN20391")
    assert line.messaging_type == "UTILITY"


# -- 41, 42, 43, 44 --


async def test_seen_and_typing_show_at_once_before_the_answer_is_there(page, graph, vera):
    page.door.dialogue.gate = asyncio.Event()
    await vera.says("Shop ơi")
    async with asyncio.timeout(20):
        while vera.signs[:2] != ["mark_seen", "typing_on"]:
            await asyncio.sleep(0.01)
    assert vera.seen == []
    page.door.dialogue.gate.set()
    await vera.gets()
    assert all("message" not in call.params for call in graph.calls if "sender_action" in call.params)


async def test_agent_who_reads_and_types_shows_it(page, graph, vera):
    alice = await page.agent()
    conversation = await greeted(page, vera)
    await claim(page.services, conversation.id, alice)
    await vera.says("còn ai không")
    await page.emptied()
    vera.signs.clear()
    last = (await page.transcript(vera))[-1].seq
    await mark_read_by_agent(page.services, conversation.id, last)
    await page.services.publish(Event("typing", conversation.id, {"author": "agent", "active": True}))
    async with asyncio.timeout(20):
        while sorted(vera.signs) != ["mark_seen", "typing_on"]:
            await asyncio.sleep(0.01)


async def test_agent_speaks_under_their_own_name_and_picture(start_shop, graph, vera):
    page = await start_shop(public_url="https://chat.example.com")
    alice = await page.agent("Alice")
    conversation = await greeted(page, vera)
    await claim(page.services, conversation.id, alice)
    for number in range(3):
        await reply_as_agent(page.services, conversation.id, alice, f"a-{number}", f"câu {number}")
    lines = [await vera.sees(f"câu {number}") for number in range(3)]
    assert {line.persona for line in lines} == {"Alice"}
    assert vera.seen[0].persona is None
    [persona] = graph.personas.values()
    assert persona["profile_picture_url"] == "https://chat.example.com/static/shared/agent.png"
    graph.personas.clear()
    await reply_as_agent(page.services, conversation.id, alice, "a-9", "persona mới")
    assert (await vera.sees("persona mới")).persona == "Alice"


async def test_persona_that_cannot_be_made_keeps_no_word_back(start_shop, graph, vera):
    page = await start_shop(public_url="https://chat.example.com")
    alice = await page.agent("A" * 80)
    conversation = await greeted(page, vera)
    graph.fail("unexpected", on="personas", times=None)
    await claim(page.services, conversation.id, alice)
    await reply_as_agent(page.services, conversation.id, alice, "a-1", "em đây ạ")
    assert (await vera.sees("em đây ạ")).persona is None


async def test_bot_says_first_that_it_is_one_and_again_after_a_person(page, vera):
    await vera.says("Shop ơi")
    first = await vera.gets()
    assert first.text.startswith("Dạ em là trợ lý tự động")
    await vera.says("hai")
    assert (await vera.gets()).text == "echo: hai"
    alice = await page.agent()
    conversation = await page.conversation(vera)
    await claim(page.services, conversation.id, alice)
    await reply_as_agent(page.services, conversation.id, alice, "a-1", "Em Alice ạ")
    await hand_back(page.services, conversation.id, alice)
    again = await vera.sees("em giúp anh/chị tiếp")
    assert "trợ lý tự động" in again.text
    assert [line.text for line in vera.seen].count(again.text) == 1


async def test_greeting_that_says_it_itself_is_not_said_twice(page, vera):
    page.door.dialogue.answer = lambda _: [ReplyDraft("Dạ em là trợ lý tự động của Hiên Nhà ạ.")]
    await vera.says("chào")
    assert (await vera.gets()).text == "Dạ em là trợ lý tự động của Hiên Nhà ạ."


@pytest.mark.parametrize("kind", ["image", "audio", "video", "file", "location_of_tomorrow"])
async def test_any_input_gets_an_answer_with_a_way_to_a_person(page, vera, kind):
    await vera.sends(kind)
    line = await vera.gets()
    assert line.quick_replies[0]["payload"] == "/ask_human"
    assert page.heard == []


async def test_unsupported_and_invisible_messages_get_an_answer_too(page, vera):
    for number, inner in enumerate(({"is_unsupported": True}, {"text": "\u200b\u200b"}, {"text": "x" * 15_000})):
        event = message(f"m_{number}", "", person=vera.id, at=page.graph.stamp())
        event["message"] = {"mid": f"m_{number}", **inner}
        vera.open_window()
        await page.post(webhook(event))
        await vera.gets()
    assert [len(text) for text in page.heard] == [4000]


async def test_silent_dialogue_engine_ends_in_an_honest_line(start_shop, vera):
    page = await start_shop(understand_timeout=0.1, action_timeout=0.1, reply_timeout=0.2, turn_deadline=0.5)
    page.door.dialogue.answer = lambda _: []
    await vera.says("có ai không")
    line = await vera.gets()
    assert line.quick_replies


# -- handing over --


async def test_reply_that_comes_after_a_person_took_over_is_not_sent(page, graph, vera):
    conversation = await greeted(page, vera)
    alice = await page.agent()
    stall = graph.stall(person=vera)
    await bot_says(page, vera, ReplyDraft("đang đi"), ReplyDraft("chưa đi"))
    await stall.reached()
    await claim(page.services, conversation.id, alice)
    stall.release()
    await page.emptied()
    assert "chưa đi" not in vera.texts
    assert [failure_of(m) for m in await page.transcript(vera) if m.delivery == "failed"] == ["person_took_over"]


async def test_handoff_runs_through_both_sides(page, vera):
    alice = await page.agent()
    await vera.says("Shop ơi")
    await vera.gets()
    conversation = await page.conversation(vera)
    await request_handoff(page.services, conversation.id)
    await vera.sees("đã báo nhân viên")
    await claim(page.services, conversation.id, alice)
    await vera.sees("Alice đã vào hỗ trợ")
    await vera.says("đơn em đâu")
    await reply_as_agent(page.services, conversation.id, alice, "a-1", "Dạ em xem ngay")
    await vera.sees("Dạ em xem ngay")
    await page.emptied()
    transcript = [(str(m.author), m.text) for m in await page.transcript(vera)]
    assert ("visitor", "đơn em đâu") in transcript and ("agent", "Dạ em xem ngay") in transcript
    assert page.heard == ["Shop ơi"]
    await hand_back(page.services, conversation.id, alice)
    await vera.says("bot ơi")
    await vera.sees("echo: bot ơi")
