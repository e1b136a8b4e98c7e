"""The shapes of docs/protocol.md, made from the nouns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.conversation import Conversation, Message, Visitor
from bot.domain.handoff import Agent, Handoff
from bot.domain.journey import StageEvent
from bot.domain.records import OrderDraft, Survey
from bot.domain.thread import Source


def message_to_wire(message: Message) -> dict[str, Any]:
    """A message as every client sees it."""
    return {
        "id": message.id,
        "conversation_id": message.conversation_id,
        "seq": message.seq,
        "author": str(message.author),
        "author_name": message.author_name,
        "client_id": message.client_id,
        "kind": message.kind,
        "text": message.text,
        "payload": message.payload,
        "quick_replies": message.quick_replies,
        "delivery": str(message.delivery),
        "created_at": message.created_at.isoformat(timespec="milliseconds"),
    }


def agent_to_wire(agent: Agent) -> dict[str, Any]:
    """An agent as colleagues see them."""
    return {"id": agent.id, "name": agent.name, "email": agent.email, "role": agent.role, "online": agent.online}


def agent_for_visitor(agent: Agent | None) -> dict[str, Any] | None:
    """An agent as visitors see them: a name, nothing else."""
    return {"name": agent.name} if agent else None


def row_to_wire(
    conversation: Conversation, visitor: Visitor, agent: Agent | None, handoff: Handoff | None
) -> dict[str, Any]:
    """A conversation as one line of the console's queue."""
    waiting = conversation.waiting_since
    return {
        "id": conversation.id,
        "visitor_name": visitor.name,
        "channel": conversation.channel,
        "status": str(conversation.status),
        "stage": str(conversation.stage),
        "stage_confidence": round(conversation.stage_confidence, 3),
        "language": conversation.language,
        "last_text": conversation.last_text,
        "last_author": str(conversation.last_author),
        "last_at": conversation.last_message_at.isoformat(timespec="milliseconds"),
        "waiting_since": waiting.isoformat(timespec="milliseconds") if waiting else None,
        "agent": {"id": agent.id, "name": agent.name} if agent else None,
        "reason": handoff.reason if handoff and handoff.ended_at is None else None,
        "unread": max(0, conversation.last_seq - conversation.agent_read_seq),
        "last_seq": conversation.last_seq,
    }


def stage_event_to_wire(event: StageEvent) -> dict[str, Any]:
    """One move of the stage belief."""
    return {
        "stage": str(event.stage),
        "previous": str(event.previous),
        "confidence": round(event.confidence, 3),
        "why": event.why,
        "source": event.source,
        "at": event.created_at.isoformat(timespec="milliseconds"),
    }


def reach_to_wire(state: str, until: datetime | None) -> dict[str, Any]:
    """Whether a platform lets the shop write now: ``open``, ``human`` (people only) or ``closed``; and until when."""
    return {"state": state, "until": until.isoformat(timespec="milliseconds") if until else None}


def source_to_wire(source: Source) -> dict[str, Any]:
    """One arrival."""
    return {
        "kind": source.kind,
        "ref": source.ref,
        "ad_id": source.ad_id,
        "at": source.created_at.isoformat(timespec="milliseconds"),
    }


def survey_to_wire(survey: Survey) -> dict[str, Any]:
    """One mark."""
    return {
        "kind": survey.kind,
        "score": survey.score,
        "comment": survey.comment,
        "at": survey.created_at.isoformat(timespec="milliseconds"),
    }


def draft_to_wire(draft: OrderDraft) -> dict[str, Any]:
    """A cart or an address."""
    return {
        "kind": draft.kind,
        "items": draft.items,
        "details": draft.details,
        "note": draft.note,
        "at": draft.created_at.isoformat(timespec="milliseconds"),
    }
