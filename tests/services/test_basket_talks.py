"""The basket in whole talks: half names, variants in one breath, sums that take nothing, changes of a line."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Understanding
from bot.domain.ground import Line

V50, BEAN = "DT-TAINGHE-01", "DT-TAINGHE-02"
ROBUSTA, NUTS, SHIRT = "TP-CAPHE-01", "TP-HAT-01", "TT-AOTHUN-01"


def lines(reply) -> list[tuple[str, int]]:
    return [(line.sku, line.quantity) for line in reply.ground.basket]


def taken(reply) -> list[str]:
    return [line.sku for line in reply.ground.basket if not line.asked]


# -- what was only asked for is not taken -----------------------------------------------------------------------------


async def test_sum_of_one_thing_does_not_join_the_sum_of_the_next(said):
    await said("tai nghe V50 giá bao nhiêu")
    await said("ship hà nội tổng bao nhiêu")
    await said("quạt hộp tuần hoàn thoáng xoay giá sao")
    reply = await said("vậy tổng cả ship bao nhiêu")
    assert "590.000" in reply.text
    assert "1.890.000" not in reply.text
    reply = await said("lấy 1 quạt hộp")
    assert taken(reply) == ["GD-QUAT-02"]


async def test_sum_takes_nothing_and_a_bare_yes_takes_all_of_it(said):
    await said("cà phê robusta giá sao")
    reply = await said("2 cà phê robusta với 1 hạt mix sáu loại hết nhiêu")
    assert "529.000" in reply.text
    assert taken(reply) == []
    reply = await said("ok lấy nhé")
    assert lines(reply) == [(ROBUSTA, 2), (NUTS, 1)]
    assert taken(reply) == [ROBUSTA, NUTS]


async def test_decision_for_another_thing_lets_go_what_was_only_asked_about(said):
    await said("tai nghe V50 giá bao nhiêu")
    await said("2 cái hết nhiêu")
    reply = await said("thôi lấy 1 quạt hộp màu trắng")
    assert lines(reply) == [("GD-QUAT-02", 1)]


# -- lists by half a name ---------------------------------------------------------------------------------------------


async def test_half_names_mean_what_was_spoken_of(said):
    await said("cà phê robusta rẫy sớm giá sao")
    await said("arabica thì sao")
    reply = await said("z 2 robusta 1 arabica tong bn")
    assert lines(reply) == [(ROBUSTA, 2), ("TP-CAPHE-02", 1)]


async def test_number_without_a_name_counts_what_was_spoken_of(said):
    await said("hạt mix sáu loại giá bao nhiêu")
    reply = await said("2 bịch với 1 bột mè đen, tổng")
    assert lines(reply) == [(NUTS, 2), ("TP-NGUCOC-02", 1)]


async def test_counting_word_is_no_kind(said):
    await said("nồi chiên 5 lít giá sao")
    reply = await said("lấy nồi + 2 hộp giấy hết bn")
    assert "1.690.000" in reply.text


async def test_number_of_a_model_counts_no_pieces(said):
    reply = await said("OK one Room 25 and a spare filter, total")
    assert "2,440,000" in reply.text


# -- variants in one breath -------------------------------------------------------------------------------------------


async def test_sizes_told_in_the_clause_before_are_in_the_sum(said):
    await said("áo thun cổ tròn sợi lành giá bao nhiêu")
    reply = await said("ok v 2 S, 1 M, 1 L, 1 XL, màu đen hết. tổng nhiêu")
    assert "995.000" in reply.text
    assert {line.colour for line in reply.ground.basket} == {"đen"}
    reply = await said("bớt 1 cái S đi, còn nhiêu")
    assert "796.000" in reply.text


async def test_one_of_its_sizes_changes_its_colour_alone(said):
    await said("áo thun cổ tròn sợi lành giá bao nhiêu")
    await said("lấy 1 M 1 L màu đen")
    reply = await said("M đổi sang màu trắng nha")
    assert {(line.size, line.colour) for line in reply.ground.basket} == {("M", "trắng"), ("L", "đen")}


async def test_another_colour_is_another_line(said):
    await said("áo thun oversize giá sao")
    await said("lấy 2 cái, 1 đen 1 xám")
    reply = await said("thêm 1 cái xanh rêu nữa")
    assert sorted(line.colour for line in reply.ground.basket) == ["xanh rêu", "xám", "đen"]


# -- things together --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["2 con đó cộng lại bn", "hai món đó tổng bao nhiêu", "cả hai hết bao nhiêu"])
async def test_two_that_were_compared_are_summed(said, question):
    await said("tai nghe V50 giá bn")
    await said("còn con hạt đậu")
    assert "1.300.000" in (await said("2 con chênh nhau nhiêu tiền")).text
    assert "2.480.000" in (await said(question)).text


@pytest.mark.parametrize("question", ["rẻ hơn cái kia nhiêu", "hơn cái kia bao nhiêu", "mắc hơn bao nhiêu"])
async def test_difference_is_that_of_the_last_two(said, question):
    await said("quạt đứng DC giá")
    await said("quạt hộp giá sao")
    assert "700.000" in (await said(question)).text


# -- changes of a line ------------------------------------------------------------------------------------------------


async def test_line_is_taken_out_by_half_its_name(said):
    await said("lấy 2 cà phê robusta với 1 hạt mix sáu loại")
    reply = await said("bỏ bịch hạt ra, còn nhiêu")
    assert lines(reply) == [(ROBUSTA, 2)]


async def test_only_this_leaves_nothing_else(said):
    await said("lấy 2 cà phê robusta với 1 hạt mix sáu loại")
    reply = await said("thôi lấy mỗi cà phê robusta thôi")
    assert [sku for sku, _ in lines(reply)] == [ROBUSTA]


async def test_bare_number_of_pieces_changes_the_line(said):
    await said("lấy 2 gói cà phê robusta")
    reply = await said("à 3 gói cà phê đi")
    assert lines(reply) == [(ROBUSTA, 3)]


async def test_another_thing_takes_the_place_of_its_kind(said):
    await said("sạc dự phòng trâu giá sao")
    await said("lấy kèm củ sạc 65w thì tổng bao nhiêu")
    reply = await said("đổi qua củ 33 thì còn nhiêu")
    assert "1.080.000" in reply.text


async def test_number_of_an_address_counts_nothing(said):
    await said("lấy 1 đầm bầu màu xám size L")
    reply = await said("Ba 0939580117, giao 204 đường Bến Đò, phường Ninh Kiều, Cần Thơ")
    assert [line.quantity for line in reply.ground.basket] == [1]


# -- sums -------------------------------------------------------------------------------------------------------------


async def test_sum_that_the_visitor_came_to_is_checked(said):
    await said("tai nghe hạt đậu giá bao nhiêu")
    await said("2 cái hết bao nhiêu")
    assert "giảm 50.000" in (await said("mã HIEN5 giảm dc mấy tiền cho 2 cái đó")).text
    assert "đúng" in (await said("vậy còn 1130 đúng ko")).text
    assert "chưa khớp" in (await said("vậy còn 900k thôi phải không")).text


async def test_what_is_missing_is_told_of_what_was_asked(said):
    await said("áo thun oversize giá sao")
    assert "541.000" in (await said("còn thiếu bao nhiêu nữa thì được miễn phí gói quà")).text
    assert "241.000" in (await said("thiếu bao nhiêu nữa thì được freeship")).text


async def test_same_day_fee_is_in_the_sum_that_asks_for_it(said):
    await said("hộp quà chiều hiên giá sao")
    assert "504.000" in (await said("vậy tổng 1 hộp giao hoả tốc quận 1 là")).text


async def test_code_without_goods_is_told_with_what_it_asks_for(said):
    reply = await said("mã RUBAN50 giảm 50k điều kiện sao")
    assert "400.000" in reply.text
    assert "giảm 0" not in reply.text


async def test_kilo_of_a_pack_has_its_price(said):
    await said("gạo thơm dẻo 5kg giá sao")
    assert "37.800" in (await said("tính ra 1 ký nhiêu")).text


async def test_deposit_is_computed_for_this_purchase(said):
    await said("robot R3 Max giá bao nhiêu")
    assert "1.199.000" in (await said("vậy cọc là bao nhiêu")).text


async def test_oops_takes_back_nothing_but_the_number(said):
    await said("quạt hộp tuần hoàn giá")
    await said("2 cái trắng 1 cái xanh hết nhiêu")
    reply = await said("à lộn, 2 cái thôi, mỗi màu 1 cái")
    assert [line.quantity for line in reply.ground.basket] == [1, 1]


async def test_two_of_a_kind_that_were_spoken_of_are_summed(said):
    await said("áo polo cá sấu giá sao")
    await said("áo thun cổ tròn sợi lành giá sao")
    assert "498.000" in (await said("Hai áo đó cộng lại bao nhiêu tiền")).text


async def test_colours_of_one_thing_colour_no_other(said):
    await said("lấy 1 jeans nữ lưng cao với 1 sơ mi dài tay ít nhăn")
    reply = await said("thôi sơ mi lấy 2 cái 1 trắng 1 xanh nhạt, hết bn")
    assert "1.297.000" in reply.text
    assert [line.colour for line in reply.ground.basket if line.sku == "TT-JEANS-02"] == [None]


async def test_two_names_in_one_line_with_a_dropped_one(said):
    await said("lấy 1 robot R1 với 1 bộ chổi giẻ")
    reply = await said("vậy bỏ bộ chổi, chỉ robot với NHAMOI200")
    assert "4.790.000" in reply.text


async def test_number_of_a_name_is_no_quantity_of_its_price(said):
    said.language = "en"
    reply = await said("the Gọn 750 bottle price?")
    assert "750 pieces" not in reply.text
    assert reply.ground.basket == []
    assert "658,000" in (await said("one black and one pink, how much")).text


async def test_pieces_of_two_lines_are_those_lines(said):
    await said("lấy 2 đầm bầu, 1 hồng 1 xám")
    reply = await said("vậy lấy đôi giày lười vải với 2 cái đầm, hết bao nhiêu")
    assert "1.290.000" in reply.text


async def test_name_and_colour_alone_are_one_of_a_list(said):
    await said("tai nghe V50 giá bao nhiêu")
    assert "358.000" in (await said("lấy tint peach + son lì dusty rose, tổng bnhiu")).text


async def test_difference_in_price_answers_no_other_difference(said):
    await said("đồng hồ nhịp tròn 2 giá sao")
    reply = await said("cái vòng lite rẻ hơn bao nhiêu vậy, khác chỗ nào")
    assert "1.100.000" in reply.text
    assert [draft.kind for draft in reply.drafts].count("comparison") == 1


async def test_kind_in_a_list_is_the_one_that_comes_in_its_colour_and_size(said):
    await said("áo polo cá sấu giá sao")
    assert "1.638.000" in (await said("lấy 1 polo + 1 jeans đen 32 + 1 giày trắng 42, total?")).text


async def test_noun_before_a_colour_names_and_does_not_count(said):
    await said("bình giữ nhiệt 750 giá sao")
    assert "718.000" in (await said("lấy 1 ly tím với 1 bình đen, tổng bao nhiêu")).text


async def test_bare_number_and_what_goes_with_it(said):
    await said("nồi chiên 5 lít giá sao")
    assert "1.590.000" in (await said("lấy 1, kèm 1 bịch giấy lót 100 tờ. tổng")).text


async def test_no_more_is_noted_than_the_shop_has(said):
    reply = await said("lấy 5 bịch hạt điều vỏ lụa")
    assert [line.quantity for line in reply.ground.basket] == [3]


async def test_present_that_is_not_reached_is_told_with_what_is_missing(said):
    await said("loa ống tre giá sao")
    assert "810.000" in (await said("mua 1 cái có được tặng củ sạc không")).text


async def test_number_word_before_a_kind_counts_it(said):
    said.language = "en"
    await said("how much is the oversize tee")
    assert "777,000" in (await said("ok three tees altogether?")).text


# -- lists in several clauses -----------------------------------------------------------------------------------------


async def test_list_told_over_several_clauses_is_one_sum(said):
    reply = await said("2 gói hạt mix sáu loại, 1 cà phê robusta, 1 quạt hộp tuần hoàn hết nhiêu")
    assert lines(reply) == [(NUTS, 2), (ROBUSTA, 1), ("GD-QUAT-02", 1)]
    assert reply.wishes == ["ask_order_total"]


async def test_price_of_so_many_of_this_and_that_is_their_sum(said):
    reply = await said("2 cà phê robusta vs 3 hạt mix sáu loại, bn")
    assert "1.007.000" in reply.text
    assert reply.wishes == ["ask_order_total"]


async def test_list_before_its_verb_is_taken_whole(said):
    await said("cà phê robusta rẫy sớm giá sao")
    reply = await said("vay 2 cà phê robusta, lấy 1 hạt mix sáu loại")
    assert sorted(lines(reply)) == [(ROBUSTA, 2), (NUTS, 1)]


async def test_what_is_taken_out_is_not_what_the_sum_is_about(said):
    await said.knows(basket=[Line(ROBUSTA, 2), Line(NUTS, 1)], focus=[NUTS, ROBUSTA])
    reply = await said("bỏ bớt 1 gói cà phê đi, giờ tổng nhiêu")
    assert sorted(lines(reply)) == [(ROBUSTA, 1), (NUTS, 1)]
    assert "384.000" in reply.text


async def test_fewer_of_something_without_marks_orders_nothing(said):
    await said.knows(basket=[Line(ROBUSTA, 3)], focus=[ROBUSTA])
    reply = await said("thoi bot 1 goi dat di, con nhieu")
    assert lines(reply) == [(ROBUSTA, 2)]


async def test_only_one_of_two_colours_stays(said):
    await said.knows(basket=[Line(SHIRT, 1, "L", "đen"), Line(SHIRT, 1, "L", "trắng")], focus=[SHIRT])
    reply = await said("thôi lấy 1 cái đen thôi")
    assert [(line.colour, line.quantity) for line in reply.ground.basket] == [("đen", 1)]


async def test_list_that_was_summed_up_stands_when_something_is_taken_besides(said):
    await said("2 cà phê robusta với 1 hạt mix sáu loại hết nhiêu")
    await said("quạt hộp tuần hoàn thoáng xoay giá sao")
    reply = await said("lấy 2 cái")
    assert lines(reply) == [(ROBUSTA, 2), (NUTS, 1), ("GD-QUAT-02", 2)]
    reply = await said("lấy 1 cái thôi, tính lại hết nhiêu")
    assert lines(reply) == [(ROBUSTA, 2), (NUTS, 1), ("GD-QUAT-02", 1)]


async def test_both_of_a_sum_adds_nothing_to_what_is_taken(said):
    await said.knows(basket=[Line(ROBUSTA, 1)], focus=["TP-CAPHE-02", ROBUSTA])
    reply = await said("lấy thêm hạt mix sáu loại, tổng cả hai là mấy")
    assert lines(reply) == [(ROBUSTA, 1), (NUTS, 1)]


async def test_wrapping_that_is_called_off_leaves_the_sum(said):
    await said.knows(basket=[Line(ROBUSTA, 1)], focus=[ROBUSTA])
    await said("gói quà thì tổng bao nhiêu")
    reply = await said("chưa tính gói quà thì cà phê với ship tổng bao nhiêu")
    assert "Gói quà" not in reply.text


async def test_price_now_is_no_sum(said):
    reply = await said("the V50 headphones, how much is it now")
    assert reply.wishes[0] == "ask_price"
    assert lines(reply) == []


# -- how many for everybody, how it is paid, what it brings -----------------------------------------------------------


async def test_so_many_for_each_of_so_many_people_are_all_of_them(said):
    await said.knows(basket=[Line(SHIRT, 1, "M", "đen")], focus=[SHIRT])
    reply = await said("moi nguoi 3 cai nha, ben minh 5 nguoi")
    assert lines(reply) == [(SHIRT, 15)]


async def test_way_of_paying_that_is_only_mentioned_is_noted(said):
    reply = await said("mình trả tiền mặt lúc nhận hàng nha")
    assert reply.ground.get("payment") == "cod"
    assert "trả tiền khi nhận hàng" in reply.text


async def test_whoever_asks_whether_cash_is_taken_has_not_chosen_it(said):
    reply = await said("trả tiền mặt lúc nhận hàng được không")
    assert reply.ground.get("payment") is None


async def test_where_to_transfer_tells_the_account_and_takes_nothing(said):
    await said.knows(focus=[BEAN])
    reply = await said("phần cộng thêm thì chuyển tiền vô đâu shop")
    assert reply.wishes == ["ask_bank_details"]
    assert lines(reply) == []


async def test_points_of_a_purchase_are_counted(said):
    await said.knows(basket=[Line(V50, 1)], focus=[V50])
    reply = await said("mua vậy được cộng bao nhiêu điểm")
    assert "189 điểm" in reply.text
    assert "18.900" in reply.text


async def test_how_long_a_lipstick_stays_is_no_question_of_holding_goods(said):
    await said.knows(focus=["MP-SON-02"])
    reply = await said("cây này giữ được mấy tiếng")
    assert "3-4 giờ" in reply.text
    reply = await said("shop giữ hàng được bao lâu")
    assert reply.wishes == ["ask_deposit"]
    assert "cọc 10% là" not in reply.text


async def test_stock_at_a_branch_is_not_made_up(said):
    await said.knows(focus=[BEAN])
    reply = await said("bên cửa hàng Hà Nội còn hàng không")
    assert "Hiên Nhà Láng" in reply.text
    assert "nhân viên" in reply.text


# -- what is no decision ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "có kèm túi chưa hay phải mua thêm vậy shop",
        "cửa hàng mấy giờ đóng để mình nhờ bạn lấy",
        "lỡ không hợp thì trả lại lấy tiền về được không",
    ],
)
async def test_question_beside_a_thing_takes_nothing(said, text):
    await said.knows(focus=[V50])
    reply = await said(text)
    assert lines(reply) == []


async def test_code_that_is_added_is_no_thing(said):
    await said.knows(basket=[Line(SHIRT, 1, "M", "đen")], focus=[SHIRT])
    reply = await said("dùng thêm SHIP0D được không")
    assert reply.wishes == ["apply_coupon"]


async def test_so_many_then_are_summed_up(said):
    await said.knows(focus=[V50])
    reply = await said("vậy 3 cái thì sao")
    assert "5.670.000" in reply.text
    assert taken(reply) == []


# -- a kind in a list of which several may be meant -------------------------------------------------------------------


async def test_kind_in_a_list_is_asked_for_once_and_not_dropped(said):
    await said.knows(focus=[BEAN])
    reply = await said("2 con đó với 1 cái chuột không dây hết bao nhiêu")
    assert lines(reply) == [(BEAN, 2)]
    assert "Oruna Êm" in reply.text
    assert "490.000" in reply.text
    reply = await said("lấy con chuột thẳng tay nha")
    assert lines(reply) == [(BEAN, 2), ("DT-CHUOT-02", 1)]


async def test_bare_answer_to_which_one_takes_as_many_as_were_wanted(said):
    await said("lấy 1 cà phê robusta với 3 hộp quà")
    reply = await said("hộp cà phê và hạt")
    assert lines(reply) == [(ROBUSTA, 1), ("TP-HOPQUA-02", 3)]


async def test_question_instead_of_which_one_takes_nothing(said):
    await said("lấy 1 cà phê robusta với 3 hộp quà")
    reply = await said("ship hà nội mấy ngày")
    assert lines(reply) == [(ROBUSTA, 1)]


async def test_cheapest_of_what_was_shown_is_taken(said):
    await said.knows(shown=["GD-NOICOM-01", "GD-NOICOM-02", "GD-NOICOM-03"], several=True)
    reply = await said("lấy cái rẻ nhất")
    assert lines(reply) == [("GD-NOICOM-03", 1)]


async def test_measure_in_english_is_no_number_of_pieces(said):
    await said.knows(focus=["GD-NOICHIEN-01"])
    reply = await said("okay, I take the 5 litre in cream please")
    assert lines(reply) == [("GD-NOICHIEN-01", 1)]


async def test_sum_for_two_kinds_names_both(said):
    await said.knows(focus=["TT-AOTHUN-04", "TT-GIAY-02"])
    reply = await said("how much altogether for shoes and shirt")
    assert sorted(lines(reply)) == [("TT-AOTHUN-04", 1), ("TT-GIAY-02", 1)]


async def test_how_long_it_stays_cold_is_told_as_that(said):
    await said.knows(focus=["GD-BINH-02"])
    reply = await said("giữ lạnh được mấy tiếng")
    assert "14 giờ" in reply.text


async def test_colours_of_what_is_taken_are_no_other_goods(said):
    reply = await said("đặt 2 ly giữ nhiệt gọn 900ml, 1 kem 1 đen")
    assert [(line.sku, line.colour) for line in reply.ground.basket] == [("GD-BINH-02", "kem"), ("GD-BINH-02", "đen")]
    assert "chống nắng" not in reply.text


async def test_who_orders_is_no_order(said):
    await said.knows(basket=[Line(ROBUSTA, 1)], focus=[ROBUSTA])
    reply = await said("nhận: chị Lan 0912345678, 8 Hai Bà Trưng, Huế. Người đặt: Quế 0987654321")
    assert lines(reply) == [(ROBUSTA, 1)]


async def test_yes_before_a_list_belongs_to_it(said):
    await said.knows(focus=[SHIRT])
    talk = "ok 2 S, 1 M, 1 L, màu trắng hết. tổng nhiêu"
    reply = await said(talk, clauses={"ok 2 S": Understanding("affirm", 0.9, {}, [], [])})
    assert sum(line.quantity for line in reply.ground.basket) == 4


# -- lists with their delivery, suppositions, questions ---------------------------------------------------------------


async def test_list_with_its_delivery_in_one_question_is_summed_up_whole(said):
    reply = await said("e hỏi 1 gói granola, 2 hộp trà ô long, 1 hũ mật ong hoa nhãn ship cần thơ hết bao nhiêu")
    assert lines(reply) == [("TP-NGUCOC-01", 1), ("TP-TRA-01", 2), ("TP-MATONG-02", 1)]
    assert "654.000" in reply.text


async def test_what_so_many_would_cost_less_takes_nothing(said):
    await said("lấy 2 gói hạt mix sáu loại")
    reply = await said("mua 30 gói thì giá sỉ sao")
    assert lines(reply) == [(NUTS, 2)]


async def test_question_whether_there_is_something_changes_no_colour(said):
    await said("lấy 1 son kem lì màu đỏ gạch với 1 son dưỡng")
    reply = await said("shop có túi đựng quà màu hồng không")
    assert next((line.sku, line.colour) for line in reply.ground.basket) == ("MP-SON-01", "đỏ gạch")


async def test_number_of_a_name_before_the_price_counts_nothing(said):
    await said.knows(focus=["GD-LOCKHI-01"])
    reply = await said("máy lọc 25 giá bao nhiêu vậy")
    assert "1.990.000" in reply.text
    assert "49.750.000" not in reply.text


async def test_discount_for_two_is_asked_about_and_takes_nothing(said):
    await said("tai nghe vọng âm v50")
    reply = await said("mua 2 cái có giảm ko")
    assert reply.ground.basket == []


async def test_yes_after_the_recap_is_not_noted_once_more(said):
    await said("lấy 1 gói cà phê robusta")
    await said("mình tên Mai, 0905123456, 12 nguyen van linh q7")
    reply = await said("ok chốt")
    assert reply.wishes == ["affirm"]
    assert "Em ghi lại" not in reply.text


async def test_both_and_so_many_are_summed_beside_the_price_of_one(said):
    await said("serum vitamin C còn hàng không")
    reply = await said("serum B5 giá nhiêu, mua cả 2 thì bnhieu")
    assert "259.000" in reply.text
    assert "679.000" in reply.text
    reply = await said("áo thun cổ tròn giờ nhiêu 1 cái, 4 cái là mấy")
    assert "796.000" in reply.text


async def test_what_is_left_to_pay_in_thousands_counts_no_pieces(said):
    await said("serum vitamin C gửi Huế thì tổng bao nhiêu")
    reply = await said("vậy còn 420 thôi đúng ko")
    assert "176.400.000" not in reply.text
    assert reply.ground.basket[0].quantity == 1


async def test_all_of_them_counts_no_pieces_of_what_is_added(said):
    await said("túi đeo chéo da mềm lấy 1 cái")
    reply = await said("thêm cây son kem lì hồng đất, gói luôn cả 2 món, hết nhiêu")
    assert [line.quantity for line in reply.ground.basket] == [1, 1]


async def test_a_word_of_its_name_is_no_colour_of_it(said):
    reply = await said("lấy 1 son dưỡng gấc không màu")
    assert [(line.sku, line.colour) for line in reply.ground.basket] == [("MP-SON-03", "không màu")]


async def test_what_is_put_away_at_home_is_not_what_is_bought(said):
    await said("robot hút bụi R3 max giá nhiêu")
    reply = await said("dẹp cái kệ giày là đủ. trả góp 6 tháng đc ko")
    assert reply.ground.focus[0] == "GD-ROBOT-02"
    assert "1.99" in reply.text


async def test_that_very_thing_is_what_the_clause_after_it_is_about(said):
    await said("nồi cơm nắp gài 1,8 lít giá nhiêu")
    await said("gạo lứt tím than giá nhiêu")
    reply = await said("nồi này có hẹn giờ không, bảo hành bao lâu")
    assert "12 tháng" in reply.text
    assert "Gạo lứt" not in reply.text


async def test_points_for_a_review_with_pictures_show_no_pictures_and_no_price(said):
    await said("gạo lứt tím than còn hàng không")
    reply = await said("viết đánh giá có ảnh thì thêm mấy điểm, đổi ra mấy tiền")
    assert "200 điểm" in reply.text
    assert "100 ₫" in reply.text
    assert "115.000" not in reply.text


async def test_an_accessory_stays_spoken_of_beside_what_it_is_for(said):
    await said("có giấy lót nồi chiên ko giá sao")
    await said("lót lúc làm nóng nồi được hông")
    reply = await said("lấy 3 xấp gửi Vĩnh Long hết bao nhiêu")
    assert "328.000" in reply.text


async def test_how_much_dearer_takes_nothing(said):
    await said("quạt hộp Thoáng Xoay giá nhiêu")
    reply = await said("thế cái quạt êm hơn bao nhiêu, đắt hơn mấy đồng")
    assert reply.ground.basket == []
    assert "700.000" in reply.text
