"""The parts of a reply put together: noted, answered, offered, asked; one question, few bubbles."""

from __future__ import annotations

from bot.domain.conversation import ReplyDraft
from bot.understanding.compose import MOST_BUTTONS, compose


def part(text: str, role: str = "answer", **more: object) -> ReplyDraft:
    return ReplyDraft(text, role=role, **more)  # type: ignore[arg-type]


def button(title: str) -> dict[str, str]:
    return {"title": title, "payload": f"/{title}"}


def cards(*skus: str) -> dict[str, object]:
    return {"items": [{"sku": sku} for sku in skus]}


def test_what_was_noted_comes_first_and_the_question_last():
    [bubble] = compose(
        [part("Hỏi?", "question"), part("Ưu đãi", "offer"), part("Đáp một"), part("Ghi rồi", "ack"), part("Đáp hai")]
    )
    assert bubble.text.splitlines() == ["Ghi rồi", "Đáp một", "Đáp hai", "Ưu đãi", "Hỏi?"]


def test_of_two_questions_the_last_one_stands():
    [bubble] = compose([part("Một?", "question"), part("Đáp"), part("Hai?", "question")])
    assert bubble.text == "Đáp\nHai?"


def test_same_sentence_is_said_once():
    [bubble] = compose([part("Đáp"), part("Đáp"), part("Khác"), part("Đáp")])
    assert bubble.text == "Đáp\nKhác"


def test_nothing_to_say_is_nothing():
    assert compose([]) == []
    assert compose([part("")]) == []


def test_text_joins_the_cards_that_belong_to_it_and_cards_are_shown_once():
    [bubble] = compose(
        [
            part("Mời xem", kind="products", payload=cards("A", "B")),
            part("Còn"),
            part("Thêm", kind="products", payload=cards("B", "C")),
        ]
    )
    assert (bubble.kind, [item["sku"] for item in bubble.payload["items"]]) == ("products", ["A", "B", "C"])
    assert bubble.text == "Mời xem\nCòn\nThêm"


def test_many_cards_are_a_few():
    [bubble] = compose(
        [part("a", kind="products", payload=cards(*"ABCD")), part("b", kind="products", payload=cards(*"EFGH"))]
    )
    assert len(bubble.payload["items"]) == 6


def test_consent_order_offer_and_comparison_stand_alone():
    for kind in ("consent", "order", "offer", "comparison", "notice"):
        bubbles = compose([part("Trước"), part("Riêng", kind=kind, payload={"x": 1}), part("Sau")])
        assert [bubble.text for bubble in bubbles] == ["Trước", "Riêng", "Sau"], kind


def test_cards_of_two_kinds_do_not_mix():
    bubbles = compose([part("a", kind="products", payload=cards("A")), part("b", kind="map", payload={"at": 1})])
    assert [bubble.kind for bubble in bubbles] == ["products", "map"]


def test_long_texts_are_bubbles_of_their_own():
    assert len(compose([part("a" * 1000), part("b" * 1000)])) == 2


def test_buttons_stand_under_the_last_bubble_only_each_once_and_few():
    many = [button(str(n)) for n in range(9)]
    first, second = compose(
        [
            part("Đơn", kind="order", payload={"x": 1}, quick_replies=[button("cũ")]),
            part("Đáp", quick_replies=[*many, *many]),
        ]
    )
    assert first.quick_replies == []
    assert second.quick_replies == many[:MOST_BUTTONS]


def test_buttons_of_answers_add_up_but_a_question_brings_its_own():
    [bubble] = compose([part("a", quick_replies=[button("x")]), part("b", quick_replies=[button("y")])])
    assert bubble.quick_replies == [button("x"), button("y")]
    [bubble] = compose([part("a", quick_replies=[button("x")]), part("c?", "question", quick_replies=[button("z")])])
    assert bubble.quick_replies == [button("z")]
    [bubble] = compose([part("a", quick_replies=[button("x")]), part("c?", "question")])
    assert bubble.quick_replies == []
    assert bubble.role == "question"


def test_what_is_given_is_left_as_it_was():
    given = [part("a", payload={"told": 1}, quick_replies=[button("x")]), part("b", quick_replies=[button("y")])]
    compose(given)
    assert given[0].quick_replies == [button("x")]
    assert given[0].payload == {"told": 1}


def test_every_entrance_to_the_goods_is_kept_beside_a_few_other_buttons():
    groups = [{"title": f"Nhóm {n}", "payload": f'/browse_catalogue{{"category":"g{n}"}}'} for n in range(10)]
    others = [button(f"khác {n}") for n in range(6)]
    [bubble] = compose([part("Chọn nhóm", quick_replies=[*others, *groups])])
    assert bubble.quick_replies == [*others[:3], *groups]
