"""A demo shop with two products: one that is translated, one that is not."""

from __future__ import annotations

import json
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
def profile():
    """What the shop says of itself."""
    return SHOP


@pytest.fixture
async def pages(profile) -> AsyncIterator[TestClient]:
    app = web.Application()

    async def load_shop():
        return profile

    add_demo_shop(app, Shelf(), load_shop, SHOP["name"])
    async with TestClient(TestServer(app)) as client:
        yield client
