"""What a message says: several wishes in order, what it tells, what it decides; nothing twice, nothing guessed."""

from __future__ import annotations

import pytest
from reading import asked, entities_of, reading_of

from bot.understanding.acts import Ask, Choose, Confirm, Decline, Give, Postpone, Social, Stop
from bot.understanding.reading import NluReading, cut, read

CODES = {"ship0d": "SHIP0D"}


def told(text: str) -> dict[str, object]:
    gives: list[Give] = reading_of(text, codes=CODES).of(Give)
    return {give.what: give.value for give in gives}


def kinds(text: str) -> list[str]:
    return [type(act).__name__ for act in reading_of(text, codes=CODES).acts]


# -- wishes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        (
            "áo này giá bao nhiêu? có ship Huế không? bảo hành bao lâu",
            ["ask_price", "ask_delivery_area", "ask_warranty_policy"],
        ),
        ("giá sao, còn hàng ko, ship hn mấy ngày", ["ask_price", "ask_stock", "ask_delivery_time"]),
        ("còn hàng không và trả góp được không", ["ask_stock", "ask_installment"]),
        ("how much is it and is there a warranty?", ["ask_price", "ask_warranty_policy"]),
        ("chào shop, tai nghe V50 giá bao nhiêu", ["ask_price"]),
        ("giá bao nhiêu? bao nhiêu tiền vậy?", ["ask_price"]),
        ("tổng hết bao nhiêu tiền", ["ask_order_total"]),
        ("cọc bao nhiêu", ["ask_deposit"]),
        ("gói quà giá bao nhiêu", ["request_gift_wrap"]),
        ("bao giờ có hàng lại", ["ask_stock:when"]),
        ("huỷ đơn giúp mình, hoàn tiền bao lâu", ["cancel_order", "ask_refund"]),
    ],
)
def test_each_wish_of_a_message_is_heard_once_and_in_its_order(text: str, topics: list[str]):
    assert asked(text) == topics


def test_wish_keeps_the_words_of_its_own_clause_and_their_entities():
    text = "V50 còn hàng không, ship về Huế bao nhiêu"
    stock, fee = reading_of(text).of(Ask)
    assert (stock.text, fee.text) == ("V50 còn hàng không", "ship về Huế bao nhiêu")
    assert [e["value"] for e in fee.entities] == ["Huế"]
    assert fee.text[fee.entities[0]["start"] : fee.entities[0]["end"]] == "Huế"
    assert stock.entities == ()


def test_clause_without_a_cue_is_what_nlu_reads_in_it_and_only_then_is_nlu_asked():
    text = "còn hàng không, mình da dầu hay bị mụn"
    parts = cut(text, entities_of(text))
    assert parts.unread() == ["mình da dầu hay bị mụn"]
    seen = []

    def nlu(clause: str) -> NluReading:
        seen.append(clause)
        return NluReading("recommend_by_need", 0.8)

    stock, need = read(parts, nlu).of(Ask)
    assert seen == ["mình da dầu hay bị mụn"]
    assert (stock.sure, need.topic, need.sure) == (True, "recommend_by_need", False)


def test_message_of_one_clause_is_read_whole_and_asked_for_no_second_time():
    text = "mình da dầu hay bị mụn ạ"
    parts = cut(text, [])
    assert parts.unread() == []
    seen = []
    read(parts, lambda clause: seen.append(clause) or NluReading("find_product", 0.8))
    assert seen in ([], [text])


# -- what is told -----------------------------------------------------------------------------------------------------


def test_contact_and_address_are_told_together_whatever_else_is_said():
    found = told("Vera 0912345678, 12 Lê Lợi, Huế, bao giờ giao")
    assert found["name"] == "Vera"
    assert found["phone"] == "0912345678"
    assert "12 Lê Lợi" in str(found["address"])
    assert found["place"]["province"] == "Huế"
    assert "ask_delivery_time" in asked("Vera 0912345678, 12 Lê Lợi, Huế, bao giờ giao")


@pytest.mark.parametrize(
    ("text", "what", "value"),
    [
        ("email vera@example.com", "email", "vera@example.com"),
        ("mình tên Lan", "name", "Lan"),
        ("mình cao 1m58 nặng 50kg mặc size gì", "height", 158.0),
        ("mình cao 1m58 nặng 50kg mặc size gì", "weight", 50.0),
        ("mã đơn HN20405 sđt 0356789012", "order_code", "HN20405"),
        ("mã đơn HN20405 sđt 0356789012", "phone", "0356789012"),
        ("nhập mã SHIP0D giúp mình", "code", "SHIP0D"),
        ("nhập mã ship0d giúp mình", "code", "SHIP0D"),
        ("công ty TNHH Mây Trắng, mst 0312345678", "company", "Mây Trắng"),
        ("công ty TNHH Mây Trắng, mst 0312345678", "tax_number", "0312345678"),
        ("mình trả tiền khi nhận hàng nhé", "payment", "cod"),
        ("nhầm, số đúng là 0987654321", "phone", "0987654321"),
    ],
)
def test_what_is_told_is_kept_with_its_name(text: str, what: str, value: object):
    assert told(text)[what] == value


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("nhập mã SHIP0D giúp mình", "order_code"),
        ("ship cod được không", "payment"),
        ("thanh toán chuyển khoản thế nào", "payment"),
        ("shop có đăng ký công ty không", "company"),
        ("mua cho cong ty shop nhé", "company"),
        ("mst 0312345678", "phone"),
        ("tai nghe V50", "order_code"),
        ("Lan 0912345678", "order_code"),
        ("giá 1.890.000đ", "phone"),
    ],
)
def test_what_only_looks_like_it_is_not_told(text: str, what: str):
    assert what not in told(text)


def test_call_time_is_told_as_it_was_said():
    assert "3h chiều" in str(told("gọi mình lúc 3h chiều nhé 0912345678")["call_time"])


# -- decisions and small words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "lấy 2 cái màu đen",
        "cho mình cái nồi 5 lít",
        "chốt nồi cơm 1l8",
        "add 2 of them",
        "I'll take it",
        "đặt 1 cái nhé",
    ],
)
def test_decision_is_heard(text: str):
    assert "Choose" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "có nên mua không",
        "mua ở đâu",
        "tìm mua nồi cơm",
        "đã mua hôm qua bị lỗi",
        "cho mình xem tai nghe",
        "how do I buy it",
        "đặt 2 gửi 1",
        "ghé mua trực tiếp được không",
        "có ai mua chưa",
        "chưa mua đâu",
    ],
)
def test_talk_about_buying_is_no_decision(text: str):
    assert not reading_of(text).of(Choose)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("ok", Confirm()),
        ("dạ được ạ", Confirm()),
        ("ok shop 👍", Confirm()),
        ("yes please", Confirm()),
        ("không", Decline()),
        ("không cần đâu shop", Decline()),
        ("no thanks", Decline()),
        ("cảm ơn shop nhé", Social("thank")),
        ("chào shop", Social("greet")),
        ("bye shop", Social("goodbye")),
        ("shop ơi", Social("greet")),
    ],
)
def test_small_word_alone_is_an_act(text: str, act: object):
    assert reading_of(text).acts == (act,)


def test_small_words_beside_a_wish_say_nothing_more():
    assert kinds("chào shop, còn hàng không, cảm ơn shop") == ["Ask"]
    assert kinds("shop ơi, không lấy nữa") == ["Stop"]


def test_waiting_and_stopping_are_acts_of_their_own():
    assert reading_of("để mình hỏi chồng đã").of(Postpone)
    assert reading_of("thôi không lấy nữa").of(Stop)


@pytest.mark.parametrize("text", ["", "   ", "😀", "???", "\u0301", "a" * 4000, "\x00", "/restart", "%_%"])
def test_odd_messages_break_nothing(text: str):
    assert reading_of(text).text == text
