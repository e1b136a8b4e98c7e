"""A shelf of thousands: the same answers as of a small one, with few things weighed in full."""

import pytest

from bot.domain.catalogue import Product
from bot.language import find_entities
from bot.understanding.likeliest import ALL, MOST, likeliest
from bot.understanding.query import query_of
from bot.understanding.rank import rank, within
from bot.understanding.shelf import make_shelf
from bot.understanding.titles import title_in
from bot.understanding.words import words_of, written_words


def thing(sku, name, kind, price=100_000, **more):
    more = {"name_en": "", "kind_en": "", "category": "x", "brand": "", "stock": 5, "image": ""} | more
    return Product(sku=sku, name=name, kind=kind, price=price, **more)


def filling(count):
    """Phones of one make, dearer one by one."""
    return [
        thing(f"DT-{n:05}", f"Điện thoại Sao Bắc S{n} màn lớn", "điện thoại", 1_000_000 + n * 10_000, brand="Sao Bắc")
        for n in range(count)
    ]


RARE = [
    thing("VA-1", "Váy Hoa Dáng Dài Tay Bồng", "váy", 320_000),
    thing("VA-2", "Đầm Suông Công Sở", "đầm", 410_000),
    thing("CH-1", "Chuồng Chó Gấp Gọn Cỡ Lớn", "chuồng chó", 900_000),
    thing("QU-1", "Quạt Hơi Nước Cho Phòng Nhỏ", "quạt", 1_900_000, description="Chạy êm, hợp phòng ngủ của bé."),
    thing("NU-1", "Nước Rửa Chén Bọt Đậm Đặc", "nước rửa chén", 45_000),
]


@pytest.fixture(scope="module")
def large():
    return make_shelf([*filling(1500), *RARE])


def asked(shelf, text):
    found = [{"entity": e.kind, "value": e.value, "start": e.start, "end": e.end} for e in find_entities(text)]
    return query_of(text, found, shelf)


@pytest.mark.parametrize(
    ("typed", "sku"),
    [
        ("váy hoa tay bồng", "VA-1"),
        ("vay hoa tay bong", "VA-1"),
        ("đầm suông", "VA-2"),
        ("chuồng chó gấp gọn", "CH-1"),
        ("sao bắc s1234", "DT-01234"),
        ("quạt cho phòng ngủ của bé", "QU-1"),
        ("nước rửa chén đậm đặc", "NU-1"),
    ],
)
def test_thing_is_found_among_thousands(large, typed, sku):
    assert rank(large, asked(large, typed))[0].entry.sku == sku


def test_marks_that_were_typed_tell_words_apart(large):
    found = rank(large, asked(large, "bọt đậm"))
    assert found[0].entry.sku == "NU-1"
    assert all(fit.named < found[0].named / 3 for fit in found if fit.entry.sku == "VA-2")


def test_few_are_weighed_and_limits_are_kept_before_that_choice(large):
    query = asked(large, "điện thoại màn lớn dưới 1tr5")
    assert query.highest == 1_500_000
    chosen = likeliest(large, query)
    assert len(chosen) <= 2 * MOST < ALL
    cheap = within(rank(large, query), query)
    assert len(cheap) >= MOST - 1
    assert all(fit.product.price <= 1_500_000 for fit in cheap)


def test_nothing_within_a_limit_still_finds_what_comes_nearest(large):
    query = asked(large, "chuồng chó dưới 200k")
    fits = rank(large, query)
    assert fits[0].entry.sku == "CH-1"
    assert within(fits, query) == []


def test_full_name_is_told_from_its_neighbours(large):
    title = title_in(large, "điện thoại sao bắc s777")
    assert title is not None
    assert title.skus[0] == "DT-00777"


def test_shelf_read_again_keeps_the_words_of_what_did_not_change(large):
    changed = thing("VA-2", "Đầm Suông Đũi Công Sở", "đầm", 410_000)
    products = [changed if p.sku == "VA-2" else p for p in large.products.values() if p.sku != "CH-1"]
    again = make_shelf(products, large)
    assert again.postings.reads["VA-1"] is large.postings.reads["VA-1"]
    assert again.postings.reads["VA-2"] is not large.postings.reads["VA-2"]
    assert rank(again, asked(again, "đầm đũi"))[0].entry.sku == "VA-2"
    assert not any(fit.entry.sku == "CH-1" for fit in rank(again, asked(again, "chuồng chó")))


@pytest.mark.parametrize(
    "name",
    ["Nồi cơm điện 1.8L Thép Việt", "Váy hoà nhã size M", "Áo thun cổ tròn TS-20, màu đen", "Dầu neem 100ml",
     "Thảm 1,2 m² chống trượt", "Máy hút bụi 2 trong 1"],
)  # fmt: skip
def test_name_of_the_shop_reads_as_it_would_if_a_visitor_typed_it(name):
    assert {word.folded for word in written_words(name)} == {word.folded for word in words_of(name)}
