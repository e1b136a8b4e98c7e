"""What Graph's errors mean for a message, a person, or the whole Page (Meta, Common Error Codes, June 2026)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.domain.delivery import DeliveryError

RATES = frozenset({4, 17, 32, 341, 613, 80001, 80006})
TOKEN = frozenset({102, 190, 463, 467})
SUBCODES: Mapping[int, str] = {
    2018278: "window_closed",
    2018065: "window_closed",
    2534022: "window_closed",
    2018108: "person_unreachable",
    1545041: "person_unreachable",
    1893063: "page_stop",
    2018028: "config_stop",
    2018001: "person_unknown",
    2018109: "content",
    2018008: "content",
    2018047: "content",
    2018074: "content",
    2018014: "bug",
    2018338: "rate_limited_person",
    1357046: "ambiguous",
    2018300: "thread_lost",
    2018321: "thread_held",
    2018218: "profile_missing",
}
"""The finer number decides where it is known; Meta gives some of them as the code itself."""

CODES: Mapping[int, str] = {
    1: "transient",
    2: "transient",
    10: "config_stop",
    100: "bug",
    200: "config_stop",
    230: "person_unreachable",
    368: "page_stop",
    551: "person_unreachable",
    803: "person_unknown",
    1200: "transient",
    2022: "page_stop",
}

REACTIONS: Mapping[str, Callable[[str], DeliveryError]] = {
    "config_stop": partial(DeliveryError, code="config", stop="config"),
    "transient": partial(DeliveryError, code="transient", doubtful=True, tries=4),
    "ambiguous": partial(DeliveryError, code="doubtful", doubtful=True, permanent=True),
    "thread_held": partial(DeliveryError, code="thread_lost", mark="held"),
    "thread_lost": partial(DeliveryError, code="thread_lost", permanent=True, mark="elsewhere"),
    "person_unreachable": partial(DeliveryError, code="person_unreachable", permanent=True, mark="unreachable"),
}
"""What the outbox does about a class of errors for which nothing but its text matters."""

POLICY_RETRY = 3600.0
"""Seconds after which a Page that Meta restricted tries again by itself."""


@dataclass(eq=False)
class GraphError(Exception):
    """Graph refused a call."""

    status: int
    code: int = 0
    subcode: int = 0
    message: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return f"{self.status} {self.code}/{self.subcode} {self.message[:200]}"

    @property
    def kind(self) -> str:
        """The class of the error, by which we act."""
        if "appsecret_proof" in self.message:
            return "config_stop"
        for number in (self.subcode, self.code):
            if number in SUBCODES:
                return SUBCODES[number]
        if self.code in TOKEN:
            return "page_stop"
        if self.code in RATES or self.status == 429:
            return "rate_limited"
        if self.code in CODES:
            return CODES[self.code]
        return "transient" if self.status >= 500 else "other"


class GraphUnreachable(Exception):
    """No usable answer. ``doubtful``: the call may have had its effect."""

    def __init__(self, why: str, *, doubtful: bool) -> None:
        super().__init__(why)
        self.doubtful = doubtful


def read_error(status: int, body: Any, headers: Mapping[str, str]) -> GraphError:
    """An error answer as an exception; what cannot be read is judged by its status."""
    error = body.get("error") if isinstance(body, Mapping) else None
    if not isinstance(error, Mapping):
        return GraphError(status, headers=headers)
    return GraphError(
        status, _number(error.get("code")), _number(error.get("error_subcode")), str(error.get("message", "")), headers
    )


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


def to_delivery_error(error: GraphError | GraphUnreachable, simpler: dict[str, Any] | None = None) -> DeliveryError:
    """What the outbox does about it."""
    if isinstance(error, GraphUnreachable):
        # Where nothing was reached, hours may pass until it is; a lost answer is asked for a few times.
        tries = 4 if error.doubtful else 200
        return DeliveryError(str(error), code="transient", doubtful=error.doubtful, tries=tries)
    kind, text = error.kind, str(error)
    if kind in REACTIONS:
        return REACTIONS[kind](text)
    match kind:
        case "page_stop" if error.code in TOKEN:
            return DeliveryError(text, code="token", stop="token")
        case "page_stop":
            return DeliveryError(text, code="policy", stop="policy", retry_in=POLICY_RETRY)
        case "rate_limited":
            return DeliveryError(text, code="rate_limited", pause=True, retry_in=regain_seconds(error.headers))
        case "content" | "bug":
            return DeliveryError(text, code=kind, permanent=True, instead=simpler)
    return DeliveryError(text, code=kind, permanent=True)


def regain_seconds(headers: Mapping[str, str]) -> float | None:
    """When the platform says that there is room again; None when it does not say.

    ``estimated_time_to_regain_access`` is in minutes.
    """
    retry_after = headers.get("Retry-After", "")
    if retry_after.isdigit():
        return float(retry_after)
    try:
        usage = json.loads(headers.get("X-Business-Use-Case-Usage", ""))
        minutes = [
            float(one["estimated_time_to_regain_access"])
            for rows in usage.values()
            for one in rows
            if one.get("estimated_time_to_regain_access")
        ]
    except (ValueError, TypeError, AttributeError, KeyError):
        return None
    return max(minutes) * 60 if minutes else None
