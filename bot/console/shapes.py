"""What agents' calls carry and answer, in the words of docs/protocol.md; the OpenAPI document is made from these."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

LARGEST_SEQ = 2**31 - 1
"""The database's integers end here."""

Seq = Annotated[int, Field(ge=0, le=LARGEST_SEQ)]
Line = Annotated[str, StringConstraints(max_length=255, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One line without control characters; PostgreSQL refuses NUL."""

ConversationId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Note = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[^\x00]*$")]
StageWord = Literal["researching", "evaluating", "buying", "post_purchase", "none"]
StatusWord = Literal["bot", "waiting", "agent", "resolved"]


class Body(BaseModel):
    """The JSON of a request: nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Login(Body):
    """Who comes in."""

    email: Line
    password: Annotated[str, StringConstraints(max_length=1_000)]


class Presence(Body):
    """Whether the agent takes conversations."""

    online: bool


class Reply(Body):
    """What an agent says; ``client_id`` makes sending it twice safe."""

    client_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:\-]{1,64}$")]
    text: str


class End(Body):
    """How a conversation leaves the agent's hands; the note is for colleagues."""

    note: Note = ""


class Correction(Body):
    """Where the visitor stands in the agent's judgement."""

    stage: Literal["researching", "evaluating", "buying", "post_purchase"]


class Seen(Body):
    """Everything up to here was on the agent's screen."""

    seq: Seq


class Query(BaseModel):
    """The query string of a request; numbers and times arrive as text."""

    model_config = ConfigDict(extra="forbid")


class QueueQuery(Query):
    """Which page of which queue."""

    queue: Literal["waiting", "mine", "agent", "bot", "resolved", "all"] = "waiting"
    search: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")] = ""
    before: AwareDatetime | None = None


class TranscriptQuery(Query):
    """Which part of the transcript; ``before`` wins over ``after``."""

    after: Seq = 0
    before: Seq | None = None


class Shape(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(extra="forbid")


class Agent(Shape):
    """A person who answers visitors."""

    id: str
    name: str
    email: str
    role: Literal["agent", "admin"]
    online: bool


class AgentName(Shape):
    """Who has the floor."""

    id: str
    name: str


class Row(Shape):
    """A conversation as one line of the queue."""

    id: str
    visitor_name: str | None
    channel: str
    status: StatusWord
    stage: StageWord
    stage_confidence: float
    language: str
    last_text: str
    last_author: Literal["visitor", "bot", "agent", ""]
    last_at: str
    waiting_since: str | None
    agent: AgentName | None
    reason: str | None
    unread: int
    last_seq: int


class Message(Shape):
    """One line of the transcript."""

    id: str
    conversation_id: str
    seq: int
    author: Literal["visitor", "bot", "agent", "system"]
    author_name: str | None
    client_id: str
    kind: str
    text: str
    payload: dict[str, Any]
    quick_replies: list[dict[str, str]]
    delivery: Literal["pending", "sent", "delivered", "read", "failed"]
    created_at: str


class Brief(Shape):
    """What an agent knows before the first word."""

    reason: str
    reason_text: str
    summary: str
    stage: StageWord
    language: str
    wants: list[str]
    slots: dict[str, str]
    failed_turns: int
    offers_shown: list[str]
    consent: list[str]
    requested_at: str


class StageEvent(Shape):
    """One move of the belief about where the visitor stands."""

    stage: StageWord
    previous: StageWord
    confidence: float
    why: list[str]
    source: Literal["message", "page", "agent", "order"]
    at: str


class Lead(Shape):
    """How to reach the visitor, with their consent."""

    name: str
    phone: str | None
    email: str | None
    interest: str | None
    consented_at: str
    created_at: str


class Consent(Shape):
    """An answer to one question about one purpose."""

    purpose: str
    wording: str
    granted: bool
    at: str


class OfferShown(Shape):
    """What became of an offer."""

    title: str
    event: str
    at: str


class OrderLine(Shape):
    """One of the visitor's orders."""

    code: str
    status_text: str
    total: int
    placed_on: str


class Visitor(Shape):
    """Who writes, as far as the shop knows."""

    id: str
    name: str | None
    channel: str
    first_seen_at: str
    page: dict[str, Any] | None
    source: dict[str, Any] | None


class Reach(Shape):
    """Whether a platform lets the shop write now, and until when."""

    state: Literal["open", "human", "closed"]
    until: str | None


class Arrival(Shape):
    """One way in which the visitor came."""

    kind: str
    ref: str | None
    ad_id: str | None
    at: str


class Mark(Shape):
    """How the visitor found the service."""

    kind: str
    score: int
    comment: str | None
    at: str


class Draft(Shape):
    """A cart or an address that came through a platform's form."""

    kind: str
    items: list[dict[str, Any]]
    details: dict[str, str]
    note: str | None
    at: str


class Nothing(Shape):
    """Done; there is nothing to tell."""


class SessionAnswer(Shape):
    """Who is logged in, and the token for the ``X-CSRF-Token`` header."""

    agent: Agent
    csrf: str


class AgentAnswer(Shape):
    """One agent."""

    agent: Agent


class AgentsAnswer(Shape):
    """Every agent by name."""

    agents: list[Agent]


class Counts(Shape):
    """How long each queue is."""

    waiting: int
    mine: int
    agent: int
    bot: int
    resolved: int


class QueueAnswer(Shape):
    """One page of a queue."""

    conversations: list[Row]
    counts: Counts
    more: bool


class RowAnswer(Shape):
    """The conversation as it is now."""

    conversation: Row


class DetailAnswer(Shape):
    """Everything the person pane shows."""

    conversation: Row
    visitor: Visitor
    reach: Reach | None
    arrivals: list[Arrival]
    surveys: list[Mark]
    order_drafts: list[Draft]
    brief: Brief | None
    stages: list[StageEvent]
    lead: Lead | None
    consents: list[Consent]
    offers: list[OfferShown]
    orders: list[OrderLine]


class TranscriptAnswer(Shape):
    """A part of the transcript, in order."""

    messages: list[Message]
    more: bool


class MessageAnswer(Shape):
    """The message as stored."""

    message: Message


class Problem(Shape):
    """What went wrong: a stable word and a sentence for logs."""

    code: str
    message: str
    agent: str | None = None


class ErrorAnswer(Shape):
    """The answer of every call that was refused."""

    error: Problem
