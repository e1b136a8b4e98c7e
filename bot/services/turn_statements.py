"""The statements of a turn, each built once: building one costs more processor time than executing it."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, Update, bindparam, or_, select

from bot.domain.conversation import Author, Message
from bot.domain.work import Turn, WorkStatus
from bot.store.tables import grounds, messages, turns

OWED = turns.c.status.in_([WorkStatus.PENDING, WorkStatus.RUNNING])
OF_CONVERSATION = turns.c.conversation_id == bindparam("conversation_id")


@cache
def oldest_owed() -> Select[Turn, Message]:
    """The first turn that a conversation is owed, with the message that it answers."""
    return (
        select(Turn, Message)
        .join(Message, messages.c.id == turns.c.message_id)
        .where(OF_CONVERSATION, OWED)
        .order_by(turns.c.seq)
        .limit(1)
    )


@cache
def any_owed() -> Select[str]:
    """Whether a conversation is owed a turn."""
    return select(turns.c.id).where(OF_CONVERSATION, OWED).limit(1)


@cache
def take() -> Update:
    """Make a turn somebody's until the end of a lease."""
    taken = {
        "status": WorkStatus.RUNNING,
        "owner": bindparam("by"),
        "attempts": bindparam("attempt"),
        "lease_until": bindparam("until"),
    }
    return turns.update().where(turns.c.id == bindparam("turn_id")).values(taken)


@cache
def end() -> Update:
    """Close a turn that is not closed yet."""
    ended: dict[str, Any] = {"status": bindparam("now"), "outcome": bindparam("how"), "finished_at": bindparam("at")}
    return turns.update().where(turns.c.id == bindparam("turn_id"), OWED).values(ended)


@cache
def known_of_message() -> Select[Any, Any]:
    """What NLU read in a message already, and the common ground of its conversation."""
    return (
        select(messages.c.understood, grounds.c.data)
        .outerjoin(grounds, grounds.c.conversation_id == messages.c.conversation_id)
        .where(messages.c.id == bindparam("message_id"))
    )


@cache
def understand() -> Update:
    """Keep what NLU read in a message."""
    return messages.update().where(messages.c.id == bindparam("message_id")).values(understood=bindparam("reading"))


@cache
def said_before() -> Select[str]:
    """What the bot or an agent said last before a message."""
    return (
        select(messages.c.text)
        .where(
            messages.c.conversation_id == bindparam("conversation_id"),
            messages.c.seq < bindparam("seq"),
            messages.c.author.in_([Author.BOT, Author.AGENT]),
        )
        .order_by(messages.c.seq.desc())
        .limit(1)
    )


@cache
def outcome() -> Select[str, str | None]:
    """How far the turn of a message is."""
    return select(turns.c.status, turns.c.outcome).where(turns.c.message_id == bindparam("message_id"))


@cache
def replies() -> Select[Message]:
    """What was said in answer to a message, in order."""
    return (
        select(Message)
        .where(
            messages.c.conversation_id == bindparam("conversation_id"),
            messages.c.seq > bindparam("seq"),
            or_(messages.c.client_id.like(bindparam("re")), messages.c.client_id.in_(bindparam("ids", expanding=True))),
        )
        .order_by(messages.c.seq)
    )
