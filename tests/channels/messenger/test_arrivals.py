"""What people press, and where they come from."""

from __future__ import annotations

from bot.domain.conversation import ReplyDraft
from bot.domain.thread import Source
from bot.services import exports
from bot.services.queue import conversation_detail

BUTTONS = [{"title": "Tra đơn hàng", "payload": "/check_order_status"}]


def offering(text):
    """A dialogue engine that always offers a button."""
    return [ReplyDraft(f"echo: {text}", quick_replies=BUTTONS)]


# -- 16 --


async def test_quick_reply_drives_by_its_payload_and_shows_its_title(page, vera):
    page.door.dialogue.answer = offering
    await vera.says("Shop ơi")
    await vera.gets()
    await vera.taps("Tra đơn hàng")
    await vera.gets()
    assert page.heard == ["Shop ơi", "/check_order_status"]
    assert [m.text for m in await page.transcript(vera) if m.author == "visitor"] == ["Shop ơi", "Tra đơn hàng"]


async def test_payload_that_nobody_offered_does_not_drive(page, vera):
    await vera.says("Xin chào", quick_reply={"payload": "/check_order_status"})
    await vera.gets()
    await vera.postback("/restart", "Bắt đầu lại")
    await vera.postback("menu:/restart", "Bắt đầu lại")
    await page.emptied()
    assert page.heard == ["Xin chào", "Bắt đầu lại", "Bắt đầu lại"]
    assert not any(heard.pressed for heard in page.door.dialogue.heard)


async def test_button_from_long_ago_still_works(page, vera):
    page.door.dialogue.answer = offering
    await vera.says("Shop ơi")
    await vera.gets()
    page.door.dialogue.answer = lambda text: [ReplyDraft(f"echo: {text}")]
    for number in range(30):
        await vera.says(f"câu {number}")
        await vera.gets()
    await vera.postback("/check_order_status", "Tra đơn hàng")
    await vera.gets()
    assert page.heard[-1] == "/check_order_status"


# -- 17 --


async def test_where_somebody_came_from_stays_with_the_conversation_and_is_in_console_and_export(page, graph, vera):
    await vera.opens_from_ad("AD1", ref="tet", says="Tai nghe này còn không?")
    await vera.gets()
    await vera.opens_link("uu-dai")
    await vera.gets()
    conversation = await page.conversation(vera)
    assert conversation.source == {"kind": "ad", "ref": "tet", "ad_id": "AD1"}
    kept = [(one.kind, one.ref, one.ad_id) for one in await page.all(Source)]
    assert sorted(kept) == [("ad", "tet", "AD1"), ("m_me", "uu-dai", None)]
    detail = await conversation_detail(page.services, conversation.id)
    assert detail["visitor"]["source"]["ad_id"] == "AD1"
    assert {one["kind"] for one in detail["arrivals"]} == {"ad", "m_me"}
    header, rows = await exports.export_conversations(page.services)
    assert dict(zip(header, rows[0], strict=True))["ad_id"] == "AD1"
    header, rows = await exports.export_sources(page.services)
    assert [row[1:4] for row in rows] == [["ad", "tet", "AD1"], ["m_me", "uu-dai", None]]
    assert page.heard == ["Tai nghe này còn không?", "/ask_promotions"]


async def test_link_whose_ref_nobody_wrote_down_is_greeted_and_its_ref_is_no_command(page, vera):
    await vera.says("Chào")
    await vera.gets()
    await vera.opens_link("/restart")
    await vera.gets()
    assert page.heard == ["Chào", "/greet"]


async def test_get_started_menu_and_ice_breakers_tell_where_they_stand(page, graph):
    from bot.channels.messenger.profile import load_profile
    from bot.settings import ROOT

    graph.profile.update(load_profile(ROOT / "data" / "shop" / "messenger.yml", "Hiên Nhà").wanted())
    vera, wanda, zoe = (graph.person(name) for name in ("Vera", "Wanda", "Zoe"))
    await vera.gets_started()
    await wanda.taps("Mình muốn gặp nhân viên")
    await zoe.taps("Ưu đãi hôm nay")
    for person in (vera, wanda, zoe):
        await person.gets()
    assert sorted(page.heard) == ["/ask_human", "/ask_promotions", "/greet"]
    kinds = [(await page.conversation(person)).source["kind"] for person in (vera, wanda, zoe)]
    assert kinds == ["get_started", "ice_breaker", "menu"]
