"""``make_app(settings)``: the only place where the parts meet."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import socketio
import structlog
from aiohttp import web
from sqlalchemy import text

from bot.action_server import make_action_app
from bot.assets import add_assets
from bot.channels.fetch import Fetcher
from bot.channels.files import FileCopier
from bot.channels.messenger import Messenger, MessengerConfig, add_webhook
from bot.channels.rest import add_rest_channel
from bot.channels.tokens import VisitorTokens
from bot.channels.web_chat import WebChat
from bot.console.routes import add_console
from bot.console.socket import ConsoleNamespace
from bot.demo_shop.pages import add_demo_shop
from bot.dialogue.rasa import RasaDialogue
from bot.dialogue.rules import load_rules
from bot.dialogue.supervisor import RasaSupervisor, free_port
from bot.domain.errors import DialogueUnavailable
from bot.http_errors import error_middleware
from bot.metrics import Metrics
from bot.services.agents import everybody_offline
from bot.services.channel_state import read_state
from bot.services.channels import Channel, PushedChannel
from bot.services.context import Dialogue, Event, Services
from bot.services.handoffs import said_during
from bot.services.inbox import InboxWorker, events_waiting
from bot.services.meaning import meaning_if_installed
from bot.services.names import write_names
from bot.services.outbox import messages_waiting
from bot.services.outbox_worker import OutboxWorker
from bot.services.products import get_product, list_products
from bot.services.shop import load_shop
from bot.services.turn_worker import TurnWorker
from bot.services.turns import Timing
from bot.services.words import Words
from bot.settings import ROOT, Settings, SettingsError, load_settings
from bot.store import open_store
from bot.store.migrate import upgrade

log = structlog.get_logger(__name__)

MAX_BODY = 256 * 1024
MAX_FRAME = 2_000_000
"""Bytes of one Socket.IO frame: large enough to answer an oversized message with a sentence instead of a hang-up."""

WEB = Path(__file__).parent / "web"

SERVICES = web.AppKey("services", Services)
WORKER = web.AppKey("worker", TurnWorker)
SETTINGS = web.AppKey("settings", Settings)

PLATFORMS: web.AppKey[Platforms] = web.AppKey("platforms")

Publish = Callable[[Event], Awaitable[None]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(
    settings: Settings, *, dialogue: Dialogue | None = None, supervisor: RasaSupervisor | None = None
) -> web.Application:
    """Put the house together; nothing is opened before the application starts.

    With a ``dialogue`` given, that one answers and no Rasa is started. A ``supervisor`` may have started ours before.
    """
    app = web.Application(middlewares=[security_headers, error_middleware], client_max_size=MAX_BODY)
    metrics = Metrics()
    services = Services(
        store=open_store(settings.database_url),
        words=Words.load(ROOT / "data"),
        rules=load_rules(ROOT / "data" / "rules"),
        faq_threshold=settings.faq_threshold,
        public_url=settings.public_url,
        product_url=settings.product_url,
        meaning=meaning_if_installed(),
        after_import=partial(write_names, path=settings.names_path),
    )
    rasa = Rasa(settings, supervisor)
    answers = dialogue or RasaDialogue(rasa.session, rasa.urls, rasa.token, settings.reply_timeout)
    timing = Timing(settings.understand_timeout, settings.reply_timeout, settings.turn_deadline)
    worker = TurnWorker(services, answers, timing)
    app[SETTINGS], app[SERVICES], app[WORKER] = settings, services, worker

    sio = make_socket_server(settings)
    chat = WebChat(services, VisitorTokens(settings.secret_key.get_secret_value()), worker.wake, origin_check(settings))
    console = ConsoleNamespace(services, settings)
    sio.register_namespace(chat)
    sio.register_namespace(console)
    sio.attach(app)
    platforms = app[PLATFORMS] = Platforms(settings, services, worker.wake)
    channels: list[Channel] = [chat, *platforms.channels.values()]
    subscribers: list[Publish] = [channel.on_event for channel in channels]
    services.publish = publisher(
        [metrics.on_event, *subscribers, console.on_event, platforms.outbox.on_event, telling(services, answers)]
    )

    add_health(app, services, rasa, worker, platforms, metrics)
    add_webhook(app, services, platforms.messenger_config, platforms.inbox.wake)
    add_assets(app, WEB)
    add_console(app, services, settings)
    add_rest_channel(
        app, services, settings.api_token.get_secret_value(), worker.wake, worker.wait_for, settings.turn_deadline + 3
    )
    if settings.demo_shop:
        add_demo_pages(app, services)

    async def hang_up(_app: web.Application) -> None:
        # aiohttp waits for open connections to end by themselves, and a browser's never does. It will call again.
        for connection in list(sio.eio.sockets.values()):
            await connection.close(wait=False)
            await connection.queue.put(None)  # The end of what is sent: the socket is closed after it.

    async def house(_app: web.Application) -> AsyncIterator[None]:
        await upgrade(services.store)
        if services.store.engine.dialect.name == "sqlite":
            await everybody_offline(services)
        actions = make_action_app(services, metrics, settings.action_timeout)
        async with contextlib.nullcontext() if dialogue else rasa.running(actions):
            await worker.start()
            async with platforms.running():
                yield
                await worker.stop()
        await sio.shutdown()
        await console.close()
        await services.store.close()

    app.on_shutdown.append(hang_up)
    app.cleanup_ctx.append(house)
    return app


class Platforms:
    """Channels that are told what to show, with the workers that keep their promises."""

    def __init__(self, settings: Settings, services: Services, wake_turns: Callable[[str], None]) -> None:
        self._services = services
        self.messenger_config = MessengerConfig.from_settings(settings, read_page_token)
        # A stand-in for Meta on a developer's machine serves its pictures itself.
        is_stand_in = settings.env == "development" and not settings.messenger_graph_url.endswith(".facebook.com")
        self._files = FileCopier(services, Fetcher(settings.messenger_graph_url if is_stand_in else None))
        self.messenger: Messenger | None = None
        if not self.messenger_config.missing:
            self.messenger = Messenger(services, self.messenger_config, wake_turns, self._files)
            services.reach = self.messenger.reach
        self.channels: dict[str, PushedChannel] = {self.messenger.name: self.messenger} if self.messenger else {}
        self.inbox = InboxWorker(services, dict(self.channels))
        self.outbox = OutboxWorker(services, self.channels)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work while the application runs."""
        if self.messenger is None:
            yield
            return
        await self.messenger.start()
        for worker in (self._files, self.outbox, self.inbox):
            await worker.start()
        try:
            yield
        finally:
            for worker in (self.inbox, self.outbox, self._files):
                await worker.stop()
            await self.messenger.stop()

    async def states(self) -> dict[str, str]:
        """Each channel: ``ok``, or why nothing is sent."""
        found = {}
        for name in self.channels:
            stopped = (await read_state(self._services, name)).stopped
            found[name] = f"stopped: {stopped}" if stopped else "ok"
        return found


def read_page_token() -> str:
    """The Page's token as it is configured now; empty if the settings do not add up any more."""
    try:
        return load_settings().messenger_page_token.get_secret_value()
    except SettingsError:
        return ""


class Rasa:
    """Where Rasa is: servers of ours, or addresses given by the operator."""

    def __init__(self, settings: Settings, supervisor: RasaSupervisor | None = None) -> None:
        self._settings = settings
        self.supervisor = None if settings.rasa_addresses else supervisor or RasaSupervisor(settings)
        self._session: aiohttp.ClientSession | None = None
        # Whoever reaches this port may run any action, so a Rasa of our own is reason to listen to this machine only.
        self._actions_host = "127.0.0.1" if self.supervisor else settings.actions_host
        self._actions_port = self.supervisor.actions_port if self.supervisor else settings.actions_port or free_port()

    def session(self) -> aiohttp.ClientSession:
        """The HTTP session to Rasa."""
        if self._session is None:
            raise RuntimeError("the application has not started")
        return self._session

    @property
    def token(self) -> str:
        """What our own servers ask for, or those of the operator (their ``--auth-token``)."""
        return self.supervisor.token if self.supervisor else self._settings.rasa_token.get_secret_value()

    def urls(self) -> Sequence[str]:
        """Addresses in a fixed order."""
        return self.supervisor.urls() if self.supervisor else self._settings.rasa_addresses

    async def is_ready(self) -> bool:
        """Whether every server answers."""
        if self.supervisor:
            return self.supervisor.ready
        try:
            for url in self.urls():
                # /status, because "/" answers before a model is loaded.
                async with self.session().get(
                    f"{url}/status", params={"token": self.token}, timeout=aiohttp.ClientTimeout(total=2)
                ) as response:
                    if response.status != 200:
                        return False
        except (aiohttp.ClientError, TimeoutError):
            return False
        return True

    @contextlib.asynccontextmanager
    async def running(self, action_app: web.Application) -> AsyncIterator[None]:
        """Serve actions to Rasa, and run our own Rasa servers if nobody else runs them."""
        runner = web.AppRunner(action_app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, self._actions_host, self._actions_port).start()
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=100)) as session:
            self._session = session
            if self.supervisor:
                await self.supervisor.start()
            try:
                yield
            finally:
                if self.supervisor:
                    await self.supervisor.stop()
                self._session = None
                await runner.cleanup()


def make_socket_server(settings: Settings) -> socketio.AsyncServer:
    """Socket.IO; with Redis, events reach browsers connected to any instance."""
    manager = socketio.AsyncRedisManager(settings.redis_url) if settings.redis_url else None
    return socketio.AsyncServer(
        async_mode="aiohttp",
        client_manager=manager,
        # Each namespace decides who may connect: the widget's is open to listed websites, the console's to itself.
        cors_allowed_origins="*",
        cors_credentials=False,
        max_http_buffer_size=MAX_FRAME,
        ping_interval=20,
        ping_timeout=20,
        logger=False,
        engineio_logger=False,
    )


def publisher(subscribers: Sequence[Publish]) -> Publish:
    """One function that tells every subscriber; one that fails does not keep the others from hearing."""

    async def publish(event: Event) -> None:
        for subscriber in subscribers:
            try:
                await subscriber(event)
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("publish.failed", published=event.name)

    return publish


def telling(services: Services, dialogue: Dialogue) -> Publish:
    """After a handoff the dialogue engine hears what was said while it was not listening."""

    async def on_event(event: Event) -> None:
        if event.name != "handoff.ended":
            return
        try:
            for message in await said_during(services, event.conversation_id):
                await dialogue.tell(event.conversation_id, message.text, str(message.author))
        except DialogueUnavailable as error:
            # The transcript in the store is the memory that counts; this only helps the next turns.
            log.warning("handoff.not_told", conversation=event.conversation_id, error=str(error))

    return on_event


def origin_check(settings: Settings) -> Callable[[str | None, str | None], bool]:
    """Whether a website may connect: any if none are listed, else the listed ones and our own pages."""
    own = urlsplit(settings.public_url).netloc

    def allowed(origin: str | None, host: str | None) -> bool:
        if not settings.origins or origin is None:
            return True
        return origin.rstrip("/") in settings.origins or urlsplit(origin).netloc in (host, own)

    return allowed


@web.middleware
async def security_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Headers that every answer carries."""
    try:
        response: web.StreamResponse = await handler(request)
    except web.HTTPException as error:
        error.headers.setdefault("X-Content-Type-Options", "nosniff")
        raise
    if not response.prepared:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    return response


def add_health(
    app: web.Application, services: Services, rasa: Rasa, worker: TurnWorker, platforms: Platforms, metrics: Metrics
) -> None:
    """``/health/live``, ``/health/ready``, ``/metrics``."""

    async def live(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(_request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(3), services.store.read() as session:
                await session.execute(text("SELECT 1"))
            store = "ok"
        except Exception:
            log.exception("health.store")
            store = "down"
        parts = {"store": store, "rasa": "ok" if await rasa.is_ready() else "down", "actions": "ok"}
        if store == "ok":
            parts |= await platforms.states()
        whole = "ok" if all(state == "ok" for state in parts.values()) else "degraded"
        status = "down" if store == "down" else whole
        return web.json_response({"status": status, "parts": parts}, status=503 if status == "down" else 200)

    async def show_metrics(_request: web.Request) -> web.Response:
        metrics.busy.set(worker.busy)
        if platforms.channels:
            for name, state in (await platforms.states()).items():
                metrics.stopped.labels(name).set(0 if state == "ok" else 1)
            metrics.inbox.set(await events_waiting(services))
            metrics.outbox.set(await messages_waiting(services))
        metrics.rasa_ready.set(1 if await rasa.is_ready() else 0)
        return metrics.page()

    app.add_routes([web.get("/health/live", live), web.get("/health/ready", ready), web.get("/metrics", show_metrics)])


def add_demo_pages(app: web.Application, services: Services) -> None:
    """The demo shop at ``/``."""

    class Catalogue:
        """What the pages read."""

        async def list_products(self, category: str | None = None) -> object:
            return await list_products(services, category)

        async def get_product(self, sku: str) -> object:
            return await get_product(services, sku)

    demo = json.loads((ROOT / "data" / "shop" / "shop.json").read_text(encoding="utf-8"))
    add_demo_shop(app, Catalogue(), partial(load_shop, services), demo["name"])  # type: ignore[arg-type]
