"""Access tokens and the proof that whoever calls knows the app's secret."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import GraphError, refusal

SCOPES = ("pages_messaging", "pages_manage_metadata", "pages_show_list", "page_utility_messaging", "human_agent")


def proof_of(app_secret: str, token: str) -> str:
    """``appsecret_proof``: HMAC-SHA256 of the token under the app's secret, as hex."""
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


@dataclass
class Token:
    """One Page access token."""

    text: str
    page_id: str
    trouble: str | None = None
    """Name of the line in the error table that it gets; None while it is good."""
    scopes: set[str] = field(default_factory=lambda: set(SCOPES))


@dataclass
class Tokens:
    """Every token that was ever handed out."""

    app_id: str
    app_secret: str
    known: dict[str, Token] = field(default_factory=dict)

    def issue(self, page_id: str, text: str | None = None) -> Token:
        """A new, good token for a Page."""
        token = Token(text or "EAAG" + secrets.token_hex(40), page_id)
        self.known[token.text] = token
        return token

    @property
    def app_token(self) -> str:
        """The token of the app itself."""
        return f"{self.app_id}|{self.app_secret}"

    def read(self, text: str | None) -> Token:
        """The good token with this text; raises what Graph says of any other."""
        if not text:
            raise GraphError("An access token is required to request this resource.", 104)
        token = self.known.get(text)
        if token is None:
            raise refusal("token_invalid")
        if token.trouble:
            raise refusal(token.trouble)
        return token

    def check_proof(self, token: str, proof: str | None) -> None:
        """Refuses a call that does not prove itself."""
        if not proof:
            raise refusal("proof_required")
        if not hmac.compare_digest(proof.encode(), proof_of(self.app_secret, token).encode()):
            raise refusal("proof_invalid")

    def described(self, text: str, issued_at: int) -> Mapping[str, Any]:
        """What ``/debug_token`` says of a token."""
        token = self.known.get(text)
        if token is None:
            return {
                "error": {"code": 190, "message": "The access token could not be decrypted"},
                "is_valid": False,
                "scopes": [],
            }
        told: dict[str, Any] = {
            "app_id": self.app_id,
            "application": "Dong Hanh",
            "type": "PAGE",
            "profile_id": token.page_id,
            "data_access_expires_at": 0,
            "expires_at": 0,
            "issued_at": issued_at,
            "is_valid": token.trouble is None,
            "scopes": sorted(token.scopes),
            "granular_scopes": [{"scope": scope, "target_ids": [token.page_id]} for scope in sorted(token.scopes)],
        }
        if token.trouble:
            error = refusal(token.trouble).error
            told["error"] = {"code": error["code"], "message": error["message"]}
            if "error_subcode" in error:
                told["error"]["subcode"] = error["error_subcode"]
        return told
