"""Receiving: stored once, in order, as text; acknowledged means committed."""

import asyncio
from collections import Counter

import pytest

from bot.domain.conversation import MAX_TEXT, Conversation, Message, ReplyDraft, Status, Visitor
from bot.domain.errors import BadInput, ClientIdConflict, EmptyMessage, MessageTooLong, NotFound
from bot.domain.work import Turn
from bot.services.messages import (
    lock_conversation,
    mark_delivered,
    mark_read_by_agent,
    mark_read_by_visitor,
    messages_after,
    messages_before,
)
from bot.services.replies import add_reply


async def bot_says(house, conversation_id, text, **more):
    async with house.services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        client_id = more.pop("client_id", f"re:{text[:20].encode().hex()}")
        return await add_reply(session, house.services, conversation, ReplyDraft(text, **more), client_id=client_id)


async def test_message_is_stored_with_the_turn_the_bot_owes(house):
    received = await house.hears("Cho mình hỏi giá", page={"kind": "product", "sku": "A-1"})
    [message] = await house.transcript(received.conversation.id)
    [turn] = await house.all(Turn)
    assert (message.text, message.author, message.seq, message.delivery) == ("Cho mình hỏi giá", "visitor", 1, "sent")
    assert (turn.message_id, turn.status, turn.seq) == (message.id, "pending", 1)
    [conversation] = await house.all(Conversation)
    assert conversation.page == {"kind": "product", "sku": "A-1"}
    assert conversation.last_text == "Cho mình hỏi giá"


async def test_message_is_published_after_it_is_committed(house):
    seen = []

    async def publish(event):
        seen.append((event.name, await house.said(event.conversation_id)))

    house.services.publish = publish
    await house.hears("xin chào")
    assert seen == [("message.created", ["xin chào"])]


async def test_same_message_sent_again_is_stored_once(house):
    first = await house.hears("alo", client_id="c-1")
    again = await house.hears("alo", client_id="c-1")
    assert again.message.id == first.message.id
    assert (first.is_new, again.is_new) == (True, False)
    assert await house.count(Message) == 1
    assert await house.count(Turn) == 1
    assert len(house.published("message.created")) == 1


async def test_same_message_sent_ten_times_at_once_is_stored_once(house):
    received = await asyncio.gather(*[house.hears("alo", client_id="c-1") for _ in range(10)])
    assert len({r.message.id for r in received}) == 1
    assert sum(r.is_new for r in received) == 1
    assert await house.count(Message) == 1
    assert await house.count(Visitor) == 1


async def test_other_body_with_a_used_client_id_is_a_conflict(house):
    first = await house.hears("alo", client_id="c-1")
    with pytest.raises(ClientIdConflict):
        await house.hears("something else", client_id="c-1")
    assert await house.said(first.conversation.id) == ["alo"]


async def test_visitor_cannot_send_under_the_client_id_of_a_reply(house):
    received = await house.hears("alo")
    await bot_says(house, received.conversation.id, "Dạ", client_id="re:x:0")
    with pytest.raises(ClientIdConflict):
        await house.hears("Dạ", client_id="re:x:0")


async def test_two_visitors_may_use_the_same_client_id(house):
    vera = await house.hears("alo", client_id="c-1")
    charlie = await house.hears("khác hẳn", client_id="c-1", visitor="charlie")
    assert vera.conversation.id != charlie.conversation.id
    assert await house.said(charlie.conversation.id) == ["khác hẳn"]


async def test_unusable_client_id_is_refused(house):
    for client_id in ("", "x" * 65, "có dấu", "a b", "a\n", "../x", "a\0"):
        with pytest.raises(BadInput):
            await house.hears("alo", client_id=client_id)
    assert await house.count(Message) == 0


async def test_message_with_nothing_to_read_is_refused_and_makes_no_visitor(house):
    for text in ("", "   ", "\0", "\ud800", "\u200b"):
        with pytest.raises(EmptyMessage):
            await house.hears(text)
    assert await house.count(Visitor) == 0
    assert await house.count(Conversation) == 0


async def test_message_of_the_longest_length_is_taken_and_one_more_character_is_not(house):
    received = await house.hears("ă" * MAX_TEXT)
    assert received.message.text == "ă" * MAX_TEXT
    for length in (MAX_TEXT + 1, 1_000_000):
        with pytest.raises(MessageTooLong):
            await house.hears("ă" * length)
    assert await house.count(Message) == 1


async def test_characters_that_databases_refuse_go_and_the_rest_of_the_message_stays(house):
    received = await house.hears("giá\0 bao \ud83dnhiêu\x1b 👨‍👩‍👧?\nGấp")
    assert await house.said(received.conversation.id) == ["giá bao nhiêu 👨‍👩‍👧?\nGấp"]


async def test_markup_and_code_are_kept_as_the_text_they_are(house):
    written = [
        "<script>alert(1)</script>",
        "<b>đậm</b> &amp; <img src=x onerror=alert(1)>",
        "'; DROP TABLE messages; --",
        "{placeholder} %s ${x} {{7*7}}",
    ]
    for text in written:
        received = await house.hears(text)
    assert await house.said(received.conversation.id) == written


async def test_payload_that_nobody_offered_is_plain_text(house):
    received = await house.hears("Khởi động lại", payload="/restart")
    assert received.message.command is None
    assert received.message.text == "Khởi động lại"


async def test_payload_the_bot_offered_is_taken_as_a_command(house):
    received = await house.hears("alo")
    buttons = [{"title": "Gặp nhân viên", "payload": "/ask_human"}]
    await bot_says(house, received.conversation.id, "Anh/chị cần gì ạ?", quick_replies=buttons)
    pressed = await house.hears("Gặp nhân viên", payload="/ask_human")
    assert pressed.message.command == "/ask_human"


async def test_button_on_a_product_card_is_taken_as_a_command(house):
    received = await house.hears("alo")
    payload = '/ask_product_details{"product":"A-1"}'
    items = [{"sku": "A-1", "buttons": [{"title": "Chi tiết", "payload": payload}]}]
    await bot_says(house, received.conversation.id, "Mời xem ạ", kind="products", payload={"items": items})
    assert (await house.hears("Chi tiết", payload=payload)).message.command == payload
    other = await house.hears("Chi tiết", payload=payload.replace("A-1", "A-2"))
    assert other.message.command is None


async def test_payload_offered_to_somebody_else_is_plain_text(house):
    received = await house.hears("alo")
    await bot_says(house, received.conversation.id, "?", quick_replies=[{"title": "x", "payload": "/ask_human"}])
    assert (await house.hears("x", visitor="charlie", payload="/ask_human")).message.command is None


async def test_writing_a_payload_does_not_offer_it(house):
    received = await house.hears("/ask_human", payload="/ask_human")
    assert received.message.command is None
    again = await house.hears("/ask_human", payload="/ask_human")
    assert again.message.command is None


async def test_retry_of_a_typed_payload_is_the_same_message_even_if_it_was_offered_since(house):
    first = await house.hears("/ask_human", payload="/ask_human", client_id="c-1")
    buttons = [{"title": "Gặp nhân viên", "payload": "/ask_human"}]
    await bot_says(house, first.conversation.id, "Anh/chị cần gì ạ?", quick_replies=buttons)
    again = await house.hears("/ask_human", payload="/ask_human", client_id="c-1")
    assert not again.is_new
    assert again.message.command is None


async def test_button_pressed_and_the_same_words_typed_are_different_bodies(house):
    received = await house.hears("alo")
    await bot_says(house, received.conversation.id, "?", quick_replies=[{"title": "Có", "payload": "/affirm"}])
    await house.hears("Có", payload="/affirm", client_id="c-9")
    assert not (await house.hears("Có", payload="/affirm", client_id="c-9")).is_new
    for other in (None, "/deny"):
        with pytest.raises(ClientIdConflict):
            await house.hears("Có", payload=other, client_id="c-9")


async def test_twenty_conversations_at_once_lose_nothing_double_nothing_and_have_no_gaps(house):
    async def talk(number):
        visitor = f"visitor-{number}"
        # Each message twice and all of them at once: retries over a bad line.
        sent = [(f"c-{i}", f"{visitor} nói câu {i}") for i in range(5)] * 2
        await asyncio.gather(*[house.hears(text, visitor, client_id=client_id) for client_id, text in sent])

    await asyncio.gather(*[talk(number) for number in range(20)])
    conversations = await house.all(Conversation)
    assert len(conversations) == 20
    texts = Counter()
    for conversation in conversations:
        transcript = await house.transcript(conversation.id)
        assert [m.seq for m in transcript] == [1, 2, 3, 4, 5]
        assert len({m.text.split()[0] for m in transcript}) == 1
        assert conversation.last_seq == 5
        texts.update(m.text for m in transcript)
    assert set(texts.values()) == {1}
    assert len(texts) == 100
    assert await house.count(Turn) == 100


async def test_transcript_is_read_in_pages_from_both_ends(house):
    for number in range(1, 8):
        received = await house.hears(f"câu {number}")
    conversation_id = received.conversation.id
    after, more = await messages_after(house.services, conversation_id, 2, limit=3)
    assert ([m.seq for m in after], more) == ([3, 4, 5], True)
    after, more = await messages_after(house.services, conversation_id, 5, limit=3)
    assert ([m.seq for m in after], more) == ([6, 7], False)
    before, more = await messages_before(house.services, conversation_id, 6, limit=3)
    assert ([m.seq for m in before], more) == ([3, 4, 5], True)
    before, more = await messages_before(house.services, conversation_id, 2, limit=3)
    assert ([m.seq for m in before], more) == ([1], False)


async def test_delivery_goes_forward_only_and_ends_at_the_last_message(house):
    received = await house.hears("alo")
    conversation_id = received.conversation.id
    await bot_says(house, conversation_id, "Dạ")
    await mark_read_by_visitor(house.services, conversation_id, 10**9)
    await mark_delivered(house.services, conversation_id, 2)
    visitor, bot = await house.transcript(conversation_id)
    assert (visitor.delivery, bot.delivery) == ("sent", "read")
    [conversation] = await house.all(Conversation)
    assert conversation.visitor_read_seq == 2
    await mark_read_by_agent(house.services, conversation_id, 1)
    visitor, bot = await house.transcript(conversation_id)
    assert visitor.delivery == "read"
    assert [e.body["delivery"] for e in house.published("message.updated")] == ["read", "read"]


async def test_reading_in_an_unknown_conversation_is_not_found(house):
    with pytest.raises(NotFound):
        await mark_read_by_visitor(house.services, "0" * 32, 1)


async def test_writing_after_the_end_opens_the_conversation_again(house):
    received = await house.hears("alo")
    async with house.services.store.begin() as session:
        conversation = await lock_conversation(session, received.conversation.id)
        conversation.status = Status.RESOLVED
    again = await house.hears("còn ai không")
    assert again.conversation.id == received.conversation.id
    assert again.conversation.status == Status.BOT


async def test_language_of_a_new_conversation_is_the_browsers_where_we_speak_it(house):
    assert (await house.hears("hello", visitor="a", locale="en")).conversation.language == "en"
    assert (await house.hears("bonjour", visitor="b", locale="fr")).conversation.language == "vi"
