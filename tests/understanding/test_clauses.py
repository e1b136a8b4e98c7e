"""A message is cut where somebody draws breath, never inside a number, an address or a price."""

from __future__ import annotations

import unicodedata

import pytest
from reading import entities_of

from bot.understanding.clauses import clauses_of, matter_of


def cut(text: str) -> list[str]:
    return [clause.text for clause in clauses_of(text, entities_of(text))]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("giá sao, còn hàng ko, ship hn mấy ngày", ["giá sao", "còn hàng ko", "ship hn mấy ngày"]),
        ("áo này giá bao nhiêu? có ship Huế không?", ["áo này giá bao nhiêu", "có ship Huế không"]),
        ("tai nghe\nnồi cơm", ["tai nghe", "nồi cơm"]),
        ("mua cái này - còn cái kia thì sao", ["mua cái này", "còn cái kia thì sao"]),
        ("V50 pin bao lâu, à mà có màu trắng không", ["V50 pin bao lâu", "có màu trắng không"]),
        ("giá bao nhiêu...còn hàng không", ["giá bao nhiêu", "còn hàng không"]),
        ("1.890.000đ, rẻ hơn được không", ["1.890.000đ", "rẻ hơn được không"]),
        ("5.5kg", ["5.5kg"]),
        ("1,8 lít có không", ["1,8 lít có không"]),
        ("so sánh V50 vs. Oruna Run", ["so sánh V50 vs. Oruna Run"]),
        ("sz. M còn không", ["sz. M còn không"]),
        ("P. Bến Thành, Q.1, TP.HCM", ["P. Bến Thành", "Q.1", "TP.HCM"]),
        ("email vera.tran@example.com nhé", ["email vera.tran@example.com"]),
        ("???", []),
        ("", []),
        (" .,! ", []),
    ],
)
def test_message_is_cut_into_clauses(text: str, clauses: list[str]):
    assert cut(text) == clauses


def test_clause_knows_where_it_stands_and_brings_its_entities_along():
    text = "chào shop, lấy 2 cái màu đen, ship về Huế"
    clauses = clauses_of(text, entities_of(text))
    for clause in clauses:
        assert text[clause.start :].startswith(clause.text)
        for entity in clause.entities:
            assert clause.text[entity["start"] : entity["end"]].strip()
    told = [[(e["entity"], e["value"]) for e in clause.entities] for clause in clauses]
    assert told == [[], [("quantity", "2"), ("colour", "đen")], [("province", "Huế")]]


def test_entity_that_a_cut_would_part_keeps_its_clause_whole():
    entity = {"entity": "x", "value": "x", "start": 0, "end": 11}
    [clause] = clauses_of("một, và hai", [entity])
    assert clause.text == "một, và hai"


def test_clause_knows_whether_a_question_mark_closes_it():
    clauses = clauses_of("còn hàng không? ship huế. mấy ngày?", [])
    assert [clause.asks for clause in clauses] == [True, False, True]


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("shop ơi ship huế bao nhiêu ạ", "ship huế bao nhiêu"),
        ("dạ shop ơi còn hàng không 😊😊", "còn hàng không"),
        ("Alo ad ơi giá sao :))", "giá sao"),
        ("áo rộng quá shop", "áo rộng quá"),
        ("giá 50%", "giá 50%"),
        ("phòng 25 m²", "phòng 25 m²"),
        ("199.000₫", "199.000₫"),
        ("có vitamin a", "có vitamin a"),
        ("địa chỉ shop", "địa chỉ shop"),
        ("shop ơi", "shop ơi"),
        ("ạ", "ạ"),
        ("👍", "👍"),
    ],
)
def test_calling_and_politeness_around_the_matter_are_left_out(text: str, matter: str):
    start, end = matter_of(text)
    assert text[start:end] == matter


def test_letters_and_marks_typed_apart_make_no_difference_to_the_matter():
    text = unicodedata.normalize("NFD", "shop ơi còn hàng không ạ")
    start, end = matter_of(text)
    assert unicodedata.normalize("NFC", text[start:end]) == "còn hàng không"
