"""The floor passes between bot and people; nobody is left waiting in silence, nobody has to say it twice."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.conversation import Conversation, ReplyDraft, Status, Understanding
from bot.domain.errors import AlreadyClaimed, ClientIdConflict, NotFound, NotYours
from bot.domain.handoff import Handoff, Reason
from bot.domain.offer import Offer
from bot.services.agents import set_presence
from bot.services.handoffs import (
    AGENT_PATIENCE,
    WAITING_PATIENCE,
    back_to_bot,
    claim,
    hand_back,
    release_abandoned,
    release_impatient,
    reply_as_agent,
    request_handoff,
    resolve,
    said_during,
)
from bot.services.journey import track_stage
from bot.services.leads import capture_lead
from bot.services.messages import lock_conversation
from bot.services.offers import note_shown
from bot.services.queue import conversation_detail, list_queue
from bot.services.replies import add_reply


async def state(house, conversation_id):
    [conversation] = await house.all(Conversation, id=conversation_id)
    return conversation


async def waiting_visitor(house):
    conversation_id = (await house.hears("cho mình gặp nhân viên")).conversation.id
    await request_handoff(house.services, conversation_id)
    assert (await state(house, conversation_id)).status == Status.WAITING
    return conversation_id


async def understood(house, received, understanding):
    async with house.services.store.begin() as session:
        conversation = await lock_conversation(session, received.conversation.id)
        message = await session.merge(received.message)
        await track_stage(house.services, session, conversation, message, understanding, slot_answer=False)


async def test_with_somebody_online_the_bot_falls_silent_and_the_desk_hears_of_it(house, alice):
    conversation_id = await waiting_visitor(house)
    notice = (await house.transcript(conversation_id))[-1]
    assert (notice.author, notice.kind, notice.payload) == ("system", "notice", {"code": "handoff_requested"})
    assert [e.body for e in house.published("conversation.status_changed")] == [{"status": "waiting", "agent": None}]
    assert [e.conversation_id for e in house.published("handoff.requested")] == [conversation_id]


async def test_with_nobody_online_the_bot_keeps_the_floor_and_gives_the_hours(shop):
    conversation_id = (await shop.hears("gặp nhân viên")).conversation.id
    await request_handoff(shop.services, conversation_id)
    notice = (await shop.transcript(conversation_id))[-1]
    assert notice.payload == {"code": "nobody_online"}
    assert "08:00" in notice.text
    assert "1900 0000" in notice.text
    assert "/request_call_back" in [button["payload"] for button in notice.quick_replies]
    conversation = await state(shop, conversation_id)
    assert conversation.bot_may_speak
    assert conversation.waiting_since == shop.clock()
    agent = await shop.agent("Alice", online=True)
    queue = await list_queue(shop.services, agent.id, "waiting")
    assert [row["id"] for row in queue["conversations"]] == [conversation_id]


async def test_asking_twice_is_one_request_that_says_again_where_it_stands(house, alice):
    conversation_id = await waiting_visitor(house)
    await request_handoff(house.services, conversation_id)
    assert await house.count(Handoff) == 1
    assert len(house.published("handoff.requested")) == 1
    assert len(await house.said(conversation_id, "system")) == 2


async def test_asking_while_a_person_is_there_takes_nothing_from_them(house, alice):
    conversation_id = await waiting_visitor(house)
    await claim(house.services, conversation_id, alice)
    await request_handoff(house.services, conversation_id)
    conversation = await state(house, conversation_id)
    assert (conversation.status, conversation.agent_id, conversation.waiting_since) == (Status.AGENT, alice.id, None)
    assert (await house.transcript(conversation_id))[-1].payload == {"code": "agent_joined"}


async def test_complaint_hears_an_apology_before_anything_else(house, alice):
    conversation_id = (await house.hears("hàng hỏng rồi")).conversation.id
    await request_handoff(house.services, conversation_id, Reason.COMPLAINT, sorry=True)
    _, apology, notice = await house.transcript(conversation_id)
    assert (apology.author, notice.author) == ("bot", "system")
    assert "xin lỗi" in apology.text


async def test_of_alice_and_bob_who_claim_at_once_one_wins_and_the_other_is_told_who(house, alice, bob):
    for attempt in range(4):
        conversation_id = (await house.hears("gặp người", visitor=f"visitor-{attempt}")).conversation.id
        await request_handoff(house.services, conversation_id)
        claims = [claim(house.services, conversation_id, agent) for agent in (alice, bob)]
        results = await asyncio.gather(*claims, return_exceptions=True)
        refused = [r for r in results if isinstance(r, AlreadyClaimed)]
        assert len(refused) == 1, results
        conversation = await state(house, conversation_id)
        winner = alice if conversation.agent_id == alice.id else bob
        assert refused[0].agent_name == winner.name
        [handoff] = await house.all(Handoff, conversation_id=conversation_id)
        assert handoff.claimed_by == winner.id
        joined = [m for m in await house.transcript(conversation_id) if m.payload == {"code": "agent_joined"}]
        assert [winner.name in m.text for m in joined] == [True]


async def test_claiming_what_one_has_changes_nothing(house, alice):
    conversation_id = await waiting_visitor(house)
    await claim(house.services, conversation_id, alice)
    before = await house.said(conversation_id)
    await claim(house.services, conversation_id, alice)
    assert await house.said(conversation_id) == before


async def test_agent_may_take_over_from_the_bot_without_being_asked(house, alice):
    conversation_id = (await house.hears("alo")).conversation.id
    await claim(house.services, conversation_id, alice)
    [handoff] = await house.all(Handoff)
    assert (handoff.reason, handoff.claimed_by) == (Reason.TAKEN_OVER, alice.id)
    assert house.published("conversation.status_changed")[-1].body == {"status": "agent", "agent": {"name": "Alice"}}


async def test_nobody_claims_a_conversation_that_does_not_exist(house, alice):
    with pytest.raises(NotFound):
        await claim(house.services, "0" * 32, alice)


async def test_agent_speaks_under_her_name_and_once_for_each_client_id(house, alice):
    conversation_id = await waiting_visitor(house)
    await claim(house.services, conversation_id, alice)
    first = await reply_as_agent(house.services, conversation_id, alice, "a-1", "Chào anh ạ")
    again = await reply_as_agent(house.services, conversation_id, alice, "a-1", "Chào anh ạ")
    assert (first.id, first.author, first.author_name) == (again.id, "agent", "Alice")
    with pytest.raises(ClientIdConflict):
        await reply_as_agent(house.services, conversation_id, alice, "a-1", "Khác")
    assert await house.said(conversation_id, "agent") == ["Chào anh ạ"]


async def test_only_who_has_the_floor_speaks_or_ends(house, alice, bob):
    conversation_id = await waiting_visitor(house)
    for act in (hand_back, resolve):
        with pytest.raises(NotYours):
            await act(house.services, conversation_id, alice)
    await claim(house.services, conversation_id, alice)
    with pytest.raises(NotYours):
        await reply_as_agent(house.services, conversation_id, bob, "b-1", "Tôi đây")
    for act in (hand_back, resolve):
        with pytest.raises(NotYours):
            await act(house.services, conversation_id, bob)
    assert (await state(house, conversation_id)).agent_id == alice.id
    assert await house.said(conversation_id, "agent") == []


async def test_hand_back_gives_the_bot_the_floor_and_says_so(house, alice):
    conversation_id = await waiting_visitor(house)
    await claim(house.services, conversation_id, alice)
    await hand_back(house.services, conversation_id, alice, note="muốn xem tai nghe")
    conversation = await state(house, conversation_id)
    [handoff] = await house.all(Handoff)
    assert (conversation.status, conversation.agent_id) == (Status.BOT, None)
    assert (handoff.outcome, handoff.note, handoff.ended_at) == ("handed_back", "muốn xem tai nghe", house.clock())
    assert (await house.transcript(conversation_id))[-1].payload == {"code": "handed_back"}
    assert house.published("conversation.status_changed")[-1].body == {"status": "bot", "agent": None}
    await request_handoff(house.services, conversation_id)
    assert await house.count(Handoff) == 2


async def test_resolved_conversation_is_opened_by_writing_and_served_by_the_bot(house, alice):
    conversation_id = await waiting_visitor(house)
    await claim(house.services, conversation_id, alice)
    await resolve(house.services, conversation_id, alice)
    assert (await state(house, conversation_id)).status == Status.RESOLVED
    assert (await house.transcript(conversation_id))[-1].payload == {"code": "resolved"}
    again = await house.hears("à quên, còn màu đen không")
    assert again.conversation.id == conversation_id
    assert (await state(house, conversation_id)).status == Status.BOT


async def test_visitor_who_waited_too_long_gets_the_bot_back_and_keeps_the_place_in_the_queue(house, alice):
    conversation_id = await waiting_visitor(house)
    since = house.clock()
    house.clock.moment += WAITING_PATIENCE
    assert await release_impatient(house.services) == 0
    house.clock.forward(seconds=1)
    assert await release_impatient(house.services) == 1
    assert await release_impatient(house.services) == 0
    conversation = await state(house, conversation_id)
    assert (conversation.status, conversation.waiting_since) == (Status.BOT, since)
    assert (await house.transcript(conversation_id))[-1].payload == {"code": "still_waiting"}
    queue = await list_queue(house.services, alice.id, "waiting")
    assert [row["id"] for row in queue["conversations"]] == [conversation_id]
    await claim(house.services, conversation_id, alice)
    assert (await state(house, conversation_id)).status == Status.AGENT


async def test_visitor_with_a_person_is_not_released(house, alice):
    conversation_id = await waiting_visitor(house)
    await claim(house.services, conversation_id, alice)
    house.clock.forward(hours=5)
    assert await release_impatient(house.services) == 0


async def test_visitor_left_by_an_agent_who_went_offline_comes_back_to_the_queue(house, alice):
    conversation_id = await waiting_visitor(house)
    await claim(house.services, conversation_id, alice)
    house.clock.forward(minutes=1)
    await house.hears("còn đó không ạ")
    written = house.clock()
    house.clock.moment += AGENT_PATIENCE + timedelta(seconds=1)
    assert await release_abandoned(house.services) == 0
    await set_presence(house.services, alice.id, online=False)
    assert await release_abandoned(house.services) == 1
    assert await release_abandoned(house.services) == 0
    conversation = await state(house, conversation_id)
    assert (conversation.status, conversation.agent_id, conversation.waiting_since) == (Status.BOT, None, written)
    assert (await house.transcript(conversation_id))[-1].payload == {"code": "agent_left"}


async def test_visitor_who_was_answered_last_is_not_taken_from_an_agent_at_lunch(house, alice):
    conversation_id = await waiting_visitor(house)
    await claim(house.services, conversation_id, alice)
    await reply_as_agent(house.services, conversation_id, alice, "a-1", "Em gửi anh rồi ạ")
    await set_presence(house.services, alice.id, online=False)
    house.clock.forward(hours=1)
    assert await release_abandoned(house.services) == 0


async def test_what_was_said_during_a_handoff_is_known_after_it(house, alice):
    await house.hears("trước đó")
    house.clock.forward(seconds=1)
    conversation_id = await waiting_visitor(house)
    assert await said_during(house.services, conversation_id) == []
    await claim(house.services, conversation_id, alice)
    house.clock.forward(seconds=1)
    await house.hears("màu đen còn không")
    await reply_as_agent(house.services, conversation_id, alice, "a-1", "Dạ còn ạ")
    await hand_back(house.services, conversation_id, alice)
    said = [(m.author, m.text) for m in await said_during(house.services, conversation_id)]
    assert said == [("visitor", "màu đen còn không"), ("agent", "Dạ còn ạ")]


async def test_going_back_to_the_bot_withdraws_the_request_but_sends_no_agent_away(house, alice):
    conversation_id = await waiting_visitor(house)
    await back_to_bot(house.services, conversation_id)
    [handoff] = await house.all(Handoff)
    conversation = await state(house, conversation_id)
    assert (conversation.status, conversation.waiting_since, handoff.outcome) == (Status.BOT, None, "withdrawn")
    await claim(house.services, conversation_id, alice)
    await back_to_bot(house.services, conversation_id)
    assert (await state(house, conversation_id)).status == Status.AGENT


async def test_brief_holds_what_an_agent_would_otherwise_ask_again(shop):
    alice = await shop.agent("Alice", online=True)
    said = [
        ("chào shop", Understanding("greet", 0.9, {"none": 1.0})),
        ("tai nghe chống ồn loại nào tốt", Understanding("ask_recommendation", 0.9, {"researching": 0.9, "none": 0.1})),
        ("so với Oruna thì sao", Understanding("compare_products", 0.9, {"evaluating": 0.9, "none": 0.1})),
        ("V50 bao nhiêu", Understanding("ask_price", 0.9, {"evaluating": 0.9, "none": 0.1})),
        ("?!", Understanding("nlu_fallback", 0.2, {"none": 1.0})),
    ]
    for text, understanding in said:
        received = await shop.hears(text)
        await understood(shop, received, understanding)
    conversation_id = received.conversation.id
    [offer] = await shop.all(Offer, key="lead_5")
    await note_shown(shop.services, conversation_id, offer.key, key=received.message.id)
    lead = {"name": "Vera", "phone": "0912345678", "email": None, "interest": "tai nghe", "wording": "…", "key": "k"}
    await capture_lead(shop.services, conversation_id, **lead)
    async with shop.services.store.begin() as session:
        (await lock_conversation(session, conversation_id)).failed_turns = 2
    handoff = await request_handoff(
        shop.services, conversation_id, Reason.BUYING_HELP, slots={"Sản phẩm": "Vọng Âm V50"}
    )
    assert handoff.brief == {
        "reason": "buying_help",
        "summary": "so với Oruna thì sao · V50 bao nhiêu · ?!",
        "stage": "evaluating",
        "language": "vi",
        "wants": ["ask_recommendation", "compare_products", "ask_price"],
        "slots": {"Sản phẩm": "Vọng Âm V50"},
        "failed_turns": 2,
        "offers_shown": [offer.title],
        "consent": ["follow_up"],
        "requested_at": shop.clock().isoformat(timespec="milliseconds"),
    }
    await claim(shop.services, conversation_id, alice)
    detail = await conversation_detail(shop.services, conversation_id)
    assert detail["brief"]["summary"] == handoff.brief["summary"]
    assert detail["brief"]["reason_text"]
    assert detail["lead"]["phone"] == "0912345678"
    assert detail["visitor"]["name"] == "Vera"
    assert [s["stage"] for s in detail["stages"]] == ["researching", "evaluating"]
    assert [o["event"] for o in detail["offers"]] == ["shown"]


async def test_longest_waiting_comes_first(house, alice):
    ids = []
    for visitor in ("vera", "charlie", "dora"):
        conversation_id = (await house.hears("gặp người", visitor=visitor)).conversation.id
        await request_handoff(house.services, conversation_id)
        ids.append(conversation_id)
        house.clock.moment += timedelta(seconds=10)
    async with house.services.store.begin() as session:
        conversation = await lock_conversation(session, ids[0])
        await add_reply(session, house.services, conversation, ReplyDraft("…"), client_id="x")
    queue = await list_queue(house.services, alice.id, "waiting")
    assert [row["id"] for row in queue["conversations"]] == ids
    assert queue["counts"]["waiting"] == 3


async def test_search_in_the_queue_takes_wildcards_as_letters(house, alice):
    wanted = await house.hears("giảm 100% không", visitor="vera")
    await house.hears("giảm 1000 không", visitor="charlie")
    for search in ("100%", "GIẢM 100%", wanted.conversation.id[:8]):
        found = await list_queue(house.services, alice.id, "all", search=search)
        assert [row["id"] for row in found["conversations"]] == [wanted.conversation.id], search
    assert (await list_queue(house.services, alice.id, "all", search="_"))["conversations"] == []
