"""The way from wanting to having: the basket, sums, codes, delivery, contact."""

from __future__ import annotations

from actions.base import ShopAction
from bot.services.answers import changing, contact, delivering, going_on, offering, orders, people, taking, totals
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask


async def order_details(talk: Talk, ask: Ask) -> None:
    """Details for what is being bought or called about."""
    await going_on.take_what_was_told(talk, ask)


class ActionHelpToBuy(ShopAction):
    """Takes what the visitor decides for."""

    action = "action_help_to_buy"
    answers = {
        "manage_cart": changing.change_basket,
        "choose_variant": going_on.choose_variant,
        "reorder": orders.order_again,
        "": taking.take,
    }


class ActionTellTotal(ShopAction):
    """What it costs in all, and what a code does to it."""

    action = "action_tell_total"
    answers = {"apply_coupon": offering.tell_asked_code, "": totals.tell_total}


class ActionTellDelivery(ShopAction):
    """Fee, time and ways of delivery."""

    action = "action_tell_delivery"
    answers = {"ask_delivery_options": delivering.tell_options, "": delivering.tell_delivery}


class ActionCollectContact(ShopAction):
    """How to reach the visitor, and what for."""

    action = "action_collect_contact"
    answers = {
        "ask_wholesale": people.wholesale,
        "notify_me": people.notify,
        "keep_in_touch": people.keep_in_touch,
        "give_order_details": order_details,
        "": people.call_back,
    }


class ActionGoOn(ShopAction):
    """A yes, a no, a bare piece of information: goes on with what stands open."""

    action = "action_go_on"
    answers = {
        "affirm": going_on.say_yes,
        "deny": going_on.say_no,
        "cancel": going_on.drop,
        "": going_on.use_information,
    }


class ActionPresentOffer(ShopAction):
    """An offer that changes this purchase; a kind word on the price."""

    action = "action_present_offer"
    answers = {"object_price": offering.meet_haggling, "": offering.tell_offers}


class ActionEaseDecision(ShopAction):
    """No pressure, and a way to come back."""

    action = "action_ease_decision"
    answers = {"": offering.ease}


__all__ = ["contact"]
