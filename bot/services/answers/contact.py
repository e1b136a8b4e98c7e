"""Collect contact details for a reason, once: all that is missing in one question, nothing that was told.

Purposes: ``order`` (somebody of the shop confirms what was chosen), ``call_back`` (asked for by the visitor),
``quote`` (a price for many), ``notify`` (when something is back or cheaper), ``keep_in_touch`` (news). For the last two
nothing is kept before a yes to the question that says what is kept and for what; whoever asks to be called and gives a
number has asked for just that.
"""

from __future__ import annotations

import hashlib

from bot.domain.ground import Told
from bot.services.answers.basket import described, listed, quoted
from bot.services.answers.promised import promised
from bot.services.answers.talk import Talk
from bot.services.answers.totals import fee_text
from bot.services.hours import hours_text
from bot.services.leads import capture_lead, correct_lead, refuse_consent
from bot.understanding.acts import Give

NEEDS = {
    "order": ("name", "phone", "address"),
    "call_back": ("phone",),
    "quote": ("phone",),
    "notify": ("contact",),
    "keep_in_touch": ("contact",),
}
ASKED_FOR = {"call_back", "quote"}
"""Purposes that the visitor asked for by giving a number."""


def contact_of(talk: Talk) -> str | None:
    """Phone or e-mail that was told."""
    contact: str | None = talk.ground.get("phone") or talk.ground.get("email")
    return contact


def contact_known(talk: Talk) -> bool:
    """Whether somebody can be reached."""
    return contact_of(talk) is not None


def missing_for(talk: Talk, purpose: str) -> list[str]:
    """What is still not known of what a purpose needs."""
    found = []
    for what in NEEDS.get(purpose, ("phone",)):
        known = contact_of(talk) if what == "contact" else talk.ground.get(what)
        if what == "address" and talk.ground.get("delivery") == "pickup":
            continue
        if not known:
            found.append(what)
    return found


async def ask_for_contact(talk: Talk, purpose: str) -> None:
    """Ask for all that is missing in one line; with everything known go on to what the purpose ends with."""
    talk.ground.purpose = purpose
    missing = missing_for(talk, purpose)
    if missing:
        talk.ground.ask("contact", purpose)
        what = [talk.draw(f"say_need_{one}") for one in missing]
        joined = what[0] if len(what) == 1 else ", ".join(what[:-1]) + f" {talk.draw('say_and')} " + what[-1]
        first = "tel" if missing[0] in ("phone", "contact") else "name"
        talk.say(
            f"say_ask_contact_{purpose}",
            role="question",
            what=joined,
            soon=promised(talk, "quote"),
            payload={"input": {"kind": first if len(missing) == 1 else "text"}},
        )
        return
    if purpose == "order":
        recap(talk)
    elif purpose in ASKED_FOR:
        await keep(talk, purpose)
    else:
        ask_consent(talk)


def recap(talk: Talk) -> None:
    """All that stands, with the sum, and the question whose yes passes it on."""
    talk.ground.ask("recap", "order")
    talk.say_text(recap_text(talk), role="question", buttons=talk.buttons("say_recap"))


def recap_text(talk: Talk) -> str:
    """The recap as it is shown; the yes to it is kept with these words."""
    lines = [line for line in talk.ground.basket if line.sku in talk.shelf.entries]
    rows = [listed(talk, lines), *sum_rows(talk)] if lines else []
    return talk.draw(
        "say_recap",
        name=talk.ground.get("name") or "",
        phone=contact_of(talk) or "",
        address=talk.ground.get("address") or talk.draw("say_at_the_shop"),
        lines="\n".join(row for row in rows if row),
    )


def sum_rows(talk: Talk) -> list[str]:
    """Discount, fee and sum of the basket, as far as they are known."""
    result, rows = quoted(talk), []
    if result.discount and result.code:
        rows.append(talk.draw("say_sum_discount", code=result.code.code, amount=talk.money(result.discount)))
    rows.append(fee_text(talk, result))
    whole = result.fee is not None
    amount = result.total if whole else result.goods - result.discount
    rows.append(talk.draw("say_sum_total" if whole else "say_sum_goods", amount=talk.money(amount)))
    return rows


def ask_consent(talk: Talk) -> None:
    """What is kept, for what, how to withdraw; refusing costs nothing."""
    talk.ground.ask("consent")
    talk.say(
        "say_ask_lead_consent",
        role="question",
        kind="consent",
        payload={"purpose": "follow_up", "wording": wording(talk)},
        contact=what_is_kept(talk),
    )


def wording(talk: Talk) -> str:
    """The consent question exactly as it is shown."""
    return talk.draw("say_ask_lead_consent", contact=what_is_kept(talk))


def what_is_kept(talk: Talk) -> str:
    """Number or e-mail, and the name where one was told: no more than that is kept."""
    contact, name = contact_of(talk) or "", talk.ground.get("name")
    return f"{talk.draw('say_given_name', value=name)} {talk.draw('say_and')} {contact}" if name else contact


def interest(talk: Talk) -> str | None:
    """What the call is about, for whoever calls."""
    parts = [described(talk, line) for line in talk.ground.basket if line.sku in talk.shelf.entries]
    if not parts and talk.focus is not None:
        parts = [talk.title(talk.focus)]
    if not parts and talk.ground.wanted.words:
        parts = [talk.ground.wanted.words[:120]]
    for what in ("call_time", "address", "company", "tax_number", "payment", "code", "note"):
        if value := talk.ground.get(what):
            parts.append(f"{what}: {value}")
    return "; ".join(parts)[:500] or None


async def keep(talk: Talk, purpose: str) -> None:
    """Keep the contact with its reason, and say what happens next and when."""
    phone, email = talk.ground.get("phone"), talk.ground.get("email")
    sentence = "say_call_noted" if purpose in ASKED_FOR else "say_lead_kept"
    time = talk.ground.get("call_time")
    when = talk.draw("say_at_the_time", time=time) if time else ""
    said = talk.draw(
        sentence,
        name=talk.ground.get("name") or "",
        contact=phone or email or "",
        when=when,
        hours=hours_text(talk.shop, talk.language),
        about=interest(talk) or "",
    )
    if purpose == "quote":
        said += " " + talk.draw("say_quote_when", soon=promised(talk, "quote"))
    await capture_lead(
        talk.services,
        talk.conversation_id,
        name=talk.ground.get("name") or "",
        phone=phone,
        email=None if phone else email,
        interest=interest(talk),
        wording=wording(talk) if purpose not in ASKED_FOR else said,
        key=lead_key(talk, purpose),
    )
    talk.ground.told["lead"] = Told(phone or email, talk.message_id)
    talk.ground.ask(None)
    talk.say_text(said, buttons=talk.buttons(sentence))


async def answer_consent(talk: Talk, yes: bool) -> None:
    """The answer to the consent question."""
    talk.ground.ask(None)
    if yes:
        await keep(talk, talk.ground.purpose or "keep_in_touch")
        return
    await refuse_consent(talk.services, talk.conversation_id, wording=wording(talk))
    for what in ("email",) if talk.ground.purpose in ("keep_in_touch", "notify") else ():
        talk.ground.told.pop(what, None)
    talk.say("say_lead_refused")


async def answer_recap(talk: Talk) -> None:
    """A yes to the recap: pass it to the shop's people."""
    talk.ground.ask(None)
    await capture_lead(
        talk.services,
        talk.conversation_id,
        name=talk.ground.get("name") or "",
        phone=talk.ground.get("phone"),
        email=talk.ground.get("email"),
        interest=interest(talk),
        wording=recap_text(talk),
        key=lead_key(talk, "order"),
    )
    talk.ground.told["lead"] = Told(contact_of(talk), talk.message_id)
    talk.say(
        "say_order_passed_on",
        name=talk.ground.get("name") or "",
        contact=contact_of(talk) or "",
        hours=hours_text(talk.shop, talk.language),
    )


def lead_key(talk: Talk, purpose: str) -> str:
    """The same contact for the same purpose and basket is one lead, however often the message is taken."""
    basket = "+".join(f"{line.sku}*{line.quantity}" for line in talk.ground.basket) if purpose == "order" else ""
    whole = f"{talk.conversation_id}:{purpose}:{contact_of(talk)}:{basket}"
    return hashlib.blake2b(whole.encode(), digest_size=20).hexdigest()


async def take_details(talk: Talk, corrected: list[str]) -> None:
    """Details came: acknowledge in half a line, then ask for the rest or go on."""
    purpose = talk.ground.purpose or ("order" if talk.ground.basket else None)
    noted = noted_text(talk)
    if "phone" in corrected and talk.ground.get("lead"):
        await correct_lead(talk.services, talk.conversation_id, phone=talk.ground.get("phone"), email=None)
        talk.ground.told["lead"] = Told(contact_of(talk), talk.message_id)
        talk.say("say_corrected_contact", role="ack", contact=contact_of(talk) or "")
        return
    if talk.ground.open == "call" and noted:
        # Whether to call was asked and not answered: nothing is kept before a yes.
        talk.say("say_noted", what=noted)
        return
    if corrected:
        talk.say("say_noted_changed", role="ack", what=noted)
    elif noted and purpose != "order" and not missing_for(talk, purpose or "call_back"):
        pass
    elif noted:
        talk.say("say_noted", role="ack", what=noted)
    if purpose is None:
        if contact_known(talk) and not talk.ground.orders:
            talk.ground.ask("call", "call_back")
            talk.say("say_what_is_the_number_for", role="question", contact=contact_of(talk) or "")
        elif not talk.parts:
            talk.say("say_noted", what=noted)
        return
    if talk.ground.get("lead") and not corrected and purpose != "order" and talk.ground.get("lead") == contact_of(talk):
        talk.say("say_noted", what=noted)
        return
    await ask_for_contact(talk, purpose)


def noted_text(talk: Talk) -> str:
    """What this message told, named."""
    said = []
    for act in talk.reading.of(Give):
        if act.what in ("name", "phone", "email", "address", "company", "tax_number", "call_time"):
            said.append(talk.draw(f"say_given_{act.what}", value=act.value))
        elif act.what == "payment":
            said.append(talk.draw(f"say_given_payment_{act.value}"))
    return ", ".join(dict.fromkeys(said))
