"""The size that fits: by the thing's own chart first, then by the shop's for its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.domain.catalogue import Product
from bot.domain.errors import BadInput
from bot.language import fold, normalise
from bot.services.answers.charts import ROW, OwnChart, amount, number, own_chart
from bot.services.answers.facts import tell_facts
from bot.services.answers.policies import answer_of_topic, tell_policy
from bot.services.answers.sizing_several import on_the_shelf, tell_sizes_of_several, worn_lately
from bot.services.answers.talk import Talk
from bot.services.answers.which import ask_which
from bot.services.sizes import UNITS, chart_for
from bot.understanding.acts import Ask

MEASURES = ("weight", "height", "bust", "waist", "hip", "foot", "neck")
CM = re.compile(r"(?<![\d.,])(\d{2}(?:[.,]\d)?) ?(?:cm|phan)\b")
NECK = re.compile(r"\b(?:co|vong co|neck)\D{0,12}(\d{2}(?:[.,]\d)?)")


ADVISED_SIZE = "advised_size"
"""What the ground calls the size that was last said to fit: "lấy size đó" means it."""


def measures_told(talk: Talk, ask: Ask, chart: OwnChart | None = None) -> dict[str, float]:
    """Measures of the message, else those told before of the visitor."""
    found: dict[str, float] = {}
    for entity in talk.reading.entities:
        name, _, value = str(entity.get("value") or "").partition("=")
        if entity.get("entity") == "body_measure" and value:
            found[name] = float(value.rstrip("cmkg"))
    folded = normalise(talk.reading.text).folded
    if not found and chart is not None:
        if "neck" in chart.measures and (match := NECK.search(folded)):
            found["neck"] = number(match.group(1))
        elif len(chart.measures) == 1 and (bare := CM.search(folded)):
            found[next(iter(chart.measures))] = number(bare.group(1))
    if not found and "foot" not in found and (bare := CM.search(folded)) and 20 <= number(bare.group(1)) <= 31:
        found["foot"] = number(bare.group(1))
    if found:
        return found
    return {name: float(talk.ground.get(name)) for name in MEASURES if talk.ground.get(name) is not None}


def goes_by(product: Product, told: Mapping[str, float], shop: Mapping[str, Any]) -> bool:
    """Whether a chart for this thing, its own or the shop's, goes by a told measure."""
    chart = own_chart(product)
    if chart is not None:
        return bool(chart.measures & set(told))
    try:
        return chart_for(shop, told, [product.kind]) is not None
    except BadInput:
        return False


def tell_beside(talk: Talk, products: list[Product], told: Mapping[str, float]) -> bool:
    """The sizes of several people, or what goes by a measure that nothing spoken of goes by; says whether it was."""
    focus = talk.focus
    one = next((product for product in products if len(products) == 1 or product is focus), None)
    if (one is not None or not products) and tell_sizes_of_several(talk, one):
        return True
    if not told or products_by_weight(told) or any(goes_by(product, told, talk.shop) for product in products):
        return False
    return tell_which_fit(talk, on_the_shelf(talk, told), told)


def names_goods(talk: Talk, ask: Ask) -> bool:
    """Whether a clause says what it is about, by a kind or a name."""
    query = talk.query(ask)
    return bool(query.kinds or query.heads or talk.referent(ask).explicit)


def products_by_weight(told: Mapping[str, float]) -> bool:
    """Whether only weight or height was told, which many things of the shelf go by."""
    return not set(told) - {"weight", "height"}


def worn_and_told(talk: Talk, ask: Ask, products: list[Product]) -> tuple[list[Product], Mapping[str, float]]:
    """What the question is about, and the measures that count for it."""
    told = measures_told(talk, ask)
    if not told or any(goes_by(product, told, talk.shop) for product in products):
        return products, told
    if products and names_goods(talk, ask) and not measures_in_message(talk):
        # A foot told of boots says nothing of the jacket that is asked for now.
        return products, {}
    # "Bạn trai mình 66kg mặc M có chật ko" is asked of no tumbler, and a waist not of a shirt.
    worn = worn_lately(talk, told)
    return ([worn] if worn is not None else products), told


async def tell_fit(talk: Talk, ask: Ask) -> None:
    """The size for the measures that were told; asks for them where a chart needs them; else the sizes there are."""
    referent = talk.referent(ask)
    products = [entry.product for entry in talk.entries(referent)]
    products, told = worn_and_told(talk, ask, products)
    if tell_beside(talk, products, told):
        return
    if referent.how == "kind" and told and tell_which_fit(talk, products, told):
        return
    sized = [p for p in products if p.sizes or own_chart(p)]
    several = len(sized) > 1
    if (
        several
        and referent.how in ("shown", "both", "kind", "described", "named")
        and told
        and tell_which_fit(talk, sized, told)
    ):
        return
    if several and not told:
        await tell_sizes(talk, ask)
        return
    product = next(iter(sized or products), None)
    if product is not None and tell_fit_of(talk, ask, product):
        return
    if told and (tell_by_shop_chart(talk, product, told, ask)):
        return
    if product is not None and not product.sizes:
        talk.ground.attend(product.sku)
        await tell_facts(talk, ask)
        return
    if product is not None and product.sizes:
        await ask_for_measures(talk, ask, product)
        return
    await tell_policy(talk, ask)


async def ask_for_measures(talk: Talk, ask: Ask, product: Product) -> None:
    """The sizes there are, how it is cut, and the question for the measure that its chart goes by."""
    talk.ground.attend(product.sku)
    chart = own_chart(product)
    talk.ground.ask("measures")
    talk.ground.pending = "ask_fit"
    talk.say("say_sizes", name=talk.title(product), sizes=chart_text(product) if chart else ", ".join(product.sizes))
    if fit := product.attributes.get("Form"):
        talk.say_text(f"Form: {fit}." if talk.language != "en" else f"Fit: {product.fact('Form', 'en')[1]}.")
    if chart:
        talk.say("say_tell_measures", role="question", what=talk.draw(f"say_measure_{min(chart.measures)}"))
    elif (answer := await answer_of_topic(talk, ask)) is not None:
        talk.say_text(answer)


def chart_text(product: Product) -> str:
    """The chart as the owner wrote it."""
    for label, value in product.attributes.items():
        if re.search(r"size|kich co|bang", fold(label)) and ROW.search(value):
            return value
    return ", ".join(product.sizes)


def tell_fit_of(talk: Talk, ask: Ask, product: Product) -> bool:
    """By the thing's own chart; says whether it could."""
    chart = own_chart(product)
    told = measures_told(talk, ask, chart)
    if chart is None or not told:
        return False
    measure = next(
        (
            name
            for name in ("bust", "waist", "hip", "foot", "neck", "weight", "height")
            if name in told and name in chart.measures
        ),
        None,
    )
    if measure is None:
        return False
    talk.ground.attend(product.sku)
    value, unit = told[measure], UNITS.get(measure, "cm")
    row = chart.fitting(measure, value)
    values: dict[str, Any] = {
        "name": talk.title(product),
        "value": amount(value, talk.language),
        "unit": unit,
        "what": talk.draw(f"say_measure_{measure}"),
    }
    if row is None:
        low, high = chart.span(measure)
        talk.say("say_no_size_in_chart", low=amount(low, talk.language), high=amount(high, talk.language), **values)
        others = [
            p
            for p in talk.shelf.of_kind([product.kind])
            if p.sku != product.sku and p.stock > 0 and (c := own_chart(p)) and c.fitting(measure, value)
        ]
        if others:
            other = others[0]
            found = own_chart(other)
            fitting = found.fitting(measure, value) if found else None
            if fitting:
                talk.say(
                    "say_other_size_fits",
                    other=talk.title(other),
                    size=fitting[0],
                    low=amount(fitting[1], talk.language),
                    high=amount(fitting[2], talk.language),
                    unit=unit,
                    kind="products",
                    payload=talk.cards([other]),
                )
                talk.ground.show([other.sku])
                talk.ground.attend(other.sku, product.sku)
        return True
    size, low, high = row
    talk.ground.note(ADVISED_SIZE, size, talk.message_id)
    talk.say("say_size_in_chart", size=size, low=amount(low, talk.language), high=amount(high, talk.language), **values)
    return True


def tell_by_shop_chart(talk: Talk, product: Product | None, told: Mapping[str, float], ask: Ask) -> bool:
    """By the shop's chart for the kind; says whether there is one."""
    kinds = {product.kind} if product else set(talk.query(ask).kinds | talk.query(ask).heads)
    try:
        chart = chart_for(talk.shop, told, kinds)
    except BadInput:
        return False
    if chart is None or not isinstance(chart.name, Mapping):
        return False
    value = told[chart.measure]
    values: dict[str, Any] = {
        "value": amount(value, talk.language),
        "unit": chart.unit,
        "thing": chart.name.get(talk.language) or chart.name["vi"],
    }
    row = chart.fitting(value)
    if product is not None:
        talk.ground.attend(product.sku)
    if row is None:
        smallest, largest = chart.span
        talk.say("say_no_size_fits", low=amount(smallest, talk.language), high=amount(largest, talk.language), **values)
        return True
    size, low, high = row
    talk.ground.note(ADVISED_SIZE, size, talk.message_id)
    talk.say("say_size_fits", size=size, low=amount(low, talk.language), high=amount(high, talk.language), **values)
    form = product.attributes.get("Form", "") if product else ""
    if product and "tang" in fold(form):
        talk.say_text(f"{'Form' if talk.language != 'en' else 'Fit'}: {product.fact('Form', talk.language)[1]}.")
    if (
        product
        and product.sizes
        and size not in product.sizes
        and not any(part in product.sizes for part in re.split(r"[–-]", size))
    ):
        talk.say("say_sizes", name=talk.title(product), sizes=", ".join(product.sizes))
    return True


def tell_which_fit(talk: Talk, products: list[Product], told: Mapping[str, float]) -> bool:
    """Of several things those in the size for somebody, in stock; says whether any has a chart for the measure."""
    fitting, charted = [], []
    for product in products:
        chart = own_chart(product)
        measure = next(
            (
                name
                for name in ("bust", "waist", "hip", "foot", "neck", "weight", "height")
                if chart and name in told and name in chart.measures
            ),
            None,
        )
        if chart is None or measure is None:
            continue
        charted.append((product, chart, measure))
        if row := chart.fitting(measure, told[measure]):
            fitting.append((product, row, measure))
    if not charted:
        return False
    if not fitting:
        product, chart, measure = max(charted, key=lambda one: one[1].span(one[2])[1])
        low, high = min(c.span(m)[0] for _, c, m in charted), max(c.span(m)[1] for _, c, m in charted)
        talk.ground.attend(product.sku)
        talk.say(
            "say_no_size_in_chart",
            name=product.kind if talk.language != "en" else product.kind_en or product.kind,
            value=amount(told[measure], talk.language),
            unit=UNITS.get(measure, "cm"),
            what=talk.draw(f"say_measure_{measure}"),
            low=amount(low, talk.language),
            high=amount(high, talk.language),
        )
        talk.say(
            "say_largest_size",
            name=talk.title(product),
            size=product.sizes[-1] if product.sizes else "",
            high=amount(high, talk.language),
            unit=UNITS.get(measure, "cm"),
        )
        return True
    fitting.sort(key=lambda one: one[0].stock <= 0)
    lines = [
        f"• {talk.title(p)}: size {size} "
        f"({amount(low, talk.language)}–{amount(high, talk.language)} {UNITS.get(m, 'cm')})"
        for p, (size, low, high), m in fitting[:4]
    ]
    shown = [p for p, _, _ in fitting[:4]]
    talk.say("say_these_fit", list="\n".join(lines), kind="products", payload=talk.cards(shown))
    talk.ground.show([p.sku for p in shown])
    if len(shown) == 1:
        talk.ground.attend(shown[0].sku)
    return True


async def tell_sizes(talk: Talk, ask: Ask) -> None:
    """Which sizes there are, or whether the named one is."""
    referent = talk.referent(ask)
    products = [entry.product for entry in talk.entries(referent)]
    query = talk.query(ask)
    if not products:
        await ask_which(talk, ask)
        return
    if measures_in_message(talk):
        await tell_fit(talk, ask)
        return
    if len(products) > 1:
        _sizes_of_each(talk, products, query.sizes)
        return
    product = products[0]
    talk.ground.attend(product.sku)
    if not product.sizes:
        if any(word.folded not in query.kind_words for word in query.words):
            await tell_facts(talk, ask)
        else:
            talk.say("say_no_sizes", name=talk.title(product))
    elif query.sizes and not has_size(product, query.sizes):
        talk.say(
            "say_not_that_size", name=talk.title(product), wanted=", ".join(query.sizes), sizes=", ".join(product.sizes)
        )
    elif product.stock <= 0:
        from bot.services.answers.things import tell_sold_out

        tell_sold_out(talk, product)
    elif query.sizes:
        talk.say(
            "say_has_size",
            name=talk.title(product),
            size=", ".join(size for size in query.sizes if has_size(product, (size,))),
            buttons=talk.buttons("say_product_choices"),
        )
    else:
        talk.say("say_sizes", name=talk.title(product), sizes=", ".join(product.sizes))


def _sizes_of_each(talk: Talk, products: list[Product], wanted: tuple[str, ...]) -> None:
    """The sizes of several things, of those that come in the wanted one if any does."""
    from bot.services.answers.things import tell_each

    sized = [p for p in products if p.sizes][:5]
    if wanted:
        sized = [p for p in sized if has_size(p, wanted)] or sized
    if sized:
        tell_each(talk, sized, "say_size_of_these", lambda p: ", ".join(p.sizes))
    else:
        talk.say("say_no_sizes", name=talk.title(products[0]))


def measures_in_message(talk: Talk) -> bool:
    """Whether the message tells a measure of a body."""
    return any(entity.get("entity") == "body_measure" for entity in talk.reading.entities)


def has_size(product: Product, wanted: tuple[str, ...]) -> bool:
    """Whether it comes in one of the sizes."""
    own = {size.upper() for size in product.sizes}
    return any(size.upper() in own for size in wanted)
