"""An answer to what the assistant asked leaves the belief where it was; a question or a wish moves it."""

import pytest

from bot.journey import Belief, Evidence, is_answer, update

CHOOSES = {"buying": 0.9, "evaluating": 0.06, "researching": 0.02, "post_purchase": 0.01, "none": 0.01}
LOOKING = Belief("researching", {"researching": 0.8, "evaluating": 0.1, "buying": 0.05, "post_purchase": 0.05})


@pytest.mark.parametrize(
    ("before", "text", "answers"),
    [
        ("Dạ anh thích tông màu nào ạ?", "trắng hoặc vàng", True),
        ("Dạ chị cho em xin tên ạ.", "Thu Hằng", True),
        ("What colour does he like?", "beige or light grey", True),
        ("Dạ anh thích tông màu nào ạ?", "thôi lấy cái đen đi", False),
        ("Dạ anh thích tông màu nào ạ?", "giá bao nhiêu", False),
        ("Dạ mẫu này còn hàng ạ.", "trắng hoặc vàng", False),
        (None, "trắng hoặc vàng", False),
    ],
)
def test_answer_is_told_from_question_and_wish(before: str | None, text: str, answers: bool):
    assert is_answer(before, text) is answers


def test_answer_keeps_the_stage_that_its_words_alone_would_move():
    alone, _ = update(LOOKING, Evidence(stages=CHOOSES, intent="choose_variant"))
    answered, _ = update(LOOKING, Evidence(stages=CHOOSES, intent="choose_variant", answer=True))
    assert (alone.stage, answered.stage) == ("buying", "researching")
