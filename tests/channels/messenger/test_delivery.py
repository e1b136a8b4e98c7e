"""Sending: in order, once, whatever stalls, stops or gets lost."""

from __future__ import annotations

import asyncio

import pytest
from messenger_shapes import PAGE, QUIET, message, webhook
from messenger_talk import bot_says, greeted, sees_in_time
from sqlalchemy import update

from bot.domain.conversation import ReplyDraft
from bot.domain.delivery import ChannelState, Part
from bot.store.tables import outbox

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
    await sees_in_time(graph, vera, 7, 5)
    assert vera.texts[1:] == [f"tin {n}" for n in range(6)]


async def test_what_waits_when_the_bot_stops_goes_out_after_the_next_start(page, graph, vera, start_shop):
    await greeted(page, vera)
    graph.fail("app_rate", times=None)
    await bot_says(page, vera, ReplyDraft("một"), ReplyDraft("hai"))
    await page.until(ChannelState, lambda state: state.paused_until)
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
    await sees_in_time(graph, vera, 2, 5)
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
