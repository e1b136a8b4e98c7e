"""What goes out is within Messenger's limits, and nothing of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from messenger_talk import bot_says, card, greeted

from bot.channels.messenger.render import Renderer
from bot.channels.messenger.splitting import last_border, shorten, size, split
from bot.domain.conversation import Author, Message, ReplyDraft

# -- 29 --


async def test_long_text_goes_out_in_pieces_that_end_where_a_sentence_ends(page, vera):
    await greeted(page, vera)
    sentence = "Dạ sản phẩm này chống nước chuẩn IPX4 và bảo hành mười hai tháng ạ. "
    await bot_says(page, vera, ReplyDraft(sentence * 60, quick_replies=[{"title": "Mua", "payload": "/place_order"}]))
    await page.emptied()
    pieces = vera.seen[1:]
    assert len(pieces) == 3
    assert all(len(line.text) <= 2000 and line.text.endswith(".") for line in pieces)
    assert " ".join(line.text for line in pieces) == (sentence * 60).strip()
    assert [len(line.quick_replies) for line in pieces] == [0, 0, 1]


SIGNS = st.text(alphabet=st.sampled_from("aệ .\n👍👩‍👩‍👧🇻🇳́e\u0323🏽"), max_size=400)


@settings(max_examples=300, deadline=None)
@given(SIGNS | st.text(max_size=400), st.integers(20, 90))
def test_cutting_loses_nothing_and_keeps_within_the_limit(text, limit):
    pieces = split(text, limit)
    assert all(size(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert size(shorten(text, limit)) <= limit


@pytest.mark.parametrize("sign", ["ệ", "👩‍👩‍👧", "🇻🇳", "👍🏽", "1️⃣"])
def test_no_sign_is_torn(sign):
    for limit in range(10, 14):
        text = "x" * 9 + sign * 3
        cut = last_border(text, limit)
        assert (cut - 9) % len(sign) == 0 or cut <= 9


# -- 30 --


async def test_what_is_too_much_for_messenger_is_spread_and_nothing_is_dropped(page, vera):
    await greeted(page, vera)
    choices = [{"title": f"Lựa chọn {n}", "payload": f'/ask_price{{"n":{n}}}'} for n in range(1, 18)]
    cards = [card(n) for n in range(1, 24)]
    await bot_says(page, vera, ReplyDraft("Dạ đây ạ", "products", {"items": cards}, choices))
    await page.emptied()
    shown = vera.seen[1:]
    assert [len(line.cards) for line in shown if line.cards] == [10, 10, 3]
    titles = [element["title"] for line in shown for element in line.cards]
    assert titles == [f"Tai nghe {n}" for n in range(1, 24)]
    taps = [choice["title"] for line in shown for choice in (*line.quick_replies, *line.buttons)]
    assert {f"Lựa chọn {n}" for n in range(1, 18)} <= set(taps)
    assert [len(line.quick_replies) for line in shown][-1] == 13


async def test_titles_that_are_too_long_stand_in_full_in_the_text(page, vera):
    await greeted(page, vera)
    long = ["Tai nghe chống ồn màu xanh dương", "Tai nghe chống ồn màu đỏ"]
    choices = [{"title": title, "payload": f'/ask_price{{"n":{n}}}'} for n, title in enumerate(long)]
    await bot_says(page, vera, ReplyDraft("Dạ anh/chị hỏi cái nào ạ?", quick_replies=choices))
    await page.emptied()
    text = "\n".join(vera.texts)
    assert all(title in text for title in long)
    assert [reply["title"][:2] for reply in vera.last.quick_replies] == ["1.", "2."]
    await vera.taps(vera.last.quick_replies[1]["title"])
    await vera.sees("echo: /ask_price")
    assert page.heard[-1] == '/ask_price{"n":1}'


async def test_card_with_a_long_name_and_many_buttons_keeps_them_all(page, vera):
    await greeted(page, vera)
    name = "Tai nghe không dây chống ồn chủ động pin ba mươi giờ " * 3
    buttons = [{"title": f"Nút {n}", "payload": f'/ask_size{{"n":{n}}}'} for n in range(5)]
    await bot_says(page, vera, ReplyDraft("", "products", {"items": [card(name=name, buttons=buttons)]}))
    await page.emptied()
    shown = vera.seen[1:]
    assert {f"Nút {n}" for n in range(5)} <= {choice for line in shown for choice in line.choices}


KINDS = [
    ReplyDraft("Dạ có ạ", "products", {"items": [card(image="/static/a.svg", url="/p/1", buttons=[])]}),
    ReplyDraft("So sánh", "comparison", {"items": [card(1), card(2)], "rows": [
        {"label": "Pin", "values": ["30 giờ", "20 giờ"], "differs": True}]}),
    ReplyDraft("Dạ có ưu đãi", "offer", {"id": "o", "title": "Giảm 10%", "detail": "cho đơn đầu", "value_text": "-10%",
                                         "code": "CHAO10", "ends_on": "2026-12-31", "conditions": "Đơn từ 200k"}),
    ReplyDraft("Đơn của anh/chị", "order", {"code": "HN1", "status_text": "Đang giao", "total": 250000, "items": [
        {"name": "Áo", "quantity": 2}], "carrier": "GHN", "tracking_code": "X1", "steps": [
        {"title": "Đã đặt", "done": True}, {"title": "Đã giao", "done": False}]}),
    ReplyDraft("Anh/chị đồng ý chứ?", "consent", {"purpose": "follow_up", "wording": "…"},
               [{"title": "Đồng ý", "payload": "/affirm"}, {"title": "Không", "payload": "/deny"}]),
    ReplyDraft("Có người vào", "notice", {"code": "agent_joined"}),
    ReplyDraft("Điều gì đó mới", "hologram", {"x": 1}),
]  # fmt: skip


@pytest.mark.parametrize("draft", KINDS, ids=lambda draft: draft.kind)
async def test_every_kind_of_message_is_shown_in_a_way_that_messenger_takes(page, vera, draft):
    await greeted(page, vera)
    await bot_says(page, vera, draft)
    await page.emptied()
    assert [str(m.delivery) for m in await page.transcript(vera)][-1] in ("sent", "delivered")
    shown = "\n".join([*vera.texts[1:], *(str(line.cards) for line in vera.seen)])
    for wanted in {"offer": ("CHAO10", "31/12/2026", "Giảm 10%"), "order": ("Đang giao", "2 × Áo", "250.000", "GHN X1"),
                   "comparison": ("Pin: 30 giờ | 20 giờ", "Tai nghe 1")}.get(draft.kind, (draft.text,)):  # fmt: skip
        assert wanted in shown


@settings(max_examples=150, deadline=None)
@example("", [], [card(name="\r", buttons=[])], "products")
@given(
    st.text(max_size=5000),
    st.lists(st.builds(lambda t, p: {"title": t, "payload": p}, st.text(max_size=60), st.text(max_size=1500)),
             max_size=30),
    st.lists(st.builds(lambda n, b: card(name=n, buttons=b), st.text(max_size=200), st.lists(
        st.builds(lambda t: {"title": t, "payload": "/x"}, st.text(max_size=40)), max_size=9)), max_size=25),
    st.sampled_from(["text", "products", "comparison", "offer", "order", "consent", "notice"]),
)  # fmt: skip
def test_nothing_that_is_composed_breaks_a_limit(words, text, choices, cards, kind):
    from graph.limits import check_message

    renderer = Renderer(words.say)
    message = Message(Author.BOT, text, "c", kind=kind, payload={"items": cards}, quick_replies=choices)
    for body in renderer.compose(message):
        check_message(body["message"], lambda *_: None)
        simpler = renderer.simpler(body, message)
        if simpler:
            check_message(simpler["message"], lambda *_: None)
