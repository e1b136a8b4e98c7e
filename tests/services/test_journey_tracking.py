"""Where the visitor stands is tracked with reasons, once for each message, and an agent's word counts."""

import pytest

from bot.domain.conversation import Conversation, Understanding
from bot.domain.errors import BadInput
from bot.domain.journey import StageEvent
from bot.services.journey import correct_stage, stage_history, track_stage
from bot.services.messages import lock_conversation


def says(intent, stage, certainty=0.9):
    rest = (1 - certainty) / 4
    stages = dict.fromkeys(("researching", "evaluating", "buying", "post_purchase", "none"), rest)
    return Understanding(intent, 0.9, {**stages, stage: certainty})


async def track(house, received, understanding, *, slot_answer=False):
    async with house.services.store.begin() as session:
        conversation = await lock_conversation(session, received.conversation.id)
        message = await session.merge(received.message)
        return await track_stage(house.services, session, conversation, message, understanding, slot_answer=slot_answer)


async def hears_and_tracks(house, text, understanding, **more):
    slot_answer = more.pop("slot_answer", False)
    received = await house.hears(text, **more)
    event = await track(house, received, understanding, slot_answer=slot_answer)
    [conversation] = await house.all(Conversation, id=received.conversation.id)
    return conversation, event


async def test_road_from_first_question_to_after_the_purchase_is_kept_with_its_reasons(house):
    road = [
        ("shop bán gì", says("browse_catalogue", "researching")),
        ("so hai cái này", says("compare_products", "evaluating")),
        ("so nữa", says("compare_products", "evaluating")),
        ("mua thế nào", says("how_to_order", "buying")),
        ("đặt luôn", says("how_to_order", "buying")),
        ("đơn tới đâu rồi", says("check_order_status", "post_purchase")),
    ]
    for text, understanding in road:
        house.clock.forward(seconds=5)
        conversation, _ = await hears_and_tracks(house, text, understanding)
    async with house.services.store.read() as session:
        history = await stage_history(session, conversation.id)
    assert [(e.previous, e.stage) for e in history] == [
        ("none", "researching"),
        ("researching", "evaluating"),
        ("evaluating", "buying"),
        ("buying", "post_purchase"),
    ]
    assert [e.why for e in history] == [
        ["message:browse_catalogue"],
        ["message:compare_products", "before:researching"],
        ["message:how_to_order", "before:evaluating"],
        ["message:check_order_status", "before:buying"],
    ]
    assert {e.source for e in history} == {"message"}
    assert all(0.4 < e.confidence <= 1 for e in history)
    assert conversation.stage == "post_purchase"
    assert sum(conversation.belief.values()) == pytest.approx(1, abs=0.001)


async def test_message_counts_once_however_often_its_turn_is_repeated(house):
    received = await house.hears("mua thế nào")
    assert await track(house, received, says("how_to_order", "buying"))
    [before] = await house.all(Conversation)
    for _ in range(3):
        [message] = await house.transcript(received.conversation.id)
        again = await track(house, type(received)(message, received.conversation, False), says("x", "researching"))
        assert again is None
    [after] = await house.all(Conversation)
    assert (after.stage, after.belief) == (before.stage, before.belief)
    assert await house.count(StageEvent) == 1


async def test_greeting_and_an_answer_to_the_bots_question_say_nothing_about_the_stage(house):
    conversation, event = await hears_and_tracks(house, "chào", says("greet", "none", 0.98))
    assert (conversation.stage, event) == ("none", None)
    await hears_and_tracks(house, "mua thế nào", says("how_to_order", "buying"))
    conversation, event = await hears_and_tracks(house, "màu đen", says("inform", "researching"), slot_answer=True)
    assert (conversation.stage, event) == ("buying", None)


async def test_page_is_evidence_and_is_named_as_a_reason(house):
    unsure = says("ask_price", "evaluating", 0.4)
    plain, _ = await hears_and_tracks(house, "giá?", unsure, visitor="plain")
    checkout, event = await hears_and_tracks(house, "giá?", unsure, visitor="checkout", page={"kind": "checkout"})
    assert checkout.belief["buying"] > plain.belief["buying"]
    conversation, event = await hears_and_tracks(
        house, "alo", says("greet", "none", 0.99), visitor="order", page={"kind": "order"}
    )
    assert (conversation.stage, event.why) == ("post_purchase", ["page:order"])


async def test_agents_word_moves_the_belief_and_is_kept_as_hers(house):
    conversation, _ = await hears_and_tracks(house, "mua thế nào", says("how_to_order", "buying"))
    event = await correct_stage(house.services, conversation.id, "post_purchase")
    assert (event.stage, event.previous, event.source, event.why) == ("post_purchase", "buying", "agent", ["agent"])
    assert [e.body["source"] for e in house.published("stage.changed")] == ["agent"]
    conversation, event = await hears_and_tracks(house, "giá?", says("ask_price", "evaluating", 0.5))
    assert (conversation.stage, event) == ("post_purchase", None)


async def test_agent_who_confirms_the_stage_is_recorded_too(house):
    conversation, _ = await hears_and_tracks(house, "mua thế nào", says("how_to_order", "buying"))
    event = await correct_stage(house.services, conversation.id, "buying")
    assert (event.previous, event.stage, event.source) == ("buying", "buying", "agent")


async def test_stage_that_does_not_exist_is_refused(house):
    conversation, _ = await hears_and_tracks(house, "alo", says("greet", "none"))
    for stage in ("none", "", "dreaming"):
        with pytest.raises(BadInput):
            await correct_stage(house.services, conversation.id, stage)
    assert await house.count(StageEvent) == 0
