"""The frames a browser may send; anything else is refused with a sentence, never guessed at."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.domain.conversation import MAX_TEXT

PAGE_KINDS = Literal["home", "category", "product", "cart", "checkout", "order", "other"]


class Frame(BaseModel):
    """Unknown fields are ignored, so that an older server understands a newer widget."""

    model_config = ConfigDict(extra="ignore", str_max_length=MAX_TEXT * 4)

    @field_validator("*")
    @classmethod
    def without_nul(cls, value: Any) -> Any:
        """PostgreSQL stores no NUL, in text or in JSON."""
        return value.replace("\0", "") if isinstance(value, str) else value


class CartItem(Frame):
    """One line of the cart."""

    sku: str = Field(max_length=64)
    quantity: int = Field(ge=0, le=100_000)


class Cart(Frame):
    """What the page says is in the cart; prices always come from the store."""

    items: list[CartItem] = Field(default=[], max_length=100)
    total: int | None = Field(default=None, ge=0, le=10**12)


class Page(Frame):
    """Where on the website the visitor is."""

    kind: PAGE_KINDS = "other"
    url: str | None = Field(default=None, max_length=2000)
    title: str | None = Field(default=None, max_length=300)
    sku: str | None = Field(default=None, max_length=64)
    category: str | None = Field(default=None, max_length=64)
    cart: Cart | None = None

    def kept(self) -> dict[str, Any]:
        """As stored: an address only if it is one (``javascript:`` is not), without its query, which may be secret."""
        data = self.model_dump(exclude_none=True)
        url = data.get("url", "")
        if url:
            if url.startswith(("https://", "http://", "/")):
                data["url"] = url.split("?", 1)[0].split("#", 1)[0]
            else:
                del data["url"]
        return data


class Hello(Frame):
    """First frame of a connection."""

    token: Any = None
    """Whatever a browser kept; what is not a token of ours makes a new visitor."""
    last_seq: int = Field(default=0, ge=0, le=10**9)
    locale: str | None = Field(default=None, max_length=20)
    page: Page | None = None


class Send(Frame):
    """A visitor's message."""

    client_id: str = Field(max_length=200)
    text: str
    payload: str | None = Field(default=None, max_length=1000)
    page: Page | None = None


class Seq(Frame):
    """A place in the transcript."""

    seq: int = Field(ge=0, le=10**9)


class Typing(Frame):
    """Whether the visitor is typing."""

    active: bool


class OfferTaken(Frame):
    """The code of an offer was copied."""

    offer_id: str = Field(max_length=100)


class RasaUttered(Frame):
    """``user_uttered`` of Rasa's own socketio channel."""

    message: str
    session_id: str | None = Field(default=None, max_length=1000)
    customData: dict[str, Any] | None = None  # noqa: N815 - Rasa's name


class RasaSession(Frame):
    """``session_request`` of Rasa's own socketio channel."""

    session_id: str | None = Field(default=None, max_length=1000)
