"""The session cookie, where a request comes from, and the CSRF token."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from aiohttp import web

from bot.domain.errors import Forbidden
from bot.services.agents import SESSION_LENGTH
from bot.settings import Settings

COOKIE = "dh_console"
CSRF_HEADER = "X-CSRF-Token"


def set_cookie(response: web.Response, settings: Settings, token: str) -> None:
    """Give the browser its session. Path ``/``, because Socket.IO's address lies outside ``/console``."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION_LENGTH.total_seconds()),
        path="/",
        secure=_https_only(settings),
        httponly=True,
        samesite="Strict",
    )


def drop_cookie(response: web.Response, settings: Settings) -> None:
    """Take the session from the browser."""
    response.del_cookie(COOKIE, path="/", secure=_https_only(settings), httponly=True, samesite="Strict")


def check_csrf(request: web.Request, expected: str) -> None:
    """Raise ``Forbidden`` unless the request carries the session's CSRF token."""
    given = request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode()):
        raise Forbidden(f"the header {CSRF_HEADER} is missing or old")


def check_same_origin(request: web.Request, settings: Settings) -> None:
    """Raise ``Forbidden`` for a login that another website sent."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    if site != "same-origin" or (origin is not None and not is_own_origin(origin, request.host, settings)):
        raise Forbidden("a login must come from the console's own page")


def is_own_origin(origin: str, host: str, settings: Settings) -> bool:
    """Whether ``origin`` is this server, by the address it was called by or by its public one.

    Only host and port are compared with the former: behind a proxy that ends TLS the scheme here is another one.
    """
    return bool(origin) and (urlsplit(origin).netloc == host or origin == settings.public_url)


def _https_only(settings: Settings) -> bool:
    return settings.env == "production" or settings.public_url.startswith("https:")
