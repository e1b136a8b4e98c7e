"""What the shop says about itself and its rules; and honesty where it says nothing."""

from __future__ import annotations

from actions.base import ShopAction
from bot.services.answers import fallback, points, policies, smalltalk, store_facts, usage


class ActionAnswerFaq(ShopAction):
    """The shop's own answers."""

    action = "action_answer_faq"
    answers = {
        "explain_product_kind": usage.explain,
        "ask_usage_help": usage.tell_usage,
        "request_gift_wrap": store_facts.tell_wrapping,
        "ask_deposit": store_facts.tell_deposit,
        "ask_installment": store_facts.tell_instalments,
        "ask_points": points.tell_points,
        "ask_payment_methods": store_facts.tell_payment,
        "": policies.tell_policy,
    }


class ActionTellAboutShop(ShopAction):
    """Hours, addresses, contact, bank: from the shop's profile."""

    action = "action_tell_about_shop"
    answers = {"": store_facts.tell_store}


class ActionSmallTalk(ShopAction):
    """Greetings, thanks and the like."""

    action = "action_small_talk"
    answers = {"": smalltalk.make_small_talk}
    reads_words = False


class ActionHandleOutOfScope(ShopAction):
    """What a shop does not do."""

    action = "action_handle_out_of_scope"
    answers = {"": smalltalk.refuse_politely}
    reads_words = False


class ActionHandleFallback(ShopAction):
    """What nobody could read for sure."""

    action = "action_handle_fallback"
    answers = {"": fallback.settle_unsure}
