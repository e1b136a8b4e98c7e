"""Amounts as people write them."""

import pytest

from .amounts import amounts, written


@pytest.mark.parametrize(
    "text",
    [
        "1.990.000", "1,990,000", "1990000", "1.990.000đ", "1.990.000 ₫", "₫1,990,000", "VND1,990,000", "1.990.000VNĐ",
        "1tr990", "1tr99", "1 tr 990", "1tr990k", "1 triệu 990", "1 triệu 990 nghìn", "1 triệu 990.000đ", "1TR99",
        "1,99 triệu", "1.99 triệu", "1.99tr", "1.990 triệu", "1.99 million", "1.99m VND",
        "1990k", "1.990k", "1,990K", "1990 nghìn", "1.990 ngàn đồng", "1990k/cái", "là 1.990.000.", "(1.990.000)",
        "-1.990.000 ₫", "giá:1.990.000,còn",
    ],
)  # fmt: skip
def test_amount_is_read_in_any_form(text):
    assert 1_990_000 in amounts(f"Dạ giá {text} ạ")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("990 nghìn", 990_000), ("990k", 990_000), ("12,5k", 12_500), ("20 k", 20_000), ("2 triệu rưỡi", 2_500_000),
        ("1tr9", 1_900_000), ("5tr", 5_000_000), ("57.500đ", 57_500), ("2000đ", 2_000), ("11.790.000", 11_790_000),
    ],
)  # fmt: skip
def test_other_amounts(text, amount):
    assert amounts(text) == {amount}


@pytest.mark.parametrize(
    "text",
    [
        "11.990.000", "1.990.0001", "21990k", "1.990", "1.99", "199k", "1tr9", "990.000", "HN1990000", "01990000",
        "1990 km", "1.990.000.000", "1990 kem", "1tr990.500", "1990 trang",
    ],
)  # fmt: skip
def test_other_numbers_are_other_amounts(text):
    assert 1_990_000 not in amounts(text)


def test_each_of_several_is_read_and_counts_are_none():
    assert amounts("2 cái 590.000 ₫, ship 20k: tổng 1.200.000 ₫ (size 37, 250 g)") == {590_000, 20_000, 1_200_000}
    assert amounts("gọi 0938 221 774 trước 21:30 ngày 31/12/2026, tầng 3") == set()


def test_number_after_a_million_may_belong_to_what_follows():
    assert amounts("1 triệu 5 món") == {1_500_000, 1_000_000}


def test_written_as_the_shop_does():
    assert written(1_990_000) == "1.990.000 ₫"
    assert amounts(written(1_990_000)) == {1_990_000}
