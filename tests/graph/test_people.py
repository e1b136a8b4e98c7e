"""What people do and see: the ledger, taps, referrals, forms, personas, the profile."""

from __future__ import annotations

import asyncio

import pytest

from . import Graph, Person
from .conftest import Api, Shop

MENU = {
    "get_started": {"payload": "START"},
    "persistent_menu": [
        {"locale": "default", "call_to_actions": [{"type": "postback", "title": "Talk to us", "payload": "HUMAN"}]},
        {"locale": "vi_VN", "call_to_actions": [{"type": "postback", "title": "Gặp người thật", "payload": "HUMAN"}]},
    ],
}


async def test_the_ledger_keeps_what_was_shown_in_order(api: Api, vera: Person, graph: Graph):
    _, persona = await api("POST", "/me/personas", {"name": "Lan", "profile_picture_url": "https://a.example/l.jpg"})
    await api.text(vera, "Dạ em nghe")
    await api.text(vera, "Em là Lan", persona_id=persona["id"])
    assert vera.texts == ["Dạ em nghe", "Em là Lan"]
    assert [line.persona for line in vera.seen] == [None, "Lan"]
    assert [line.author for line in vera.thread] == ["person", "bot", "bot"]
    stamps = [line.stamp for line in vera.thread]
    assert stamps == sorted(set(stamps))


async def test_a_test_waits_for_the_next_line(api: Api, vera: Person):
    waiting = asyncio.create_task(vera.gets())
    await api.text(vera, "Một")
    await api.text(vera, "Hai")
    assert (await waiting).text == "Một"
    assert (await vera.gets()).text == "Hai"
    assert (await vera.sees("Mộ")).text == "Một"
    with pytest.raises(AssertionError, match="got nothing"):
        await vera.gets(within=0.01)


async def test_a_quick_reply_is_tapped_once(api: Api, vera: Person, shop: Shop):
    await api.send(
        vera, {"text": "Màu nào ạ?", "quick_replies": [{"content_type": "text", "title": "Đỏ", "payload": "RED"}]}
    )
    await vera.taps("Đỏ")
    message = shop.events("message")[-1]["message"]
    assert (message["text"], message["quick_reply"]) == ("Đỏ", {"payload": "RED"})
    with pytest.raises(AssertionError, match="nothing called 'Đỏ'"):
        await vera.taps("Đỏ")


async def test_a_phone_number_is_shared_by_a_quick_reply(api: Api, vera: Person, shop: Shop):
    await api.send(vera, {"text": "Số của chị ạ?", "quick_replies": [{"content_type": "user_phone_number"}]})
    await vera.taps("user_phone_number")
    message = shop.events("message")[-1]["message"]
    assert (message["text"], message["quick_reply"]) == (vera.phone, {"payload": vera.phone})


async def test_a_button_is_tapped_again_and_again_and_a_link_sends_nothing(api: Api, vera: Person, shop: Shop):
    buttons = [
        {"type": "postback", "title": "Mua", "payload": "BUY"},
        {"type": "web_url", "title": "Xem", "url": "https://shop.example.com/p/1"},
    ]
    await api.template(vera, "generic", elements=[{"title": "Áo thun", "buttons": buttons}])
    assert vera.last.choices == ["Mua", "Xem"]
    await vera.taps("Mua")
    await vera.taps("BUY")
    postbacks = [event["postback"] for event in shop.events("postback")]
    assert [(p["title"], p["payload"]) for p in postbacks] == [("Mua", "BUY")] * 2
    count = len(shop.heard)
    assert await vera.taps("Xem") == "https://shop.example.com/p/1"
    assert len(shop.heard) == count


async def test_get_started_and_the_menu_come_from_the_profile(graph: Graph, api: Api, shop: Shop):
    assert (await api("POST", "/me/messenger_profile", MENU)) == (200, {"result": "success"})
    vera = graph.person("Vera")
    await vera.gets_started()
    await vera.taps("Gặp người thật")
    assert [e["postback"]["payload"] for e in shop.events("postback")] == ["START", "HUMAN"]
    assert shop.events("postback")[0]["postback"]["title"] == "Bắt đầu"
    assert (await api.text(vera))[0] == 200


async def test_ice_breakers_are_there_until_somebody_writes(graph: Graph, api: Api, shop: Shop):
    questions = [{"question": "Phí ship?", "payload": "SHIP"}]
    await api("POST", "/me/messenger_profile", {"ice_breakers": [{"locale": "default", "call_to_actions": questions}]})
    vera = graph.person("Vera")
    await vera.taps("Phí ship?")
    assert shop.events("postback")[0]["postback"]["payload"] == "SHIP"
    with pytest.raises(AssertionError):
        await vera.taps("Phí ship?")


async def test_links_and_ads_tell_where_somebody_came_from(graph: Graph, api: Api, shop: Shop):
    await api("POST", "/me/messenger_profile", {"get_started": {"payload": "START"}})
    vera, bob, new = graph.person("Vera"), graph.person("Bob"), graph.person("Mai")
    await vera.opens_link("he")
    await bob.opens_from_ad("AD1")
    await new.opens_from_ad("AD2", "r", says="Còn không?")
    first, second = shop.events("postback")
    assert first["postback"]["referral"] == {"ref": "he", "source": "SHORTLINK", "type": "OPEN_THREAD"}
    assert second["postback"]["referral"]["ad_id"] == "AD1"
    assert shop.events("message")[0]["message"]["referral"]["ad_id"] == "AD2"
    await vera.opens_link("thu")
    assert shop.events("referral")[0]["referral"]["ref"] == "thu"


async def test_feedback_and_the_rest_have_metas_shapes(graph: Graph, api: Api, vera: Person, shop: Shop):
    await api.template(
        vera,
        "customer_feedback",
        title="Thế nào ạ?",
        button_title="Đánh giá",
        feedback_screens=[{"questions": [{"id": "q1", "type": "csat"}]}],
        business_privacy={"url": "https://shop.example.com/privacy"},
    )
    await vera.rates(5, "Tốt lắm")
    answer = {"type": "csat", "payload": "5", "follow_up": {"type": "free_form", "payload": "Tốt lắm"}}
    (event,) = shop.events("messaging_feedback")
    assert event["messaging_feedback"] == {"feedback_screens": [{"screen_id": 0, "questions": {"q1": answer}}]}
    await vera.opts_in()
    await vera.opts_out()
    assert shop.events("optin")[1]["optin"]["notification_messages_status"] == "STOP_NOTIFICATIONS"
    await vera.reacts("love")
    await vera.edits(vera.thread[0].mid, "Shop à")
    await vera.unsends(vera.thread[0].mid)
    assert shop.events("reaction")[0]["reaction"]["mid"] == vera.last.mid
    assert shop.events("message_edit")[0]["message_edit"]["num_edit"] == 1
    assert shop.events("message")[-1]["message"]["is_deleted"]


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        ("image", b"\x89PNG"),
        ("audio", b"ID3"),
        ("video", b"\x00\x00\x00\x18ftyp"),
        ("file", b"%PDF"),
        ("sticker", b"\x89PNG"),
    ],
)
async def test_what_people_send_can_be_fetched(graph: Graph, vera: Person, shop: Shop, kind: str, head: bytes):
    await (vera.sends_sticker() if kind == "sticker" else vera.sends(kind))
    (attachment,) = shop.events("message")[-1]["message"]["attachments"]
    assert attachment["type"] == kind
    async with graph.session.get(attachment["payload"]["url"]) as response:
        assert (await response.read()).startswith(head)


async def test_a_file_of_the_tests_own_is_kept(graph: Graph, vera: Person):
    url = graph.keep_file(b"GIF89a", "image/gif")
    await vera.sends_image(url, "Cái này")
    async with graph.session.get(url) as response:
        assert (response.content_type, await response.read()) == ("image/gif", b"GIF89a")
    async with graph.session.get(f"{graph.url}/cdn/nothing") as response:
        assert response.status == 404


async def test_a_profile_may_be_shown_empty_or_refused(api: Api, vera: Person):
    _, shown = await api("GET", f"/{vera.id}", fields="first_name,last_name,profile_pic")
    assert (shown["first_name"], shown["id"]) == ("Vera", vera.id)
    vera.profile = "empty"
    assert (await api("GET", f"/{vera.id}"))[1] == {}
    vera.profile = "refused"
    assert (await api("GET", f"/{vera.id}"))[1]["error"]["code"] == 2018218


async def test_personas_are_made_listed_and_deleted(api: Api, vera: Person):
    picture = "https://a.example/l.jpg"
    assert (await api("POST", "/me/personas", {"name": "n" * 51, "profile_picture_url": picture}))[0] == 400
    assert (await api("POST", "/me/personas", {"name": "Lan"}))[0] == 400
    _, made = await api("POST", "/me/personas", {"name": "n" * 50, "profile_picture_url": picture})
    assert [p["id"] for p in (await api("GET", "/me/personas"))[1]["data"]] == [made["id"]]
    assert (await api("GET", f"/{made['id']}"))[1]["name"] == "n" * 50
    assert (await api("DELETE", f"/{made['id']}"))[1] == {"success": True}
    assert (await api.text(vera, persona_id=made["id"]))[0] == 400


def questions(count: int) -> list[dict[str, str]]:
    return [{"question": f"Câu {number}?", "payload": "Q"} for number in range(count)]


def menu(count: int, title: str = "Mục") -> list[dict[str, object]]:
    items = [{"type": "postback", "title": title, "payload": "P"}] * count
    return [{"locale": "default", "call_to_actions": items}]


START = {"get_started": {"payload": "START"}}


@pytest.mark.parametrize(
    ("profile", "status"),
    [
        ({"greeting": [{"locale": "default", "text": "g" * 160}]}, 200),
        ({"greeting": [{"locale": "default", "text": "g" * 161}]}, 400),
        ({"greeting": [{"locale": "vi_VN", "text": "Chào"}]}, 400),
        ({"ice_breakers": [{"locale": "default", "call_to_actions": questions(4)}]}, 200),
        ({"ice_breakers": [{"locale": "default", "call_to_actions": questions(5)}]}, 400),
        ({"ice_breakers": questions(4)}, 200),
        ({"ice_breakers": questions(5)}, 400),
        ({**START, "persistent_menu": menu(20, "t" * 30)}, 200),
        ({**START, "persistent_menu": menu(21)}, 400),
        ({**START, "persistent_menu": menu(1, "t" * 31)}, 400),
        ({"persistent_menu": menu(1)}, 400),
        ({"get_started": {}}, 400),
        ({"get_started": {"payload": "p" * 1001}}, 400),
        ({"colour": "red"}, 400),
        ({}, 400),
    ],
)
async def test_the_profile_has_its_limits(api: Api, profile: dict[str, object], status: int):
    assert (await api("POST", "/me/messenger_profile", profile))[0] == status


async def test_the_profile_is_read_changed_and_deleted(api: Api):
    await api("POST", "/me/messenger_profile", MENU)
    _, body = await api("GET", "/me/messenger_profile", fields="get_started,greeting")
    assert body == {"data": [{"get_started": {"payload": "START"}}]}
    assert (await api("DELETE", "/me/messenger_profile", {"fields": ["get_started"]}))[0] == 400
    assert (await api("DELETE", "/me/messenger_profile", {"fields": ["get_started", "persistent_menu"]}))[0] == 200
    assert (await api("GET", "/me/messenger_profile", fields="get_started"))[1] == {"data": []}


async def test_the_profile_may_be_called_ten_times_in_ten_minutes(graph: Graph, api: Api):
    for _ in range(10):
        assert (await api("GET", "/me/messenger_profile", fields="greeting"))[0] == 200
    assert (await api("GET", "/me/messenger_profile", fields="greeting"))[1]["error"]["code"] == 613
    graph.clock.forward(minutes=10)
    assert (await api("GET", "/me/messenger_profile", fields="greeting"))[0] == 200


async def test_the_bot_is_told_how_to_find_it(graph: Graph):
    settings = graph.settings()
    assert settings["messenger_graph_url"] == graph.url
    assert settings["messenger_page_token"] == graph.token.text
    assert settings["messenger_app_secret"] == graph.app_secret
