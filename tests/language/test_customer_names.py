"""The names customers give."""

import pytest

from bot.language import parse_name

NAMES = {
    "mình tên Thu Hà": "Thu Hà",
    "em tên là Ngọc ạ": "Ngọc",
    "ten em la quoc bao": "Quoc Bao",
    "họ tên: ĐẶNG THỊ HƯƠNG": "Đặng Thị Hương",
    "em Thảo nè": "Thảo",
    "chị Mai": "Mai",
    "Lê Văn Hùng": "Lê Văn Hùng",
    "nguyen thi lan": "Nguyen Thi Lan",
    "gửi cho anh Tuấn": "Tuấn",
    "tên Hà, sđt 0987654321": "Hà",
    "my name is Emily": "Emily",
    "I'm Peter": "Peter",
    "John Smith": "John Smith",
    "Vy": "Vy",
    "tên gì vậy": None,
    "tên công ty": None,
    "còn hàng không": None,
    "bao nhiêu": None,
    "ok shop": None,
    "Hà Nội": None,
    "bỏ đi nha": None,
    "quay lại": None,
    "I am looking for a gift": None,
    "this is broken": None,
    "em là sinh viên": None,
    "Lan 0987654321": None,
    "Chốt": None,
}


@pytest.mark.parametrize(("text", "name"), NAMES.items())
def test_a_name_is_read_only_where_one_is_given(text, name):
    assert parse_name(text) == name
