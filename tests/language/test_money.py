"""Amounts and ranges of money as people type them."""

import pytest

from bot.language import (
    MoneyRange,
    find_entities,
    format_money,
    parse_money,
    parse_money_range,
)

EXACT = {
    "3tr": 3_000_000,
    "3tr2": 3_200_000,
    "4tr750": 4_750_000,
    "1tr65": 1_650_000,
    "1tr050": 1_050_000,
    "7tr990k": 7_990_000,
    "2 củ rưỡi": 2_500_000,
    "một củ hai": 1_200_000,
    "250 cành": 250_000,
    "3 xị": 300_000,
    "2500k": 2_500_000,
    "2.490.000đ": 2_490_000,
    "2,490,000 VND": 2_490_000,
    "2,3 triệu": 2_300_000,
    "2.3tr": 2_300_000,
    "bốn triệu bảy": 4_700_000,
    "bốn triệu mốt": 4_100_000,
    "ba mươi mốt triệu": 31_000_000,
    "mười lăm triệu": 15_000_000,
    "triệu rưỡi": 1_500_000,
    "triệu hai": 1_200_000,
    "trăm hai": 120_000,
    "hai trăm rưỡi": 250_000,
    "ba trăm hai mươi nghìn": 320_000,
    "sáu chục k": 60_000,
    "nửa triệu": 500_000,
    "chục triệu": 10_000_000,
    "2 triệu 500": 2_500_000,
    "2 triệu 50 nghìn": 2_050_000,
    "hai triệu hai trăm nghìn": 2_200_000,
    "1 tỷ 2": 1_200_000_000,
    "1k5": 1_500,
    "giá 790": 790_000,
    "gia 790 ha": 790_000,
    "mot tram nam muoi nghin": 150_000,
    "ba trieu ruoi": 3_500_000,
    "3 trieu 5": 3_500_000,
    "350.000": 350_000,
    "ngân sách 6000000": 6_000_000,
    "1.5 million": 1_500_000,
    "two million": 2_000_000,
    "half a million": 500_000,
    "five hundred thousand": 500_000,
    "3 trieu tu van giup em": 3_000_000,
    "5tr 2 cái": 5_000_000,
    "chai này": None,
}
RANGES = {
    "trên 3tr": "3000000..",
    "từ 3tr trở lên": "3000000..",
    "hơn 4 triệu": "4000000..",
    "at least 1tr": "1000000..",
    "10-12tr": "10000000..12000000",
    "2tr1-2tr4": "2100000..2400000",
    "tầm 3-4 triệu": "3000000..4000000",
    "tu 200 den 400k": "200000..400000",
    "400k tới 1 triệu 2": "400000..1200000",
    "600-1tr": "600000..1000000",
    "hai ba triệu": "2000000..3000000",
    "2 3 triệu": "2000000..3000000",
    "năm bảy trăm": "500000..700000",
    "tu hai trieu den ba trieu": "2000000..3000000",
    "khoảng 300k đổ lại": "0..300000",
    "3 triệu trở xuống": "0..3000000",
    "không quá 3 triệu": "0..3000000",
    "ko qua 300k": "0..300000",
    "max 250k": "0..250000",
    "duoi 2 cu": "0..2000000",
    "chưa tới 1tr": "0..1000000",
    "under 300k": "0..300000",
    "up to 3m": "0..3000000",
    "between 2 and 3 million": "2000000..3000000",
    "from 200k to 300k": "200000..300000",
    "vài chục k": "20000..90000",
    "vài triệu": "2000000..9000000",
    "tầm 10 triệu": "9000000..11000000",
    "trên dưới 2 triệu": "1800000..2200000",
    "tam 3 trieu": "2700000..3300000",
    "around 400k": "360000..440000",
    "tầm 200-400": "200000..400000",
}
NOT_MONEY = [
    "cao 1m62", "m58", "nặng 52kg", "chai 5l", "bảo hành 24 tháng", "bản 512GB", "giày 41", "đánh giá 5 sao",
    "size 41 k shop", "$30", "30 usd",
    "tivi 4k", "pin 5000mah", "iphone 12 cu", "2 củ sạc", "lấy 3 chai", "nồi 7 lít", "25/12", "giảm 30%",
    "hai trăm cái", "cỡ 39", "10 phần trăm",
    "ten ngan hang", "tầm 20 phút", "không", "mấy trăm vậy shop",
]  # fmt: skip


def _money(text):
    return [(e.kind, e.value) for e in find_entities(text) if e.kind.startswith("money")]


@pytest.mark.parametrize(("text", "amount"), EXACT.items())
def test_an_amount_is_read_in_dong(text, amount):
    assert parse_money(text) == amount
    assert _money(text) == ([] if amount is None else [("money", str(amount))])


@pytest.mark.parametrize(("text", "value"), RANGES.items())
def test_a_range_is_read_with_its_open_end(text, value):
    assert _money(text) == [("money_range", value)]
    low, _, high = value.partition("..")
    assert parse_money_range(text) == MoneyRange(int(low) if low else None, int(high) if high else None)


@pytest.mark.parametrize("text", NOT_MONEY)
def test_measures_sizes_dates_and_other_numbers_are_not_money(text):
    assert _money(text) == []


def test_two_prices_in_one_sentence_are_two_amounts():
    assert _money("đang 2tr5 bớt còn 2tr3 được không") == [("money", "2500000"), ("money", "2300000")]


def test_a_bare_number_counts_only_as_an_answer():
    assert parse_money("500") == 500_000
    assert parse_money_range("300-500") == MoneyRange(300_000, 500_000)
    assert parse_money("5") is None
    assert _money("còn 500 người") == []


def test_an_approximate_budget_still_has_its_amount():
    assert parse_money("tầm 2 triệu thôi") == 2_000_000
    assert parse_money("dưới 1 củ") == 1_000_000
    assert parse_money("từ 2 đến 3 triệu") is None


def test_money_is_written_the_way_each_language_does():
    assert format_money(12990000, "vi") == "12.990.000 ₫"
    assert format_money(12990000, "en") == "₫12,990,000"
    assert format_money(0, "vi") == "0 ₫"
    assert format_money(-5000, "vi") == "-5.000 ₫"
