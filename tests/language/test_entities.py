"""Quantities, sizes, colours, places, days and measures in whole sentences."""

from datetime import date
from itertools import pairwise

import pytest

from bot.language import PROVINCES, find_entities

SATURDAY = date(2025, 11, 22)


def _found(text):
    return [f"{e.kind}:{e.value}" for e in find_entities(text, SATURDAY)]


GOODS = {
    "lấy 4 cái": ["quantity:4"],
    "hai đôi": ["quantity:2"],
    "mot bo": ["quantity:1"],
    "6 thùng với 2 hộp": ["quantity:6", "quantity:2"],
    "nua ta": ["quantity:6"],
    "3 tá": ["quantity:36"],
    "mua ba": ["quantity:3"],
    "chốt 5 nha": ["quantity:5"],
    "x4": ["quantity:4"],
    "số lượng: 7": ["quantity:7"],
    "three boxes": ["quantity:3"],
    "I'll take two": ["quantity:2"],
    "gửi về 18 Phan Bội Châu": [],
    "năm ngoái mua rồi": [],
    "để mua sau": [],
    "size XL": ["size:XL"],
    "sz s hay m": ["size:S", "size:M"],
    "s/m/l": ["size:S", "size:M", "size:L"],
    "giày 40 còn không": ["size:40"],
    "cỡ 41": ["size:41"],
    "áo L": ["size:L"],
    "size 37.5": ["size:37.5"],
    "3XL": ["size:3XL"],
    "free size": ["size:FREESIZE"],
    "40": ["size:40"],
    "lấy 2 đôi 38 màu kem": ["quantity:2", "size:38", "colour:kem"],
    "xl shop nha": [],
    "mau trang": ["colour:trắng"],
    "màu be hay xám tro": ["colour:be", "colour:xám tro"],
    "xanh navy": ["colour:xanh navy"],
    "xanh lá": ["colour:xanh lá"],
    "áo đỏ đô": ["colour:đỏ đô"],
    "in black or navy blue": ["colour:đen", "colour:xanh navy"],
    "mau hong phan": ["colour:hồng phấn"],
    "den bao gio": [],
    "tim giup minh": [],
    "kem chống nắng": [],
    "nước hoa hồng": [],
    "da bị đỏ rát": [],
    "mua o duong Lê Hồng Phong": [],
}
PLACES = {
    "ship ve da nang": ["province:Đà Nẵng"],
    "ở Bà Rịa - Vũng Tàu": ["province:TP. Hồ Chí Minh"],
    "Thừa Thiên Huế": ["province:Huế"],
    "Hoà Bình": ["province:Phú Thọ"],
    "Kiên Giang": ["province:An Giang"],
    "quận 3": ["province:TP. Hồ Chí Minh"],
    "q.10": ["province:TP. Hồ Chí Minh"],
    "bmt": ["province:Đắk Lắk"],
    "giao về hn": ["province:Hà Nội"],
    "ship đn nha": ["province:Đà Nẵng|Đồng Nai"],
    "to Ho Chi Minh City": ["province:TP. Hồ Chí Minh"],
    "noi chien da nang": [],
    "máy đa năng": [],
    "son la gi": [],
    "quần 1 cái": ["quantity:1"],
    "45 Nguyễn Huệ": [],
}
DAYS = {
    "hôm nay": ["date:2025-11-22"],
    "mai nhận được không": ["date:2025-11-23"],
    "chieu mai": ["date:2025-11-23"],
    "ngày kia": ["date:2025-11-24"],
    "hôm qua": ["date:2025-11-21"],
    "hôm kia": ["date:2025-11-20"],
    "thứ 4": ["date:2025-11-26"],
    "t7 này": ["date:2025-11-22"],
    "thứ hai tuần sau": ["date:2025-11-24"],
    "chu nhat": ["date:2025-11-23"],
    "tuần sau": ["date:2025-11-24..2025-11-30"],
    "trong tuần này": ["date:2025-11-17..2025-11-23"],
    "cuối tuần": ["date:2025-11-22..2025-11-23"],
    "cuối tháng": ["date:2025-11-21..2025-11-30"],
    "2 ngày nữa": ["date:2025-11-24"],
    "cách đây 3 ngày": ["date:2025-11-19"],
    "bữa trước": ["date:..2025-11-21"],
    "mai mốt": ["date:2025-11-23.."],
    "14/2": ["date:2026-02-14"],
    "30/10": ["date:2025-10-30"],
    "ngày 2 tháng 9": ["date:2025-09-02"],
    "1/12/2025": ["date:2025-12-01"],
    "2025-12-24": ["date:2025-12-24"],
    "noel": ["date:2025-12-25"],
    "the day after tomorrow": ["date:2025-11-24"],
    "next Friday": ["date:2025-11-28"],
    "December 3rd": ["date:2025-12-03"],
    "in 2 weeks": ["date:2025-12-06"],
    "chị Mai": [],
    "khuyen mai": [],
    "cái thứ hai": [],
    "mở cửa 24/7": [],
    "hẻm 8/3": [],
    "7/2 đường Lê Lợi": [],
    "2 máy": [],
    "31/2": [],
}
MEASURES = {
    "1m60 48kg": ["body_measure:height=160cm", "body_measure:weight=48kg"],
    "em cao m58 nặng 50": ["body_measure:height=158cm", "body_measure:weight=50kg"],
    "cao 165 nang 60 ky": ["body_measure:height=165cm", "body_measure:weight=60kg"],
    "số đo 88-62-92": ["body_measure:bust=88cm", "body_measure:waist=62cm", "body_measure:hip=92cm"],
    "vòng 2 66": ["body_measure:waist=66cm"],
    "I'm 170cm and 65kg": ["body_measure:height=170cm", "body_measure:weight=65kg"],
    "bao gạo 50kg": [],
    "giường 1m6": [],
}
SENTENCES = {
    "áo khoác xanh rêu size M 2 cái ship Cần Thơ, sđt 0987654321": [
        "colour:xanh rêu", "size:M", "quantity:2", "province:Cần Thơ", "phone:0987654321",
    ],
    "đơn #HN30512 đặt hôm qua giá 450k": ["order_code:HN30512", "date:2025-11-21", "money:450000"],
    "mình cao 1m58, tìm váy dưới 500k màu đen": ["body_measure:height=158cm", "money_range:0..500000", "colour:đen"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"), [*GOODS.items(), *PLACES.items(), *DAYS.items(), *MEASURES.items(), *SENTENCES.items()]
)
def test_everything_named_in_a_message_is_found_once_and_in_order(text, found):
    assert _found(text) == found


@pytest.mark.parametrize(
    "raw",
    ["  lấy   2  ca\u0301i  nhé", "mafu ddenr, maus ddor size M", "gia\u0301 ２tr５ ạ", "ở Ha\u0300 No\u0323\u0302i"],
)
def test_offsets_point_into_the_raw_message_even_after_repairs(raw):
    for entity in find_entities(raw):
        assert raw[entity.start : entity.end] == entity.text
        assert entity.text.strip()
    assert find_entities(raw)


def test_the_country_has_34_provinces_and_cities():
    assert len(PROVINCES) == 34
    assert {"TP. Hồ Chí Minh", "Hà Nội", "Huế", "Đà Nẵng", "Cần Thơ", "Hải Phòng"} <= set(PROVINCES)


def test_what_comes_after_4000_characters_is_left_alone():
    assert find_entities("a " * 2000 + "lấy 2 cái") == []


def test_two_readings_never_share_one_raw_character():
    found = find_entities("0TR¼TA")
    assert all(first.end <= second.start for first, second in pairwise(found))
