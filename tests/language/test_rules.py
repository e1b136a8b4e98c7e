"""Which rule reads a phrase: each has a name, and the first that holds decides."""

import pytest

from bot.language import address, clock, quantities, sizes
from bot.language.address_parts import RULES as ADDRESS_RULES

SIZES = {
    "áo sizeM": "a letter glued to the word size",
    "size s, m": "sizes after a word for size",
    "cỡ 41": "sizes after a word for size",
    "giày số 38": "sizes after a word for size",
    "EU 42": "sizes after a word for size",
    "áo freesize": "freesize in one word",
    "váy free size": "free size in two words",
    "cáp 5m": "a letter glued to a number",
    "áo 2XL": "so many times XL",
    "40 nha": "a shoe size alone",
    "giày 40 còn không": "a shoe size after what is worn or done",
    "lấy 38": "a shoe size after what is worn or done",
    "iphone xs max": "a telephone with XS in its name",
    "xl em nha": "xl for xin lỗi",
    "áo xxl": "a size of several letters",
    "s hay m": "one of two letters",
    "M": "a letter alone",
    "áo L": "a capital after what is worn or done",
    "m đen": "a letter before a colour",
    "còn s k": "a letter asked for",
    "doi tu m sang l": "a letter changed for another",
    "2 cai m 1 cai l": "a letter and its count",
    "chot m nha": "a chosen letter",
    "ao m mau den": "a letter at the end of a garment",
    "còn hàng không": None,
}
QUANTITIES = {
    "nửa tá": "half a dozen",
    "half a dozen": "half a dozen",
    "BMW X5": "a model with an X",
    "x3": "a count after its sign",
    "số lượng là 5": "a count after its sign",
    "a pair": "one with an article",
    "mã B12": "part of a code or a date",
    "ten gi": "the word tên",
    "trăm phần trăm": "part of a larger number",
    "trăm hộp": "ten or a hundred of a thing",
    "1.5": "no whole number up to 9999",
    "mua 2 tặng 1": "a promotion",
    "áo đen 3x": "so many times",
    "3 tá": "dozens and tens",
    "mua hai chục trứng": "tens of goods",
    "1 đen 1 trắng": "a counted colour",
    "ba hộp": "a counted thing",
    "5 sản phẩm": "a counted thing",
    "2 tháng": "a measure or a time",
    "2/3": "a number that runs on",
    "2": "a small number alone",
    "40": "a number alone",
    "lấy hai": "a number that is ordered",
    "cho mình 3 nha": "a number that is ordered",
    "còn hàng không": None,
}
TIMES = {
    "lúc nào cũng được": "any time",
    "ngoài giờ hành chính": "after work",
    "2 giờ nữa gọi lại": "so many hours, or hours ago",
    "hồi 9h": "so many hours, or hours ago",
    "9h-11h": "between two times",
    "từ 2 đến 4 giờ chiều": "between two times",
    "sau 7h tối": "after a time",
    "7h trở đi": "after a time",
    "trước 11h": "before a time",
    "đừng gọi giờ hành chính": "no time to call",
    "giờ hành chính": "office hours",
    "giờ nghỉ trưa": "at lunch",
    "tầm 3 giờ chiều": "about a time",
    "9h sáng mai": "at a time",
    "chiều mai gọi mình lúc 3h": "at a time",
    "buổi tối": "in a part of the day",
    "tối gọi nha": "in a part of the day without more",
    "mua 2 cái": None,
}
ADDRESSES = {
    "3rd floor, 27 Ly Thai To": "a floor before its word",
    "45 Lê Lợi": "a house and its street or lane",
    "sn 9 ngõ Hoa Nhài": "a house and its street or lane",
    "hẻm 12/5 Lê Lợi": "a lane",
    "căn 1502 toà C": "a building or a place in it",
    "ấp 3 xã Long Phước": "a hamlet or a quarter",
    "đường Hoa Mai, phường 5": "a street after its word",
    "p. Thảo Điền q2 số 9 đường 66": "a ward or a commune",
    "Villa 7, An Phu, District 2": "a building or a place in it",
    "Golden Westlake building, 162 Hoang Hoa Tham": "a building before its word",
    "Nha Trang, 60 Tran Phu street": "a known town",
    "Binh Thanh District, 720 Dien Bien Phu": "a district before its word",
    "Ben Nghe Ward, 12 Nguyen Hue": "a ward before its word",
    "ở Cần Thơ": None,
}


@pytest.mark.parametrize(("text", "name"), SIZES.items())
def test_a_size_is_read_by_the_rule_that_is_named(text, name):
    assert sizes.rule_for(text) == name


@pytest.mark.parametrize(("text", "name"), QUANTITIES.items())
def test_a_quantity_is_read_by_the_rule_that_is_named(text, name):
    assert quantities.rule_for(text) == name


@pytest.mark.parametrize(("text", "name"), TIMES.items())
def test_a_time_to_call_is_read_by_the_rule_that_is_named(text, name):
    assert clock.rule_for(text) == name


@pytest.mark.parametrize(("text", "name"), ADDRESSES.items())
def test_the_first_part_of_an_address_is_read_by_the_rule_that_is_named(text, name):
    assert address.rule_for(text) == name


@pytest.mark.parametrize("rules", [sizes.RULES, quantities.RULES, clock.RULES, ADDRESS_RULES])
def test_no_two_rules_of_a_finder_have_the_same_name(rules):
    names = [rule.name for rule in rules]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("rules", "named"), [(sizes.RULES, SIZES), (quantities.RULES, QUANTITIES), (clock.RULES, TIMES)]
)
def test_every_rule_has_a_phrase(rules, named):
    assert {rule.name for rule in rules} <= set(named.values())
