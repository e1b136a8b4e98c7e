"""A fact asked beside another thing, a machine beside its part, a need told in several clauses, what is not known."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("spoken_of", "question", "facts"),
    [
        ("V50 giá bao nhiêu", "con hạt đậu rẻ hơn có chống ồn giống vậy không", ["(ANC)", "(ENC)"]),
        ("nồi cao tần 1,5 lít giá sao", "tốn điện hơn con 1l8 không", ["1.100 W", "700 W"]),
        ("sạc dự phòng kèm dây giá bao nhiêu", "loại mỏng 10000 nặng hơn nó bao nhiêu gam", ["118 g", "205 g"]),
    ],
)
async def test_a_fact_beside_another_thing_is_told_of_both(said, spoken_of, question, facts):
    await said(spoken_of)
    text = (await said(question)).text
    assert all(fact in text for fact in facts), text


@pytest.mark.parametrize("question", ["nhiệt cao nhất mấy độ", "nhiet do cao nhat bao nhieu"])
async def test_how_much_at_most_asks_for_a_fact_and_not_which_to_take(said, question):
    await said("nồi chiên không dầu 5 lít giá sao")
    reply = await said(question)
    assert "80-200" in reply.text
    assert reply.wishes == ["ask_specs"]


async def test_the_warranty_after_a_spare_part_is_that_of_the_machine(said):
    await said("máy lọc không khí phòng 25 giá bao nhiêu")
    await said("có bán màng lọc không")
    assert "18 tháng" in (await said("bh bao lâu")).text
    assert "không có thời hạn" in (await said("màng lọc hepa bảo hành bao lâu")).text


async def test_what_nobody_asked_in_the_first_clause_gets_no_answer(said):
    reply = await said("tuần sau em bay đi công tác, cần sạc dự phòng sạc được laptop", intent="ask_delivery_time")
    assert reply.skus[0] == "DT-SACDP-03"
    assert "giao" not in reply.text.lower()


async def test_a_word_in_an_alias_of_something_else_leads_away_from_nothing(said):
    await said("giày thể thao trắng bước êm phố giá bao nhiêu")
    reply = await said("waterproof không")
    assert "Mây Da" not in reply.text
    assert reply.ground.focus[0] == "TT-GIAY-01"


async def test_two_of_these_are_the_two_last_spoken_of(said):
    await said("giày thể thao trắng bước êm phố giá bao nhiêu")
    await said("giày chạy bộ bước êm gió giá bao nhiêu")
    reply = await said("2 đôi này đôi nào nhẹ hơn")
    assert reply.ground.focus[0] == "TT-GIAY-02"
    assert "TT-GIAY-03" not in reply.skus


async def test_what_the_data_of_the_thing_at_hand_does_not_say_is_not_answered_by_showing_it(said):
    await said("củ sạc gan 65w giá bao nhiêu")
    text = (await said("có kèm dây trong hộp không", intent="ask_product_details")).text
    assert "chưa" in text


async def test_that_there_is_no_caffeine_is_no_answer_to_whether_there_is_sugar(said):
    await said("trà hoa cúc táo đỏ đồi gió giá bao nhiêu")
    text = (await said("có đường không shop")).text
    assert "Caffeine" not in text
    assert "Dạ không ạ" not in text
    assert "không" in (await said("có caffeine không")).text
