"""Two instances of the application that share PostgreSQL and Redis are one shop."""

import asyncio

import pytest

from bot.domain.handoff import Agent
from bot.services.handoffs import claim
from bot.services.messages import messages_after


@pytest.fixture
async def shared(empty_postgresql, redis_url, open_door):
    where = {"database_url": empty_postgresql, "redis_url": redis_url}
    return [await open_door(**where), await open_door(**where)]


async def test_messages_reach_the_visitors_browsers_on_the_other_instance_too(shared, browser):
    first, second = shared
    here = await browser(first)
    there = await browser(second, token=here.token)
    assert there.conversation_id == here.conversation_id
    await here.send("từ đây", client_id="c-1")
    for tab in (here, there):
        await tab.hears("message.created", client_id="c-1")
        await tab.hears("message.created", text="echo: từ đây")
    await there.send("từ kia", client_id="c-2")
    for tab in (here, there):
        await tab.hears("message.created", text="echo: từ kia")
        assert [m["text"] for m in tab.all("message.created")] == ["từ đây", "echo: từ đây", "từ kia", "echo: từ kia"]
        assert [m["seq"] for m in tab.all("message.created")] == [1, 2, 3, 4]


async def test_turns_are_taken_once_whichever_instance_takes_them(shared, browser):
    tabs = [await browser(shared[0])]
    tabs.append(await browser(shared[1], token=tabs[0].token))
    await asyncio.gather(*[tabs[n % 2].send(f"câu {n}", client_id=f"c-{n}") for n in range(8)])
    for n in range(8):
        await tabs[0].hears("message.created", text=f"echo: câu {n}")
    found, _ = await messages_after(shared[0].services, tabs[0].conversation_id, 0)
    assert [m.seq for m in found] == list(range(1, 17))
    asked = [m.text for m in found if m.author == "visitor"]
    answered = [m.text for m in found if m.author == "bot"]
    assert answered == [f"echo: {text}" for text in asked]
    assert len(shared[0].dialogue.heard) + len(shared[1].dialogue.heard) == 8


async def test_agent_on_one_instance_answers_a_visitor_on_the_other(shared, browser):
    first, second = shared
    alice = Agent("alice@example.com", "Alice", "!", online=True)
    async with first.services.store.begin() as session:
        session.add(alice)
    vera = await browser(second)
    await claim(first.services, vera.conversation_id, alice)
    changed = await vera.hears("conversation.status_changed")
    assert changed == {"status": "agent", "agent": {"name": "Alice"}}
