"""Answer questions from the shop's own answers, and be honest where there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.base import Events, Said, ShopAction
from actions.choosing import asks_which, tell_best
from actions.delivery import tell_delivery, tell_delivery_to
from actions.meant import resolve_product
from bot.language import fold, parse_order_code
from bot.services.faq import FaqAnswer, answer_faq, keep_unanswered
from bot.services.offers import is_coupon
from bot.services.products import find_products, products_payload

AFTER_PURCHASE = {
    "change_order", "cancel_order", "request_return", "request_exchange", "ask_refund", "claim_warranty",
    "report_payment_done",
}  # fmt: skip
"""After the answer to these a person is one tap away: something may be going wrong."""

SMALL_TALK = {"nlu_fallback", "greet", "goodbye", "thank", "affirm", "deny", "cancel", "inform", "chitchat", "insult",
              "out_of_scope", "ask_if_bot", "praise"}  # fmt: skip

ASKS_FOR_CONTACT = {"action_help_to_buy", "action_ease_decision"}
"""Actions that end with the question whether to call or keep in touch; "yes" to it opens the lead form."""

LIKE_AN_ORDER = re.compile(r"[A-Z]{0,4}-?\d{5,}")
"""Coupons have fewer digits: SALE50, TET2027."""
CERTAIN_PRODUCT = 0.4
HOW_LONG = re.compile(
    r"\b(?:bao lau|may (?:thang|nam)|bao nhieu (?:thang|nam))\b|\bbao hanh (?:khong|ko|k|hong|gi)\b"
    r"|\bhow long\b|\b(?:any|a|have|has|under) (?:warranty|guarantee)\b"
)
"""Asks whether there is a warranty, and for how long; folded."""


class ActionAnswerFaq(ShopAction):
    """Answers from the store; the intent says which topic."""

    reads_words = True

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_answer_faq"

    async def answer(self, said: Said) -> Events:
        """The answer, or an honest "I don't know" with the nearest questions and a person."""
        code = parse_order_code(said.words) if said.intent == "apply_coupon" else None
        if code and LIKE_AN_ORDER.fullmatch(code) and not await is_coupon(said.services, code):
            # "the code is HN20391" sounds like a coupon's.
            return [SlotSet(slots.ORDER_CODE, code), FollowupAction("order_form")]
        if (events := await tell_delivery(said, said.intent)) is not None:
            return events
        if (events := await tell_warranty(said)) is not None:
            return events
        found = await answer_faq(
            said.services,
            said.words or said.intent,
            topic=said.intent,
            conversation_id=said.conversation_id,
            message_id=said.message_id,
        )
        if found.faq is None:
            near = [
                {"title": faq.question_in(said.language)[:60], "payload": faq.question_in(said.language)}
                for faq in found.nearest
            ]
            said.say("say_dont_know", buttons=near)
            return []
        buttons = said.buttons("say_after_purchase_choices") if said.intent in AFTER_PURCHASE else []
        said.say_text(found.faq.answer_in(said.language), buttons=buttons)
        return []


async def tell_warranty(said: Said) -> Events | None:
    """How long the thing spoken of is under warranty; None where nothing is, or something else was asked."""
    if said.intent != "ask_warranty_policy" or not HOW_LONG.search(fold(said.words)):
        return None
    product = await resolve_product(said)
    if product is None or not product.warranty_months:
        return None
    said.say("say_warranty", name=product.title(said.language), months=product.warranty_months,
             buttons=said.buttons("say_product_choices"))  # fmt: skip
    return []


class ActionHandleFallback(ShopAction):
    """Not sure what was meant: try the store, then ask back with two likely meanings, then offer a person."""

    resets_failures = False
    reads_words = True

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_handle_fallback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]) -> Events:
        """Answer once: where no rule and no story goes on, Rasa would predict its fallback again and again."""
        events = await super().run(dispatcher, tracker, domain)
        goes_on = any(event.get("event") == "followup" for event in events)
        return events if goes_on else [*events, FollowupAction("action_listen")]

    async def answer(self, said: Said) -> Events:
        """What helps most, given how often it failed before."""
        if said.intent == "affirm" and said.last_action in ASKS_FOR_CONTACT:
            return [FollowupAction("lead_form")]
        if said.intent == "affirm":
            said.say("utter_how_can_i_help")
            return []
        if said.intent in ("deny", "cancel"):
            said.say("say_anything_else")
            return []
        faq = await answer_faq(said.services, said.words)
        told = await (tell_delivery(said, faq.certain.topic) if faq.certain else tell_delivery_to(said))
        if told is not None:
            return told
        if faq.certain:
            said.say_text(faq.certain.answer_in(said.language))
            return []
        if asks_which(said) and (events := await tell_best(said)) is not None:
            return events
        products = await find_products(said.services, said.words, threshold=CERTAIN_PRODUCT, limit=5)
        if products:
            said.say(
                "say_found_products", kind="products", payload=products_payload(said.services, products, said.language)
            )
            return [SlotSet(slots.SHOWN_PRODUCTS, [p.sku for p in products])]
        failed = int(said.slot(slots.FAILED_TURNS) or 0) + 1
        await keep_question(said, faq)
        likely = [r["name"] for r in said.ranking if r.get("name") not in SMALL_TALK][:2]
        if failed >= 2 or not likely or said.is_button:
            said.say("say_offer_person")
        else:
            said.say("say_what_do_you_mean", buttons=[meaning_button(said, intent) for intent in likely])
        return [SlotSet(slots.FAILED_TURNS, failed)]


class ActionHandleOutOfScope(ShopAction):
    """Refuses politely what a shop does not do, and says what it can do instead."""

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_handle_out_of_scope"

    async def answer(self, said: Said) -> Events:
        """One sentence and a way on."""
        said.say("say_only_two_languages" if said.metadata.get("other_language") else "say_out_of_scope")
        return []


async def keep_question(said: Said, found: FaqAnswer) -> None:
    """Keep the visitor's words for the shop's owner, beside the answer that came nearest."""
    nearest = found.faq or next(iter(found.nearest), None)
    near = nearest.key if nearest else None
    if said.words:
        await keep_unanswered(said.services, said.conversation_id, said.words, near, found.score, said.message_id)


def meaning_button(said: Said, intent: str) -> dict[str, str]:
    """A button that says in words what an intent means."""
    return {"title": said.services.words.say(f"say_meaning_{intent}", said.language), "payload": f"/{intent}"}
