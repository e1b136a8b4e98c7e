"""Who has the floor: our own echo, people in the Page inbox, other apps, and a Page that may not speak."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from graph import OTHER_INBOX_APP
from messenger_shapes import PAGE, PSID, QUIET, message, payload, webhook
from structlog.testing import capture_logs

from bot.domain.thread import Thread
from bot.domain.work import OutboxRow, Turn
from bot.services.handoffs import claim, reply_as_agent

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
