"""The stand-in itself: one app, one Page, the people who write to it, and all that happens between them."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from .clock import Clock
from .faults import Fault, Faults
from .files import SAMPLES, File
from .ledger import Line, readable
from .person import WINDOW, Person, wait_until
from .rates import Rate
from .tokens import Token, Tokens
from .webhooks import Post, Webhooks

VERSIONS = ("v21.0", "v22.0", "v23.0", "v24.0", "v25.0", "v26.0")
"""Alive on 29 July 2026; older ones are gone, newer ones are not there yet."""

INBOX_APP = 263902037430900
OTHER_INBOX_APP = 26390203743090
"""Meta's Page inbox: its documents print both numbers."""

FIELD_OF = {
    "message": "messages",
    "postback": "messaging_postbacks",
    "referral": "messaging_referrals",
    "delivery": "message_deliveries",
    "read": "message_reads",
    "reaction": "message_reactions",
    "message_edit": "message_edits",
    "optin": "messaging_optins",
    "policy_enforcement": "messaging_policy_enforcement",
    "messaging_feedback": "messaging_feedback",
    "messaging_customer_information": "messaging_customer_information",
    "response_feedback": "response_feedback",
    "order": "send_cart",
    "account_linking": "messaging_account_linking",
    "pass_thread_control": "messaging_handovers",
    "take_thread_control": "messaging_handovers",
    "request_thread_control": "messaging_handovers",
    "app_roles": "messaging_handovers",
}
"""Which subscription an event belongs to."""

FIELDS = {*FIELD_OF.values(), "message_echoes", "standby", "feed", "inbox_labels", "message_template_status_update"}

ATTACHMENT_LIFE = timedelta(days=90)


def opens_window(event: dict[str, Any]) -> bool:
    """Whether what somebody did lets the Page answer for 24 hours."""
    message = event.get("message")
    if isinstance(message, dict):
        said = message.get("text") or message.get("attachments")
        return bool(said) and not (message.get("is_echo") or message.get("is_deleted"))
    if "reaction" in event:
        return bool(event["reaction"].get("action") == "react")
    if "referral" in event:
        return bool(event["referral"].get("source") != "ADS")
    return "postback" in event or "order" in event


@dataclass
class Call:
    """One call of the API, for the record; without its token."""

    at: datetime
    method: str
    path: str
    version: str
    params: dict[str, Any]
    status: int = 0
    answer: str = ""


class Graph:
    """Everything a test may set, do or ask."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        callback: str = "",
        clock: Callable[[], datetime] | None = None,
        page_id: str = "100000000000001",
        app_id: int = 300000000000001,
        app_secret: str = "",
        page_token: str = "",
        verify_token: str = "",
        first_person: int = 1,
    ) -> None:
        self.url = ""
        """Where the API answers; set once it runs."""
        self.session = session
        self.clock: Callable[[], datetime] = clock or Clock()
        self.page_id, self.page_name = page_id, "Đồng Hành Shop"
        self.app_id = app_id
        self.app_secret = app_secret or secrets.token_hex(16)
        self.verify_token = verify_token or secrets.token_urlsafe(12)
        self.tokens = Tokens(str(app_id), self.app_secret)
        self.token = self.tokens.issue(page_id, page_token or None)
        self.webhooks = Webhooks(page_id, self.app_secret, self.clock, session, callback, news=self.changed)
        self.fields = set(FIELDS)
        """Webhook fields the app is subscribed to."""
        self.faults = Faults()
        self.calls: deque[Call] = deque(maxlen=5000)

        self.people: dict[str, Person] = {}
        self._by_name: dict[str, Person] = {}
        self.profile: dict[str, Any] = {}
        self.personas: dict[str, dict[str, str]] = {}
        self.templates: dict[tuple[str, str], str] = {}
        """Approved utility templates by name and language; ``{{1}}`` is the first parameter."""
        self.attachments: dict[str, tuple[dict[str, Any], datetime]] = {}
        self.receipts: set[str] = set()
        """Order numbers that were used."""
        self.files = dict(SAMPLES)
        """What can be fetched below ``/cdn/``: what people send, by name."""
        self.media: dict[str, int | None] = {}
        """Size in bytes of what lies at an address, None if nothing can be fetched there; what is not here is fine."""

        self.echo = "after"
        """When our own echo comes: ``before`` the API's answer, ``after`` it, or ``never``."""
        self.echo_after = 0.05
        self.delivered_after: float | None = 0.05
        """Seconds until a delivery is reported; None: never."""
        self.read_after: float | None = None
        """Seconds until they look at it by themselves; None: only when the test says so."""
        self.ad_window = WINDOW
        """How long the window stays open after an ad: documented as 24 hours, reported as up to seven days."""
        self.restriction: str | None = None
        """Line of the error table that every message gets: set by ``policy_block`` and ``restrict``."""

        self.audience = 1000
        """Engaged people beside those the test knows; 200 calls for each of them in 24 hours."""
        self.per_second = Rate(lambda: 300, 1, time.monotonic)
        self.media_per_second = Rate(lambda: 10, 1, time.monotonic)
        self.per_day = Rate(lambda: 200 * (self.audience + len(self.people)), 86400, self._seconds)
        self.profile_rate = Rate(lambda: 10, 600, self._seconds)

        self.closing = False
        self._last_stamp = 0
        self._numbers = itertools.count(first_person)
        self._news: set[asyncio.Event] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self.version = 0
        """Goes up whenever something happened."""

    # ── Setting up ──

    @property
    def callback(self) -> str:
        """Where webhooks go."""
        return self.webhooks.callback

    @callback.setter
    def callback(self, url: str) -> None:
        self.webhooks.callback = url

    def settings(self, version: str = "v26.0") -> dict[str, str]:
        """The bot's settings for this Page, by field name (``messenger_page_id`` …)."""
        return {
            "messenger_page_id": self.page_id,
            "messenger_page_token": self.token.text,
            "messenger_app_secret": self.app_secret,
            "messenger_verify_token": self.verify_token,
            "messenger_graph_url": self.url,
            "messenger_graph_version": version,
        }

    def person(self, name: str = "Vera") -> Person:
        """Somebody by their first name, always the same one; new people have not written yet."""
        return self._by_name.get(name) or self._meet(name, str(2000000000000000 + next(self._numbers)))

    def _meet(self, name: str, psid: str) -> Person:
        person = Person(self, psid, name, owner=self.app_id)
        self.people[psid] = self._by_name[name] = person
        self.changed()
        return person

    def keep_file(self, content: bytes, content_type: str) -> str:
        """Keep a file that somebody sends, as Meta's file servers do; returns its address."""
        name = f"file-{next(self._numbers)}"
        self.files[name] = File(content, content_type)
        return f"{self.url}/cdn/{name}"

    def approve_template(self, name: str, text: str, language: str = "vi") -> None:
        """Meta approves a utility template; ``{{1}}`` stands for its first parameter."""
        self.templates[name, language] = text

    async def verify_callback(self, token: str | None = None) -> tuple[int, str]:
        """Meta's GET to the callback; returns status and text."""
        return await self.webhooks.verify(self.verify_token if token is None else token)

    # ── Tokens ──

    def revoke_token(self, line: str = "token_invalid") -> None:
        """The current token stops working: ``token_invalid``, ``password_changed`` or ``token_expired``."""
        self.token.trouble = line
        self.changed()

    def new_token(self) -> str:
        """A new good token; the old one stays as it is."""
        self.token = self.tokens.issue(self.page_id)
        self.changed()
        return self.token.text

    def token_of_another_page(self) -> Token:
        """A good token, but of a Page that knows none of these people."""
        return self.tokens.issue("100000000000002")

    # ── Trouble ──

    def fail(self, name: str, *, person: Person | None = None, **more: Any) -> Fault:
        """Answer with a line of the error table: ``fail("unexpected", times=2)``; see ``Fault`` for what else."""
        return self._fault(Fault("error", name, **more), person)

    def stall(self, seconds: float | None = None, *, person: Person | None = None, **more: Any) -> Fault:
        """Hold a call for so long, or until ``release()`` of what is returned; then it does its work."""
        return self._fault(Fault("stall", seconds=seconds, **more), person)

    def reset(self, *, person: Person | None = None, **more: Any) -> Fault:
        """Cut the connection without an answer; with ``delivered=True`` after the work is done."""
        return self._fault(Fault("reset", **more), person)

    def truncate(self, *, person: Person | None = None, **more: Any) -> Fault:
        """Do the work and answer with half of the JSON."""
        return self._fault(Fault("truncated", **{"delivered": True, **more}), person)

    def html(self, status: int = 502, *, person: Person | None = None, **more: Any) -> Fault:
        """Answer with a page of HTML, as a proxy in trouble does."""
        return self._fault(Fault("html", status=status, **more), person)

    def heal(self) -> None:
        """No more trouble; stalled calls go on."""
        self.faults.heal()

    def _fault(self, fault: Fault, person: Person | None) -> Fault:
        fault.person = person.id if person else None
        return self.faults.add(fault)

    # ── What people at Meta and at the shop do ──

    async def page_inbox_replies(
        self, person: Person, text: str, *, app_id: int | None = INBOX_APP, takes_thread: bool = False
    ) -> str:
        """Somebody of the shop answers in Meta's Page inbox, and may take the thread with it; returns the mid."""
        if takes_thread:
            await self.inbox_takes_thread(person)
        line = Line(self.new_mid(), self.clock(), self.stamp(), "inbox", text)
        person.thread.append(line)
        self.changed()
        echo: dict[str, Any] = {"mid": line.mid, "is_echo": True, "text": text}
        if app_id is not None:
            echo["app_id"] = app_id
        await self._echo(person, echo, line.stamp)
        return line.mid

    async def inbox_takes_thread(self, person: Person) -> None:
        """The Page inbox takes the thread; from now on we only get standby."""
        await self.move_thread(person, INBOX_APP, "take_thread_control")

    async def inbox_passes_thread(self, person: Person) -> None:
        """The Page inbox gives the thread back to us."""
        await self.move_thread(person, self.app_id, "pass_thread_control")

    async def move_thread(self, person: Person, owner: int, how: str, metadata: str | None = None) -> None:
        """Another app has the thread now, and everybody is told."""
        control: dict[str, Any] = {"previous_owner_app_id": str(person.owner), "new_owner_app_id": str(owner)}
        if metadata is not None:
            control["metadata"] = metadata
        person.owner = owner
        self.changed()
        await self.tell_of(person, {how: control}, channel="messaging")

    async def policy_block(self, reason: str = "The Page sent messages outside of the allowed window.") -> None:
        """Meta stops the Page: nothing can be sent until ``policy_unblock``."""
        self.restriction = "abusive"
        await self._policy({"action": "block", "reason": reason})

    async def policy_unblock(self) -> None:
        """The Page may send again."""
        self.restriction = None
        await self._policy({"action": "unblock"})

    def restrict(self, line: str | None = "page_restricted") -> None:
        """Every message gets this line of the error table, without a webhook; None: no more."""
        self.restriction = line
        self.changed()

    async def _policy(self, what: dict[str, str]) -> None:
        self.changed()
        event = {"recipient": {"id": self.page_id}, "timestamp": self.stamp(), "policy_enforcement": what}
        if "messaging_policy_enforcement" in self.fields:
            await self.webhooks.tell("messaging", event)

    # ── Telling the shop ──

    async def tell_of(
        self, person: Person, event: dict[str, Any], *, stamp: int | None = None, channel: str | None = None
    ) -> list[Post]:
        """Tell the shop what a person did, on the channel that fits who has the thread."""
        kind = next(iter(event))
        channel = channel or ("messaging" if person.owner == self.app_id else "standby")
        if FIELD_OF.get(kind, kind) not in self.fields and kind in FIELD_OF:
            return []
        if channel == "standby":
            if "standby" not in self.fields:
                return []
            if kind == "postback":
                event = {"postback": {key: value for key, value in event["postback"].items() if key != "payload"}}
        whole = {"sender": {"id": person.id}, "recipient": {"id": self.page_id}}
        if kind != "delivery":
            whole["timestamp"] = stamp or self.stamp()
        return await self.webhooks.tell(channel, {**whole, **event})

    async def deliver(self, body: dict[str, Any]) -> list[Post]:
        """Deliver a webhook as it was captured; whoever writes in it may be answered as if they had written here."""
        for entry in body["entry"] if body.get("object") == "page" else []:
            for event in [*entry.get("messaging", []), *entry.get("standby", [])]:
                psid = str((event.get("sender") or {}).get("id", ""))
                to_us = str((event.get("recipient") or {}).get("id", "")) == self.page_id
                if psid and to_us and opens_window(event):
                    (self.people.get(psid) or self._meet(psid, psid)).open_window()
        return await self.webhooks.post(body)

    async def _echo(self, person: Person, message: dict[str, Any], stamp: int) -> None:
        if "message_echoes" in self.fields:
            channel = "messaging" if person.owner == self.app_id else "standby"
            whole = {"sender": {"id": self.page_id}, "recipient": {"id": person.id}, "timestamp": stamp}
            await self.webhooks.tell(channel, {**whole, "message": message})

    async def show(self, person: Person, message: dict[str, Any], **more: Any) -> Line:
        """Put a message of our app before a person's eyes, and let the webhooks follow."""
        line = Line(
            self.new_mid(),
            self.clock(),
            self.stamp(),
            "bot",
            more.pop("text", None) or readable(message),
            message.get("attachment"),
            message.get("quick_replies") or [],
            metadata=message.get("metadata"),
            reply_to=(message.get("reply_to") or {}).get("mid"),
            **more,
        )
        person.thread.append(line)
        person.signs.append("typing_off")
        self.changed()
        echo: dict[str, Any] = {"mid": line.mid, "is_echo": True, "app_id": self.app_id}
        for key in ("text", "metadata", "reply_to"):
            if key in message:
                echo[key] = message[key]
        if "attachment" in message:
            echo["attachments"] = [message["attachment"]]
        if self.echo == "before":
            await self._echo(person, echo, line.stamp)
        elif self.echo == "after":
            self.later(self.echo_after, lambda: self._echo(person, echo, line.stamp))
        if person.receives and self.delivered_after is not None:
            delivery = {"delivery": {"mids": [line.mid], "watermark": line.stamp}}
            self.later(self.delivered_after, lambda: self.tell_of(person, delivery))
        if person.receives and self.read_after is not None:
            self.later(self.read_after, lambda: self.tell_of(person, {"read": {"watermark": line.stamp}}))
        return line

    # ── Small things ──

    def line(self, mid: str) -> Line:
        """The line with this mid, whoever's it is."""
        for person in self.people.values():
            for line in person.thread:
                if line.mid == mid:
                    return line
        raise AssertionError(f"nobody has a line {mid!r}")

    def localised(self, name: str, locale: str, inner: str) -> list[dict[str, Any]]:
        """The part of the profile for a locale, or the default one."""
        entries = {entry.get("locale"): entry for entry in self.profile.get(name) or []}
        return list((entries.get(locale) or entries.get("default") or {}).get(inner) or [])

    def new_mid(self) -> str:
        """A message id."""
        return "m_" + secrets.token_urlsafe(24)

    def stamp(self) -> int:
        """Now in milliseconds, later than every stamp before."""
        self._last_stamp = max(self._last_stamp + 1, int(self.clock().timestamp() * 1000))
        return self._last_stamp

    def _seconds(self) -> float:
        return self.clock().timestamp()

    def changed(self) -> None:
        """Something happened: whoever waits looks again."""
        self.version += 1
        for event in self._news:
            event.set()

    async def until(self, check: Callable[[], Any], within: float = 20, why: Any = "nothing happened") -> None:
        """Wait until something is true of the ledger."""
        news = asyncio.Event()
        self._news.add(news)
        try:
            await wait_until(check, news, within, why)
        finally:
            self._news.discard(news)

    def later(self, seconds: float, work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """Do something after a while."""

        async def do() -> None:
            await asyncio.sleep(seconds)
            await work()

        task = asyncio.create_task(do())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until every webhook that is on its way has arrived."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Let go of everything, and of everybody who waits."""
        self.closing = True
        self.heal()
        self.changed()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
