"""The way from wanting to having."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions import slots
from actions.base import Events, Said, ShopAction
from actions.meant import asked_colour, named_among, names_a_thing, resolve_product, shown_products, thing_words
from actions.offers import show_offer
from actions.products import show
from bot.language import format_money
from bot.services.products import BUY, find_products, get_product, products_payload, similar_products
from bot.services.shop import load_shop


class ActionHelpToBuy(ShopAction):
    """Shows how to buy the thing at hand, with one offer that fits and somebody to call."""

    reads_words = True

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_help_to_buy"

    async def answer(self, said: Said) -> Events:
        """The product with its price and page; what the cart costs; or the steps in general."""
        if said.intent in ("ask_order_total", "manage_cart") and await self._tell_cart(said):
            return []
        words = thing_words(said)
        there = [product for product in await shown_products(said) if product.stock > 0]
        product = await resolve_product(said) or named_among(there, words)
        if product is None:
            if await names_a_thing(said, words):
                found = await find_products(said.services, words, colours=asked_colour(said))
                if found:
                    return show(said, found, "say_which_of_these", words)
            elif there:
                return show(said, there, "say_which_to_buy", button=BUY)
            said.say("say_how_to_buy")
            return []
        language = said.language
        if product.stock <= 0:
            others = await similar_products(said.services, product, 3)
            payload = products_payload(said.services, others, language) if others else None
            said.say(
                "say_has_no_stock", name=product.title(language), kind="products" if others else None, payload=payload
            )
            return [SlotSet(slots.PRODUCT, product.sku)]
        said.say(
            "say_buy_this",
            name=product.title(language),
            price=format_money(product.price, language),
            kind="products",
            payload=products_payload(said.services, [product], language),
        )
        await show_offer(said, "say_offer")
        said.say("say_call_me_question")
        return [SlotSet(slots.PRODUCT, product.sku)]

    async def _tell_cart(self, said: Said) -> bool:
        items = (said.page.get("cart") or {}).get("items") or []
        total = 0
        for item in items[:50]:
            product = await get_product(said.services, str(item.get("sku", "")))
            if product and isinstance(item.get("quantity"), int):
                total += product.price * max(0, item["quantity"])
        if not total:
            return False
        free_from = ((await load_shop(said.services)).get("shipping") or {}).get("free_from")
        free = bool(free_from and total >= free_from)
        said.say("say_cart_total_free" if free else "say_cart_total", total=format_money(total, said.language),
                 free_from=format_money(free_from or 0, said.language))  # fmt: skip
        return True
