"""What is kept of a person, taking consent back, and having it deleted."""

from __future__ import annotations

from bot.domain.handoff import Reason
from bot.services.answers.contact import contact_of
from bot.services.answers.policies import find_answer
from bot.services.answers.promised import promised
from bot.services.answers.talk import Talk
from bot.services.handoffs import leave_request
from bot.services.leads import has_consent, withdraw_consent
from bot.understanding.acts import Ask


async def manage_privacy(talk: Talk, ask: Ask) -> None:
    """Do what is asked at once where the bot may; pass on what a person must confirm; explain the rest."""
    if ask.detail == "stop" or any(e.get("entity") == "withdraw" for e in ask.entities):
        await stop(talk)
    elif ask.detail in ("delete", "confirmed"):
        await delete(talk)
    elif ask.detail == "invoices":
        talk.say("say_invoices_stay")
    else:
        answer = await find_answer(talk, ask)
        kept = await has_consent(talk.services, talk.conversation_id)
        buttons = talk.buttons("say_withdraw_choices") if kept else []
        if answer is not None:
            talk.say_text(answer.answer_in(talk.language), buttons=buttons)
        else:
            talk.say("say_dont_know", buttons=buttons)


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


async def delete(talk: Talk) -> None:
    """Take the request: consent is taken back now, a person confirms by phone and deletes the rest.

    The number that was asked for comes in a later message; the request is then noted once more, with it.
    """
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
        talk.say("say_delete_ask_phone", role="question", soon=promised(talk, "data_request"))
        return
    if talk.ground.open == "delete_phone":
        talk.ground.ask(None)
    talk.say("say_delete_noted", contact=contact, soon=promised(talk, "data_request"))
