"""First messages and new things: what is asked for is found, whatever else the message tells."""

import pytest


def kinds_of(reply):
    shelf = reply.talk.shelf
    return list(dict.fromkeys(shelf.entries[sku].product.kind for sku in reply.skus))


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("văn phòng mình ồn quá, có tai nghe nào chống ồn tốt không", "tai nghe"),
        ("phong lam viec on lam, can tai nghe chong on", "tai nghe"),
        ("bà ngoại em bị tiểu đường, ăn gạo nào được shop", "gạo"),
        ("nhà em ăn gạo lứt, cần nồi cơm nấu gạo lứt dẻo", "nồi cơm điện"),
        ("quán cà phê mình cần áo thun trơn cho nhân viên", "áo thun"),
        ("cần cái ly to đựng cà phê đá", "bình giữ nhiệt"),
        ("da dầu mụn, có srm nào không", "sữa rửa mặt"),
        ("tìm tnghe chạy bộ", "tai nghe"),
        ("shop co noi chien khong dau ko", "nồi chiên không dầu"),
        ("có nckd nào cho nhà đông người không", "nồi chiên không dầu"),
        ("đang bầu, có váy nào rộng rãi không", "đầm"),
        ("my room is hot at night, need a fan for a baby", "quạt"),
    ],
)
async def test_kind_that_is_asked_for_wins_over_the_situation(said, message, kind):
    reply = await said(message)
    assert kinds_of(reply) == [kind]


async def test_several_kinds_get_a_pick_each(said):
    reply = await said("mới tập chạy, cần 1 đôi giày với 1 áo mau khô")
    assert kinds_of(reply) == ["giày thể thao", "áo thun"]


async def test_parts_are_asked_for_and_not_what_they_are_for(said):
    reply = await said("cần mua giấy lót nồi chiên")
    assert reply.skus[:1] == ["GD-PHUKIEN-03"]


@pytest.mark.parametrize("message", ["vợ em hay đói vặt, có hạt gì ăn được", "shop gợi ý nồi cơm cho ba má đi"])
async def test_words_with_marks_of_their_own_ask_for_nothing_else(said, message):
    reply = await said(message)
    assert set(reply.wishes) & {"find_product", "ask_product_details"}
    assert "request_invoice" not in reply.wishes


async def test_which_of_those_shown_is_asked_in_english_and_taken_by_its_name(said):
    await said("i need a power bank for travel", intent="find_product", confidence=0.7)
    reply = await said("which one can I bring on a plane?", intent="ask_alternative", confidence=0.7)
    assert "Air travel: allowed" in reply.text
    reply = await said("I'll take the slim one, in white", intent="place_order", confidence=0.7)
    assert [(line.sku, line.colour) for line in reply.ground.basket] == [("DT-SACDP-01", "trắng")]


async def test_bare_kind_after_being_asked_which_one_is_no_question_how_to_use_it(said):
    await said("lấy 1 nồi chiên không dầu", intent="place_order", confidence=0.9)
    reply = await said("nồi chiên không dầu", intent="ask_usage_help", confidence=0.6)
    assert "ask_usage_help" not in reply.wishes
    assert reply.skus


async def test_wanting_to_buy_is_looking_for_and_no_order(said):
    reply = await said("mình cần mua nồi chiên cho nhà 4 người")
    assert reply.wishes == ["find_product"]
    assert reply.ground.basket == []


async def test_one_of_the_kind_that_is_spoken_of_is_asked_for(said):
    await said("tìm nồi chiên không dầu", intent="find_product", confidence=0.9)
    reply = await said("co loai nao de rua ko")
    assert set(kinds_of(reply)) <= {"nồi chiên không dầu"}


async def test_word_without_marks_is_first_what_those_shown_are(said):
    await said("cà phê")
    reply = await said("loai nao dam vi nhat")
    assert reply.ground.focus[0].startswith("TP-CAPHE")


async def test_cheaper_one_is_asked_for_and_not_the_stock(said):
    await said("quạt đứng động cơ DC Thoáng Gió")
    assert (await said("con re hon ko")).wishes == ["ask_alternative"]


async def test_what_is_no_question_about_the_shop_tells_nothing_of_it(said):
    await said("sữa rửa mặt rau má lá non")
    reply = await said("bao lau thay hieu qua", intent="ask_about_shop", confidence=0.8)
    assert "ask_about_shop" not in reply.wishes


async def test_where_the_shop_is_is_asked_in_two_words(said):
    assert (await said("địa chỉ đâu")).wishes == ["ask_store_address"]
