"""Find, show and compare products; every number comes from the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select

from bot.domain.catalogue import Product
from bot.domain.errors import BadInput
from bot.language import fold, format_money
from bot.services.context import Services
from bot.services.search import STOP_WORDS, TextIndex, comparable, forms_of, words_of
from bot.store.tables import products as products_table

ASKING = STOP_WORDS | comparable(
    "mau sac size kich thuoc gia tien bao nhieu may hang loai mua dat lay het nhieu dep tot nhat nao gi dau hop "
    "so sanh compare versus "
    "color colour colors colours price cost how much many which what any have has got stock available good best "
    "size sizes one ones take want need nice suitable inbox ib"
)
"""Words that ask about any thing: "có màu đen không" names no lip balm, though one is called "có màu"."""
BEFORE_A_THING = ASKING | comparable("xem tim kiem can muon tu van goi y gioi thieu nhung show me find looking see")
"""Words with which somebody asks for a thing before it is named."""
ANOTHER_KIND = 0.5
"""Where a kind was named, what is of another and only shares words with what was said counts this much."""
OF_THE_KIND = 0.3
"""From this nearness on a name is that of a thing of the kind being talked of."""
MAX_CARDS = 10
FEW = 5
"""From this stock on downwards the card says how many are left."""


@dataclass
class Shelf:
    """The catalogue in memory. ``index`` finds by name, kind and description, ``names`` by what a thing is called.

    ``heads`` are the first words of the kinds, as compared and with their vowels, each with its kind.
    ``kinds`` has a kind's names in both languages with the kind itself; these and ``brands`` are as they are compared.
    """

    products: dict[str, Product]
    index: TextIndex
    names: TextIndex
    kinds: dict[str, str]
    heads: list[tuple[str, str, str]]
    brands: frozenset[str]


async def load_shelf(services: Services) -> Shelf:
    """Every product, read once until an import changes them."""
    if "shelf" not in services.caches:
        async with services.store.read() as session:
            found = (await session.execute(select(Product).order_by(products_table.c.sku))).scalars().all()
        products = {product.sku: product for product in found}
        called = {p.sku: [p.name, p.name_en, f"{p.kind} {p.brand}", p.kind, p.kind_en, *p.aliases] for p in found}
        index = TextIndex({p.sku: [*called[p.sku], f"{p.kind} {p.description}"] for p in found})
        names = TextIndex(called, ASKING)
        kinds = {as_compared(name): p.kind for p in found for name in (p.kind, p.kind_en) if name}
        kinds |= shortened(kinds)
        heads = [(*forms_of(kind)[0], kind) for kind in {*kinds.values()}]
        services.caches["shelf"] = Shelf(
            products, index, names, kinds, heads, frozenset(as_compared(p.brand) for p in found if p.brand)
        )
    return cast(Shelf, services.caches["shelf"])


def shortened(kinds: Mapping[str, str]) -> dict[str, str]:
    """What kinds with long Vietnamese names are called for short: "nồi chiên" for "nồi chiên không dầu"."""
    short: dict[str, set[str]] = defaultdict(set)
    for name, kind in kinds.items():
        words = name.split()
        if len(words) > 2 and name == as_compared(kind):
            short[" ".join(words[:2])].add(kind)
    return {name: kind for name, (kind, *others) in short.items() if not others and name not in kinds}


async def list_products(services: Services, category: str | None = None) -> list[Product]:
    """All products, or those of one category, in shelf order."""
    shelf = await load_shelf(services)
    return [p for p in shelf.products.values() if category is None or p.category == category]


async def get_product(services: Services, sku: str) -> Product | None:
    """The product with this SKU (case does not matter)."""
    return (await load_shelf(services)).products.get(sku.upper())


async def find_products(
    services: Services,
    text: str,
    *,
    lowest: int | None = None,
    highest: int | None = None,
    category: str | None = None,
    tag: str | None = None,
    colours: Collection[str] = (),
    limit: int = 5,
    threshold: float = 0.18,
) -> list[Product]:
    """Products that fit the words of ``text`` within a price range (đồng, ends included), nearest first.

    ``colours`` are names of one colour, see ``has_colour``.
    Things in stock come before things that are not. An empty list means that nothing fits: better than a guess.
    """
    shelf = await load_shelf(services)

    def fits(product: Product) -> bool:
        return (
            (lowest is None or product.price >= lowest)
            and (highest is None or product.price <= highest)
            and (category is None or product.category == category)
            and (tag is None or tag in product.tags)
            and (not colours or has_colour(product, colours))
        )

    kinds = kinds_meant(shelf, text)
    boost = {sku: ANOTHER_KIND for sku, product in shelf.products.items() if kinds and product.kind not in kinds}
    found_near = shelf.index.search(text, limit=40, boost=boost) if text.strip() else []
    hits = [(shelf.products[sku], score) for sku, score in found_near]
    fitting = [(p, score) for p, score in hits if score >= threshold and fits(p)]
    if fitting:
        # Words nearly half as near as the best on the whole shelf still name the same kind of thing; beyond that it is
        # noise: who wants a cheap robot is not shown its brushes.
        floor = max(score for _, score in hits) * 0.45
        near = [(p, score) for p, score in fitting if score >= floor]
        near.sort(key=lambda pair: (pair[0].stock <= 0, -round(pair[1], 2), -(pair[0].rating or 0)))
        return [p for p, _ in near[:limit]]
    if tag or (category and not text.strip()) or ((lowest or highest) and not text.strip()):
        found = [p for p in shelf.products.values() if fits(p)]
        found.sort(key=lambda p: (p.stock <= 0, "best_seller" not in p.tags, -(p.rating or 0)))
        return found[:limit]
    return []


def kinds_named(shelf: Shelf, text: str) -> set[str]:
    """The kinds of thing that ``text`` names, in either language; "rice cookers" do not name rice."""
    named = named_in(text, shelf.kinds)
    return {
        shelf.kinds[name] for name in named if not any(f" {name} " in f" {other} " for other in named if other != name)
    }


def kinds_meant(shelf: Shelf, text: str) -> set[str]:
    """The kinds that ``text`` names, else those that begin with its first word that says anything.

    "Giày chạy bộ" is some "giày". Typed without marks a word may be any; with the marks of another it is not.
    """
    named = kinds_named(shelf, text)
    first = next(((word, form) for word, form in forms_of(text) if word not in BEFORE_A_THING), None)
    if named or first is None:
        return named
    word, typed = first
    return {kind for head, form, kind in shelf.heads if head == word and typed in (word, form)}


async def products_of_kind(services: Services, text: str, limit: int = 5) -> list[Product]:
    """Things of the kinds that ``text`` names or begins with, in stock and well rated first: any "giày"."""
    shelf = await load_shelf(services)
    kinds = kinds_meant(shelf, text)
    found = [product for product in shelf.products.values() if product.kind in kinds]
    return sorted(found, key=lambda p: (p.stock <= 0, -(p.rating or 0)))[:limit]


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of ``names``, as they are compared, that stand in ``text``, whole."""
    words = f" {as_compared(text)} "
    return [name for name in names if f" {name} " in words]


def as_compared(text: str) -> str:
    """The words of ``text`` with one space between, as they are compared."""
    return " ".join(words_of(text))


def has_colour(product: Product, names: Iterable[str]) -> bool:
    """Whether the product comes in a colour that has these names, Vietnamese or English.

    Sky blue and navy are blue, though in Vietnamese no word for the one is in the word for the other.
    """
    own, own_en = [[fold(c) for c in colours] for colours in (product.colours, product.colours_en)]
    wanted = [fold(name) for name in names]
    return any(w in c for w in wanted for c in own) or any(f" {w} " in f" {c} " for w in wanted for c in own_en)


async def colour_name(services: Services, names: Sequence[str], language: str) -> str:
    """What to call the colour that a visitor asked for; ``names`` are the Vietnamese one and the visitor's own word."""
    vietnamese, own = names[0], names[-1].lower()
    if language != "en":
        return vietnamese
    if fold(own) != fold(vietnamese):
        return own
    shelf = await load_shelf(services)
    known = {fold(vi): en for p in shelf.products.values() for vi, en in zip(p.colours, p.colours_en)}
    return known.get(fold(vietnamese), own)


async def name_product(
    services: Services, text: str, threshold: float = 0.5, like: Collection[Product] = ()
) -> Product | None:
    """The one product that ``text`` names, or None when no product or more than one is meant.

    Things of the kinds of ``like`` come first: beside headphones "bean" is no coffee.
    """
    shelf = await load_shelf(services)
    alike = {product.kind for product in like}
    hits = shelf.names.search(text, limit=10)
    own = [(sku, score) for sku, score in hits if score >= OF_THE_KIND and shelf.products[sku].kind in alike]
    if own:
        hits, threshold = own, OF_THE_KIND
    if not hits or hits[0][1] < threshold:
        return None
    first = shelf.products[hits[0][0]]
    if len(hits) > 1 and hits[1][1] > hits[0][1] * 0.92:
        return _told_apart(text, first, shelf.products[hits[1][0]])
    return first


def _told_apart(text: str, first: Product, second: Product) -> Product | None:
    """Of two equally near, the one that words of ``text`` belong to which the other's name has not."""
    said = set(fold(text).split()) - STOP_WORDS
    of_first, of_second = set(fold(first.name).split()), set(fold(second.name).split())
    for_first, for_second = said & (of_first - of_second), said & (of_second - of_first)
    if bool(for_first) == bool(for_second):
        return None
    return first if for_first else second


async def similar_products(services: Services, product: Product, limit: int = 4) -> list[Product]:
    """Others of the same kind, then of the same category, in stock, nearest in price first."""
    shelf = await load_shelf(services)
    others = [p for p in shelf.products.values() if p.sku != product.sku and p.stock > 0]
    others.sort(key=lambda p: (p.kind != product.kind, p.category != product.category, abs(p.price - product.price)))
    return [p for p in others if p.category == product.category][:limit]


DETAILS = ("say_card_details", "ask_product_details")
BUY = ("say_card_buy", "place_order")
"""Sentence and intent of a card's button."""


def card(services: Services, product: Product, language: str, button: tuple[str, str] = DETAILS) -> dict[str, Any]:
    """The product as a card of docs/protocol.md, with what comes next as a button."""
    title, intent = button
    say = services.words.say
    if product.stock <= 0:
        stock_text = say("say_out_of_stock", language)
    elif product.stock <= FEW:
        stock_text = say("say_few_left", language, stock=product.stock)
    else:
        stock_text = say("say_in_stock", language)
    return {
        "sku": product.sku,
        "name": product.title(language),
        "category": product.category,
        "price": product.price,
        "list_price": product.list_price,
        "stock": product.stock,
        "stock_text": stock_text,
        "image": services.address(product.image),
        "url": services.product_url.replace("{sku}", product.sku) or services.address(product.url),
        "buttons": [
            {
                "title": say(title, language),
                "payload": f'/{intent}{{"product":"{product.sku}"}}',
            }
        ],
    }


def describe(product: Product, language: str) -> str:
    """Name and price in one line, for clients that show no cards."""
    return f"{product.title(language)} – {format_money(product.price, language)}"


async def compare(services: Services, products: Sequence[Product], language: str) -> dict[str, Any]:
    """Two products side by side as the payload of a ``comparison``; differing rows are marked.

    Raises ``BadInput`` unless there are exactly two different ones.
    """
    if len({product.sku for product in products}) != 2:
        raise BadInput("a comparison needs two different products")
    first, second = products
    say = services.words.say
    rows: list[tuple[str, str, str]] = [
        (say("say_row_price", language), format_money(first.price, language), format_money(second.price, language)),
        (say("say_row_brand", language), first.brand, second.brand),
    ]
    names = dict.fromkeys([*first.attributes, *second.attributes])
    rows += [_attribute_row(name, first, second, language) for name in names]
    if first.colours or second.colours:
        colours = [", ".join(product.colour_names(language)) or "–" for product in products]
        rows.append((say("say_row_colours", language), colours[0], colours[1]))
    if first.warranty_months or second.warranty_months:
        rows.append(
            (say("say_row_warranty", language), _months(services, first, language), _months(services, second, language))
        )
    if first.rating or second.rating:
        rows.append((say("say_row_rating", language), _rating(first), _rating(second)))
    cards = [card(services, product, language) for product in products]
    rows.append((say("say_row_stock", language), cards[0]["stock_text"], cards[1]["stock_text"]))
    return {
        "items": cards,
        "rows": [{"label": label, "values": [a, b], "differs": a != b} for label, a, b in rows],
    }


def _attribute_row(name: str, first: Product, second: Product, language: str) -> tuple[str, str, str]:
    """An attribute of both by its Vietnamese name; what is translated for one of them serves both."""
    teller = min(first, second, key=lambda p: (name not in p.attributes_en, name not in p.attributes))
    label, value = teller.fact(name, language)
    if first.attributes.get(name) == second.attributes.get(name):
        return label, value, value
    values = [product.fact(name, language)[1] if name in product.attributes else "–" for product in (first, second)]
    return label, values[0], values[1]


def _months(services: Services, product: Product, language: str) -> str:
    if not product.warranty_months:
        return "–"
    return services.words.say("say_months", language, months=product.warranty_months)


def _rating(product: Product) -> str:
    return f"{product.rating:.1f}/5 ({product.review_count})" if product.rating else "–"


def products_payload(
    services: Services, products: Sequence[Product], language: str, button: tuple[str, str] = DETAILS
) -> Mapping[str, Any]:
    """The payload of a ``products`` message."""
    return {"items": [card(services, product, language, button) for product in products[:MAX_CARDS]]}
