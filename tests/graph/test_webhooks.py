"""What the shop hears: signed as Meta signs, echoed, doubled, late, in heaps."""

from __future__ import annotations

import hashlib
import hmac
import json

from . import INBOX_APP, THUMBS_UP, Graph, Person, encode, running_graph
from .conftest import Api, Shop


async def test_the_signature_is_over_the_raw_escaped_bytes(graph: Graph, vera: Person, shop: Shop):
    await vera.says("Áo <đỏ> 50% @shop a/b 👍")
    raw, headers = shop.heard[-1]
    wanted = hmac.new(graph.app_secret.encode(), raw, hashlib.sha256).hexdigest()
    assert headers["X-Hub-Signature-256"] == f"sha256={wanted}"
    text = r"\u00c1o \u003C\u0111\u1ecf> 50\u0025 \u0040shop a\/b \ud83d\udc4d"
    assert text.encode() in raw
    again = json.dumps(json.loads(raw), ensure_ascii=False).encode()
    assert hmac.new(graph.app_secret.encode(), again, hashlib.sha256).hexdigest() != wanted
    assert json.loads(raw)["entry"][0]["messaging"][0]["message"]["text"] == "Áo <đỏ> 50% @shop a/b 👍"


def test_what_is_escaped_reads_as_before():
    hostile = {"text": "\\/ \\u0040 %3C </script> \u2028 ❤️ \x00"}
    assert json.loads(encode(hostile)) == hostile


async def test_a_message_has_the_shape_that_meta_documents(graph: Graph, vera: Person, shop: Shop):
    (body,) = shop.bodies
    (entry,) = body["entry"]
    (event,) = entry["messaging"]
    assert (body["object"], entry["id"]) == ("page", graph.page_id)
    assert event == {
        "sender": {"id": vera.id},
        "recipient": {"id": graph.page_id},
        "timestamp": vera.thread[0].stamp,
        "message": {"mid": vera.thread[0].mid, "text": "Shop ơi"},
    }


async def test_the_echo_comes_before_the_answer_if_asked(graph: Graph, api: Api, vera: Person, shop: Shop):
    graph.echo = "before"
    _, body = await api.send(vera, {"text": "Dạ", "metadata": "out:1"})
    (echo,) = [event for event in shop.events("message") if event["message"].get("is_echo")]
    assert echo["sender"] == {"id": graph.page_id}
    assert echo["recipient"] == {"id": vera.id}
    mid = body["message_id"]
    assert echo["message"] == {
        "mid": mid,
        "is_echo": True,
        "app_id": graph.app_id,
        "text": "Dạ",
        "metadata": "out:1",
    }


async def test_the_echo_comes_after_the_answer_or_never(graph: Graph, api: Api, vera: Person, shop: Shop):
    graph.echo_after = 0.5
    await api.text(vera)
    echoes = [event for event in shop.events("message") if "is_echo" in event["message"]]
    assert echoes == []
    await graph.settled()
    assert "is_echo" in shop.events("message")[-1]["message"]
    graph.echo = "never"
    count = len(shop.events("message"))
    await api.text(vera)
    await graph.settled()
    assert len(shop.events("message")) == count


async def test_an_echo_carries_the_template(graph: Graph, api: Api, vera: Person, shop: Shop):
    await api.template(
        vera, "button", text="Sao ạ?", buttons=[{"type": "web_url", "title": "Xem", "url": "https://a.example"}]
    )
    await graph.settled()
    (attachment,) = shop.events("message")[-1]["message"]["attachments"]
    assert attachment["payload"]["template_type"] == "button"


async def test_delivery_and_reading_are_reported(graph: Graph, api: Api, vera: Person, shop: Shop):
    await api.text(vera)
    await graph.settled()
    (delivery,) = shop.events("delivery")
    assert delivery["delivery"] == {"mids": [vera.last.mid], "watermark": vera.last.stamp}
    assert "timestamp" not in delivery
    await vera.reads()
    assert shop.events("read")[0]["read"] == {"watermark": vera.last.stamp}


async def test_a_phone_that_is_off_reports_nothing(graph: Graph, api: Api, vera: Person, shop: Shop):
    vera.receives = False
    await api.text(vera)
    await graph.settled()
    assert shop.events("delivery") == []


async def test_what_is_not_welcomed_comes_again_and_then_no_more(graph: Graph, vera: Person, shop: Shop):
    shop.heard.clear()
    shop.answers.extend([500, 404, 200])
    await vera.says("Alo?")
    assert len(shop.heard) == 3
    assert len({raw for raw, _ in shop.heard}) == 1
    assert [post.status for post in graph.webhooks.log][-3:] == [500, 404, 200]
    shop.answers.extend([500] * 10)
    await vera.says("Có ai không?")
    assert len(shop.heard) == 3 + 1 + graph.webhooks.retries


async def test_a_shop_that_cannot_be_reached_loses_nothing_of_the_ledger(vera: Person, graph: Graph):
    graph.callback = "http://127.0.0.1:9/closed"
    graph.webhooks.retries = 0
    await vera.says("Alo?")
    assert vera.thread[-1].text == "Alo?"
    assert graph.webhooks.log[-1].status == 0


async def test_what_was_never_welcome_comes_again_later(graph: Graph, vera: Person, shop: Shop):
    graph.webhooks.retries = 0
    shop.answers.append(503)
    await vera.says("Alo?")
    (done,) = await graph.webhooks.redeliver()
    assert (done.status, shop.heard[-1][0]) == (200, shop.heard[-2][0])
    assert await graph.webhooks.redeliver() == []


async def test_who_writes_in_a_captured_webhook_may_be_answered(graph: Graph, api: Api, shop: Shop):
    event = {
        "sender": {"id": 77},
        "recipient": {"id": graph.page_id},
        "timestamp": 1,
        "message": {"mid": "m", "text": "Alo"},
    }
    await graph.deliver({"object": "page", "entry": [{"id": graph.page_id, "time": 1, "messaging": [event]}]})
    assert shop.events("message") == [event]
    assert (await api.text(graph.people["77"]))[0] == 200
    echo = {**event, "sender": {"id": 78}, "message": {"mid": "m", "is_echo": True}}
    await graph.deliver({"object": "page", "entry": [{"id": graph.page_id, "time": 1, "messaging": [echo]}]})
    assert "78" not in graph.people


async def test_a_post_may_come_twice_although_it_was_welcome(graph: Graph, vera: Person, shop: Shop):
    graph.webhooks.copies = 2
    shop.heard.clear()
    await vera.says("Một lần thôi")
    first, second = shop.heard
    assert first[0] == second[0]


async def test_events_may_come_in_one_heap(graph: Graph, vera: Person, shop: Shop):
    bob = graph.person("Bob")
    shop.heard.clear()
    async with graph.webhooks.batched():
        await vera.says("Một")
        await bob.says("Hai")
    (body,) = shop.bodies
    assert [event["message"]["text"] for event in body["entry"][0]["messaging"]] == ["Một", "Hai"]
    shop.heard.clear()
    async with graph.webhooks.batched(entries=True):
        await vera.says("Ba")
        await bob.says("Bốn")
    assert [len(entry["messaging"]) for entry in shop.bodies[0]["entry"]] == [1, 1]


async def test_events_may_come_in_the_wrong_order(graph: Graph, vera: Person, shop: Shop):
    shop.heard.clear()
    async with graph.webhooks.reordered():
        await vera.says("Trước")
        await vera.says("Sau")
    late, early = shop.events("message")
    assert (late["message"]["text"], early["message"]["text"]) == ("Sau", "Trước")
    assert late["timestamp"] > early["timestamp"]


async def test_an_answer_from_the_page_inbox_is_an_echo_of_another_app(graph: Graph, vera: Person, shop: Shop):
    mid = await graph.page_inbox_replies(vera, "Chào chị, em là Lan")
    message = shop.events("message")[-1]["message"]
    assert message == {"mid": mid, "is_echo": True, "app_id": INBOX_APP, "text": "Chào chị, em là Lan"}
    assert (vera.last.author, vera.last.text) == ("inbox", "Chào chị, em là Lan")
    await graph.page_inbox_replies(vera, "Dạ", app_id=None)
    assert "app_id" not in shop.events("message")[-1]["message"]


async def test_the_inbox_may_take_the_thread_with_its_answer(graph: Graph, vera: Person, shop: Shop):
    await graph.page_inbox_replies(vera, "Em là Lan", takes_thread=True)
    assert shop.events("take_thread_control")
    assert shop.events("message", "standby")[0]["message"]["is_echo"]


async def test_stickers_come_in_three_shapes(vera: Person, shop: Shop):
    for shape in ("sticker", "image", "message"):
        await vera.sends_sticker(shape=shape)
    new, old, oldest = [event["message"] for event in shop.events("message")[-3:]]
    assert [m["attachments"][0]["type"] for m in (new, old, oldest)] == ["sticker", "image", "image"]
    assert all(m["attachments"][0]["payload"]["sticker_id"] == THUMBS_UP for m in (new, old, oldest))
    assert oldest["sticker_id"] == THUMBS_UP


async def test_the_callback_is_made_sure_of(graph: Graph, shop: Shop, api: Api):
    assert (await graph.verify_callback("let me in")) == (200, "1158201444")
    assert (await graph.verify_callback("wrong"))[0] == 403
    wanted = {"object": "page", "callback_url": shop.url, "verify_token": "wrong", "fields": "messages"}
    path, token = f"/{graph.app_id}/subscriptions", graph.tokens.app_token
    assert (await api("POST", path, wanted, access_token=token))[1]["error"]["code"] == 2200
    wanted["verify_token"] = "let me in"
    assert (await api("POST", path, wanted, access_token=token))[0] == 200
    assert (await api("GET", path, access_token=token))[1]["data"][0]["callback_url"] == shop.url


async def test_only_subscribed_fields_come(graph: Graph, api: Api, vera: Person, shop: Shop):
    await api("POST", f"/{graph.page_id}/subscribed_apps", subscribed_fields="messages,messaging_postbacks")
    _, body = await api("GET", f"/{graph.page_id}/subscribed_apps")
    assert body["data"][0]["subscribed_fields"] == ["messages", "messaging_postbacks"]
    shop.heard.clear()
    await vera.reads()
    await vera.says("Alo?")
    await vera.postback("BUY")
    assert [next(k for k in ("read", "message", "postback") if k in e) for e in shop.events()] == [
        "message",
        "postback",
    ]
    wrong = await api("POST", f"/{graph.page_id}/subscribed_apps", subscribed_fields="gossip")
    assert wrong[0] == 400


async def test_without_a_callback_nothing_is_posted():
    async with running_graph() as graph:
        await graph.person("Vera").says("Alo?")
        assert graph.webhooks.log[-1].status == 0
