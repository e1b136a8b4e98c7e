"""What holds for any text whatever."""

import sys
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.language import (
    detect_language,
    find_address,
    find_entities,
    find_recipient,
    fold,
    normalise,
    parse_call_time,
    parse_email,
    parse_money,
    parse_money_range,
    parse_name,
    parse_order_code,
    parse_phone,
)

_PIECES = (
    "giá 2tr5 2 triệu rưỡi 0912345678 size M L m màu đen xanh lá ship hà nội mai thứ 7 t7 cn 15/9 hẻm #HN20391 đơn"
    " tu tam từ tầm khoảng dưới 500k"
    " đến - ~ 300 đổ lại hai ba trăm không chín một ngày nữa tuần sau 3 cái nửa tá 1m58 50kg a@b.com . , : ( +84"
    " gias gia1 dduwowcj rồiiii"
    " 45 lê lợi Lê Lợi p. phường 5 q1 ấp xã tổ ngõ hẻm 12/5 tòa căn đường Street Ward anh Minh"
    " sau 7h tối 9h-11h chiều thứ 7"
    " +1 415 555 0100 00 44 WEB/24/0007 ĐH0005 '"
    " ð ｇ 𝗴 \u0301 \u200b \u00ad 😂 你好 İ ﷺ ½ 1.5 $20 vài củ chai lít chục between and million tên là em chị chưa"
    " mua rồi nếu \x00 \n"
).split(" ")
anything = st.text(max_size=80)
chat = st.lists(st.sampled_from(_PIECES), max_size=14).flatmap(
    lambda words: st.sampled_from([" ", ""]).map(lambda gap: gap.join(words))
)
texts = st.one_of(anything, chat)


@settings(max_examples=300, deadline=None)
@given(texts)
@example("\ud800")
@example("đươcj\u0301")
@example("L\u0307\u00ad\u032a")
def test_cleaning_twice_is_cleaning_once(text):
    clean = normalise(text).clean
    assert normalise(clean).clean == clean


@settings(max_examples=300, deadline=None)
@given(texts)
def test_entities_lie_inside_the_raw_text_in_order_and_apart(text):
    last = 0
    for entity in find_entities(text):
        assert last <= entity.start < entity.end <= len(text)
        assert text[entity.start : entity.end] == entity.text
        assert entity.value
        last = entity.end


@settings(max_examples=200, deadline=None)
@given(texts)
def test_nothing_raises(text):
    normal = normalise(text)
    for start in range(0, len(normal.clean) + 1, 3):
        low, high = normal.raw_span(start, start + 2)
        assert 0 <= low <= high <= len(text)
    detect_language(text)
    for parse in (
        parse_money,
        parse_money_range,
        parse_phone,
        parse_email,
        parse_order_code,
        parse_name,
        find_recipient,
    ):
        parse(text)
    for find in (find_address, parse_call_time):
        found = find(text)
        assert found is None or text[found.start : found.end] == found.text != ""


@settings(max_examples=200, deadline=None)
@given(texts)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def _steps(text):
    """How many calls the views of a text take, with nothing remembered from texts before."""
    counted = 0

    def count(frame, event, argument):
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        normalise(text)
        detect_language(text)
        find_entities(text, date(2025, 11, 22))
        find_recipient(text)
        parse_call_time(text)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize(
    "piece",
    [
        "0", "o", "x", "-", "@", "#1", " ", "\u0301", "ậ", "a\u0323\u0302", "½", "😂", "0 ", "09 ", "1-", "2-3 ",
        "2tr5-", "1/2", "khong ", "hai ", "tam tu ", "tu 2 den ", "den hay ", "xanh la ", "size s ", "84 60 ", "a@b.",
        "lan a cong ", "ma don so ", "da nang ", "1 den ", "lay cho ", "gias ", "nhieeeu ", "thu 2 den ", "20-25/11 ",
        "one and a half ", "12 le loi ", "12 Lê Lợi, ", "hẻm 5 ", "ấp 3 xã Long ", "p5 ", "căn 2 ", "chiều ", "sau 7h ",
        "9h-11h ", "anh Minh 0905123888 ", "+1 415 ", "a/24/", "lan'o@x.com ",
    ],
)  # fmt: skip
def test_four_times_the_text_costs_about_four_times_the_steps(piece):
    _steps("xin chào gia1 nhieeu")  # tables that are built once
    text = piece * 4000
    assert _steps(text[:4000]) <= 5 * _steps(text[:1000]) + 4000


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=1, max_value=999), st.sampled_from(["k", " nghìn", "tr", " triệu", " củ"]))
def test_a_number_with_its_unit_is_that_many(number, unit):
    if number < 10 and unit in ("k", " củ"):
        return  # 2k, 4k, 8k are screens; "1 củ" has neighbours of its own
    scale = 1_000 if unit in ("k", " nghìn") else 1_000_000
    assert parse_money(f"giá {number}{unit} nhé") == number * scale
