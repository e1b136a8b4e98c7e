"""Put what a message tells into the ground, and see whether it answers the question that stands open."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.ground import Told
from bot.language import asks_or_wants, find_entities, fold, normalise, parse_call_time, parse_name
from bot.services.answers.delivering import place_of
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask, Choose, Confirm, Decline, Give
from bot.understanding.lines import size_said
from bot.understanding.of_orders import FORGETS_PHONE, INSISTS

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
IS_THERE = re.compile(
    r"^(?:a |ma |the |shop |ben (?:minh|em|shop) )*(?:co|con|ban)"
    r"(?: (?!doi|chuyen|thay|sua|lay)\w+)+ (?:khong|chua)\W*$"
    r"|^(?:and |so )*(?:is|are|do|does) (?!.*\b(?:change|switch|make)\b)"
)
"""Asks whether there is something, and changes nothing: "có hộp đựng quà màu hồng không"."""
FORGETS_CODE = re.compile(
    r"\b(?:khong|chua) (?:con |he )?(?:nho|co|biet|thay|luu|giu|nhan duoc) (?:\w+ )?ma\b|\b(?:quen|"
    r"mat) (?:\w+ )?ma\b|\bkhong nho\b|\bforg[eo]t\b|\bno code\b|\b(?:don'?t|do not|didn'?t) (?:have|know|remember)\b"
)
NO_ORDER_CODE = re.compile(
    r"\b(?:khong|chua) (?:con |he )?(?:nho|co|biet|thay|luu|giu|nhan duoc) (?:\w+ )?ma don\b|\b(?:quen"
    r"|mat) (?:\w+ )?ma don\b"
    r"|\b(?:don'?t|do not|didn'?t) (?:have|know|remember) (?:my |the )?order (?:code|number)\b"
)
SPACED_CODE = re.compile(r"\b[a-z]{1,4}[ .\-]?\d{1,4}(?:[ .\-]\d{1,4}){1,4}\b")
PARTED_CODE = re.compile(r"\b[A-ZĐ]{2,4}[ .\-]\d{4,12}\b")
"""A code's capitals with its number apart, as it is typed: "tìm thấy rồi, HN 20391"."""
NUMBER_ALONE = re.compile(r"\W*(?:\d[\s.\-]*){2,12}\W*")
SAYS_NUMBER = re.compile(
    r"^\W*(?:sdt|dt|so dien thoai|so dt|so|phone|my (?:phone|number))"
    r"(?: (?:cua )?(?:minh|em|e|chi|c|anh|a|toi|mk|m|la|is|number|day|ne))*"
    r"\W*(?=0?\d)(?:\d[\s.\-]*){6,9}\W*$"
)
"""A phone number that is short of digits, said to be one."""
INVALID_NUMBER = re.compile(r"(?<![\w.])\d[\d\s.\-]{5,12}\d(?!\w)")


def ground_note_wrap(talk: Talk) -> None:
    """A sum that is asked for with wrapping counts it."""
    talk.ground.note("gift_wrap", True, talk.message_id)


def note_gives(talk: Talk) -> list[str]:
    """Put what was told into the ground; returns what an earlier value was corrected of."""
    ground, corrected = talk.ground, []
    read_what_was_asked_for(talk)
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
        elif give.what == "payment" and asks & {"ask_installment"}:
            continue
        elif ground.note(give.what, give.value, talk.message_id) and give.what in DETAILS:
            corrected.append(give.what)
    note_place(talk, places, asks)
    return corrected


def read_what_was_asked_for(talk: Talk) -> None:
    """Hear what only this talk makes plain: a code in groups where one is looked for, another time to call at."""
    if code := spaced_code(talk):
        talk.read_as(replace(talk.reading, acts=(*talk.reading.acts, Give("order_code", code))))
    if time := call_moved(talk):
        kept = tuple(act for act in talk.reading.acts if not (isinstance(act, Ask) and not act.sure))
        talk.read_as(replace(talk.reading, acts=(*kept, Give("call_time", time))))


MOVES = re.compile(
    r"^\W*(?:\w+ ){0,2}?(?:đổi|doi|dời|lùi|lui|chuyển|chuyen|để|qua|sang)(?: lại| lai| sang| qua| thành)? (?=\d)"
)
"""Before a time: that one instead of the one that was told."""


def call_moved(talk: Talk) -> str | None:
    """Another time to call at, after one was told: "thôi 5h kẹt họp, đổi 7h tối đi"."""
    told = any(give.what == "call_time" for give in talk.reading.of(Give))
    if told or talk.ground.get("call_time") is None or talk.ground.basket:
        return None
    for part in re.split(r"[,.;!?]", talk.reading.text):
        if (moves := MOVES.match(part)) and (found := parse_call_time(part[moves.end() :])) is not None:
            return found.text
    return None


def spaced_code(talk: Talk) -> str | None:
    """An order's code written in groups, while an order is looked for: "hn 20 401"."""
    awaited = talk.ground.open == "order_code" or (not talk.ground.orders and talk.ground.topic in ORDER_TOPICS)
    if not awaited or any(give.what == "order_code" for give in talk.reading.of(Give)):
        return None
    # "Sdt 0903 120 457" and "à nhầm 0868 123 987" end in a phone number, whatever word stands before it.
    text = without_phones(talk.reading.text)
    found = SPACED_CODE.search(fold(text)) or PARTED_CODE.search(text)
    return re.sub(r"[ .\-]", "", found.group()).upper() if found else None


def without_phones(text: str) -> str:
    """The text without the phone numbers in it."""
    kept = list(text)
    for one in find_entities(text):
        if one.kind == "phone":
            kept[one.start : one.end] = "," * (one.end - one.start)
    return "".join(kept)


def note_order_code(talk: Talk, give: Give) -> None:
    """The order that is spoken of; the phone number told for another one does not open it."""
    if is_number_asked_for(talk, give):
        return
    code = re.sub(r"[\s.\-]", "", str(give.value)).upper()
    if talk.ground.order_code != code:
        talk.ground.told.pop("order_phone", None)
    talk.ground.order_code = code


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
    folded = normalise(text).folded
    if not ground.orders and "order_code" not in told and NO_ORDER_CODE.search(folded):
        return Ask("check_order_status", text, "no_code")
    match ground.open:
        case "order_phone" if "phone" in told:
            return Ask(ground.pending or "check_order_status", text, "given")
        case "order_phone" if FORGETS_PHONE.search(folded):
            return Ask("check_order_status", text, "no_phone")
        case "order_phone" if INSISTS.search(folded):
            return Ask(ground.pending or "check_order_status", text, "given")
        case "new_address" if "address" in told:
            return Ask("change_order", text, "given")
        case "order_code" if "phone" in told and ground.order_code:
            return Ask(ground.pending or "check_order_status", text, "given")
        case "order_code" if FORGETS_CODE.search(folded):
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
        case "variant" if any(ask.topic == "manage_cart" for ask in asks) or adds_more(talk):
            return None
        case "variant" if IS_THERE.search(normalise(text).folded):
            return None
        case "variant" if talk.whole.colours or talk.whole.sizes or variant_words(talk):
            return Ask("choose_variant", text, "answer")
        case "place" if "place" in told and not asks:
            return Ask(ground.pending or "ask_shipping_fee", text)
        case "measures" if any(give.what in BODY for give in reading.of(Give)) and not asks:
            return Ask("ask_fit", text, "", reading.entities)
        case "call" | "keep_in_touch" | "which" if yes and not asks:
            return Ask("affirm", text)
    return None


def adds_more(talk: Talk) -> bool:
    """Whether something is added rather than told of what waits: "thêm 1 cái xanh rêu nữa"."""
    return any(re.search(r"\b(?:them|add|another)\b", normalise(act.text).folded) for act in talk.reading.of(Choose))


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
