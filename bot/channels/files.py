"""Copies the files that visitors sent, at once and in the background: the platform's addresses for them end soon."""

from __future__ import annotations

import asyncio
import contextlib

import structlog

from bot.channels.fetch import Fetcher, Refused
from bot.domain.records import Attachment
from bot.services.attachments import claim_attachments, has_room, keep_attachment, refuse_attachment
from bot.services.context import Services

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 5.0


class FileCopier:
    """``wake`` after a message with files is stored; the sweep finds what nobody woke."""

    def __init__(self, services: Services, fetcher: Fetcher, at_once: int = 4) -> None:
        self._services = services
        self._fetcher = fetcher
        self._slots = asyncio.Semaphore(at_once)
        self._news = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._copies: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begin."""
        self._loop = asyncio.create_task(self._run(), name="files")

    async def stop(self) -> None:
        """Stop; what is not copied is copied after the next start."""
        tasks = [task for task in (self._loop, *self._copies) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def wake(self) -> None:
        """There are files to copy."""
        self._news.set()

    async def _run(self) -> None:
        while True:
            self._news.clear()
            try:
                for attachment in await claim_attachments(self._services):
                    task = asyncio.create_task(self._copy(attachment))
                    self._copies.add(task)
                    task.add_done_callback(self._copies.discard)
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("files.claim_failed")
            # Not wait_for: woken and cancelled in one breath, Python 3.11's forgets that it was cancelled.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SWEEP_SECONDS):
                    await self._news.wait()

    async def _copy(self, attachment: Attachment) -> None:
        async with self._slots:
            try:
                if not await has_room(self._services, attachment.conversation_id):
                    raise Refused("too_many")
                found = await self._fetcher.fetch(attachment.url, attachment.kind)
                await keep_attachment(self._services, attachment.id, found.content, found.content_type)
            except Refused as refused:
                log.info("files.refused", attachment=attachment.id, why=refused.reason)
                await refuse_attachment(self._services, attachment.id, refused.reason, final=refused.final)
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("files.failed", attachment=attachment.id)
