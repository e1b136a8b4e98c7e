"""What a product's own data says to a question, and nothing where it says nothing."""

from __future__ import annotations

import pytest
from reading import query

from bot.domain.catalogue import Product
from bot.understanding.facts import best_score, facts_for
from bot.understanding.shelf import Shelf, make_shelf


def told(shelf: Shelf, sku: str, text: str) -> list[str]:
    return [f"{one.fact.label}: {one.fact.text}" for one in facts_for(shelf, shelf.entries[sku], query(shelf, text))]


@pytest.mark.parametrize(
    ("sku", "text", "answer"),
    [
        ("DT-TAINGHE-01", "pin bao lâu", "Pin: 50 giờ"),
        ("DT-TAINGHE-01", "xai duoc may tieng", "Pin: 50 giờ"),
        ("DT-TAINGHE-01", "how long does the battery last", "Pin: 50 giờ"),
        ("DT-TAINGHE-01", "chống nước không", "Chống nước: không"),
        ("DT-TAINGHE-01", "nặng không", "Trọng lượng: 248 g"),
        ("DT-TAINGHE-01", "how heavy is it", "Trọng lượng: 248 g"),
        ("GD-NOICOM-01", "nấu cho mấy người", "Số người: 4-6"),
        ("GD-NOICOM-01", "lòng nồi làm bằng gì", "Lòng nồi: chống dính 3 lớp"),
        ("GD-QUAT-01", "có ồn không", "Độ ồn: 20-48 dB"),
        ("TT-AOTHUN-01", "vải gì", "Chất liệu: 100% cotton"),
        ("TT-AOTHUN-01", "giặt máy được không", "Giặt: máy, nước lạnh"),
        ("TP-CAPHE-01", "đắng không", "Vị: đậm, đắng, sô-cô-la đen"),
    ],
)
def test_question_finds_its_fact_first(shelf: Shelf, sku: str, text: str, answer: str):
    assert told(shelf, sku, text)[0] == answer


@pytest.mark.parametrize(
    ("sku", "text"),
    [
        ("DT-TAINGHE-01", "có bán ở mặt trăng không"),
        ("DT-TAINGHE-01", "xuất xứ đâu"),
        ("MP-KCN-01", "bầu dùng được không"),
        ("GD-NOICOM-01", "có kết nối bluetooth không"),
        ("DT-TAINGHE-01", "ok"),
        ("DT-TAINGHE-01", ""),
    ],
)
def test_question_that_the_data_do_not_answer_finds_nothing(shelf: Shelf, sku: str, text: str):
    assert told(shelf, sku, text) == []
    assert best_score(facts_for(shelf, shelf.entries[sku], query(shelf, text))) == 0.0


def product(**more: object) -> Product:
    texts = {
        "name": "Bình Mây",
        "name_en": "",
        "category": "x",
        "kind": "bình",
        "kind_en": "",
        "brand": "",
        "image": "",
    }
    return Product(**{"sku": "A-1", "price": 1, "stock": 1, **texts, **more})  # type: ignore[arg-type]


def test_fact_is_found_by_its_own_name_though_no_rule_knows_it(shelf: Shelf):
    own = make_shelf([product(attributes={"Độ pH": "5,5", "Màu nắp": "xám"})])
    assert told(own, "A-1", "độ ph bao nhiêu")[0] == "Độ pH: 5,5"


def test_fact_is_told_in_the_language_it_is_asked_for_and_else_in_vietnamese(shelf: Shelf):
    own = make_shelf(
        [product(attributes={"Pin": "50 giờ", "Cổng": "USB"}, attributes_en={"Pin": ["Battery", "50 hours"]})]
    )
    battery, *_ = facts_for(own, own.entries["A-1"], query(own, "how long does the battery last"))
    assert battery.fact.said("en") == ("Battery", "50 hours")
    assert battery.fact.said("vi") == ("Pin", "50 giờ")
    port, *_ = facts_for(own, own.entries["A-1"], query(own, "cổng gì"))
    assert port.fact.said("en") == ("Cổng", "USB")


def test_description_answers_where_no_attribute_does(shelf: Shelf):
    own = make_shelf(
        [product(description="Đứng vững trên bếp gas. Nắp silicon ôm khít.")]
        + [product(sku=f"B-{n}") for n in range(9)]
    )
    assert told(own, "A-1", "dùng bếp gas được không")[0] == ": Đứng vững trên bếp gas."


def test_sentence_that_denies_is_known_as_one(shelf: Shelf):
    own = make_shelf([product(description="Không hợp tập gym. Êm tai.")])
    denied = {fact.text: fact.negative for fact in own.entries["A-1"].facts}
    assert denied == {"Không hợp tập gym.": True, "Êm tai.": False}
