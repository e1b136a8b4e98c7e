"""The demo shop's pages for who reads English, with and without a translation of a product's facts and colours."""

import json
import re
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.demo_shop.pages import add_demo_shop
from bot.domain.catalogue import Product
from bot.settings import ROOT

SHOP = json.loads((ROOT / "data" / "shop" / "shop.json").read_text(encoding="utf-8"))
COMMON = {
    "category": "electronics", "kind": "tai nghe", "kind_en": "headphones", "brand": "Mây", "price": 1, "stock": 9,
    "image": "/x.svg", "colours": ["đen", "kem"], "attributes": {"Pin": "50 giờ"},
}  # fmt: skip
TRANSLATED = Product(
    sku="A-1", name="Tai nghe", name_en="Headphones", colours_en=["black", "cream"],
    attributes_en={"Pin": ["Battery", "50 hours"]}, **COMMON,
)  # fmt: skip
UNTRANSLATED = Product(sku="A-2", name="Tai nghe", name_en="", **COMMON)


class Shelf:
    """Two products."""

    async def list_products(self, category=None):
        return [TRANSLATED, UNTRANSLATED]

    async def get_product(self, sku):
        return next((product for product in (TRANSLATED, UNTRANSLATED) if product.sku == sku), None)


@pytest.fixture
async def pages() -> AsyncIterator[TestClient]:
    app = web.Application()
    add_demo_shop(app, Shelf(), SHOP)
    async with TestClient(TestServer(app)) as client:
        yield client


async def text_of(pages, path):
    answer = await pages.get(path)
    assert answer.status == 200
    return await answer.text()


def chosen_and_shown(html):
    """What the cart keeps of a choice, and what is read beside it."""
    return re.findall(r'name="colour" value="(\w+)".*?<span (.*?)>(\w+)</span>', html)


async def test_facts_and_colours_are_shown_in_english_and_kept_in_vietnamese(pages):
    html = await text_of(pages, "/san-pham/A-1?lang=en")
    assert chosen_and_shown(html) == [("đen", "", "black"), ("kem", "", "cream")]
    assert '<th scope="row">Battery</th><td>50 hours</td>' in html
    assert '<table lang="vi">' not in html


async def test_what_is_not_translated_is_shown_and_marked_as_vietnamese(pages):
    html = await text_of(pages, "/san-pham/A-2?lang=en")
    assert chosen_and_shown(html) == [("đen", 'lang="vi"', "đen"), ("kem", 'lang="vi"', "kem")]
    assert '<table lang="vi">' in html
    assert '<th scope="row">Pin</th><td>50 giờ</td>' in html


async def test_cart_names_the_colour_in_the_language_it_is_read_in(pages):
    for language, names in (("en", ["black", "cream"]), ("vi", ["đen", "kem"])):
        [item] = json.loads(await text_of(pages, f"/gio-hang/hang.json?sku=A-1&lang={language}"))["items"]
        assert item["colours"] == dict(zip(["đen", "kem"], names, strict=True))
