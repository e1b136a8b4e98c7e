"""The demo shop's routes: home, category, product, cart and a few policies, drawn on the server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import urlencode

import jinja2
from aiohttp import web

from bot.demo_shop.look import brand_css, money, opening_hours
from bot.demo_shop.words import WORDS, Language

if TYPE_CHECKING:
    from bot.domain.catalogue import Product

POLICIES: Final = {"giao-hang": "delivery", "thanh-toan": "payment", "quyen-rieng-tu": "privacy"}
PRICE_STEPS: Final = (200_000, 500_000, 1_000_000, 3_000_000, 5_000_000)
FEW: Final = 3
_YEAR: Final = 365 * 24 * 3600


class CatalogueReader(Protocol):
    """Where the pages read products from."""

    async def list_products(self, category: str | None = None) -> list[Product]:
        """All products, or those of one category."""
        ...

    async def get_product(self, sku: str) -> Product | None:
        """One product, or None."""
        ...


ShopReader = Callable[[], Awaitable[Mapping[str, Any]]]
"""Gives the shop's profile as it is now."""

_SORTS: Final[dict[str, Callable[[Product], Any]]] = {
    "popular": lambda p: ("best_seller" not in p.tags, -p.review_count),
    "new": lambda p: ("new" not in p.tags, -p.review_count),
    "low": lambda p: p.price,
    "high": lambda p: -p.price,
    "rating": lambda p: (-(p.rating or 0), -p.review_count),
}


def add_demo_shop(app: web.Application, catalogue: CatalogueReader, load_shop: ShopReader, demo_name: str) -> None:
    """Add the pages to ``app``. A shop of another name than ``demo_name`` is an owner's own, to try things on."""
    pages = _Pages(catalogue, load_shop, demo_name)
    app.router.add_get("/", pages.home)
    app.router.add_get("/danh-muc/{key}", pages.category)
    app.router.add_get("/san-pham/{sku}", pages.product)
    app.router.add_get("/gio-hang", pages.cart)
    app.router.add_get("/gio-hang/hang.json", pages.cart_items)
    app.router.add_get("/chinh-sach/{key}", pages.policy)
    app.router.add_get("/demo-shop/brand.css", pages.brand)
    app.middlewares.append(pages.instead_of_nothing)


def _language(request: web.Request) -> Language:
    asked = request.query.get("lang") or request.cookies.get("lang")
    return "en" if asked == "en" else "vi"


class _Pages:
    def __init__(self, catalogue: CatalogueReader, load_shop: ShopReader, demo_name: str) -> None:
        self._catalogue = catalogue
        self._load_shop = load_shop
        self._demo_name = demo_name
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            enable_async=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )

    async def home(self, request: web.Request) -> web.Response:
        products = await self._catalogue.list_products()
        popular = sorted(products, key=_SORTS["popular"])
        faces: dict[str, Product] = {}
        for product in popular:
            faces.setdefault(product.category, product)
        new = [p for p in sorted(products, key=_SORTS["new"]) if "new" in p.tags and p not in popular[:8]]
        return await self._draw(
            request,
            "home.html",
            {"kind": "home"},
            products=products,
            best=_mixed(popular, 8),
            new=_mixed(new, 4),
            faces=faces,
        )

    async def category(self, request: web.Request) -> web.Response:
        key = request.match_info["key"]
        category = await self._category(key)
        if category is None:
            return await self._lost(request)
        every = await self._catalogue.list_products(key)
        query = request.query
        shown = list(every)
        if kind := query.get("kind"):
            shown = [p for p in shown if p.kind == kind]
        limit = query.get("max", "")
        if limit.isdecimal():
            shown = [p for p in shown if p.price <= int(limit)]
        if query.get("stock"):
            shown = [p for p in shown if p.stock > 0]
        sort = query.get("sort", "popular")
        shown.sort(key=_SORTS.get(sort, _SORTS["popular"]))
        top = max((p.price for p in every), default=0)
        return await self._draw(
            request,
            "category.html",
            {"kind": "category", "category": key},
            category=category,
            products=shown,
            sort=sort,
            sorts=list(_SORTS),
            kinds=sorted({(p.kind, p.kind_en) for p in every}),
            steps=[step for step in PRICE_STEPS if step < top],
            chosen=query,
        )

    async def product(self, request: web.Request) -> web.Response:
        product = await self._catalogue.get_product(request.match_info["sku"])
        if product is None:
            return await self._lost(request)
        others = [p for p in await self._catalogue.list_products(product.category) if p.sku != product.sku]
        others.sort(key=lambda p: (p.kind != product.kind, abs(p.price - product.price)))
        category = await self._category(product.category)
        page = {"kind": "product", "sku": product.sku, "category": product.category}
        return await self._draw(request, "product.html", page, product=product, related=others[:4], category=category)

    async def _shop(self) -> dict[str, Any]:
        """The profile with something for each part that the pages read: an owner may have begun with a name."""
        shop = dict(await self._load_shop())
        name = str(shop.get("name") or "Shop")
        return {
            "hotline": "", "zalo": "", "email": "", "branches": [], "hours": {}, "categories": [], "bank": None,
            "name": name, "brand_colour": "#0b6e5f",
            **{part: value for part, value in shop.items() if value},
            "tagline": {"vi": name, **(shop.get("tagline") or {})},
            "shipping": {"free_from": 0, "zones": [], **(shop.get("shipping") or {})},
            "demo": name == self._demo_name,
        }  # fmt: skip

    async def _category(self, key: str) -> Mapping[str, Any] | None:
        shop = await self._shop()
        return next((one for one in shop["categories"] if one["key"] == key), None)

    async def cart(self, request: web.Request) -> web.Response:
        products = sorted(await self._catalogue.list_products(), key=_SORTS["popular"])
        return await self._draw(request, "cart.html", {"kind": "cart"}, suggested=_mixed(products, 4))

    async def cart_items(self, request: web.Request) -> web.Response:
        """Today's names, prices and stock of what is in somebody's cart, so that no old price is shown."""
        language = _language(request)
        found = []
        for sku in dict.fromkeys(request.query.getall("sku", [])[:50]):
            if product := await self._catalogue.get_product(sku):
                found.append(
                    {
                        "sku": product.sku,
                        "name": product.title(language),
                        "price": product.price,
                        "stock": product.stock,
                        "image": product.image,
                        "url": product.url,
                        "colours": dict(zip(product.colours, product.colour_names(language))),
                    }
                )
        return web.json_response({"items": found}, headers={"Cache-Control": "no-store"})

    async def policy(self, request: web.Request) -> web.Response:
        topic = POLICIES.get(request.match_info["key"])
        if topic is None:
            return await self._lost(request)
        return await self._draw(request, "policy.html", {"kind": "other"}, topic=topic)

    async def brand(self, request: web.Request) -> web.Response:
        return web.Response(
            text=brand_css((await self._shop())["brand_colour"]),
            content_type="text/css",
            headers={"Cache-Control": "public, max-age=300"},
        )

    @web.middleware
    async def instead_of_nothing(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """An address that leads nowhere shows people a way back; programs get their error as everywhere."""
        try:
            return await handler(request)
        except web.HTTPNotFound:
            if request.method not in ("GET", "HEAD") or "text/html" not in request.headers.get("Accept", ""):
                raise
            return await self._lost(request)

    async def _lost(self, request: web.Request) -> web.Response:
        return await self._draw(request, "not_found.html", {"kind": "other"}, status=404)

    async def _draw(
        self, request: web.Request, name: str, page: dict[str, str], *, status: int = 200, **values: Any
    ) -> web.Response:
        language = _language(request)
        words = WORDS[language]

        def say(key: str, **filled: object) -> str:
            return words[key].format(**filled)

        def link(**changes: str) -> str:
            """This page's address with other query values; an empty value is left out."""
            query = {k: v for k, v in {**request.query, **changes}.items() if v}
            # Two slashes in front would make another website of it.
            path = f"/{request.path.lstrip('/')}"
            return f"{path}?{urlencode(query)}" if query else path

        shop = await self._shop()
        html = await self._templates.get_template(name).render_async(
            shop=shop,
            page=page,
            language=language,
            say=say,
            link=link,
            few=FEW,
            money=lambda amount: money(amount, language),
            named=lambda thing: thing.get(language) or thing["vi"],
            hours=opening_hours(shop["hours"], language),
            policies=POLICIES,
            fees=[zone["fee"] for zone in shop["shipping"]["zones"]],
            **values,
        )
        response = web.Response(
            text=html, content_type="text/html", status=status, headers={"Vary": "Cookie", "Content-Language": language}
        )
        if "lang" in request.query:
            response.set_cookie("lang", language, max_age=_YEAR, samesite="Lax", path="/")
        return response


def _mixed(products: list[Product], count: int) -> list[Product]:
    """The first ``count``, taken from each category in turn, so that no shelf fills the page."""
    shelves: dict[str, list[Product]] = {}
    for product in products:
        shelves.setdefault(product.category, []).append(product)
    picked: list[Product] = []
    while len(picked) < count and any(shelves.values()):
        picked.extend(shelf.pop(0) for shelf in shelves.values() if shelf)
    return picked[:count]
