"""Visitor tokens: who holds one is that visitor; nobody can make one."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeSerializer

from bot.domain.ids import new_id

MAX_TOKEN = 300


class VisitorTokens:
    """Signs and reads visitor ids. A token has no end: a shop's visitor comes back after months."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeSerializer(secret, salt="visitor")

    def issue(self, external_id: str | None = None) -> tuple[str, str]:
        """A visitor id (new unless given) and its token."""
        external_id = external_id or new_id()
        return external_id, str(self._serializer.dumps(external_id))

    def read(self, token: object) -> str | None:
        """The visitor id in a token, None if it is not one of ours."""
        if not isinstance(token, str) or not 0 < len(token) <= MAX_TOKEN:
            return None
        try:
            found = self._serializer.loads(token)
        except BadData:
            return None
        return found if isinstance(found, str) else None
