"""Variants of one thing that are told apart in one breath, each with its number."""

from __future__ import annotations

import pytest

from bot.understanding.shelf import Shelf
from bot.understanding.variants import variants_in

TEE, TOTE = "TT-AOTHUN-01", "TT-TUI-01"


def told(shelf: Shelf, sku: str, text: str) -> list[tuple[int | None, str | None, str | None]]:
    return [(one.quantity, one.colour, one.size) for one in variants_in(shelf.entries[sku].product, text)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("2 S, 1 M", [(2, None, "S"), (1, None, "M")]),
        ("2 s 1 m", [(2, None, "S"), (1, None, "M")]),
        ("2 S, 1 M, màu đen hết", [(2, "đen", "S"), (1, "đen", "M")]),
        ("đen size L với trắng size S", [(1, "đen", "L"), (1, "trắng", "S")]),
        ("2 cái, 1 trắng 1 đen", [(1, "trắng", None), (1, "đen", None)]),
        ("60 cái, 30 đen 30 trắng", [(30, "đen", None), (30, "trắng", None)]),
        ("2 pcs, black and white", [(1, "đen", None), (1, "trắng", None)]),
        ("one black and one white", [(1, "đen", None), (1, "trắng", None)]),
        ("1 đen 1 trắng size M", [(1, "đen", "M"), (1, "trắng", "M")]),
        ("đen 2 trắng 1", [(2, "đen", None), (1, "trắng", None)]),
        ("lay 2 cai den 1 cai trang", [(2, "đen", None), (1, "trắng", None)]),
        ("lấy đen với trắng mỗi màu 2 cái", [(2, "đen", None), (2, "trắng", None)]),
        ("lấy 2 cái màu đen size M", []),
        ("2 cái hết bao nhiêu", []),
        ("có màu đen hay trắng không", []),
        ("ship den dau cung duoc, 2 cai", []),
    ],
)
def test_each_variant_has_its_own_number(shelf: Shelf, text: str, lines):
    assert told(shelf, TEE, text) == lines


def test_each_colour_is_every_one_of_a_few(shelf: Shelf):
    colours = shelf.entries[TOTE].product.colours
    assert told(shelf, TOTE, "lấy mỗi màu 1 cái") == [(1, colour, None) for colour in colours]
