"""Go on with what stands open: a yes, a no, details that came, a bare piece of information."""

from __future__ import annotations

from dataclasses import replace

from bot.services.answers.contact import (
    answer_consent,
    answer_recap,
    ask_consent,
    ask_for_contact,
    contact_known,
    take_details,
)
from bot.services.answers.delivering import tell_delivery
from bot.services.answers.fallback import admit
from bot.services.answers.finding import find
from bot.services.answers.policies import tell_policy
from bot.services.answers.sizing import tell_fit
from bot.services.answers.taking import answer_variant, take, tell_taken
from bot.services.answers.talk import Talk
from bot.services.answers.totals import tell_code
from bot.understanding.acts import Ask


async def say_yes(talk: Talk, ask: Ask) -> None:
    """Yes to whatever was asked last; out of the blue it is a nod."""
    match talk.ground.open:
        case "consent":
            await answer_consent(talk, yes=True)
        case "recap":
            await answer_recap(talk)
        case "call":
            await ask_for_contact(talk, "call_back")
        case "keep_in_touch":
            await ask_for_contact(talk, "keep_in_touch")
        case "contact":
            await ask_for_contact(talk, talk.ground.purpose or "call_back")
        case "order_code":
            talk.say("say_ask_order_code", role="question")
        case "order_phone":
            talk.say("say_ask_order_phone", role="question", code=talk.ground.order_code or "")
        case _:
            if talk.ground.basket and not talk.ground.get("lead") and talk.ground.purpose in (None, "order"):
                await ask_for_contact(talk, "order")
            else:
                talk.say("utter_how_can_i_help")


async def say_no(talk: Talk, ask: Ask) -> None:
    """No to whatever was asked last; what was told stays."""
    question = talk.ground.open
    talk.ground.ask(None)
    if question == "consent":
        await answer_consent(talk, yes=False)
    elif question in ("contact", "call", "keep_in_touch", "order_code", "order_phone", "recap", "delete_phone"):
        talk.say("say_left_open")
    elif talk.ground.topic == "thank":
        talk.say("utter_goodbye")
    else:
        talk.say("say_anything_else")


async def drop(talk: Talk, ask: Ask) -> None:
    """What was going on is dropped without another question; what was told stays."""
    question = talk.ground.open
    talk.ground.ask(None)
    if (
        question in ("contact", "consent", "recap", "call", "keep_in_touch", "order_code", "order_phone", "variant")
        or talk.ground.basket
    ):
        if ask.detail != "keep" and talk.ground.basket and question in ("recap", "variant", "contact"):
            talk.ground.paused = True
        talk.say("say_left_open")
        return
    talk.say("utter_cancelled")


async def take_what_was_told(talk: Talk, ask: Ask) -> None:
    """Details: a name, a number, an address; corrections shown back; a number that is none asked for again."""
    if ask.detail == "bad_phone":
        talk.ground.ask("contact", talk.ground.purpose or "call_back")
        talk.say("say_phone_invalid", role="question", payload={"input": {"kind": "tel"}})
        return
    if ask.detail == "bad_email":
        talk.ground.ask("contact", talk.ground.purpose or "keep_in_touch")
        talk.say("say_email_invalid", role="question")
        return
    corrected = [what for what in ask.detail.split(",") if what and what != "name"]
    await take_details(talk, corrected)


async def choose_variant(talk: Talk, ask: Ask) -> None:
    """A size, a colour, a quantity for what is being taken."""
    if not talk.ground.basket:
        await take(talk, ask)
        return
    await answer_variant(talk)
    await tell_taken(talk, list(talk.ground.basket), ask)


async def put_again(talk: Talk) -> None:
    """A message that says nothing: the question that stands is put once more, or what may be wished."""
    match talk.ground.open:
        case "consent":
            ask_consent(talk)
        case "recap":
            await ask_for_contact(talk, "order")
        case "contact":
            await ask_for_contact(talk, talk.ground.purpose or "call_back")
        case "variant":
            await tell_taken(talk, list(talk.ground.basket))
        case "order_code":
            talk.say("say_ask_order_code", role="question")
        case "order_phone":
            talk.say("say_ask_order_phone", role="question", code=talk.ground.order_code or "")
        case _:
            talk.say("utter_how_can_i_help")


async def use_information(talk: Talk, ask: Ask) -> None:
    """A bare piece of information without a question that it answers: the next useful thing."""
    if ask.detail == "nothing":
        await put_again(talk)
        return
    told = {give.what for give in talk.reading.acts if hasattr(give, "what")}
    if told & {"phone", "email", "name", "address", "company", "tax_number", "call_time"}:
        await take_details(talk, [what for what in ask.detail.split(",") if what])
        return
    if "code" in told:
        await tell_code(talk, replace(ask, topic="apply_coupon"))
        return
    if told & {"weight", "height", "bust", "waist", "hip", "foot"}:
        await tell_fit(talk, replace(ask, topic="ask_fit"))
        return
    if "place" in told:
        await tell_delivery(talk, replace(ask, topic="ask_delivery_time"))
        return
    if "payment" in told:
        if talk.ground.basket:
            talk.say(
                "say_given_payment_noted",
                role="ack",
                payment=talk.draw(f"say_given_payment_{talk.ground.get('payment')}"),
            )
            await ask_for_contact(talk, "order")
            return

        await tell_policy(talk, replace(ask, topic="ask_payment_methods"))
        return
    query = talk.whole
    if query.lowest is not None or query.highest is not None or query.says_something:
        await find(talk, replace(ask, topic="find_product"))
        return
    if contact_known(talk):
        talk.say("utter_how_can_i_help")
        return

    await admit(talk, ask)
