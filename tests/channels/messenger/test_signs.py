"""Thumbs, edits, takebacks, reactions, and what was delivered and read."""

from __future__ import annotations

import pytest
from graph import CUTE_CAT, LARGE_THUMBS_UP, THUMBS_UP
from messenger_shapes import PAGE, PSID, message, webhook
from sqlalchemy import select

from bot.channels.messenger import handler
from bot.domain.conversation import ReplyDraft
from bot.domain.records import Attachment
from bot.store.tables import attachment_contents

# -- 19 --


@pytest.mark.parametrize("shape", ["sticker", "image", "message"])
async def test_thumb_is_a_yes_or_a_thank_you_in_every_shape_and_other_stickers_are_no_pictures(page, vera, shape):
    page.door.dialogue.answer = lambda _: [ReplyDraft("Anh/chị đồng ý chứ ạ?")]
    for sticker in (THUMBS_UP, LARGE_THUMBS_UP):
        await vera.sends_sticker(sticker, shape)
        await vera.gets()
    await vera.sends_sticker(CUTE_CAT, shape)
    assert "hình" not in (await vera.gets()).text
    assert page.heard == ["/thank", "/affirm"]
    said = [m for m in await page.transcript(vera) if m.author == "visitor"]
    assert [(m.kind, m.text) for m in said] == [("sticker", "👍"), ("sticker", "👍"), ("sticker", "[Nhãn dán]")]


# -- 20 --


async def test_edits_takebacks_and_reactions_change_the_transcript_without_a_word(page, vera):
    first = await vera.says("Giá bao nhêu")
    await vera.gets()
    await vera.edits(first, "Giá bao nhiêu")
    second = await vera.says("số thẻ của em là 4111 1111")
    await vera.gets()
    await vera.unsends(second)
    await vera.reacts("love")
    await page.emptied()
    said = [m for m in await page.transcript(vera) if m.author == "visitor"]
    assert [(m.text, m.kind) for m in said] == [("Giá bao nhiêu", "text"), ("(Tin nhắn đã được thu hồi)", "unsent")]
    assert "4111" not in str([vars(m) for m in said])
    bot = [m for m in await page.transcript(vera) if m.author == "bot"]
    assert bot[-1].payload["reaction"]
    await vera.unreacts()
    await page.emptied()
    assert "reaction" not in [m for m in await page.transcript(vera) if m.author == "bot"][-1].payload
    assert (len(page.heard), len(vera.seen)) == (2, 2)


async def test_edit_before_the_answer_is_what_gets_answered(page, vera, graph):
    page.door.dialogue.deaf = False
    async with graph.webhooks.batched():
        mid = await vera.says("có màu đn không")
        await vera.edits(mid, "có màu đen không")
    await vera.gets()
    await page.emptied()
    said = [m for m in await page.transcript(vera) if m.author == "visitor"]
    assert [m.text for m in said] == ["có màu đen không"]
    assert len(vera.seen) == 1


async def test_older_edit_that_comes_late_changes_nothing(page):
    for number, text in ((2, "lần hai"), (1, "lần một")):
        event = {"sender": {"id": PSID}, "recipient": {"id": PAGE}, "timestamp": 1767225700000,
                 "message_edit": {"mid": "m_1", "text": text, "num_edit": number}}  # fmt: skip
        await page.post(webhook(*([message("m_1", "lần không")] if number == 2 else []), event))
        await page.settled()
    assert [m.text for m in await page.transcript(PSID) if m.author == "visitor"] == ["lần hai"]


async def test_what_was_taken_back_is_gone_from_the_file_store_too(page, vera):
    mid = await vera.sends_image()
    await page.until(Attachment, lambda file: file.status == "kept")
    await vera.unsends(mid)
    await page.settled()
    async with page.services.store.read() as session:
        assert (await session.execute(select(attachment_contents))).all() == []
    assert [(file.status, file.url) for file in await page.all(Attachment)] == [("erased", "")]


# -- 21 --


async def test_delivered_and_read_are_known_by_id_and_by_watermark(page, graph, vera):
    graph.delivered_after = None
    await vera.says("Shop ơi")
    await vera.gets()
    await page.emptied()

    async def delivery():
        return [str(m.delivery) for m in await page.transcript(vera) if m.author == "bot"]

    assert await delivery() == ["sent"]
    delivered = {"delivery": {"mids": [vera.last.mid], "watermark": "0"}}
    await vera.sends_event(delivered)
    await page.settled()
    assert await delivery() == ["delivered"]
    await vera.reads()
    await page.settled()
    assert await delivery() == ["read"]
    await vera.sends_event({"delivery": {"watermark": str(graph.stamp())}})
    await page.settled()
    assert await delivery() == ["read"]


async def test_of_many_reports_of_reading_in_a_backlog_the_last_one_is_enough(page, graph, vera, monkeypatch):
    await vera.says("Shop ơi")
    await vera.gets()
    await page.emptied()
    asked = []
    look = handler.seq_shown_by

    async def counted(*place):
        asked.append(place[-1])
        return await look(*place)

    monkeypatch.setattr(handler, "seq_shown_by", counted)
    stamp = graph.stamp()
    reads = [
        {"sender": {"id": vera.id}, "recipient": {"id": PAGE}, "timestamp": stamp + n, "read": {"watermark": stamp + n}}
        for n in (*range(20), 3)
    ]
    assert await page.post(webhook(*reads)) == 200
    await page.settled()
    assert len(asked) == 1
    assert [str(m.delivery) for m in await page.transcript(vera) if m.author == "bot"] == ["read"]


async def test_reading_says_nothing_about_what_was_sent_later(page, graph, vera):
    await vera.says("một")
    await vera.gets()
    await page.emptied()
    mark = str(vera.thread[-1].stamp)
    graph.clock.forward(seconds=5)
    await vera.says("hai")
    await vera.gets()
    await page.emptied()
    await vera.sends_event({"read": {"watermark": mark}})
    await page.settled()
    states = [str(m.delivery) for m in await page.transcript(vera) if m.author == "bot"]
    assert states[0] == "read" and states[1] != "read"
