"""A message in Messenger's form: what it cannot show as it is becomes something simpler, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.channels.messenger.splitting import shorten, size, split
from bot.domain.conversation import Message
from bot.language import format_money

TEXT = 2000
QUICK_REPLIES = 13
TITLE = 20
PAYLOAD = 1000
BUTTON_TEXT = 640
BUTTONS = 3
CARDS = 10
CARD_LINE = 80
MARK_DAYS = 3
"""Days for which a question for a mark stays open."""

Say = Callable[..., str]
Body = dict[str, Any]
UTILITY = "utility"


class Renderer:
    """Composes parts; ``say`` gives a sentence of data/words by name and language, ``public_url`` is where we are."""

    def __init__(self, say: Say, public_url: str = "") -> None:
        self._say = say
        self._public_url = public_url if public_url.startswith("https://") else ""

    def compose(self, message: Message, language: str = "vi") -> list[Body]:
        """The parts of a message in order; the same message always gives the same ones."""
        draw = {
            "products": self._products,
            "comparison": self._comparison,
            "offer": self._offer,
            "order": self._order,
            "survey": self._survey,
            UTILITY: self._utility,
        }.get(message.kind, self._plain)
        bodies = draw(message, language)
        choices = [] if message.kind in ("survey", UTILITY) else message.quick_replies
        return self._with_choices(bodies, choices, language)

    # -- kinds ----------------------------------------------------------------------------------------------------

    def _plain(self, message: Message, language: str) -> list[Body]:
        return texts(message.text)

    def _products(self, message: Message, language: str) -> list[Body]:
        return [*texts(message.text), *self._cards(_list(message.payload.get("items")), language)]

    def _comparison(self, message: Message, language: str) -> list[Body]:
        items, rows = _list(message.payload.get("items")), _list(message.payload.get("rows"))
        names = " | ".join(str(item.get("name", "")) for item in items)
        lines = [
            f"{'• ' if row.get('differs') else ''}{row.get('label', '')}: "
            + " | ".join(str(value) for value in row.get("values", []))
            for row in rows
        ]
        return [*texts("\n".join([message.text, "", names, *lines])), *self._cards(items, language)]

    def _offer(self, message: Message, language: str) -> list[Body]:
        offer = message.payload
        lines = [message.text]
        said = message.text.lower()
        lines += [
            str(part) for part in (offer.get("title"), offer.get("detail")) if part and str(part).lower() not in said
        ]
        if offer.get("code"):
            lines.append(self._say("say_offer_code", language, code=offer["code"]))
        if offer.get("ends_on"):
            lines.append(self._say("say_offer_until", language, date=_date(offer["ends_on"])))
        if offer.get("conditions"):
            lines.append(f"({offer['conditions']})")
        return texts("\n".join(lines))

    def _order(self, message: Message, language: str) -> list[Body]:
        order = message.payload
        lines = [message.text, "", f"{order.get('code', '')}: {order.get('status_text', '')}"]
        lines += [f"- {item.get('quantity', 1)} × {item.get('name', '')}" for item in _list(order.get("items"))]
        if isinstance(order.get("total"), int):
            lines.append(self._say("say_order_total", language, total=format_money(order["total"], language)))
        lines += [f"{'✓' if step.get('done') else '○'} {step.get('title', '')}" for step in _list(order.get("steps"))]
        carrier = " ".join(str(part) for part in (order.get("carrier"), order.get("tracking_code")) if part)
        return texts("\n".join([*lines, carrier] if carrier else lines))

    def _survey(self, message: Message, language: str) -> list[Body]:
        if not self._public_url:
            # Meta's form asks for the address of a privacy policy; without one, buttons do.
            return self._with_choices(texts(message.text), message.quick_replies, language)
        question = {
            "id": "csat",
            "type": "csat",
            "title": shorten(self._say("say_csat_title", language), CARD_LINE),
            "score_label": "neg_pos",
            "score_option": "five_stars",
            "follow_up": {"type": "free_form"},
        }
        payload = {
            "template_type": "customer_feedback",
            "title": shorten(self._say("say_csat_title", language), 65),
            "subtitle": shorten(self._say("say_csat_subtitle", language), 80),
            "button_title": shorten(self._say("say_csat_button", language), 20),
            "feedback_screens": [{"questions": [question]}],
            "business_privacy": {"url": self._public_url + "/"},
            "expires_in_days": MARK_DAYS,
        }
        return [{"message": {"attachment": {"type": "template", "payload": payload}}}]

    def _utility(self, message: Message, language: str) -> list[Body]:
        """An approved template: ``{"template", "language", "parameters": […]}``."""
        payload = message.payload
        parameters = [{"type": "text", "text": str(value)} for value in payload.get("parameters", [])]
        template = {
            "name": payload.get("template", ""),
            "language": {"code": payload.get("language", language)},
            "components": [{"type": "body", "parameters": parameters}] if parameters else [],
        }
        return [{"message": {"template": template}}]

    # -- cards ----------------------------------------------------------------------------------------------------

    def _cards(self, items: Sequence[Mapping[str, Any]], language: str) -> list[Body]:
        elements, spill = [], []
        for item in items:
            element, more = self._card(item, language)
            elements.append(element)
            spill += more
        bodies: list[Body] = [
            {
                "message": {
                    "attachment": {
                        "type": "template",
                        "payload": {"template_type": "generic", "elements": elements[start : start + CARDS]},
                    }
                }
            }
            for start in range(0, len(elements), CARDS)
        ]
        return bodies + spill

    def _card(self, item: Mapping[str, Any], language: str) -> tuple[Body, list[Body]]:
        """One element, and what did not fit into it."""
        name = next((text for key in ("name", "sku") if (text := str(item.get(key) or "").strip())), "…")
        title = shorten(name, CARD_LINE) or "…"
        price = format_money(item["price"], language) if isinstance(item.get("price"), int) else ""
        facts = " · ".join(part for part in (price, str(item.get("stock_text") or "")) if part)
        if title.endswith("…") and size(name) > CARD_LINE:
            facts = " · ".join(part for part in (facts, name[len(title) - 1 :].strip()) if part)
        element: Body = {"title": title}
        if facts:
            element["subtitle"] = shorten(facts, CARD_LINE)
        image = str(item.get("image") or "")
        if image.startswith("https://") and not image.lower().endswith(".svg"):
            element["image_url"] = image
        buttons: list[Body] = []
        url = str(item.get("url") or "")
        if url.startswith(("https://", "http://")):
            buttons.append({"type": "web_url", "url": url, "title": self._say("say_open_product", language)[:TITLE]})
            element["default_action"] = {"type": "web_url", "url": url}
        buttons += [postback(button) for button in _list(item.get("buttons"))]
        if buttons:
            element["buttons"] = buttons[:BUTTONS]
        elif len(element) == 1:
            element["subtitle"] = " "
        return element, [
            button_template(shorten(name, BUTTON_TEXT), rest) for rest in _chunks(buttons[BUTTONS:], BUTTONS)
        ]

    # -- choices --------------------------------------------------------------------------------------------------

    def _with_choices(self, bodies: list[Body], choices: Sequence[Mapping[str, str]], language: str) -> list[Body]:
        """Quick replies under the last part; more than Messenger takes come as buttons before it.

        A title that is too long stands in full in the text, under the number that the button then begins with.
        """
        if not choices:
            return bodies
        bodies = bodies or texts(self._say("say_more", language))
        buttons = list(choices)
        if any(size(choice.get("title", "")) > TITLE for choice in choices):
            lines = [f"{number}. {choice.get('title', '')}" for number, choice in enumerate(choices, 1)]
            buttons = [
                {**choice, "title": shorten(f"{number}. {choice.get('title', '')}", TITLE)}
                for number, choice in enumerate(choices, 1)
            ]
            bodies = [*bodies, *texts("\n".join(lines))]
        spill = [
            button_template(self._say("say_more", language), [postback(one) for one in rest])
            for rest in _chunks(buttons[QUICK_REPLIES:], BUTTONS)
        ]
        last = bodies[-1]
        quick = [quick_reply(choice) for choice in buttons[:QUICK_REPLIES]]
        return [*bodies[:-1], *spill, {**last, "message": {**last["message"], "quick_replies": quick}}]

    # -- simpler --------------------------------------------------------------------------------------------------

    def simpler(self, body: Mapping[str, Any], message: Message, language: str = "vi") -> Body | None:
        """The same part in plain words, for a platform that refused its form; None where it is plain already."""
        inner = body.get("message", {})
        attachment = inner.get("attachment")
        if not isinstance(attachment, Mapping):
            return None
        payload = attachment.get("payload", {})
        if message.kind == "survey":
            return self._with_choices(texts(message.text), message.quick_replies, language)[-1]
        lines = [str(payload.get("text", ""))]
        for element in _list(payload.get("elements")):
            lines.append(" – ".join(str(element[key]) for key in ("title", "subtitle") if element.get(key)))
            lines += [button["url"] for button in _list(element.get("buttons")) if button.get("type") == "web_url"]
        found = texts("\n".join(line for line in lines if line) or message.text)
        if not found:
            return None
        simple: Body = {"message": {**found[0]["message"]}}
        if inner.get("quick_replies"):
            simple["message"]["quick_replies"] = inner["quick_replies"]
        return simple


def texts(text: str) -> list[Body]:
    """Text in as many parts as it needs."""
    return [{"message": {"text": piece}} for piece in split(text, TEXT)]


def quick_reply(choice: Mapping[str, str]) -> Body:
    """One quick reply; a command that is too long for Messenger is answered by its title."""
    title = shorten(choice.get("title", ""), TITLE) or "…"
    payload = choice.get("payload") or title
    return {"content_type": "text", "title": title, "payload": payload if size(payload) <= PAYLOAD else title}


def postback(choice: Mapping[str, str]) -> Body:
    """The same as a button."""
    shaped = quick_reply(choice)
    return {"type": "postback", "title": shaped["title"], "payload": shaped["payload"]}


def button_template(text: str, buttons: Sequence[Body]) -> Body:
    """Up to three buttons under a text."""
    payload = {"template_type": "button", "text": shorten(text, BUTTON_TEXT), "buttons": list(buttons)}
    return {"message": {"attachment": {"type": "template", "payload": payload}}}


def _chunks(items: Sequence[Any], length: int) -> list[Sequence[Any]]:
    return [items[start : start + length] for start in range(0, len(items), length)]


def _list(value: Any) -> list[Any]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _date(iso: Any) -> str:
    year, _, rest = str(iso).partition("-")
    month, _, day = rest.partition("-")
    return f"{day}/{month}/{year}" if day else str(iso)
