"""What a clause says beside others: only a mention, a part of a list, an answer that stands next to it already."""

from __future__ import annotations

import re

from bot.language import normalise
from bot.services.answers.finding import decided
from bot.services.answers.talk import Talk
from bot.services.answers.weighing import FINDS, QUESTION
from bot.understanding.acts import Ask, Choose, Give
from bot.understanding.lines import wished_in
from bot.understanding.query import Query
from bot.understanding.rank import rank
from bot.understanding.words import content, words_of

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
