"""What an English-speaking visitor is told of a product: English where the owner wrote it, Vietnamese where not."""

import re
from collections import defaultdict

import pytest

from bot.services.imports import import_catalogue
from bot.services.products import compare, get_product, list_products

CATALOGUE = """sku,name,name_en,category,kind,kind_en,price,stock,colours,colours_en,attributes,attributes_en
A-1,Tai nghe Mây,Cloud headphones,x,tai nghe,headphones,1,9,đen;xanh da trời,black;sky blue,\
Pin=50 giờ; Chống nước=không; pH=5,Battery=50 hours; Water resistance=none; pH=5
A-2,Tai nghe Gió,Wind headphones,x,tai nghe,headphones,2,9,đỏ,red,Chống nước=IPX7; Pin=10 giờ; pH=6,\
Water resistance=IPX7; Battery life=10 hours; pH=6
A-3,Tai nghe Đá,Stone headphones,x,tai nghe,headphones,3,9,tím,,Pin=10 giờ; Cổng=USB; Chống nước=không,
"""


@pytest.fixture
async def tells(house, said_in):
    """What somebody who speaks a language is told of the thing whose page they look at."""
    await import_catalogue(house.services, CATALOGUE.encode())

    async def tell(text, language="en", sku="A-1"):
        said = said_in(house, language=language)
        return await said(text, page={"kind": "product", "sku": sku} if sku else None)

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
    ("language", "text", "told"),
    [
        ("en", "compare them", ["Battery: 50 hours / 10 hours", "Water resistance: none / IPX7"]),
        ("vi", "so sánh hai cái", ["Pin: 50 giờ / 10 giờ", "Chống nước: không / IPX7"]),
    ],
)
async def test_differences_are_told_with_the_values_of_both(house, tells, said_in, language, text, told):
    said = said_in(house, language=language)
    await said.knows(shown=["A-1", "A-2"], several=True)
    reply = await said(text)
    assert [draft.kind for draft in reply.drafts] == ["comparison"]
    assert all(difference in reply.text for difference in told)


async def test_facts_and_colours_are_told_in_the_visitors_language(tells):
    assert "Battery: 50 hours" in (await tells("how long does the battery last")).text
    assert "black, sky blue" in (await tells("what colours are there")).text
    assert "đen, xanh da trời" in (await tells("có màu gì", "vi")).text


async def test_facts_and_colours_without_a_translation_are_told_in_vietnamese(tells):
    assert "Pin: 10 giờ" in (await tells("how long does the battery last", sku="A-3")).text
    assert "tím" in (await tells("what colours are there", sku="A-3")).text


@pytest.mark.parametrize(
    ("language", "question", "answer"),
    [
        ("en", "does it come in black", "comes in black"),
        ("en", "do you have it in blue", "comes in sky blue"),
        ("en", "do you have it in Red?", "red"),
        ("en", "is there a navy blue one", "(navy)"),
        ("en", "does it come in đỏ", "red"),
        ("en", "does it come in vàng hồng", "rose gold"),
        ("vi", "có màu đen không", "có màu đen"),
        ("vi", "co mau do khong", "không có màu đỏ ạ. Các màu đang có: đen, xanh da trời"),
        ("vi", "có bản black không", "có màu đen"),
        ("vi", "có màu pink không", "không có màu hồng"),
    ],
)
async def test_colour_that_is_asked_for_is_known_in_both_languages(tells, language, question, answer):
    said = (await tells(question, language)).text
    assert answer in said
    if answer not in ("comes in black", "comes in sky blue", "có màu đen"):
        assert "black, sky blue" in said or "đen, xanh da trời" in said


async def test_search_by_an_english_colour_finds_its_shades(tells):
    assert (await tells("blue headphones", sku=None)).skus == ["A-1"]


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
