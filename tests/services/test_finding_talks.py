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
