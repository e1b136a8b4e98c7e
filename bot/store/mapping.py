"""Ties the domain's plain classes to their tables, so that the domain needs no library."""

from functools import cache

from sqlalchemy.orm import registry

from bot.domain.catalogue import Faq, Product
from bot.domain.conversation import Conversation, Message, Visitor
from bot.domain.delivery import ChannelState, InboxRow, Part, Persona
from bot.domain.handoff import Agent, AgentSession, Handoff
from bot.domain.journey import StageEvent
from bot.domain.lead import Consent, Lead
from bot.domain.offer import Offer, OfferEvent, UnansweredQuestion
from bot.domain.order import Order
from bot.domain.records import Attachment, OrderDraft, Survey
from bot.domain.thread import Source, Thread
from bot.domain.work import OutboxRow, Turn
from bot.store import tables

PAIRS = (
    (Visitor, tables.visitors),
    (Conversation, tables.conversations),
    (Message, tables.messages),
    (Turn, tables.turns),
    (OutboxRow, tables.outbox),
    (StageEvent, tables.stage_events),
    (Agent, tables.agents),
    (AgentSession, tables.agent_sessions),
    (Handoff, tables.handoffs),
    (Consent, tables.consents),
    (Lead, tables.leads),
    (Product, tables.products),
    (Faq, tables.faqs),
    (Offer, tables.offers),
    (OfferEvent, tables.offer_events),
    (UnansweredQuestion, tables.unanswered_questions),
    (Order, tables.orders),
    (InboxRow, tables.inbox),
    (Thread, tables.threads),
    (Source, tables.sources),
    (Part, tables.parts),
    (ChannelState, tables.channel_states),
    (Persona, tables.personas),
    (Attachment, tables.attachments),
    (Survey, tables.surveys),
    (OrderDraft, tables.order_drafts),
)


@cache
def map_domain() -> registry:
    """Map every noun once; calling it again changes nothing."""
    mapper_registry = registry(metadata=tables.metadata)
    for noun, table in PAIRS:
        mapper_registry.map_imperatively(noun, table)
    return mapper_registry
