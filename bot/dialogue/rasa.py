"""Asks Rasa over its private HTTP API; an error, a time-out or an unreadable answer is ``DialogueUnavailable``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import aiohttp

from bot.domain.conversation import MAX_TEXT, ReplyDraft, Understanding
from bot.domain.errors import DialogueUnavailable

COMMAND_MARK = "/"


class RasaDialogue:
    """One or more single-worker Rasa servers; a conversation always goes to the same one."""

    def __init__(
        self,
        session: Callable[[], aiohttp.ClientSession],
        urls: Callable[[], Sequence[str]],
        token: str = "",
        timeout: float = 9.0,
    ) -> None:
        self._session = session
        self._urls = urls
        self._token = token
        self._timeout = timeout

    async def understand(self, text: str) -> Understanding:
        """Read one text with Rasa NLU."""
        body = await self._post(self._url_for(text), "/model/parse", {"text": as_plain_text(text)})
        if not isinstance(body, Mapping) or not isinstance(body.get("intent"), Mapping):
            raise DialogueUnavailable("unreadable answer from /model/parse")
        stage = body.get("stage") or {}
        return Understanding(
            intent=body["intent"].get("name") or "nlu_fallback",
            confidence=float(body["intent"].get("confidence") or 0.0),
            stages={name: float(p) for name, p in (stage.get("stages") or {}).items()},
            entities=[
                {key: entity.get(key) for key in ("entity", "value", "start", "end")}
                for entity in body.get("entities", [])
            ],
            ranking=list(body.get("intent_ranking", []))[:5],
        )

    async def reply(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> list[ReplyDraft]:
        """Take one turn. ``text`` starting with ``/`` is a command only if the bot offered it as a button."""
        message = text if text.startswith(COMMAND_MARK) and metadata.get("is_command") else as_plain_text(text)
        body = await self._post(
            self._url_for(conversation_id),
            "/webhooks/rest/webhook",
            {"sender": conversation_id, "message": message, "metadata": dict(metadata)},
        )
        if not isinstance(body, list):
            raise DialogueUnavailable("unreadable answer from the REST channel")
        return drafts_from(body)

    async def set_slots(self, conversation_id: str, slots: Mapping[str, Any]) -> None:
        """Set slots outside a turn."""
        events = [{"event": "slot", "name": name, "value": value} for name, value in slots.items()]
        await self._append(conversation_id, events)

    async def tell(self, conversation_id: str, text: str, author: str) -> None:
        """Append what an agent or the visitor said while a person had the floor."""
        if author == "visitor":
            events: list[dict[str, Any]] = [
                {
                    "event": "user",
                    "text": as_plain_text(text),
                    "parse_data": {"intent": {"name": "inform"}, "entities": []},
                },
                {"event": "action", "name": "action_listen"},
            ]
        else:
            events = [{"event": "bot", "text": text, "metadata": {"author": author}}]
        await self._append(conversation_id, events)

    async def forget(self, conversation_id: str) -> None:
        """Remove everything known about a conversation, on every server: it may have been another one's once.

        Rasa has no call for that. Our tracker store removes a conversation that is nothing but a restart.
        """
        for base in self._urls():
            await self._post(
                base,
                f"/conversations/{conversation_id}/tracker/events?include_events=NONE",
                [{"event": "restart"}],
                method="PUT",
            )

    async def _append(self, conversation_id: str, events: list[dict[str, Any]]) -> None:
        await self._post(
            self._url_for(conversation_id),
            f"/conversations/{conversation_id}/tracker/events?include_events=NONE",
            events,
        )

    def _url_for(self, key: str) -> str:
        urls = self._urls()
        if not urls:
            raise DialogueUnavailable("no Rasa server is running")
        number = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=4).digest(), "big")
        return urls[number % len(urls)]

    async def _post(self, base: str, path: str, body: Any, method: str = "POST") -> Any:
        separator = "&" if "?" in path else "?"
        url = f"{base}{path}{separator}token={self._token}" if self._token else f"{base}{path}"
        try:
            send = self._session().put if method == "PUT" else self._session().post
            async with send(url, json=body, timeout=aiohttp.ClientTimeout(total=self._timeout)) as response:
                if response.status != 200:
                    raise DialogueUnavailable(f"{path.split('?', maxsplit=1)[0]} answered {response.status}")
                return await response.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise DialogueUnavailable(f"{path.split('?', maxsplit=1)[0]}: {type(error).__name__}") from error


def as_plain_text(text: str) -> str:
    """``text`` so that Rasa reads it as words.

    Rasa executes ``/restart`` and ``/any_intent{…}`` from anybody who types it; without the slash it is words.
    """
    plain = text[:MAX_TEXT].lstrip("/ \t\n\r\u00a0\u200b\ufeff")
    return plain or "?"


def drafts_from(messages: Sequence[Mapping[str, Any]]) -> list[ReplyDraft]:
    """Messages of Rasa's REST channel as drafts.

    Rasa splits one utterance into a text and a ``custom`` part; they are put together again here.
    """
    drafts: list[ReplyDraft] = []
    open_text = False
    for message in messages:
        custom = message.get("custom")
        if isinstance(custom, Mapping) and custom:
            kind, payload = str(custom.get("kind", "text")), dict(custom.get("payload") or {})
            role = str(custom.get("role", "answer"))
            if open_text:
                last = drafts.pop()
                drafts.append(ReplyDraft(last.text, kind, payload, last.quick_replies, role))
            else:
                drafts.append(ReplyDraft(str(custom.get("text", "")), kind, payload, role=role))
            open_text = False
        elif message.get("text") or message.get("buttons"):
            buttons = [
                {"title": str(button.get("title", "")), "payload": str(button.get("payload", ""))}
                for button in message.get("buttons") or []
            ]
            drafts.append(ReplyDraft(str(message.get("text", "")), quick_replies=buttons))
            open_text = True
        elif message.get("image"):
            drafts.append(ReplyDraft(str(message["image"])))
            open_text = False
    return [draft for draft in drafts if draft.text or draft.payload]
