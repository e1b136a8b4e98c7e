"""What each event of the webhook means for a conversation; doing one again changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from bot.channels.messenger import events as e
from bot.channels.messenger import shapes
from bot.channels.messenger.config import MessengerConfig
from bot.channels.messenger.profile import Profile, is_command, read_payload
from bot.channels.messenger.webhook import CHANNEL
from bot.domain.conversation import MAX_TEXT, Author, Inbound
from bot.domain.delivery import InboxRow
from bot.domain.errors import ClientIdConflict, EmptyMessage
from bot.domain.thread import Arrival, ThreadNews
from bot.services.channel_state import resume_channel, stop_channel
from bot.services.context import Services
from bot.services.delivery_reports import confirm_part, knows_part, seq_of, seq_shown_by
from bot.services.messages import (
    Received,
    mark_delivered,
    mark_read_by_visitor,
    messages_before,
    receive_message,
)
from bot.services.outside import receive_outside_reply, thread_returned, thread_taken
from bot.services.products import get_product
from bot.services.records import record_ad_lead, record_opt_in, record_order_draft, record_survey
from bot.services.threads import thread_of, touch_thread
from bot.services.transcript import edit_message, react_to_message, unsend_message

log = structlog.get_logger(__name__)

METADATA = "dh:"
"""Our parts carry this and their id, so that their echo is known whenever it comes."""
THUMB = "👍"


class Handler:
    """``received`` is called with every message that was stored; ``learn`` with the id of our own app once it shows."""

    def __init__(
        self,
        services: Services,
        config: MessengerConfig,
        profile: Callable[[], Profile],
        received: Callable[[str, Received, bool], Awaitable[None]],
        learn: Callable[[str], Awaitable[None]],
    ) -> None:
        self._services = services
        self._config = config
        self._profile = profile
        self._received = received
        self._learn = learn
        self.app_id = config.app_id
        self._doors: dict[type[shapes.Came], Callable[[Any, InboxRow], Awaitable[None]]] = {
            shapes.Said: self._said,
            shapes.Pressed: self._pressed,
            shapes.Referred: self._referred,
            shapes.Echo: self._echo,
            shapes.Unsent: self._unsent,
            shapes.Edited: self._edited,
            shapes.Reacted: self._reacted,
            shapes.Delivered: self._delivered,
            shapes.Read: self._read,
            shapes.OptedIn: self._opted_in,
            shapes.Policy: self._policy,
            shapes.Control: self._control,
            shapes.Mark: self._mark,
            shapes.Details: self._details,
            shapes.Cart: self._cart,
            shapes.LeadAnswers: self._lead,
        }

    async def handle(self, row: InboxRow) -> None:
        """Work one stored event."""
        event = self._event(row)
        if event is None:
            return
        if isinstance(event, shapes.Nothing):
            log.info("messenger.nothing_to_do", why=event.why, keys=list(event.strange))
            return
        if not event.person and not isinstance(event, shapes.Policy):
            log.info("messenger.nobody", event_type=type(event).__name__)
            return
        await self._doors[type(event)](event, row)

    def _event(self, row: InboxRow) -> shapes.Came | None:
        raw = row.body.get("event")
        if not isinstance(raw, Mapping):
            return None
        return e.read_event(raw, self._config.page_id, standby=bool(row.body.get("standby")))

    def overtaken(self, rows: Sequence[InboxRow]) -> set[str]:
        """Ids of reports of reading that a later one includes: each tells of everything up to a moment.

        In a backlog they are the largest part of what waits.
        """
        found: set[str] = set()
        told: datetime | None = None
        for row in reversed(rows) if len(rows) > 1 else ():
            event = self._event(row)
            if isinstance(event, shapes.Read) and event.watermark is not None:
                if told is not None and event.watermark <= told:
                    found.add(row.id)
                else:
                    told = event.watermark
        return found

    # -- what visitors say ----------------------------------------------------------------------------------------

    async def _said(self, event: shapes.Said, row: InboxRow) -> None:
        say = self._services.words.say
        text, kind, command = event.text[:MAX_TEXT], "text", None
        shared = next((file for file in event.files if file.kind == "product"), None)
        page = await self._product_page(event.referral.product if event.referral else None)
        if event.thumbs_up:
            # A thumb is a yes to a question and a thank-you for anything else, not a picture of a thumb.
            command = "/affirm" if await self._was_asked(event.person) else "/thank"
            text, kind = THUMB, "sticker"
        elif shared is not None and not text:
            page = page or await self._product_page(shared.sku)
            kind, text = "share", say("say_shown_product", "vi", title=shared.title or "")
            if page:
                command = f'/ask_product_details{{"product":"{page["sku"]}"}}'
        elif not text and event.payload:
            text = event.payload
        elif not text:
            kind, text = self._wordless(event)
        inbound = self._inbound(
            event,
            row,
            client_id=e.client_id_for(event.mid) if event.mid else f"ev:{row.key[:48]}",
            text=text,
            kind=kind,
            command=command,
            payload=event.payload,
            page=page,
            files=[(file.kind, file.url) for file in event.files if file.url and file.kind in (*e.MEDIA, "sticker")],
            arrival=self._arrival(event.referral, event.at, row, plugin=event.from_plugin),
        )
        try:
            await self._store(event, inbound)
        except EmptyMessage:
            # Signs that nobody can see: still somebody who waits for a word.
            await self._store(
                event,
                self._inbound(
                    event, row, client_id=inbound.client_id, text=say("say_shown_unsupported", "vi"), kind="unsupported"
                ),
            )

    async def _was_asked(self, person: str) -> bool:
        """Whether the last thing that this person read ends in a question."""
        known = await thread_of(self._services, CHANNEL, person)
        if known is None:
            return False
        lines, _ = await messages_before(self._services, known[0].id, known[0].last_seq + 1, limit=3)
        ours = [line.text for line in lines if line.author != Author.VISITOR]
        return bool(ours) and "?" in ours[-1]

    def _wordless(self, event: shapes.Said) -> tuple[str, str]:
        """Kind of a message without words, and what stands in their place."""
        say = self._services.words.say
        kinds = [file.kind for file in event.files]
        if any(kind in e.MEDIA for kind in kinds):
            named = next(kind for kind in kinds if kind in e.MEDIA)
            return "attachment", say(f"say_shown_{named}", "vi")
        if "sticker" in kinds:
            return "sticker", say("say_shown_sticker", "vi")
        if "appointment" in kinds:
            return "appointment", say("say_shown_appointment", "vi")
        if "share" in kinds:
            title = next((file.title for file in event.files if file.title), None)
            return "share", say("say_shown_share", "vi", title=title or "").strip()
        return "unsupported", say("say_shown_unsupported", "vi")

    async def _pressed(self, event: shapes.Pressed, row: InboxRow) -> None:
        origin, command = read_payload(event.payload)
        shown = event.title or (
            event.payload if event.payload and not is_command(event.payload) and not command else None
        )
        arrival = self._arrival(event.referral, event.at, row)
        if arrival is None and origin is not None:
            arrival = Arrival(origin, detail={"title": event.title or ""}, at=event.at, key=row.key)
        await self._store(
            event,
            self._inbound(
                event,
                row,
                client_id=e.client_id_for(event.mid) if event.mid else f"pb:{row.key[:48]}",
                text=shown or self._services.words.say("say_shown_button", "vi"),
                command=command,
                payload=event.payload,
                arrival=arrival,
            ),
        )

    async def _referred(self, event: shapes.Referred, row: InboxRow) -> None:
        referral = event.referral
        words = "say_shown_ad" if referral.from_ad else "say_shown_link"
        command = self._profile().refs.get(referral.ref or "", "/greet")
        if referral.type.upper() == "LEAD_COMPLETE" or referral.source.upper() == "LEAD_COMPLETE":
            news = ThreadNews(at=event.at, released=True, arrival=self._arrival(referral, event.at, row))
            await touch_thread(self._services, CHANNEL, event.person, news)
            return
        await self._store(
            event,
            self._inbound(
                event,
                row,
                client_id=f"ref:{row.key[:48]}",
                text=self._services.words.say(words, "vi"),
                kind="entry",
                command=command,
                page=await self._product_page(referral.product),
                arrival=self._arrival(referral, event.at, row),
            ),
        )

    async def _details(self, event: shapes.Details, row: InboxRow) -> None:
        await record_order_draft(
            self._services, CHANNEL, event.person, kind="details", key=row.key, details=event.details, at=event.at
        )
        # The address itself stands in the draft, not in the talk.
        await self._store(
            event,
            self._inbound(
                event,
                row,
                client_id=f"fm:{row.key[:48]}",
                text=self._services.words.say("say_shown_details", "vi"),
                kind="details",
            ),
        )

    async def _cart(self, event: shapes.Cart, row: InboxRow) -> None:
        await record_order_draft(
            self._services, CHANNEL, event.person, kind="cart", key=row.key, items=event.items, note=event.note,
            at=event.at,
        )  # fmt: skip
        await self._store(
            event,
            self._inbound(
                event,
                row,
                client_id=f"ct:{row.key[:48]}",
                text=self._services.words.say("say_shown_cart", "vi", count=len(event.items)),
                kind="cart",
                rich={"cart": event.items, "note": event.note or ""},
            ),
        )

    async def _lead(self, event: shapes.LeadAnswers, row: InboxRow) -> None:
        key = e.client_id_for(event.mid or row.key)
        inbound = self._inbound(
            event, row, client_id=key, text=event.text[:MAX_TEXT] or "…", kind="lead", expects_reply=False,
            arrival=Arrival("lead_ad", at=event.at, key=row.key),
        )  # fmt: skip
        await self._store(event, inbound)
        await record_ad_lead(self._services, CHANNEL, event.person, text=event.text, key=key, at=event.at)

    def _inbound(
        self,
        event: shapes.Came,
        row: InboxRow,
        *,
        client_id: str,
        text: str,
        kind: str = "text",
        command: str | None = None,
        payload: str | None = None,
        page: dict[str, Any] | None = None,
        files: list[tuple[str, str]] | None = None,
        rich: dict[str, Any] | None = None,
        arrival: Arrival | None = None,
        expects_reply: bool = True,
    ) -> Inbound:
        return Inbound(
            channel=CHANNEL,
            external_id=event.person,
            text=text,
            client_id=client_id,
            payload=payload,
            page=page,
            sent_at=row.happened_at,
            kind=kind,
            rich=rich or {},
            files=files or [],
            command=command,
            expects_reply=expects_reply and event.is_turn,
            news=ThreadNews(at=row.happened_at, opener=event.opener, elsewhere=event.standby, arrival=arrival),
        )

    async def _store(self, event: shapes.Came, inbound: Inbound) -> None:
        known = await thread_of(self._services, CHANNEL, event.person)
        if known is not None and known[1].elsewhere and not event.standby:
            # Meta sends messages to the app that has the thread: it is ours again, whatever was missed.
            await thread_returned(self._services, CHANNEL, event.person, inbound.sent_at)
        try:
            received = await receive_message(self._services, inbound)
        except ClientIdConflict:
            return  # Stored before, and edited or taken back since.
        await self._received(event.person, received, inbound.expects_reply)

    def _arrival(
        self, referral: shapes.Referral | None, at: datetime | None, row: InboxRow, *, plugin: bool = False
    ) -> Arrival | None:
        if referral is None:
            return Arrival("plugin", at=at, key=row.key) if plugin else None
        if referral.from_ad:
            kind = "ad"
        elif referral.product:
            kind = "shop"
        elif referral.source.upper() in ("SHORTLINK", "SHORT-URL", "") and referral.ref is not None:
            kind = "m_me"
        else:
            kind = referral.source.lower()[:32] or "m_me"
        detail = {"product": referral.product} if referral.product else {}
        return Arrival(kind, ref=referral.ref, ad_id=referral.ad_id, detail=detail, at=at, key=row.key)

    async def _product_page(self, sku: str | None) -> dict[str, Any] | None:
        product = await get_product(self._services, sku) if sku else None
        return {"kind": "product", "sku": product.sku} if product else None

    # -- what they do to messages ---------------------------------------------------------------------------------

    async def _unsent(self, event: shapes.Unsent, row: InboxRow) -> None:
        await unsend_message(self._services, CHANNEL, event.person, e.client_id_for(event.mid))

    async def _edited(self, event: shapes.Edited, row: InboxRow) -> None:
        await edit_message(self._services, CHANNEL, event.person, e.client_id_for(event.mid), event.text, event.number)

    async def _reacted(self, event: shapes.Reacted, row: InboxRow) -> None:
        await react_to_message(
            self._services, CHANNEL, event.person,
            client_id=e.client_id_for(event.mid), part_id=event.mid, emoji=event.emoji,
        )  # fmt: skip
        if event.opener:
            news = ThreadNews(at=row.happened_at, opener=event.opener)
            await touch_thread(self._services, CHANNEL, event.person, news)

    # -- what became of ours --------------------------------------------------------------------------------------

    async def _echo(self, event: shapes.Echo, row: InboxRow) -> None:
        if event.metadata and event.metadata.startswith(METADATA):
            part_id = event.metadata.removeprefix(METADATA)
            if await confirm_part(self._services, part_id, event.mid, event.at) and event.app_id and not self.app_id:
                self.app_id = event.app_id
                await self._learn(event.app_id)
            return
        if event.app_id is not None and event.app_id == self.app_id:
            return
        if event.mid and await knows_part(self._services, event.mid):
            return
        say = self._services.words.say
        kind, text = ("text", event.text) if event.text else ("attachment", say("say_shown_unsupported", "vi"))
        if not event.text and event.files:
            named = event.files[0].kind if event.files[0].kind in (*e.MEDIA, "sticker") else "unsupported"
            text = say(f"say_shown_{named}", "vi")
        await receive_outside_reply(
            self._services,
            CHANNEL,
            event.person,
            client_id=e.client_id_for(event.mid) if event.mid else f"ec:{row.key[:48]}",
            text=text[:MAX_TEXT],
            name=say("say_page_inbox" if e.is_inbox(event.app_id) else "say_other_app", "vi"),
            at=row.happened_at,
            quiet_for=self._config.inbox_pause,
            kind=kind,
        )

    async def _delivered(self, event: shapes.Delivered, row: InboxRow) -> None:
        place = await seq_of(self._services, list(event.mids)) if event.mids else None
        if place is None and event.watermark is not None:
            place = await seq_shown_by(self._services, CHANNEL, event.person, event.watermark)
        if place is not None:
            await mark_delivered(self._services, *place)

    async def _read(self, event: shapes.Read, row: InboxRow) -> None:
        if event.watermark is None:
            return
        place = await seq_shown_by(self._services, CHANNEL, event.person, event.watermark)
        if place is not None:
            await mark_read_by_visitor(self._services, *place)

    # -- the rest -------------------------------------------------------------------------------------------------

    async def _opted_in(self, event: shapes.OptedIn, row: InboxRow) -> None:
        await record_opt_in(
            self._services, CHANNEL, event.person, topic=event.topic, granted=event.granted, how=CHANNEL,
            at=row.happened_at,
        )  # fmt: skip

    async def _policy(self, event: shapes.Policy, row: InboxRow) -> None:
        action = event.action.lower()
        if action == "block":
            await stop_channel(self._services, CHANNEL, "policy", event.reason or "Meta blocked the Page")
        elif action == "unblock":
            await resume_channel(self._services, CHANNEL, only="policy")
        else:
            log.error("messenger.policy_warning", action=action, reason=event.reason)

    async def _control(self, event: shapes.Control, row: InboxRow) -> None:
        if event.new_owner is None:
            ours = not event.taken
        elif self.app_id:
            ours = event.new_owner == self.app_id
        else:
            # Meta tells of a pass whoever gets the thread, of a taking whoever loses it.
            ours = not event.taken and not e.is_inbox(event.new_owner)
        turn = thread_returned if ours else thread_taken
        await turn(self._services, CHANNEL, event.person, row.happened_at)

    async def _mark(self, event: shapes.Mark, row: InboxRow) -> None:
        await record_survey(
            self._services, CHANNEL, event.person, kind=event.kind, score=event.score, comment=event.comment,
            key=event.key, at=row.happened_at,
        )  # fmt: skip
