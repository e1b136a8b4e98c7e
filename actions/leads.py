"""Leave a contact: name, phone or e-mail, and consent."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions import slots
from actions.base import Events, Said, ShopAction
from actions.forms import FormDoor
from bot.language import asks_or_wants, fold, parse_email, parse_name, parse_phone
from bot.services.leads import capture_lead, refuse_consent
from bot.services.products import get_product

SAYS_NAME = re.compile(r"\b(?:ten|name is|name's|i am|i'm|call me|this is)\b")
LEAD_SLOTS = (slots.LEAD_NAME, slots.LEAD_CONTACT, slots.LEAD_CONSENT, slots.LEAD_OUTCOME, slots.LEAD_INTEREST)

NO_QUESTIONS = {"inform", "give_order_details", "nlu_fallback", "greet", "chitchat", "affirm"}


class ValidateLeadForm(FormDoor):
    """Reads answers to the lead form; a number or name given anew corrects the earlier one."""

    outcome_slot = slots.LEAD_OUTCOME

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "validate_lead_form"

    async def fill(self, said: Said, requested: str | None) -> dict[str, Any]:
        """Whatever of name, contact and consent the message holds."""
        filled: dict[str, Any] = {}
        contact = parse_phone(said.words) or parse_email(said.words)
        if contact:
            if said.slot(slots.LEAD_CONTACT) and said.slot(slots.LEAD_CONTACT) != contact:
                said.say("say_corrected_contact", contact=contact)
            filled[slots.LEAD_CONTACT] = contact
        says_name = bool(SAYS_NAME.search(fold(said.words)))
        # A name may look like anything ("Thu Hằng" like a try-on), but it neither asks nor wants.
        asks = said.intent not in NO_QUESTIONS and said.confidence > 0.6 and asks_or_wants(said.words)
        if says_name or (requested == slots.LEAD_NAME and not contact and not asks):
            name = parse_name(said.words)
            if name and said.slot(slots.LEAD_NAME) and said.slot(slots.LEAD_NAME) != name:
                said.say("say_corrected_name", name=name)
            if name:
                filled[slots.LEAD_NAME] = name
        if requested == slots.LEAD_CONSENT and not filled and said.intent in ("affirm", "deny"):
            filled[slots.LEAD_CONSENT] = "yes" if said.intent == "affirm" else "no"
        if requested is None:
            product = await get_product(said.services, str(said.slot(slots.PRODUCT) or said.page.get("sku") or ""))
            interest = product.title(said.language) if product else said.slot(slots.INTEREST) or said.words[:200]
            filled[slots.LEAD_INTEREST] = interest or None
        return filled

    def deny_ends(self, requested: str) -> bool:
        """A "no" to the consent question is an answer, before that it means to stop."""
        return requested != slots.LEAD_CONSENT

    def complain(self, said: Said, requested: str) -> None:
        """What was wrong, in words."""
        if requested == slots.LEAD_CONTACT and any(c.isdigit() for c in said.words):
            said.say("say_phone_invalid")
        elif requested == slots.LEAD_CONSENT:
            said.say("say_consent_unclear")
        else:
            said.say("say_answer_unclear")


class ActionAskLeadName(ShopAction):
    """First question of the lead form."""

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_ask_lead_name"

    async def answer(self, said: Said) -> Events:
        """Ask, with the keyboard for names."""
        said.say("say_ask_lead_name", payload={"input": {"kind": "name"}})
        return []


class ActionAskLeadContact(ShopAction):
    """Second question of the lead form."""

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_ask_lead_contact"

    async def answer(self, said: Said) -> Events:
        """Ask, with the keyboard for numbers."""
        said.say("say_ask_lead_contact", payload={"input": {"kind": "tel"}}, name=said.slot(slots.LEAD_NAME) or "")
        return []


class ActionAskLeadConsent(ShopAction):
    """Last question of the lead form; nothing is kept before it is answered."""

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_ask_lead_consent"

    async def answer(self, said: Said) -> Events:
        """Say what is kept, for what, how to withdraw; refusing costs nothing."""
        said.say(
            "say_ask_lead_consent",
            kind="consent",
            payload={"purpose": "follow_up", "wording": wording(said)},
            contact=said.slot(slots.LEAD_CONTACT) or "",
        )
        return []


def wording(said: Said) -> str:
    """The consent question exactly as it is shown."""
    contact = said.slot(slots.LEAD_CONTACT) or ""
    return said.services.words.say("say_ask_lead_consent", said.language, contact=contact)


class ActionSubmitLead(ShopAction):
    """The end of the lead form, however it ended."""

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return "action_submit_lead"

    async def answer(self, said: Said) -> Events:
        """Keep the lead, or respect the refusal, and say which."""
        consent, contact = said.slot(slots.LEAD_CONSENT), said.slot(slots.LEAD_CONTACT)
        if consent == "yes" and contact:
            await capture_lead(
                said.services,
                said.conversation_id,
                name=said.slot(slots.LEAD_NAME) or "",
                phone=None if "@" in contact else contact,
                email=contact if "@" in contact else None,
                interest=said.slot(slots.LEAD_INTEREST),
                wording=wording(said),
                key=said.message_id or f"{said.conversation_id}:{len(said.tracker.events)}",
            )
            said.say("say_lead_kept", name=said.slot(slots.LEAD_NAME) or "", contact=contact)
        elif consent == "no":
            await refuse_consent(said.services, said.conversation_id, wording=wording(said))
            said.say("say_lead_refused")
        elif said.slot(slots.LEAD_OUTCOME) == "cancelled":
            said.say("say_lead_cancelled")
        return [SlotSet(name, None) for name in LEAD_SLOTS]
