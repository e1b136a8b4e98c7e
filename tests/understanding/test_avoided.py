"""What must not be in a thing: read of the clause, and weighed by what the data says."""

from __future__ import annotations

import pytest
from reading import asked, meant, query

from bot.domain.ground import Ground
from bot.understanding.clauses import clauses_of
from bot.understanding.rank import rank
from bot.understanding.shelf import Shelf


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("trà không caffeine", [("caffeine",)]),
        ("ông hay mất ngủ nên k dc có caffeine nha", [("caffeine",)]),
        ("hạt nào ko muối ko đường", [("muoi",), ("duong",)]),
        ("hat nao khong co duong", [("duong",)]),
        ("bà dị ứng đậu nành", [("dau", "nanh")]),
        ("bạn mình kiêng mặn", [("man",)]),
        ("cà phê nào không chua", [("chua",)]),
        ("tea without caffeine please", [("caffeine",)]),
        ("sugar-free granola", [("sugar",)]),
    ],
)
def test_what_must_not_be_in_it_is_read(shelf: Shelf, text: str, phrases: list[tuple[str, ...]]):
    assert list(query(shelf, text).avoided) == phrases


@pytest.mark.parametrize(
    "text",
    [
        "có đường không shop",
        "trà đó có caffeine không em",
        "nồi chiên không dầu loại nào tốt",
        "máy lọc không khí loại nào êm",
        "mặc được không, pin lâu không",
        "không biết lấy loại nào",
    ],
)
def test_a_question_or_a_name_denies_nothing(shelf: Shelf, text: str):
    assert query(shelf, text).avoided == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("trà nào không caffeine", "TP-TRA-02"),
        ("ngũ cốc nào không có đậu nành", "TP-NGUCOC-01"),
        ("có hạt mix nào không muối", "TP-HAT-01"),
        ("kem chống nắng nào xuống nước không trôi", "MP-KCN-03"),
        ("tea without caffeine", "TP-TRA-02"),
    ],
)
def test_a_thing_without_it_comes_before_one_that_has_it(shelf: Shelf, text: str, first: str):
    assert rank(shelf, query(shelf, text))[0].entry.sku == first


def test_an_alias_that_only_counts_its_kind_calls_any_of_the_kind(shelf: Shelf):
    found = query(shelf, "cần cục sạc dự phòng sạc được cả laptop")
    assert found.kinds == {"sạc dự phòng"}
    assert rank(shelf, found)[0].entry.sku == "DT-SACDP-03"


def test_a_word_for_somebody_calls_nothing_by_it(shelf: Shelf):
    assert rank(shelf, query(shelf, "giày cho bà ngoại đi bộ sáng hay đau gót"))[0].entry.sku == "TT-GIAY-03"


def test_a_word_with_other_marks_calls_nothing(shelf: Shelf):
    assert meant(shelf, "sáng nào cũng trễ giờ").skus == ()


def test_a_number_with_its_point_tells_things_apart(shelf: Shelf):
    listed = Ground(shown=["DT-SACDP-03", "DT-SACDP-02", "DT-SACDP-01"], several=True)
    assert meant(shelf, "cái 10.000 ấy nặng không", listed).skus == ("DT-SACDP-01",)


@pytest.mark.parametrize("text", ["đi mưa được không", "ngũ cốc nào ngon"])
def test_words_with_other_marks_decide_nothing_and_hold_nothing(text: str):
    assert asked(text) == ["nlu_fallback"]


def test_a_sigh_before_the_matter_asks_nothing():
    assert [clause.text for clause in clauses_of("chết, bà dị ứng đậu nành", [])] == ["bà dị ứng đậu nành"]
    assert [clause.text for clause in clauses_of("chết rồi", [])] == ["chết rồi"]
