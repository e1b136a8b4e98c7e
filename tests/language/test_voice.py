"""Names, how customers speak of themselves, and whether they have bought already."""

import pytest

from bot.language import guess_pronoun, parse_name, tense_cue

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


PRONOUNS = {
    "cho chị xem màu khác": "chị",
    "em ơi tư vấn giúp anh": "anh",
    "anh ơi cho em hỏi": "em",
    "mình cần đổi size": "bạn",
    "tui lấy cái này": "bạn",
    "đặt cho cô một cái": "cô",
    "chú muốn hỏi": "chú",
    "con ơi gửi cho cô nghe": "cô",
    "cho e xin giá": "em",
    "cho chi hoi": "chị",
    "chị cao 1m55": "chị",
    "shop ơi": None,
    "chị ơi": None,
    "em ơi còn hàng không": None,
    "lấy em này": None,
    "con này giá sao": None,
    "còn hàng không": None,
    "có anh nào mua chưa": None,
    "how much": None,
}


@pytest.mark.parametrize(("text", "pronoun"), PRONOUNS.items())
def test_the_pronoun_is_the_one_customers_use_for_themselves(text, pronoun):
    assert guess_pronoun(text) == pronoun


TENSES = {
    "chưa mua đâu, hỏi trước thôi": "before_purchase",
    "nếu mua mà chật thì đổi được không": "before_purchase",
    "lỡ rộng quá thì trả lại được không": "before_purchase",
    "đang tính mua tặng mẹ": "before_purchase",
    "truoc khi dat cho hoi": "before_purchase",
    "lần trước mua rồi, giờ định mua thêm": "before_purchase",
    "if I buy it today can I return it": "before_purchase",
    "I haven't ordered yet": "before_purchase",
    "hôm trước mua bị chật": "after_purchase",
    "em vừa nhận được hàng": "after_purchase",
    "dat hom qua ma chua thay giao": "after_purchase",
    "mua rồi mà lỗi": "after_purchase",
    "đơn của mình đâu": "after_purchase",
    "xài được 3 hôm thì hư": "after_purchase",
    "máy còn bảo hành không": "after_purchase",
    "I bought it last week": "after_purchase",
    "my parcel has not come": "after_purchase",
    "còn màu đen không": None,
    "ai mua rồi cho xin ý kiến": None,
    "cái váy shop đăng hôm qua": None,
    "hello": None,
}


@pytest.mark.parametrize(("text", "tense"), TENSES.items())
def test_words_tell_whether_the_purchase_is_made(text, tense):
    assert tense_cue(text) == tense
