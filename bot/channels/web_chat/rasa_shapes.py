"""Messages in the shapes of Rasa's socketio channel, for widgets made for Rasa."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def to_bot_uttered(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The ``bot_uttered`` events for one message: text with quick replies, then cards as a generic template."""
    shaped: dict[str, Any] = {"text": message["text"]}
    if message["quick_replies"]:
        shaped["quick_replies"] = [
            {"content_type": "text", "title": reply["title"], "payload": reply["payload"]}
            for reply in message["quick_replies"]
        ]
    yield shaped
    items = message["payload"].get("items") if message["kind"] == "products" else None
    if items:
        yield {
            "attachment": {
                "type": "template",
                "payload": {
                    "template_type": "generic",
                    "elements": [
                        {
                            "title": item["name"],
                            "subtitle": f"{item['price']:,} ₫".replace(",", "."),
                            "image_url": item["image"],
                            "buttons": [
                                {"type": "postback", "title": button["title"], "payload": button["payload"]}
                                for button in item.get("buttons", [])
                            ],
                        }
                        for item in items
                    ],
                },
            }
        }
