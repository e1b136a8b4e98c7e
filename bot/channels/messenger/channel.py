"""Facebook Messenger as one of the bot's channels: the parts put together."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import structlog

from bot.channels.files import FileCopier
from bot.channels.messenger.config import MessengerConfig
from bot.channels.messenger.errors import GraphError, GraphUnreachable, to_delivery_error
from bot.channels.messenger.graph import Graph
from bot.channels.messenger.handler import METADATA, Handler
from bot.channels.messenger.personas import Personas
from bot.channels.messenger.policy import NotAllowed, Way, decide, reach
from bot.channels.messenger.profile import Profile, ProfileProblem, load_profile
from bot.channels.messenger.render import UTILITY, Renderer
from bot.channels.messenger.webhook import CHANNEL
from bot.domain.conversation import Author, Message
from bot.domain.delivery import DeliveryError, InboxRow
from bot.domain.thread import Thread
from bot.services.channel_state import note_credentials, read_state
from bot.services.channels import Letter
from bot.services.context import Event, Services
from bot.services.messages import Received
from bot.services.outside import release_muted, thread_taken
from bot.services.surveys import ask_csat
from bot.services.threads import ask_profile_once, name_visitor

log = structlog.get_logger(__name__)

REMEMBERED = 5_000
SWEEP_SECONDS = 5.0
SIGNALS_AT_ONCE = 50


class Messenger:
    """The channel. ``wake_turns`` is told of conversations that are owed a turn."""

    name = CHANNEL

    def __init__(
        self, services: Services, config: MessengerConfig, wake_turns: Callable[[str], None], files: FileCopier
    ) -> None:
        self._services = services
        self._config = config
        self._wake_turns = wake_turns
        self._files = files
        self.graph = Graph(config)
        self._personas = Personas(services, self.graph, config)
        self._renderer = Renderer(services.words.say, config.public_url)
        self._profile = Profile()
        self._handler = Handler(services, config, lambda: self._profile, self._received, self._learn)
        self._people: OrderedDict[str, str] = OrderedDict()
        """Whom a conversation is with, for signs such as "is typing"."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._sweeper: asyncio.Task[None] | None = None

    # -- life -----------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Open the way to Graph; credentials that were changed end a stop that was about the old ones."""
        await self.graph.open()
        if self._config.profile is not None:
            try:
                self._profile = load_profile(self._config.profile)
            except (OSError, ProfileProblem) as problem:
                log.warning("messenger.no_profile", problem=str(problem))
        await note_credentials(self._services, CHANNEL, self.credentials(), self._config.app_id or None)
        self._handler.app_id = self._config.app_id or (await read_state(self._services, CHANNEL)).app_id or ""
        self._sweeper = asyncio.create_task(self._sweep(), name="messenger")

    async def stop(self) -> None:
        """Close it."""
        tasks = [task for task in (self._sweeper, *self._tasks) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.graph.close()

    async def _sweep(self) -> None:
        while True:
            try:
                await release_muted(self._services)
                if (await read_state(self._services, CHANNEL)).stopped == "token":
                    await self._look_for_new_token()
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("messenger.sweep_failed")
            await asyncio.sleep(SWEEP_SECONDS)

    async def _look_for_new_token(self) -> None:
        """An operator who replaces a token should not have to restart anything."""
        if self._config.read_token is not None:
            token = await asyncio.to_thread(self._config.read_token)
            if token and token != self._config.token:
                self._config.token = token
        await note_credentials(self._services, CHANNEL, self.credentials())

    async def _learn(self, app_id: str) -> None:
        await note_credentials(self._services, CHANNEL, self.credentials(), app_id)

    def credentials(self) -> str:
        """A fingerprint."""
        return self._config.fingerprint

    # -- in -------------------------------------------------------------------------------------------------------

    async def handle(self, row: InboxRow) -> None:
        """Work one event."""
        await self._handler.handle(row)

    def overtaken(self, rows: Sequence[InboxRow]) -> set[str]:
        """Reports of reading that a later one includes."""
        return self._handler.overtaken(rows)

    async def _received(self, person: str, received: Received, expects_reply: bool) -> None:
        conversation = received.conversation
        self._remember(conversation.id, person)
        if not received.is_new:
            return
        if received.message.payload.get("attachments"):
            self._files.wake()
        if expects_reply:
            self._wake_turns(conversation.id)
            if conversation.bot_may_speak:
                # Seen and typing at once: on a phone this is what "somebody is there" looks like.
                self._signal(person, "mark_seen", "typing_on")
        if received.message.seq <= 1:
            self._background(self._ask_name(conversation.id, person))

    async def _ask_name(self, conversation_id: str, person: str) -> None:
        """Ask Graph who this is; it may refuse, and then we go on without a name."""
        if not await ask_profile_once(self._services, conversation_id):
            return
        try:
            profile = await self.graph.get(person, fields="first_name,last_name,name")
        except (GraphError, GraphUnreachable) as error:
            log.info("messenger.no_name", error=str(error))
            return
        parts = (profile.get("last_name"), profile.get("first_name"))
        name = profile.get("name") or " ".join(str(part) for part in parts if part)
        await name_visitor(self._services, CHANNEL, person, str(name or ""))

    # -- out ------------------------------------------------------------------------------------------------------

    def compose(self, message: Message, language: str) -> list[dict[str, Any]]:
        """The message in Messenger's form."""
        return self._renderer.compose(message, language)

    async def send(self, letter: Letter) -> str | None:
        """Deliver one part; raises ``DeliveryError``."""
        message, thread = letter.message, letter.thread
        self._remember(message.conversation_id, letter.external_id)
        try:
            way = decide(
                message.author,
                thread,
                self._services.clock(),
                is_template=message.kind == UTILITY,
                ad_window=self._config.ad_window,
            )
        except NotAllowed as no:
            raise DeliveryError(no.code, code=no.code, permanent=True) from None
        body: dict[str, Any] = {
            "recipient": {"id": letter.external_id},
            "messaging_type": "MESSAGE_TAG" if way == Way.HUMAN_AGENT else str(way),
            "message": {**letter.body["message"], "metadata": METADATA + letter.part_id},
        }
        if way == Way.HUMAN_AGENT:
            body["tag"] = str(way)
        persona = await self._persona(message)
        if persona:
            body["persona_id"] = persona
        try:
            answer = await self.graph.send(body)
        except GraphError as error:
            if persona and "persona" in error.message.lower() and message.agent_id:
                await self._personas.forget(message.agent_id)
                raise DeliveryError(str(error), code="transient", retry_in=0.0) from None
            raise await self._judge(error, letter) from None
        except GraphUnreachable as error:
            raise to_delivery_error(error) from None
        return str(answer.get("message_id") or "") or None

    async def _judge(self, error: GraphError, letter: Letter) -> DeliveryError:
        simpler = self._renderer.simpler(letter.body, letter.message)
        found = to_delivery_error(error, simpler)
        if found.mark == "elsewhere":
            await thread_taken(self._services, CHANNEL, letter.external_id, self._services.clock())
        if error.kind in ("bug", "rate_limited_person", "person_unknown", "other"):
            log.error("messenger.refused", kind=error.kind, error=str(error), part=letter.part_id)
        return found

    async def _persona(self, message: Message) -> str | None:
        if message.author != Author.AGENT or not message.agent_id or not message.author_name:
            return None
        return await self._personas.persona_for(message.agent_id, message.author_name)

    # -- signs ----------------------------------------------------------------------------------------------------

    async def on_event(self, event: Event) -> None:
        """Who is typing and who has read; and, after a person has closed a conversation, how it was."""
        if event.name == "typing" and event.body.get("author") == "agent":
            person = self._people.get(event.conversation_id)
            if person:
                self._signal(person, "typing_on" if event.body.get("active") else "typing_off")
        elif event.name == "messages.read":
            person = self._people.get(event.conversation_id)
            if person:
                self._signal(person, "mark_seen")
        elif event.name == "handoff.ended" and event.body.get("outcome") == "resolved":
            key = str(event.body.get("handoff_id") or event.conversation_id)
            self._background(self._ask_mark(event.conversation_id, key))

    async def _ask_mark(self, conversation_id: str, key: str) -> None:
        await ask_csat(self._services, conversation_id, key)

    def _remember(self, conversation_id: str, person: str) -> None:
        self._people[conversation_id] = person
        self._people.move_to_end(conversation_id)
        while len(self._people) > REMEMBERED:
            self._people.popitem(last=False)

    def _signal(self, person: str, *actions: str) -> None:
        # A sign that comes late says nothing: where many wait, the next ones are left out.
        if len(self._tasks) < SIGNALS_AT_ONCE:
            self._background(self._send_signals(person, actions))

    async def _send_signals(self, person: str, actions: tuple[str, ...]) -> None:
        for action in actions:
            try:
                await self.graph.signal(person, action)
            except (GraphError, GraphUnreachable) as error:
                log.debug("messenger.no_signal", action=action, error=str(error))
                return

    def _background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception:
            log.exception("messenger.background")

    # -- for the console ------------------------------------------------------------------------------------------

    def reach(self, thread: Thread) -> tuple[str, Any]:
        """Who may write to this person now, and until when."""
        return reach(thread, self._services.clock(), self._config.ad_window)
