"""From acts to wishes: what is told goes into the ground, what stands open is answered first, the rest is planned."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.ground import Ground, Told
from bot.language import asks_or_wants, fold, normalise, parse_name
from bot.services.answers.choosing import WHICH_ONE
from bot.services.answers.delivering import place_of
from bot.services.answers.fallback import QUESTION, settled_topic
from bot.services.answers.taking import choose_into_basket
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask, Choose, Confirm, Decline, Give, Postpone, Social, Stop
from bot.understanding.facts import best_score, facts_for
from bot.understanding.lines import size_said
from bot.understanding.reading import MOST_WISHES, NluReading
from bot.understanding.words import content, words_of

STORE = {"ask_store_hours", "ask_store_address", "ask_contact", "ask_about_shop"}
DETAILS = ("name", "phone", "email", "address", "company", "tax_number", "call_time")
ORDER_TOPICS = {
    "check_order_status",
    "report_late_delivery",
    "ask_order_history",
    "change_order",
    "cancel_order",
    "reorder",
    "request_return",
    "request_exchange",
    "claim_warranty",
    "report_wrong_item",
    "report_missing_item",
    "report_defect",
    "ask_refund",
}
NEW_VARIANT = re.compile(r"\b(?:doi|sua|thay|chuyen|make it|change|switch|thanh|qua|sang|lay|instead|rather)\b")
PRICE_WORD = re.compile(r"\b(?:gia|tien|price|cost|costs|bao gia|mot cai|1 cai)\b")
THAT_COSTS = re.compile(r"^(?:\w+ )?(?:co )?(?:mat|ton)(?: them)? phi")
FINDS = {"find_product", "recommend_by_need", "recommend_by_budget", "find_gift"}
MOVES_ON = {
    "compare_products",
    "ask_alternative",
    "place_order",
    "add_to_cart",
    "manage_cart",
    "choose_variant",
    "ask_order_total",
    "ask_accessories",
    *FINDS,
}
"""Topics whose answers settle themselves what is spoken of next."""
HAVE_A_FEE = {"ask_delivery_options", "ask_shipping_fee", "ask_delivery_time", "request_gift_wrap", "ask_installment"}
CONTACT = {"phone", "email", "address", "name", "order_code", "tax_number"}
SEVERAL = {
    "ask_specs",
    "ask_suitability",
    "ask_usage_help",
    "check_order_status",
    "explain_product_kind",
    "ask_product_details",
}
"""Topics of which one message may ask several things, each in its clause."""
BODY = ("weight", "height", "bust", "waist", "hip", "foot")
TAKES_DETAILS = {
    "request_call_back",
    "ask_wholesale",
    "notify_me",
    "keep_in_touch",
    "request_invoice",
    "manage_privacy",
}
"""Topics whose answers take the details that are told with them."""
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
FORGETS_CODE = re.compile(
    r"\b(?:khong|chua) (?:con |he )?(?:nho|co|biet|thay|luu|giu|nhan duoc) (?:\w+ )?ma\b|\b(?:quen|"
    r"mat) (?:\w+ )?ma\b|\bkhong nho\b|\bforg[eo]t\b|\bno code\b|\b(?:don'?t|do not|didn'?t) (?:have|know|remember)\b"
)
NUMBER_ALONE = re.compile(r"\W*(?:\d[\s.\-]*){2,12}\W*")
SAYS_NOTHING = re.compile(r"(?:h+m+|u+m+|uh+|e+r*m*|a+|o+|[\W_])+")
SAYS_NUMBER = re.compile(
    r"^\W*(?:sdt|dt|so dien thoai|so dt|so|phone|my (?:phone|number))"
    r"(?: (?:cua )?(?:minh|em|e|chi|c|anh|a|toi|mk|m|la|is|number|day|ne))*"
    r"\W*(?=0?\d)(?:\d[\s.\-]*){6,9}\W*$"
)
"""A phone number that is short of digits, said to be one."""
INVALID_NUMBER = re.compile(r"(?<![\w.])\d[\d\s.\-]{5,12}\d(?!\w)")


def plan(talk: Talk, nlu: NluReading) -> None:
    """Fill ``talk.wishes`` and note what was told; at least one wish comes out."""
    corrected = note_gives(talk)
    if (only := said_alone(talk, nlu)) is not None:
        talk.wishes = [only]
        return
    wishes = wishes_chosen(talk)
    open_wish = answer_to_open(talk, corrected)
    if open_wish is not None:
        wishes.insert(0, open_wish)
    wishes += wishes_said(talk)
    settled: list[Ask] = []
    for wish in wishes:
        one = settle(talk, wish, nlu, wishes)
        if one is not None:
            lead_on(talk, one, settled)
            settled.append(one)
    wishes = tidy(talk, settled)
    if not wishes:
        wishes = [leftover(talk, nlu, corrected)]
    topics = {wish.topic for wish in wishes}
    if {"ask_order_total", "request_gift_wrap"} <= topics or re.search(
        r"\b(?:ca|co|tinh|them|luon|kem|cong) (?:luon |ca |phi )?goi qua\b.{0,12}\b(?:bao nhieu|nhieu|tong|het)\b",
        normalise(talk.reading.text).folded,
    ):
        ground_note_wrap(talk)
    talk.wishes = wishes[:MOST_WISHES]
    left = len(wishes) - MOST_WISHES
    if left > 0:
        talk.say("say_more_wishes", count=left)


def said_alone(talk: Talk, nlu: NluReading) -> Ask | None:
    """The one wish of a message that is a mere sound, "hmm", or nothing but an insult."""
    reading = talk.reading
    folded = fold(reading.text)
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
        if lines or not (before or asks):
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
        elif isinstance(act, Social) and not asks:
            wishes.append(Ask(act.kind, reading.text))
    return wishes


def ground_note_wrap(talk: Talk) -> None:
    """A sum that is asked for with wrapping counts it."""
    talk.ground.note("gift_wrap", True, talk.message_id)


def lead_on(talk: Talk, wish: Ask, before: list[Ask]) -> None:
    """The thing that a clause names is what the clauses after it are about: "V50 giá bao nhiêu, còn hàng không"."""
    if wish.topic in MOVES_ON:
        return
    referent = talk.referent(wish)
    if referent.explicit and len(referent.skus) == 1:
        talk.ground.attend(referent.skus[0])
    elif referent.how == "none" or (not referent.explicit and any(one.topic in MOVES_ON for one in before)):
        # What is answered before it says what it is about.
        talk.forget_referent(wish)


def note_gives(talk: Talk) -> list[str]:
    """Put what was told into the ground; returns what an earlier value was corrected of."""
    ground, corrected = talk.ground, []
    asks = {ask.topic for ask in talk.reading.of(Ask)}
    places: list[Give] = []
    # An order's code comes first: a number beside it belongs to this order, not to the one before.
    gives = sorted(talk.reading.of(Give), key=lambda give: give.what != "order_code")
    has_code = any(give.what == "order_code" for give in gives)
    for give in gives:
        if give.what == "place":
            places.append(give)
        elif give.what == "order_code":
            note_order_code(talk, give)
        elif give.what == "phone" and (
            has_code
            or ground.open == "order_phone"
            or (ground.order_code and ground.order_code not in ground.orders and ground.pending in ORDER_TOPICS)
        ):
            ground.note("order_phone", give.value, talk.message_id)
            if ground.get("phone") is None:
                ground.note("phone", give.value, talk.message_id)
        elif give.what == "code":
            ground.told["code_before"] = ground.told.get("code") or Told(None)
            ground.note("code", give.value, talk.message_id)
        elif give.what == "payment" and asks & {"ask_payment_methods", "ask_installment"}:
            continue
        elif ground.note(give.what, give.value, talk.message_id) and give.what in DETAILS:
            corrected.append(give.what)
    note_place(talk, places, asks)
    return corrected


def note_order_code(talk: Talk, give: Give) -> None:
    """The order that is spoken of; the phone number told for another one does not open it."""
    if is_number_asked_for(talk, give):
        return
    if talk.ground.order_code != give.value:
        talk.ground.told.pop("order_phone", None)
    talk.ground.order_code = str(give.value)


def note_place(talk: Talk, places: list[Give], asks: set[str]) -> None:
    """The place that delivery is about: the province, and what the visitor calls it."""
    if not places or (asks and asks <= STORE):
        return
    if any(give.what == "order_code" for give in talk.reading.of(Give)) and not talk.reading.of(Choose):
        return
    last = places[-1].value
    province = str(last["province"])
    first = next((give.value for give in places if str(give.value["province"]) == province), last)
    typed = talk.reading.text[int(first["start"] or 0) : int(first["end"] or 0)]
    talk.ground.note("place", province, talk.message_id)
    talk.ground.note("place_name", place_of(typed, province), talk.message_id)


def answer_to_open(talk: Talk, corrected: list[str]) -> Ask | None:
    """The wish that answers the open question, if the message does; what stands last on the screen decides."""
    ground, reading = talk.ground, talk.reading
    told = {give.what for give in reading.of(Give) if not is_number_asked_for(talk, give)}
    details = told & {*DETAILS} - ({"phone", "name"} if "order_code" in told else set())
    asks = [ask for ask in reading.of(Ask) if ask.sure]
    text = reading.text
    if "order_code" in told and not any(ask.topic in ORDER_TOPICS for ask in asks):
        return Ask(ground.pending if ground.pending in ORDER_TOPICS else "check_order_status", text, "given")
    answer = answer_for_records(talk, told) or answer_for_purchase(talk, told, asks)
    if answer is not None:
        return answer
    if details and not (ground.open in ("order_phone", "order_code") and details <= {"phone"}):
        if asks and all(ask.topic in TAKES_DETAILS for ask in asks) and not (corrected and ground.get("lead")):
            return None
        return Ask("give_order_details", text, ",".join(corrected))
    if ground.open == "contact" and not asks and not reading.of(Confirm) and not reading.of(Decline):
        return bare_contact(talk)
    if SAYS_NUMBER.search(fold(text)) and not told:
        return Ask("give_order_details", text, "bad_phone")
    return None


def answer_for_records(talk: Talk, told: set[str]) -> Ask | None:
    """The answer to a question that finds an order, or what is kept of somebody."""
    ground, text = talk.ground, talk.reading.text
    match ground.open:
        case "order_phone" if "phone" in told:
            return Ask(ground.pending or "check_order_status", text, "given")
        case "order_code" if "phone" in told and ground.order_code:
            return Ask(ground.pending or "check_order_status", text, "given")
        case "order_code" if FORGETS_CODE.search(normalise(text).folded):
            return Ask("check_order_status", text, "no_code")
        case "delete_phone" if "phone" in told:
            return Ask("manage_privacy", text, "confirmed")
    return None


def answer_for_purchase(talk: Talk, told: set[str], asks: list[Ask]) -> Ask | None:
    """The answer to a question on the way to a purchase: a yes, a variant, a place, a measure."""
    ground, reading = talk.ground, talk.reading
    yes, no, text = bool(reading.of(Confirm)), bool(reading.of(Decline)), reading.text
    match ground.open:
        case "consent" if yes or no:
            return Ask("affirm" if yes else "deny", text)
        case "recap" if yes or any(ask.detail == "close" for ask in asks):
            return Ask("affirm", text)
        case "variant" if talk.whole.colours or talk.whole.sizes or variant_words(talk):
            return Ask("choose_variant", text, "answer")
        case "place" if "place" in told and not asks:
            return Ask(ground.pending or "ask_shipping_fee", text)
        case "measures" if any(give.what in BODY for give in reading.of(Give)) and not asks:
            return Ask("ask_fit", text, "", reading.entities)
        case "call" | "keep_in_touch" | "which" if yes and not asks:
            return Ask("affirm", text)
    return None


def variant_words(talk: Talk) -> bool:
    """Whether a bare size of the waiting things was said: "M"."""
    text = talk.reading.text
    waiting = (talk.shelf.products[line.sku] for line in talk.ground.basket if line.sku in talk.shelf.products)
    return len(text.split()) <= 8 and any(size_said(product.sizes, text) for product in waiting)


def is_number_asked_for(talk: Talk, give: Give) -> bool:
    """Whether digits that might be an order's code answer the question for a phone number: one digit short."""
    return (
        give.what == "order_code"
        and talk.ground.open in ("contact", "call", "keep_in_touch")
        and str(give.value).isdigit()
    )


def bare_contact(talk: Talk) -> Ask | None:
    """A name alone, or a number that is none, in answer to the question for them."""
    text = talk.reading.text
    if NUMBER_ALONE.fullmatch(text) or (
        re.search(r"\d{5,}", re.sub(r"[\s.\-]", "", text)) and INVALID_NUMBER.search(text)
    ):
        beside = re.sub(r"[\d\s.,+\-]+", " ", text).strip()
        if talk.ground.get("name") is None and beside and (name := parse_name(beside)):
            talk.ground.note("name", name, talk.message_id)
        return Ask("give_order_details", text, "bad_phone")
    if "@" in text:
        return Ask("give_order_details", text, "bad_email")
    if (
        talk.ground.get("name") is None
        and not asks_or_wants(text)
        and len(text.split()) <= 5
        and (name := parse_name(text))
    ):
        talk.ground.note("name", name, talk.message_id)
        return Ask("give_order_details", text, "name")
    return None


def settle(talk: Talk, wish: Ask, nlu: NluReading, all_wishes: list[Ask]) -> Ask | None:
    """An unsure wish gets the topic that thing, shelf and reading speak for; None if it only mentions."""
    if (asked := of_delivery(talk, wish)) is not None:
        return asked
    if wish.sure:
        return settle_sure(talk, wish)
    if any(give.what == "code" for give in talk.reading.of(Give)) and not talk.query(wish).kinds:
        return replace(wish, topic="apply_coupon", sure=True)
    if (
        talk.ground.basket
        and NEW_VARIANT.search(normalise(wish.text).folded)
        and (talk.query(wish).sizes or talk.query(wish).colours or variant_words(talk))
    ):
        return replace(wish, topic="choose_variant", detail="answer", sure=True)
    if len(all_wishes) > 1 and ELSEWHERE.search(normalise(wish.text).folded):
        return None
    others = [one for one in all_wishes if one is not wish and one.sure]
    if others and only_told(talk, wish):
        return None
    alone = len(talk.reading.of(Ask)) <= 1
    intent, confidence = (nlu.intent, nlu.confidence) if alone else (wish.topic, 0.5)
    settled = settled_topic(talk, wish, intent, confidence)
    return None if said_beside(talk, wish, settled.topic, others) else settled


def only_told(talk: Talk, wish: Ask) -> bool:
    """Whether a clause beside a sure wish needs no answer of its own; the thing it names is spoken of now."""
    told = not wish.asks and not QUESTION.search(normalise(wish.text).folded) and not talk.query(wish).kinds
    if mention(talk, wish) or told:
        return True
    return any(give.what in CONTACT for give in talk.reading.of(Give)) and not content(words_of(wish.text))


def said_beside(talk: Talk, wish: Ask, topic: str, others: list[Ask]) -> bool:
    """Whether an unsure clause is answered by what stands beside it: another wish, details, a decision."""
    if others and topic in BESIDE_WISHES:
        return True
    if (
        topic in BESIDE_DETAILS
        and any(give.what in CONTACT for give in talk.reading.of(Give))
        and not strong_words(talk, wish)
    ):
        return True
    return topic in BESIDE_CHOICE and bool(talk.reading.of(Choose))


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
    if re.search(r"\b(?:khong|chua|bao|may|nao|gi|sao)\b|\?", folded) and not re.fullmatch(
        r".*\b(?:vay|a|i|do|ne|nay)\b", folded
    ):
        return False
    if (referent.explicit or referent.how == "kind") and len(referent.skus) == 1:
        talk.ground.attend(referent.skus[0])
        return True
    return bool(query.kinds or query.heads) and len(content(words_of(wish.text))) <= 4 and referent.how == "focus"


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


def settle_sure(talk: Talk, wish: Ask) -> Ask | None:
    """A cue may still be about something else than it seems: facts before policies."""
    if belongs_to_another(talk, wish):
        return None
    folded = normalise(wish.text).folded
    # Nothing was ordered yet: what is noted is what changes, or is looked at again.
    only_noted = bool(talk.ground.basket and not talk.ground.orders and not talk.ground.order_code)
    if wish.topic in ("request_exchange", "change_order") and only_noted and (talk.whole.colours or talk.whole.sizes):
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


def settle_price(talk: Talk, wish: Ask, folded: str) -> Ask:
    """How much of a fact is no price; a bare fee is that of what was just told of."""
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
        wish.topic == "ask_shipping_fee"
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


def tidy(talk: Talk, wishes: list[Ask]) -> list[Ask]:
    """Each topic once; what another wish answers anyway is left out."""
    found: list[Ask] = []
    searching = [wish for wish in wishes if wish.topic in FINDS]
    if len(searching) > 1:
        # Needs told in several clauses are one search: the clause that names the goods carries it.
        best = next((wish for wish in searching if talk.query(wish).kinds or talk.query(wish).heads), searching[-1])
        wishes = [wish for wish in wishes if wish.topic not in FINDS or wish is best]
    for wish in wishes:
        if not any(says_again(wish, one) for one in found) and not answered_by_others(talk, wish, wishes):
            found.append(wish)
    # A person comes before everything else, wherever in the message it was asked for.
    found.sort(
        key=lambda wish: (
            wish.topic not in ("ask_human", "complain", "report_defect", "report_wrong_item", "report_missing_item")
        )
    )
    return found


def says_again(wish: Ask, before: Ask) -> bool:
    """Whether a wish is for the same as an earlier one."""
    if before.topic != wish.topic:
        return False
    if before.text == wish.text:
        return True
    return wish.topic not in SEVERAL and (before.detail == wish.detail or not wish.detail)


def answered_by_others(talk: Talk, wish: Ask, wishes: list[Ask]) -> bool:
    """Whether the answers of the other wishes say what this one asks for."""
    topics = {one.topic for one in wishes}
    match wish.topic:
        case "ask_shipping_fee" if "ask_order_total" in topics and wish.detail in ("", "free"):
            return True
        case "ask_shipping_fee" | "ask_delivery_area" if "ask_delivery_time" in topics and not wish.detail:
            return True
        case "ask_delivery_area":
            return bool(topics & {"ask_shipping_fee", "ask_order_total"})
        case "ask_store_address":
            return not wish.asks and any(give.what == "address" for give in talk.reading.of(Give))
        case "thank" | "greet":
            return len(topics) > 1
        case "affirm" | "deny":
            return len(topics) > 1 and not (wish is wishes[0] and talk.ground.open in ("consent", "recap"))
        case "place_order":
            return order_is_placed_by_others(wish, topics)
        case "give_order_details":
            return "request_call_back" in topics and not wish.detail
        case "nlu_fallback" if wish.detail == "search":
            # The search reads the needs of the whole message.
            return bool(topics & FINDS)
    return False


def order_is_placed_by_others(wish: Ask, topics: set[str]) -> bool:
    """Whether a yes closes the order already, or "order" was said of one that was placed before."""
    if wish.detail == "close":
        return "affirm" in topics
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
    """Note what was answered, so that "cái 750 thì sao" can ask it again."""
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
