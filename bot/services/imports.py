"""Import catalogue, answers, offers, orders and the shop's profile from files an owner keeps in a spreadsheet.

A file is read whole before anything is written: one bad line means that nothing changes, and every bad line is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Executable, bindparam, delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.catalogue import Faq, Product
from bot.domain.errors import BadInput
from bot.domain.offer import Offer
from bot.domain.opening import check_profile
from bot.domain.order import STEPS, Order
from bot.language import parse_phone
from bot.services.cells import Row
from bot.services.context import Services, say_nothing
from bot.services.delivery import delivery_zones
from bot.services.hours import local_time
from bot.services.sheets import Columns, ImportProblem, read_things
from bot.services.shop import last_import, load_shop, note_import
from bot.services.sizes import size_charts
from bot.store.tables import faqs as faqs_table
from bot.store.tables import products as products_table
from bot.store.tables import shop_profile

SKU = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}\Z")
ITEM = re.compile(r"\s*(\S+)\s*[x×]\s*(\d+)\s*\Z")
PART = 500
"""Values in one statement: databases take no more than some thousands."""
ORDER_STATUSES = (*STEPS, "cancelled", "returning", "refunded")


T = TypeVar("T")

CATALOGUE = Columns(
    ("sku", "name", "category", "kind", "price", "stock"),
    ("name_en", "kind_en", "brand", "list_price", "sizes", "colours", "colours_en", "attributes", "attributes_en",
     "description", "description_en", "aliases", "image", "tags", "rating", "review_count", "warranty_months"),
)  # fmt: skip
FAQ = Columns(
    ("key", "topic", "question", "answer"), ("question_en", "answer_en", "stages", "aliases"),
)  # fmt: skip
OFFERS = Columns(
    ("key", "kind", "title", "detail"),
    ("title_en", "detail_en", "value", "code", "stages", "phases", "categories", "min_total", "max_discount",
     "starts_on", "ends_on", "conditions", "conditions_en", "priority"),
)  # fmt: skip
ORDERS = Columns(
    ("code", "phone", "status", "placed_at", "total"),
    ("name", "email", "items", "shipping_fee", "payment_method", "address", "carrier", "tracking_code",
     "expected_on", "delivered_on", "note"),
)  # fmt: skip
SHEETS: Mapping[str, Columns] = {"catalogue": CATALOGUE, "faq": FAQ, "offers": OFFERS, "orders": ORDERS}


async def import_catalogue(services: Services, data: bytes) -> int:
    """Bring the catalogue to what the file says; returns how many products it has now.

    Only what changed is written: nobody waits while ten thousand articles stay as they are.
    """
    products = {product.sku: _columns_of(product) for product in read_things(data, CATALOGUE, _product, _sku)}
    # The steps of fewer are not worth telling.
    tell = services.progress if len(products) > WRITTEN_AT_ONCE else say_nothing
    tell(f"{len(products)} articles are read; comparing them with what the shop has")
    async with services.store.read() as session:
        mark, change = await last_import(session), await _change_to(products, session)
    # Nobody else can write from here to the end: what takes long is done.
    async with services.store.begin() as session:
        await _one_at_a_time(session)
        if await last_import(session) != mark:
            change = await _change_to(products, session)
        tell(f"writing {len(change.new)} new, {len(change.changed)} changed, {len(change.gone)} gone")
        await _delete(session, change.gone)
        by_sku = update(products_table).where(products_table.c.sku == bindparam("its_sku"))
        rows = [{**row, "its_sku": row["sku"]} for row in change.changed]
        await _in_parts(services, session, "changed", by_sku, rows)
        await _in_parts(services, session, "new", insert(products_table), change.new)
        await note_import(session)
    services.caches.clear()
    return len(products)


async def _in_parts(
    services: Services, session: AsyncSession, what: str, statement: Executable, rows: Sequence[dict[str, Any]]
) -> None:
    """Write rows, and tell how far it is where there are many."""
    for first in range(0, len(rows), WRITTEN_AT_ONCE):
        part = rows[first : first + WRITTEN_AT_ONCE]
        await (await session.connection()).execute(statement, part)
        if len(rows) > WRITTEN_AT_ONCE:
            services.progress(f"{first + len(part)} of {len(rows)} {what} articles are written")


WRITTEN_AT_ONCE = 5000
"""So many rows are one step."""


class _Change(NamedTuple):
    """What a file makes of the catalogue."""

    gone: set[str]
    changed: list[dict[str, Any]]
    new: list[dict[str, Any]]


async def _change_to(products: Mapping[str, dict[str, Any]], session: AsyncSession) -> _Change:
    before = {row["sku"]: dict(row) for row in (await session.execute(select(products_table))).mappings()}
    changed = [row for sku, row in products.items() if sku in before and not _same_row(before[sku], row)]
    new = [row for sku, row in products.items() if sku not in before]
    return _Change(before.keys() - products.keys(), changed, new)


async def _one_at_a_time(session: AsyncSession) -> None:
    """Let an import that runs already finish first. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(20393)"))


async def _delete(session: AsyncSession, skus: Collection[str]) -> None:
    gone = sorted(skus)
    for first in range(0, len(gone), PART):
        part = gone[first : first + PART]
        await session.execute(delete(products_table).where(products_table.c.sku.in_(part)))


def _columns_of(product: Product) -> dict[str, Any]:
    return {column.name: getattr(product, column.name) for column in products_table.c}


def _same_row(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether nothing changed; the order of attributes is the owner's and counts."""
    return before == after and [*before["attributes"]] == [*after["attributes"]]


def _sku(product: Product) -> str:
    return product.sku


def _product(row: Row) -> Product:
    sku = row.code("sku", required=True).upper()
    if not SKU.match(sku):
        raise ValueError(f"sku: {sku!r} may hold letters, digits, - _ . only")
    image = row.text("image", longest=500)
    if image and not (image.startswith("/") and not image.startswith("//")) and not image.startswith("https://"):
        raise ValueError("image: a path from / or an https address")
    colours, attributes = row.items("colours"), _pairs(row, "attributes")
    price, stock = row.number("price", required=True), row.number("stock", required=True)
    return Product(
        sku=sku,
        name=row.text("name", required=True, longest=255),
        name_en=row.text("name_en", longest=255),
        category=row.text("category", required=True, longest=32),
        kind=row.text("kind", required=True, longest=100),
        kind_en=row.text("kind_en", longest=100),
        brand=row.text("brand", longest=100),
        price=price or 0,
        list_price=row.number("list_price"),
        stock=stock or 0,
        sizes=row.items("sizes"),
        colours=colours,
        colours_en=_beside(colours, "colours_en", row.items("colours_en")),
        attributes=dict(attributes),
        attributes_en=_attributes_en(row, attributes),
        description=row.text("description"),
        description_en=row.text("description_en"),
        aliases=row.items("aliases"),
        image=image,
        tags=row.items("tags"),
        rating=row.score("rating", 5),
        review_count=row.number("review_count") or 0,
        warranty_months=row.number("warranty_months"),
    )


def _pairs(row: Row, column: str) -> list[tuple[str, str]]:
    found = []
    for pair in row.items(column):
        name, sign, value = pair.partition("=")
        if not sign:
            raise ValueError(f"{column}: {pair!r} is not name=value")
        found.append((name.strip(), value.strip()))
    return found


def _attributes_en(row: Row, attributes: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Label and value in English, by the Vietnamese name."""
    translated = _beside(attributes, "attributes_en", _pairs(row, "attributes_en"))
    labels = [label for label, _ in translated]
    if again := next((label for label in labels if labels.count(label) > 1), None):
        raise ValueError(f"attributes_en: {again!r} occurs twice")
    return {name: list(pair) for (name, _), pair in zip(attributes, translated)}


def _beside(originals: Sequence[Any], column: str, translations: list[T]) -> list[T]:
    """The translations, of which there is one for each original or none at all."""
    if translations and len(translations) != len(originals):
        needed = f"one for each of {column.removesuffix('_en')} is needed"
        raise ValueError(f"{column}: {needed} ({len(originals)}, not {len(translations)})")
    return translations


async def import_faq(services: Services, data: bytes) -> int:
    """Bring in answers: a changed one becomes a new version, one that is gone from the file is retired."""
    faqs = read_things(data, FAQ, _faq, lambda faq: faq.key)
    async with services.store.begin() as session:
        await _one_at_a_time(session)
        current = {faq.key: faq for faq in (await session.execute(select(Faq).filter_by(current=True))).scalars()}
        keys = {faq.key for faq in faqs}
        for key, old in current.items():
            if key not in keys:
                old.current = False
        for faq in faqs:
            existing = current.get(faq.key)
            if existing is not None and _same_faq(existing, faq):
                continue
            latest = (
                await session.execute(select(Faq).filter_by(key=faq.key).order_by(faqs_table.c.version.desc()).limit(1))
            ).scalar_one_or_none()
            await session.execute(update(faqs_table).where(faqs_table.c.key == faq.key).values(current=False))
            faq.version = (latest.version if latest else 0) + 1
            session.add(faq)
        await note_import(session)
    services.caches.clear()
    return len(faqs)


FAQ_FIELDS = ("topic", "question", "answer", "question_en", "answer_en", "stages", "aliases")
"""What makes a new version of an answer if it changes."""


def _same_faq(a: Faq, b: Faq) -> bool:
    return all(getattr(a, field) == getattr(b, field) for field in FAQ_FIELDS)


def _faq(row: Row) -> Faq:
    return Faq(
        key=row.text("key", required=True, longest=100),
        topic=row.text("topic", required=True, longest=64),
        question=row.text("question", required=True),
        answer=row.text("answer", required=True),
        question_en=row.text("question_en"),
        answer_en=row.text("answer_en"),
        stages=row.stages("stages"),
        aliases=row.items("aliases"),
    )


async def import_offers(services: Services, data: bytes) -> int:
    """Bring in offers; one that is gone from the file ends yesterday, because its history must stay."""
    today = local_time(await load_shop(services), services.clock()).date()
    offers = read_things(data, OFFERS, lambda row: _offer(row, today), lambda offer: offer.key)
    async with services.store.begin() as session:
        await _one_at_a_time(session)
        keys = {offer.key for offer in offers}
        for old in (await session.execute(select(Offer))).scalars().all():
            if old.key not in keys:
                old.ends_on = today - timedelta(days=1)
        for offer in offers:
            await session.merge(offer)
        await note_import(session)
    services.caches.clear()
    return len(offers)


def _offer(row: Row, today: date) -> Offer:
    return Offer(
        key=row.text("key", required=True, longest=64),
        kind=row.text("kind", required=True, longest=32),
        title=row.text("title", required=True),
        title_en=row.text("title_en"),
        detail=row.text("detail", required=True),
        detail_en=row.text("detail_en"),
        value=row.number("value"),
        code=row.code("code") or None,
        stages=row.stages("stages"),
        phases=row.items("phases"),
        categories=row.items("categories"),
        min_total=row.number("min_total"),
        max_discount=row.number("max_discount"),
        starts_on=row.day("starts_on", today),
        ends_on=row.day("ends_on", today),
        conditions=row.text("conditions"),
        conditions_en=row.text("conditions_en"),
        priority=row.number("priority") or 0,
    )


async def import_orders(services: Services, data: bytes) -> int:
    """Bring in orders by their code; others stay."""
    today = local_time(await load_shop(services), services.clock()).date()
    orders = read_things(data, ORDERS, lambda row: _order(row, today), lambda order: order.code)
    async with services.store.begin() as session:
        await _one_at_a_time(session)
        for order in orders:
            await session.merge(order)
    return len(orders)


def _order(row: Row, today: date) -> Order:
    written = row.text("phone", required=True)
    # Spreadsheets take a leading zero for decoration.
    phone = parse_phone(f"0{written}" if len(written) == 9 and written.isdigit() else written)
    if phone is None:
        raise ValueError(f"phone: {row.text('phone')!r} is not a phone number")
    status = row.text("status", required=True)
    if status not in ORDER_STATUSES:
        raise ValueError(f"status: one of {', '.join(ORDER_STATUSES)}")
    items = []
    for part in row.items("items"):
        match = ITEM.match(part)
        if not match:
            raise ValueError(f"items: {part!r} is not like SKU x 2")
        items.append({"sku": match[1].upper(), "quantity": int(match[2])})
    placed = row.day("placed_at", today)
    if placed is None:
        raise ValueError("placed_at is empty")
    return Order(
        code=row.code("code", required=True).upper().lstrip("#"),
        phone=phone,
        name=row.text("name", longest=200),
        email=row.text("email", longest=255) or None,
        status=status,
        placed_on=placed,
        items=items,
        total=row.number("total", required=True) or 0,
        shipping_fee=row.number("shipping_fee") or 0,
        payment_method=row.text("payment_method", longest=64),
        address=row.text("address"),
        carrier=row.text("carrier", longest=64),
        tracking_code=row.code("tracking_code"),
        expected_on=row.day("expected_on", today),
        delivered_on=row.day("delivered_on", today),
        note=row.text("note"),
    )


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; of two values with one name the first would be lost without a word."""
    names = [name for name, _ in pairs]
    if again := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"{again!r} occurs twice in one object")
    return dict(pairs)


async def import_shop(services: Services, data: bytes) -> int:
    """Replace the shop's profile (JSON object with name, hours, branches, categories, shipping, size charts)."""
    try:
        profile = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object_of)
    except ValueError as error:
        raise ImportProblem([f"not readable as JSON: {error}"]) from None
    if not isinstance(profile, dict) or not profile.get("name"):
        raise ImportProblem(["a JSON object with at least a name is expected"])
    problems = check_profile(profile)
    for read_part in (delivery_zones, size_charts):
        try:
            read_part(profile)
        except BadInput as error:
            problems.append(str(error))
    if problems:
        raise ImportProblem(problems)
    async with services.store.begin() as session:
        await _one_at_a_time(session)
        await session.execute(delete(shop_profile).where(shop_profile.c.key == "shop"))
        await session.execute(shop_profile.insert().values(key="shop", value=profile))
        await note_import(session)
    services.caches.clear()
    return 1


IMPORTS: Mapping[str, Callable[[Services, bytes], Any]] = {
    "shop": import_shop,
    "catalogue": import_catalogue,
    "faq": import_faq,
    "offers": import_offers,
    "orders": import_orders,
}


async def seed_demo(services: Services, folder: Path) -> dict[str, int]:
    """Fill an empty store with the demo shop; one that an owner has begun, be it with a name, is left alone."""
    async with services.store.read() as session:
        for noun in (Product, Faq, Offer, Order):
            if (await session.execute(select(noun).limit(1))).first():
                return {}
        if (await session.execute(select(shop_profile.c.key).limit(1))).first():
            return {}
    counts = {}
    for name, run in IMPORTS.items():
        path = folder / ("shop.json" if name == "shop" else f"{name}.csv")
        if path.exists():
            counts[name] = await run(services, path.read_bytes())
    return counts
