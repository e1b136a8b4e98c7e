"""The bot's turns: durable, in order, one at a time, each ending in something the visitor sees."""

import asyncio

import pytest
from fake_dialogue import DOWN, NOTHING
from sqlalchemy import update

from bot.domain.conversation import Conversation, Message, ReplyDraft, Status, Understanding
from bot.domain.handoff import Handoff
from bot.domain.work import Turn
from bot.services import turn_worker, turns
from bot.services.exports import erase_person
from bot.services.handoffs import claim, request_handoff
from bot.services.turn_worker import TurnWorker
from bot.services.turns import Timing, claim_turn, release_turns, replies_to, take_turn, turn_outcome

QUICK = Timing(understand=0.2, reply=0.2, deadline=0.4, grace=0.2)
PATIENT = Timing(understand=20, reply=20, deadline=60, lease=120)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(turns, "RETRY_PAUSES", (0.05,))


@pytest.fixture
async def worker(house, dialogue):
    made = TurnWorker(house.services, dialogue, PATIENT)
    yield made
    await made.stop()


async def take_next(house, dialogue, conversation_id, timing=PATIENT):
    turn = await claim_turn(house.services, conversation_id, "me", timing)
    assert turn is not None
    await take_turn(house.services, dialogue, turn, timing)
    return turn


async def settle(worker, house, *conversation_ids):
    for conversation_id in conversation_ids:
        worker.wake(conversation_id)
    async with asyncio.timeout(60):
        while await house.count(Turn, status="pending") or await house.count(Turn, status="running") or worker.busy:
            await asyncio.sleep(0.01)


# -- the good days ----------------------------------------------------------------------------------------------------


async def test_reply_is_stored_after_the_message_and_published_with_typing_around_it(house, dialogue):
    received = await house.hears("chào shop")
    await take_next(house, dialogue, received.conversation.id)
    assert await house.said(received.conversation.id) == ["chào shop", "echo: chào shop"]
    assert [(e.name, e.body.get("active")) for e in house.events] == [
        ("message.created", None),
        ("typing", True),
        ("typing", False),
        ("message.created", None),
    ]
    [turn] = await house.all(Turn)
    assert (turn.status, turn.outcome) == ("done", "replied")
    assert await turn_outcome(house.services, received.message.id) == "replied"


async def test_dialogue_engine_is_told_who_wishes_what_and_in_which_language(house, dialogue):
    received = await house.hears("how much is it? do you deliver to Hue?", page={"kind": "product", "sku": "A-1"})
    await take_next(house, dialogue, received.conversation.id)
    [heard] = dialogue.heard
    assert heard.conversation_id == received.conversation.id
    assert heard.wish == "/ask_price"
    assert heard.metadata == {
        "is_command": True,
        "conversation_id": received.conversation.id,
        "message_id": received.message.id,
        "wishes": ["ask_price", "ask_delivery_area"],
    }
    assert (heard.talk.language, heard.talk.page) == ("en", {"kind": "product", "sku": "A-1"})
    assert dialogue.told == [(received.conversation.id, {"language": "en"})]


async def test_turn_is_under_way_only_until_its_reply_is_stored(house, dialogue):
    for way in (lambda text: [ReplyDraft("dạ")], lambda text: NOTHING):
        dialogue.answer = way
        received = await house.hears("alo")
        await take_next(house, dialogue, received.conversation.id, QUICK)
        assert dialogue.heard[-1].talk is not None
        assert house.services.talks == {}


async def test_several_parts_of_a_reply_keep_their_order_and_shape(house, dialogue):
    buttons = [{"title": "Xem", "payload": "/browse_catalogue"}]
    dialogue.script.append(
        [ReplyDraft("một"), ReplyDraft("hai", "comparison", {"items": []}), ReplyDraft("ba", quick_replies=buttons)]
    )
    received = await house.hears("xem hàng")
    await take_next(house, dialogue, received.conversation.id)
    _, one, two, three = await house.transcript(received.conversation.id)
    assert [(m.seq, m.text, m.kind) for m in (one, two, three)] == [
        (2, "một", "text"),
        (3, "hai", "comparison"),
        (4, "ba", "text"),
    ]
    assert three.quick_replies == buttons
    assert [m.id for m in await replies_to(house.services, received.message)] == [one.id, two.id, three.id]


async def test_turns_of_a_conversation_are_taken_in_order_and_one_at_a_time(house, dialogue, worker):
    for number in range(5):
        received = await house.hears(f"câu {number}")
        worker.wake(received.conversation.id)
    await settle(worker, house, received.conversation.id)
    assert [heard.text for heard in dialogue.heard] == [f"câu {number}" for number in range(5)]
    assert dialogue.most_inside == 1


async def test_conversations_do_not_wait_for_each_other(house, dialogue, worker, eventually):
    dialogue.gate = asyncio.Event()
    vera = await house.hears("một", visitor="vera")
    charlie = await house.hears("hai", visitor="charlie")
    worker.wake(vera.conversation.id)
    worker.wake(charlie.conversation.id)
    await eventually(lambda: len(dialogue.heard) == 2)
    dialogue.gate.set()
    await settle(worker, house)
    assert await house.said(charlie.conversation.id) == ["hai", "echo: hai"]


async def test_twenty_conversations_at_once_each_get_every_answer_once_and_in_order(house, dialogue, worker):
    async def talk(number):
        for i in range(5):
            received = await house.hears(f"{number}-{i}", visitor=f"visitor-{number}")
            worker.wake(received.conversation.id)
        return received.conversation.id

    ids = await asyncio.gather(*[talk(number) for number in range(20)])
    await settle(worker, house)
    assert dialogue.most_inside == 1
    for number, conversation_id in enumerate(ids):
        transcript = await house.transcript(conversation_id)
        assert [m.seq for m in transcript] == list(range(1, 11))
        assert [m.text for m in transcript if m.author == "bot"] == [f"echo: {number}-{i}" for i in range(5)]


async def test_turn_that_nobody_woke_is_found_by_the_sweep(house, dialogue, worker):
    received = await house.hears("alo")
    await worker.start()
    async with asyncio.timeout(20):
        while await turn_outcome(house.services, received.message.id) is None:
            await asyncio.sleep(0.02)
    assert await house.said(received.conversation.id, "bot") == ["echo: alo"]


# -- the bad days -----------------------------------------------------------------------------------------------------


async def test_silent_failing_slow_and_broken_engines_end_in_an_honest_line_and_nothing_is_lost(house, dialogue):
    async def never(text):
        await asyncio.sleep(60)

    ways = {
        "silent": lambda text: NOTHING,
        "failing": lambda text: DOWN,
        "broken": lambda text: ValueError("a fault of ours"),
        "timing out": lambda text: TimeoutError(),
    }
    for visitor, way in ways.items():
        dialogue.answer = way
        received = await house.hears("còn hàng không", visitor=visitor)
        await take_next(house, dialogue, received.conversation.id, QUICK)
        question, sorry = await house.transcript(received.conversation.id)
        assert question.text == "còn hàng không", visitor
        assert (sorry.author, sorry.kind, sorry.payload) == ("bot", "notice", {"code": "error"}), visitor
        assert "/ask_human" in [button["payload"] for button in sorry.quick_replies], visitor
        assert await turn_outcome(house.services, received.message.id) == "no answer from the dialogue engine"
    assert [c.failed_turns for c in await house.all(Conversation)] == [1] * len(ways)


async def test_engine_that_hangs_is_given_up(house, dialogue):
    dialogue.gate = asyncio.Event()
    received = await house.hears("alo")
    await take_next(house, dialogue, received.conversation.id, QUICK)
    [sorry] = [m for m in await house.transcript(received.conversation.id) if m.author == "bot"]
    assert sorry.payload == {"code": "error"}


async def test_engine_that_recovers_within_the_turn_answers_without_apology(house, dialogue):
    dialogue.script.extend([NOTHING, DOWN, TimeoutError()])
    received = await house.hears("alo")
    await take_next(house, dialogue, received.conversation.id)
    assert await house.said(received.conversation.id) == ["alo", "echo: alo"]


async def test_deaf_nlu_is_asked_again(house, dialogue):
    dialogue.deaf = True
    received = await house.hears("alo")
    turn = await claim_turn(house.services, received.conversation.id, "me", PATIENT)
    task = asyncio.create_task(take_turn(house.services, dialogue, turn, PATIENT))
    await asyncio.sleep(0.05)
    dialogue.deaf = False
    await asyncio.wait_for(task, 30)
    assert await house.said(received.conversation.id) == ["alo", "echo: alo"]


async def test_long_silence_is_filled_with_a_line_that_says_so(house, dialogue, monkeypatch):
    monkeypatch.setattr(turns, "SILENCE_SECONDS", 0.0)
    dialogue.script.extend([DOWN, DOWN])
    received = await house.hears("alo")
    await take_next(house, dialogue, received.conversation.id)
    _, wait, answer = await house.transcript(received.conversation.id)
    assert (wait.kind, wait.payload, answer.text) == ("notice", {"code": "waiting"}, "echo: alo")
    assert [m.id for m in await replies_to(house.services, received.message)] == [answer.id]


async def test_answer_that_cannot_be_stored_ends_in_an_honest_line_and_the_next_message_is_answered(
    house, dialogue, worker
):
    dialogue.script.append([ReplyDraft("hay", payload={"unstorable": object()})])
    received = await house.hears("một")
    await house.hears("hai")
    await settle(worker, house, received.conversation.id)
    texts = await house.said(received.conversation.id)
    assert texts[:2] == ["một", "hai"]
    assert texts[3:] == ["echo: hai"]
    assert (await house.transcript(received.conversation.id))[2].payload == {"code": "error"}


async def test_who_asks_for_a_person_while_the_engine_is_down_gets_one(house, dialogue, alice):
    dialogue.answer = lambda text: DOWN
    received = await house.hears("cho mình gặp nhân viên")
    await take_next(house, dialogue, received.conversation.id, QUICK)
    [handoff] = await house.all(Handoff)
    assert (handoff.reason, handoff.message_id) == ("asked", received.message.id)
    [conversation] = await house.all(Conversation)
    assert conversation.status == Status.WAITING
    notice = (await house.transcript(received.conversation.id))[-1]
    assert notice.payload == {"code": "handoff_requested"}


async def test_message_from_before_an_outage_gets_one_attempt_before_the_excuse(house, dialogue):
    received = await house.hears("alo")
    house.clock.forward(hours=3)
    await take_next(house, dialogue, received.conversation.id)
    assert await house.said(received.conversation.id) == ["alo", "echo: alo"]


# -- who has the floor ------------------------------------------------------------------------------------------------


async def test_bot_is_silent_while_the_visitor_waits_or_a_person_has_the_floor(house, dialogue, alice):
    received = await house.hears("alo")
    conversation_id = received.conversation.id
    await take_next(house, dialogue, conversation_id)
    await request_handoff(house.services, conversation_id)
    for status in (Status.WAITING, Status.AGENT):
        if status == Status.AGENT:
            await claim(house.services, conversation_id, alice)
        asked = len(dialogue.heard)
        more = await house.hears(f"đang {status}")
        await take_next(house, dialogue, conversation_id)
        assert len(dialogue.heard) == asked
        assert await turn_outcome(house.services, more.message.id) == "a person has the floor"
    assert await house.said(conversation_id, "bot") == ["echo: alo"]


async def test_bot_that_is_silent_still_listens_for_the_brief(house, dialogue, alice):
    dialogue.readings["bao giờ giao"] = Understanding("ask_delivery_time", 0.9, {"buying": 0.9, "none": 0.1})
    received = await house.hears("alo")
    await claim(house.services, received.conversation.id, alice)
    await house.hears("bao giờ giao")
    for _ in range(2):
        await take_next(house, dialogue, received.conversation.id)
    [message] = await house.all(Message, text="bao giờ giao")
    assert message.understood["intent"] == "ask_delivery_time"
    [conversation] = await house.all(Conversation)
    assert conversation.stage == "buying"


async def test_silent_bot_that_cannot_understand_is_no_trouble(house, dialogue, alice):
    dialogue.deaf = True
    received = await house.hears("alo")
    await claim(house.services, received.conversation.id, alice)
    await take_next(house, dialogue, received.conversation.id)
    assert await house.said(received.conversation.id, "bot") == []


async def test_reply_that_comes_after_a_person_took_over_is_dropped(house, dialogue, worker, alice):
    dialogue.gate = asyncio.Event()
    received = await house.hears("alo")
    worker.wake(received.conversation.id)
    await asyncio.wait_for(dialogue.asked.wait(), 20)
    await claim(house.services, received.conversation.id, alice)
    dialogue.gate.set()
    await settle(worker, house)
    assert await house.said(received.conversation.id, "bot") == []
    assert await turn_outcome(house.services, received.message.id) == "dropped: a person has the floor"


async def test_what_the_turn_that_asked_for_a_person_says_still_goes_out(house, dialogue, alice):
    received = await house.hears("gặp người")
    conversation_id = received.conversation.id
    turn = await claim_turn(house.services, conversation_id, "me", PATIENT)

    async def hand_over(conversation_id, text, metadata):
        await request_handoff(house.services, conversation_id, message_id=metadata["message_id"])
        return [ReplyDraft("Dạ em báo nhân viên rồi ạ")]

    dialogue.reply = hand_over
    await take_turn(house.services, dialogue, turn, PATIENT)
    texts = await house.said(conversation_id)
    assert texts[0] == "gặp người"
    assert texts[-1] == "Dạ em báo nhân viên rồi ạ"


async def test_action_that_hands_over_without_words_is_no_silence(house, dialogue, alice):
    async def hand_over(conversation_id, text, metadata):
        await request_handoff(house.services, conversation_id, message_id=metadata["message_id"])
        return NOTHING

    dialogue.reply = hand_over
    received = await house.hears("gặp người")
    await take_next(house, dialogue, received.conversation.id)
    [_, notice] = await house.transcript(received.conversation.id)
    assert notice.payload == {"code": "handoff_requested"}
    assert await turn_outcome(house.services, received.message.id) == "handed off"


# -- crashes ----------------------------------------------------------------------------------------------------------


async def test_crash_between_answer_and_commit_asks_again_and_says_it_once(house, dialogue):
    received = await house.hears("alo")
    conversation_id = received.conversation.id
    dead = await claim_turn(house.services, conversation_id, "dead", PATIENT)
    await dialogue.reply(conversation_id, "alo", {})  # …and then the process was killed.
    house.clock.forward(seconds=PATIENT.lease + 1)
    await take_next(house, dialogue, conversation_id)
    assert await house.said(conversation_id) == ["alo", "echo: alo"]
    # The dead process was only slow, and finishes now.
    await take_turn(house.services, dialogue, dead, PATIENT)
    assert await house.said(conversation_id) == ["alo", "echo: alo"]


async def test_turn_done_by_two_at_once_is_said_once(house, dialogue):
    received = await house.hears("alo")
    turn = await claim_turn(house.services, received.conversation.id, "me", PATIENT)
    await asyncio.gather(*[take_turn(house.services, dialogue, turn, PATIENT) for _ in range(3)])
    assert await house.said(received.conversation.id) == ["alo", "echo: alo"]


async def test_repeated_turn_asks_for_one_person_and_says_so_once(house, dialogue, alice):
    async def hand_over(conversation_id, text, metadata):
        await request_handoff(house.services, conversation_id, message_id=metadata["message_id"])
        return NOTHING

    received = await house.hears("gặp người")
    await claim_turn(house.services, received.conversation.id, "dead", PATIENT)
    await hand_over(received.conversation.id, "", {"message_id": received.message.id})
    house.clock.forward(seconds=PATIENT.lease + 1)
    dialogue.reply = hand_over
    await take_next(house, dialogue, received.conversation.id)
    assert await house.count(Handoff) == 1
    assert len(await house.said(received.conversation.id)) == 2


async def test_turn_taken_by_another_is_left_alone_until_its_lease_is_over(house):
    received = await house.hears("alo")
    conversation_id = received.conversation.id
    assert await claim_turn(house.services, conversation_id, "other", PATIENT)
    assert await claim_turn(house.services, conversation_id, "me", PATIENT) is None
    assert await turns.conversations_owed(house.services) == []
    house.clock.forward(seconds=PATIENT.lease + 1)
    assert await turns.conversations_owed(house.services) == [conversation_id]
    assert await claim_turn(house.services, conversation_id, "me", PATIENT)
    [again] = await house.all(Turn)
    assert (again.owner, again.attempts) == ("me", 2)


async def test_later_turn_does_not_overtake_the_one_that_is_being_taken(house):
    received = await house.hears("một")
    await house.hears("hai")
    assert await claim_turn(house.services, received.conversation.id, "other", PATIENT)
    assert await claim_turn(house.services, received.conversation.id, "me", PATIENT) is None


async def test_of_many_who_claim_a_turn_at_once_one_gets_it(house):
    received = await house.hears("alo")
    claims = [claim_turn(house.services, received.conversation.id, f"worker-{n}", PATIENT) for n in range(8)]
    assert sum(turn is not None for turn in await asyncio.gather(*claims)) == 1


async def test_running_turn_left_by_a_dead_process_is_taken_after_a_restart(house, dialogue):
    received = await house.hears("alo")
    await claim_turn(house.services, received.conversation.id, "dead", PATIENT)
    if house.services.store.engine.dialect.name == "postgresql":
        # Others may be at work on this database: a restart waits until the lease is over.
        house.clock.forward(seconds=PATIENT.lease + 1)
    worker = TurnWorker(house.services, dialogue, PATIENT)
    await worker.start()
    try:
        async with asyncio.timeout(20):
            while await turn_outcome(house.services, received.message.id) is None:
                await asyncio.sleep(0.02)
    finally:
        await worker.stop()
    assert await house.said(received.conversation.id) == ["alo", "echo: alo"]


async def test_worker_claims_once_for_each_message_and_leaves_none_of_a_burst(house, dialogue, worker, monkeypatch):
    claims = []

    async def counted(services, conversation_id, *rest):
        claims.append(conversation_id)
        return await claim_turn(services, conversation_id, *rest)

    monkeypatch.setattr(turn_worker, "claim_turn", counted)
    received = await house.hears("một")
    await settle(worker, house, received.conversation.id)
    assert len(claims) == 1
    # Three at once wake the worker once: it must find the others by itself.
    for text in ("hai", "ba", "bốn"):
        await house.hears(text)
    await settle(worker, house, received.conversation.id)
    assert len(claims) == 4
    assert [text for text in await house.said(received.conversation.id) if text.startswith("echo")] == [
        "echo: một", "echo: hai", "echo: ba", "echo: bốn",
    ]  # fmt: skip


async def test_stopping_gives_unfinished_turns_back(house, dialogue):
    dialogue.gate = asyncio.Event()
    worker = TurnWorker(house.services, dialogue, PATIENT)
    received = await house.hears("alo")
    worker.wake(received.conversation.id)
    await asyncio.wait_for(dialogue.asked.wait(), 20)
    await worker.stop()
    [turn] = await house.all(Turn)
    assert (turn.status, turn.lease_until) == ("pending", None)
    dialogue.gate.set()
    await take_next(house, dialogue, received.conversation.id)
    assert await house.said(received.conversation.id) == ["alo", "echo: alo"]


async def test_releasing_one_takers_turns_leaves_the_others(house):
    for visitor in ("vera", "charlie"):
        received = await house.hears("alo", visitor=visitor)
        await claim_turn(house.services, received.conversation.id, visitor, PATIENT)
    await release_turns(house.services, "vera")
    assert sorted((t.owner, t.status) for t in await house.all(Turn)) == [("charlie", "running"), ("vera", "pending")]


async def test_turn_of_somebody_who_was_erased_is_not_taken(house):
    received = await house.hears("alo")
    await erase_person(house.services, received.conversation.visitor_id)
    assert await claim_turn(house.services, received.conversation.id, "me", PATIENT) is None


async def test_visitor_who_goes_back_to_the_bot_withdraws_the_request(house, dialogue, alice):
    received = await house.hears("gặp người")
    conversation_id = received.conversation.id
    await take_next(house, dialogue, conversation_id)
    await request_handoff(house.services, conversation_id)
    pressed = await house.hears("Tiếp tục với trợ lý", payload="/back_to_bot")
    assert pressed.message.command == "/back_to_bot"
    await take_next(house, dialogue, conversation_id)
    [conversation] = await house.all(Conversation)
    [handoff] = await house.all(Handoff)
    assert (conversation.status, conversation.waiting_since, handoff.outcome) == (Status.BOT, None, "withdrawn")
    assert len(dialogue.heard) == 1


async def test_language_follows_what_the_visitor_writes_but_not_what_a_button_says(house, dialogue):
    received = await house.hears("Cho mình hỏi phí giao hàng với shop ơi")
    conversation_id = received.conversation.id
    buttons = [{"title": "Talk to a person please", "payload": "/ask_human"}]
    dialogue.script.append([ReplyDraft("?", quick_replies=buttons)])
    await take_next(house, dialogue, conversation_id)
    await house.hears("Talk to a person please", payload="/ask_human")
    await take_next(house, dialogue, conversation_id)
    assert [c.language for c in await house.all(Conversation)] == ["vi"]
    assert (dialogue.heard[-1].wish, dialogue.heard[-1].pressed) == ("/ask_human", True)
    await house.hears("Sorry, can you tell me how much the delivery is?")
    await take_next(house, dialogue, conversation_id)
    assert [c.language for c in await house.all(Conversation)] == ["en"]


async def test_turn_without_a_lease_time_may_be_taken(house):
    from bot.store.tables import turns as turns_table

    received = await house.hears("alo")
    await claim_turn(house.services, received.conversation.id, "dead", PATIENT)
    async with house.services.store.begin() as session:
        await session.execute(update(turns_table).values(lease_until=None))
    assert await claim_turn(house.services, received.conversation.id, "me", PATIENT)
