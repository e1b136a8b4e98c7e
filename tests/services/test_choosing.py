"""What counts as asking for the first by a measure, as shoppers type it."""

import pytest

from actions.choosing import measure_asked
from actions.meant import COUNTED
from bot.language import fold


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("loại nào rẻ nhất", "cheapest"),
        ("con nao re hon vay", "cheapest"),
        ("giá mềm nhất là cái nào", "cheapest"),
        ("which is cheaper?", "cheapest"),
        ("cái nào mắc nhất", "dearest"),
        ("mẫu nào bán chạy", "selling"),
        ("mẫu nào được đánh giá cao nhất", "rated"),
        ("what's the best one", "rated"),
        ("áo nào mềm nhất", "some"),
        ("độ ồn thấp nhất", "some"),
        ("which are the lightest", "some"),
        ("nên lấy cái nào", "recommended"),
        ("có hàng Nhật không", None),
        ("hang nhat noi dia", None),
        ("cái thứ nhất", None),
        ("ít nhất 2 cái", None),
        ("at least two please", None),
        ("crop top nào đẹp", None),
    ],
)
def test_measure_is_heard_in_what_was_asked(text: str, asked: str | None):
    assert measure_asked(text) == asked


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("cái đầu tiên", [0]),
        ("so sánh hai cái đầu", [0, 1]),
        ("compare the first two", [0, 1]),
        ("cái thứ hai với cái cuối", [1, -1]),
        ("the last one", [-1]),
        ("how long does the battery last", []),
        ("đồ cho đám cưới", []),
        ("is it second-hand", []),
    ],
)
def test_cards_are_counted_by_whole_words(text: str, places: list[int]):
    assert [place for pattern, found in COUNTED if pattern.search(fold(text)) for place in found] == places
