"""The OpenAPI document of the agents' calls, made from the table of routes and the shapes."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from aiohttp import web
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.console.sessions import COOKIE, CSRF_HEADER
from bot.console.shapes import ErrorAnswer
from bot.domain.errors import BadInput, DomainError, Forbidden, LoginRequired
from bot.http_errors import STATUS

A = TypeVar("A")


@dataclass(frozen=True)
class Call(Generic[A]):
    """One line of the table of routes; the handler's docstring is its summary."""

    method: str
    path: str
    handler: Callable[[A], Awaitable[dict[str, Any] | web.Response]]
    answer: type[BaseModel]
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    public: bool = False
    refusals: tuple[type[DomainError], ...] = ()

    def every_refusal(self) -> list[type[DomainError]]:
        """What may be refused, with what follows from the rest of the line."""
        found = list(self.refusals)
        if not self.public:
            found.append(LoginRequired)
            if self.method != "GET":
                found.append(Forbidden)
        if self.body or self.query:
            found.append(BadInput)
        return sorted(set(found), key=lambda error: (STATUS[error], error.code))


def openapi_document(calls: Iterable[Call[Any]], prefix: str) -> dict[str, Any]:
    """OpenAPI 3.1 for ``calls`` mounted below ``prefix``."""
    calls = list(calls)
    models = {model for call in calls for model in (call.answer, call.body) if model} | {ErrorAnswer}
    _, definitions = models_json_schema(
        [(model, "validation") for model in sorted(models, key=lambda model: model.__name__)],
        ref_template="#/components/schemas/{model}",
    )
    paths: dict[str, dict[str, Any]] = {}
    for call in calls:
        paths.setdefault(f"{prefix}/{call.path}", {})[call.method.lower()] = _operation(call)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Console",
            "version": "1",
            "description": "The agents' calls. Live events come over Socket.IO; docs/protocol.md describes both.",
        },
        "paths": paths,
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
                "csrf": {"type": "apiKey", "in": "header", "name": CSRF_HEADER},
            },
        },
    }


def _operation(call: Call[Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": {"description": "Done", "content": _content(call.answer)}}
    for error in call.every_refusal():
        known = responses.setdefault(str(STATUS[error]), {"description": "", "content": _content(ErrorAnswer)})
        known["description"] = ", ".join(filter(None, [known["description"], error.code]))
    operation: dict[str, Any] = {
        "operationId": call.handler.__name__,
        "summary": (call.handler.__doc__ or "").strip().rstrip("."),
        "parameters": [*_path_parameters(call), *_query_parameters(call)],
        "responses": responses,
        "security": [] if call.public else [{"session": []} if call.method == "GET" else {"session": [], "csrf": []}],
    }
    if call.body:
        operation["requestBody"] = {"required": True, "content": _content(call.body)}
    return operation


def _content(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}


def _path_parameters(call: Call[Any]) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", call.path)
    ]


def _query_parameters(call: Call[Any]) -> list[dict[str, Any]]:
    if call.query is None:
        return []
    schema = call.query.model_json_schema()
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", []), "schema": shape}
        for name, shape in schema["properties"].items()
    ]
