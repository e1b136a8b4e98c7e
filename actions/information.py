"""A bare piece of information, without a question that it answers."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions import slots
from actions.base import Events, Said, ShopAction
from actions.delivery import tell_delivery_to
from actions.faq import ActionHandleFallback
from actions.meant import names_a_thing, price_range, resolve_product, thing_words
from actions.products import ActionDescribeProduct, ActionFindProducts, show
from actions.sizes import tell_size
from bot.language import parse_email, parse_order_code, parse_phone
from bot.services.products import find_products


class ActionUseInformation(ShopAction):
    """Does the next useful thing with an order code, a phone number, an amount, a colour or a name of a thing."""

    reads_words = True

    resets_failures = False

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_use_information"

    async def answer(self, said: Said) -> Events:
        """An order code opens the order form, a contact the lead form, an amount narrows the search."""
        code = parse_order_code(said.words)
        if code:
            return [SlotSet(slots.ORDER_CODE, code), FollowupAction("order_form")]
        if parse_phone(said.words) or parse_email(said.words):
            return [FollowupAction("lead_form")]
        if (events := await tell_size(said, await resolve_product(said))) is not None:
            return events
        lowest, highest = price_range(said)
        if (lowest is not None or highest is not None) and await names_a_thing(said, thing_words(said)):
            return await ActionFindProducts(said.services).answer(said)
        if lowest is not None or highest is not None:
            interest = said.slot(slots.INTEREST) or ""
            found = await find_products(said.services, interest, lowest=lowest, highest=highest)
            found = found or await find_products(said.services, "", lowest=lowest, highest=highest)
            if found:
                return show(said, found, "say_found_products")
        if (events := await tell_delivery_to(said)) is not None:
            return events
        if await resolve_product(said):
            return await ActionDescribeProduct(said.services).answer(said)
        return await ActionHandleFallback(said.services).answer(said)
