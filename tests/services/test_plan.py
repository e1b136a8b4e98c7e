"""From what was said to what is answered: what stands open first, each wish once, three at most, what is told kept."""

import pytest

from bot.domain.ground import Line

V50 = "DT-TAINGHE-01"


# -- wishes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("còn hàng không, bảo hành bao lâu", ["ask_stock", "ask_warranty_policy"]),
        ("chào shop, cho hỏi còn hàng không", ["ask_stock"]),
        ("còn hàng không? còn hàng không ạ?", ["ask_stock"]),
        ("tai nghe vọng âm v50, còn hàng không", ["ask_stock"]),
        ("cảm ơn shop nhé", ["thank"]),
        ("ok", ["affirm"]),
        ("không", ["deny"]),
        ("để mình hỏi chồng đã", ["hesitate"]),
        ("thôi không lấy nữa", ["cancel"]),
        ("giá sao, cho mình gặp nhân viên", ["ask_human", "ask_price"]),
        ("giá sao, mình muốn khiếu nại", ["complain", "ask_price"]),
    ],
)
async def test_wishes_come_in_their_order_and_who_asks_for_a_person_gets_one_first(said, text, wishes):
    talk = await said.begin(text)
    assert [wish.topic for wish in talk.wishes] == wishes


async def test_of_many_wishes_three_are_answered_and_the_others_admitted(said):
    await said("tai nghe vọng âm v50 giá bao nhiêu")
    reply = await said("còn hàng không, bảo hành bao lâu, ship huế mấy ngày, có trả góp không, có xuất hoá đơn không")
    assert len(reply.wishes) == 3
    assert "còn 2 ý" in reply.text


async def test_every_message_has_a_wish(said):
    for text in ("?", "😀", "blorf gnux", "a" * 3000, "/restart"):
        assert (await said.begin(text)).wishes, text


async def test_nothing_is_said_before_it_is_answered(said):
    assert (await said.begin("còn hàng không")).parts == []


async def test_words_of_a_third_language_are_no_wish_of_their_own(said):
    talk = await said.begin("これはいくらですか")
    assert talk.other_language


async def test_reading_of_nlu_settles_what_no_cue_speaks_for_and_only_if_it_is_sure(said):
    assert (await said("nghe nói shop đông khách lắm", intent="praise")).wishes == ["praise"]
    talk = await said.begin("zzz qqq", intent="ask_about_shop", confidence=0.3)
    assert [wish.topic for wish in talk.wishes] == ["nlu_fallback"]


async def test_pressed_button_is_its_wish_with_its_thing(said):
    shown = await said("shop có tai nghe nào")
    [button, *_] = [item["buttons"][0] for draft in shown.drafts for item in draft.payload.get("items", [])]
    reply = await said(button["title"], payload=button["payload"])
    assert reply.talk.pressed
    assert reply.wishes == ["ask_product_details"]
    assert reply.ground.focus[0] == reply.talk.wishes[0].skus[0] == shown.skus[0]


# -- what stands open is answered first -------------------------------------------------------------------------------


async def test_size_and_colour_answer_the_question_for_a_variant(said):
    await said("áo thun oversize giá bao nhiêu")
    await said("lấy 1 cái")
    assert (await said.ground()).open == "variant"
    await said("M")
    reply = await said("màu đen")
    assert reply.wishes == ["choose_variant"]
    [line] = reply.ground.basket
    assert (line.size, line.colour) == ("M", "đen")
    assert reply.ground.open == "contact"


async def test_small_m_among_other_words_is_no_size(said):
    await said("áo thun oversize giá bao nhiêu")
    await said("lấy 1 cái")
    await said("cho m hỏi màu đen còn không")
    assert (await said.ground()).basket[0].size is None


async def test_place_answers_the_question_for_it(said):
    await said("ship mấy ngày vậy shop")
    assert (await said.ground()).open == "place"
    reply = await said("Đà Nẵng")
    assert reply.wishes == ["ask_delivery_time"]
    assert "Đà Nẵng" in reply.text


async def test_measure_answers_the_question_for_it(said):
    await said("áo thun oversize giá bao nhiêu")
    await said("mặc size nào vừa")
    assert (await said.ground()).open == "measures"
    reply = await said("mình nặng 55kg")
    assert reply.wishes == ["ask_fit"]
    assert "size M" in reply.text


@pytest.mark.parametrize(
    ("answer", "detail"), [("0912345678", ""), ("Lan", "name"), ("091234", "bad_phone"), ("lan@", "bad_email")]
)
async def test_contact_is_taken_however_it_is_given(said, answer, detail):
    await said("gọi lại cho mình nhé")
    assert (await said.ground()).open == "contact"
    reply = await said(answer)
    assert [(wish.topic, wish.detail) for wish in reply.talk.wishes] == [("give_order_details", detail)]


async def test_number_that_was_given_is_not_asked_for_again(said):
    await said("gọi lại cho mình nhé")
    await said("0912345678")
    reply = await said("gọi lại cho mình lúc 3h chiều nhé")
    assert reply.ground.open != "contact"
    assert "xin số điện thoại" not in reply.text


async def test_question_in_between_is_answered_and_what_stands_open_goes_on(said):
    await said("tai nghe vọng âm v50 giá bao nhiêu")
    await said("lấy 1 cái màu đen")
    assert (await said.ground()).open == "contact"
    assert "12" in (await said("bảo hành bao lâu")).text
    reply = await said("Lan 0912345678, 12 Lê Lợi, Huế")
    assert reply.wishes == ["give_order_details"]
    assert reply.ground.open == "recap"
    assert (await said("đồng ý")).wishes == ["affirm"]


async def test_yes_to_a_question_is_no_yes_to_another(said):
    await said("áo thun oversize giá bao nhiêu")
    await said("để mình hỏi chồng đã")
    assert (await said.ground()).open == "keep_in_touch"
    reply = await said("có")
    assert (reply.ground.open, reply.ground.purpose) == ("contact", "keep_in_touch")


async def test_code_and_phone_answer_for_the_order_that_was_asked_about(said):
    await said("mình muốn huỷ đơn đã đặt")
    assert (await said.ground()).pending == "cancel_order"
    await said("HN20405")
    reply = await said("0356789012")
    assert reply.wishes == ["cancel_order"]
    assert reply.ground.orders == ["HN20405"]


async def test_who_forgot_the_code_is_not_asked_for_it_again(said):
    await said("đơn của mình tới đâu rồi")
    reply = await said("mình quên mã rồi")
    assert [(wish.topic, wish.detail) for wish in reply.talk.wishes] == [("check_order_status", "no_code")]
    assert reply.ground.open != "order_code"


# -- what is told goes into the ground --------------------------------------------------------------------------------


async def test_what_is_told_beside_a_wish_is_kept_and_the_wish_is_answered(said):
    reply = await said("mình ở Huế, tên Lan, tai nghe vọng âm v50 còn không")
    assert reply.wishes == ["give_order_details", "ask_stock"]
    assert "còn hàng" in reply.text
    assert (reply.ground.get("name"), reply.ground.get("place")) == ("Lan", "Huế")


async def test_correction_is_shown_back(said):
    await said("tai nghe vọng âm v50 giá bao nhiêu")
    await said("lấy 1 cái màu đen")
    await said("Lan 0912345678")
    reply = await said("nhầm, số đúng là 0987654321")
    assert [(wish.topic, wish.detail) for wish in reply.talk.wishes] == [("give_order_details", "phone")]
    assert "0987654321" in reply.text


async def test_place_of_the_shop_is_not_where_to_deliver(said):
    await said("shop có chi nhánh ở Đà Nẵng không")
    assert (await said.ground()).get("place") is None


async def test_decision_beside_a_question_puts_it_into_the_basket_first(said):
    await said("tai nghe vọng âm v50 giá bao nhiêu")
    reply = await said("lấy 2 cái màu đen, ship về Huế mấy ngày")
    assert reply.ground.basket == [Line(V50, 2, None, "đen", reply.talk.message_id)]
    assert "ask_delivery_time" in reply.wishes


# -- asked again of another thing -------------------------------------------------------------------------------------


async def test_what_about_another_thing_asks_the_same_question_of_it(said):
    await said("shop có tai nghe nào")
    await said("cái đầu tiên pin bao lâu")
    first = await said.ground()
    reply = await said("cái thứ hai thì sao")
    assert reply.ground.focus[0] != first.focus[0]
    assert "Pin" in reply.text


async def test_small_talk_in_between_does_not_forget_what_was_asked(said):
    await said("tai nghe vọng âm v50 còn hàng không")
    await said("cảm ơn shop")
    ground = await said.ground()
    assert (ground.topic, ground.question) == ("ask_stock", "tai nghe vọng âm v50 còn hàng không")


async def test_misses_are_counted_until_something_is_understood(said):
    for misses in (1, 2):
        await said("zzz qqq", intent="ask_about_shop", confidence=0.3)
        assert (await said.ground()).misses == misses
    await said("shop mở cửa mấy giờ")
    assert (await said.ground()).misses == 0


@pytest.mark.parametrize(
    "text", ["nồi cơm điện, loại nhỏ thôi", "I'm after dresses, for a wedding", "tìm tai nghe, dưới 1 triệu"]
)
async def test_needs_of_several_clauses_are_one_search(said, text):
    reply = await said(text, intent="find_product")
    assert reply.wishes == ["find_product"]
    assert len(reply.talk.parts) == 1
