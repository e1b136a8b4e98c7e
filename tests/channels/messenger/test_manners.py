"""Seen, typing, faces and names, saying that it is a bot, and leaving the floor to people."""

from __future__ import annotations

import asyncio

import pytest
from messenger_shapes import message, webhook
from messenger_talk import bot_says, failure_of, greeted

from bot.domain.conversation import ReplyDraft
from bot.services.context import Event
from bot.services.handoffs import claim, hand_back, reply_as_agent, request_handoff
from bot.services.messages import mark_read_by_agent

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
