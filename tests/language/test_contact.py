"""Telephone numbers, addresses of e-mail, and order codes."""

import pytest

from bot.language import find_entities, parse_email, parse_order_code, parse_phone

PHONES = {
    "0987654321": "0987654321",
    "098.765.4321": "0987654321",
    "0987 654 321 nhé": "0987654321",
    "(098) 765-4321": "0987654321",
    "+84987654321": "0987654321",
    "+84 (0) 987 654 321": "0987654321",
    "0084 987654321": "0987654321",
    "84987654321": "0987654321",
    "O98765432l": "0987654321",
    "sđt:0987654321": "0987654321",
    "sdt 0 9 8 7 6 5 4 3 2 1": "0987654321",
    "sdt 987654321": "0987654321",
    "không chín tám bảy sáu năm bốn ba hai một": "0987654321",
    "khong chin tam bay sau nam bon ba hai mot": "0987654321",
    "zero nine eight seven six five four three two one": "0987654321",
    "01238888888": "0838888888",
    "028 3822 1234": "02838221234",
    "+1 415 555 0100": "+14155550100",
    "+1 (415) 555-0100": "+14155550100",
    "0044 20 7946 0958": "+442079460958",
    "00442079460958": "+442079460958",
    "+44 (0)20 7946 0958": "+442079460958",
    "sđt +65 9123 4567 nha": "+6591234567",
    "0084 912 345 678": "0912345678",
    "+1 415 555 0100 2 cái": "+14155550100",
    "+123456789012345": "+123456789012345",
    "+1234567890123456": None,
    "+1234567": None,
    "+8491234567": None,
    "+19006035": None,
    "+12.000.000đ": None,
    "+500 000 000": None,
    "001099012345": None,
    "ck vào 0071001234567 vcb": None,
    "stk +14155550100": None,
    "mua 2 cái, gọi 0987654321": "0987654321",
    "098 765 432": None,
    "09876543210": None,
    "stk 0987654321 vietcombank": None,
    "cccd 079098765432": None,
    "1900 6035": None,
    "90-60-90": None,
    "20.000.000": None,
}


@pytest.mark.parametrize(("text", "phone"), PHONES.items())
def test_a_customer_number_is_read_however_it_is_typed(text, phone):
    assert parse_phone(text) == phone


def test_a_hotline_is_kept_apart_from_customers_numbers():
    assert [(e.kind, e.value) for e in find_entities("hotline 1900 6035 phải không")] == [("phone_hotline", "19006035")]


EMAILS = {
    "Mail mình là Hoa.Nguyen99@Example.com nhé": "hoa.nguyen99@example.com",
    "hoa@example.com, cảm ơn shop": "hoa@example.com",
    "hoa@example.com.vn.": "hoa@example.com.vn",
    "hoa a còng gmail chấm com": "hoa@gmail.com",
    "hoa at example dot com": "hoa@example.com",
    "hoa+shop@example.com": "hoa+shop@example.com",
    "hoa.le_9-x@mail.example.com": "hoa.le_9-x@mail.example.com",
    "'hoa@example.com'": "hoa@example.com",
    "mail:hoa@example.com/0987654321": "hoa@example.com",
    "o'hoa at example dot com": None,
    "lan'o@example.com": None,
    "lan&o@example.com": None,
    "lan@192.168.1.1": None,
    "lan..o@example.com": None,
    "lan.@example.com": None,
    "lan@exam_ple.com": None,
    "lan@example.com@example.com": None,
    f"{'a' * 70}@example.com": None,
    "hoa@gmail": None,
    "@hoa": None,
    "còn hàng không": None,
}


@pytest.mark.parametrize(("text", "email"), EMAILS.items())
def test_an_email_is_read_lower_case(text, email):
    assert parse_email(text) == email


CODES = {
    "đơn #hn30512": "HN30512",
    "mã đơn HN 30512": "HN30512",
    "don hang so 30512": "30512",
    "đơn của mình là HN30512": "HN30512",
    "order no. 30512": "30512",
    "where is order #30512": "30512",
    "mã vận đơn SPXVN099887766": "SPXVN099887766",
    "đơn DH-2025-017 tới đâu rồi": "DH-2025-017",
    "mã đơn 0912345678": "0912345678",
    "WEB/24/0007": "WEB/24/0007",
    "web/24/0007 giao chưa": "WEB/24/0007",
    "đơn WEB/24/0007 tới đâu rồi": "WEB/24/0007",
    "#WEB/24/0007": "WEB/24/0007",
    "mã đơn SO/12/2025": "SO/12/2025",
    "WH/OUT/00007": "WH/OUT/00007",
    "ĐH0005": "ĐH0005",
    "đh0005": "ĐH0005",
    "DH0005": "DH0005",
    "đơn dh0005 của mình": "DH0005",
    "mã đơn ĐH 30512": "ĐH30512",
    "hsd/12/2025": None,
    "ngày 24/12/2025": None,
    "áo/quần/500": None,
    "s/m/l": None,
    "30512": "30512",
    "hn30512": "HN30512",
    "đơn 2 cái": None,
    "đơn trên 300k được freeship không": None,
    "đơn hàng 500.000đ": None,
    "iphone 15 pro max": None,
    "tai nghe WH1000XM5": None,
    "mã SALE50 dùng được không": None,
    "0912345678 Lan nha": None,
}


@pytest.mark.parametrize(("text", "code"), CODES.items())
def test_an_order_code_is_read_upper_case(text, code):
    assert parse_order_code(text) == code


def test_an_order_code_that_looks_like_a_phone_is_a_code_after_its_word():
    assert [(e.kind, e.value) for e in find_entities("mã đơn 0987654321")] == [("order_code", "0987654321")]
