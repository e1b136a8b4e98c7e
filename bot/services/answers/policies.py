"""Answer from what the shop's owner wrote; honest where nothing fits."""

from __future__ import annotations

import re

from bot.domain.catalogue import Faq
from bot.language import normalise
from bot.services.answers.talk import Talk
from bot.services.faq import FaqAnswer, answer_faq, keep_unanswered, load_faqs
from bot.understanding.acts import Ask

AFTER_PURCHASE = {
    "change_order",
    "cancel_order",
    "request_return",
    "request_exchange",
    "ask_refund",
    "claim_warranty",
    "report_payment_done",
    "report_late_delivery",
}
"""After the answer to these a person is one tap away: something may be going wrong."""
WORDS_OF_PARTS = (
    ("ask_return_policy", re.compile(r"\b(?:size|chat|rong|vua|fit)\b"), re.compile(r"size")),
    (
        "ask_return_policy",
        re.compile(r"\b(?:loi|hu|hong|be|vo|fault\w*|broken|break\w*|defect\w*)\b"),
        re.compile(r"fault|defect|loi|hong"),
    ),
    (
        "ask_return_policy",
        re.compile(
            r"\b(?:seal|mo (?:nap|hop|seal)|my pham|thuc pham|do an|cosmetic\w*|food|opened|son|kem|serum|tra|ca phe)\b"
        ),
        re.compile(r"seal"),
    ),
    ("ask_shipping_fee", re.compile(r"\b(?:free|mien phi)\b"), re.compile(r"free")),
    ("ask_payment_methods", re.compile(r"\b(?:cod|nhan hang|tien mat|cash|khi nhan)\b"), re.compile(r"cod")),
    (
        "ask_warranty_policy",
        re.compile(r"\b(?:khong duoc bao hanh|truong hop nao|roi|vo nuoc|not covered)\b"),
        re.compile(r"scope"),
    ),
    ("ask_authenticity", re.compile(r"\b(?:kiem tra|check|tem|qr|cach nao|how)\b"), re.compile(r"check")),
    (
        "ask_try_first",
        re.compile(r"\b(?:mac|ao|quan|giay|vay|dam|size|thu do|try on|wear)\b"),
        re.compile(r"fashion|cloth"),
    ),
    ("apply_coupon", re.compile(r"\b(?:khong (?:dung|ap|nhap)|loi|not work\w*|invalid)\b"), re.compile(r"not_work")),
    ("ask_points", re.compile(r"\b(?:hang|thanh vien|vip|member\w*|tier\w*)\b"), re.compile(r"tier|member")),
    ("report_defect", re.compile(r"\b(?:moc|mui|an|thuc pham|food|mould\w*|smell\w*)\b"), re.compile(r"food")),
    ("claim_warranty", re.compile(r"\b(?:con (?:han )?bao hanh|kiem tra|still under|check)\b"), re.compile(r"check")),
    ("cancel_order", re.compile(r"\b(?:dang giao|gui roi|shipped|on the way)\b"), re.compile(r"shipped")),
)
"""Which of a topic's answers is meant, by words of the question and the key of the answer."""


async def tell_policy(talk: Talk, ask: Ask) -> None:
    """The shop's answer for the topic; else an honest "I don't know" with the nearest questions and a person."""
    if ask.topic == "ask_return_policy" and talk.ground.get("problem") and talk.ground.topic in PROBLEMS:
        # Who pays after a fault of the shop is told by the rule for that fault.
        ask = Ask(talk.ground.topic, ask.text)
    found = await find_answer(talk, ask)
    buttons = talk.buttons("say_after_purchase_choices") if ask.topic in AFTER_PURCHASE else []
    if found is not None:
        answer = found.answer_in(talk.language)
        talk.say_text(without_asking(answer) if talk.ground.orders else answer, buttons=buttons)
        return
    await keep_question(talk)
    talk.say("say_dont_know")


ASKS_FOR_ORDER = re.compile(
    r"(?:Anh/chị )?(?:[Cc]ho|"
    r"[Gg]ửi) em (?:xin )?mã đơn(?: và số điện thoại(?: đặt hàng)?)?(?: để [^.,;]*)?(?:[,.;] ?|$)|"
    r"(?:[Pp]lease )?(?:[Gg]ive|[Ss]end) (?:me|us) the order code(?: and (?:the )?phone(?: number)?)?(?: (?:so that|"
    r"to) [^.,;]*)?(?:[,.;] ?|$)"
)


def without_asking(answer: str) -> str:
    """An answer without its request for the order's code and phone: they are known already."""
    left = ASKS_FOR_ORDER.sub("", answer).strip()
    return re.sub(r"(?<=[.!?] )\w", lambda first: first.group().upper(), left[:1].upper() + left[1:]) or answer


async def find_answer(talk: Talk, ask: Ask) -> Faq | None:
    """The answer of a topic that fits the words best; None where the topic has none and no other answer is certain."""
    faqs, _ = await load_faqs(talk.services)
    of_topic = [faq for faq in faqs.values() if faq.topic == ask.topic]
    if not of_topic:
        found = await answer_faq(talk.services, ask.text, topic=ask.topic)
        return found.certain
    if len(of_topic) == 1:
        return of_topic[0]
    folded = normalise(ask.text or talk.reading.text).folded
    for topic, words, key in WORDS_OF_PARTS:
        if (
            topic == ask.topic
            and words.search(folded)
            and (one := next((faq for faq in of_topic if key.search(faq.key)), None))
        ):
            return one
    found = await answer_faq(talk.services, ask.text or talk.reading.text, topic=ask.topic)
    if found.faq is not None and found.faq.topic == ask.topic:
        return found.faq
    return of_topic[0]


async def answer_of_topic(talk: Talk, ask: Ask) -> str | None:
    """The words of the topic's answer, if the shop has one."""
    found = await find_answer(talk, ask)
    return found.answer_in(talk.language) if found is not None and found.topic == ask.topic else None


async def certain_answer(talk: Talk, ask: Ask) -> str | None:
    """An answer whose question is the same nearly word by word, whatever its topic."""
    found = await answer_faq(talk.services, ask.text or talk.reading.text)
    return found.certain.answer_in(talk.language) if found.certain else None


PROBLEMS = {"report_wrong_item", "report_missing_item", "report_defect"}


async def keep_question(talk: Talk, found: FaqAnswer | None = None) -> None:
    """Keep the visitor's words for the shop's owner, beside the answer that came nearest."""
    if not talk.text:
        return
    found = found or await answer_faq(talk.services, talk.text)
    nearest = found.faq or next(iter(found.nearest), None)
    await keep_unanswered(
        talk.services, talk.conversation_id, talk.text, nearest.key if nearest else None, found.score, talk.message_id
    )
