"""Goods named in English as people do: by the last word of what they are called, among other things."""

import pytest

from bot.domain.catalogue import Product
from bot.language import find_entities
from bot.understanding.describing import by_description
from bot.understanding.english_nouns import head_of_title
from bot.understanding.query import query_of
from bot.understanding.shelf import make_shelf


def thing(sku, name_en, kind, kind_en, **more):
    more = {"name": sku, "category": "x", "brand": "", "stock": 5, "image": "", "price": 9} | more
    return Product(sku=sku, name_en=name_en, kind=kind, kind_en=kind_en, **more)


SHELF = make_shelf(
    [
        thing("NHI", "Nhịp Kids GPS watch", "đồng hồ", "smartwatch"),
        thing("GIO", "Breeze running shoes", "giày", "sneakers"),
        thing("KEM", "Ceramide moisturiser 50 g", "kem dưỡng", "moisturiser"),
        thing("SON", "Matte lip cream", "son", "lipstick"),
        thing("TAI", "Over-ear headphones with case", "tai nghe", "headphones", attributes={"Kiểu": "chụp tai"},
              attributes_en={"Kiểu": ["Style", "over-ear"]}),
        thing("HAT", "Bean earbuds, 6 hours", "tai nghe", "headphones", attributes={"Kiểu": "nhét tai"},
              attributes_en={"Kiểu": ["Style", "in-ear"]}),
        thing("TRA", "Lotus green tea, 15 bags", "trà", "tea"),
        thing("QUA", "Afternoon gift box: tea and honey", "hộp quà", "gift box"),
        thing("ROB", "Slim robot vacuum", "robot hút bụi", "robot vacuum"),
    ]
)  # fmt: skip


def asked(text):
    found = [{"entity": e.kind, "value": e.value, "start": e.start, "end": e.end} for e in find_entities(text)]
    return query_of(text, found, SHELF)


@pytest.mark.parametrize(
    ("title", "noun"),
    [
        ("Breeze running shoes for women", "shoe"),
        ("Six-nut mix of nuts 500 g", "nut"),
        ("Brush, mop and filter kit", "brush"),
        ("Pocket 5,000 mAh power bank with cable", "bank"),
        ("500 ml", ""),
        ("", ""),
    ],
)
def test_title_ends_with_what_the_thing_is(title, noun):
    assert head_of_title(title) == noun


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("watch for my 7 yr old so i can see where he is", {"đồng hồ"}),
        ("ok next, shoes for my grandma, she cant tie laces", {"giày"}),
        ("earphones + shoes altogether?", {"tai nghe", "giày"}),
        ("a face cream for dry skin, please", {"kem dưỡng", "son"}),
        ("ok no tea. a robot for the house please", {"robot hút bụi"}),
        ("do you have gift boxes with honey", {"hộp quà"}),
    ],
)
def test_goods_are_heard(text, kinds):
    query = asked(text)
    assert query.kinds | query.heads == kinds


@pytest.mark.parametrize("text", ["is there something for my shoes", "the hair is everywhere, in the tea even"])
def test_what_other_goods_are_for_is_not_asked_for(text):
    assert not asked(text).heads


@pytest.mark.parametrize("text", ["my face gets red very easily", "many black heads on my nose"])
def test_colour_of_a_skin_is_no_colour_of_goods(text):
    assert not asked(text).colours


def test_thing_is_meant_by_its_compound():
    both = [SHELF.entries["TAI"], SHELF.entries["HAT"]]
    text = "what about the in-ear ones"
    assert by_description(SHELF, asked(text), both, text) == ["HAT"]


@pytest.mark.parametrize(("text", "about"), [("budget around 500k", True), ("300k to 500k please", False)])
def test_one_amount_is_about_that_much(text, about):
    assert asked(text).about is about
