"""Pass the floor to a person, with what is known; what is asked while waiting is still answered."""

from __future__ import annotations

import re

from bot.domain.handoff import Reason
from bot.language import normalise
from bot.services.answers.contact import ask_for_contact, contact_known
from bot.services.answers.policies import answer_of_topic
from bot.services.answers.promised import promised
from bot.services.answers.talk import Talk
from bot.services.answers.things import wanted_quantity
from bot.services.ground import brief_of
from bot.services.handoffs import back_to_bot, request_handoff
from bot.services.hours import hours_text, is_open
from bot.understanding.acts import Ask

REASONS = {
    "complain": Reason.COMPLAINT,
    "report_wrong_item": Reason.COMPLAINT,
    "report_missing_item": Reason.COMPLAINT,
    "report_defect": Reason.COMPLAINT,
    "payment_problem": Reason.TROUBLE,
    "ask_wholesale": Reason.WHOLESALE,
    "nlu_fallback": Reason.NOT_UNDERSTOOD,
}


async def hand_over(talk: Talk, ask: Ask) -> None:
    """Request a person; the service tells the visitor what happens now."""
    if ask.detail == "wait":
        tell_wait(talk)
        return
    reason = REASONS.get(ask.topic, Reason.ASKED)
    skus = dict.fromkeys([*talk.ground.focus[:1], *(line.sku for line in talk.ground.basket)])
    await request_handoff(
        talk.services,
        talk.conversation_id,
        reason,
        message_id=talk.message_id,
        slots=brief_of(talk.ground, {sku: thing.name for sku in skus if (thing := talk.product(sku)) is not None}),
        sorry=reason in (Reason.COMPLAINT, Reason.TROUBLE),
    )
    if reason == Reason.TROUBLE and (answer := await answer_of_topic(talk, ask)) is not None:
        talk.say_text(answer)
    if not contact_known(talk) and not is_open(talk.shop, talk.services.clock()):
        talk.ground.ask("contact", "call_back")


def tell_wait(talk: Talk) -> None:
    """How long it takes, by the shop's clock."""
    name = "say_wait_open" if is_open(talk.shop, talk.services.clock()) else "say_wait_closed"
    talk.say(name, hours=hours_text(talk.shop, talk.language), soon=promised(talk, "answer"))


async def no_person(talk: Talk, ask: Ask) -> None:
    """The wish for a person is taken back."""
    await back_to_bot(talk.services, talk.conversation_id, quietly=True)
    talk.ground.ask(None)
    talk.say("say_no_person_needed")


async def call_back(talk: Talk, ask: Ask) -> None:
    """Somebody should call: with the number that is known, else ask for one; when it comes if that is asked."""
    if ask.detail == "when":
        time = talk.ground.get("call_time")
        talk.say(
            "say_call_when",
            hours=hours_text(talk.shop, talk.language),
            when=talk.draw("say_at_the_time", time=time) if time else "",
            soon=promised(talk, "call_back"),
        )
        return
    purpose = (
        "order" if talk.ground.basket and talk.ground.purpose == "order" and not contact_known(talk) else "call_back"
    )
    await ask_for_contact(talk, purpose)


async def wholesale(talk: Talk, ask: Ask) -> None:
    """What many cost: the shop's rule, whether so many are there, and a quotation to whoever leaves a number."""
    folded = normalise(ask.text).folded
    if re.search(r"\b(?:bao gio|khi nao|chung nao|bao lau|when)\b", folded):
        talk.say("say_quote_when", soon=promised(talk, "quote"))
        return
    referent = talk.referent(ask)
    fresh = talk.ground.purpose != "quote"
    if referent.skus and (referent.explicit or len(referent.skus) == 1):
        product = talk.shelf.entries[referent.skus[0]].product
        talk.ground.attend(product.sku)
        wanted = wanted_quantity(ask, talk.query(ask))
        if wanted and wanted > product.stock:
            talk.say("say_not_so_many", name=talk.title(product), stock=product.stock, wanted=wanted)
    if fresh and (answer := await answer_of_topic(talk, ask)) is not None and not contact_known(talk):
        talk.say_text(answer)
        talk.ground.purpose = "quote"
        talk.ground.ask("contact", "quote")
        return
    talk.ground.purpose = "quote"
    await ask_for_contact(talk, "quote")


async def notify(talk: Talk, ask: Ask) -> None:
    """Told when it is back or cheaper: which thing, and how to reach the visitor."""
    referent = talk.referent(ask)
    if referent.skus and len(referent.skus) == 1:
        talk.ground.attend(referent.skus[0])
    await ask_for_contact(talk, "notify")


async def keep_in_touch(talk: Talk, ask: Ask) -> None:
    """News: only with consent."""
    await ask_for_contact(talk, "keep_in_touch")
