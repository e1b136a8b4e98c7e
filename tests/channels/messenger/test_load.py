"""Many at once: nothing lost, nothing doubled. Ten minutes of it are in the bench (`messenger_endurance`)."""

from __future__ import annotations

import asyncio
import json
from collections import Counter

import aiohttp
from graph import signature
from messenger_shapes import message, webhook

from bot.domain.conversation import Message


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
