"""Which one to take: by the measure that was asked for, as shoppers type it, else by what buyers say."""

import pytest
from reading import asked


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("loại nào rẻ nhất", "DT-TAINGHE-02"),
        ("con nao re hon vay", "DT-TAINGHE-02"),
        ("giá mềm nhất là cái nào", "DT-TAINGHE-02"),
        ("which is the cheapest?", "DT-TAINGHE-02"),
        ("cái nào mắc nhất", "DT-TAINGHE-01"),
        ("which one is the most expensive", "DT-TAINGHE-01"),
        ("cái nào nhẹ nhất", "DT-TAINGHE-02"),
        ("which are the lightest", "DT-TAINGHE-02"),
        ("cái nào pin trâu nhất", "DT-TAINGHE-01"),
        ("mẫu nào bán chạy", "DT-TAINGHE-01"),
    ],
)
async def test_first_by_the_measure_that_was_asked_for_is_named_and_is_spoken_of_from_then_on(said, question, first):
    assert len((await said("shop có tai nghe nào")).skus) == 3
    reply = await said(question)
    assert reply.skus[0] == first
    if "bán chạy" not in question:
        assert reply.ground.focus[0] == first


async def test_softness_of_cloth_is_no_softness_of_its_price(said):
    await said("shop có áo thun nào")
    assert "giá" not in (await said("áo nào mềm nhất")).text.partition(" ạ")[0]
    assert "199.000" in (await said("áo nào giá mềm nhất")).text


async def test_first_by_a_number_of_the_data_is_told_with_the_number(said):
    await said("shop có quạt nào")
    reply = await said("con nào độ ồn thấp nhất")
    assert reply.skus[0] == "GD-QUAT-01"
    assert "20-48 dB" in reply.text


async def test_without_a_measure_the_need_of_the_search_decides_and_the_fact_is_told(said):
    await said("mình cần nồi cơm điện cho nhà 6 người", intent="find_product")
    reply = await said("nên lấy cái nào")
    assert reply.skus[0] == "GD-NOICOM-01"
    assert "4-6" in reply.text


async def test_sold_out_thing_is_never_the_pick(said):
    await said("shop có đồng hồ thông minh nào")
    for question in ("cái nào rẻ nhất", "nên lấy cái nào", "cái nào tốt nhất"):
        reply = await said(question)
        assert reply.talk.shelf.products[reply.ground.focus[0]].stock > 0, question


@pytest.mark.parametrize(
    "text",
    [
        "có hàng Nhật không",
        "hang nhat noi dia",
        "cái thứ nhất",
        "ít nhất 2 cái",
        "at least two please",
        "crop top nào đẹp",
    ],
)
def test_what_only_sounds_like_a_measure_asks_for_no_first(text):
    assert "recommend_by_need:first" not in asked(text)
