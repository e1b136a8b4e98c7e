"""One call as Graph reads it: version, node, edge, and parameters from query, form, files or JSON alike."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from .errors import GraphError, bad_param
from .graph import VERSIONS

VERSION = re.compile(r"v\d+\.\d+")


@dataclass
class Request:
    """What was asked."""

    method: str
    version: str
    node: str
    edge: str
    params: dict[str, Any]
    token: str | None
    proof: str | None
    file_bytes: int | None = None

    @property
    def kind(self) -> str:
        """For faults and rates: ``messages``, ``actions``, ``messenger_profile``, ``personas``, ``person`` …"""
        if self.edge == "messages":
            return "actions" if "sender_action" in self.params and "message" not in self.params else "messages"
        return self.edge or ("person" if self.node.isdigit() else self.node)

    @property
    def person_id(self) -> str | None:
        """Whom it is about."""
        recipient = self.params.get("recipient")
        if isinstance(recipient, dict) and "id" in recipient:
            return str(recipient["id"])
        return self.node if not self.edge and self.node.isdigit() else None


async def read_request(request: web.Request) -> Request:
    """Read a call; raises what Graph says of a version that is gone, a path or a body it cannot read."""
    parts = [part for part in request.path.split("/") if part]
    version = parts.pop(0) if parts and VERSION.fullmatch(parts[0]) else VERSIONS[0]
    if version not in VERSIONS:
        if float(version[1:]) < float(VERSIONS[0][1:]):
            raise GraphError(
                "(#2635) You are calling a deprecated version of the API. "
                f"Please update to the latest version: {VERSIONS[-1]}.",
                2635,
            )
        raise GraphError(f"Unknown path components: /{version}/{'/'.join(parts)}", 2500)
    if not 1 <= len(parts) <= 2:
        raise GraphError(f"Unknown path components: /{'/'.join(parts)}", 2500)
    params: dict[str, Any] = dict(request.query)
    file_bytes = await _read_body(request, params)
    for key, value in params.items():
        if isinstance(value, str) and value[:1] in ("{", "["):
            with contextlib.suppress(ValueError):
                params[key] = json.loads(value)
    token = params.pop("access_token", None)
    if token is None and request.headers.get("Authorization", "").startswith(("Bearer ", "OAuth ")):
        token = request.headers["Authorization"].partition(" ")[2]
    proof = params.pop("appsecret_proof", None)
    return Request(
        method=request.method,
        version=version,
        node=parts[0],
        edge=parts[1] if len(parts) == 2 else "",
        params=params,
        token=None if token is None else str(token),
        proof=None if proof is None else str(proof),
        file_bytes=file_bytes,
    )


async def _read_body(request: web.Request, params: dict[str, Any]) -> int | None:
    """Add what the body says to the parameters; returns the size of an uploaded file."""
    if request.method not in ("POST", "DELETE", "PUT"):
        return None
    if request.content_type.startswith("multipart/"):
        size = None
        async for part in await request.multipart():
            content = await part.read()  # type: ignore[union-attr]
            if part.filename:  # type: ignore[union-attr]
                size = len(content)
            else:
                params[str(part.name)] = content.decode()  # type: ignore[union-attr]
        return size
    if request.content_type == "application/x-www-form-urlencoded":
        params.update({key: str(value) for key, value in (await request.post()).items()})
        return None
    raw = await request.read()
    if not raw:
        return None
    try:
        body = json.loads(raw)
    except ValueError:
        raise bad_param("The request body is not valid JSON") from None
    if not isinstance(body, dict):
        raise bad_param("The request body must be a JSON object")
    params.update(body)
    return None
