"""The REST channel for other programs: the shape of Rasa's, behind a token."""

import asyncio

import aiohttp
import pytest

from bot.domain.conversation import Conversation, Message, ReplyDraft

TOKEN = "a token for other programs"
PATH = "/webhooks/rest/webhook"
OPEN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
async def door(open_door):
    return await open_door(api_token=TOKEN)


async def post(http, body, headers=OPEN):
    how = {"data": body} if isinstance(body, str | bytes) else {"json": body}
    async with http.post(PATH, headers=headers, **how) as answer:
        assert answer.content_type == "application/json"
        return answer.status, await answer.json()


async def stored(door, noun):
    from sqlalchemy import select

    async with door.services.store.read() as session:
        return list((await session.execute(select(noun))).scalars())


async def test_reply_has_the_shape_of_rasas_channel(http, door):
    buttons = [{"title": "Gặp nhân viên", "payload": "/ask_human"}]
    door.dialogue.script.append(
        [
            ReplyDraft("Dạ em nghe"),
            ReplyDraft("Mời xem", "comparison", {"items": []}),
            ReplyDraft("?", quick_replies=buttons),
        ]
    )
    status, replies = await post(http, {"sender": "app-1", "message": "Xin chào"})
    assert status == 200
    assert replies == [
        {"recipient_id": "app-1", "text": "Dạ em nghe"},
        {"recipient_id": "app-1", "text": "Mời xem"},
        {"recipient_id": "app-1", "custom": {"kind": "comparison", "payload": {"items": []}}},
        {"recipient_id": "app-1", "text": "?", "buttons": buttons},
    ]


async def test_without_the_token_nothing_happens(http, door):
    for headers in ({}, {"Authorization": TOKEN}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "},
                    {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": "Bearer đúng"}):  # fmt: skip
        status, answer = await post(http, {"sender": "x", "message": "alo"}, headers)
        assert (status, answer["error"]["code"]) == (401, "login_required"), headers
    status, _ = await post(http, "not even json", {})
    assert status == 401
    assert await stored(door, Message) == []


async def test_channel_without_a_configured_token_does_not_exist(open_door):
    closed = await open_door(api_token="")
    async with aiohttp.ClientSession(closed.url) as http:
        for headers in ({}, {"Authorization": "Bearer "}, OPEN):
            status, answer = await post(http, {"sender": "x", "message": "alo"}, headers)
            assert (status, answer["error"]["code"]) == (404, "not_found")


async def test_bodies_that_cannot_be_read_are_refused_in_words(http, door):
    wrong_fields = [{"sender": ""}, {"sender": 7}, {"sender": "x" * 256}, {"sender": "a\0b"}, {"sender": None},
                    {"message": 7}, {"message": None}, {"message_id": "có dấu"}, {"metadata": 7}]  # fmt: skip
    bodies = [{"sender": "x", "message": "alo", **fields} for fields in wrong_fields]
    bodies += ["", "{", "null", "[]", '"x"', b"\xff\xfe", '{"sender": "x", "message": "\\ud800"}']
    for body in [*bodies, {"message": "alo"}, {"sender": "x"}]:
        status, answer = await post(http, body)
        assert (status, answer["error"]["code"]) == (400, "bad_request"), body
        assert answer["error"]["message"]
        assert "Traceback" not in str(answer)
    for text, wanted in (("", 400), ("  \n", 400), ("a" * 4_001, 413)):
        status, answer = await post(http, {"sender": "x", "message": text})
        assert (status, answer["error"]["code"]) == (wanted, "empty" if wanted == 400 else "too_long")
    assert await stored(door, Message) == []


async def test_body_that_is_too_large_is_refused(http):
    status, answer = await post(http, b'{"sender": "x", "message": "' + b"a" * 300_000 + b'"}')
    assert status == 413
    assert answer["error"]


async def test_only_posting_is_possible(http):
    async with http.get(PATH, headers=OPEN) as answer:
        assert answer.status == 405
        assert (await answer.json())["error"]["code"] == "http"


async def test_unknown_fields_are_ignored(http, door):
    body = {
        "sender": "x",
        "message": "alo",
        "input_channel": "slack",
        "metadata": {"a": 1},
        "parse_data": {"intent": {}},
    }
    assert await post(http, body) == (200, [{"recipient_id": "x", "text": "echo: alo"}])
    [heard] = door.dialogue.heard
    assert not heard.pressed


async def test_same_message_id_twice_is_answered_twice_alike_and_taken_once(http, door):
    body = {"sender": "x", "message": "alo", "message_id": "m-1"}
    first = await post(http, body)
    second = await post(http, body)
    assert first == second == (200, [{"recipient_id": "x", "text": "echo: alo"}])
    assert len(door.dialogue.heard) == 1
    status, answer = await post(http, {**body, "message": "khác"})
    assert (status, answer["error"]["code"]) == (409, "conflict")
    assert [m.text for m in await stored(door, Message)] == ["alo", "echo: alo"]


async def test_same_message_id_five_times_at_once_is_taken_once(http, door):
    body = {"sender": "x", "message": "alo", "message_id": "m-1"}
    answers = await asyncio.gather(*[post(http, body) for _ in range(5)])
    assert answers == [(200, [{"recipient_id": "x", "text": "echo: alo"}])] * 5
    assert len(door.dialogue.heard) == 1


async def test_same_message_without_an_id_is_said_twice(http, door):
    for _ in range(2):
        await post(http, {"sender": "x", "message": "alo"})
    assert len(door.dialogue.heard) == 2


async def test_senders_are_strangers_to_each_other_and_to_the_widgets_visitors(http, door, browser):
    vera = await browser()
    await vera.send("bí mật")
    await vera.hears("message.created", author="bot")
    async with door.services.store.read() as session:
        visitor_id = (await session.get(Conversation, vera.conversation_id)).visitor_id
    for sender in ("a", "b", vera.conversation_id, visitor_id):
        await post(http, {"sender": sender, "message": f"từ {sender}"})
    conversations = await stored(door, Conversation)
    assert len(conversations) == 5
    assert sorted(c.channel for c in conversations) == ["rest"] * 4 + ["web_chat"]
    assert len({heard.conversation_id for heard in door.dialogue.heard}) == 5


async def test_messages_of_one_sender_are_answered_in_order_each_with_its_own_reply(http, door):
    texts = [f"câu {n}" for n in range(6)]
    answers = await asyncio.gather(*[post(http, {"sender": "x", "message": text}) for text in texts])
    assert [reply["text"] for _, [reply] in answers] == [f"echo: {text}" for text in texts]
    assert door.dialogue.most_inside == 1


async def test_typed_restart_is_only_text_and_an_offered_button_is_a_command(http, door):
    await post(http, {"sender": "x", "message": "/restart"})
    door.dialogue.script.append([ReplyDraft("?", quick_replies=[{"title": "Người", "payload": "/ask_human"}])])
    await post(http, {"sender": "x", "message": "chào"})
    await post(http, {"sender": "x", "message": "/ask_human"})
    assert [(h.text, h.pressed) for h in door.dialogue.heard] == [
        ("/restart", False),
        ("chào", False),
        ("/ask_human", True),
    ]


async def test_while_a_person_has_the_floor_there_is_nothing_to_say(http, door):
    await post(http, {"sender": "x", "message": "alo"})
    [conversation] = await stored(door, Conversation)
    from bot.services.messages import lock_conversation

    async with door.services.store.begin() as session:
        (await lock_conversation(session, conversation.id)).status = "waiting"
    assert await post(http, {"sender": "x", "message": "còn đó không"}) == (200, [])


async def test_health_says_how_the_parts_are_and_metrics_are_served(http):
    async with http.get("/health/live") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ok"})
    async with http.get("/health/ready") as answer:
        body = await answer.json()
        # Rasa is not there in these tests: degraded, and still ready to take messages.
        assert (answer.status, body["status"], body["parts"]["store"]) == (200, "degraded", "ok")
    await post(http, {"sender": "x", "message": "alo"})
    async with http.get("/metrics") as answer:
        text = await answer.text()
    assert answer.status == 200
    assert "# TYPE" in text
    assert "alo" not in text


async def test_unknown_addresses_are_plain_404s_with_safe_headers(http):
    for path in ("/nothing", "/../../etc/passwd", "/console/api/nothing", "/webhooks/rest/webhook/x"):
        async with http.get(path) as answer:
            assert answer.status == 404, path
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
