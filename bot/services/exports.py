"""What leaves the house: exports for the shop, and a person's right to their data and to be forgotten."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import NotFound
from bot.services.context import Services
from bot.store import tables as t

Table = tuple[list[str], list[list[Any]]]


async def export_leads(services: Services) -> Table:
    """Every lead with the consent it rests on."""
    columns = [
        t.leads.c.created_at, t.leads.c.name, t.leads.c.phone, t.leads.c.email, t.leads.c.interest, t.leads.c.stage,
        t.consents.c.purpose, t.consents.c.created_at.label("consented_at"), t.leads.c.conversation_id,
    ]  # fmt: skip
    query = (
        select(*columns)
        .join(t.consents, t.consents.c.id == t.leads.c.consent_id)
        .where(t.consents.c.withdrawn_at.is_(None))
        .order_by(t.leads.c.created_at)
    )
    return await _table(services, query)


async def export_conversations(services: Services) -> Table:
    """Every message in order."""
    query = (
        select(
            t.messages.c.conversation_id, t.messages.c.seq, t.messages.c.created_at, t.messages.c.author,
            t.messages.c.author_name, t.messages.c.kind, t.messages.c.text, t.messages.c.delivery,
            t.conversations.c.channel, t.conversations.c.source,
        )
        .join(t.conversations, t.conversations.c.id == t.messages.c.conversation_id)
        .order_by(t.messages.c.conversation_id, t.messages.c.seq)
    )  # fmt: skip
    header, rows = await _table(services, query)
    # Where the conversation came from, in columns of its own.
    rows = [[*row[:-1], *((row[-1] or {}).get(name) for name in ("kind", "ref", "ad_id"))] for row in rows]
    return [*header[:-1], "source", "ref", "ad_id"], rows


async def export_sources(services: Services) -> Table:
    """Every arrival by a link, an ad or a button, with where the visitor stands now and whether a contact was left."""
    has_lead = select(t.leads.c.id).where(t.leads.c.conversation_id == t.sources.c.conversation_id).exists()
    query = (
        select(
            t.sources.c.created_at, t.sources.c.kind, t.sources.c.ref, t.sources.c.ad_id, t.sources.c.conversation_id,
            t.conversations.c.channel, t.conversations.c.stage, has_lead.label("has_lead"),
        )
        .join(t.conversations, t.conversations.c.id == t.sources.c.conversation_id)
        .order_by(t.sources.c.created_at)
    )  # fmt: skip
    return await _table(services, query)


async def export_surveys(services: Services) -> Table:
    """Every mark that visitors gave."""
    query = select(
        t.surveys.c.created_at, t.surveys.c.kind, t.surveys.c.score, t.surveys.c.comment, t.surveys.c.conversation_id,
    ).order_by(t.surveys.c.created_at)  # fmt: skip
    return await _table(services, query)


async def export_journey(services: Services) -> Table:
    """Every move of a stage belief."""
    query = select(
        t.stage_events.c.conversation_id, t.stage_events.c.created_at, t.stage_events.c.previous,
        t.stage_events.c.stage, t.stage_events.c.confidence, t.stage_events.c.source,
    ).order_by(t.stage_events.c.created_at)  # fmt: skip
    return await _table(services, query)


EXPORTS: dict[str, Callable[[Services], Any]] = {
    "leads": export_leads,
    "conversations": export_conversations,
    "journey": export_journey,
    "sources": export_sources,
    "surveys": export_surveys,
}


async def _table(services: Services, query: Any) -> Table:
    async with services.store.read() as session:
        found = await session.execute(query)
        header = list(found.keys())
        rows = [[_plain(value) for value in row] for row in found]
    return header, rows


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if hasattr(value, "isoformat") else value


PERSONAL = ("messages", "stage_events", "handoffs", "leads", "consents", "offer_events", "unanswered_questions",
            "verification_attempts", "threads", "sources", "parts", "attachments", "attachment_contents", "surveys",
            "order_drafts", "grounds")  # fmt: skip

ERASED_IN_ORDER = (
    "outbox",
    "parts",
    "grounds",
    "attachment_contents",
    "attachments",
    "sources",
    "surveys",
    "order_drafts",
    "threads",
    "turns",
    "offer_events",
    "unanswered_questions",
    "leads",
    "consents",
    "handoffs",
    "stage_events",
    "verification_attempts",
    "messages",
)
"""Rows that refer to others go first."""


async def export_person(services: Services, person_id: str) -> dict[str, Any]:
    """Everything kept about a visitor, by table; the id is the visitor's or their conversation's, else NotFound."""
    async with services.store.read() as session:
        visitor_id = await _visitor_id(session, person_id)
        visitor = (await session.execute(select(t.visitors).where(t.visitors.c.id == visitor_id))).mappings().one()
        conversations = (
            (await session.execute(select(t.conversations).where(t.conversations.c.visitor_id == visitor_id)))
            .mappings()
            .all()
        )
        ids = [conversation["id"] for conversation in conversations]
        kept: dict[str, Any] = {
            "visitor": _row(visitor),
            "conversations": [_row(conversation) for conversation in conversations],
        }
        for name in PERSONAL:
            table = t.metadata.tables[name]
            rows = (await session.execute(select(table).where(table.c.conversation_id.in_(ids)))).mappings().all()
            kept[name] = [_row(row) for row in rows]
        waiting = await session.execute(select(t.inbox).where(_inbox_of(visitor)))
        kept["inbox"] = [_row(row) for row in waiting.mappings()]
    return kept


async def conversations_of(services: Services, person_id: str) -> list[str]:
    """Ids of a visitor's conversations; the id is the visitor's or a conversation's, else NotFound."""
    async with services.store.read() as session:
        visitor_id = await _visitor_id(session, person_id)
        query = select(t.conversations.c.id).where(t.conversations.c.visitor_id == visitor_id)
        return list((await session.execute(query)).scalars())


async def erase_person(services: Services, person_id: str) -> dict[str, int]:
    """Forget a visitor: conversations, messages, leads, consents; returns how many rows went from each table.

    The id is the visitor's or their conversation's, else NotFound.
    """
    gone: dict[str, int] = {}
    async with services.store.begin() as session:
        visitor_id = await _visitor_id(session, person_id)
        ids = list(
            (
                await session.execute(select(t.conversations.c.id).where(t.conversations.c.visitor_id == visitor_id))
            ).scalars()
        )
        visitor = (await session.execute(select(t.visitors).where(t.visitors.c.id == visitor_id))).mappings().one()
        done = await session.execute(delete(t.inbox).where(_inbox_of(visitor)))
        gone["inbox"] = int(getattr(done, "rowcount", 0))
        for name in ERASED_IN_ORDER:
            table = t.metadata.tables[name]
            done = await session.execute(delete(table).where(table.c.conversation_id.in_(ids)))
            gone[name] = int(getattr(done, "rowcount", 0))
        await session.execute(delete(t.conversations).where(t.conversations.c.visitor_id == visitor_id))
        await session.execute(delete(t.visitors).where(t.visitors.c.id == visitor_id))
    return gone


def _inbox_of(visitor: Any) -> Any:
    """What a platform sent about somebody; it is known by the platform's id, before there is a conversation."""
    return (t.inbox.c.channel == visitor["channel"]) & (t.inbox.c.external_id == visitor["external_id"])


async def _visitor_id(session: AsyncSession, person_id: str) -> str:
    """Consoles and exports show conversations, so their ids name a visitor too."""
    query = select(t.visitors.c.id).where(t.visitors.c.id == person_id)
    of_conversation = select(t.conversations.c.visitor_id).where(t.conversations.c.id == person_id)
    found = (await session.execute(query.union(of_conversation))).scalar()
    if found is None:
        raise NotFound(f"no visitor and no conversation {person_id}")
    return str(found)


def _row(row: Any) -> dict[str, Any]:
    return {key: _plain(value) for key, value in row.items()}
