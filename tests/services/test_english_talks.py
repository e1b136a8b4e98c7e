"""Talks in English: other goods in the middle of a talk, things told apart as English does it."""

import pytest


async def test_what_there_is_of_named_goods_is_asked_and_not_everything(said):
    reply = await said("need a tshirt for my husband, he's 83 kg, 1m80. what do you have that fits")
    assert reply.skus[0] == "TT-AOTHUN-02"
    assert "100% cotton" in (await said("what is it made of?")).text


async def test_other_goods_in_the_middle_of_a_talk_are_what_is_asked_about(said):
    await said("i want earphones for running")
    reply = await said("also shoes: my foot is 25 cm, what size do i take in the running ones?", intent="ask_fit")
    assert "size 40" in reply.text
    assert reply.ground.focus[0] == "TT-GIAY-02"


async def test_goods_that_a_clause_names_are_not_praise(said):
    await said("i want earphones for running")
    reply = await said("and a t-shirt that dries fast, im 72kg", intent="praise", confidence=0.9)
    assert any(sku.startswith("TT-AOTHUN") for sku in reply.skus), reply.text


async def test_what_is_described_by_more_than_its_kind_is_spoken_of_then(said):
    await said("toner for oily skin")
    reply = await said("the sunscreen for oily skin, how much is it", intent="ask_price")
    assert reply.ground.focus[0] == "MP-KCN-01" and "320,000" in reply.text


@pytest.mark.parametrize("question", ["what about the in-ear ones?", "and the in-ear one, how much"])
async def test_in_ear_ones_are_not_over_ear(said, question):
    await said("headphones for the office")
    assert (await said(question, intent="ask_price")).ground.focus[0] == "DT-TAINGHE-02"


async def test_small_one_is_told_apart_by_its_kind(said):
    await said("i need a rice cooker", intent="find_product")
    reply = await said("what colours does the small cooker have?", intent="ask_colour")
    assert "pink" in reply.text and "black" not in reply.text


async def test_two_of_that_are_two_of_what_is_spoken_of(said):
    await said("is the lotus green tea in stock", intent="ask_stock")
    reply = await said("ok 2 of that. can u wrap it")
    assert [(line.sku, line.quantity) for line in reply.ground.basket] == [("TP-TRA-03", 2)]


async def test_what_it_costs_to_send_is_the_fee_and_no_price(said):
    await said("is the lotus green tea in stock", intent="ask_stock")
    assert "35,000" in (await said("how much to send to Da Nang", intent="ask_price")).text
