"""What Graph says when it refuses: the lines of Meta's error tables, by name, and refusals of a parameter.

Numbers and wording come from Meta's "Common Error Codes" of the Messenger Platform and "Handle Errors" of the
Graph API; where those give a number without a sentence, the sentence is ours. ``errors.jsonl`` also says what a
client should do about each line: its ``class`` and whether a retry makes sense.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class GraphError(Exception):
    """A refusal, in Graph's own shape."""

    def __init__(
        self,
        message: str,
        code: int = 100,
        subcode: int | None = None,
        *,
        kind: str = "OAuthException",
        status: int = 400,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error: dict[str, Any] = {"message": message, "type": kind, "code": code}
        if subcode is not None:
            self.error["error_subcode"] = subcode

    def body(self) -> dict[str, Any]:
        """What goes over the wire."""
        return {"error": {**self.error, "fbtrace_id": "A" + secrets.token_urlsafe(16)[:22]}}


@dataclass(frozen=True)
class ErrorLine:
    """One line of the table."""

    name: str
    status: int
    code: int
    message: str
    reaction: str
    """Class of what a client should do: page_stop, config_stop, window_closed, person_unreachable, transient, …"""
    retry: bool
    subcode: int | None = None
    type: str = "OAuthException"
    delivered: bool = False
    """Whether the message arrived although Graph says this."""

    def raised(self) -> GraphError:
        """The refusal itself."""
        return GraphError(self.message, self.code, self.subcode, kind=self.type, status=self.status)


def _read() -> dict[str, ErrorLine]:
    lines = (Path(__file__).parent / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return {row["name"]: ErrorLine(reaction=row.pop("class"), **row) for row in rows}


ERRORS = _read()


def refusal(name: str) -> GraphError:
    """A line of the table, to be raised."""
    return ERRORS[name].raised()


def bad_param(why: str) -> GraphError:
    """A parameter that Graph does not take."""
    return GraphError(f"(#100) {why}")


def one_of(param: str, allowed: Any) -> GraphError:
    """Graph's sentence for a value outside a list."""
    return bad_param(f"Param {param} must be one of {{{', '.join(sorted(allowed)).upper()}}}")


def too_long(param: str, limit: int) -> GraphError:
    """Graph's sentence for a text that is too long."""
    return bad_param(f"Length of param {param} must be less than or equal to {limit}")
