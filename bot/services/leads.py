"""Capture a lead: contact details, only with the person's consent."""

from __future__ import annotations

from sqlalchemy import select

from bot.domain.conversation import Visitor
from bot.domain.errors import BadInput
from bot.domain.lead import Consent, Lead
from bot.services.context import Event, Services
from bot.services.messages import lock_conversation
from bot.store.tables import leads as leads_table

FOLLOW_UP = "follow_up"


async def capture_lead(
    services: Services,
    conversation_id: str,
    *,
    name: str,
    phone: str | None,
    email: str | None,
    interest: str | None,
    wording: str,
    key: str,
) -> Lead:
    """Keep how to reach a person, with the consent they gave to ``wording``.

    ``key`` is an idempotency key: a repeated turn keeps one lead; a lead whose contact was forgotten on a withdrawal
    is kept anew, with the new consent. Raises ``BadInput`` without phone or e-mail.
    """
    if not phone and not email:
        raise BadInput("a lead needs a phone number or an e-mail address")
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        earlier = (await session.execute(select(Lead).filter_by(key=key))).scalar_one_or_none()
        if earlier is not None and (earlier.phone or earlier.email):
            return earlier
        consent = Consent(
            visitor_id=conversation.visitor_id,
            conversation_id=conversation_id,
            purpose=FOLLOW_UP,
            wording=wording,
            granted=True,
            created_at=services.clock(),
        )
        session.add(consent)
        await session.flush()
        if earlier is not None:
            # Its contact was forgotten when consent was withdrawn; the person now gives it again.
            lead = earlier
            lead.consent_id, lead.name, lead.phone, lead.email = consent.id, name[:200], phone, email
            lead.interest, lead.stage, lead.created_at = interest, conversation.stage, services.clock()
        else:
            lead = Lead(
                visitor_id=conversation.visitor_id,
                conversation_id=conversation_id,
                consent_id=consent.id,
                name=name[:200],
                phone=phone,
                email=email,
                interest=interest,
                stage=conversation.stage,
                key=key,
                created_at=services.clock(),
            )
            session.add(lead)
        visitor = await session.get(Visitor, conversation.visitor_id)
        if visitor is not None:
            visitor.name = name[:200]
    await services.publish(Event("lead.captured", conversation_id, {"lead_id": lead.id}))
    return lead


async def correct_lead(services: Services, conversation_id: str, *, phone: str | None, email: str | None) -> None:
    """The visitor corrected how to reach them: the latest lead is reached there, on the same consent."""
    async with services.store.begin() as session:
        await lock_conversation(session, conversation_id)
        query = (
            select(Lead).filter_by(conversation_id=conversation_id).order_by(leads_table.c.created_at.desc()).limit(1)
        )
        lead = (await session.execute(query)).scalar_one_or_none()
        if lead is not None:
            lead.phone, lead.email = phone or lead.phone, email or lead.email


async def refuse_consent(services: Services, conversation_id: str, *, wording: str) -> None:
    """Record that the person said no; nothing else is kept."""
    async with services.store.begin() as session:
        conversation = await lock_conversation(session, conversation_id)
        session.add(
            Consent(
                visitor_id=conversation.visitor_id,
                conversation_id=conversation_id,
                purpose=FOLLOW_UP,
                wording=wording,
                granted=False,
                created_at=services.clock(),
            )
        )


async def has_consent(services: Services, conversation_id: str) -> bool:
    """Whether a consent of this visitor is in force."""
    async with services.store.read() as session:
        query = select(Consent).filter_by(conversation_id=conversation_id, granted=True, withdrawn_at=None)
        return (await session.execute(query)).first() is not None


async def withdraw_consent(services: Services, conversation_id: str) -> int:
    """Take back every consent of this visitor and forget the contact details that rested on it.

    The consent rows stay, with the time of withdrawal: the shop must be able to show both. Returns how many.
    """
    async with services.store.begin() as session:
        await lock_conversation(session, conversation_id)
        query = select(Consent).filter_by(conversation_id=conversation_id, granted=True, withdrawn_at=None)
        consents = (await session.execute(query)).scalars().all()
        for consent in consents:
            consent.withdrawn_at = services.clock()
        for lead in (await session.execute(select(Lead).filter_by(conversation_id=conversation_id))).scalars():
            lead.phone = lead.email = None
    await services.publish(Event("consent.withdrawn", conversation_id, {}))
    return len(consents)
