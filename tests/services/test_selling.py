"""Offers, leads and orders: shown where they fit, kept with consent, told to whom they belong."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.domain.conversation import Conversation, Visitor
from bot.domain.errors import BadInput, NotFound, NotVerified, RateLimited
from bot.domain.lead import Consent, Lead
from bot.domain.offer import Offer, OfferEvent
from bot.domain.order import Order
from bot.services.answers.offering import load_offers
from bot.services.exports import export_leads
from bot.services.imports import import_offers
from bot.services.leads import capture_lead, has_consent, refuse_consent, withdraw_consent
from bot.services.offers import note_shown, offer_payload, take_offer
from bot.services.orders import PAUSE, TRIES, is_late, order_payload, show_order
from bot.services.shop import forget_old_caches
from bot.store.tables import conversations as conversations_table

WORDING = "Shop xin phép lưu tên và số điện thoại để gọi tư vấn. Anh/chị đồng ý không ạ?"


async def talk_at(house, stage, visitor="vera", page=None):
    conversation_id = (await house.hears("alo", visitor=visitor, page=page)).conversation.id
    async with house.services.store.begin() as session:
        await session.execute(
            update(conversations_table).where(conversations_table.c.id == conversation_id).values(stage=stage)
        )
    return conversation_id


async def put_offers(house, *lines):
    header = "key,kind,title,detail,code,value,stages,categories,starts_on,ends_on,priority"
    await import_offers(house.services, "\n".join([header, *lines]).encode())


def shown(reply):
    """The keys of the offers that were shown."""
    return [draft.payload["id"] for draft in reply.drafts if draft.kind == "offer"]


# -- offers -----------------------------------------------------------------------------------------------------------


async def test_offer_fits_the_stage(shop, said):
    offers = {offer.key: offer for offer in await shop.all(Offer)}
    for stage in ("researching", "evaluating", "buying", "post_purchase"):
        await said("alo")
        await said.at_stage(stage)
        [key] = shown(await said("có mã giảm giá nào không"))
        assert stage in offers[key].stages, key


async def test_offer_is_about_what_is_spoken_of_or_looked_at(said_by):
    page = {"kind": "product", "sku": "dt-taingHE-01"}
    assert shown(await said_by("alice")("có ưu đãi gì không", page=page)) == ["buy_now_30"]
    bob = said_by("bob")
    await bob("tai nghe vọng âm v50 giá bao nhiêu")
    assert shown(await bob("có khuyến mãi gì không")) == ["buy_now_30"]
    assert shown(await bob("mua có được tặng gì không"))[0] == "compare_gift"
    charlie = said_by("charlie")
    await charlie("áo thun cổ tròn sợi lành giá bao nhiêu")
    assert "buy_now_30" not in shown(await charlie("có khuyến mãi gì không"))


async def test_offer_that_misses_little_is_shown_with_what_is_missing(said):
    await said("áo thun oversize giá bao nhiêu")
    await said("lấy 1 cái size M màu đen")
    reply = await said("có khuyến mãi gì không")
    assert shown(reply)
    assert reply.ground.basket[0].sku == "TT-AOTHUN-02"


async def test_who_asks_again_hears_first_of_what_was_not_shown(house, said_in):
    await put_offers(house, "a,amount,A,d,AA1,1000,,,,,9", "b,amount,B,d,BB2,1000,,,,,5")
    said = said_in(house)
    assert [shown(await said("có mã giảm giá không")) for _ in range(3)] == [["a"], ["b"], ["a"]]


async def test_offer_that_is_shown_is_counted_once_for_a_wish(house, said_in):
    await put_offers(house, "a,amount,A,d,AA1,1000,,,,,9")
    said = said_in(house)
    reply = await said("có mã giảm giá không")
    talk = reply.talk
    for _ in range(3):
        await note_shown(house.services, talk.conversation_id, "a", f"{talk.message_id}:0:a")
    assert await house.count(OfferEvent, event="shown") == 1


async def test_offer_is_taken_once(house):
    await put_offers(house, "a,gift,A,d,,,,,,,9", "b,gift,B,d,,,,,,,5")
    conversation_id = await talk_at(house, "buying")
    await note_shown(house.services, conversation_id, "a", key="m-1")
    await take_offer(house.services, conversation_id, "a")
    await take_offer(house.services, conversation_id, "a")
    assert await house.count(OfferEvent, event="taken") == 1


async def test_offer_that_was_never_shown_cannot_be_taken(house):
    await put_offers(house, "a,gift,A,d,,,,,,,9")
    vera, charlie = await talk_at(house, "buying"), await talk_at(house, "buying", visitor="charlie")
    await note_shown(house.services, vera, "a", key="m-1")
    for conversation_id, key in ((charlie, "a"), (vera, "b"), (vera, "")):
        with pytest.raises(NotFound):
            await take_offer(house.services, conversation_id, key)


async def test_offers_that_ended_or_have_not_begun_or_fit_elsewhere_are_not_shown(house, said_in):
    await put_offers(
        house,
        "ended,amount,E,d,E1,1000,,,-9d,-1d,9",
        "future,amount,F,d,F1,1000,,,+1d,+9d,9",
        "other,amount,O,d,O1,1000,researching,,,,9",
    )
    said = said_in(house)
    await said("alo")
    await said.at_stage("buying")
    assert shown(await said("có mã giảm giá không")) == []
    house.clock.forward(days=2)
    assert shown(await said("có mã giảm giá không")) == ["future"]


async def test_day_of_an_offer_begins_when_it_begins_in_the_shop(house, said_in):
    await put_offers(house, "tomorrow,amount,T,d,T1,1000,,,+1d,,9")
    said = said_in(house)
    house.clock.moment = house.clock.moment.replace(hour=16, minute=59)
    assert shown(await said("có mã giảm giá không")) == []
    house.clock.moment = house.clock.moment.replace(hour=17, minute=0)
    assert shown(await said("có mã giảm giá không")) == ["tomorrow"]


async def test_offers_that_were_imported_anew_are_shown_at_once_here_and_in_other_processes(house, said_in):
    await put_offers(house, "a,amount,A,d,AA1,1000,,,,,9")
    said = said_in(house)
    assert shown(await said("có mã giảm giá không")) == ["a"]
    other = replace(house.services, caches={})
    await forget_old_caches(other)
    assert [offer.key for offer in await load_offers(other)] == ["a"]
    await put_offers(house, "b,amount,B,d,BB1,1000,,,,,9")
    assert shown(await said("có mã giảm giá không")) == ["b"]
    await forget_old_caches(other)
    assert "b" in {offer.key for offer in await load_offers(other)}


async def test_offer_is_worded_in_both_languages(shop):
    offers = {offer.key: offer for offer in await shop.all(Offer)}
    vi, en = (offer_payload(shop.services, offers["electronics_200"], language) for language in ("vi", "en"))
    assert set(vi) == {"id", "title", "detail", "value_text", "code", "ends_on", "conditions"}
    assert vi["value_text"] == "-200.000 ₫"
    assert vi["title"] != en["title"]
    assert vi["ends_on"] == "2026-12-26"
    assert offer_payload(shop.services, offers["lead_5"], "vi")["value_text"] == "-5%"
    for offer in offers.values():
        assert all(offer_payload(shop.services, offer, language)["value_text"] for language in ("vi", "en")), offer.key


# -- leads ------------------------------------------------------------------------------------------------------------


def details(**more):
    return {"name": "Vera Trần", "phone": "0912345678", "email": None, "interest": "tai nghe", "wording": WORDING,
            "key": "lead:m-1", **more}  # fmt: skip


async def test_lead_is_kept_with_the_wording_the_person_agreed_to(house):
    conversation_id = await talk_at(house, "buying")
    lead = await capture_lead(house.services, conversation_id, **details())
    [consent] = await house.all(Consent)
    [visitor] = await house.all(Visitor)
    assert (consent.wording, consent.granted, consent.purpose, consent.how) == (WORDING, True, "follow_up", "chat")
    assert (lead.consent_id, lead.stage, lead.phone, lead.created_at) == (
        consent.id,
        "buying",
        "0912345678",
        house.clock(),
    )
    assert visitor.name == "Vera Trần"
    assert [e.body for e in house.published("lead.captured")] == [{"lead_id": lead.id}]


async def test_repeated_turn_keeps_one_lead_and_one_consent(house):
    conversation_id = await talk_at(house, "buying")
    leads = [await capture_lead(house.services, conversation_id, **details()) for _ in range(3)]
    assert len({lead.id for lead in leads}) == 1
    assert (await house.count(Lead), await house.count(Consent)) == (1, 1)


async def test_refusal_is_recorded_and_no_lead_and_no_name_are_kept(house):
    conversation_id = await talk_at(house, "buying")
    await refuse_consent(house.services, conversation_id, wording=WORDING)
    [consent] = await house.all(Consent)
    [visitor] = await house.all(Visitor)
    assert (consent.granted, consent.wording, visitor.name) == (False, WORDING, None)
    assert await house.count(Lead) == 0


async def test_withdrawn_consent_forgets_how_to_reach_the_person_and_remembers_the_withdrawal(house):
    conversation_id = await talk_at(house, "buying")
    assert not await has_consent(house.services, conversation_id)
    await capture_lead(house.services, conversation_id, **details(email="vera@example.com"))
    assert await has_consent(house.services, conversation_id)
    house.clock.forward(days=1)
    assert await withdraw_consent(house.services, conversation_id) == 1
    assert await withdraw_consent(house.services, conversation_id) == 0
    assert not await has_consent(house.services, conversation_id)
    [consent] = await house.all(Consent)
    [lead] = await house.all(Lead)
    assert (consent.granted, consent.withdrawn_at) == (True, house.clock())
    assert (lead.phone, lead.email) == (None, None)
    assert (await export_leads(house.services))[1] == []


async def test_lead_nobody_could_reach_is_refused(house):
    conversation_id = await talk_at(house, "buying")
    with pytest.raises(BadInput):
        await capture_lead(house.services, conversation_id, **details(phone=None, email=None))
    with pytest.raises(NotFound):
        await capture_lead(house.services, "0" * 32, **details())
    assert (await house.count(Lead), await house.count(Consent)) == (0, 0)


# -- orders -----------------------------------------------------------------------------------------------------------


async def test_order_is_told_to_whom_gives_its_code_and_phone(shop):
    conversation_id = await talk_at(shop, "post_purchase")
    for code in ("HN20405", "hn20405", " #HN20405 "):
        assert (await show_order(shop.services, conversation_id, code, "0356789012")).code == "HN20405"


async def test_wrong_phone_and_unknown_code_are_refused_alike(shop):
    conversation_id = await talk_at(shop, "post_purchase")
    refusals = []
    for code, phone in (("HN20405", "0912345678"), ("HN99999", "0356789012")):
        with pytest.raises(NotVerified) as refused:
            await show_order(shop.services, conversation_id, code, phone)
        refusals.append((type(refused.value), refused.value.code, str(refused.value).replace(code, "")))
    assert refusals[0] == refusals[1]


async def test_after_five_wrong_tries_even_the_right_pair_waits_for_the_pause(shop):
    conversation_id = await talk_at(shop, "post_purchase")
    for number in range(TRIES):
        with pytest.raises(NotVerified):
            await show_order(shop.services, conversation_id, "HN20405", f"09000000{number:02}")
    with pytest.raises(RateLimited):
        await show_order(shop.services, conversation_id, "HN20405", "0356789012")
    other = await talk_at(shop, "post_purchase", visitor="charlie")
    assert await show_order(shop.services, other, "HN20405", "0356789012")
    shop.clock.moment += PAUSE
    assert await show_order(shop.services, conversation_id, "HN20405", "0356789012")


async def test_right_pairs_do_not_count_as_tries(shop):
    conversation_id = await talk_at(shop, "post_purchase")
    for _ in range(TRIES + 3):
        assert await show_order(shop.services, conversation_id, "HN20405", "0356789012")


async def test_order_is_shown_with_its_steps_and_items(shop):
    orders = {order.status: order for order in await shop.all(Order)}
    shown = await order_payload(shop.services, orders["shipping"], "vi")
    assert [step["key"] for step in shown["steps"]] == ["pending", "confirmed", "packing", "shipping", "delivered"]
    assert [step["done"] for step in shown["steps"]] == [True, True, True, True, False]
    assert all(item["name"] and item["quantity"] >= 1 for item in shown["items"])
    assert shown["steps"][0]["at"] == orders["shipping"].placed_on.isoformat()
    cancelled = await order_payload(shop.services, orders["cancelled"], "en")
    assert (cancelled["steps"], bool(cancelled["status_text"])) == ([], True)
    for order in await shop.all(Order):
        for language in ("vi", "en"):
            assert (await order_payload(shop.services, order, language))["status_text"]


async def test_order_is_late_by_the_shops_day(shop):
    order = Order("X", "0912345678", "Vera", "shipping", shop.clock().date(), expected_on=shop.clock().date())
    shop.clock.moment = shop.clock.moment.replace(hour=16, minute=59)
    assert not await is_late(shop.services, order)
    shop.clock.moment = shop.clock.moment.replace(hour=17, minute=1)
    assert await is_late(shop.services, order)


async def test_stage_of_a_conversation_is_what_the_lead_carries(house):
    conversation_id = await talk_at(house, "evaluating")
    lead = await capture_lead(house.services, conversation_id, **details(phone=None, email="vera@example.com"))
    assert (lead.stage, lead.email) == ("evaluating", "vera@example.com")
    assert await house.count(Conversation) == 1
