"""Many at once: nothing lost, nothing doubled. Ten minutes of it are in the bench (`messenger_endurance`)."""

from __future__ import annotations

import asyncio
import json
from collections import Counter

import aiohttp
from graph import signature
from messenger_shapes import message, webhook
from sql_plans import read_whole, statements_of

from bot.domain.conversation import Message
from bot.services.handoffs import claim, hand_back, reply_as_agent, request_handoff

SOME_SWEEPS = 0.3
"""Seconds in which every worker has looked around for what nobody woke it for."""


async def test_fifty_events_a_second_with_repeats_are_each_taken_once_and_answered_once(page, graph):
    people = [graph.person(f"P{n}") for n in range(20)]
    for person in people:
        person.open_window()
    bodies = []
    for number in range(100):
        person = people[number % len(people)]
        at = graph.stamp()
        bodies.append(webhook(message(f"m_{number}", f"câu {number}", person=person.id, at=at)))
    statuses = Counter()

    async def post(http, body):
        raw = json.dumps(body).encode()
        headers = {"X-Hub-Signature-256": signature(raw, graph.app_secret)}
        async with http.post(page.url, data=raw, headers=headers) as response:
            statuses[response.status] += 1

    async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as group:
        for number, body in enumerate(bodies):
            group.create_task(post(http, body))
            if number % 3 == 0:
                group.create_task(post(http, body))
            await asyncio.sleep(0.005)
    assert set(statuses) == {200}
    await page.emptied()
    assert Counter(page.heard) == Counter(f"câu {n}" for n in range(100))
    for number, person in enumerate(people):
        wanted = [f"câu {n}" for n in range(number, 100, len(people))]
        assert [text.rpartition("echo: ")[2] for text in person.texts] == wanted
    said = await page.all(Message)
    for conversation_id in {one.conversation_id for one in said}:
        places = sorted(one.seq for one in said if one.conversation_id == conversation_id)
        assert places == list(range(1, len(places) + 1))


async def test_work_of_a_day_reads_no_table_from_end_to_end(page, vera):
    alice = await page.agent()
    with statements_of(page.services.store) as statements:
        await vera.says("Shop ơi")
        await vera.gets()
        await vera.reads()
        await vera.reacts()
        mid = await vera.sends_image()
        await vera.gets()
        await vera.unsends(mid)
        conversation = await page.conversation(vera)
        await request_handoff(page.services, conversation.id)
        await claim(page.services, conversation.id, alice)
        await vera.says("đơn em đâu")
        await reply_as_agent(page.services, conversation.id, alice, "a-1", "Dạ em xem ngay")
        await vera.sees("Dạ em xem ngay")
        await hand_back(page.services, conversation.id, alice)
        await page.emptied()
        await asyncio.sleep(SOME_SWEEPS)
    assert len(statements) > 50
    assert await read_whole(page.services.store, statements) == []
