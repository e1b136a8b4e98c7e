"""What Graph refuses to send, and what it just about sends."""

from __future__ import annotations

from typing import Any

import pytest

from . import Graph, Person
from .conftest import Api

LINK = {"type": "web_url", "title": "Xem", "url": "https://shop.example.com/p/1"}
POSTBACK = {"type": "postback", "title": "Mua", "payload": "BUY"}
PHONE = {"type": "phone_number", "title": "Gọi", "payload": "+84900000000"}


def reply(title: str = "Có", payload: str = "YES") -> dict[str, Any]:
    return {"content_type": "text", "title": title, "payload": payload}


def button(**change: Any) -> dict[str, Any]:
    return {"type": "template", "payload": {"template_type": "button", "text": "Sao ạ?", "buttons": [LINK], **change}}


def generic(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "template", "payload": {"template_type": "generic", "elements": list(elements)}}


def card(**change: Any) -> dict[str, Any]:
    return {"title": "Áo thun", "subtitle": "199.000 ₫", "buttons": [LINK], **change}


def receipt(**change: Any) -> dict[str, Any]:
    payload = {
        "template_type": "receipt",
        "recipient_name": "Vera Trần",
        "order_number": "DH1",
        "currency": "VND",
        "payment_method": "COD",
        "summary": {"total_cost": 199000},
        "elements": [{"title": "Áo thun", "price": 199000}],
    }
    return {"type": "template", "payload": {**payload, **change}}


def feedback(question: dict[str, Any] | None = None, **change: Any) -> dict[str, Any]:
    asked = {"id": "q1", "type": "csat", "score_option": "five_stars", **(question or {})}
    payload = {
        "template_type": "customer_feedback",
        "title": "Anh/chị thấy hỗ trợ thế nào ạ?",
        "button_title": "Đánh giá",
        "feedback_screens": [{"questions": [asked]}],
        "business_privacy": {"url": "https://shop.example.com/privacy"},
        "expires_in_days": 3,
    }
    return {"type": "template", "payload": {**payload, **change}}


GOOD = {
    "text of 2000": {"text": "ơ" * 2000},
    "13 quick replies": {"text": "Chọn ạ", "quick_replies": [reply("t" * 20, "p" * 1000)] * 13},
    "phone and e-mail quick replies": {
        "text": "Liên hệ?",
        "quick_replies": [{"content_type": "user_phone_number"}, {"content_type": "user_email"}],
    },
    "button text of 640 with 3 buttons": {"attachment": button(text="t" * 640, buttons=[LINK, POSTBACK, PHONE])},
    "10 cards": {"attachment": generic(*[card(title="t" * 80, subtitle="s" * 80, buttons=[LINK] * 3)] * 10)},
    "receipt of 100": {"attachment": receipt(elements=[{"title": "Áo", "price": 1}] * 100)},
    "feedback": {"attachment": feedback()},
    "NPS": {"attachment": feedback({"type": "nps", "score_option": "zero_to_ten"})},
    "coupon": {
        "attachment": {
            "type": "template",
            "payload": {"template_type": "coupon", "title": "Giảm 10%", "coupon_code": "HE10"},
        }
    },
    "media template": {
        "attachment": {
            "type": "template",
            "payload": {
                "template_type": "media",
                "elements": [{"media_type": "image", "url": "https://facebook.com/x", "buttons": [POSTBACK]}],
            },
        }
    },
    "image": {"attachment": {"type": "image", "payload": {"url": "https://shop.example.com/a.jpg"}}},
    "metadata of 1000": {"text": "Dạ", "metadata": "m" * 1000},
}

BAD = {
    "nothing": {},
    "empty text": {"text": "  "},
    "number for text": {"text": 5},
    "text of 2001": {"text": "ơ" * 2001},
    "text beside attachment": {"text": "Dạ", "attachment": button()},
    "metadata of 1001": {"text": "Dạ", "metadata": "m" * 1001},
    "14 quick replies": {"text": "Chọn ạ", "quick_replies": [reply()] * 14},
    "no quick replies": {"text": "Chọn ạ", "quick_replies": []},
    "quick reply title of 21": {"text": "Chọn ạ", "quick_replies": [reply("t" * 21)]},
    "quick reply payload of 1001": {"text": "Chọn ạ", "quick_replies": [reply("Có", "p" * 1001)]},
    "quick reply without payload": {"text": "Chọn ạ", "quick_replies": [{"content_type": "text", "title": "Có"}]},
    "quick reply for location": {"text": "Ở đâu?", "quick_replies": [{"content_type": "location"}]},
    "unknown template": {"attachment": {"type": "template", "payload": {"template_type": "list"}}},
    "button text of 641": {"attachment": button(text="t" * 641)},
    "button template without buttons": {"attachment": button(buttons=[])},
    "4 buttons": {"attachment": button(buttons=[LINK] * 4)},
    "button title of 21": {"attachment": button(buttons=[{**LINK, "title": "t" * 21}])},
    "button payload of 1001": {"attachment": button(buttons=[{**POSTBACK, "payload": "p" * 1001}])},
    "button to javascript": {"attachment": button(buttons=[{**LINK, "url": "javascript:alert(1)"}])},
    "button of unknown type": {"attachment": button(buttons=[{**LINK, "type": "element_share"}])},
    "local phone number": {"attachment": button(buttons=[{**PHONE, "payload": "0900000000"}])},
    "no cards": {"attachment": generic()},
    "11 cards": {"attachment": generic(*[card()] * 11)},
    "card title of 81": {"attachment": generic(card(title="t" * 81))},
    "card subtitle of 81": {"attachment": generic(card(subtitle="s" * 81))},
    "card with 4 buttons": {"attachment": generic(card(buttons=[LINK] * 4))},
    "card with a title only": {"attachment": generic({"title": "Áo thun"})},
    "card whose picture has no address": {"attachment": generic(card(image_url="/static/a.jpg"))},
    "card action with a title": {"attachment": generic(card(default_action=LINK))},
    "receipt of 101": {"attachment": receipt(elements=[{"title": "Áo", "price": 1}] * 101)},
    "receipt without a total": {"attachment": receipt(summary={})},
    "receipt without a number": {"attachment": receipt(order_number="")},
    "feedback title of 66": {"attachment": feedback(title="t" * 66)},
    "feedback for 8 days": {"attachment": feedback(expires_in_days=8)},
    "feedback without privacy": {"attachment": feedback(business_privacy=None)},
    "feedback of unknown kind": {"attachment": feedback({"type": "stars"})},
    "NPS in stars": {"attachment": feedback({"type": "nps", "score_option": "five_stars"})},
    "attachment of unknown type": {"attachment": {"type": "sticker", "payload": {"url": "https://a.example/b"}}},
    "image from a file": {"attachment": {"type": "image", "payload": {"url": "file:///etc/passwd"}}},
    "utility template without its type": {"template": {"name": "shipped", "language": {"code": "vi"}}},
}


@pytest.mark.parametrize("message", GOOD.values(), ids=GOOD)
async def test_what_is_within_the_limits_is_shown(api: Api, vera: Person, message: dict[str, Any]):
    status, body = await api.send(vera, message)
    assert (status, body.get("recipient_id")) == (200, vera.id), body
    assert vera.last.mid == body["message_id"]


@pytest.mark.parametrize("message", BAD.values(), ids=BAD)
async def test_what_is_beyond_the_limits_is_refused_and_not_shown(api: Api, vera: Person, message: dict[str, Any]):
    status, body = await api.send(vera, message)
    assert (status, body["error"]["code"], body["error"]["type"]) == (400, 100, "OAuthException"), body
    assert body["error"]["fbtrace_id"]
    assert vera.seen == []


async def test_an_order_number_serves_one_receipt(api: Api, vera: Person):
    assert (await api.send(vera, {"attachment": receipt()}))[0] == 200
    status, body = await api.send(vera, {"attachment": receipt()})
    assert (status, "unique" in body["error"]["message"]) == (400, True)


@pytest.mark.parametrize(
    ("kind", "size", "refused"),
    [
        ("image", 8 * 1024 * 1024, None),
        ("image", 8 * 1024 * 1024 + 1, 2018109),
        ("video", 25 * 1024 * 1024, None),
        ("file", 25 * 1024 * 1024 + 1, 2018109),
        ("image", None, 2018008),
    ],
)
async def test_media_have_a_size_and_can_be_fetched(
    graph: Graph, api: Api, vera: Person, kind: str, size: int | None, refused: int | None
):
    graph.media["https://shop.example.com/x"] = size
    _, body = await api.send(vera, {"attachment": {"type": kind, "payload": {"url": "https://shop.example.com/x"}}})
    assert body.get("error", {}).get("error_subcode") == refused


async def test_an_uploaded_attachment_lives_ninety_days(graph: Graph, api: Api, vera: Person):
    attachment = {"type": "image", "payload": {"url": "https://shop.example.com/a.jpg", "is_reusable": True}}
    _, body = await api("POST", "/me/message_attachments", {"message": {"attachment": attachment}})
    again = {"attachment": {"type": "image", "payload": {"attachment_id": body["attachment_id"]}}}
    assert (await api.send(vera, again))[0] == 200
    graph.clock.forward(days=91)
    await vera.says("Còn đó không?")
    assert (await api.send(vera, again))[1]["error"]["error_subcode"] == 2018074


async def test_a_message_cannot_be_a_sender_action_too(api: Api, vera: Person):
    _, body = await api.text(vera, sender_action="typing_on")
    assert body["error"]["error_subcode"] == 2018014


async def test_sender_actions_come_alone_and_are_seen(api: Api, vera: Person):
    for action in ("mark_seen", "typing_on"):
        status, body = await api("POST", "/me/messages", {"recipient": {"id": vera.id}, "sender_action": action})
        assert (status, body) == (200, {"recipient_id": vera.id})
    assert vera.signs == ["mark_seen", "typing_on"]
    assert vera.typing
    await api.text(vera)
    assert not vera.typing
    status, _ = await api("POST", "/me/messages", {"recipient": {"id": vera.id}, "sender_action": "wave"})
    assert status == 400


@pytest.mark.parametrize("tag", ["CONFIRMED_EVENT_UPDATE", "ACCOUNT_UPDATE", "POST_PURCHASE_UPDATE"])
async def test_retired_tags_are_refused(api: Api, vera: Person, tag: str):
    status, body = await api.text(vera, messaging_type="MESSAGE_TAG", tag=tag)
    assert (status, body["error"]["message"]) == (400, "(#100) message tag no longer supported")


async def test_a_tagged_message_needs_a_tag_that_exists(api: Api, vera: Person):
    assert (await api.text(vera, messaging_type="MESSAGE_TAG"))[0] == 400
    assert (await api.text(vera, messaging_type="MESSAGE_TAG", tag="FRIENDLY"))[0] == 400
    assert (await api.text(vera, messaging_type="PROMOTION"))[0] == 400


async def test_reply_to_names_a_line_of_this_thread(graph: Graph, api: Api, vera: Person):
    mid = vera.thread[0].mid
    assert (await api.send(vera, {"text": "Dạ", "reply_to": {"mid": mid}}))[0] == 200
    assert vera.last.reply_to == mid
    assert (await api.send(vera, {"text": "Dạ", "reply_to": {"mid": "m_unknown"}}))[0] == 400
