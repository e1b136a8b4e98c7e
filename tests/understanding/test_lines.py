"""Which things are wanted, how many of each, and in which variant."""

from __future__ import annotations

import pytest
from reading import entities_of

from bot.domain.ground import Ground
from bot.understanding.counts import count_in
from bot.understanding.lines import wished_in
from bot.understanding.shelf import Shelf

V50, BEAN, RUN = "DT-TAINGHE-01", "DT-TAINGHE-02", "DT-TAINGHE-03"
COOKER, SHIRT = "GD-NOICOM-01", "TT-AOTHUN-02"


def wished(
    shelf: Shelf, text: str, ground: Ground | None = None
) -> list[tuple[str, int | None, str | None, str | None]]:
    found = wished_in(shelf, ground or Ground(), text, entities_of(text), None)
    return [(one.sku, one.quantity, one.size, one.colour) for one in found]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("lấy V50", [(V50, None, None, None)]),
        ("2 cái V50 màu đen với 1 nồi cơm 1l8", [(V50, 2, None, "đen"), (COOKER, 1, None, None)]),
        ("add one V50 and two Bean", [(V50, 1, None, None), (BEAN, 2, None, None)]),
        ("lấy V50 thêm 1 nồi chiên 5 lít", [(V50, None, None, None), ("GD-NOICHIEN-01", 1, None, None)]),
        ("cho mình 3 gói cà phê robusta", [("TP-CAPHE-01", 3, None, None)]),
        ("1 nồi cơm 1l8 + 2 hộp quà chiều hiên", [(COOKER, 1, None, None), ("TP-HOPQUA-01", 2, None, None)]),
    ],
)
def test_things_are_wanted_by_name_each_with_its_number_and_variant(shelf: Shelf, text: str, lines):
    assert wished(shelf, text) == lines


def test_named_things_are_wanted_whatever_was_spoken_of(shelf: Shelf):
    found = wished(shelf, "2 cái V50 màu đen với 1 nồi cơm 1l8", Ground(focus=[SHIRT]))
    assert found == [(V50, 2, None, "đen"), (COOKER, 1, None, None)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("lấy 2 cái", (SHIRT, 2, None, None)),
        ("lấy size L màu đen 2 cái", (SHIRT, 2, "L", "đen")),
        ("mua 2 áo thun size M màu đen", (SHIRT, 2, "M", "đen")),
        ("I'll take two of them", (SHIRT, 2, None, None)),
        ("lấy nhé", (SHIRT, None, None, None)),
    ],
)
def test_without_a_name_it_is_the_thing_spoken_of(shelf: Shelf, text: str, line):
    assert wished(shelf, text, Ground(focus=[SHIRT])) == [line]


def test_two_colours_of_one_thing_are_two_lines(shelf: Shelf):
    ground = Ground(focus=[BEAN], shown=[V50, BEAN, RUN])
    assert wished(shelf, "lấy 2 cái, 1 hồng 1 đen", ground) == [(BEAN, 1, None, "hồng"), (BEAN, 1, None, "đen")]


def test_both_are_a_line_each(shelf: Shelf):
    assert {sku for sku, *_ in wished(shelf, "lấy cả hai", Ground(shown=[V50, BEAN], several=True))} == {V50, BEAN}


def test_counted_card_is_taken(shelf: Shelf):
    assert wished(shelf, "lấy cái thứ hai", Ground(shown=[V50, BEAN, RUN], several=True)) == [(BEAN, None, None, None)]


@pytest.mark.parametrize(
    "text", ["lấy nhé", "lấy 2 cái", "mua 2 áo thun size M", "lấy cả hai", "cho mình 3 gói cà phê"]
)
def test_what_names_no_single_thing_is_not_guessed(shelf: Shelf, text: str):
    assert wished(shelf, text) == []


def test_size_that_the_thing_does_not_come_in_is_none_of_it(shelf: Shelf):
    [(sku, _, size, _)] = wished(shelf, "lấy size 45", Ground(focus=[SHIRT]))
    assert (sku, size) == (SHIRT, None)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("lấy 2 cái", 2),
        ("hai hộp", 2),
        ("x3", 3),
        ("3x", 3),
        ("một cái", 1),
        ("a couple of bags", 2),
        ("lấy 3", 3),
        ("make it two", 2),
        ("số lượng 10", 10),
        ("lấy 2 cái size 42", 2),
        ("size 42", None),
        ("nồi 5 lít", None),
        ("1 triệu", None),
        ("2tr", None),
        ("v50", None),
        ("0 cái", None),
        ("9999 cái", None),
        ("", None),
    ],
)
def test_number_of_pieces_is_counted_and_no_other_number(text: str, count: int | None):
    assert count_in(text) == count
