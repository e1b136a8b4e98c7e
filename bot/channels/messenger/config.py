"""What the channel has to know of its Page, handed over by ``make_app`` and by the command line."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr

INBOX_APPS = frozenset({"26390203743090", "263902037430900"})
"""How Meta calls its own Page inbox; its documentation prints both."""

OLDEST_VERSION = 21
"""v20 and older are gone."""


class MessengerSettings(Protocol):
    """The part of the settings that is about Messenger."""

    public_url: str
    messenger_page_id: str
    messenger_page_token: SecretStr
    messenger_app_secret: SecretStr
    messenger_verify_token: SecretStr
    messenger_app_id: str
    messenger_graph_url: str
    messenger_graph_version: str
    messenger_profile: Path
    messenger_inbox_pause: int
    messenger_ad_window: int


@dataclass
class MessengerConfig:
    """One Page. The token may change while the bot runs; everything else needs a restart."""

    page_id: str
    token: str = field(repr=False)
    app_secret: str = field(repr=False)
    verify_token: str = field(repr=False)
    app_id: str = ""
    graph_url: str = "https://graph.facebook.com"
    version: str = "v26.0"
    public_url: str = ""
    profile: Path | None = None
    inbox_pause: timedelta = timedelta(minutes=60)
    ad_window: timedelta = timedelta(hours=24)
    read_token: Callable[[], str] | None = field(default=None, repr=False)
    """Reads the token anew from where it is configured, so that a new one needs no restart."""

    @classmethod
    def from_settings(cls, settings: MessengerSettings, read_token: Callable[[], str] | None = None) -> MessengerConfig:
        """What the environment says."""
        return cls(
            page_id=settings.messenger_page_id,
            token=settings.messenger_page_token.get_secret_value(),
            app_secret=settings.messenger_app_secret.get_secret_value(),
            verify_token=settings.messenger_verify_token.get_secret_value(),
            app_id=settings.messenger_app_id,
            graph_url=settings.messenger_graph_url.rstrip("/"),
            version=settings.messenger_graph_version,
            public_url=settings.public_url,
            profile=settings.messenger_profile,
            inbox_pause=timedelta(minutes=settings.messenger_inbox_pause),
            ad_window=timedelta(hours=settings.messenger_ad_window),
            read_token=read_token,
        )

    @property
    def missing(self) -> Sequence[str]:
        """Settings without which the channel does not run."""
        needed = {
            "BOT_MESSENGER_PAGE_ID": self.page_id,
            "BOT_MESSENGER_PAGE_TOKEN": self.token,
            "BOT_MESSENGER_APP_SECRET": self.app_secret,
            "BOT_MESSENGER_VERIFY_TOKEN": self.verify_token,
        }
        return [name for name, value in needed.items() if not value]

    @property
    def is_wanted(self) -> bool:
        """Whether anybody began to set the channel up."""
        return bool(self.page_id or self.token)

    def proof_of(self, token: str) -> str:
        """``appsecret_proof``: shows Graph that the caller knows the app's secret, so that a stolen token is no use."""
        return hmac.new(self.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()

    @property
    def fingerprint(self) -> str:
        """Tells whether credentials or version were changed; says nothing about them."""
        parts = (self.page_id, self.token, self.app_secret, self.version, self.graph_url)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
