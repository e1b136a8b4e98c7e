"""Graph's errors: each has its class and its effect, and a Page that may not send loses nothing."""

from __future__ import annotations

import asyncio
import logging

import pytest
from graph import ERRORS
from messenger_shapes import QUIET
from messenger_talk import bot_says, card, greeted, sees_in_time
from structlog.testing import capture_logs

from bot.channels.messenger.errors import GraphError, GraphUnreachable, regain_seconds, to_delivery_error
from bot.domain.conversation import ReplyDraft
from bot.domain.delivery import ChannelState
from bot.domain.thread import Thread
from bot.domain.work import OutboxRow
from bot.services.channel_state import backoff, resume_channel

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
        await sees_in_time(graph, vera, 2, 10)
        graph.revoke_token()
        await vera.says("ba")
        await page.until(ChannelState, lambda state: state.stopped)
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
    await sees_in_time(graph, vera, lines, 10)


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
    await page.until(Thread, lambda thread: thread.held)
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
    await page.until(ChannelState, lambda state: state.paused_until)
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
    await page.until(ChannelState, lambda state: state.stopped)
    await page.door.close()
    graph.new_token()
    await start_shop()
    await vera.sees("một")


async def test_operator_may_let_the_page_send_again(page, graph, vera):
    await greeted(page, vera)
    graph.fail("abusive")
    await bot_says(page, vera, ReplyDraft("một"))
    await page.until(ChannelState, lambda state: state.stopped)
    assert await resume_channel(page.services, "messenger")
    await vera.sees("một")
