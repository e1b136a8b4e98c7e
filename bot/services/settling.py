"""Settle what a wish is about: the thing at hand, the shelf and the reading speak for a topic, or for none."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language import normalise
from bot.services.answers.choosing import WHICH_ONE
from bot.services.answers.finding import decided
from bot.services.answers.keeping import of_keeping
from bot.services.answers.safety import MAY, asks_whether_safe, names_a_risk
from bot.services.answers.serving import asks_whether_it_serves
from bot.services.answers.summing import told_in_list
from bot.services.answers.talk import Talk
from bot.services.answers.weighing import FINDS, KNOWN_OF_IT, QUESTION, settled_topic
from bot.services.contest import contested
from bot.services.noting import DETAILS, IS_THERE, variant_words
from bot.understanding.acts import Ask, Choose, Give
from bot.understanding.facts import best_score, facts_for
from bot.understanding.lines import wished_in
from bot.understanding.query import Query
from bot.understanding.rank import rank
from bot.understanding.reading import NluReading
from bot.understanding.shares import counted_per_head
from bot.understanding.words import content, words_of

NEW_VARIANT = re.compile(r"\b(?:doi|sua|thay|chuyen|make it|change|switch|thanh|qua|sang|lay|instead|rather)\b")
OTHER_VARIANT = re.compile(
    r"\b(?:doi|chuyen|thay)(?: lai| qua| sang| thanh)? (?:mau|size|sz|co) (?!khac\b|duoc\b|khong\b|thi\b)\w+"
)
"""Another colour or size of what is noted, whatever it is called: "thôi đổi màu nâu đi"."""
SUPPOSES = re.compile(r"^(?:lo|neu|nho|if|in case)\b|\b(?:khong|chua) (?:thich|vua|hop|ung)\b|\bmau khac\b")
"""Supposes what might be, and changes nothing."""
PRICE_WORD = re.compile(r"\b(?:gia|tien|price|cost|costs|bao gia|mot cai|1 cai)\b")
THAT_COSTS = re.compile(r"^(?:\w+ )?(?:co )?(?:mat|ton)(?: them)? (?:phi|tien)\b(?: gi| \w)*(?: khong| ko| k)?\W*$")
HAVE_A_FEE = {"ask_delivery_options", "ask_shipping_fee", "ask_delivery_time", "request_gift_wrap", "ask_installment"}
CONTACT = {"phone", "email", "address", "name", "order_code", "tax_number"}
BESIDE_WISHES = {
    "nlu_fallback",
    "greet",
    "thank",
    "affirm",
    "deny",
    "inform",
    "chitchat",
    "find_product",
    "ask_product_details",
    "praise",
    "give_order_details",
    "hesitate",
    "place_order",
    "add_to_cart",
    "out_of_scope",
}
BESIDE_DETAILS = {
    "nlu_fallback",
    "inform",
    "give_order_details",
    "chitchat",
    "out_of_scope",
    "check_order_status",
    "ask_product_details",
    "find_product",
}
BESIDE_CHOICE = {
    "nlu_fallback",
    "inform",
    "ask_product_details",
    "find_product",
    "ask_colour",
    "ask_size",
    "place_order",
    "choose_variant",
    "add_to_cart",
}
"""Readings of an unsure clause that say nothing new beside a sure wish, beside contact details, beside a decision."""
ABOUT_A_THING = {
    "ask_fit",
    "ask_size",
    "ask_stock",
    "manage_cart",
    "ask_material",
    "ask_reviews",
    "object_price",
}
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


def looks_for_goods(talk: Talk, wish: Ask, all_wishes: list[Ask]) -> bool:
    """Whether another clause looks for goods, and nothing was ordered that could be complained about."""
    if talk.ground.orders or talk.ground.order_code:
        return False
    others = [one for one in all_wishes if one is not wish]
    return any(one.topic in FINDS or talk.query(one).kinds or talk.query(one).heads for one in others)


def only_told(talk: Talk, wish: Ask) -> bool:
    """Whether a clause beside a sure wish needs no answer of its own; the thing it names is spoken of now."""
    asks = wish.asks or QUESTION.search(normalise(wish.text).folded)
    if mention(talk, wish) or (not asks and not talk.query(wish).kinds) or is_list(talk, wish):
        return True
    return any(give.what in CONTACT for give in talk.reading.of(Give)) and not content(words_of(wish.text))


def is_list(talk: Talk, wish: Ask) -> bool:
    """Whether a clause beside a sum does nothing but tell how many of what: "2 khay"."""
    if not {one.topic for one in talk.reading.of(Ask)} & {"ask_order_total", "ask_price", "ask_shipping_fee"}:
        return False
    if wish.asks or QUESTION.search(re.sub(r"\d+ bao\b", "", normalise(wish.text).folded)):
        return False
    told = wished_in(talk.shelf, talk.ground, wish.text, wish.entities, talk.page_sku)
    return bool(told) and all(one.quantity for one in told)


def said_beside(talk: Talk, wish: Ask, topic: str, others: list[Ask]) -> bool:
    """Whether an unsure clause is answered by what stands beside it: another wish, details, a decision."""
    if others and topic in BESIDE_WISHES:
        return not asks_of_one(talk, wish)
    if (
        topic in BESIDE_DETAILS
        and any(give.what in CONTACT for give in talk.reading.of(Give))
        and not strong_words(talk, wish)
    ):
        return True
    return topic in BESIDE_CHOICE and bool(talk.reading.of(Choose))


POINTED_AT = re.compile(r"\b\w+ (?:nay|do|kia|ay)\b.{0,60}\b(?:co|duoc|bi)\b.{0,60}\b(?:khong|chua)\W*$")
"""Asks whether that very thing has or does something: "nồi này có hẹn giờ không"."""


def asks_of_one(talk: Talk, wish: Ask) -> bool:
    """Whether a clause asks something of one thing at hand that is pointed at by its kind."""
    if not strong_words(talk, wish) or not POINTED_AT.search(normalise(wish.text).folded):
        return False
    return len(talk.referent(wish).skus) == 1


def strong_words(talk: Talk, wish: Ask) -> bool:
    """Whether a clause names goods, so that it is more than the details told in it."""
    query = talk.query(wish)
    return bool(query.kinds or query.heads or query.called)


def mention(talk: Talk, wish: Ask) -> bool:
    """A clause that only names a thing sets what the others are about; says whether it was one."""
    query = talk.query(wish)
    referent = talk.referent(wish)
    if not (referent.explicit or query.kinds or query.heads):
        return False
    # "Con 33w thì sao, giá, màu" turns to another thing; what is asked of it follows.
    folded = re.sub(r"\s(?:thi sao|the nao)\W*$", "", normalise(wish.text).folded)
    if re.search(r"\b(?:khong|chua|bao|may|nao|gi|sao|dau)\b|\?", folded) and not re.fullmatch(
        r".*\b(?:vay|a|i|do|ne|nay)\b", folded
    ):
        return False
    if (referent.explicit or referent.how == "kind") and len(referent.skus) == 1:
        known = {*talk.ground.focus, *talk.ground.shown, *(line.sku for line in talk.ground.basket)}
        if referent.how == "named" or not known or referent.skus[0] in known or not DROPS.match(folded):
            talk.ground.attend(referent.skus[0])
        return True
    if (best := best_of_another_kind(talk, query)) is not None:
        talk.ground.attend(best)
        return True
    return bool(query.kinds or query.heads) and len(content(words_of(wish.text))) <= 4 and referent.how == "focus"


def best_of_another_kind(talk: Talk, query: Query) -> str | None:
    """The thing described by more than its kind, where others were spoken of: "the sunscreen for oily skin"."""
    now = talk.focus
    kinds = query.kinds or query.heads
    described = [word for word in query.words if word.folded not in query.kind_words]
    if not kinds or not described or (now is not None and now.kind in kinds):
        return None
    fits = [fit for fit in rank(talk.shelf, query) if fit.product.kind in kinds]
    first = decided(query, fits) if fits else None
    return first.entry.sku if first is not None and first.matched else None


DROPS = re.compile(r"^(?:vay |the |thoi |a |ok )*(?:dep|don|bo|khoi|ke|mac ke|xin loi|sorry)\b")
"""Puts something of the visitor's own away, or begs pardon: "dẹp cái kệ giày" speaks of no shoes to buy."""
ELSEWHERE = re.compile(
    r"\b(?:mua|dat|lay|xai|dung) (?:o |ben |cua )?(?:cho|noi|shop|tiem|ben) khac\b"
    r"|\b(?:another|other) (?:shop|store)s?\b"
)
"""What another shop sold is no complaint about this one."""
SENDS = re.compile(r"\b(?:ship|giao|gui|deliver\w*|shipping)\b")
WHEN_ALONE = re.compile(
    r"(?:then |vay |the )?(?:when|how long|bao gio|khi nao|may ngay|bao lau|bao nhieu ngay)"
    r"(?: and| va| is it)?\W*"
)
COST_ALONE = re.compile(
    r"(?:and |va |then |vay |thi |het |ton |mat |khoang )*(?:how much|what does it cost|the cost|bao nhieu|nhieu)"
    r"(?: is it| does it cost| tien| vay| the| a| shop| ha)*\W*"
)


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
