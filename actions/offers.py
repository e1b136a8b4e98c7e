"""Offers that make the next step easier."""

from __future__ import annotations

from actions.base import Events, Said, ShopAction
from actions.meant import named_category, resolve_product, shown_products
from bot.services.faq import answer_faq
from bot.services.offers import offer_payload, present_offer


async def show_offer(said: Said, sentence: str) -> bool:
    """Show the offer that fits now; says whether there was one."""
    product = await resolve_product(said)
    category = product.category if product else await named_category(said) or await _shown_category(said)
    key = said.message_id or f"{said.conversation_id}:{len(said.tracker.events)}"
    cart = (said.page.get("cart") or {}).get("total")
    total = max(product.price if product else 0, cart if isinstance(cart, int) else 0)
    offer = await present_offer(said.services, said.conversation_id, key=key, category=category, total=total)
    if offer is None:
        return False
    payload = offer_payload(said.services, offer, said.language)
    said.say(sentence, title=payload["title"], detail=payload["detail"], kind="offer", payload=payload)
    return True


async def _shown_category(said: Said) -> str | None:
    """The category of the cards shown last, if they are all of one."""
    categories = {product.category for product in await shown_products(said)}
    return categories.pop() if len(categories) == 1 else None


class ActionPresentOffer(ShopAction):
    """Shows the one offer that fits where the visitor stands."""

    reads_words = True

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_present_offer"

    async def answer(self, said: Said) -> Events:
        """The offer; or, honestly, that there is none at present."""
        if said.intent == "object_price":
            said.say("say_understand_price")
        if await show_offer(said, "say_offer"):
            return []
        faq = await answer_faq(said.services, said.words, topic="ask_promotions")
        if said.intent == "ask_promotions" and faq.faq is not None and faq.faq.topic == "ask_promotions":
            said.say_text(faq.faq.answer_in(said.language))
        else:
            said.say("say_no_offer")
        return []


class ActionEaseDecision(ShopAction):
    """Somebody hesitates: no pressure, what takes the risk away, and a way to come back."""

    reads_words = True

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_ease_decision"

    async def answer(self, said: Said) -> Events:
        """A calm sentence, an offer if one fits, and the question whether to keep in touch."""
        said.say("say_take_your_time")
        await show_offer(said, "say_offer")
        said.say("say_keep_in_touch_question")
        return []
