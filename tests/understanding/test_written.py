"""How near a question is to what the shop's owner wrote."""

import pytest

from bot.understanding.written import Written

WRITTEN = Written(
    {
        "points": (["Tích điểm thế nào?"], ["Mỗi 10.000 ₫ được 1 điểm, dùng trong 12 tháng."]),
        "food": (["Bảo quản trà, hạt thế nào?"], ["Hạt mở ra dùng trong 30 ngày."]),
        "return": (["Không ưng có đổi trả được không?", "ai chịu phí"], ["Bưu tá đến lấy, đổi ý thì phí 30.000 ₫."]),
    }
)


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("điểm để được bao lâu", "points"),
        ("diem de duoc bao lau", "points"),
        ("hạt khui ra bảo quản sao", "food"),
        ("bưu tá có tới lấy không", "return"),
    ],
)
def test_the_answer_with_the_rare_words_is_nearest(question, nearest):
    near = WRITTEN.nearness(question)
    assert max(near, key=near.__getitem__) == nearest


def test_words_of_politeness_are_near_to_nothing_much():
    assert max(WRITTEN.nearness("shop ơi cho mình hỏi với nhé").values(), default=0.0) < 0.3


def test_a_word_with_other_marks_is_no_evidence():
    assert WRITTEN.evidence("points", "đi chợ với diễm nhé")[0] < 1.0
    assert WRITTEN.evidence("points", "tích điểm")[0] > 1.0
