"""Keep what a platform hands over beside talk: marks, carts and addresses, opt-ins, answers to a lead ad."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.conversation import Conversation, Visitor
from bot.domain.lead import Consent, Lead
from bot.domain.records import OrderDraft, Survey
from bot.language import parse_email, parse_phone
from bot.services.context import Event, Services
from bot.services.threads import find_or_create, plausible

SCALES = {"csat": (1, 5), "nps": (0, 10), "ces": (1, 7), "reply": (1, 2)}


async def record_survey(
    services: Services, channel: str, external_id: str, *, kind: str, score: int, comment: str | None, key: str,
    at: datetime | None = None,
) -> Survey | None:  # fmt: skip
    """Keep a mark, once; None when it is there already or lies off its scale."""
    lowest, highest = SCALES.get(kind, (0, -1))
    if not lowest <= score <= highest:
        return None
    async with services.store.begin() as session:
        _, conversation = await find_or_create(session, services, channel, external_id)
        survey = await keep_mark(session, services, conversation, kind, score, comment, key, at)
    if survey is not None:
        await services.publish(Event("survey.answered", conversation.id, {"kind": kind, "score": score}))
    return survey


async def keep_mark(
    session: AsyncSession,
    services: Services,
    conversation: Conversation,
    kind: str,
    score: int,
    comment: str | None,
    key: str,
    at: datetime | None = None,
) -> Survey | None:
    """The same inside a unit of work."""
    if (await session.execute(select(Survey).filter_by(key=key))).first():
        return None
    survey = Survey(
        conversation_id=conversation.id,
        visitor_id=conversation.visitor_id,
        kind=kind,
        score=score,
        comment=comment[:2000] if comment else None,
        key=key,
        created_at=plausible(services, at),
    )
    session.add(survey)
    await session.flush()
    return survey


async def record_order_draft(
    services: Services, channel: str, external_id: str, *, kind: str, key: str,
    items: list[dict[str, Any]] | None = None, details: dict[str, str] | None = None, note: str | None = None,
    at: datetime | None = None,
) -> None:  # fmt: skip
    """Keep a cart or an address, once."""
    async with services.store.begin() as session:
        _, conversation = await find_or_create(session, services, channel, external_id)
        if (await session.execute(select(OrderDraft).filter_by(key=key))).first():
            return
        session.add(
            OrderDraft(
                conversation_id=conversation.id,
                visitor_id=conversation.visitor_id,
                kind=kind,
                key=key,
                items=items or [],
                details=details or {},
                note=note[:2000] if note else None,
                created_at=plausible(services, at),
            )
        )


async def record_opt_in(
    services: Services, channel: str, external_id: str, *, topic: str, granted: bool, how: str, at: datetime | None
) -> None:
    """Keep that somebody asked for messages about a topic, or stopped them, with the time; the last word counts."""
    moment = plausible(services, at)
    async with services.store.begin() as session:
        _, conversation = await find_or_create(session, services, channel, external_id)
        query = select(Consent).filter_by(conversation_id=conversation.id, purpose="messages", wording=topic)
        earlier = list((await session.execute(query)).scalars())
        if any((consent.withdrawn_at or consent.created_at) >= moment for consent in earlier):
            return  # The same once more, or something older that came late.
        in_force = [consent for consent in earlier if consent.granted and consent.withdrawn_at is None]
        if granted and in_force:
            return
        if not granted and in_force:
            for consent in in_force:
                consent.withdrawn_at = moment
        else:
            session.add(
                Consent(
                    visitor_id=conversation.visitor_id,
                    conversation_id=conversation.id,
                    purpose="messages",
                    wording=topic,
                    granted=granted,
                    how=how,
                    created_at=moment,
                )
            )
    if not granted:
        await services.publish(Event("consent.withdrawn", conversation.id, {}))


async def record_ad_lead(
    services: Services, channel: str, external_id: str, *, text: str, key: str, at: datetime | None
) -> bool:
    """Keep what somebody answered to a lead ad's questions, once; says whether it was new.

    The ad's own form asked and told what for; its summary is kept as the wording.
    """
    moment = plausible(services, at)
    async with services.store.begin() as session:
        _, conversation = await find_or_create(session, services, channel, external_id)
        if (await session.execute(select(Lead).filter_by(key=key))).first():
            return False
        consent = Consent(
            visitor_id=conversation.visitor_id,
            conversation_id=conversation.id,
            purpose="follow_up",
            wording=text,
            granted=True,
            how="lead_ad",
            created_at=moment,
        )
        session.add(consent)
        await session.flush()
        visitor = await session.get_one(Visitor, conversation.visitor_id)
        lead = Lead(
            visitor_id=conversation.visitor_id,
            conversation_id=conversation.id,
            consent_id=consent.id,
            name=visitor.name or "",
            phone=parse_phone(text),
            email=parse_email(text),
            interest=text[:2000],
            stage=conversation.stage,
            key=key,
            created_at=moment,
        )
        session.add(lead)
    await services.publish(Event("lead.captured", conversation.id, {"lead_id": lead.id}))
    return True
