"""What every action shares: what the visitor said, how to answer, and how the house is reached."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from bot.services.context import Services

Events = list[dict[str, Any]]


class Said:
    """One message of the visitor, as an action sees it, and the way to answer it."""

    def __init__(self, services: Services, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        self.services = services
        self.tracker = tracker
        self._dispatcher = dispatcher
        latest: Mapping[str, Any] = tracker.latest_message or {}
        self.text: str = latest.get("text") or ""
        self.intent: str = (latest.get("intent") or {}).get("name") or ""
        self.confidence: float = (latest.get("intent") or {}).get("confidence") or 0.0
        self.ranking: Sequence[Mapping[str, Any]] = latest.get("intent_ranking") or []
        self.entities: Sequence[Mapping[str, Any]] = latest.get("entities") or []
        metadata: Mapping[str, Any] = latest.get("metadata") or {}
        self.metadata = metadata
        self.conversation_id: str = metadata.get("conversation_id") or tracker.sender_id
        self.message_id: str | None = metadata.get("message_id")
        self.language: str = metadata.get("language") or tracker.get_slot(slots.LANGUAGE) or "vi"
        self.stage: str = metadata.get("stage") or "none"
        self.page: Mapping[str, Any] = metadata.get("page") or {}

    @property
    def is_button(self) -> bool:
        """Whether a button was pressed; its text is then a command, not the visitor's words."""
        return self.text.startswith("/")

    @property
    def last_action(self) -> str | None:
        """The action that answered the visitor's previous message."""
        names = [
            str(event.get("name"))
            for event in self.tracker.events
            if event.get("event") == "action" and event.get("name") not in ("action_listen", "action_extract_slots")
        ]
        return names[-1] if names else None

    @property
    def words(self) -> str:
        """What the visitor typed; nothing for a button."""
        return "" if self.is_button else self.text

    def slot(self, name: str) -> Any:
        """The value of a slot."""
        return self.tracker.get_slot(name)

    def entity(self, kind: str) -> str | None:
        """The first value of an entity."""
        return next((str(e["value"]) for e in self.entities if e.get("entity") == kind and e.get("value")), None)

    def say(
        self,
        name: str,
        /,
        *,
        kind: str | None = None,
        payload: Mapping[str, Any] | None = None,
        buttons: Sequence[Mapping[str, str]] = (),
        **values: Any,
    ) -> None:
        """Say the sentence ``name`` of data/words; ``kind`` and ``payload`` as in docs/protocol.md."""
        text, own = self.services.words.draw(name, self.language, **values)
        self.say_text(text, kind=kind, payload=payload, buttons=[*buttons, *own])

    def say_text(
        self,
        text: str,
        *,
        kind: str | None = None,
        payload: Mapping[str, Any] | None = None,
        buttons: Sequence[Mapping[str, str]] = (),
    ) -> None:
        """Say a sentence as it is, such as an answer that the shop's owner wrote."""
        self._dispatcher.utter_message(
            text=text, buttons=[dict(button) for button in buttons], json_message=_rich(kind, payload)
        )

    def buttons(self, name: str) -> list[dict[str, str]]:
        """The buttons written beside a response, for sentences that do not come from it."""
        return self.services.words.buttons(name, self.language)


def _rich(kind: str | None, payload: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if kind is None and payload is None:
        return None
    return {"kind": kind or "text", "payload": dict(payload or {})}


class ShopAction(Action, ABC):
    """An action of this project. Subclasses name themselves and answer."""

    resets_failures = True
    """Whether a successful run ends a row of turns that were not understood."""

    reads_words = False
    """Whether the answer rests on the visitor's words; words of a third language are then not guessed at."""

    def __init__(self, services: Services | None = None) -> None:
        self._services = services

    @abstractmethod
    def name(self) -> str:
        """The name in ``domain.yml``."""

    @abstractmethod
    async def answer(self, said: Said) -> Events:
        """Answer what was said; returns events for the dialogue engine."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]) -> Events:
        """Rasa's entry: one service, one answer."""
        if self._services is None:
            self._services = await standalone_services()
        said = Said(self._services, dispatcher, tracker)
        if self.reads_words and said.metadata.get("other_language") and not said.is_button:
            said.say("say_only_two_languages")
            return []
        events = await self.answer(said)
        if self.resets_failures and tracker.get_slot(slots.FAILED_TURNS):
            events = [*events, SlotSet(slots.FAILED_TURNS, 0)]
        return events


_standalone: Services | None = None
_opening = asyncio.Lock()


async def standalone_services() -> Services:
    """The house for ``rasa_sdk --actions actions``, an action server of its own; inside the bot it is passed in."""
    global _standalone
    async with _opening:
        if _standalone is None:
            from bot.services.words import Words
            from bot.settings import ROOT, load_settings
            from bot.store import open_store

            settings = load_settings()
            _standalone = Services(
                store=open_store(settings.database_url),
                words=Words.load(ROOT / "data"),
                faq_threshold=settings.faq_threshold,
                public_url=settings.public_url,
                product_url=settings.product_url,
            )
    return _standalone
