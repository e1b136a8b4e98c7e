"""The widget's protocol over a real connection: docs/protocol.md, the good days and the bad ones."""

import asyncio

import pytest
import socketio

from bot.domain.conversation import Conversation, ReplyDraft, Status
from bot.domain.handoff import Agent
from bot.services.handoffs import claim, reply_as_agent
from bot.services.messages import lock_conversation, messages_after

ERROR = {"code", "message", "retry"}


async def agent(door, online=True):
    made = Agent("alice@example.com", "Alice", "!", online=online)
    async with door.services.store.begin() as session:
        session.add(made)
    return made


async def refused(call, code):
    answer = await call
    assert answer["ok"] is False
    assert set(answer["error"]) == ERROR
    assert answer["error"]["code"] == code
    assert answer["error"]["message"]
    return answer["error"]


# -- connecting -------------------------------------------------------------------------------------------------------


async def test_first_hello_makes_a_visitor_with_an_empty_conversation(browser):
    vera = await browser(hello=False)
    answer = await vera.hello()
    assert set(answer) == {"ok", "token", "conversation", "messages", "more", "last_seq", "shop"}
    assert answer["conversation"]["status"] == "bot"
    assert answer["conversation"]["agent"] is None
    assert answer["conversation"]["language"] == "vi"
    assert (answer["messages"], answer["more"], answer["last_seq"]) == ([], False, 0)
    assert set(answer["shop"]) == {"name", "online", "hours_text"}


async def test_message_is_acknowledged_when_stored_and_answered_by_an_event(browser, door):
    vera = await browser()
    answer = await vera.send("Xin chào", client_id="c-1")
    message = answer["message"]
    own = {
        "conversation_id": vera.conversation_id,
        "seq": 1,
        "author": "visitor",
        "text": "Xin chào",
        "client_id": "c-1",
    }
    plain = {"kind": "text", "payload": {}, "quick_replies": [], "delivery": "sent", "author_name": None}
    assert message == {**own, **plain, "id": message["id"], "created_at": message["created_at"]}
    reply = await vera.hears("message.created", author="bot")
    assert (reply["seq"], reply["text"], reply["conversation_id"]) == (2, "echo: Xin chào", vera.conversation_id)
    assert [t["active"] for t in vera.all("typing")] == [True, False]
    assert vera.all("message.created", client_id="c-1") == [message]
    assert len(vera.all("message.created")) == 2


async def test_same_message_sent_twice_is_acknowledged_twice_and_answered_once(browser, door):
    vera = await browser()
    first = await vera.send("alo", client_id="c-1")
    await vera.hears("message.created", author="bot")
    second = await vera.send("alo", client_id="c-1")
    assert first["message"]["id"] == second["message"]["id"]
    await refused(vera.send("khác", client_id="c-1"), "conflict")
    await vera.send("hết", client_id="c-2")
    await vera.hears("message.created", text="echo: hết")
    assert [m["text"] for m in vera.all("message.created", author="bot")] == ["echo: alo", "echo: hết"]


async def test_reconnecting_brings_what_was_missed_and_nothing_twice(browser, door):
    vera = await browser()
    await vera.send("một")
    await vera.hears("message.created", seq=2)
    await vera.close()
    door.dialogue.answer = lambda text: [ReplyDraft("trả lời muộn")]
    # She wrote from another tab meanwhile.
    elsewhere = await browser(token=vera.token)
    await elsewhere.send("hai")
    await elsewhere.hears("message.created", seq=4)
    back = await browser(token=vera.token, hello=False)
    answer = await back.hello(last_seq=2)
    assert [(m["seq"], m["text"]) for m in answer["messages"]] == [(3, "hai"), (4, "trả lời muộn")]
    assert (answer["last_seq"], answer["more"], answer["conversation"]["id"]) == (4, False, vera.conversation_id)
    await back.send("ba")
    await back.hears("message.created", seq=6)
    assert [m["seq"] for m in back.all("message.created")] == [5, 6]
    again = await back.hello(last_seq=6)
    assert again["messages"] == []


async def test_long_absence_is_caught_up_page_by_page(browser, door):
    vera = await browser()
    async with door.services.store.begin() as session:
        conversation = await lock_conversation(session, vera.conversation_id)
        from bot.domain.conversation import Message

        session.add_all([conversation.append(Message("bot", f"tin {n}", f"b-{n}")) for n in range(1, 231)])
    seen, more, rounds = 0, True, 0
    while more:
        answer = await vera.hello(last_seq=seen)
        assert [m["seq"] for m in answer["messages"]] == list(range(seen + 1, answer["last_seq"] + 1))
        seen, more, rounds = answer["last_seq"], answer["more"], rounds + 1
    assert (seen, rounds) == (230, 2)
    older = await vera.call("messages.before", {"seq": 100})
    assert ([m["seq"] for m in older["messages"]], older["more"]) == (list(range(50, 100)), True)
    older = await vera.call("messages.before", {"seq": 3})
    assert ([m["seq"] for m in older["messages"]], older["more"]) == ([1, 2], False)


async def test_two_tabs_of_one_visitor_see_the_same(browser):
    one = await browser()
    two = await browser(token=one.token)
    assert two.conversation_id == one.conversation_id
    sent = (await one.send("alo", client_id="c-1"))["message"]
    for tab in (one, two):
        await tab.hears("message.created", seq=2)
        assert tab.all("message.created", client_id="c-1") == [sent]
        assert [m["seq"] for m in tab.all("message.created")] == [1, 2]


async def test_visitors_do_not_hear_each_other(browser):
    vera, charlie = await browser(), await browser()
    assert vera.conversation_id != charlie.conversation_id
    await vera.send("bí mật")
    await vera.hears("message.created", seq=2)
    await charlie.send("alo")
    await charlie.hears("message.created", seq=2)
    assert "bí mật" not in str(charlie.heard)
    assert vera.conversation_id not in str(charlie.heard)


async def test_token_that_is_not_ours_makes_a_new_visitor(browser, door):
    vera = await browser()
    await vera.send("bí mật")
    tampered = vera.token[:-2] + ("AA" if vera.token[-2:] != "AA" else "BB")
    async with door.services.store.read() as session:
        conversation = await session.get(Conversation, vera.conversation_id)
    forged = ["", "x", tampered, vera.token + "x", vera.conversation_id, conversation.visitor_id, "x" * 5000,
              17, {"id": 1}, [], True, "\0", "null"]  # fmt: skip
    for token in forged:
        charlie = await browser(hello=False)
        answer = await charlie.hello(token=token)
        assert answer["conversation"]["id"] != vera.conversation_id, token
        assert answer["messages"] == []
        assert answer["token"] not in (token, vera.token)
        await charlie.close()


async def test_message_before_hello_is_refused_in_words_and_nothing_is_stored(browser, door):
    vera = await browser(hello=False)
    for command, body in {
        "message.send": {"client_id": "c-1", "text": "alo"},
        "messages.read": {"seq": 1},
        "messages.before": {"seq": 1},
        "page.set": {"kind": "home"},
        "handoff.request": {},
        "offer.take": {"offer_id": "x"},
    }.items():
        await refused(vera.call(command, body), "hello_first")
    await vera.hello()
    assert (await vera.send("alo"))["message"]["seq"] == 1


# -- bad frames -------------------------------------------------------------------------------------------------------


async def test_unknown_commands_are_answered(browser):
    vera = await browser()
    for command in ("message.delete", "event", "message", "", "__init__", "emit", "trigger_event", "a" * 500):
        error = await refused(vera.call(command, {}), "bad_request")
        assert error["retry"] is False
    assert (await vera.send("còn sống"))["ok"]


async def test_client_that_plays_connect_changes_nothing(browser):
    vera = await browser()
    for body in ({"HTTP_ORIGIN": "https://evil.example"}, {}, None, [], "x"):
        await refused(vera.call("connect", body), "bad_request")
    assert (await vera.send("vẫn là Vera"))["message"]["conversation_id"] == vera.conversation_id


async def test_bodies_that_are_no_objects_or_have_wrong_fields_are_refused_and_the_connection_lives(browser):
    vera = await browser()
    wrong_fields = [{"text": 7}, {"text": None}, {"client_id": ["c"]}, {"client_id": "c c"}, {"client_id": None},
                    {"page": "home"}, {"page": {"kind": "moon"}}, {"payload": {"x": 1}}]  # fmt: skip
    bodies = [{"client_id": "c", "text": "alo", **fields} for fields in wrong_fields]
    for body in [*bodies, None, "alo", 7, [], [1], True, {}, {"text": "alo"}, {"client_id": "c"}]:
        await refused(vera.call("message.send", body), "bad_request")
    for seq in (-1, "two", None, 10**30, 1.5):
        await refused(vera.call("messages.read", {"seq": seq}), "bad_request")
    answer = await vera.call("message.send", ({"client_id": "c-1", "text": "hai thân"}, {"more": 1}))
    assert answer["message"]["seq"] == 1


async def test_fields_of_the_future_are_ignored(browser):
    vera = await browser()
    assert (await vera.send("alo", mood="happy", page={"kind": "home", "theme": "dark"}))["ok"]


async def test_megabyte_of_text_is_refused_and_the_connection_lives(browser):
    vera = await browser()
    for text in ("ă" * 4_001, "ă" * 20_000, "a" * 1_000_000):
        await refused(vera.send(text), "too_long")
    assert (await vera.send("ă" * 4_000))["message"]["seq"] == 1


async def test_empty_message_is_refused_in_the_visitors_language(browser):
    vera, john = await browser(), await browser(hello=False)
    await john.hello(locale="en-GB")
    vietnamese = await refused(vera.send(" \n "), "empty")
    english = await refused(john.send("\u200b"), "empty")
    assert "ạ" in vietnamese["message"]
    assert "message" in english["message"]


async def test_control_characters_and_half_emojis_do_no_harm(browser):
    vera = await browser()
    assert (await vera.send("a\0b\x1b"))["message"]["text"] == "ab"
    await vera.send("nửa mặt cười \ud83d")
    page = {"kind": "product", "title": "A\0B", "sku": "\0", "url": "/x\0y"}
    assert (await vera.call("page.set", page))["ok"]
    assert (await vera.send("vẫn sống"))["ok"]


async def test_markup_arrives_as_the_text_it_is(browser):
    vera = await browser()
    text = "<img src=x onerror=alert(1)> & <b>đậm</b>"
    assert (await vera.send(text))["message"]["text"] == text
    assert (await vera.hears("message.created", author="bot"))["text"] == f"echo: {text}"


async def test_flood_is_slowed_down_and_what_was_refused_is_not_stored(browser, door):
    vera = await browser()
    answers = await asyncio.gather(*[vera.send(f"tin {n}", client_id=f"f-{n}") for n in range(60)])
    taken = [a for a in answers if a["ok"]]
    errors = [a["error"] for a in answers if not a["ok"]]
    assert len(taken) >= 15
    assert errors
    assert {(error["code"], error["retry"]) for error in errors} == {("rate_limited", True)}
    messages, _ = await messages_after(door.services, vera.conversation_id, 0)
    assert len([m for m in messages if m.author == "visitor"]) == len(taken)
    charlie = await browser()
    assert (await charlie.send("tôi thì sao"))["ok"]


async def test_typing_tells_the_visitor_nothing_about_herself(browser):
    one = await browser()
    two = await browser(token=one.token)
    await one.sio.emit("typing", {"active": True})
    await one.send("xong")
    await two.hears("message.created", author="bot")
    assert {t["author"] for t in two.all("typing")} == {"bot"}


# -- commands ---------------------------------------------------------------------------------------------------------


async def test_payload_is_a_command_only_if_the_bot_offered_it(browser, door):
    vera = await browser()
    buttons = [{"title": "Gặp nhân viên", "payload": "/ask_human"}]
    door.dialogue.answer = lambda text: [ReplyDraft("Anh/chị cần gì ạ?", quick_replies=buttons)]
    await vera.send("xin chào", payload="/restart")
    reply = await vera.hears("message.created", author="bot")
    assert reply["quick_replies"] == buttons
    await vera.send("Gặp nhân viên", payload="/ask_human")
    await vera.hears("message.created", seq=4)
    assert [(h.text, h.pressed) for h in door.dialogue.heard] == [
        ("xin chào", False),
        ("/ask_human", True),
    ]


async def test_reading_marks_the_bots_messages_as_read(browser):
    vera = await browser()
    await vera.send("alo")
    reply = await vera.hears("message.created", author="bot")
    assert (await vera.call("messages.read", {"seq": 10**9}))["ok"]
    updated = await vera.hears("message.updated", id=reply["id"])
    assert updated == {"id": reply["id"], "seq": 2, "delivery": "read"}


async def test_page_keeps_no_secrets_and_no_code(browser, door):
    vera = await browser()
    for url, kept in {
        "https://shop.example/gio-hang?token=secret#x": "https://shop.example/gio-hang",
        "/san-pham/A-1?utm=1": "/san-pham/A-1",
        "javascript:alert(1)": None,
        "data:text/html,x": None,
    }.items():
        assert (await vera.call("page.set", {"kind": "cart", "url": url}))["ok"]
        async with door.services.store.read() as session:
            page = (await session.get(Conversation, vera.conversation_id)).page
        assert page.get("url") == kept
    cart = {"items": [{"sku": "A", "quantity": -1}]}
    await refused(vera.call("page.set", {"kind": "cart", "cart": cart}), "bad_request")


async def test_person_can_be_asked_for_without_the_dialogue_engine(browser, door):
    await agent(door)
    vera = await browser()
    assert await vera.call("handoff.request", {}) == {"ok": True, "status": "waiting"}
    notice = await vera.hears("message.created", kind="notice")
    assert (notice["author"], notice["payload"]) == ("system", {"code": "handoff_requested"})
    await vera.hears("conversation.status_changed", status="waiting")
    await vera.send("Tiếp tục với trợ lý", payload="/back_to_bot")
    await vera.hears("conversation.status_changed", status="bot")
    assert door.dialogue.heard == []


async def test_nobody_online_is_said_and_the_bot_goes_on(browser, door):
    vera = await browser(hello=False)
    assert (await vera.hello())["shop"]["online"] is False
    assert (await vera.call("handoff.request"))["status"] == "bot"
    assert (await vera.hears("message.created", kind="notice"))["payload"] == {"code": "nobody_online"}
    await vera.send("vậy hỏi bot")
    await vera.hears("message.created", text="echo: vậy hỏi bot")


async def test_agent_appears_by_name_and_the_bot_falls_silent(browser, door):
    alice = await agent(door)
    vera = await browser()
    await claim(door.services, vera.conversation_id, alice)
    changed = await vera.hears("conversation.status_changed", status="agent")
    assert changed["agent"] == {"name": "Alice"}
    await vera.send("chị ơi")
    await reply_as_agent(door.services, vera.conversation_id, alice, "a-1", "Em nghe ạ")
    said = await vera.hears("message.created", author="agent")
    assert (said["text"], said["author_name"]) == ("Em nghe ạ", "Alice")
    assert alice.id not in str(vera.heard)
    assert alice.email not in str(vera.heard)
    again = await vera.hello()
    assert again["conversation"]["agent"] == {"name": "Alice"}
    assert door.dialogue.heard == []


async def test_offer_that_was_never_shown_is_not_found(browser):
    vera = await browser()
    for offer_id in ("nope", "", "\0"):
        await refused(vera.call("offer.take", {"offer_id": offer_id}), "not_found")


async def test_answer_of_a_dead_engine_is_an_honest_line(browser, door, monkeypatch):
    from bot.services import turns

    monkeypatch.setattr(turns, "RETRY_PAUSES", (0.05,))
    monkeypatch.setattr(turns, "SILENCE_SECONDS", 0.0)
    vera = await browser()
    door.dialogue.script.extend([[], []])
    await vera.send("alo")
    assert (await vera.hears("message.created", kind="notice"))["payload"] == {"code": "waiting"}
    await vera.hears("message.created", text="echo: alo")


# -- who may connect --------------------------------------------------------------------------------------------------


@pytest.fixture
async def strict(open_door):
    return await open_door(allowed_origins="https://shop.example, https://a.example", public_url="https://chat.example")


async def test_listed_websites_and_our_own_pages_may_connect(strict, browser):
    own = strict.url
    for headers in ({"Origin": "https://shop.example"}, {"Origin": "https://chat.example"}, {"Origin": own}, {}):
        vera = await browser(strict, headers=headers)
        assert (await vera.send("alo"))["ok"]


async def test_other_websites_may_not(strict, browser):
    for origin in ("https://evil.example", "https://shop.example.evil.example", "http://shop.example", "null"):
        with pytest.raises(socketio.exceptions.ConnectionError):
            await browser(strict, headers={"Origin": origin})


async def test_visitor_does_not_get_into_the_console(browser):
    with pytest.raises(socketio.exceptions.ConnectionError):
        await browser(hello=False, namespaces=["/console"])


async def test_server_that_stops_hangs_up_instead_of_waiting_for_browsers_to_leave(open_door, browser):
    stopping = await open_door()
    vera = await browser(stopping)
    await vera.send("alo")
    # Its patience with open connections would be a minute.
    async with asyncio.timeout(30):
        await stopping.close()
        await vera.sio.wait()
    assert not vera.sio.connected


async def test_status_shown_after_resuming_is_the_present_one(browser, door):
    vera = await browser()
    async with door.services.store.begin() as session:
        (await lock_conversation(session, vera.conversation_id)).status = Status.RESOLVED
    assert (await vera.hello())["conversation"]["status"] == "resolved"
    await vera.send("tôi quay lại")
    await vera.hears("message.created", author="bot")
    assert (await vera.hello())["conversation"]["status"] == "bot"
