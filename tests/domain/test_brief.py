"""A page that a seller wrote becomes a sentence."""

import pytest

from bot.domain.brief import LONGEST, beginning, first_sentence, in_brief

PAGE = """Ví da mềm, ngăn thẻ rộng. Khoá kéo êm.

#videp #vire #freeship
Lưu ý: màu thật đậm hơn ảnh một chút.
"""


def test_first_sentence_is_said_without_its_full_stop():
    assert first_sentence(PAGE) == "Ví da mềm, ngăn thẻ rộng"


def test_short_forms_and_numbers_end_no_sentence():
    assert first_sentence("Giao từ TP. hồ chí minh, nặng 1.5 kg. Êm.") == "Giao từ TP. hồ chí minh, nặng 1.5 kg"


def test_beginning_is_one_line_of_whole_sentences_without_hash_tags():
    assert beginning(PAGE) == "Ví da mềm, ngăn thẻ rộng. Khoá kéo êm. Lưu ý: màu thật đậm hơn ảnh một chút."
    assert beginning(PAGE, 45) == "Ví da mềm, ngăn thẻ rộng. Khoá kéo êm."


@pytest.mark.parametrize(
    "text", ["a" * 5000, "từ " * 3000, "★★★★ " * 900 + "Hàng mới", "không một dấu chấm nào cả " * 99]
)
def test_page_without_a_full_stop_is_cut(text):
    assert len(first_sentence(text)) <= LONGEST + 1
    assert len(beginning(text)) <= 2 * LONGEST + 1
    assert "\n" not in in_brief(text)


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "####", "★★★★★"])
def test_nothing_told_is_nothing_said(text):
    assert first_sentence(text) == beginning(text) == ""
