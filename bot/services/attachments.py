"""Files that visitors sent: what is still to be copied, and what was."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.domain.conversation import Message
from bot.domain.errors import NotFound
from bot.domain.records import Attachment
from bot.services.context import Event, Services
from bot.services.wire import message_to_wire
from bot.store.tables import attachment_contents, attachments

MAX_ATTEMPTS = 5
LEASE = timedelta(seconds=120)
DAILY_BYTES = 200 * 1024 * 1024
"""Of all files that one conversation may send in 24 hours."""


async def claim_attachments(services: Services, limit: int = 20) -> list[Attachment]:
    """Files that are to be copied now, ours for two minutes."""
    moment = services.clock()
    async with services.store.begin() as session:
        found = (
            (
                await session.execute(
                    select(Attachment)
                    .where(attachments.c.status == "pending", attachments.c.not_before <= moment)
                    .order_by(attachments.c.created_at)
                    .limit(limit)
                    .with_for_update(skip_locked=True)
                )
            )
            .scalars()
            .all()
        )
        for attachment in found:
            attachment.attempts += 1
            attachment.not_before = moment + LEASE
    return list(found)


async def has_room(services: Services, conversation_id: str) -> bool:
    """Whether a conversation may send more files today; nobody fills the store alone."""
    since = services.clock() - timedelta(days=1)
    async with services.store.read() as session:
        query = select(func.sum(attachments.c.size)).where(
            attachments.c.conversation_id == conversation_id, attachments.c.created_at > since
        )
        return ((await session.execute(query)).scalar() or 0) < DAILY_BYTES


async def keep_attachment(services: Services, attachment_id: str, content: bytes, content_type: str) -> None:
    """The copy is here."""
    async with services.store.begin() as session:
        attachment = await session.get(Attachment, attachment_id)
        if attachment is None or attachment.status != "pending":
            return
        attachment.status = "kept"
        attachment.content_type, attachment.size = content_type, len(content)
        try:
            async with session.begin_nested():
                await session.execute(
                    attachment_contents.insert().values(
                        attachment_id=attachment_id, conversation_id=attachment.conversation_id, content=content
                    )
                )
        except IntegrityError:
            return
        message = await session.get(Message, attachment.message_id)
        shown = _show(message, attachment)
    await _announce(services, shown)


async def refuse_attachment(services: Services, attachment_id: str, reason: str, *, final: bool) -> None:
    """The copy did not come about; after some attempts, or when ``final``, that is the end of it."""
    async with services.store.begin() as session:
        attachment = await session.get(Attachment, attachment_id)
        if attachment is None or attachment.status != "pending":
            return
        if not final and attachment.attempts < MAX_ATTEMPTS:
            attachment.not_before = services.clock() + timedelta(seconds=5 * 2**attachment.attempts)
            return
        attachment.status, attachment.reason = "refused", reason
        message = await session.get(Message, attachment.message_id)
        shown = _show(message, attachment)
    await _announce(services, shown)


async def read_attachment(services: Services, attachment_id: str) -> tuple[Attachment, bytes]:
    """A copied file; ``NotFound`` if there is none."""
    async with services.store.read() as session:
        attachment = await session.get(Attachment, attachment_id)
        content = (
            await session.execute(
                select(attachment_contents.c.content).where(attachment_contents.c.attachment_id == attachment_id)
            )
        ).scalar()
    if attachment is None or content is None or attachment.status != "kept":
        raise NotFound("no such file")
    return attachment, bytes(content)


def _show(message: Message | None, attachment: Attachment) -> Message | None:
    if message is None or "attachments" not in message.payload:
        return None
    files = [
        {
            **file,
            "status": attachment.status,
            "content_type": attachment.content_type,
            "size": attachment.size,
            "reason": attachment.reason,
        }
        if file.get("id") == attachment.id
        else file
        for file in message.payload["attachments"]
    ]
    message.payload = {**message.payload, "attachments": files}
    return message


async def _announce(services: Services, message: Message | None) -> None:
    if message is not None:
        body = {
            "id": message.id,
            "seq": message.seq,
            "delivery": str(message.delivery),
            "message": message_to_wire(message),
        }
        await services.publish(Event("message.updated", message.conversation_id, body))
