"""Somebody with Messenger on their phone: what they do, and what they see of the Page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from .errors import refusal
from .ledger import Line

if TYPE_CHECKING:
    from .graph import Graph

WINDOW = timedelta(hours=24)
HUMAN_WINDOW = timedelta(days=7)

THUMBS_UP = 369239263222822
"""Sticker of the thumb beside the composer."""
LARGE_THUMBS_UP = 369239383222810
CUTE_CAT = 1747081105603141

EMOJI = {"love": "❤️", "like": "👍", "haha": "😆", "wow": "😮", "sad": "😢", "angry": "😠"}


@dataclass
class Person:
    """One thread with the Page."""

    graph: Graph
    id: str
    """Page-scoped id."""
    name: str
    last_name: str = "Trần"
    locale: str = "vi_VN"
    phone: str = "+84900000000"
    email: str = "vera@example.com"
    thread: list[Line] = field(default_factory=list)
    """Everything in the thread, oldest first."""
    signs: list[str] = field(default_factory=list)
    """Sender actions in the order in which they came."""
    owner: int = 0
    """App that has the thread; everybody else gets standby."""
    window_ends: datetime | None = None
    human_window_ends: datetime | None = None
    blocked: bool = False
    """Whether they blocked the Page."""
    profile: str = "shown"
    """``shown``, ``empty`` (Graph answers ``{}``) or ``refused`` (2018218)."""
    receives: bool = True
    """Whether delivery is reported: a phone that is off reports nothing."""
    _taken: int = 0

    # ── What they see ──

    @property
    def seen(self) -> list[Line]:
        """What the Page showed them, the bot's and people's lines alike."""
        return [line for line in self.thread if line.author != "person"]

    @property
    def texts(self) -> list[str]:
        """The words of what the Page showed them."""
        return [line.text for line in self.seen]

    @property
    def last(self) -> Line:
        """The latest line of the Page."""
        assert self.seen, f"{self.name} has seen nothing from the Page"
        return self.seen[-1]

    @property
    def quick_replies(self) -> list[dict[str, Any]]:
        """Quick replies they can still tap: those under the last line of all."""
        return self.thread[-1].quick_replies if self.thread and self.thread[-1].author != "person" else []

    @property
    def typing(self) -> bool:
        """Whether the Page seems to be typing."""
        shown = [sign for sign in self.signs if sign != "mark_seen"]
        return bool(shown) and shown[-1] == "typing_on"

    async def gets(self, within: float = 20) -> Line:
        """The next line of the Page that was not asked for yet; waits for it."""
        await self.graph.until(lambda: len(self.seen) > self._taken, within, f"{self.name} got nothing from the Page")
        self._taken += 1
        return self.seen[self._taken - 1]

    async def sees(self, check: Callable[[Line], Any] | str, within: float = 20) -> Line:
        """Wait for a line of the Page that has this in its text or passes the check."""
        wanted = check if callable(check) else (lambda line: check in line.text)
        await self.graph.until(
            lambda: any(wanted(line) for line in self.seen), within, lambda: f"{self.name} sees only {self.texts}"
        )
        return next(line for line in self.seen if wanted(line))

    # ── What they do ──

    async def says(self, text: str, **more: Any) -> str:
        """Write something; returns its mid."""
        return await self._message({"text": text, **more}, text=text)

    async def taps(self, what: str) -> str | None:
        """Tap a quick reply, button, ice breaker or menu item, by its title or payload.

        Returns:
            The mid of what was sent; the address for a link, which sends nothing.
        """
        known = {"user_phone_number": self.phone, "user_email": self.email}
        for reply in self.quick_replies:
            kind = reply.get("content_type")
            if kind in known and what == kind:
                return await self.says(known[kind], quick_reply={"payload": known[kind]})
            if what in (reply.get("title"), reply.get("payload")):
                return await self.says(str(reply["title"]), quick_reply={"payload": str(reply["payload"])})
        for button in self._buttons():
            if what in (button.get("title"), button.get("payload"), button.get("question")):
                if button.get("type") == "web_url":
                    return str(button["url"])
                return await self.postback(str(button["payload"]), button.get("title") or button.get("question"))
        offered = [r.get("title") for r in self.quick_replies] + [b.get("title") for b in self._buttons()]
        raise AssertionError(f"{self.name} sees nothing called {what!r} to tap, only {offered}")

    def _buttons(self) -> list[dict[str, Any]]:
        found = [button for line in reversed(self.seen) for button in line.buttons]
        found += self.graph.localised("persistent_menu", self.locale, "call_to_actions")
        if not self.thread:
            breakers = self.graph.profile.get("ice_breakers") or []
            if breakers and "question" in breakers[0]:
                found += breakers
            else:
                found += self.graph.localised("ice_breakers", self.locale, "call_to_actions")
        return found

    async def postback(
        self, payload: str, title: str | None = None, *, mid: bool = True, referral: dict[str, Any] | None = None
    ) -> str | None:
        """Send a postback as such, offered or not; without ``mid`` as older Pages get it."""
        made = self.graph.new_mid()
        event: dict[str, Any] = {"mid": made} if mid else {}
        if title is not None:
            event["title"] = title
            self._line(made, title)
        event["payload"] = payload
        if referral:
            event["referral"] = referral
        await self._event({"postback": event}, opens=True)
        return made if mid else None

    async def gets_started(self, referral: dict[str, Any] | None = None) -> str | None:
        """Tap Get Started on the welcome screen."""
        started = self.graph.profile.get("get_started")
        assert started, "the Page's profile has no Get Started button"
        title = "Bắt đầu" if self.locale.startswith("vi") else "Get Started"
        return await self.postback(started["payload"], title, referral=referral)

    async def opens_link(self, ref: str) -> None:
        """Follow m.me/page?ref=…: Get Started in a new thread, a referral in an old one."""
        referral = {"ref": ref, "source": "SHORTLINK", "type": "OPEN_THREAD"}
        if self.thread:
            await self._event({"referral": referral}, opens=True)
        else:
            await self.gets_started(referral)

    async def opens_from_ad(self, ad_id: str, ref: str = "", says: str | None = None) -> None:
        """Click an ad; the window opens only if they also write or tap."""
        referral = {"ref": ref, "source": "ADS", "type": "OPEN_THREAD", "ad_id": ad_id}
        if not self.thread and says is None and self.graph.profile.get("get_started"):
            await self.gets_started(referral)
        elif not self.thread and says is not None:
            await self.says(says, referral=referral)
        else:
            await self._event({"referral": referral}, opens=False)
            if says is not None:
                await self.says(says)
        if says is not None:
            self.open_window(self.graph.ad_window)

    async def sends(self, kind: str, url: str | None = None, text: str | None = None, **payload: Any) -> str:
        """Send an ``image``, ``audio``, ``video``, ``file`` …, perhaps with a text; by default a small one of ours."""
        attachment = {"type": kind, "payload": {"url": url or f"{self.graph.url}/cdn/{kind}", **payload}}
        message: dict[str, Any] = {"text": text} if text else {}
        return await self._message({**message, "attachments": [attachment]}, text=text or "", attachment=attachment)

    async def sends_image(self, url: str | None = None, text: str | None = None) -> str:
        """Send a picture."""
        return await self.sends("image", url, text)

    async def sends_sticker(self, sticker_id: int = THUMBS_UP, shape: str = "sticker") -> str:
        """Send a sticker: as ``sticker``, as ``image`` (until August 2026) or ``message`` (the oldest form)."""
        payload = {"url": f"{self.graph.url}/cdn/sticker", "sticker_id": sticker_id}
        attachment = {"type": "sticker" if shape == "sticker" else "image", "payload": payload}
        message: dict[str, Any] = {"attachments": [attachment]}
        if shape == "message":
            message["sticker_id"] = sticker_id
        return await self._message(message, attachment=attachment)

    async def likes(self) -> str:
        """Tap the thumb beside the composer."""
        return await self.sends_sticker()

    async def edits(self, mid: str, text: str) -> None:
        """Change what they wrote, at most five times."""
        line = self.graph.line(mid)
        line.text, line.edits = text, line.edits + 1
        assert line.edits <= 5, "Messenger allows five edits"
        await self._event({"message_edit": {"mid": mid, "text": text, "num_edit": line.edits}}, opens=False)

    async def unsends(self, mid: str) -> None:
        """Take back what they wrote."""
        self.graph.line(mid).unsent = True
        await self._event({"message": {"mid": mid, "is_deleted": True}}, opens=False)

    async def reacts(self, reaction: str = "love", mid: str | None = None) -> None:
        """Put a reaction under a line, by default the Page's latest; this opens the window."""
        line = self.graph.line(mid) if mid else self.last
        line.reaction = reaction
        event = {"reaction": reaction, "emoji": EMOJI.get(reaction, "👍"), "action": "react", "mid": line.mid}
        await self._event({"reaction": event}, opens=True)

    async def unreacts(self, mid: str | None = None) -> None:
        """Take the reaction back; this opens nothing."""
        line = self.graph.line(mid) if mid else self.last
        reaction, line.reaction = line.reaction or "love", None
        event = {"reaction": reaction, "emoji": EMOJI.get(reaction, "👍"), "action": "unreact", "mid": line.mid}
        await self._event({"reaction": event}, opens=False)

    async def reads(self) -> None:
        """Look at everything there is so far."""
        watermark = self.thread[-1].stamp if self.thread else self.graph.stamp()
        await self._event({"read": {"watermark": watermark}}, opens=False)

    async def opts_in(self, payload: str = "promo", title: str = "Tin khuyến mãi") -> None:
        """Agree to marketing messages."""
        await self._optin(payload, title, None)

    async def opts_out(self, payload: str = "promo", title: str = "Tin khuyến mãi") -> None:
        """Take the agreement back."""
        await self._optin(payload, title, "STOP_NOTIFICATIONS")

    async def _optin(self, payload: str, title: str, status: str | None) -> None:
        optin = {"type": "notification_messages", "payload": payload, "title": title}
        optin["notification_messages_token"] = f"token-{self.id}"
        if status:
            optin["notification_messages_status"] = status
        await self._event({"optin": optin}, opens=False)

    async def rates(self, score: int, text: str | None = None, question: str | None = None) -> None:
        """Answer the latest customer feedback form."""
        forms = [line for line in self.seen if line.template == "customer_feedback"]
        assert forms, f"{self.name} was not asked for feedback"
        screen = forms[-1].attachment["payload"]["feedback_screens"][0]  # type: ignore[index]
        asked = next(q for q in screen["questions"] if question in (None, q["id"]))
        answer: dict[str, Any] = {"type": asked["type"], "payload": str(score)}
        if text is not None:
            answer["follow_up"] = {"type": "free_form", "payload": text}
        screens = [{"screen_id": 0, "questions": {asked["id"]: answer}}]
        await self._event({"messaging_feedback": {"feedback_screens": screens}}, opens=False)

    async def sends_cart(self, *products: dict[str, Any], note: str = "") -> None:
        """Send a cart."""
        await self._event({"order": {"products": list(products), "note": note}}, opens=True)

    async def sends_event(self, event: dict[str, Any], *, opens: bool = False) -> None:
        """Anything else, such as ``{"account_linking": {…}}``."""
        await self._event(event, opens=opens)

    def blocks_page(self) -> None:
        """Want nothing more from the Page."""
        self.blocked = True

    def unblocks_page(self) -> None:
        """Want to hear from it again."""
        self.blocked = False

    # ── What may be sent to them ──

    def check_may_get(self, messaging_type: str | None, tag: str | None, *, template: bool) -> None:
        """Refuses what the Page may not send them now."""
        graph = self.graph
        if self.blocked:
            raise refusal("person_unavailable")
        if self.owner != graph.app_id:
            raise refusal("thread_taken")
        if template:
            return
        now = graph.clock()
        ends = self.human_window_ends if tag == "HUMAN_AGENT" else self.window_ends
        if ends is None or now >= ends:
            raise refusal("window_closed")

    # ── How it is done ──

    def open_window(self, length: timedelta = WINDOW) -> None:
        """They did something that the Page may answer."""
        now = self.graph.clock()
        self.window_ends = max(self.window_ends or now, now + length)
        self.human_window_ends = now + HUMAN_WINDOW

    def _line(self, mid: str, text: str = "", attachment: dict[str, Any] | None = None, **more: Any) -> Line:
        line = Line(mid, self.graph.clock(), self.graph.stamp(), "person", text, attachment, **more)
        self.thread.append(line)
        self.graph.changed()
        return line

    async def _message(self, message: dict[str, Any], text: str = "", attachment: dict[str, Any] | None = None) -> str:
        mid = self.graph.new_mid()
        reply_to = message.get("reply_to")
        if isinstance(reply_to, str):
            message = {**message, "reply_to": {"mid": reply_to}}
        line = self._line(mid, text, attachment, reply_to=reply_to if isinstance(reply_to, str) else None)
        await self._event({"message": {"mid": mid, **message}}, opens=True, stamp=line.stamp)
        return mid

    async def _event(self, event: dict[str, Any], *, opens: bool, stamp: int | None = None) -> None:
        if opens:
            self.open_window()
        self.graph.changed()
        await self.graph.tell_of(self, event, stamp=stamp)


async def wait_until(check: Callable[[], Any], news: asyncio.Event, within: float, why: Any) -> None:
    """Wait until something is true, looking again whenever there is news."""
    try:
        async with asyncio.timeout(within):
            while not check():
                news.clear()
                await news.wait()
    except TimeoutError:
        raise AssertionError(why() if callable(why) else why) from None
