"""What stands in a person's Messenger, line by line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class Line:
    """One bubble."""

    mid: str
    at: datetime
    stamp: int
    """Milliseconds, as webhooks give it; no two lines share one."""
    author: str
    """``person``, ``bot`` (our app) or ``inbox`` (somebody in Meta's Page inbox)."""
    text: str = ""
    """What can be read, also of a template."""
    attachment: dict[str, Any] | None = None
    quick_replies: list[dict[str, Any]] = field(default_factory=list)
    persona: str | None = None
    """Name that is shown above it."""
    tag: str | None = None
    messaging_type: str | None = None
    metadata: str | None = None
    reply_to: str | None = None
    reaction: str | None = None
    edits: int = 0
    unsent: bool = False

    @property
    def template(self) -> str | None:
        """``button``, ``generic``, ``receipt`` …"""
        return self._payload.get("template_type") if self.kind == "template" else None

    @property
    def kind(self) -> str:
        """``text``, ``image``, ``template`` …"""
        return self.attachment["type"] if self.attachment else "text"

    @property
    def _payload(self) -> dict[str, Any]:
        return (self.attachment or {}).get("payload") or {}

    @property
    def cards(self) -> list[dict[str, Any]]:
        """Elements of a generic, media or receipt template."""
        return self._payload.get("elements") or []

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """Every button on it, cards' included."""
        found = list(self._payload.get("buttons") or [])
        for card in self.cards:
            found += card.get("buttons") or []
        return found

    @property
    def choices(self) -> list[str]:
        """Titles of quick replies and buttons, in the order shown."""
        return [str(choice.get("title", "")) for choice in (*self.quick_replies, *self.buttons)]

    def shown(self) -> dict[str, Any]:
        """For the developer's page."""
        return {
            "mid": self.mid,
            "at": self.stamp,
            "author": self.author,
            "text": self.text,
            "kind": self.kind,
            "attachment": self.attachment,
            "quick_replies": self.quick_replies,
            "persona": self.persona,
            "tag": self.tag,
            "messaging_type": self.messaging_type,
            "metadata": self.metadata,
            "reaction": self.reaction,
            "edits": self.edits,
            "unsent": self.unsent,
        }


def readable(message: dict[str, Any]) -> str:
    """The words of a message as they stand on a screen, templates' headings included."""
    attachment = message.get("attachment") or {}
    payload = attachment.get("payload") or {}
    if message.get("text"):
        return str(message["text"])
    if attachment.get("type") != "template":
        return ""
    return str(payload.get("text") or payload.get("title") or "")
