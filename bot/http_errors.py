"""Maps domain errors to HTTP answers, in one place; nothing internal ever reaches a client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from bot.domain import errors

log = structlog.get_logger(__name__)

STATUS: dict[type[errors.DomainError], int] = {
    errors.NotFound: 404,
    errors.EmptyMessage: 400,
    errors.MessageTooLong: 413,
    errors.BadInput: 400,
    errors.ClientIdConflict: 409,
    errors.AlreadyClaimed: 409,
    errors.NotYours: 409,
    errors.BadCredentials: 401,
    errors.LoginRequired: 401,
    errors.Forbidden: 403,
    errors.RateLimited: 429,
    errors.NotVerified: 403,
    errors.DialogueUnavailable: 503,
}


def error_response(error: errors.DomainError) -> web.Response:
    """The JSON answer for a domain error: ``{"error": {"code", "message"}}``."""
    body = {"code": error.code, "message": str(error)}
    if isinstance(error, errors.AlreadyClaimed):
        body["agent"] = error.agent_name
    return web.json_response({"error": body}, status=STATUS.get(type(error), 400))


@web.middleware
async def error_middleware(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Turn what handlers raise into answers; an unexpected exception is logged and shown as a plain 500."""
    try:
        return await handler(request)
    except errors.DomainError as error:
        return error_response(error)
    except web.HTTPException as error:
        if error.status < 400 or request.path.startswith("/socket.io"):
            raise
        if "text/html" in request.headers.get("Accept", ""):
            raise
        return web.json_response({"error": {"code": "http", "message": error.reason}}, status=error.status)
    except Exception:
        log.exception("http.unexpected", path=request.path, method=request.method)
        return web.json_response({"error": {"code": "internal", "message": "something went wrong"}}, status=500)
