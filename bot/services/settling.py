"""Settle what a wish is about: the thing at hand, the shelf and the reading speak for a topic, or for none."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language import normalise
from bot.services.answers.keeping import of_keeping
from bot.services.answers.safety import MAY, asks_whether_safe, names_a_risk
from bot.services.answers.serving import asks_whether_it_serves
from bot.services.answers.summing import told_in_list
from bot.services.answers.talk import Talk
from bot.services.answers.weighing import FINDS, KNOWN_OF_IT, settled_topic
from bot.services.beside import (
    COST_ALONE,
    ELSEWHERE,
    SENDS,
    WHEN_ALONE,
    asks_of_one,
    looks_for_goods,
    only_told,
    said_beside,
)
from bot.services.contest import contested
from bot.services.cued import belongs_to_another, of_two, settle_sure
from bot.services.noting import IS_THERE, variant_words
from bot.understanding.acts import Ask, Give
from bot.understanding.facts import best_score, facts_for
from bot.understanding.lines import wished_in
from bot.understanding.reading import NluReading
from bot.understanding.shares import counted_per_head

NEW_VARIANT = re.compile(r"\b(?:doi|sua|thay|chuyen|make it|change|switch|thanh|qua|sang|lay|instead|rather)\b")
OTHER_VARIANT = re.compile(
    r"\b(?:doi|chuyen|thay)(?: lai| qua| sang| thanh)? (?:mau|size|sz|co) (?!khac\b|duoc\b|khong\b|thi\b)\w+"
)
"""Another colour or size of what is noted, whatever it is called: "thôi đổi màu nâu đi"."""
SUPPOSES = re.compile(r"^(?:lo|neu|nho|if|in case)\b|\b(?:khong|chua) (?:thich|vua|hop|ung)\b|\bmau khac\b")
"""Supposes what might be, and changes nothing."""
MAY_ASK_WHETHER = {
    *FINDS,
    "nlu_fallback",
    "ask_fit",
    "ask_size",
    "ask_specs",
    "ask_suitability",
    "ask_product_details",
    "ask_usage_help",
    "ask_stock",
    "chitchat",
    "out_of_scope",
    "inform",
}
"""Readings of a clause that may ask whether the thing does for somebody."""
MAY_BE_A_VARIANT = {
    *FINDS,
    "request_exchange",
    "change_order",
    "ask_return_policy",
    "nlu_fallback",
    "ask_colour",
    "ask_size",
    "hesitate",
    "manage_cart",
    "ask_alternative",
}
"""Readings of "thôi đổi màu nâu đi"."""


def settle(talk: Talk, wish: Ask, nlu: NluReading, all_wishes: list[Ask]) -> Ask | None:
    """An unsure wish gets the topic that thing, shelf and reading speak for; None if it only mentions."""
    readings = (
        of_list,
        of_goods_there,
        of_named,
        of_keeping,
        of_other_variant,
        of_delivery,
        of_code,
        of_safety,
        of_two,
        of_supposition,
    )
    known = next((read for of in readings if (read := of(talk, wish)) is not None), None)
    if known is not None:
        return known
    if wish.topic in MAY_ASK_WHETHER and not asks_whether_safe(wish.text) and asks_whether_it_serves(talk, wish):
        return replace(wish, topic="ask_suitability", detail="serves", sure=True)
    if wish.sure:
        return settle_cued(talk, wish)
    if belongs_to_another(talk, wish):
        return None
    if any(give.what == "code" for give in talk.reading.of(Give)) and not talk.query(wish).kinds:
        return replace(wish, topic="apply_coupon", sure=True)
    if (
        talk.ground.basket
        and NEW_VARIANT.search(normalise(wish.text).folded)
        and not SUPPOSES.search(normalise(wish.text).folded)
        and not IS_THERE.search(normalise(wish.text).folded)
        and (talk.query(wish).sizes or talk.query(wish).colours or variant_words(talk))
    ):
        return replace(wish, topic="choose_variant", detail="answer", sure=True)
    if (counted := of_pieces(talk, wish)) is not None:
        return counted
    # A bad time elsewhere is why something is looked for here.
    elsewhere = len(all_wishes) > 1 and ELSEWHERE.search(normalise(wish.text).folded)
    if elsewhere or (wish.topic == "complain" and looks_for_goods(talk, wish, all_wishes)):
        return None
    others = [one for one in all_wishes if one is not wish and one.sure]
    if others and only_told(talk, wish):
        return None
    return settle_weighed(talk, wish, nlu, others)


ALL_IN = re.compile(r"\b(?:het (?:thay |tat ca )?(?:bao )?nhieu|tong|tat ca|total|altogether|all in)\b")
"""Asks what everything comes to, and not for a fee alone."""


def of_list(talk: Talk, wish: Ask) -> Ask | None:
    """What so many of this and so many of that come to, delivered or not, is a sum: "2 trấu 3 mụn dừa, bao nhiêu"."""
    if wish.topic not in ("ask_price", "ask_shipping_fee") or wish.skus:
        return None
    told = told_in_list(talk, wish)
    several = len({one.sku for one in told}) > 1
    all_in = wish.topic == "ask_shipping_fee" and ALL_IN.search(normalise(wish.text).folded)
    if not told or not (several or all_in) or not all(one.quantity for one in told):
        return None
    return replace(wish, topic="ask_order_total", sure=True)


def of_goods_there(talk: Talk, wish: Ask) -> Ask | None:
    """What there is of the goods that were named: "need a T-shirt … what do you have?" asks not for everything."""
    if wish.topic != "browse_catalogue" or talk.pressed or not (talk.whole.kinds or talk.whole.heads):
        return None
    return replace(wish, topic="find_product", sure=True)


def of_named(talk: Talk, wish: Ask) -> Ask | None:
    """A thing that is named and called the cheaper one is asked of, and no other: "con A rẻ hơn có chống ồn không"."""
    if wish.topic != "ask_alternative" or wish.detail != "cheaper":
        return None
    referent = talk.referent(wish)
    if referent.how != "named" or referent.one is None or referent.one in talk.ground.focus[:1]:
        return None
    if best_score(facts_for(talk.shelf, talk.shelf.entries[referent.one], talk.query(wish))) < KNOWN_OF_IT:
        return None
    return replace(wish, topic="ask_specs", detail="")


def settle_cued(talk: Talk, wish: Ask) -> Ask | None:
    """What a cue asks for, unless the shop's answers contest it."""
    settled = settle_sure(talk, wish)
    return contested(talk, settled) if settled is not None else None


def settle_weighed(talk: Talk, wish: Ask, nlu: NluReading, others: list[Ask]) -> Ask | None:
    """What thing, shelf, reading and answers speak for; None where what stands beside it says it already."""
    alone = len(talk.reading.of(Ask)) <= 1
    intent, confidence = (nlu.intent, nlu.confidence) if alone else (wish.topic, 0.5)
    settled = settled_topic(talk, wish, intent, confidence)
    settled = of_two(talk, settled) or contested(talk, settled)
    if others and settled.topic in ("find_product", "ask_product_details") and asks_of_one(talk, wish):
        settled = replace(settled, topic="ask_specs", detail="")
    return None if said_beside(talk, wish, settled.topic, others) else settled


def of_other_variant(talk: Talk, wish: Ask) -> Ask | None:
    """Another colour or size of what is only noted is no exchange of what was received."""
    ground = talk.ground
    if not ground.basket or ground.orders or ground.order_code or wish.asks or wish.topic not in MAY_BE_A_VARIANT:
        return None
    if not OTHER_VARIANT.search(normalise(wish.text).folded):
        return None
    return replace(wish, topic="choose_variant", detail="answer", sure=True)


PIECES_ALONE = re.compile(
    r"^(?:a|ah|ok|oke|vay|the|thoi|u|um|da|khong|nham|lon)?[ ,]*(?:(?:cho|lay)(?: (?:minh|em|chi|anh))? )?"
    r"(?:\d{1,3}|mot|hai|ba|bon) (?:cai|con|chiec|hop|goi|chai|tuyp|doi|bo|cay|hu|lo|tui|ly|bich|bao|thung|lon|cuc)\b"
    r"(?: (?!bao\b|may\b|gi\b|nao\b|khong\b|duoc\b|sao\b|thi\b)\w+){0,4}\W*$"
)
"""A number of pieces and hardly more: "à 3 gói cà phê đi"."""


PIECES_THEN = re.compile(
    r"^(?:vay |the |con |neu |gia su |lay |mua |thi )*(?:\d{1,3}|mot|hai|ba|bon)"
    r" (?:cai|con|chiec|hop|goi|chai|tuyp|doi|bo|cay|hu|lo|tui|ly|bich|bao|thung|lon|cuc)"
    r" (?:thi )?(?:sao|the nao|nhu nao|thi nhieu)\W*$"
)
"""What so many would come to: "2 bao thì sao"."""


def of_pieces(talk: Talk, wish: Ask) -> Ask | None:
    """A bare number of pieces is another number for what is in the basket, or so many of the thing spoken of."""
    whole = counted_per_head(talk.reading.text)
    if whole != talk.reading.text and wish.text in talk.reading.text:
        # "Mỗi người 2 cái, nhóm mình 3 người": the one clause is nothing without the other.
        wish = replace(wish, text=whole.strip())
    elif not PIECES_THEN.match(normalise(wish.text).folded) and (
        wish.asks or wish.topic == "manage_cart" or not PIECES_ALONE.match(normalise(wish.text).folded)
    ):
        return None
    wished = wished_in(talk.shelf, talk.ground, wish.text, wish.entities, talk.page_sku)
    if len(wished) != 1 or not wished[0].quantity:
        return None
    if PIECES_THEN.match(normalise(wish.text).folded):
        return replace(wish, topic="ask_order_total", sure=True)
    if talk.ground.line(wished[0].sku) is not None:
        return replace(wish, topic="manage_cart", detail="quantity", sure=True)
    if talk.ground.basket or talk.ground.several or wished[0].sku not in talk.ground.focus[:1]:
        return None
    # "3 bao" after its price, with nothing taken yet: what so many come to.
    return replace(wish, topic="ask_price", sure=True)


OF_USE = {
    "ask_reviews",
    "ask_suitability",
    "ask_usage_help",
    "ask_specs",
    "ask_product_details",
    "nlu_fallback",
    "explain_product_kind",
}
"""What "dùng được không" may be read as."""


def of_safety(talk: Talk, wish: Ask) -> Ask | None:
    """Whether a thing may be used where the message tells a risk: "mình đang cho con bú, dùng ok ko"."""
    text = talk.reading.text
    if wish.topic not in OF_USE or text == wish.text or not asks_whether_safe(text):
        return None
    if names_a_risk(wish.text) or not MAY.search(normalise(wish.text).folded) or not talk.entries(talk.referent(wish)):
        return None
    return replace(wish, topic="ask_suitability", text=text, sure=True)


def of_delivery(talk: Talk, wish: Ask) -> Ask | None:
    """Bare questions after a delivery to a place are about that: "Ship to Bien Hoa, when and how much"."""
    if not any(give.what == "place" for give in talk.reading.of(Give)) or not SENDS.search(
        normalise(talk.reading.text).folded
    ):
        return None
    folded = normalise(wish.text).folded.strip()
    if WHEN_ALONE.fullmatch(folded):
        return replace(wish, topic="ask_delivery_time", sure=True)
    if COST_ALONE.fullmatch(folded) and wish.topic in ("ask_price", "nlu_fallback"):
        return replace(wish, topic="ask_shipping_fee", sure=True)
    return None


def of_code(talk: Talk, wish: Ask) -> Ask | None:
    """What is asked of a code that is named is what it does: "mã HIEN5 giảm được mấy tiền" haggles for nothing."""
    named = any(give.what == "code" for give in talk.reading.of(Give))
    return replace(wish, topic="apply_coupon") if named and wish.topic in ("object_price", "ask_promotions") else None


FEARS = re.compile(r"^(?:\w+ ){0,2}(?:lo|neu|nho|gia su|in case|if)\b")


def of_supposition(_talk: Talk, wish: Ask) -> Ask | None:
    """Who fears what did not happen, "lỡ không ưng", complains of nothing."""
    supposes = wish.topic == "complain" and FEARS.search(normalise(wish.text).folded)
    return replace(wish, topic="ask_return_policy", sure=True) if supposes else None
