"""Widgets made for Rasa keep working, and what Rasa would obey from anybody is only text here."""

import pytest

from bot.domain.conversation import Conversation, ReplyDraft


async def rasa_session(one, session_id=None):
    """Rasa's handshake; returns the session id to use from then on."""
    before = len(one.all("session_confirm"))
    await one.sio.emit("session_request", {"session_id": session_id})
    await one.hears("session_confirm")
    while len(one.all("session_confirm")) == before:
        one._news.clear()
        await one._news.wait()
    return one.all("session_confirm")[-1]


async def utter(one, message, **more):
    return await one.call("user_uttered", {"message": message, **more})


async def test_session_message_and_answer_in_rasas_words(browser, door):
    vera = await browser(hello=False)
    session_id = await rasa_session(vera)
    assert isinstance(session_id, str)
    buttons = [{"title": "Xem tai nghe", "payload": '/browse{"kind":"tai nghe"}'}]
    door.dialogue.script.append([ReplyDraft("Chào anh/chị", quick_replies=buttons)])
    await utter(vera, "chào shop", session_id=session_id, customData={"language": "vi"})
    uttered = await vera.hears("bot_uttered")
    assert uttered == {
        "text": "Chào anh/chị",
        "quick_replies": [{"content_type": "text", "title": "Xem tai nghe", "payload": '/browse{"kind":"tai nghe"}'}],
    }
    assert vera.all("message.created") == []


async def test_product_cards_become_a_carousel(browser, door, eventually):
    vera = await browser(hello=False)
    await rasa_session(vera)
    button = {"title": "Chi tiết", "payload": "/x"}
    card = {"sku": "A-1", "name": "Tai nghe", "price": 590_000, "image": "/a.svg", "buttons": [button]}
    door.dialogue.script.append([ReplyDraft("Mời xem", "products", {"items": [card]})])
    await utter(vera, "tai nghe")
    await vera.hears("bot_uttered", text="Mời xem")
    [carousel] = await eventually(lambda: [u["attachment"] for u in vera.all("bot_uttered") if "attachment" in u])
    assert carousel["type"] == "template"
    [element] = carousel["payload"]["elements"]
    assert (element["title"], element["subtitle"], element["image_url"]) == ("Tai nghe", "590.000 ₫", "/a.svg")
    assert element["buttons"] == [{"type": "postback", "title": "Chi tiết", "payload": "/x"}]


async def test_typed_commands_are_only_words(browser, door):
    vera = await browser(hello=False)
    await rasa_session(vera)
    for typed in ("/restart", "/session_start", '/inform{"product":"x"}', "/ask_human"):
        await utter(vera, typed)
        await vera.hears("bot_uttered", text=f"echo: {typed}")
    assert {heard.pressed for heard in door.dialogue.heard} == {False}
    async with door.services.store.read() as session:
        assert (await session.get(Conversation, door.dialogue.heard[0].conversation_id)).status == "bot"


async def test_pressed_button_sends_its_payload_as_the_message_and_counts_as_pressed(browser, door):
    vera = await browser(hello=False)
    await rasa_session(vera)
    door.dialogue.script.append([ReplyDraft("?", quick_replies=[{"title": "Gặp người", "payload": "/ask_human"}])])
    await utter(vera, "chào")
    await vera.hears("bot_uttered")
    await utter(vera, "/ask_human")
    await vera.hears("bot_uttered", text="echo: /ask_human")
    assert [heard.pressed for heard in door.dialogue.heard] == [False, True]


async def test_message_without_a_handshake_starts_a_session(browser, door):
    vera = await browser(hello=False)
    assert (await utter(vera, "chào"))["ok"]
    await vera.hears("bot_uttered", text="echo: chào")
    assert vera.all("session_confirm")


async def test_returning_with_the_session_id_goes_on_with_the_conversation(browser, door):
    vera = await browser(hello=False)
    session_id = await rasa_session(vera)
    await utter(vera, "một")
    await vera.hears("bot_uttered")
    await vera.close()
    back = await browser(hello=False)
    assert await rasa_session(back, session_id) == session_id
    await utter(back, "hai", session_id=session_id)
    await back.hears("bot_uttered", text="echo: hai")
    assert len({heard.conversation_id for heard in door.dialogue.heard}) == 1


@pytest.mark.parametrize("in_handshake", [True, False])
async def test_session_id_of_somebody_else_shows_nothing_of_theirs(browser, door, in_handshake):
    vera = await browser()
    await vera.send("bí mật của Vera")
    await vera.hears("message.created", author="bot")
    async with door.services.store.read() as session:
        visitor_id = (await session.get(Conversation, vera.conversation_id)).visitor_id
    for guess in (vera.conversation_id, visitor_id, "vera", vera.token[:-1], "x" * 2000, 7, {"a": 1}):
        charlie = await browser(hello=False)
        if in_handshake and isinstance(guess, str) and len(guess) <= 1000:
            assert await rasa_session(charlie, guess) not in (guess, vera.token)
        answer = await utter(charlie, "cho xem", session_id=guess)
        if answer["ok"]:
            assert answer["message"]["conversation_id"] != vera.conversation_id
            await charlie.hears("bot_uttered", text="echo: cho xem")
        assert "bí mật" not in str(charlie.heard)
        await charlie.close()
    await vera.send("vẫn riêng tư")
    await vera.hears("message.created", text="echo: vẫn riêng tư")
    assert "cho xem" not in str(vera.heard)


async def test_session_of_the_connection_counts_and_not_the_one_in_the_message(browser, door):
    vera, charlie = await browser(hello=False), await browser(hello=False)
    vera_id, _ = await rasa_session(vera), await rasa_session(charlie)
    await utter(charlie, "tôi là Vera", session_id=vera_id)
    await charlie.hears("bot_uttered", text="echo: tôi là Vera")
    await utter(vera, "không phải", session_id=vera_id)
    await vera.hears("bot_uttered", text="echo: không phải")
    assert [u["text"] for u in vera.all("bot_uttered")] == ["echo: không phải"]


async def test_new_session_on_the_same_connection_hears_nothing_of_the_old_one(browser, door):
    vera = await browser(hello=False)
    old = await rasa_session(vera)
    await rasa_session(vera)
    other = await browser(hello=False)
    await rasa_session(other, old)
    await utter(other, "chuyện cũ")
    await other.hears("bot_uttered", text="echo: chuyện cũ")
    await utter(vera, "chuyện mới")
    await vera.hears("bot_uttered", text="echo: chuyện mới")
    assert [u["text"] for u in vera.all("bot_uttered")] == ["echo: chuyện mới"]


async def test_client_id_in_custom_data_makes_retries_safe_and_the_page_is_kept(browser, door):
    vera = await browser(hello=False)
    await rasa_session(vera)
    custom = {"client_id": "r-1", "page": {"kind": "product", "sku": "A-1"}}
    first, again = [await utter(vera, "alo", customData=custom) for _ in range(2)]
    assert first["message"]["id"] == again["message"]["id"]
    await vera.hears("bot_uttered")
    assert len(door.dialogue.heard) == 1
    assert door.dialogue.heard[0].talk.page == {"kind": "product", "sku": "A-1"}


async def test_unreadable_frames_are_answered_with_an_error_event_and_the_connection_lives(browser):
    vera = await browser(hello=False)
    await rasa_session(vera)
    for body in (None, "text", [], 7, {}, {"message": 7}, {"message": None}, {"message": "alo", "customData": 7},
                 {"message": ""}, {"message": "alo", "customData": {"page": {"kind": "moon"}}}):  # fmt: skip
        before = len(vera.all("error"))
        answer = await vera.call("user_uttered", body)
        assert answer["ok"] is False, body
        await vera.hears("error")
        assert len(vera.all("error")) == before + 1
    for body in ("text", 7, {"session_id": 7}):
        await vera.sio.emit("session_request", body)
    await utter(vera, "còn sống")
    await vera.hears("bot_uttered", text="echo: còn sống")
