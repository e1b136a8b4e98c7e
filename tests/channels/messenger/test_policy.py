"""Who may write when: windows, the human tag, templates, and what agents are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from messenger_talk import bot_says, failure_of, greeted

from bot.channels.messenger.policy import NotAllowed, Way, decide, reach
from bot.domain.conversation import Author, ReplyDraft
from bot.domain.ids import now
from bot.domain.thread import Thread
from bot.services.handoffs import claim, reply_as_agent
from bot.services.queue import conversation_detail

# -- 38, 39, 40 --


async def test_bot_never_sends_outside_the_window_and_the_agent_is_told_in_plain_words(page, graph, vera):
    conversation = await greeted(page, vera)
    graph.clock.forward(hours=23, minutes=59)
    await bot_says(page, vera, ReplyDraft("vừa kịp"))
    await vera.sees("vừa kịp")
    await page.emptied()
    graph.clock.forward(minutes=2)
    calls = len(graph.calls)
    [said] = await bot_says(page, vera, ReplyDraft("quá muộn"))
    await page.emptied()
    [stored] = [m for m in await page.transcript(vera) if m.id == said.id]
    assert (stored.delivery, failure_of(stored)) == ("failed", "window_closed")
    assert "24 giờ" in stored.payload["failure"]["text"] and "24 hours" in stored.payload["failure"]["text_en"]
    assert not [call for call in list(graph.calls)[calls:] if "message" in call.params]
    reach = (await conversation_detail(page.services, conversation.id))["reach"]
    assert reach["state"] == "human"


@pytest.mark.parametrize("opener", ["message", "postback", "m_me", "reaction"])
async def test_each_opener_opens_the_window(page, graph, vera, opener):
    await greeted(page, vera)
    graph.clock.forward(hours=25)
    await {
        "message": lambda: vera.says("hai"),
        "postback": lambda: vera.postback("/greet", "Chào"),
        "m_me": lambda: vera.opens_link("uu-dai"),
        "reaction": lambda: vera.reacts("love"),
    }[opener]()
    await page.emptied()
    await bot_says(page, vera, ReplyDraft("vẫn kịp"))
    await vera.sees("vẫn kịp")


async def test_ad_alone_and_a_reaction_taken_back_open_nothing(page, graph, vera):
    await greeted(page, vera)
    await vera.reacts("love")
    await page.emptied()
    graph.clock.forward(hours=25)
    await vera.unreacts()
    await vera.opens_from_ad("AD9")
    await page.emptied()
    assert [failure_of(m) for m in await page.transcript(vera) if m.delivery == "failed"] == ["window_closed"]


AUTHORS = [Author.BOT, Author.SYSTEM, Author.VISITOR]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 40 * 24), st.sampled_from([*AUTHORS, Author.AGENT]), st.booleans(), st.booleans())
def test_only_what_a_person_wrote_is_ever_sent_as_from_a_person(hours, author, elsewhere, unreachable):
    moment = now()
    thread = Thread("c", "messenger", opened_at=moment - timedelta(hours=hours), opener="message", elsewhere=elsewhere,
                    unreachable="person_unreachable" if unreachable else None)  # fmt: skip
    try:
        way = decide(author, thread, moment)
    except NotAllowed:
        assert elsewhere or unreachable or hours >= (7 * 24 if author == Author.AGENT else 24)
        return
    assert way == (Way.RESPONSE if hours < 24 else Way.HUMAN_AGENT)
    assert way != Way.HUMAN_AGENT or author == Author.AGENT


def test_window_after_an_ad_is_a_setting():
    moment = now()
    thread = Thread("c", "messenger", opened_at=moment - timedelta(days=3), opener="ad")
    with pytest.raises(NotAllowed, match="window_closed"):
        decide(Author.BOT, thread, moment)
    assert decide(Author.BOT, thread, moment, ad_window=timedelta(days=7)) == Way.RESPONSE
    assert decide(Author.AGENT, thread, moment) == Way.HUMAN_AGENT
    assert reach(thread, moment) == ("human", thread.opened_at + timedelta(days=7))
    assert reach(Thread("c", "messenger"), moment) == ("closed", None)
    with pytest.raises(NotAllowed, match="window_closed"):
        decide(Author.BOT, Thread("c", "messenger"), moment)


async def test_agent_writes_after_a_day_as_a_person_and_after_a_week_not_at_all(page, graph, vera):
    alice = await page.agent()
    conversation = await greeted(page, vera)
    await claim(page.services, conversation.id, alice)
    await page.emptied()
    graph.clock.forward(days=2)
    await reply_as_agent(page.services, conversation.id, alice, "a-1", "Hàng về rồi ạ")
    line = await vera.sees("Hàng về rồi ạ")
    assert (line.messaging_type, line.tag) == ("MESSAGE_TAG", "HUMAN_AGENT")
    graph.clock.forward(days=6)
    late = await reply_as_agent(page.services, conversation.id, alice, "a-2", "Còn cần không ạ")
    await page.emptied()
    [stored] = [m for m in await page.transcript(vera) if m.id == late.id]
    assert failure_of(stored) == "human_window_closed"
    assert "7 ngày" in stored.payload["failure"]["text"]


async def test_approved_template_goes_out_when_the_window_is_closed(page, graph, vera):
    await greeted(page, vera)
    graph.approve_template("don_da_gui", "Đơn {{1}} của anh/chị đã gửi đi ạ.")
    graph.clock.forward(days=30)
    draft = ReplyDraft("Đơn HN20391 của anh/chị đã gửi đi ạ.", "utility",
                       {"template": "don_da_gui", "language": "vi", "parameters": ["HN20391"]})  # fmt: skip
    await bot_says(page, vera, draft)
    line = await vera.sees("HN20391")
    assert line.messaging_type == "UTILITY"
