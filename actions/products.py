"""Find, show and compare products."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import SlotSet

from actions import slots
from actions.base import Events, Said, ShopAction
from actions.choosing import tell_best, tell_fact, tell_fact_of_each
from actions.faq import keep_question
from actions.meant import (
    asked_colour,
    called_products,
    calls_by_name,
    named_category,
    names_a_thing,
    price_range,
    resolve_product,
    shown_products,
    thing_words,
    two_products,
)
from actions.sizes import tell_size
from bot.domain.catalogue import Product
from bot.language import format_money
from bot.services.faq import answer_faq
from bot.services.products import (
    ASKING,
    DETAILS,
    colour_name,
    compare,
    find_products,
    has_colour,
    products_of_kind,
    products_payload,
    similar_products,
)
from bot.services.search import words_of
from bot.services.shop import load_shop

TAGS = {
    "ask_new_arrivals": "new",
    "ask_best_sellers": "best_seller",
    "find_gift": "gift",
    "ask_accessories": "accessory",
}
LIST_INTENTS = {"ask_new_arrivals", "ask_best_sellers"}
TOLD_OF_EACH = {
    "ask_price": "say_price_of_these",
    "ask_stock": "say_stock_of_these",
    "ask_size": "say_size_of_these",
    "ask_colour": "say_colour_of_these",
}
"""Questions that have a short answer for each of several things."""
CLEAR = 0.45
"""From this nearness on, words say by themselves what is looked for."""


class ActionShowCategories(ShopAction):
    """What the shop has, as entrances."""

    reads_words = True

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_show_categories"

    async def answer(self, said: Said) -> Events:
        """The categories as buttons; one that the visitor named is opened at once."""
        shop = await load_shop(said.services)
        named = await named_category(said)
        if named and (products := await find_products(said.services, "", category=named)):
            return show(said, products, "say_found_products")
        said.say("say_categories", buttons=await category_buttons(said), shop=shop.get("name", ""))
        return []


class ActionFindProducts(ShopAction):
    """Shows products that fit what was asked: need, kind, budget, colour, occasion."""

    reads_words = True

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_find_products"

    async def answer(self, said: Said) -> Events:
        """Cards from the catalogue, or an honest "nothing fits" with the categories."""
        words = thing_words(said)
        lowest, highest = price_range(said)
        if lowest is None and highest is None and (events := await tell_best(said)) is not None:
            return events
        category = await named_category(said)
        if said.intent == "recommend_by_budget" and not await self._knows_what_for(said, words, category):
            said.say("say_which_product", buttons=await category_buttons(said))
            return []
        tag = TAGS.get(said.intent)
        if said.intent == "ask_alternative":
            known = await resolve_product(said)
            if known and (others := await similar_products(said.services, known)):
                return show(said, others, "say_alternatives", words)
        query = words
        if said.slot(slots.INTEREST) and not tag and not category and not await calls_by_name(said, words):
            if said.intent == "recommend_by_budget":
                query = said.slot(slots.INTEREST)
            elif not await find_products(said.services, words, threshold=CLEAR):
                # "cái nào dùng cho gia đình 4 người" is about what was looked for before.
                query = f"{said.slot(slots.INTEREST)} {words}"
        # A wish added to what was looked for does not take its place: the next wish is about the same thing.
        interest = words if query == words else None
        found = await find_products(said.services, query, lowest=lowest, highest=highest, colours=asked_colour(said))
        if tag and (said.intent in LIST_INTENTS or not found):
            found = await find_products(said.services, "", tag=tag, category=category, lowest=lowest, highest=highest)
        if not found and category:
            found = await find_products(said.services, "", category=category, lowest=lowest, highest=highest)
        if not found and (lowest or highest) and not await names_a_thing(said, words):
            found = await find_products(said.services, "", lowest=lowest, highest=highest)
        if not found and (lowest or highest):
            near = await find_products(said.services, query)
            if near:
                return show(said, near, "say_nothing_in_budget", interest)
        if not found:
            return await tell_of_nothing(said, words)
        return show(said, found, "say_found_products", interest)

    async def _knows_what_for(self, said: Said, words: str, category: str | None) -> bool:
        """Whether an amount, a kind, a name or the talk says what to look for: "cái nào rẻ nhất" alone does not."""
        known = any(price_range(said)) or category or said.slot(slots.INTEREST)
        return (
            bool(known)
            or await calls_by_name(said, words)
            or bool(await find_products(said.services, words, threshold=CLEAR))
        )


class ActionDescribeProduct(ShopAction):
    """Answers one question about one product, from the catalogue."""

    reads_words = True

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_describe_product"

    async def answer(self, said: Said) -> Events:
        """The fact asked for; or which product is meant; never a guess."""
        product = await resolve_product(said)
        if said.intent in ("ask_fit", "ask_size") and (events := await tell_size(said, product)) is not None:
            return events
        if product is None:
            return await self._ask_which(said)
        await self._tell(said, product)
        return [SlotSet(slots.PRODUCT, product.sku)]

    async def _ask_which(self, said: Said) -> Events:
        if (events := await tell_best(said)) is not None:
            return events
        words = thing_words(said)
        if not await names_a_thing(said, words) and (shown := await shown_products(said)):
            if tell_of_each(said, shown):
                return []
            if (events := tell_fact_of_each(said, shown)) is not None:
                return events
            return show(said, shown, "say_which_of_these")
        colours = asked_colour(said)
        names_something = any(word not in ASKING for word in words_of(words))
        if names_something and (found := await find_products(said.services, words, colours=colours, threshold=0.25)):
            return show(said, found, "say_which_of_these", words)
        if said.intent in TOLD_OF_EACH and (found := await products_of_kind(said.services, words)):
            return show(said, found, "say_which_of_these", words)
        faq = await answer_faq(said.services, said.words, topic=said.intent)
        if faq.faq is not None and faq.faq.topic == said.intent:
            said.say_text(faq.faq.answer_in(said.language))
            return []
        said.say("say_which_product", buttons=await category_buttons(said))
        return []

    async def _tell(self, said: Said, product: Product) -> None:
        language, intent = said.language, said.intent
        name = product.title(language)
        next_steps = said.buttons("say_product_choices")
        if intent == "ask_price":
            if product.list_price and product.list_price > product.price:
                said.say(
                    "say_price_reduced",
                    name=name,
                    price=format_money(product.price, language),
                    before=format_money(product.list_price, language),
                    buttons=next_steps,
                )
            else:
                said.say("say_price", name=name, price=format_money(product.price, language), buttons=next_steps)
        elif intent == "ask_stock":
            if product.stock > 0:
                said.say("say_has_stock", name=name, stock=product.stock, buttons=next_steps)
            else:
                others = await similar_products(said.services, product, 3)
                said.say("say_has_no_stock", name=name, kind="products" if others else None,
                         payload=products_payload(said.services, others, language) if others else None)  # fmt: skip
        elif intent == "ask_colour":
            await self._tell_colours(said, product)
        elif intent in ("ask_size", "ask_fit"):
            faq = await answer_faq(said.services, said.words, topic="ask_fit") if intent == "ask_fit" else None
            wanted = said.entity("size") or ""
            if product.sizes and wanted and wanted.upper() not in map(str.upper, product.sizes):
                said.say("say_not_that_size", name=name, wanted=wanted, sizes=", ".join(product.sizes))
            elif product.sizes:
                said.say("say_sizes", name=name, sizes=", ".join(product.sizes))
            elif intent == "ask_size":
                said.say("say_no_sizes", name=name)
            if faq and faq.faq:
                said.say_text(faq.faq.answer_in(language))
            elif intent == "ask_fit" and not product.sizes:
                said.say("say_no_sizes", name=name)
        elif intent == "ask_reviews" and product.rating:
            said.say(
                "say_rating", name=name, rating=f"{product.rating:.1f}", count=product.review_count, buttons=next_steps
            )
        elif intent in ("ask_specs", "ask_material", "ask_origin_expiry") and product.attributes:
            if tell_fact(said, product) is not None:
                return
            facts = "; ".join(f"{key}: {value}" for key, value in product.facts(language).items())
            said.say("say_facts", name=name, facts=facts, buttons=next_steps)
        else:
            said.say(
                "say_details",
                name=name,
                description=product.text(language),
                kind="products",
                payload=products_payload(said.services, [product], language),
                buttons=next_steps,
            )

    async def _tell_colours(self, said: Said, product: Product) -> None:
        name, colours = product.title(said.language), ", ".join(product.colour_names(said.language))
        asked = asked_colour(said)
        if not colours:
            said.say("say_no_colours", name=name)
        elif asked and not has_colour(product, asked):
            wanted = await colour_name(said.services, asked, said.language)
            said.say("say_not_that_colour", name=name, wanted=wanted, colours=colours)
        else:
            said.say("say_colours", name=name, colours=colours, buttons=said.buttons("say_product_choices"))


class ActionCompareProducts(ShopAction):
    """Two products side by side."""

    reads_words = True

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_compare_products"

    async def answer(self, said: Said) -> Events:
        """The two that were named, or shown last, or the known one and its nearest neighbour."""
        called = await called_products(said)
        if not called and (events := await tell_best(said)) is not None:
            return events
        pair = await two_products(said, called)
        if len(pair) < 2:
            found = await find_products(said.services, thing_words(said))
            if found:
                return show(said, found, "say_which_two")
            said.say("say_which_two_names", buttons=await category_buttons(said))
            return []
        payload = await compare(said.services, pair, said.language)
        differing = [_within_a_sentence(row["label"]) for row in payload["rows"] if row["differs"]][:4]
        said.say(
            "say_comparison",
            first=pair[0].title(said.language),
            second=pair[1].title(said.language),
            differences=", ".join(differing),
            kind="comparison",
            payload=payload,
        )
        return [SlotSet(slots.SHOWN_PRODUCTS, [p.sku for p in pair])]


def _within_a_sentence(label: str) -> str:
    """The label of a row with a small first letter, but for names such as pH, CADR and USB ports."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def show(
    said: Said,
    products: Sequence[Product],
    sentence: str,
    interest: str | None = None,
    button: tuple[str, str] = DETAILS,
) -> Events:
    """Say ``sentence`` with the products (at least one) as cards, and remember what was shown."""
    first = products[0].title(said.language)
    said.say(
        sentence,
        count=len(products),
        first=first,
        kind="products",
        payload=products_payload(said.services, products, said.language, button),
    )
    events: Events = [SlotSet(slots.SHOWN_PRODUCTS, [p.sku for p in products])]
    if interest:
        events.append(SlotSet(slots.INTEREST, interest[:200]))
    if len(products) == 1:
        events.append(SlotSet(slots.PRODUCT, products[0].sku))
    elif sentence != "say_alternatives" and said.slot(slots.PRODUCT) not in [p.sku for p in products]:
        # Talk has gone on to other things; beside alternatives "so với cái thứ hai" still means the first one.
        events.append(SlotSet(slots.PRODUCT, None))
    return events


async def tell_of_nothing(said: Said, words: str) -> Events:
    """What is not on the shelf may still have an answer, and what has none the owner wants to know of."""
    faq = await answer_faq(said.services, said.words)
    if faq.certain:
        said.say_text(faq.certain.answer_in(said.language))
        return []
    await keep_question(said, faq)
    said.say("say_found_nothing", buttons=await category_buttons(said))
    return [SlotSet(slots.INTEREST, words or None)]


def tell_of_each(said: Said, products: Sequence[Product]) -> bool:
    """Price, stock, sizes or colours of each, where asking which one is meant would take longer than the answer.

    Says whether it did: not where something else was asked, or where none comes in sizes or colours.
    """
    sentence = TOLD_OF_EACH.get(said.intent)
    if sentence is None:
        return False
    language = said.language
    cards = products_payload(said.services, products, language)["items"]
    told = {
        "ask_price": [format_money(card["price"], language) for card in cards],
        "ask_stock": [card["stock_text"] for card in cards],
        "ask_size": [", ".join(product.sizes) for product in products],
        "ask_colour": [", ".join(product.colour_names(language)) for product in products],
    }[said.intent]
    lines = [f"• {card['name']}: {one}" for card, one in zip(cards, told) if one]
    if lines:
        said.say(sentence, list="\n".join(lines))
    return bool(lines)


async def category_buttons(said: Said) -> list[dict[str, str]]:
    """One button for each category."""
    shop = await load_shop(said.services)
    return [
        {
            "title": category["name"].get(said.language) or category["name"]["vi"],
            "payload": f'/browse_catalogue{{"category":"{category["key"]}"}}',
        }
        for category in shop.get("categories", [])
    ][:5]
