"""The common ground: stored with the reply, as it was after a restart, gone with the person."""

import asyncio
from dataclasses import replace

import pytest
from fake_dialogue import DOWN, NOTHING, echo
from sqlalchemy import insert, select

from bot.domain.conversation import Message
from bot.domain.errors import NotFound
from bot.domain.ground import HISTORY, Ground, Line, Told, Wanted
from bot.services.exports import erase_person, export_person
from bot.services.ground import keep_ground, load_ground
from bot.services.handoffs import claim
from bot.services.talks import talk_of
from bot.services.turns import Timing, claim_turn, take_turn
from bot.store.tables import grounds

PATIENT = Timing(understand=20, reply=20, deadline=60, lease=120)
QUICK = Timing(understand=0.2, reply=0.2, deadline=0.4, grace=0.2)


def full() -> Ground:
    """One of everything."""
    return Ground(
        focus=["A-1", "B-2"],
        shown=["A-1", "C-3"],
        several=True,
        wanted=Wanted(["tai nghe"], "chống ồn", 100, 2_000_000, "mẹ", "m-1"),
        told={"phone": Told("0912345678", "m-2"), "weight": Told(50.0, "m-3"), "gift_wrap": Told(True, "m-4")},
        basket=[Line("A-1", 2, "M", "đen", "m-5"), Line("B-2")],
        removed=["D-4"],
        orders=["HN20405"],
        order_code="HN20405",
        offers=["lead_5"],
        open="recap",
        purpose="order",
        pending="check_order_status",
        paused=True,
        topic="ask_price",
        question="giá bao nhiêu",
        page_sku="A-1",
        misses=2,
        message_id="m-6",
    )


# -- in the store -----------------------------------------------------------------------------------------------------


async def test_ground_is_the_same_after_a_restart(house):
    conversation_id = (await house.hears("alo")).conversation.id
    assert await load_ground(house.services, conversation_id) == Ground()
    for ground in (full(), Ground(), replace(full(), told={}, basket=[])):
        async with house.services.store.begin() as session:
            await keep_ground(session, house.services, conversation_id, ground)
        other = replace(house.services, caches={}, talks={})
        assert await load_ground(other, conversation_id) == ground


async def test_ground_is_one_row_a_conversation(house):
    ids = [(await house.hears("alo", visitor=name)).conversation.id for name in ("vera", "charlie")]
    for conversation_id in [*ids, *ids]:
        async with house.services.store.begin() as session:
            await keep_ground(session, house.services, conversation_id, Ground(focus=[conversation_id]))
    async with house.services.store.read() as session:
        rows = (await session.execute(select(grounds.c.conversation_id))).scalars().all()
    assert sorted(rows) == sorted(ids)
    assert (await load_ground(house.services, ids[0])).focus == [ids[0]]


@pytest.mark.parametrize(
    "data",
    [
        {"focus": ["A-1"], "of_another_version": {"x": 1}},
        {"focus": ["A-1"], "basket": [{"sku": "A-1", "quantity": 2, "unit_price": 5}]},
        {"focus": ["A-1"], "told": {"phone": {"value": "0912345678", "certainty": 1}}},
        {"focus": ["A-1"], "wanted": {"kinds": ["loa"], "mood": "x"}},
        {"focus": ["A-1"], "told": {"phone": "0912345678"}},
        {"focus": ["A-1"], "basket": ["A-1", {"quantity": 2}, None]},
        {"focus": ["A-1"], "wanted": None, "told": None, "basket": None},
        {"focus": ["A-1"], "basket": "A-1", "told": [1], "wanted": [2]},
    ],
)
async def test_ground_of_another_version_does_not_break_a_conversation(house, data):
    conversation_id = (await house.hears("alo")).conversation.id
    async with house.services.store.begin() as session:
        row = {"conversation_id": conversation_id, "data": data, "updated_at": house.clock()}
        await session.execute(insert(grounds).values(**row))
    ground = await load_ground(house.services, conversation_id)
    assert ground.focus == ["A-1"]
    assert ground.to_json()["focus"] == ["A-1"]
    assert all(isinstance(line, Line) and line.sku for line in ground.basket)
    assert all(isinstance(told, Told) for told in ground.told.values())
    assert isinstance(ground.wanted, Wanted)


@pytest.mark.parametrize("data", [{"focus": "A-1"}, {"focus": None}, {"shown": 7}, {"misses": "x"}, [], "x", 7])
def test_values_of_another_kind_are_left_out(data):
    assert Ground.from_json(data) == Ground()


def test_what_is_empty_is_not_stored():
    assert Ground().to_json() == {}
    assert Ground(misses=0, paused=False, question="").to_json() == {}
    assert set(Ground(focus=["A"], misses=1).to_json()) == {"focus", "misses"}


# -- in a talk --------------------------------------------------------------------------------------------------------


async def test_what_is_told_has_the_message_that_told_it(shop, said):
    first = await said("mình tên Lan, sđt 0912345678")
    await said("giao về Huế mấy ngày")
    second = await said("nhầm, số đúng là 0987654321")
    ground = await said.ground()
    assert ground.told["name"] == Told("Lan", first.talk.message_id)
    assert ground.told["phone"] == Told("0987654321", second.talk.message_id)
    assert ground.get("place") == "Huế"
    ids = {message.id for message in await shop.all(Message)}
    assert {told.message_id for told in ground.told.values() if told.message_id} <= ids


async def test_what_was_chosen_has_the_message_that_chose_it(said):
    await said("tai nghe vọng âm v50 giá bao nhiêu")
    chosen = await said("lấy 2 cái màu đen")
    assert (await said.ground()).basket == [Line("DT-TAINGHE-01", 2, None, "đen", chosen.talk.message_id)]


async def test_talk_goes_on_after_a_restart_as_if_nothing_had_been(said, said_by, shop):
    await said("tai nghe vọng âm v50 giá bao nhiêu")
    await said("lấy 2 cái màu đen")
    shop.services.talks.clear()
    shop.services.caches.clear()
    reply = await said("tổng cộng bao nhiêu")
    assert "3.780.000" in reply.text


async def test_order_that_was_shown_to_be_theirs_stays_so(said):
    await said("đơn của mình tới đâu rồi")
    assert (await said.ground()).open == "order_code"
    await said("HN20405")
    assert (await said.ground()).open == "order_phone"
    shown = await said("0356789012")
    assert [draft.kind for draft in shown.drafts] == ["order"]
    assert (await said.ground()).orders == ["HN20405"]
    again = await said("đơn đó bao giờ tới", intent="check_order_status")
    assert "số điện thoại" not in again.text
    assert (await said.ground()).open not in ("order_code", "order_phone")


async def test_order_that_is_not_theirs_is_not_shown_and_not_kept_as_theirs(said):
    await said("đơn HN20405 tới đâu rồi, sđt 0999999999")
    ground = await said.ground()
    assert ground.orders == []
    assert ground.get("order_phone") is None


async def test_new_code_needs_a_new_proof(said):
    await said("đơn HN20405 tới đâu rồi, sđt 0356789012")
    assert (await said.ground()).orders == ["HN20405"]
    reply = await said("còn đơn HN20391 thì sao")
    assert not any(draft.kind == "order" and "HN20391" in draft.text for draft in reply.drafts)
    assert (await said.ground()).orders == ["HN20405"]


async def test_grounds_of_two_people_are_two(said_by):
    vera, charlie = said_by("alice"), said_by("charlie")
    await vera("mình tên Lan, sđt 0912345678")
    await charlie("tai nghe vọng âm v50 giá bao nhiêu")
    assert (await charlie.ground()).told == {}
    assert (await vera.ground()).focus == []


# -- a person's rights ------------------------------------------------------------------------------------------------


async def test_ground_goes_with_the_person_and_is_in_what_they_get(shop, said, said_by):
    charlie = said_by("charlie")
    await charlie("mình tên Minh, sđt 0987654321")
    await said("mình tên Lan, sđt 0912345678")
    person = (await said.conversation()).visitor_id
    kept = await export_person(shop.services, person)
    assert "0912345678" in str(kept["grounds"])
    assert "0987654321" not in str(kept)
    assert (await erase_person(shop.services, person))["grounds"] == 1
    with pytest.raises(NotFound):
        await export_person(shop.services, person)
    async with shop.services.store.read() as session:
        [left] = (await session.execute(select(grounds.c.conversation_id))).scalars().all()
    assert left == charlie.conversation_id
    assert (await charlie.ground()).get("phone") == "0987654321"


# -- with the turn ----------------------------------------------------------------------------------------------------


async def test_ground_is_stored_with_the_reply_and_not_without_one(house, dialogue):
    async def taken(answer):
        dialogue.answer = answer
        received = await house.hears("mình tên Lan")
        turn = await claim_turn(house.services, received.conversation.id, "me", QUICK)
        await take_turn(house.services, dialogue, turn, QUICK)
        return await load_ground(house.services, received.conversation.id)

    for silence in (lambda text: NOTHING, lambda text: DOWN):
        assert await taken(silence) == Ground()
    assert (await taken(echo)).get("name") == "Lan"


async def test_reply_that_comes_after_a_person_took_over_is_dropped_but_what_was_told_is_kept(house, dialogue, alice):
    received = await house.hears("mình tên Lan")
    conversation_id = received.conversation.id
    turn = await claim_turn(house.services, conversation_id, "me", PATIENT)
    dialogue.gate = asyncio.Event()
    taking = asyncio.create_task(take_turn(house.services, dialogue, turn, PATIENT))
    await dialogue.asked.wait()
    await claim(house.services, conversation_id, alice)
    dialogue.gate.set()
    await taking
    assert await house.said(conversation_id, "bot") == []
    assert (await load_ground(house.services, conversation_id)).get("name") == "Lan"


async def test_what_is_told_to_a_person_is_known_when_the_bot_has_the_floor_again(house, dialogue, alice):
    received = await house.hears("alo")
    conversation_id = received.conversation.id
    await claim(house.services, conversation_id, alice)
    await house.hears("mình tên Lan, số mình 0912345678")
    for _ in range(2):
        turn = await claim_turn(house.services, conversation_id, "me", PATIENT)
        await take_turn(house.services, dialogue, turn, PATIENT)
    ground = await load_ground(house.services, conversation_id)
    assert (ground.get("name"), ground.get("phone")) == ("Lan", "0912345678")
    assert house.services.talks == {}


async def test_action_server_of_its_own_makes_the_turn_again_from_the_store(shop, said):
    await said("tai nghe vọng âm v50 giá bao nhiêu")
    talk = await said.begin("còn hàng không, bảo hành bao lâu")
    latest = {"metadata": {"message_id": talk.message_id, "conversation_id": talk.conversation_id}}
    assert await talk_of(shop.services, talk.conversation_id, latest) is talk
    elsewhere = replace(shop.services, talks={})
    again = await talk_of(elsewhere, talk.conversation_id, latest)
    assert again is not talk
    assert [wish.topic for wish in again.wishes] == [wish.topic for wish in talk.wishes]
    assert again.ground.focus == ["DT-TAINGHE-01"]
    assert (again.page, again.language) == (talk.page, talk.language)


# -- the thing itself -------------------------------------------------------------------------------------------------


def test_what_is_spoken_of_comes_first_and_little_is_remembered():
    ground = Ground(several=True)
    for number in range(HISTORY + 5):
        ground.attend(f"A-{number}")
    assert ground.focus[0] == f"A-{HISTORY + 4}"
    assert len(ground.focus) == HISTORY
    assert not ground.several
    ground.attend("A-9")
    assert (ground.focus[0], len(set(ground.focus))) == ("A-9", HISTORY)


def test_list_of_one_is_no_choice():
    ground = Ground()
    ground.show(["A", "A"])
    assert (ground.shown, ground.several) == (["A"], False)
    ground.show(["A", "B"])
    assert ground.several


def test_value_told_again_is_a_correction_only_if_it_differs():
    ground = Ground()
    assert ground.note("phone", "1", "m-1") is False
    assert ground.note("phone", "1", "m-2") is False
    assert ground.note("phone", "2", "m-3") is True
    assert ground.told["phone"] == Told("2", "m-3")


def test_line_of_the_same_variant_takes_the_others_place():
    ground = Ground()
    ground.put(Line("A", 1, "M", "đen"))
    ground.put(Line("A", 2, "M", "đen"))
    ground.put(Line("A", 1, "L", "đen"))
    assert ground.basket == [Line("A", 2, "M", "đen"), Line("A", 1, "L", "đen")]
