"""Opt-ins, marks, carts, addresses and leads in their own records; words alone reach NLU."""

from __future__ import annotations

from datetime import timedelta

from messenger_shapes import PSID, payload

from bot.channels.messenger.events import client_id_for
from bot.domain.conversation import Understanding
from bot.domain.lead import Consent, Lead
from bot.domain.records import OrderDraft, Survey
from bot.services import exports
from bot.services.handoffs import claim, hand_back, reply_as_agent, resolve
from bot.services.queue import conversation_detail

# -- 27, 28 --


async def test_opt_in_and_stop_are_kept_with_their_times(page, graph, vera):
    await vera.says("Shop ơi")
    await vera.gets()
    await vera.opts_in()
    await vera.opts_in()
    await page.settled()
    graph.clock.forward(hours=2)
    await vera.opts_out()
    await page.settled()
    [consent] = await page.all(Consent)
    assert (consent.purpose, consent.wording, consent.granted) == ("messages", "Tin khuyến mãi", True)
    assert consent.withdrawn_at - consent.created_at >= timedelta(hours=1, minutes=59)


async def test_stop_alone_is_kept_as_a_no(page):
    await page.post(payload("optin_stop")["body"])
    await page.settled()
    assert [(one.granted, one.how) for one in await page.all(Consent)] == [(False, "messenger")]


async def test_csat_is_asked_after_a_person_has_helped_and_kept_as_a_mark(start_shop, graph, vera):
    page = await start_shop(public_url="https://chat.example.com")
    alice = await page.agent()
    await vera.says("Shop ơi")
    await vera.gets()
    conversation = await page.conversation(vera)
    await claim(page.services, conversation.id, alice)
    await resolve(page.services, conversation.id, alice)
    await vera.sees(lambda line: line.template == "customer_feedback")
    graph.webhooks.copies = 3
    await vera.rates(5, "Lan dễ thương")
    await page.settled()
    [mark] = await page.all(Survey)
    assert (mark.kind, mark.score, mark.comment) == ("csat", 5, "Lan dễ thương")
    assert (await page.conversation(vera)).status == "resolved"
    _, rows = await exports.export_surveys(page.services)
    assert rows[0][1:4] == ["csat", 5, "Lan dễ thương"]


async def test_without_a_public_address_csat_is_asked_with_buttons(page, graph, vera):
    alice = await page.agent()
    await vera.says("Shop ơi")
    await vera.gets()
    conversation = await page.conversation(vera)
    await claim(page.services, conversation.id, alice)
    await resolve(page.services, conversation.id, alice)
    line = await vera.sees(lambda line: line.choices == ["1", "2", "3", "4", "5"])
    assert "hài lòng" in line.text
    await vera.taps("4")
    await vera.sees("cảm ơn anh/chị đã góp ý")
    assert [(mark.kind, mark.score) for mark in await page.all(Survey)] == [("csat", 4)]
    assert page.heard == ["Shop ơi"]


async def test_marks_off_the_scale_are_not_kept(page, vera):
    await vera.says("Shop ơi")
    await vera.gets()
    for score in ("6", "0", "-1", "rất tốt", None):
        question = {"q": {"type": "csat", "payload": score}}
        screens = {"feedback_screens": [{"screen_id": 0, "questions": question}]}
        await vera.sends_event({"messaging_feedback": screens})
    await page.settled()
    assert await page.all(Survey) == []


async def test_cart_address_and_lead_ad_each_have_their_own_record_and_a_person_is_called(page, graph):
    for name in ("send_cart", "customer_information", "lead_summary_message", "send_cart"):
        await page.post(payload(name)["body"])
    await page.settled()
    drafts = {draft.kind: draft for draft in await page.all(OrderDraft)}
    assert drafts["cart"].items[0]["sku"] == "SKU1" and drafts["cart"].note == "gói quà giúp mình"
    assert drafts["details"].details["phone"] == "+84900000000"
    [lead] = await page.all(Lead)
    assert (lead.phone, lead.interest.splitlines()[0]) == ("0912345678", "Lead summary:")
    assert (await page.one(Consent, id=lead.consent_id)).how == "lead_ad"
    assert "+84900000000" not in str([m.text for m in await page.transcript(PSID)])
    assert page.heard == []
    detail = await conversation_detail(page.services, (await page.conversation(PSID)).id)
    assert {draft["kind"] for draft in detail["order_drafts"]} == {"cart", "details"}
    assert detail["brief"]["reason"] == "buying_help"


async def test_shared_product_of_the_catalogue_is_asked_about_and_any_other_is_named(page):
    from bot.services.imports import seed_demo
    from bot.settings import ROOT

    await seed_demo(page.services, ROOT / "data" / "shop")
    from bot.services.shelves import load_shelf

    sku = next(iter((await load_shelf(page.services)).products))
    body = payload("att_product_share")["body"]
    body["entry"][0]["messaging"][0]["message"]["attachments"][0]["payload"]["product"]["elements"][0][
        "retailer_id"
    ] = sku
    await page.post(body)
    await page.settled()
    assert page.heard == [f'/ask_product_details{{"product":"{sku}"}}']
    await page.post(payload("shop_product_referral")["body"])
    await page.settled()
    assert page.heard[-1] == "Cái này còn không ạ?"


async def test_nlu_reads_words_only(page, vera):
    page.door.dialogue.readings["[Hình ảnh]"] = Understanding("complain", 0.99, {"post_purchase": 1.0})
    await vera.sends_image()
    await vera.gets()
    assert (await page.conversation(vera)).stage == "none"


async def test_hand_back_and_agents_word_end_in_the_bot_saying_that_it_is_one(page, vera):
    alice = await page.agent()
    await vera.says("một")
    await vera.gets()
    conversation = await page.conversation(vera)
    await claim(page.services, conversation.id, alice)
    await reply_as_agent(page.services, conversation.id, alice, "a-1", "Em Alice ạ")
    await hand_back(page.services, conversation.id, alice)
    await vera.sees("Dạ em là trợ lý tự động, em giúp anh/chị tiếp")
    await vera.says("hai")
    assert (await vera.sees("echo: hai")).text == "echo: hai"


def test_ids_of_meta_fit_into_the_transcript():
    assert len(client_id_for("m_" + "x" * 300)) <= 64
