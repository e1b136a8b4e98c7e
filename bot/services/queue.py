"""What agents see: the queue, one conversation in full, and who visits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from bot.domain.conversation import Conversation, Status, Visitor
from bot.domain.errors import NotFound
from bot.domain.handoff import Agent, Handoff
from bot.domain.lead import Consent, Lead
from bot.domain.order import Order
from bot.domain.records import OrderDraft, Survey
from bot.domain.thread import Source, Thread
from bot.services.context import Services
from bot.services.journey import stage_history
from bot.services.wire import (
    draft_to_wire,
    reach_to_wire,
    row_to_wire,
    source_to_wire,
    stage_event_to_wire,
    survey_to_wire,
)
from bot.store.tables import agents as agents_table
from bot.store.tables import conversations as c
from bot.store.tables import handoffs as handoffs_table
from bot.store.tables import leads as leads_table
from bot.store.tables import messages, offer_events, visitors
from bot.store.tables import offers as offers_table
from bot.store.tables import sources as sources_table

QUEUES = ("waiting", "mine", "agent", "bot", "resolved", "all")


def _queue(name: str, agent_id: str) -> ColumnElement[bool]:
    wants_person = c.c.waiting_since.is_not(None)
    conditions: dict[str, ColumnElement[bool]] = {
        "waiting": wants_person & c.c.status.in_([Status.WAITING, Status.BOT]),
        "mine": (c.c.status == Status.AGENT) & (c.c.agent_id == agent_id),
        "agent": c.c.status == Status.AGENT,
        "bot": (c.c.status == Status.BOT) & ~wants_person,
        "resolved": c.c.status == Status.RESOLVED,
        "all": c.c.id.is_not(None),
    }
    return conditions[name] & (c.c.last_seq > 0)


async def list_queue(
    services: Services, agent_id: str, queue: str, search: str = "", before: datetime | None = None, limit: int = 50
) -> dict[str, Any]:
    """One page of a queue with the counts of all; the longest waiting first where people wait, else the newest."""
    queue = queue if queue in QUEUES else "waiting"
    async with services.store.read() as session:
        counts = {
            name: (
                await session.execute(select(func.count()).select_from(c).where(_queue(name, agent_id)))
            ).scalar_one()
            for name in QUEUES
            if name != "all"
        }
        query = (
            select(Conversation, Visitor, Agent)
            .join(Visitor, visitors.c.id == c.c.visitor_id)
            .outerjoin(Agent, agents_table.c.id == c.c.agent_id)
            .where(_queue(queue, agent_id))
        )
        if search.strip():
            pattern = "%" + search.strip()[:100].replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
            said = select(messages.c.conversation_id).where(messages.c.text.ilike(pattern, escape="\\"))
            short_name = c.c.id.startswith(search.strip().removeprefix("#").lower(), autoescape=True)
            query = query.where(or_(visitors.c.name.ilike(pattern, escape="\\"), c.c.id.in_(said), short_name))
        if queue == "waiting":
            query = query.order_by(c.c.waiting_since)
        else:
            query = query.order_by(c.c.last_message_at.desc())
            if before is not None:
                query = query.where(c.c.last_message_at < before)
        found = (await session.execute(query.limit(limit + 1))).all()
        ids = [conversation.id for conversation, _, _ in found]
        open_handoffs = (
            (
                await session.execute(
                    select(Handoff).where(
                        handoffs_table.c.conversation_id.in_(ids), handoffs_table.c.ended_at.is_(None)
                    )
                )
            )
            .scalars()
            .all()
        )
    handoffs = {handoff.conversation_id: handoff for handoff in open_handoffs}
    rows = [
        row_to_wire(conversation, visitor, agent, handoffs.get(conversation.id))
        for conversation, visitor, agent in found[:limit]
    ]
    return {"conversations": rows, "counts": counts, "more": len(found) > limit}


async def conversation_row(services: Services, conversation_id: str) -> dict[str, Any]:
    """One line of the queue; NotFound if there is no such conversation."""
    async with services.store.read() as session:
        conversation = await session.get(Conversation, conversation_id)
        if conversation is None:
            raise NotFound(f"conversation {conversation_id}")
        visitor = await session.get_one(Visitor, conversation.visitor_id)
        agent = await session.get(Agent, conversation.agent_id) if conversation.agent_id else None
        handoff = (
            (await session.execute(select(Handoff).filter_by(conversation_id=conversation_id, ended_at=None)))
            .scalars()
            .first()
        )
    return row_to_wire(conversation, visitor, agent, handoff)


async def conversation_detail(services: Services, conversation_id: str) -> dict[str, Any]:
    """Everything the person pane of the console shows."""
    row = await conversation_row(services, conversation_id)
    async with services.store.read() as session:
        conversation = await session.get_one(Conversation, conversation_id)
        visitor = await session.get_one(Visitor, conversation.visitor_id)
        handoff = (
            (
                await session.execute(
                    select(Handoff)
                    .filter_by(conversation_id=conversation_id)
                    .order_by(handoffs_table.c.requested_at.desc())
                )
            )
            .scalars()
            .first()
        )
        stages = await stage_history(session, conversation_id)
        lead = (
            (
                await session.execute(
                    select(Lead).filter_by(conversation_id=conversation_id).order_by(leads_table.c.created_at.desc())
                )
            )
            .scalars()
            .first()
        )
        consents = (await session.execute(select(Consent).filter_by(conversation_id=conversation_id))).scalars().all()
        offers = (
            await session.execute(
                select(offers_table.c.title, offer_events.c.event, offer_events.c.created_at)
                .join(offers_table, offers_table.c.key == offer_events.c.offer_key)
                .where(offer_events.c.conversation_id == conversation_id)
                .order_by(offer_events.c.created_at)
            )
        ).all()
        orders: list[Order] = []
        if lead is not None and lead.phone:
            orders = list((await session.execute(select(Order).filter_by(phone=lead.phone).limit(10))).scalars())
        thread = await session.get(Thread, conversation_id)
        arrivals = (
            (
                await session.execute(
                    select(Source)
                    .filter_by(conversation_id=conversation_id)
                    .order_by(sources_table.c.created_at.desc())
                )
            )
            .scalars()
            .all()
        )
        marks = (await session.execute(select(Survey).filter_by(conversation_id=conversation_id))).scalars().all()
        drafts = (await session.execute(select(OrderDraft).filter_by(conversation_id=conversation_id))).scalars().all()
    brief = None
    if handoff is not None:
        reason_text = services.words.say(f"say_reason_{handoff.reason}", "vi")
        brief = {**handoff.brief, "reason_text": reason_text}
    return {
        "conversation": row,
        "visitor": {
            "id": visitor.id,
            "name": visitor.name,
            "channel": visitor.channel,
            "first_seen_at": visitor.first_seen_at.isoformat(timespec="milliseconds"),
            "page": conversation.page,
            "source": conversation.source,
        },
        "reach": reach_to_wire(*services.reach(thread)) if thread is not None and services.reach else None,
        "arrivals": [source_to_wire(source) for source in arrivals[:20]],
        "surveys": [survey_to_wire(survey) for survey in marks],
        "order_drafts": [draft_to_wire(draft) for draft in drafts],
        "brief": brief,
        "stages": [stage_event_to_wire(event) for event in stages],
        "lead": {
            "name": lead.name,
            "phone": lead.phone,
            "email": lead.email,
            "interest": lead.interest,
            "consented_at": lead.created_at.isoformat(timespec="milliseconds"),
            "created_at": lead.created_at.isoformat(timespec="milliseconds"),
        }
        if lead
        else None,
        "consents": [
            {
                "purpose": consent.purpose,
                "wording": consent.wording,
                "granted": consent.granted,
                "at": consent.created_at.isoformat(timespec="milliseconds"),
            }
            for consent in consents
        ],
        "offers": [
            {"title": title, "event": event, "at": at.isoformat(timespec="milliseconds")} for title, event, at in offers
        ],
        "orders": [
            {
                "code": order.code,
                "status_text": services.words.say(f"say_order_{order.status}", "vi"),
                "total": order.total,
                "placed_on": order.placed_on.isoformat(),
            }
            for order in orders
        ],
    }
