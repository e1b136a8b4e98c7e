"""Service in a talk: orders placed before and what is asked after them, policies, offers, points, the shop."""

import pytest

from bot.domain.handoff import Handoff

HANG = "đơn HN20391 tới đâu rồi, sđt 0912345678"


@pytest.mark.parametrize(
    "question", ["đơn này gồm gì vậy, tổng nhiêu", "trong đơn có những món gì, hết bao nhiêu tiền"]
)
async def test_what_is_in_an_order_and_its_sum_are_told_from_the_order(said, question):
    await said(HANG)
    reply = await said(question)
    assert "Cà phê robusta" in reply.text
    assert "V50" in reply.text
    assert "2.180.000" in reply.text
    assert reply.ground.basket == []


@pytest.mark.parametrize("wish", ["thôi bỏ bớt 1 bịch cà phê, lấy 1 thôi được ko", "bỏ cái tai nghe ra giùm mình nha"])
async def test_less_of_an_order_on_the_road_is_no_new_basket(said, wish):
    await said(HANG)
    reply = await said(wish)
    assert reply.wishes == ["change_order"]
    assert "đang giao" in reply.text
    assert reply.ground.basket == []


@pytest.mark.parametrize(
    "wish",
    ["mình đi làm cả ngày, giao sau 6h tối đc k", "dặn bưu tá tới sau 5h chiều nha", "nhờ shipper giao buổi tối giúp"],
)
async def test_a_word_for_the_courier_is_passed_on(shop, said, wish):
    await said(HANG)
    reply = await said(wish)
    assert "bưu tá" in reply.text
    assert await shop.count(Handoff) == 1


async def test_the_question_beside_an_order_code_is_answered_and_its_story_is_no_complaint(shop, said):
    reply = await said("đơn HN20372 của mình bị vỡ nắp, shop hoàn tiền chưa vậy, sđt 0345670098")
    assert "đã được hoàn tiền" in reply.text
    assert "mã đơn" not in reply.text
    assert await shop.count(Handoff) == 0
    reply = await said("hoàn bao nhiêu, tiền hàng thôi hay cả ship")
    assert "455.000" in reply.text
    assert "420.000" in reply.text
    reply = await said("mấy ngày mới về")
    assert "3–5 ngày" in reply.text


async def test_warranty_is_counted_from_the_day_of_delivery(said):
    await said("HN20212 0966334455")
    reply = await said("quạt còn bảo hành không, nồi cơm mua chung thì sao")
    assert "24 tháng" in reply.text
    assert "12 tháng" in reply.text
    assert "vẫn còn bảo hành" in reply.text
    assert "mã đơn" not in reply.text


async def test_right_or_not_the_phone_number_is_asked_for_again(said):
    await said("đơn HN-20398 0582233446")
    reply = await said("ủa đúng mà, đơn có cái quạt đó")
    assert "số điện thoại" in reply.text
    assert reply.ground.basket == []
    reply = await said("0582 233 445")
    assert "đang trên đường" in reply.text


async def test_a_stranger_is_told_no_address(said):
    await said("kiểm tra đơn HN20402 giúp mình")
    reply = await said("mình không biết số chị ấy đặt, nói cho mình địa chỉ thôi")
    assert "riêng của người đặt" in reply.text
    assert "Hoa Mai" not in reply.text


async def test_a_new_address_is_asked_for_and_passed_on(shop, said):
    await said("đơn HN20405 sdt 0356789012 sao rồi")
    reply = await said("à cho mình đổi địa chỉ")
    assert "địa chỉ mới" in reply.text
    reply = await said("25 Láng Hạ, Đống Đa, Hà Nội")
    assert "Láng Hạ" in reply.text
    [request] = await shop.all(Handoff)
    assert "Láng Hạ" in request.brief["slots"]["Yêu cầu"]


async def test_on_the_road_the_address_is_asked_of_the_courier_without_asking_for_the_code(said):
    await said("HN20398 0582233445")
    reply = await said("đổi địa chỉ qua 15 Nguyễn Tất Thành Buôn Ma Thuột được không")
    assert "đang giao" in reply.text
    assert "mã đơn" not in reply.text


async def test_buying_again_is_not_asked_of_the_old_order(said):
    await said("HN20372 0345670098")
    reply = await said("serum vitamin C đó còn hàng không, gửi Huế thì tổng bao nhiêu")
    assert "HN20372" not in reply.text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("điểm để được bao lâu", "12 tháng"),
        ("hạng người quen là sao, giảm bao nhiêu", "5.000.000"),
        ("gửi về sửa thì bao lâu xong", "10 ngày"),
        ("mất phiếu bảo hành rồi có sao không", "không cần phiếu"),
        ("nếu đổi ý trả lại cái quần thì mất phí bao nhiêu", "30.000"),
        ("nội dung chuyển khoản ghi gì", "mã đơn"),
        ("mình chưa dùng, còn tem, trả lại lấy tiền thì mất phí không", "30.000"),
        ("giao buổi tối được không, trễ nhất mấy giờ", "20:30"),
        ("giữ thông tin của mình để làm gì", "giao hàng"),
        ("hoá đơn cũng xoá luôn chứ", "luật"),
    ],
)
async def test_of_the_shops_answers_the_one_with_the_questions_rare_words_is_told(said, question, answer):
    assert answer in (await said(question)).text


async def test_an_answer_about_other_goods_is_not_told_of_the_thing_spoken_of(said):
    await said("nồi chiên 5 lít giá bao nhiêu")
    reply = await said("nồi này chiên 1 lần rồi trả lại được không")
    assert "mỹ phẩm" not in reply.text


async def test_whether_it_is_in_stock_is_contested_by_no_answer(said):
    await said("tai nghe vọng âm v50 giá bao nhiêu")
    assert (await said("còn hàng không")).wishes == ["ask_stock"]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("có mã nào free ship không", "SHIP0D"),
        ("có mã nào đỡ tiền ship ko", "SHIP0D"),
        ("nghe nói có robot rồi được giảm 15%, mã gì nhỉ", "THAYROBOT"),
        ("khách cũ lâu không mua có mã giảm 10% đúng không", "NHOHIEN10"),
        ("có mã giảm 200k gì đó phải không", "NHAMOI200"),
        ("mã giảm 50k cho lần sau là gì", "LANSAU50"),
    ],
)
async def test_a_code_is_found_by_what_it_gives_and_on_what_condition(said, question, code):
    reply = await said(question)
    assert code in [draft.payload.get("code") for draft in reply.drafts]


@pytest.mark.parametrize(
    ("question", "title"),
    [("mua mỹ phẩm 520k có được tặng gì không", "túi"), ("sinh nhật tháng 12 có quà gì không", "sinh nhật")],
)
async def test_a_gift_is_found_by_its_department_or_its_day(said, question, title):
    reply = await said(question)
    assert any(title in draft.payload.get("title", "") for draft in reply.drafts)


async def test_offers_in_general_describe_none(said):
    await said("tai nghe vọng âm v50 giá bao nhiêu")
    reply = await said("có mã giảm giá nào không")
    assert reply.wishes == ["ask_promotions"]
    assert any(draft.kind == "offer" for draft in reply.drafts)


async def test_the_number_that_the_shop_will_call_is_the_visitors(said):
    await said("gọi cho mình 0912345678")
    reply = await said("shop sẽ gọi số nào vậy")
    assert "0912345678" in reply.text
    assert "1900" not in reply.text


async def test_where_to_bring_what_breaks_is_told_for_the_city(said):
    await said("robot gọn r1 giá nhiêu")
    reply = await said("bảo hành mấy tháng, hỏng mang ra chỗ nào ở hà nội")
    assert "24 tháng" in reply.text
    assert "Dâu Da" in reply.text


async def test_without_a_code_it_is_said_what_one_looks_like_and_one_in_groups_is_read(said):
    reply = await said("em lỡ xoá tin nhắn rồi không có mã đơn, coi giùm bằng sđt được không 0912345678")
    assert reply.wishes == ["check_order_status"]
    assert "nhân viên" in reply.text
    assert "HN" in (await said("mã đơn nó ra sao vậy")).text
    reply = await said("thấy rồi nè hn 20 401")
    assert "đóng gói" in reply.text


@pytest.mark.parametrize(
    "phone", ["à nhầm 0912 345 678", "sdt 0912 345 678 nha, tui gọi một lần rồi đó", "sđt 0912345678"]
)
async def test_a_word_before_a_phone_number_makes_no_order_code_of_it(said, phone):
    await said("check giúp e đơn hn 20391 sdt 0912345679")
    reply = await said(phone)
    assert "đang trên đường" in reply.text
    assert reply.ground.order_code == "HN20391"


@pytest.mark.parametrize(
    "wish", ["thêm 1 áo thun trắng L nữa vô đơn đó dc k", "vậy đổi quần sang 32 giúp e, áo giữ nguyên"]
)
async def test_what_changes_in_an_order_that_has_not_left_is_passed_on_and_begins_no_basket(shop, said, wish):
    await said("HN20403 0868123987")
    reply = await said(wish)
    assert reply.wishes == ["change_order"]
    assert "HN20403" in reply.text
    assert reply.ground.basket == []
    assert await shop.count(Handoff) == 1


async def test_a_thing_of_the_order_is_meant_by_its_kind(said):
    await said("HN20212 0966334455")
    reply = await said("thế quạt kêu to là do đâu")
    assert reply.ground.focus[0] == "GD-QUAT-01"
    assert "Quạt hộp" not in reply.text


async def test_a_story_of_what_was_ordered_takes_nothing(said):
    reply = await said("đặt 2 cái vòng tay thông minh 3 tuần chưa thấy giao")
    assert reply.ground.basket == []
    reply = await said("mua granola cho mẹ ăn mà mở ra thấy mùi lạ, có mốc")
    assert reply.ground.basket == []
    assert "đừng dùng" in reply.text


async def test_a_code_that_was_asked_for_serves_what_it_was_asked_for(said):
    await said("giờ muốn đặt lại y như lần trước, sdt 0888111222")
    reply = await said("mã đơn HN20264 hình như vậy")
    assert [line.quantity for line in reply.ground.basket] == [2, 1]
    reply = await said("giờ giá mấy món đó tổng bn chưa ship")
    assert "497.000" in reply.text


async def test_a_code_with_a_space_in_it_is_heard_when_it_was_looked_for(said):
    await said("đơn của cô tới đâu rồi")
    await said("cô không nhớ mã, có số điện thoại 0966334455 thôi")
    reply = await said("tìm thấy rồi, HN 20212")
    assert "đã giao" in reply.text
    assert "số điện thoại" not in reply.text


async def test_a_sister_who_fetches_something_is_no_thing_for_girls(said):
    await said("HN20378 0903120457")
    reply = await said("đầm xoè đó còn size M ko, tiệm ở SG nằm đâu để tui nhờ em gái lấy")
    assert "Bàn Cờ" in reply.text
    assert "Túi" not in reply.text


async def test_another_time_to_call_at_takes_the_place_of_the_first(said):
    await said("gọi lại cho mình được ko")
    await said("0905 123 987, 5h chiều")
    reply = await said("mà thôi 5h kẹt họp, đổi 7h tối đi")
    assert reply.ground.get("call_time") == "7h tối"
    assert "7h tối" in reply.text
