"""Whether a webhook comes from Meta: an HMAC over the bytes as they came."""

from __future__ import annotations

import hashlib
import hmac
import re

HEADER = "X-Hub-Signature-256"
FORM = re.compile(r"sha256=[0-9a-f]{64}\Z")


def sign(secret: str, raw: bytes) -> str:
    r"""The header for a body; Meta signs the form with escaped characters (``\u1ec7``), and only those bytes fit."""
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def is_signed(secret: str, raw: bytes, header: str | None) -> bool:
    """Whether ``header`` is the signature of exactly these bytes; without a secret nothing is.

    Compared in constant time. The older SHA-1 header is not looked at.
    """
    if not secret or header is None or not FORM.match(header):
        return False
    return hmac.compare_digest(sign(secret, raw).encode(), header.encode())
