"""From acts to wishes: what the message says is noted and settled elsewhere; here it is put in order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.ground import Ground
from bot.language import fold, normalise
from bot.services.answers.introducing import introduce
from bot.services.answers.seeking import begins_anew, seeks
from bot.services.answers.taking import choose_into_basket
from bot.services.answers.talk import Talk
from bot.services.answers.titled import goods_named_alone
from bot.services.answers.unclear import read_of_answer
from bot.services.noting import answer_to_open, ground_note_wrap, note_gives
from bot.services.order_wishes import read_of_order
from bot.services.searching import NEEDS, in_one_search
from bot.services.settling import settle
from bot.understanding.acts import Ask, Choose, Confirm, Decline, Give, Postpone, Reading, Social, Stop
from bot.understanding.halves import shelf_words
from bot.understanding.query import query_of
from bot.understanding.reading import MOST_WISHES, NluReading

MOVES_ON = {
    "compare_products",
    "ask_alternative",
    "place_order",
    "add_to_cart",
    "manage_cart",
    "choose_variant",
    "ask_order_total",
    "ask_accessories",
    *NEEDS,
}
"""Topics whose answers settle themselves what is spoken of next."""
SEVERAL = {
    "ask_specs",
    "ask_suitability",
    "ask_usage_help",
    "check_order_status",
    "explain_product_kind",
    "ask_product_details",
}
"""Topics of which one message may ask several things, each in its clause."""
TELLS_THE_SUM = {"ask_order_total", "ask_price", "apply_coupon", "ask_promotions", "ask_wholesale"}
"""What these answer is what somebody wants to hear who only wonders about taking something."""
SAYS_NOTHING = re.compile(r"(?:h+m+|u+m+|uh+|e+r*m*|a+|o+|[\W_])+")


def plan(talk: Talk, nlu: NluReading) -> None:
    """Fill ``talk.wishes`` and note what was told; at least one wish comes out."""
    corrected = note_gives(talk)
    talk.read_as(read_of_order(talk))
    talk.read_as(read_of_goods(talk))
    talk.read_as(read_of_answer(talk))
    if (only := said_alone(talk, nlu)) is not None:
        talk.wishes = [only]
        return
    wishes = wishes_chosen(talk)
    open_wish = answer_to_open(talk, corrected)
    if open_wish is not None:
        wishes.insert(0, open_wish)
    wishes += wishes_said(talk)
    wishes = tidy(talk, settled_in_turn(talk, wishes, nlu))
    if not wishes:
        wishes = [leftover(talk, nlu, corrected)]
    wishes = without_wrapping(talk, wishes)
    topics = {wish.topic for wish in wishes}
    folded = normalise(talk.reading.text).folded
    if {"ask_order_total", "request_gift_wrap"} <= topics or (
        re.search(
            r"\b(?:ca|co|tinh|them|luon|kem|cong) (?:luon |ca |phi )?goi qua\b.{0,12}\b(?:bao nhieu|nhieu|tong|het)\b",
            folded,
        )
        and not NOT_WRAPPED.search(folded)
    ):
        ground_note_wrap(talk)
    talk.wishes = wishes[:MOST_WISHES]
    left = len(wishes) - MOST_WISHES
    if left > 0:
        talk.say("say_more_wishes", count=left)


NOT_WRAPPED = re.compile(
    r"\b(?:chua|khong|khoi|dung|bo|tru)(?: (?:can|tinh|gom|ke|ca|lay|luon|tien|phi))* goi (?:qua|nua|giay|lai)\b"
    r"|\b(?:no|without|skip|drop)(?: the)? (?:gift.?)?wrap\w*\b"
)


def without_wrapping(talk: Talk, wishes: list[Ask]) -> list[Ask]:
    """The wishes where wrapping is called off: "chưa tính gói quà, tổng bao nhiêu"; a sum leaves it out from now on."""
    if len(wishes) < 2 or not NOT_WRAPPED.search(normalise(talk.reading.text).folded):
        return wishes
    talk.ground.told.pop("gift_wrap", None)
    return [wish for wish in wishes if wish.topic != "request_gift_wrap"] or wishes


CHOOSING_VERBS = re.compile(
    r"\b(?:lay|chot|mua|dat|order|oder|doi|thay|them|cho|ship|gui|giao|len don|rinh|take|add)\b"
)


def read_of_goods(talk: Talk) -> Reading:
    """The message without a decision that is only the name of goods: "bao dat 10 ky" of soil, typed without marks."""
    reading = talk.reading
    if "dat" not in shelf_words(talk.shelf) or "đặt" in reading.text.lower():
        return reading
    acts = tuple(
        Ask("nlu_fallback", act.text, "", act.entities, sure=False)
        if isinstance(act, Choose) and not act.skus and set(CHOOSING_VERBS.findall(fold(act.text))) == {"dat"}
        else act
        for act in reading.acts
    )
    asked = {act.text for act in acts if isinstance(act, Ask) and act.sure}
    kept = (act for act in acts if not (isinstance(act, Ask) and act.topic == "nlu_fallback" and act.text in asked))
    return replace(reading, acts=tuple(kept))


def settled_in_turn(talk: Talk, wishes: list[Ask], nlu: NluReading) -> list[Ask]:
    """What each wish is about, one after the other: what one names the next ones are about.

    Where goods are looked for, the other clauses tell what they are for, and none of them leads away.
    """
    anew = begins_anew(talk, talk.whole)
    searching = any(not wish.sure and seeks(talk, wish) for wish in wishes)
    settled: list[Ask] = []
    unsure: list[Ask] = []
    for wish in wishes:
        one = settle(talk, wish, nlu, wishes)
        if one is None:
            continue
        if not searching:
            lead_on(talk, one, settled)
        settled.append(one)
        if not wish.sure:
            unsure.append(one)
    if not anew:
        return settled
    kept = in_one_search(talk, unsure, settled, nlu)
    for number, one in enumerate(kept if searching else ()):
        lead_on(talk, one, kept[:number])
    return kept


def said_alone(talk: Talk, nlu: NluReading) -> Ask | None:
    """The one wish of a message that is a mere sound, "hmm", or nothing but an insult."""
    reading = talk.reading
    folded = fold(reading.text)
    if (named := goods_named_alone(talk)) is not None:
        return named
    if not talk.pressed and SAYS_NOTHING.fullmatch(folded.strip()) and re.search(r"[a-z]", folded):
        return Ask("inform", reading.text, "nothing")
    if (
        nlu.intent == "insult"
        and nlu.confidence >= 0.9
        and not any(ask.sure for ask in reading.of(Ask))
        and not reading.of(Give, Choose)
    ):
        return Ask("insult", reading.text)
    return None


def wishes_chosen(talk: Talk) -> list[Ask]:
    """Put what is decided for into the basket; a wish to buy for each decision that stands."""
    wishes: list[Ask] = []
    asks = talk.reading.of(Ask)
    for act in talk.reading.of(Choose):
        before = list(talk.ground.basket)
        lines = choose_into_basket(talk, act)
        wonders = any(ask.sure and ask.topic in TELLS_THE_SUM for ask in asks) and all(line.asked for line in lines)
        if (lines and not wonders) or not (before or asks):
            wishes.append(Ask("place_order", act.text, "", act.entities, skus=act.skus))
    return wishes


def wishes_said(talk: Talk) -> list[Ask]:
    """What is asked, put off or called off, as it stands in the message; social words only beside no question."""
    reading = talk.reading
    asks = reading.of(Ask)
    wishes: list[Ask] = []
    for act in reading.acts:
        if isinstance(act, Ask):
            wishes.append(act)
        elif isinstance(act, Postpone):
            wishes.append(Ask("hesitate", act.text or reading.text))
        elif isinstance(act, Stop) and not reading.of(Choose):
            # "Đổi ý, lấy màu kem" drops nothing but the colour.
            wishes.append(Ask("cancel", act.text or reading.text))
        elif isinstance(act, Social) and act.text and names_goods_anew(talk, act.text):
            # "And a T-shirt that dries fast" praises nothing.
            wishes.append(Ask("find_product", act.text))
        elif isinstance(act, Social) and not asks:
            wishes.append(Ask(act.kind, reading.text))
    return wishes


ANOTHER = re.compile(r"^(?:and|also|plus|with|then|next|ok|va|con|them|voi)\b.*\b(?:a|an|some|mot|1|may)\b")


def names_goods_anew(talk: Talk, text: str) -> bool:
    """Whether a clause names goods of which nothing was spoken yet, after the ones before it."""
    query = query_of(text, [], talk.shelf)
    return bool(query.asked) and begins_anew(talk, query) and ANOTHER.search(fold(text)) is not None


def lead_on(talk: Talk, wish: Ask, before: list[Ask]) -> None:
    """The thing that a clause names is what the clauses after it are about: "V50 giá bao nhiêu, còn hàng không"."""
    if wish.topic in MOVES_ON:
        return
    referent = talk.referent(wish)
    query = talk.query(wish)
    by_kind = bool(query.kinds or query.heads) and referent.how == "focus"
    if (referent.explicit or by_kind) and len(referent.skus) == 1:
        talk.ground.attend(referent.skus[0])
    elif referent.how == "none" or (not referent.explicit and any(one.topic in MOVES_ON for one in before)):
        # What is answered before it says what it is about.
        talk.forget_referent(wish)


def tidy(talk: Talk, wishes: list[Ask]) -> list[Ask]:
    """Each topic once; what another wish answers anyway is left out."""
    found: list[Ask] = []
    searching = [wish for wish in wishes if wish.topic in NEEDS]
    if len(searching) > 1:
        # Needs told in several clauses are one search: the clause that names the goods carries it.
        best = next((wish for wish in searching if talk.query(wish).kinds or talk.query(wish).heads), searching[-1])
        wishes = [wish for wish in wishes if wish.topic not in NEEDS or wish is best]
    for wish in wishes:
        if not any(says_again(talk, wish, one) for one in found) and not answered_by_others(talk, wish, wishes):
            found.append(wish)
    # A person comes before everything else, wherever in the message it was asked for.
    found.sort(
        key=lambda wish: (
            wish.topic not in ("ask_human", "complain", "report_defect", "report_wrong_item", "report_missing_item")
        )
    )
    return found


OF_EACH = {"ask_price", "ask_stock", "ask_colour", "ask_size", "ask_warranty_policy", "claim_warranty"}
"""What may be asked of one thing and then of another in one message."""


def are_of_others(talk: Talk, wish: Ask, before: Ask) -> bool:
    """Whether a wish names one thing and the earlier one was about another: "quạt giá nhiêu, nồi giá nhiêu"."""
    one, other = talk.referent(wish).one, talk.referent(before).one
    named = talk.referent(wish).explicit or bool(talk.query(wish).kinds or talk.query(wish).heads)
    return bool(one and other and named and one != other)


def says_again(talk: Talk, wish: Ask, before: Ask) -> bool:
    """Whether a wish is for the same as an earlier one."""
    if before.topic != wish.topic:
        return False
    if before.text == wish.text:
        return True
    if wish.topic in OF_EACH and are_of_others(talk, wish, before):
        return False
    if before.detail == "price_gap":
        # The difference in price says nothing of the others.
        return False
    if wish.topic == "nlu_fallback" and talk.ground.focus and not (talk.whole.kinds or talk.whole.heads):
        # Of the thing at hand several things may be asked that nobody could read.
        return False
    return wish.topic not in SEVERAL and (before.detail == wish.detail or not wish.detail)


SAY_IT_TOO = {
    "ask_delivery_area": {"ask_shipping_fee", "ask_order_total"},
    # "Viết đánh giá có ảnh" sends pictures and asks to see none.
    "request_photos": {"write_review"},
}
"""What the answers of these topics say already."""


def answered_by_others(talk: Talk, wish: Ask, wishes: list[Ask]) -> bool:
    """Whether the answers of the other wishes say what this one asks for."""
    topics = {one.topic for one in wishes}
    match wish.topic:
        case "ask_shipping_fee" if "ask_order_total" in topics and wish.detail in ("", "free"):
            return True
        case "ask_shipping_fee" | "ask_delivery_area" if "ask_delivery_time" in topics and not wish.detail:
            return True
        case "ask_delivery_area" | "request_photos":
            return bool(topics & SAY_IT_TOO[wish.topic])
        case "ask_store_address":
            return not wish.asks and any(give.what == "address" for give in talk.reading.of(Give))
        case "thank" | "greet":
            return len(topics) > 1
        case "affirm" | "deny":
            return len(topics) > 1 and not (wish is wishes[0] and talk.ground.open in ("consent", "recap"))
        case "place_order":
            return order_is_placed_by_others(talk, wish, topics)
        case "give_order_details":
            return ("request_call_back" in topics and not wish.detail) or (
                "change_order" in topics and talk.order is not None and not talk.ground.basket
            )
        case "nlu_fallback" if wish.detail == "search":
            # The search reads the needs of the whole message.
            return bool(topics & NEEDS)
    return False


def order_is_placed_by_others(talk: Talk, wish: Ask, topics: set[str]) -> bool:
    """Whether a yes closes the order already, or "order" was said of one that was placed before."""
    if wish.detail == "close":
        return "affirm" in topics
    names = any(talk.shelf.knows(word.folded) for word in talk.query(wish).words)
    if "affirm" in topics and not wish.entities and not names:
        # "Ok chốt" after the recap is that yes, and takes nothing more.
        return True
    if "manage_cart" in topics:
        # "Bỏ gói hạt, thay bằng mật ong": what stands is told once, after both.
        return True
    earlier = topics & {"reorder", "report_defect", "report_wrong_item", "change_order"}
    return not wish.detail and not wish.skus and bool(earlier)


def leftover(talk: Talk, nlu: NluReading, corrected: list[str]) -> Ask:
    """What a message without any wish is: a bare yes or no, details, a social word, or something nobody can read."""
    reading = talk.reading
    if reading.of(Confirm):
        return Ask("affirm", reading.text)
    if reading.of(Decline):
        return Ask("deny", reading.text)
    if reading.of(Give):
        return Ask("inform", reading.text, ",".join(corrected), reading.entities)
    if social := reading.of(Social):
        return Ask(social[0].kind, reading.text)
    return Ask(nlu.intent if nlu.confidence > 0.6 else "nlu_fallback", reading.text, "", reading.entities, sure=False)


def after(talk: Talk, wish: Ask) -> None:
    """Note what was answered, so that "cái 750 thì sao" can ask it again, and show what came up for the first time."""
    introduce(talk, wish)
    ground: Ground = talk.ground
    if wish.topic not in (
        "thank",
        "greet",
        "goodbye",
        "affirm",
        "deny",
        "inform",
        "hesitate",
        "cancel",
        "nlu_fallback",
        "give_order_details",
    ):
        ground.topic = wish.topic
        if wish.topic not in ("find_product", "place_order", "recommend_by_need") or not ground.question:
            ground.question = wish.text[:300]
    if wish.topic != "nlu_fallback":
        ground.misses = 0


def codes_of(talk_offers: list[object]) -> Mapping[str, str]:
    """Known coupons by their folded form."""
    return {fold(str(code)): str(code) for offer in talk_offers if (code := getattr(offer, "code", None))}
