"""Numbers with units, as shoppers type them and as catalogues state them."""

from __future__ import annotations

import pytest

from bot.understanding.measures import Measure, measures_in, measures_of_fact, number


def found(text: str) -> list[tuple[float | None, float | None, str]]:
    return [(one.low, one.high, one.unit) for one in measures_in(text)]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("nồi 5 lít", [(5, 5, "l")]),
        ("5l", [(5, 5, "l")]),
        ("1 lít 8", [(1.8, 1.8, "l")]),
        ("1l8", [(1.8, 1.8, "l")]),
        ("1,8l", [(1.8, 1.8, "l")]),
        ("1.8 l", [(1.8, 1.8, "l")]),
        ("1.200 ml", [(1200, 1200, "ml")]),
        ("10k mAh", [(10_000, 10_000, "mah")]),
        ("10.000 mAh", [(10_000, 10_000, "mah")]),
        ("phòng 20m2", [(20, 20, "m2")]),
        ("đến 25 m²", [(None, 25, "m2")]),
        ("up to 25 sqm", [(None, 25, "m2")]),
        ("3-4 người", [(3, 4, "people")]),
        ("from 2 to 4 people", [(2, 4, "people")]),
        ("family of 4", [(4, 4, "people")]),
        ("dưới 3kg", [(None, 3, "kg")]),
        ("trên 40 tuổi", [(40, None, "age")]),
        ("20-48 dB", [(20, 48, "db")]),
        ("pin 50 giờ", [(50, 50, "hour")]),
        ("giao 5-7 ngày", [(5, 7, "day")]),
        ("2 lít 5 cái", [(2, 2, "l")]),
        ("16 inch và 5 kg", [(16, 16, "inch"), (5, 5, "kg")]),
    ],
)
def test_number_with_a_unit_is_read(text: str, measures: list[tuple[float | None, float | None, str]]):
    assert found(text) == measures


@pytest.mark.parametrize("text", ["5 triệu", "5tr", "2 cái", "size 42", "s24", "m2", "V50", "0912345678", ""])
def test_number_that_measures_nothing_is_left_alone(text: str):
    assert found(text) == []


@pytest.mark.parametrize(
    ("label", "value", "measures"),
    [
        ("Dung tích", "1,8 lít", [(1.8, 1.8, "l")]),
        ("Diện tích", "đến 25 m²", [(None, 25, "m2")]),
        ("Số người", "4-6", [(4, 6, "people")]),
        ("Số người", "trên 4", [(4, None, "people")]),
        ("Độ tuổi", "3+", [(3, None, "age")]),
        ("Cân nặng phù hợp", "đến 10", [(None, 10, "kg")]),
        ("Số phím", "88", [(88, 88, "key")]),
        ("Số cổng", "3", []),
    ],
)
def test_bare_number_of_a_fact_has_the_unit_that_its_label_names(label, value, measures):
    assert [(one.low, one.high, one.unit) for one in measures_of_fact(label, value)] == measures


def test_span_holds_its_ends_and_one_number_is_a_value():
    assert all(Measure(4, 6, "people").holds(value) for value in (4, 5, 6))
    assert not any(Measure(4, 6, "people").holds(value) for value in (3, 7))
    assert Measure(None, 25, "m2").holds(1)
    assert Measure(40, None, "age").holds(90)
    assert (Measure(5, 5, "l").value, Measure(4, 6, "l").value, Measure(None, 5, "l").value) == (5, None, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.200", 1200), ("1,200", 1200), ("1,5", 1.5), ("1.5", 1.5), ("1.200.000", 1_200_000), ("12", 12)],
)
def test_dots_and_commas_are_read_as_both_languages_write_them(text: str, value: float):
    assert number(text) == value
