"""Answer from what the shop's owner wrote; honest where nothing fits."""

from __future__ import annotations

import re

from bot.domain.catalogue import Faq
from bot.services.answers.nearest import are_kin, nearest_answers
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


async def find_answer(talk: Talk, ask: Ask, *, strictly: bool = False) -> Faq | None:
    """The answer of a topic that fits the words best, or one of a near topic unless ``strictly``; None if none does."""
    faqs, _ = await load_faqs(talk.services)
    if ask.detail.startswith(FOUND):
        return faqs.get(ask.detail.removeprefix(FOUND))
    of_topic = [faq for faq in faqs.values() if faq.topic == ask.topic]
    text = ask.text or talk.reading.text
    if not of_topic:
        certain = [faq for faq, score in nearest_answers(talk, text, ask.topic, ask)[:1] if score >= CERTAINLY]
        return (
            certain[0]
            if certain and are_kin(ask.topic, certain[0].topic)
            else (await answer_faq(talk.services, text)).certain
        )
    near = nearest_answers(talk, text, ask.topic, ask)
    own = next(((faq, score) for faq, score in near if faq.topic == ask.topic), (of_topic[0], 0.0))
    kin = next(((faq, score) for faq, score in near if are_kin(ask.topic, faq.topic)), own)
    margin = NEARER_KIN if len(of_topic) > 1 else MUCH_NEARER_KIN
    return kin[0] if not strictly and kin[1] >= own[1] + margin else own[0]


FOUND = "faq:"
"""Begins the detail of a wish whose answer was found already; its key follows."""
NEARER_KIN, MUCH_NEARER_KIN = 0.05, 0.3
"""By how much nearer an answer of a near topic must be than those of the topic itself, or than the only one it has."""
CERTAINLY = 0.5
"""From this nearness on an answer of a near topic serves one that has none."""


async def answer_of_topic(talk: Talk, ask: Ask) -> str | None:
    """The words of the topic's answer, if the shop has one."""
    found = await find_answer(talk, ask, strictly=True)
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
