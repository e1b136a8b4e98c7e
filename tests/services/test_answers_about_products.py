"""What an English-speaking visitor is told of a product: English where the owner wrote it, Vietnamese where not."""

import re
from collections import defaultdict

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.products import ActionCompareProducts, ActionDescribeProduct, ActionFindProducts
from bot.language import find_entities
from bot.services.imports import import_catalogue
from bot.services.products import compare, get_product, list_products

CATALOGUE = """sku,name,name_en,category,kind,price,stock,colours,colours_en,attributes,attributes_en
A-1,Tai nghe Mây,Cloud headphones,x,tai nghe,1,9,đen;xanh da trời,black;sky blue,Pin=50 giờ; Chống nước=không; pH=5,\
Battery=50 hours; Water resistance=none; pH=5
A-2,Tai nghe Gió,Wind headphones,x,tai nghe,2,9,đỏ,red,Chống nước=IPX7; Pin=10 giờ; pH=6,\
Water resistance=IPX7; Battery life=10 hours; pH=6
A-3,Tai nghe Đá,Stone headphones,x,tai nghe,3,9,tím,,Pin=10 giờ; Cổng=USB; Chống nước=không,
"""


@pytest.fixture
async def tells(house):
    """What an action says to a visitor who asks with an intent, in a language, of the things shown."""
    await import_catalogue(house.services, CATALOGUE.encode())

    async def tell(action, text, intent="", language="en", product=None, shown=()):
        message = {
            "text": text,
            "intent": {"name": intent},
            "entities": [
                {"entity": e.kind, "value": e.value, "start": e.start, "end": e.end} for e in find_entities(text)
            ],
            "metadata": {"language": language},
        }
        slots = {"product": product, "shown_products": list(shown)}
        dispatcher = CollectingDispatcher()
        tracker = Tracker("vera", slots, message, [], False, None, {}, "action_listen")
        await action(house.services).run(dispatcher, tracker, {})
        return dispatcher.messages[0]

    return tell


async def side_by_side(house, language, *skus):
    payload = await compare(house.services, [await get_product(house.services, sku) for sku in skus], language)
    return {row["label"]: (*row["values"], row["differs"]) for row in payload["rows"]}


async def test_comparison_is_told_in_english_with_one_row_for_each_attribute(house, tells):
    rows = await side_by_side(house, "en", "A-1", "A-2")
    assert rows["Battery"] == ("50 hours", "10 hours", True)
    assert rows["Water resistance"] == ("none", "IPX7", True)
    assert rows["Colours"] == ("black, sky blue", "red", True)
    assert not {"Battery life", "Pin", "Chống nước", "Màu"} & set(rows)


async def test_comparison_with_a_thing_that_is_not_translated_says_in_english_what_it_can(house, tells):
    for pair in (("A-2", "A-3"), ("A-3", "A-2")):
        rows = await side_by_side(house, "en", *pair)
        assert rows["Battery life"] == ("10 hours", "10 hours", False)
        assert sorted(rows["Cổng"][:2]) == ["USB", "–"]
        assert sorted(rows["Water resistance"][:2]) == ["IPX7", "không"]
        assert sorted(rows["Colours"][:2]) == ["red", "tím"]


async def test_comparison_stays_vietnamese_for_who_speaks_it(house, tells):
    rows = await side_by_side(house, "vi", "A-1", "A-2")
    assert rows["Pin"] == ("50 giờ", "10 giờ", True)
    assert rows["Màu"] == ("đen, xanh da trời", "đỏ", True)
    assert "Battery" not in rows


@pytest.mark.parametrize(
    ("language", "differences"),
    [("en", {"price", "battery", "water resistance", "pH"}), ("vi", {"giá", "pin", "chống nước", "pH"})],
)
async def test_differences_are_named_as_within_a_sentence(tells, language, differences):
    said = await tells(ActionCompareProducts, "compare them", language=language, shown=["A-1", "A-2"])
    assert set(said["text"].rpartition(": ")[2].strip(".").split(", ")) == differences


async def test_facts_and_colours_are_told_in_the_visitors_language(tells):
    said = await tells(ActionDescribeProduct, "what are the specs", "ask_specs", product="A-1")
    assert "Battery: 50 hours; Water resistance: none" in said["text"]
    said = await tells(ActionDescribeProduct, "what colours are there", "ask_colour", product="A-1")
    assert said["text"].endswith("black, sky blue.")
    said = await tells(ActionDescribeProduct, "có màu gì", "ask_colour", "vi", product="A-1")
    assert "đen, xanh da trời" in said["text"]


async def test_facts_and_colours_without_a_translation_are_told_in_vietnamese(tells):
    said = await tells(ActionDescribeProduct, "what are the specs", "ask_specs", product="A-3")
    assert "Pin: 10 giờ" in said["text"]
    said = await tells(ActionDescribeProduct, "what colours are there", "ask_colour", product="A-3")
    assert said["text"].endswith("tím.")


@pytest.mark.parametrize(
    ("language", "question", "answer"),
    [
        ("en", "does it come in black", "comes in: black, sky blue"),
        ("en", "do you have it in blue", "comes in: black, sky blue"),
        ("en", "do you have it in Red?", "not come in that colour (red). It comes in: black, sky blue"),
        ("en", "is there a navy blue one", "(navy blue)"),
        ("en", "does it come in đỏ", "(red)"),
        ("en", "does it come in vàng hồng", "(vàng hồng)"),
        ("vi", "có màu đen không", "có các màu: đen, xanh da trời"),
        ("vi", "co mau do khong", "không có màu đỏ ạ. Các màu đang có: đen, xanh da trời"),
        ("vi", "có bản black không", "có các màu: đen"),
        ("vi", "có màu pink không", "không có màu hồng"),
    ],
)
async def test_colour_that_is_asked_for_is_known_in_both_languages(tells, language, question, answer):
    assert answer in (await tells(ActionDescribeProduct, question, "ask_colour", language, product="A-1"))["text"]


async def test_search_by_an_english_colour_finds_its_shades(tells):
    said = await tells(ActionFindProducts, "blue headphones", "find_product")
    assert [item["sku"] for item in said["custom"]["payload"]["items"]] == ["A-1"]


# -- the demo shop ----------------------------------------------------------------------------------------------------


async def test_every_product_of_the_demo_shop_has_its_facts_and_colours_in_english(shop):
    for product in await list_products(shop.services):
        assert product.facts("vi"), product.sku
        assert set(product.attributes_en) == set(product.attributes), product.sku
        assert len(product.facts("en")) == len(product.facts("vi")), product.sku
        assert len(product.colours_en) == len(product.colours), product.sku


async def test_numbers_of_the_demo_shop_are_the_same_in_english_and_written_as_english_writes_them(shop):
    for product in await list_products(shop.services):
        for name, vietnamese in product.facts("vi").items():
            _, english = product.fact(name, "en")
            assert sorted(re.findall(r"\d+", english)) == sorted(re.findall(r"\d+", vietnamese)), product.sku
            assert not re.search(r"\d,(?!\d{3}\b)\d|\d\.\d{3}\b", english), f"{product.sku}: {english}"


async def test_things_of_one_kind_in_the_demo_shop_have_one_english_label_for_each_fact(shop):
    labels = defaultdict(set)
    for product in await list_products(shop.services):
        for name in product.attributes:
            labels[product.kind, name].add(product.fact(name, "en")[0])
    assert {which: told for which, told in labels.items() if len(told) > 1} == {}
