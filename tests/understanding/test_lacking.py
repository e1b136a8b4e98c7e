"""What is asked for and not on the shelf is said to be missing, whatever else is called like it."""

import pytest

from bot.domain.catalogue import Product
from bot.language import find_entities
from bot.understanding.lacking import lacked
from bot.understanding.query import query_of
from bot.understanding.rank import rank
from bot.understanding.shelf import make_shelf


def thing(sku, name, kind, **more):
    more = {"name_en": "", "kind_en": "", "category": "x", "brand": "", "stock": 5, "image": "", "price": 9} | more
    return Product(sku=sku, name=name, kind=kind, **more)


SHELF = make_shelf(
    [
        thing("BL-1", "Balo Laptop Nữ Chống Nước 15 Inch", "balo"),
        thing("DS-1", "Máy đọc sách Trang Trắng 6 inch", "máy đọc sách"),
        thing("TT-1", "Nước Tẩy Trang Hoa Hồng 140ml", "nước tẩy trang", brand="Núi Sơn"),
        thing("SR-1", "Sữa Rửa Mặt Rau Má", "sữa rửa mặt"),
        thing("AO-1", "Áo Giữ Nhiệt Nam Cao Cổ", "áo"),
        thing("MU-1", "Mũ Vành Núi Sơn", "mũ", brand="Núi Sơn"),
        thing("LK-1", "Máy lọc không khí Gió P2", "máy lọc không khí", name_en="Gió P2 air purifier"),
        thing("MO-1", "Thức ăn mèo Mun 1 kg", "thức ăn mèo"),
        thing("GH-1", "Dây Sạc Xe Hơi", "dây sạc"),
    ]
)


def asked(text):
    found = [{"entity": e.kind, "value": e.value, "start": e.start, "end": e.end} for e in find_entities(text)]
    return query_of(text, found, SHELF)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("có bán máy giặt không shop", "máy giặt"),
        ("tim mua may lanh", "máy lạnh"),
        ("nước hoa nam mùi gỗ", "nước hoa"),
        ("sữa bột cho bé 1 tuổi", "sữa bột"),
        ("binh giu nhiet", "bình giữ nhiệt"),
        ("mình cần mua máy lọc nước", "máy lọc nước"),
        ("son màu đỏ gạch", "son"),
        ("do you sell electric guitars?", "electric guitars"),
        ("looking for a tent for 4 people", "tent"),
    ],
)
def test_known_goods_that_nothing_is_are_missing(text, name):
    assert lacked(SHELF, asked(text)).name == name


def test_what_is_made_for_them_is_named_as_something_beside_them():
    assert lacked(SHELF, asked("cần mua laptop cho sinh viên")).beside == ("BL-1",)


@pytest.mark.parametrize(
    "text",
    [
        "balo laptop",
        "túi đựng laptop",
        "máy lọc không khí",
        "do you have an air purifier",
        "nước tẩy trang",
        "co non rong vanh khong",
        "thức ăn cho mèo con",
        "máy đọc sách",
        "bỏ máy rửa chén được không",
        "điện thoại 0901333222",
        "tư vấn qua điện thoại giúp mình nhé",
        "tu van qua dien thoai giup minh",
        "mùng 5 mở chưa",
        "3 goi nhieu tien",
        "áo giữ nhiệt nam",
    ],
)
def test_what_the_shelf_has_or_is_only_spoken_of_is_not_missing(text):
    assert lacked(SHELF, asked(text)) is None


def test_kinds_of_the_same_head_come_nearest_and_no_others():
    assert lacked(SHELF, asked("mình tìm áo khoác da")).alike == ("áo",)
    assert lacked(SHELF, asked("có bán máy giặt không")).alike == ()
    assert lacked(SHELF, asked("sữa bột cho bé")).alike == ()


def test_things_for_men_come_after_those_for_women_who_ask():
    shelf = make_shelf([thing("1", "Quần Jeans Nam Ống Suông", "quần jeans"), thing("2", "Quần Jean Nữ", "quần jeans")])
    assert [fit.entry.sku for fit in rank(shelf, query_of("quần jeans nữ", [], shelf))] == ["2", "1"]
    assert rank(shelf, query_of("quan jean nam ong suong", [], shelf))[0].entry.sku == "1"
