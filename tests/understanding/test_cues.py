"""Words that ask by themselves, and the name of the rule that hears them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.understanding.cues import cue_named, hits_in

TALK = {
    "cho mình gặp nhân viên": "asks for a person",
    "gap nguoi that di": "asks for a person",
    "I want to talk to a real person": "asks for a person",
    "thôi khỏi gặp nhân viên": "no person needed any more",
    "bạn là người hay bot vậy": "asks whether it is a bot",
    "are you a bot": "asks whether it is a bot",
    "gọi lại cho mình số này nha": "wants to be called",
    "call me back please": "wants to be called",
    "bao giờ shop gọi": "asks when the call comes",
    "chờ bao lâu nữa": "asks how long the wait is",
    "để mình hỏi chồng đã": "hesitates or postpones",
    "let me think about it": "hesitates or postpones",
    "thôi không lấy nữa": "drops it",
    "never mind": "drops it",
    "em giúp được gì": "asks what it can do",
}
AFTER = {
    "sao mấy ngày rồi chưa thấy giao": "order is late",
    "my parcel still hasn't arrived": "order is late",
    "giao sai màu rồi": "wrong item came",
    "they sent the wrong size": "wrong item came",
    "thiếu 1 cái rồi": "something is missing",
    "thieu hang": "something is missing",
    "máy không lên nguồn": "came broken or broke",
    "hàng bị vỡ": "came broken or broke",
    "the screen is cracked": "came broken or broke",
    "dùng thế nào vậy": "asks how to use",
    "how do I pair the earbuds": "asks how to use",
    "đơn của mình tới đâu rồi": "asks where the order is",
    "where is my order": "asks where the order is",
    "phải trả shipper bao nhiêu": "asks what the courier is paid",
    "hủy đơn giúp mình": "cancels an order",
    "hoàn tiền chưa vậy": "asks about the refund",
    "mang đi bảo hành ở đâu": "claims the warranty",
    "phục vụ quá tệ": "complains",
    "không hài lòng chút nào": "praise is denied",
    "viết đánh giá ở đâu": "wants to write a review",
    "tích điểm sao": "asks about points",
    "giới thiệu bạn được gì": "refers a friend",
    "đặt lại đơn cũ": "orders again",
    "muốn trả hàng": "returns what came",
    "đổi sang size L giúp mình": "exchanges what came",
}
BUYING = {
    "tổng cộng bao nhiêu": "asks what it costs in all",
    "hết bao nhiêu tiền": "asks what it costs in all",
    "how much for both": "asks what it costs in all",
    "còn thiếu bao nhiêu nữa để được freeship": "asks how much is missing for free delivery",
    "có freeship không": "asks whether delivery is free",
    "giao hỏa tốc được không": "asks what same-day delivery costs",
    "qua cửa hàng lấy được không": "asks to fetch it at the shop",
    "ship bên nào vậy": "asks by whom and when in the day it is delivered",
    "thôi giao thường cũng được": "chooses ordinary delivery",
    "ship huế mấy ngày": "asks when it would arrive",
    "when will it arrive": "asks when it would arrive",
    "phí ship về đà nẵng bao nhiêu": "asks what delivery costs",
    "ship bn": "asks what delivery costs",
    "ship đi nước ngoài không": "asks whether it is delivered there",
    "gói quà giúp mình": "wants it gift-wrapped",
    "cho xin hóa đơn đỏ": "wants an invoice",
    "mua số lượng lớn": "asks for wholesale",
    "trả góp được không": "asks for instalments",
    "đặt cọc trước được không": "asks about a deposit or holding it",
    "cho xin stk": "asks for the account",
    "mình chuyển khoản rồi": "has paid",
    "thanh toán bị lỗi": "payment fails",
    "thanh toán bằng gì": "asks how to pay",
    "nhập mã SALE10 giúp mình": "names a code",
    "bớt chút đi": "haggles",
    "mắc quá": "haggles",
    "shopee bán rẻ hơn": "haggles",
    "có khuyến mãi gì không": "asks for offers",
    "đặt hàng thế nào": "asks how to order",
    "bỏ cái nồi ra": "takes it out",
    "tăng lên 3 cái": "gives how many",
    "chốt đơn": "closes the order",
    "lấy nhé": "closes the order",
}
SHOP = {
    "xóa hết dữ liệu của mình": "asks to have data deleted",
    "hóa đơn cũ có bị xóa không": "asks whether invoices are deleted",
    "đừng gửi tin quảng cáo nữa": "wants no more messages",
    "unsubscribe": "wants no more messages",
    "rút lại đồng ý": "takes consent back",
    "shop lưu thông tin gì của mình": "asks what is kept",
    "có chỗ để xe không": "asks about parking",
    "tết có mở cửa không": "asks for the holidays",
    "shop mở cửa mấy giờ": "asks for the hours",
    "chủ nhật có mở không": "asks for the hours",
    "cho xin số điện thoại shop": "asks for the hotline",
    "zalo shop là gì": "asks for the hotline",
    "shop ở đâu vậy": "asks where the shop is",
    "có chi nhánh nào ở sài gòn không": "asks where the shop is",
    "where is your store": "asks where the shop is",
}
THINGS = {
    "chênh nhau bao nhiêu": "asks about a difference in price",
    "so sánh hai cái này": "compares",
    "khác nhau chỗ nào": "compares",
    "cái nào rẻ nhất": "asks for the first by a measure",
    "mẫu nào được đánh giá cao nhất": "asks for the first by a measure",
    "which one is the most expensive": "asks for the first by a measure",
    "nên lấy cái nào": "asks which to take",
    "which one should I get": "asks which to take",
    "mặc size nào vừa": "asks for the size by measures",
    "còn size M không": "asks for sizes",
    "khi nào có hàng báo mình nhé": "wants to be told when it is back",
    "bao giờ có lại": "asks when it is back",
    "còn hàng không": "asks about stock",
    "còn bao nhiêu cái": "asks about stock",
    "có hàng Nhật không": "asks for origin or expiry",
    "bảo hành bao lâu": "asks for the warranty",
    "không vừa có đổi được không": "asks about returning or exchanging",
    "hàng chính hãng không": "asks whether it is genuine",
    "chất liệu gì": "asks what it is made of",
    "hạn sử dụng bao lâu": "asks for origin or expiry",
    "khách đánh giá sao": "asks what buyers say",
    "cho xem ảnh thật": "wants to see pictures",
    "cái nào bán chạy": "asks for what sells best",
    "hàng mới về có gì": "asks for what is new",
    "có mẫu khác không": "wants another one",
    "có màu khác không": "asks for another colour",
    "rẻ hơn chút": "wants a cheaper one",
    "loại cao cấp hơn": "wants a better or dearer one",
    "có màu gì": "asks about a colour",
    "giá bao nhiêu": "asks the price",
    "how much is it": "asks the price",
    "shop bán gì": "asks what there is",
    "có thương hiệu nào": "asks for brands",
    "ANC là gì": "asks what something is",
}


@pytest.mark.parametrize(
    ("text", "name"), [*TALK.items(), *AFTER.items(), *BUYING.items(), *SHOP.items(), *THINGS.items()]
)
def test_phrase_is_heard_by_its_cue_and_by_no_other(text: str, name: str):
    assert set(cue_named(text)) == {name}


@pytest.mark.parametrize("text", [*TALK, *AFTER, *BUYING, *SHOP, *THINGS])
def test_no_word_counts_twice(text: str):
    hits = hits_in(text)
    assert all(first.end <= second.start for first, second in pairwise(hits))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cho xem mấy mẫu giày", "asks about a colour"),
        ("tem chống giả", "asks the price"),
        ("mã giảm giá", "asks the price"),
        ("máy hư trong thời gian bảo hành thì sao", "came broken or broke"),
        ("nếu không hài lòng thì có trả được không", "praise is denied"),
        ("mẫu nào được đánh giá cao", "haggles"),
        ("đặt online nhận tại shop được không", "wrong item came"),
        ("đặt trước được không", "wrong item came"),
        ("kem chống nắng", "complains"),
        ("đi kèm gì", "complains"),
        ("bọc gói gọi điện rõ không", "wants to be called"),
        ("tai nghe nghe gọi tốt không", "wants to be called"),
        ("thiếu bao nhiêu nữa thì freeship", "something is missing"),
        ("hủy đăng ký nhận tin", "cancels an order"),
    ],
)
def test_phrase_that_only_sounds_alike_is_not_heard(text: str, name: str):
    assert name not in cue_named(text)


def test_marks_tell_words_apart_where_they_are_typed_and_are_not_asked_for_where_they_are_not():
    assert "asks about a colour" in cue_named("co may mau vay")
    assert "asks about a colour" in cue_named("có mấy màu vậy")
    assert "asks about a colour" not in cue_named("có mấy mẫu vậy")


def test_two_questions_in_a_clause_are_both_heard_in_their_order():
    assert cue_named("còn hàng không và bảo hành bao lâu") == ["asks about stock", "asks for the warranty"]
