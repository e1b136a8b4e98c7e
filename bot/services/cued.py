"""What a cue is about where it may be about something else than it seems: facts before policies."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language import normalise
from bot.services.answers.choosing import WHICH_ONE
from bot.services.answers.talk import Talk
from bot.services.answers.weighing import QUESTION
from bot.services.noting import DETAILS
from bot.understanding.acts import Ask, Give
from bot.understanding.facts import best_score, facts_for
from bot.understanding.words import words_of

PRICE_WORD = re.compile(r"\b(?:gia|tien|price|cost|costs|bao gia|mot cai|1 cai)\b")
THAT_COSTS = re.compile(r"^(?:\w+ )?(?:co )?(?:mat|ton)(?: them)? (?:phi|tien)\b(?: gi| \w)*(?: khong| ko| k)?\W*$")
HAVE_A_FEE = {"ask_delivery_options", "ask_shipping_fee", "ask_delivery_time", "request_gift_wrap", "ask_installment"}
ABOUT_A_THING = {
    "ask_fit",
    "ask_size",
    "ask_stock",
    "manage_cart",
    "ask_material",
    "ask_reviews",
    "object_price",
}
MAY_COST = {
    "request_gift_wrap",
    "ask_return_policy",
    "request_exchange",
    "request_return",
    "change_order",
    "cancel_order",
    "ask_try_first",
}
"""Services of which somebody may ask whether they cost something."""


def settle_sure(talk: Talk, wish: Ask) -> Ask | None:
    """A cue may still be about something else than it seems: facts before policies."""
    if belongs_to_another(talk, wish):
        return None
    folded = normalise(wish.text).folded
    # Nothing was ordered yet: what is noted is what changes, or is looked at again.
    only_noted = bool(talk.ground.basket and not talk.ground.orders and not talk.ground.order_code)
    exchanges = wish.topic in ("request_exchange", "change_order")
    if exchanges and only_noted and (talk.whole.colours or talk.whole.sizes):
        return replace(wish, topic="choose_variant", detail="answer")
    if wish.topic == "change_order" and only_noted and any(give.what in DETAILS for give in talk.reading.of(Give)):
        # The details themselves are the change; nothing was ordered that a person would have to change.
        return None
    if wish.topic == "check_order_status" and only_noted and re.search(r"\b(?:xem|kiem tra|check|coi) lai\b", folded):
        return replace(wish, topic="manage_cart", detail="recap")
    if wish.topic in ABOUT_A_THING and not wish.skus:
        return settle_about_thing(talk, wish)
    if wish.topic == "ask_price":
        return settle_price(talk, wish, folded)
    if wish.topic == "ask_accessories":
        return settle_accessories(talk, wish, folded)
    if wish.topic == "ask_delivery_time" and talk.ground.orders and is_about_the_order(talk, wish):
        return replace(wish, topic="check_order_status")
    if wish.topic == "recommend_by_need" and wish.detail == "choose" and chooses_elsewhere(talk, wish):
        return replace(wish, topic="find_product", detail="choose")
    return wish


OF_PRICE = re.compile(r"\b(?:re|dat|mac|cheaper|dearer|pricier) ?hon\b|\bcheaper\b|\bmore expensive\b")
ANY_ONE = re.compile(r"\b(?:nao|gi|any\w*|some\w*)\b")
IS_IT_SO = re.compile(r"\b(?:khong|dung khong|phai khong|ha|chu|right|is it|isn't it)\W*$|^(?:is|does|has)\b")


def of_two(talk: Talk, wish: Ask) -> Ask | None:
    """Whether "con V50 pin trâu hơn không" asks if that very thing is better, and not for a better one."""
    folded = normalise(wish.text).folded
    if wish.topic != "ask_alternative" or not IS_IT_SO.search(folded) or ANY_ONE.search(folded):
        return None
    referent = talk.referent(wish)
    beside = [sku for sku in [*talk.ground.focus, *talk.ground.shown] if sku != referent.one]
    if not referent.explicit or not referent.one or not beside:
        return None
    return replace(wish, topic="compare_products", detail="price_gap" if OF_PRICE.search(folded) else "", sure=True)


SUMS_UP = re.compile(
    r"\b(?:ca|het|tong) (?:hai|2|ba|3)\b(?!.{0,60}\bmoi\b)"
    r"|^(?:vay |the |con |neu |mua |lay |thi )*(?:\d{1,3}|hai|ba|bon|nam|chuc)"
    r" (?:cai|con|chiec|hop|goi|chai|tuyp|doi|bo|cay|hu|lo|tui|ly|bich|bao|thung|lon|xap)"
    r" (?:ghep lai |gop lai |do |nay )?(?:la|thi|het|thanh)? ?(?:may|bao nhieu|nhieu)(?: tien)?\W*$"
)
"""Asks what both, or so many, come to: "mua cả 2 thì bao nhiêu", "4 cái là mấy"."""


INTO_MONEY = re.compile(r"\b(?:doi|quy|tinh) (?:ra|thanh|duoc)\b")
"""What points are worth: "thêm mấy điểm, đổi ra mấy tiền"."""


def settle_price(talk: Talk, wish: Ask, folded: str) -> Ask:
    """How much of a fact is no price; a bare fee is that of what was just told of; of both or of many it is a sum."""
    if INTO_MONEY.search(folded) and re.search(r"\bdiem\b", normalise(talk.reading.text).folded):
        return replace(wish, topic="ask_points")
    if not wish.skus and SUMS_UP.search(folded) and len(talk.reading.of(Ask)) > 1:
        return replace(wish, topic="ask_order_total")
    if not wish.skus and not PRICE_WORD.search(folded) and names_a_fact(talk, wish):
        return replace(wish, topic="ask_specs")
    if talk.ground.topic in HAVE_A_FEE and re.match(r"(?:the |vay |co )?(?:mat )?phi\b", folded):
        return replace(wish, topic=talk.ground.topic, text=talk.ground.question)
    return wish


def settle_accessories(talk: Talk, wish: Ask, folded: str) -> Ask:
    """What takes its place is another of its kind; what is in the box is a fact where one tells it."""
    parts = re.search(r"\b(?:mang|choi|loc|phu kien|linh kien|gie|bo thay)\b", folded)
    if re.search(r"\bthay the\b", folded) and not parts:
        return replace(wish, topic="ask_alternative")
    if IN_THE_BOX.search(folded) and is_told_of_it(talk, wish):
        return replace(wish, topic="ask_specs")
    return wish


def is_about_the_order(talk: Talk, wish: Ask) -> bool:
    """Whether "bao giờ giao tới" is asked of the order that was shown: nothing to buy and no place is spoken of."""
    named = talk.query(wish).says_something and talk.referent(wish).explicit
    return not talk.ground.basket and not named and not any(give.what == "place" for give in talk.reading.of(Give))


def belongs_to_another(talk: Talk, wish: Ask) -> bool:
    """Whether a cue is part of what is said beside it: "mã" of an order's code, "mất phí" of gift wrapping."""
    if wish.topic == "apply_coupon":
        return any(give.what == "order_code" for give in talk.reading.of(Give))
    return (
        (wish.topic == "ask_shipping_fee" or not wish.sure)
        and THAT_COSTS.match(normalise(wish.text).folded) is not None
        and any(one.topic in MAY_COST for one in talk.reading.of(Ask))
    )


def settle_about_thing(talk: Talk, wish: Ask) -> Ask:
    """Sizes of what has none and stock of what is told as a fact are facts; a kind with its variant is looked for."""
    entries = talk.entries(talk.referent(wish))
    product = entries[0].product if len(entries) == 1 else None
    query = talk.query(wish)
    folded = normalise(wish.text).folded
    if (
        wish.topic == "ask_size"
        and talk.referent(wish).how == "kind"
        and (query.colours or query.sizes)
        and not wish.asks
        and not QUESTION.search(folded)
    ):
        # "Áo thun màu đen size L" is looked for, not asked about.
        return replace(wish, topic="find_product")
    if (
        wish.topic in ("ask_fit", "ask_size")
        and product is not None
        and not product.sizes
        and not any(e.get("entity") == "body_measure" for e in talk.reading.entities)
    ):
        return replace(wish, topic="ask_specs")
    if (
        wish.topic == "ask_stock"
        and not wish.detail
        and product is not None
        and not re.search(r"\b(?:con|het|san|hang|stock|available|left|sold)\b", folded)
        and best_score(facts_for(talk.shelf, entries[0], query)) >= 3.0
    ):
        return replace(wish, topic="ask_specs")
    return wish


IN_THE_BOX = re.compile(r"\b(?:trong hop|hop (?:co|gom|kem)|(?:co |di )?kem|in the box|comes? with|included)\b")


def is_told_of_it(talk: Talk, wish: Ask) -> bool:
    """Whether facts of the one thing it is about answer the clause."""
    entries = talk.entries(talk.referent(wish))
    return len(entries) == 1 and best_score(facts_for(talk.shelf, entries[0], talk.query(wish))) >= 3.0


def names_a_fact(talk: Talk, wish: Ask) -> bool:
    """Whether a word of the clause is the name of a fact of the one thing it is about."""
    entries = talk.entries(talk.referent(wish))
    said = {word.folded for word in words_of(wish.text)}
    return len(entries) == 1 and any(fact.label and fact.label_words & said for fact in entries[0].facts)


def chooses_elsewhere(talk: Talk, wish: Ask) -> bool:
    """Whether nothing of what is to be chosen from is on the table."""
    ground = talk.ground
    if not (ground.focus or ground.shown):
        return True
    kinds = talk.query(wish).kinds
    if not kinds or not ground.focus or WHICH_ONE.search(normalise(wish.text).folded):
        return False
    return not kinds & {p.kind for sku in [*ground.focus[:1], *ground.shown] if (p := talk.product(sku))}
