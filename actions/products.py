"""Things on the shelf: found, chosen, described, compared."""

from __future__ import annotations

from actions.base import ShopAction
from bot.services.answers import alternatives, catalogue, choosing, facts, finding, sizing, things
from bot.services.answers.fallback import find_within, tell_more_or_less
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask


async def find_or_within(talk: Talk, ask: Ask) -> None:
    """A search; or a need told of the kind on the table."""
    await (find_within if ask.detail == "within" else finding.find)(talk, ask)


async def other_or_more(talk: Talk, ask: Ask) -> None:
    """Another one; or one with more or less of something."""
    await (tell_more_or_less if ask.detail == "more_or_less" else alternatives.alternative)(talk, ask)


class ActionShowCategories(ShopAction):
    """What the shop has, as entrances."""

    action = "action_show_categories"
    answers = {"ask_brands": catalogue.tell_brands, "": catalogue.show_categories}


class ActionFindProducts(ShopAction):
    """Things that fit a wish."""

    action = "action_find_products"
    answers = {"ask_alternative": other_or_more, "ask_accessories": catalogue.tell_accessories, "": find_or_within}


class ActionChooseProduct(ShopAction):
    """One pick, with the fact that decides."""

    action = "action_choose_product"
    answers = {"": choosing.choose}


class ActionDescribeProduct(ShopAction):
    """A question about a thing, from its own data."""

    action = "action_describe_product"
    answers = {
        "ask_price": things.tell_price,
        "ask_stock": things.tell_stock,
        "ask_colour": things.tell_colours,
        "ask_size": sizing.tell_sizes,
        "ask_fit": sizing.tell_fit,
        "ask_specs": facts.tell_facts,
        "ask_material": things.tell_made,
        "ask_origin_expiry": things.tell_made,
        "ask_suitability": things.tell_suitability,
        "ask_reviews": things.tell_reviews,
        "request_photos": things.show_photos,
        "ask_warranty_policy": things.tell_warranty,
        "": things.tell_details,
    }


class ActionCompareProducts(ShopAction):
    """Two things side by side."""

    action = "action_compare_products"
    answers = {"": choosing.compare_things}
