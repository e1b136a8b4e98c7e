"""Put the parts of a reply together: what was noted, the answers in order, one question last; few bubbles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.conversation import ReplyDraft

ALONE = {"consent", "order", "offer", "notice", "comparison"}
"""Kinds that are shown as they are, each in a bubble of its own with its words."""
MOST_BUTTONS, MOST_BESIDE = 5, 3
"""Buttons under a bubble, and those beside the entrances to the shop's groups."""
ENTRANCE = "/browse_catalogue{"
"""Begins the payload of an entrance. None stands for another, so none is left out; there are as many as fit."""


def compose(parts: Sequence[ReplyDraft]) -> list[ReplyDraft]:
    """The bubbles of one reply. Texts are joined, the same sentence is said once, cards are shown once."""
    parts = _once(parts)
    order = {"ack": 0, "answer": 1, "offer": 2, "question": 3}
    ordered = sorted(parts, key=lambda part: order.get(part.role, 1))
    questions = [part for part in ordered if part.role == "question"]
    others = [part for part in ordered if part.role != "question"]
    # Of two questions the last one stands; nobody answers two at once.
    bubbles: list[ReplyDraft] = []
    for part in [*others, *questions[-1:]]:
        last = bubbles[-1] if bubbles else None
        if last is not None and _joins(last, part):
            bubbles[-1] = _joined(last, part)
        else:
            bubbles.append(part)
    return [
        replace(bubble, quick_replies=_buttons(bubble.quick_replies, last=bubble is bubbles[-1])) for bubble in bubbles
    ]


def _once(parts: Sequence[ReplyDraft]) -> list[ReplyDraft]:
    seen: set[str] = set()
    kept = []
    for part in parts:
        if part.text and part.text in seen:
            continue
        seen.add(part.text)
        if part.text or part.payload:
            kept.append(part)
    return kept


def _joins(first: ReplyDraft, second: ReplyDraft) -> bool:
    """Whether two parts are one bubble: texts, and a text with the cards that belong to it."""
    if first.kind in ALONE or second.kind in ALONE:
        return first.kind == second.kind == "text"
    if len(first.text) + len(second.text) > 1500:
        return False
    return not (first.kind != "text" and second.kind not in ("text", first.kind))


def _joined(first: ReplyDraft, second: ReplyDraft) -> ReplyDraft:
    text = "\n".join(filter(None, (first.text, second.text)))
    kind = first.kind if first.kind != "text" else second.kind
    payload = {**second.payload, **first.payload}
    if first.kind == second.kind == "products":
        items = {item["sku"]: item for item in [*first.payload.get("items", []), *second.payload.get("items", [])]}
        payload = {"items": list(items.values())[:6]}
    buttons = (
        second.quick_replies
        if second.role == "question" or not first.quick_replies
        else [*first.quick_replies, *second.quick_replies]
    )
    if second.role == "question" and not second.quick_replies:
        buttons = []
    role = "question" if second.role == "question" else first.role
    return ReplyDraft(text, kind, payload, buttons, role)


def _buttons(buttons: list[dict[str, str]], *, last: bool) -> list[dict[str, str]]:
    """Each button once, and only under the last bubble: older ones would be answered out of place."""
    if not last:
        return []
    found: dict[str, dict[str, str]] = {}
    for button in buttons:
        found.setdefault(button.get("title", ""), button)
    entrances = [button for button in found.values() if button.get("payload", "").startswith(ENTRANCE)]
    others = [button for button in found.values() if button not in entrances]
    most = MOST_BESIDE if entrances else MOST_BUTTONS
    return [button for button in found.values() if button in entrances or button in others[:most]]
