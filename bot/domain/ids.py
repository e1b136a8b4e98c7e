"""Identifiers and time, in one place so that tests can hold them still."""

import re
import uuid
from datetime import UTC, datetime

CLIENT_ID = re.compile(r"[A-Za-z0-9._:\-]{1,64}\Z")


def new_id() -> str:
    """A new random identifier: 32 lower-case hex digits, not guessable."""
    return uuid.uuid4().hex


def now() -> datetime:
    """The present moment, in UTC with its zone."""
    return datetime.now(UTC)
