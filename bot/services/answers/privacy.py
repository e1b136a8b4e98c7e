"""What is kept of a person, taking consent back, and having it deleted."""

from __future__ import annotations

from bot.domain.catalogue import Faq
from bot.domain.handoff import Reason
from bot.services.answers.contact import contact_of
from bot.services.answers.policies import find_answer
from bot.services.answers.talk import Talk
from bot.services.faq import load_faqs
from bot.services.handoffs import leave_request
from bot.services.leads import has_consent, withdraw_consent
from bot.understanding.acts import Ask


async def manage_privacy(talk: Talk, ask: Ask) -> None:
    """Do what is asked at once where the bot may; pass on what a person must confirm; explain the rest."""
    if ask.detail == "stop" or any(e.get("entity") == "withdraw" for e in ask.entities):
        await stop(talk)
    elif ask.detail == "delete":
        await delete(talk, ask)
    elif ask.detail == "invoices":
        answer = await find_by_key(talk, "delete") or await find_answer(talk, ask)
        talk.say("say_invoices_stay")
        if answer is not None and not talk.parts:
            talk.say_text(answer.answer_in(talk.language))
    else:
        answer = await find_answer(talk, ask)
        kept = await has_consent(talk.services, talk.conversation_id)
        buttons = talk.buttons("say_withdraw_choices") if kept else []
        if answer is not None:
            talk.say_text(answer.answer_in(talk.language), buttons=buttons)
        else:
            talk.say("say_dont_know", buttons=buttons)


async def find_by_key(talk: Talk, part: str) -> Faq | None:
    """The privacy answer whose key holds ``part``."""
    faqs, _ = await load_faqs(talk.services)
    return next((faq for faq in faqs.values() if faq.topic == "manage_privacy" and part in faq.key), None)


async def stop(talk: Talk) -> None:
    """No more messages: consent is taken back, whatever was being collected for it is dropped."""
    await withdraw_consent(talk.services, talk.conversation_id)
    talk.ground.told.pop("lead", None)
    if talk.ground.purpose in ("keep_in_touch", "notify"):
        talk.ground.purpose = None
        talk.ground.told.pop("email", None)
    if talk.ground.open in ("consent", "contact", "keep_in_touch"):
        talk.ground.ask(None)
    talk.say("say_messages_stopped")


async def delete(talk: Talk, ask: Ask) -> None:
    """Take the request: consent is taken back now, a person confirms by phone and deletes the rest."""
    await withdraw_consent(talk.services, talk.conversation_id)
    talk.ground.told.pop("lead", None)
    contact = contact_of(talk)
    await leave_request(
        talk.services,
        talk.conversation_id,
        Reason.ASKED,
        message_id=talk.message_id,
        slots={"Yêu cầu": "xoá dữ liệu", "Liên hệ": contact or ""},
    )
    if contact is None:
        talk.ground.ask("delete_phone")
        talk.say("say_delete_ask_phone", role="question")
        return
    talk.say("say_delete_noted", contact=contact)


async def delete_confirmed(talk: Talk) -> None:
    """The phone number for a request to delete."""
    contact = contact_of(talk) or ""
    talk.ground.ask(None)
    await leave_request(
        talk.services,
        talk.conversation_id,
        Reason.ASKED,
        message_id=talk.message_id,
        slots={"Yêu cầu": "xoá dữ liệu", "Liên hệ": contact},
    )
    talk.say("say_delete_noted", contact=contact)
