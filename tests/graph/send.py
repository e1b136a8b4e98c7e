"""The Send API: ``POST /{page}/messages`` and uploads of attachments."""

from __future__ import annotations

import re
import secrets
from typing import Any

from .errors import GraphError, bad_param, one_of, refusal
from .graph import ATTACHMENT_LIFE, Graph
from .limits import SENDER_ACTIONS, check_message, check_size, check_type_and_tag, check_url
from .person import Person
from .request import Request
from .templates import WHERE


async def send(graph: Graph, request: Request) -> dict[str, Any]:
    """Send a message or a sender action."""
    params = request.params
    recipient = params.get("recipient")
    if not isinstance(recipient, dict) or not recipient.get("id"):
        raise bad_param("The parameter recipient is required")
    action = params.get("sender_action")
    if action is not None and "message" in params:
        raise refusal("message_and_state")
    if action is not None and action not in SENDER_ACTIONS:
        raise one_of("sender_action", SENDER_ACTIONS)
    if action is None:
        check_type_and_tag(params.get("messaging_type"), params.get("tag"))
        check_message(params.get("message"), lambda kind, url: check_media(graph, kind, url))
    persona = persona_of(graph, params.get("persona_id"))
    if "pages_messaging" not in graph.token.scopes:
        raise GraphError("(#230) Requires pages_messaging permission to manage the object", 230)
    person = graph.people.get(str(recipient["id"]))
    if person is None or not (person.thread or person.window_ends):
        raise refusal("person_unknown")
    if graph.restriction:
        raise refusal(graph.restriction)
    if action is not None:
        person.check_may_get("RESPONSE", None, template=False)
        person.signs.append(action)
        graph.changed()
        return {"recipient_id": person.id}
    return await _send_message(graph, person, params, persona)


async def _send_message(graph: Graph, person: Person, params: dict[str, Any], persona: str | None) -> dict[str, Any]:
    message: dict[str, Any] = dict(params["message"])
    text = None
    if "template" in message:
        if params.get("messaging_type") != "UTILITY":
            raise bad_param("messaging_type must be UTILITY for a utility template")
        text = utility_text(graph, message["template"])
    elif params.get("messaging_type") == "UTILITY":
        raise bad_param("The parameter message[template] is required when messaging_type is UTILITY")
    person.check_may_get(params.get("messaging_type"), params.get("tag"), template="template" in message)
    attachment = message.get("attachment") or {}
    payload = attachment.get("payload") or {}
    if "attachment_id" in payload:
        message["attachment"] = kept_attachment(graph, str(payload["attachment_id"]))
    if payload.get("template_type") == "receipt":
        if payload["order_number"] in graph.receipts:
            raise bad_param(f"Param {WHERE}[order_number] must be unique")
        graph.receipts.add(payload["order_number"])
    reply_to = message.get("reply_to")
    if reply_to is not None:
        known = isinstance(reply_to, dict) and any(line.mid == reply_to.get("mid") for line in person.thread)
        if not known:
            raise bad_param("Param message[reply_to][mid] is not a message of this conversation")
    if attachment.get("type") in ("audio", "video") and not graph.media_per_second.allow():
        raise refusal("page_rate")
    line = await graph.show(
        person,
        message,
        text=text,
        persona=persona,
        tag=params.get("tag"),
        messaging_type=params.get("messaging_type"),
    )
    return {"recipient_id": person.id, "message_id": line.mid}


def persona_of(graph: Graph, persona_id: Any) -> str | None:
    """Name of a persona; refuses one that does not exist."""
    if persona_id is None:
        return None
    persona = graph.personas.get(str(persona_id))
    if persona is None:
        raise bad_param("Param persona_id is not a persona of this Page")
    return persona["name"]


def check_media(graph: Graph, kind: str, url: str) -> None:
    """Refuses what cannot be fetched or is too large."""
    size = graph.media.get(url, 0)
    if size is None:
        raise refusal("attachment_unfetchable")
    check_size(kind, size)


def kept_attachment(graph: Graph, attachment_id: str) -> dict[str, Any]:
    """An attachment that was uploaded before, for ninety days."""
    attachment, since = graph.attachments.get(attachment_id, (None, None))
    if attachment is None or since is None or graph.clock() - since > ATTACHMENT_LIFE:
        raise refusal("attachment_unknown")
    return attachment


async def upload(graph: Graph, request: Request) -> dict[str, Any]:
    """``POST /{page}/message_attachments``: by address or as a file."""
    message = request.params.get("message")
    attachment = message.get("attachment") if isinstance(message, dict) else None
    if not isinstance(attachment, dict) or attachment.get("type") not in ("image", "audio", "video", "file"):
        raise bad_param("Param message[attachment] must have a type and a payload")
    payload = attachment.get("payload") or {}
    if request.file_bytes is not None:
        check_size(attachment["type"], request.file_bytes)
    else:
        check_url(payload.get("url"), "message[attachment][payload][url]")
        check_media(graph, attachment["type"], payload["url"])
    attachment_id = str(secrets.randbelow(9 * 10**15) + 10**15)
    graph.attachments[attachment_id] = (attachment, graph.clock())
    return {"attachment_id": attachment_id}


def utility_text(graph: Graph, template: Any) -> str:
    """The words of an approved utility template with its parameters filled in; refuses any other."""
    if not isinstance(template, dict) or not isinstance(template.get("language"), dict):
        raise bad_param("Param message[template] must have a name and a language")
    if "page_utility_messaging" not in graph.token.scopes:
        raise GraphError("(#200) Requires page_utility_messaging permission", 200)
    text = graph.templates.get((str(template.get("name")), str(template["language"].get("code"))))
    if text is None:
        raise bad_param("message[template] does not exist in this language or is not approved")
    given = [
        str(parameter.get("text", ""))
        for component in template.get("components") or []
        if str(component.get("type", "")).lower() == "body"
        for parameter in component.get("parameters") or []
    ]
    wanted = {int(number) for number in re.findall(r"\{\{(\d+)\}\}", text)}
    if len(given) != len(wanted):
        raise bad_param(f"message[template] needs {len(wanted)} parameters and got {len(given)}")
    return re.sub(r"\{\{(\d+)\}\}", lambda found: given[int(found[1]) - 1], text)
