"""Import catalogue, answers, offers, orders and the shop's profile from files an owner keeps in a spreadsheet.

A file is read whole before anything is written: one bad line means that nothing changes, and every bad line is named.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.catalogue import Faq, Product
from bot.domain.errors import BadInput
from bot.domain.journey import JOURNEY_STAGES
from bot.domain.offer import Offer
from bot.domain.opening import check_profile
from bot.domain.order import STEPS, Order
from bot.language import parse_phone
from bot.services.context import Services
from bot.services.delivery import delivery_zones
from bot.services.hours import local_time
from bot.services.shop import load_shop, note_import
from bot.services.sizes import size_charts
from bot.store import Store
from bot.store.tables import faqs as faqs_table
from bot.store.tables import offers as offers_table
from bot.store.tables import orders as orders_table
from bot.store.tables import products as products_table
from bot.store.tables import shop_profile

MAX_BYTES = 20_000_000
MAX_CELL = 5_000
SKU = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}\Z")
ITEM = re.compile(r"\s*(\S+)\s*[x×]\s*(\d+)\s*\Z")
AMOUNT = re.compile(
    r"(?P<whole>[1-9]\d{0,2}(?:(?P<sign>[., ])\d{3})(?:(?P=sign)\d{3})*|\d+)"
    # Three noughts are a thousand, not a fraction.
    r"(?:(?!(?P=sign))[.,](?:0{1,2}|0{4,}))?",
    re.ASCII,
)
"""Digits alone or in groups of three, and perhaps a fraction of noughts, as programs write it."""
RELATIVE_DAY = re.compile(r"([+-]\d{1,4})d\Z")
ORDER_STATUSES = (*STEPS, "cancelled", "returning", "refunded")


T = TypeVar("T")


class ImportProblem(Exception):
    """The file cannot be imported; ``problems`` has one line for each thing that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems[:20]))
        self.problems = problems


@dataclass
class Row:
    """One line of a CSV file, read cell by cell; a bad cell raises ValueError with its column's name."""

    cells: Mapping[str, str]

    def text(self, column: str, *, required: bool = False, longest: int = MAX_CELL) -> str:
        """The cell without outer spaces and control characters."""
        value = "".join(c for c in (self.cells.get(column) or "") if c >= " " or c == "\n").strip()
        if required and not value:
            raise ValueError(f"{column} is empty")
        if len(value) > longest:
            raise ValueError(f"{column} is longer than {longest} characters")
        return value

    def number(self, column: str, *, required: bool = False, highest: int = 2_000_000_000) -> int | None:
        """A whole number of at least 0; thousands may be separated, and a fraction may be of noughts only."""
        written = self.text(column, required=required)
        value = " ".join(written.replace("₫", "").split())
        if not value:
            return None
        amount = AMOUNT.fullmatch(value)
        if amount is None and re.search(r"\d[.,]\d", value):
            problem = "has a fraction, or a group that is not of three digits; whole numbers are 1890000 or 1.890.000"
            raise ValueError(f"{column}: {written!r} {problem}")
        number = int(re.sub(r"\D", "", amount["whole"])) if amount else -1
        if not 0 <= number <= highest:
            raise ValueError(f"{column}: {written!r} is not a whole number between 0 and {highest}")
        return number

    def score(self, column: str, highest: int) -> float | None:
        """A number between 0 and ``highest``, with a dot or a comma."""
        value = self.text(column).replace(",", ".")
        if not value:
            return None
        if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", value, re.ASCII) or float(value) > highest:
            raise ValueError(f"{column}: {self.text(column)!r} is not a number between 0 and {highest}")
        return float(value)

    def items(self, column: str) -> list[str]:
        """Parts between semicolons."""
        return [part.strip() for part in self.text(column).split(";") if part.strip()]

    def day(self, column: str, today: date) -> date | None:
        """An ISO date, or a relative one such as ``-3d``."""
        value = self.text(column)
        if not value:
            return None
        relative = RELATIVE_DAY.match(value)
        if relative:
            return today + timedelta(days=int(relative[1]))
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            raise ValueError(f"{column}: {value!r} is not a date like 2026-12-31 or -3d") from None

    def stages(self, column: str) -> list[str]:
        """Stage keys."""
        found = self.items(column)
        unknown = [stage for stage in found if stage not in list(JOURNEY_STAGES) and stage != "none"]
        if unknown:
            raise ValueError(f"{column}: {unknown[0]!r} is not a stage")
        return found


def read_rows(data: bytes) -> Iterator[tuple[int, Row]]:
    """Lines of a CSV file with their numbers; UTF-8 with or without a mark, comma or semicolon between cells."""
    if len(data) > MAX_BYTES:
        raise ImportProblem([f"the file is larger than {MAX_BYTES // 1_000_000} MB"])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportProblem([f"the file is not UTF-8 (byte {error.start})"]) from None
    header = text.split("\n", 1)[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, start=2):
            if any((value or "").strip() for key, value in cells.items() if key):
                yield (
                    number,
                    Row({(key or "").strip(): value for key, value in cells.items() if isinstance(value, str)}),
                )
    except csv.Error as error:
        raise ImportProblem([f"line {reader.line_num}: {error}"]) from None


def _read_all(data: bytes, read: Callable[[Row], T], key: Callable[[T], str]) -> list[T]:
    found: dict[str, T] = {}
    problems = []
    try:
        for number, row in read_rows(data):
            try:
                thing = read(row)
                if key(thing) in found:
                    raise ValueError(f"{key(thing)!r} occurs twice")
                found[key(thing)] = thing
            except ValueError as error:
                problems.append(f"line {number}: {error}")
    except ImportProblem as unreadable:
        problems += unreadable.problems
    if problems:
        raise ImportProblem(problems)
    if not found:
        raise ImportProblem(["the file holds no lines"])
    return list(found.values())


async def import_catalogue(services: Services, data: bytes) -> int:
    """Replace the catalogue; returns how many products it has now."""
    products = _read_all(data, _product, lambda product: product.sku)
    async with services.store.begin() as session:
        await session.execute(delete(Product))
        session.add_all(products)
        await note_import(session)
    services.caches.pop("shelf", None)
    return len(products)


def _product(row: Row) -> Product:
    sku = row.text("sku", required=True).upper()
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
    faqs = _read_all(data, _faq, lambda faq: faq.key)
    async with services.store.begin() as session:
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
    services.caches.pop("faqs", None)
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
    offers = _read_all(data, lambda row: _offer(row, today), lambda offer: offer.key)
    async with services.store.begin() as session:
        keys = {offer.key for offer in offers}
        for old in (await session.execute(select(Offer))).scalars().all():
            if old.key not in keys:
                old.ends_on = today - timedelta(days=1)
        for offer in offers:
            await session.merge(offer)
        await note_import(session)
    services.caches.pop("offers", None)
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
        code=row.text("code", longest=64) or None,
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
    orders = _read_all(data, lambda row: _order(row, today), lambda order: order.code)
    async with services.store.begin() as session:
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
        code=row.text("code", required=True, longest=64).upper().lstrip("#"),
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
        tracking_code=row.text("tracking_code", longest=64),
        expected_on=row.day("expected_on", today),
        delivered_on=row.day("delivered_on", today),
        note=row.text("note"),
    )


async def import_shop(services: Services, data: bytes) -> int:
    """Replace the shop's profile (JSON object with name, hours, branches, categories, shipping, size charts)."""
    try:
        profile = json.loads(data.decode("utf-8-sig"))
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
        await session.execute(delete(shop_profile).where(shop_profile.c.key == "shop"))
        await session.execute(shop_profile.insert().values(key="shop", value=profile))
        await note_import(session)
    services.caches.pop("shop", None)
    return 1


IMPORTS: Mapping[str, Callable[[Services, bytes], Any]] = {
    "shop": import_shop,
    "catalogue": import_catalogue,
    "faq": import_faq,
    "offers": import_offers,
    "orders": import_orders,
}


@dataclass(frozen=True)
class Changes:
    """What an import would change, by key."""

    read: int
    """How many lines the file has."""
    new: list[str]
    changed: dict[str, list[str]]
    """What is different in each."""
    gone: list[str]
    """Removed, retired or ended."""


async def check_import(services: Services, what: str, data: bytes) -> Changes:
    """Import, see what became different, and take all of it back."""
    async with services.store.begin() as session:
        rehearsal = replace(services, store=_Rehearsal(session), caches={})
        before = await _kept(rehearsal, what)
        read = await IMPORTS[what](rehearsal, data)
        after = await _kept(rehearsal, what)
        await session.rollback()
    gone = {key for key, old in before.items() if not _is_over(old) and (key not in after or _is_over(after[key]))}
    stayed = sorted(before.keys() & after.keys() - gone)
    differing = {key: _differing(before[key], after[key]) for key in stayed}
    return Changes(
        read=read,
        new=sorted(after.keys() - before.keys()),
        changed={key: columns for key, columns in differing.items() if columns},
        gone=sorted(gone),
    )


class _Rehearsal(Store):
    """A store in which everything happens in one transaction of somebody else."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @asynccontextmanager
    async def begin(self, *, urgent: bool = False) -> AsyncIterator[AsyncSession]:
        yield self._session
        await self._session.flush()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        yield self._session


Kept = dict[str, dict[str, Any]]
OVER = "over"
"""In the place of the day on which an offer ended: nobody asks which one it was."""
TABLES = {
    "shop": shop_profile,
    "catalogue": products_table,
    "faq": faqs_table,
    "offers": offers_table,
    "orders": orders_table,
}


async def _kept(services: Services, what: str) -> Kept:
    """What a file of this kind is about, as it is now: by key, what the file says of it."""
    async with services.store.read() as session:
        rows = [dict(row) for row in (await session.execute(select(TABLES[what]))).mappings()]
    match what:
        case "shop":
            return {row["key"]: row["value"] for row in rows if row["key"] == "shop"}
        case "catalogue":
            # Attributes are shown in the owner's order.
            return {row["sku"]: row | {"attributes": [*row["attributes"].items()]} for row in rows}
        case "faq":
            return {row["key"]: {field: row[field] for field in FAQ_FIELDS} for row in rows if row["current"]}
        case "offers":
            today = local_time(await load_shop(services), services.clock()).date()
            return {row["key"]: row | ({"ends_on": OVER} if _ended(row["ends_on"], today) else {}) for row in rows}
    return {row["code"]: row for row in rows}


def _ended(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _is_over(row: Mapping[str, Any]) -> bool:
    return row.get("ends_on") == OVER


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [name for name in {**before, **after} if before.get(name) != after.get(name)]


async def seed_demo(services: Services, folder: Path) -> dict[str, int]:
    """Fill an empty store with the demo shop; a store that has products is left alone."""
    async with services.store.read() as session:
        if (await session.execute(select(Product).limit(1))).first():
            return {}
    counts = {}
    for name, run in IMPORTS.items():
        path = folder / ("shop.json" if name == "shop" else f"{name}.csv")
        if path.exists():
            counts[name] = await run(services, path.read_bytes())
    return counts
