"""The sums, where a wrong one would flatter."""

import pytest

from .figures import Played, Said, Share, closing_line, kept, seconds, talks_right, turns_right, wishes, wishes_served
from .judge import Talk, Turn

ONE = Turn("giá bao nhiêu", money=(5000,))
TWO = Turn("giá bao nhiêu, màu gì", money=(5000,), says=("hong",))
THREE = Turn("giá, màu, và pin", money=(5000,), says=("hong", "gio"))


def played(*faults, turns=(ONE, TWO), name="a", variant=str):
    said = [
        Said(turn, variant(turn.user), [{"text": "x"}], [fault] if fault else [], 0.5)
        for turn, fault in zip(turns, faults, strict=True)
    ]
    return Played(Talk(name, "", "vi", tuple(turns)), said)


@pytest.mark.parametrize(
    ("turn", "count"),
    [
        (ONE, 1),
        (TWO, 2),
        (THREE, 3),
        (Turn("giá với màu", money=(5000,), says=("hong",)), 1),  # nothing joins them
        (Turn("1,5 triệu thôi", says=("a", "b")), 1),  # no comma but a decimal one
        (Turn("tai nghe + loa", money=(5000, 6000)), 2),
        (Turn("tai nghe và loa", says=("a", "b")), 2),
        (Turn("tai nghe va loa", says=("a",), speaks=("b",)), 2),
        (Turn("Price and colour", says=("a",), cards=("X", "Y")), 2),
        (Turn("dạ, giá sao", money=(5000,), never=("a", "b")), 1),  # wanted not said
        (Turn("dạ, thôi", no_cards=True), 0),
        (Turn("ok, bye"), 0),
    ],
)
def test_wishes_are_counted(turn, count):
    assert wishes(turn) == count


def test_only_checked_turns_count_and_a_talk_is_right_as_a_whole():
    of_two = [played("", ""), played("", "says", name="b"), played("", turns=(Turn("ok"),), name="c")]
    assert turns_right(of_two) == Share(3, 4)
    assert talks_right(of_two) == Share(2, 3)
    assert wishes_served(of_two) == Share(1, 2)
    assert closing_line(of_two) == (
        "turns right 0.750 of 4; whole talks right 2/3; several wishes all served 0.50 of 2"
    )
    assert talks_right([played("no answer", turns=(Turn("ok"),))]) == Share(0, 1)


def test_nothing_played_is_nothing_right():
    assert turns_right([]).share is None
    assert closing_line([]).startswith("turns right 0.000 of 0; whole talks right 0/0")


def test_kept_counts_turns_that_were_right_and_read_otherwise_now():
    plain = [played("", "", turns=(ONE, TWO)), played("", "says", turns=(ONE, TWO), name="b")]
    other = [
        played("", "money", turns=(ONE, TWO), variant=str.upper),
        played("", "", turns=(ONE, TWO), name="b", variant=str.upper),
    ]
    assert kept(plain, other) == Share(2, 3)
    assert kept(plain, plain) == Share(0, 0)
    assert kept([], other) == Share(0, 0)


def test_seconds_are_of_checked_turns_that_were_answered():
    one = played("", "", "", turns=(ONE, THREE, Turn("ok")))
    one.said[1].seconds = None
    assert seconds([one], lambda count: count == 1) == [0.5]
    assert seconds([one], lambda count: count >= 3) == []
