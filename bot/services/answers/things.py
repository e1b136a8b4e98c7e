"""Answer the short questions about things: price, stock, colours, warranty, what buyers say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.domain.brief import beginning, first_sentence
from bot.domain.catalogue import Product
from bot.language import colour_in_english, fold, normalise
from bot.services.answers.branch_stock import tell_where
from bot.services.answers.facts import tell, tell_facts
from bot.services.answers.finding import find
from bot.services.answers.introducing import is_shown
from bot.services.answers.policies import answer_of_topic, tell_policy
from bot.services.answers.safety import asks_whether_safe, tell_safety
from bot.services.answers.serving import tell_whether_it_serves
from bot.services.answers.sizing import tell_sizes
from bot.services.answers.talk import Talk
from bot.services.answers.totals import pieces_wished, tell_sum_of, tell_sum_of_several, tell_sum_of_variants
from bot.services.answers.units import tell_unit_price
from bot.services.answers.which import ask_which
from bot.understanding.acts import Ask
from bot.understanding.facts import facts_for
from bot.understanding.lines import Wished
from bot.understanding.query import Query
from bot.understanding.rank import colour_called, has_colour, rank
from bot.understanding.refer import Referent

LONGEST_DETAILS = 480
"""Letters that are said of a description where somebody asks what a thing is; its page has the rest."""
MOST = 5
QUANTITY = re.compile(
    r"(?<![\w.,])(\d{1,4})(?= ?(?:cai|con|hop|chiec|goi|chai|doi|bo|tuyp|cay|quyen|kg|bich|bao|units?|pieces?|pcs|of|"
    r"khong|ko|\?|$))"
)


async def about(talk: Talk, ask: Ask) -> list[Product]:
    """The things a question is about; after asking back, none."""
    referent = talk.referent(ask)
    products = [entry.product for entry in talk.entries(referent)]
    if not products:
        await ask_which(talk, ask)
        return []
    if referent.how == "kind" and len(products) > MOST:
        products = narrowed(talk, ask, products)
    return products


def narrowed(talk: Talk, ask: Ask, products: Sequence[Product]) -> list[Product]:
    """Of a whole kind the few that fit the other words best."""
    entries = [talk.shelf.entries[p.sku] for p in products]
    fits = rank(talk.shelf, talk.query(ask), entries)
    ordered = [fit.product for fit in fits] or list(products)
    return sorted(ordered, key=lambda p: p.stock <= 0)[:MOST]


async def tell_price(talk: Talk, ask: Ask) -> None:
    """What it costs now, and before if it was lowered; of several each."""
    if tell_sum_of_several(talk, ask):
        return
    products = await about(talk, ask)
    if not products:
        return
    if len(products) in (2, 3) and talk.referent(ask).how == "both":
        tell_sum_of(talk, [Wished(p.sku) for p in products])
        return
    if len(products) > 1:
        tell_each(talk, products, "say_price_of_these", lambda p: talk.money(p.price))
        return
    product = products[0]
    talk.ground.attend(product.sku)
    if tell_unit_price(talk, ask, product) or tell_sum_of_variants(talk, ask, product.sku):
        return
    buttons = talk.buttons("say_product_choices")
    reduced = product.list_price is not None and product.list_price > product.price
    talk.say("say_price_reduced" if reduced else "say_price", name=talk.title(product), price=talk.money(product.price),
             before=talk.money(product.list_price or 0), buttons=buttons)  # fmt: skip
    count = pieces_wished(talk, ask, product.sku)
    if count > 1:
        talk.say("say_price_times", count=count, amount=talk.money(product.price * count))
    if product.stock <= 0:
        talk.say("say_but_sold_out", name=talk.title(product))
    colours_asked(talk, ask, product)


def colours_asked(talk: Talk, ask: Ask, product: Product) -> None:
    """A colour in a question about something else deserves a word: "màu đỏ đô bao nhiêu tiền"."""
    colours = talk.query(ask).colours
    if colours and not has_colour(product, colours) and product.colours:
        tell_colour_of(talk, product, colours)


def tell_each(talk: Talk, products: Sequence[Product], sentence: str, told: Callable[[Product], str]) -> None:
    """One line for each of several things, with their cards if nobody saw them yet; they stay what is spoken of."""
    lines = [f"• {talk.title(p)}: {text}" for p in products if (text := told(p))]
    if not lines:
        return
    if any(p.sku not in talk.met and not is_shown(talk, p.sku) for p in products):
        talk.say(sentence, list="\n".join(lines), kind="products", payload=talk.cards(list(products)[:MOST]))
    else:
        talk.say(sentence, list="\n".join(lines))
    if set(talk.ground.shown) != {p.sku for p in products}:
        talk.ground.show([p.sku for p in products])
    talk.ground.several = True


async def tell_stock(talk: Talk, ask: Ask) -> None:
    """Whether it is there, how many are left where that matters, and in the variant that was named."""
    query = talk.query(ask)
    if not talk.entries(talk.referent(ask)) and query.says_something:
        await find(talk, ask)
        return
    products = await about(talk, ask)
    if not products:
        return
    if ask.detail == "when":
        tell_when_back(talk, products[0])
        return
    if query.colours and len(products) > 1:
        await tell_colours(talk, ask)
        return
    if len(products) > 1:
        tell_each(talk, products, "say_stock_of_these", lambda p: stock_text(talk, p))
        return
    product = products[0]
    talk.ground.attend(product.sku)
    if query.colours and product.colours:
        tell_colour_of(talk, product, query.colours)
        return
    if product.stock > 0 and query.sizes and product.sizes:
        await tell_sizes(talk, ask)
        return
    _stock_of(talk, product, wanted_quantity(ask, query))
    tell_where(talk, ask, product)


def _stock_of(talk: Talk, product: Product, wanted: int | None) -> None:
    """Whether one thing is there, and so many of it as are wanted."""
    if product.stock <= 0:
        tell_sold_out(talk, product)
    elif wanted and wanted > product.stock:
        talk.say("say_not_so_many", name=talk.title(product), stock=product.stock, wanted=wanted)
    elif wanted:
        talk.say("say_enough", name=talk.title(product), stock=product.stock, wanted=wanted)
    elif product.stock <= 5:
        talk.say(
            "say_low_stock", name=talk.title(product), stock=product.stock, buttons=talk.buttons("say_product_choices")
        )
    else:
        talk.say(
            "say_has_stock", name=talk.title(product), stock=product.stock, buttons=talk.buttons("say_product_choices")
        )


def wanted_quantity(ask: Ask, query: Query) -> int | None:
    """How many were asked for: "còn đủ 20 không"."""
    for entity in ask.entities:
        if entity.get("entity") == "quantity" and str(entity.get("value", "")).isdigit():
            return int(str(entity["value"]))
    if not query.measures and not query.sizes and (match := QUANTITY.search(normalise(ask.text).folded)):
        return int(match.group(1))
    return None


def stock_text(talk: Talk, product: Product) -> str:
    """As a card says it."""
    if product.stock <= 0:
        return talk.draw("say_out_of_stock")
    return talk.draw("say_few_left" if product.stock <= 5 else "say_in_stock", stock=product.stock)


def tell_sold_out(talk: Talk, product: Product) -> None:
    """Sold out: others of the kind that are there, and to be told when it is back."""
    alike = [p for p in talk.shelf.of_kind([product.kind]) if p.sku != product.sku and p.stock > 0]
    alike.sort(key=lambda p: abs(p.price - product.price))
    talk.say("say_has_no_stock", name=talk.title(product), kind="products" if alike else "text",
             payload=talk.cards(alike[:3]) if alike else None)  # fmt: skip
    if alike:
        talk.ground.show([p.sku for p in alike[:3]])
        talk.ground.attend(product.sku)


def tell_when_back(talk: Talk, product: Product) -> None:
    """Nobody knows the day unless the shop says so: no invented date, but word when it is back."""
    talk.ground.attend(product.sku)
    if product.stock > 0:
        talk.say("say_has_stock", name=talk.title(product), stock=product.stock)
        return
    talk.ground.ask("contact", "notify")
    talk.say("say_no_date_of_return", role="question", name=talk.title(product))


async def tell_colours(talk: Talk, ask: Ask) -> None:
    """Whether it comes in the colour named, or in which it does; of several things, which have it."""
    query = talk.query(ask)
    referent = talk.referent(ask)
    if referent.how in ("kind",) and query.colours:
        await find(talk, ask)
        return
    products = await about(talk, ask)
    if not products:
        return
    if len(products) > 1:
        _colours_of_each(talk, products, query.colours)
        return
    product = products[0]
    talk.ground.attend(product.sku)
    if query.colours:
        tell_colour_of(talk, product, query.colours)
    elif product.colours:
        talk.say(
            "say_colours",
            name=talk.title(product),
            colours=colours_text(talk, product),
            buttons=talk.buttons("say_product_choices"),
        )
        if product.stock <= 0:
            talk.say("say_but_sold_out", name=talk.title(product))
    else:
        talk.say("say_no_colours", name=talk.title(product))


def _colours_of_each(talk: Talk, products: Sequence[Product], wanted: Sequence[str]) -> None:
    """Which of several things come in the wanted colours; without one, the colours of each."""
    having = [p for p in products if has_colour(p, wanted)] if wanted else []
    if len(having) == 1:
        talk.ground.attend(having[0].sku)
        tell_colour_of(talk, having[0], wanted)
    elif having:
        tell_each(talk, having, "say_colour_of_these", lambda p: colours_text(talk, p))
    elif any(p.colours for p in products):
        sentence = "say_none_in_colour" if wanted else "say_colour_of_these"
        tell_each(talk, products, sentence, lambda p: colours_text(talk, p))
    else:
        talk.say("say_no_colours", name=", ".join(talk.title(p) for p in products[:MOST]))


def colours_text(talk: Talk, product: Product) -> str:
    """Its colours in the language of the talk."""
    return ", ".join(product.colour_names(talk.language))


def tell_colour_of(talk: Talk, product: Product, colours: Sequence[str]) -> None:
    """Yes with what is there, or no with what there is instead."""
    having = [own for colour in colours for own in colour_called(product, colour)]
    if not product.colours:
        talk.say("say_no_colours", name=talk.title(product))
    elif not having:
        talk.say(
            "say_not_that_colour",
            name=talk.title(product),
            wanted=", ".join(said_colours(talk, colours)),
            colours=colours_text(talk, product),
        )
    elif product.stock <= 0:
        talk.say(
            "say_colour_but_sold_out", name=talk.title(product), colour=", ".join(said_colours(talk, having, product))
        )
    else:
        talk.say("say_has_colour", name=talk.title(product), colour=", ".join(said_colours(talk, having, product)),
                 stock=stock_text(talk, product).lower(), buttons=talk.buttons("say_product_choices"))  # fmt: skip


def said_colours(talk: Talk, colours: Sequence[str], product: Product | None = None) -> list[str]:
    """Vietnamese colour names in the language of the talk."""
    if talk.language != "en":
        return list(dict.fromkeys(colours))
    known = {fold(vi): en for p in talk.shelf.products.values() for vi, en in zip(p.colours, p.colours_en)}
    if product is not None:
        known |= {fold(vi): en for vi, en in zip(product.colours, product.colours_en)}
    return list(dict.fromkeys(known.get(fold(c)) or colour_in_english(c) or c for c in colours))


async def tell_warranty(talk: Talk, ask: Ask) -> None:
    """How long this thing is under warranty; else the shop's rule."""
    products = [entry.product for entry in talk.entries(talk.referent(ask))]
    having = [p for p in products if p.warranty_months]
    referent = talk.referent(ask)
    if not products or (referent.how == "kind" and len(having) > MOST):
        await tell_policy(talk, ask)
        return
    if len(products) > 1 and having:
        tell_each(
            talk, having[:MOST], "say_warranty_of_these", lambda p: talk.draw("say_months", months=p.warranty_months)
        )
        return
    product = products[0]
    if not product.warranty_months and not referent.explicit:
        # Beside a spare part the machine is meant: "bh?" after its filter.
        product = _machine_of(talk, product) or product
    talk.ground.attend(product.sku)
    if product.warranty_months:
        talk.say(
            "say_warranty",
            name=talk.title(product),
            months=product.warranty_months,
            buttons=talk.buttons("say_product_choices"),
        )
        if re.search(
            r"\b(?:loi|hu|hong|doi|sao|the nao|dieu kien|truong hop|o dau|how|what if|cover)\b", fold(ask.text)
        ):
            await tell_policy(talk, ask)
        return
    talk.say("say_no_warranty", name=talk.title(product))
    if len(ask.text.split()) > 3:
        await tell_policy(talk, ask)


def _machine_of(talk: Talk, part: Product) -> Product | None:
    """The thing of this talk that a part is for, if it is under warranty."""
    spoken_of = [*talk.ground.focus[1:], *(line.sku for line in talk.ground.basket), *talk.ground.shown]
    for sku in dict.fromkeys(spoken_of):
        product = talk.product(sku)
        if product is not None and product.warranty_months and part in talk.shelf.made_for(product):
            return product
    return None


async def tell_reviews(talk: Talk, ask: Ask) -> None:
    """What buyers gave it; of several each."""
    products = await about(talk, ask)
    rated = [p for p in products if p.rating]
    if not products:
        return
    if len(rated) > 1:
        tell_each(talk, rated[:MOST], "say_rating_of_these", lambda p: f"{p.rating:.1f}/5 ({p.review_count})")
        return
    product = rated[0] if rated else products[0]
    talk.ground.attend(product.sku)
    if product.rating:
        talk.say(
            "say_rating",
            name=talk.title(product),
            rating=f"{product.rating:.1f}",
            count=product.review_count,
            text=begins(talk, product),
            buttons=talk.buttons("say_product_choices"),
        )
    else:
        talk.say("say_no_rating", name=talk.title(product), text=begins(talk, product))


def begins(talk: Talk, product: Product) -> str:
    """How its description begins, as a sentence."""
    text = first_sentence(product.text(talk.language))
    return text if not text or text.endswith("…") else f"{text}."


async def tell_details(talk: Talk, ask: Ask) -> None:
    """What a thing is: its description, its facts, its card."""
    referent = talk.referent(ask)
    products = [entry.product for entry in talk.entries(referent)]
    if not products:
        await ask_which(talk, ask)
        return
    if len(products) > 1:
        if referent.how == "kind":
            await find(talk, ask)
            return
        tell_each(talk, products[:MOST], "say_these", lambda p: f"{talk.money(p.price)}. {begins(talk, p)}")
        return
    product = products[0]
    talk.ground.attend(product.sku)
    facts = "; ".join(f"{label}: {value}" for label, value in list(product.facts(talk.language).items())[:6])
    talk.say(
        "say_facts" if ask.detail == "facts" and facts else "say_details",
        name=talk.title(product),
        price=talk.money(product.price),
        description=beginning(product.text(talk.language), LONGEST_DETAILS),
        facts=facts,
        kind="products",
        payload=talk.cards([product]),
        buttons=talk.buttons("say_product_choices"),
    )


async def show_photos(talk: Talk, ask: Ask) -> None:
    """The pictures that there are, with the card; and who takes more."""
    if re.search(r"\b(?:gui|send)\b.{0,12}\b(?:dau|where|sao|the nao|kieu)\b", fold(ask.text)) or (
        talk.ground.orders and "gui" in fold(ask.text)
    ):
        ways = ways_for_pictures(talk)
        talk.say("say_where_to_send_pictures" if ways else "say_dont_know", ways=ways)
        return
    products = [entry.product for entry in talk.entries(talk.referent(ask))][:MOST]
    if products:
        talk.say("say_see_pictures", name=talk.title(products[0]), kind="products", payload=talk.cards(products))
        if len(products) == 1:
            talk.ground.attend(products[0].sku)
    await tell_policy(talk, ask)


def ways_for_pictures(talk: Talk) -> str:
    """Where pictures may be sent to, as far as the shop has such; empty where it has none."""
    ways = {"zalo": talk.shop.get("zalo"), "email": talk.shop.get("email")}
    return ", ".join(talk.draw(f"say_store_{way}", **{way: at}) for way, at in ways.items() if at)


async def tell_suitability(talk: Talk, ask: Ask) -> None:
    """Whether it suits somebody or something: from the data; without a thing it is a search."""
    referent = talk.referent(ask)
    if ask.detail == "serves":
        await tell_whether_it_serves(talk, ask)
        return
    if referent.skus and asks_whether_safe(ask.text):
        await tell_safety(talk, ask)
        return
    if not referent.skus or (referent.how == "kind" and not talk.ground.focus):
        await find(talk, ask)
        return
    await tell_facts(talk, ask)


async def tell_made(talk: Talk, ask: Ask) -> None:
    """Material, origin, expiry: the attribute by that name, else what the shop says in general."""
    referent = talk.referent(ask)
    entries = talk.entries(referent)
    if len(entries) == 1 and (found := facts_for(talk.shelf, entries[0], talk.query(ask))):
        talk.ground.attend(entries[0].sku)
        tell(talk, ask, entries[0], found)
        return
    if entries and len(entries) <= MOST:
        await tell_facts(talk, ask)
        return
    answer = await answer_of_topic(talk, ask)
    if answer is not None:
        talk.say_text(answer)
        return
    await tell_facts(talk, ask)


__all__ = [
    "Referent",
    "about",
    "show_photos",
    "tell_colours",
    "tell_details",
    "tell_price",
    "tell_reviews",
    "tell_stock",
    "tell_warranty",
]
