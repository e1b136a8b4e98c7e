"""Prometheus metrics of one process."""

from __future__ import annotations

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.services.context import Event


class Metrics:
    """Counts what is published; its own registry, so that two apps in one process do not clash."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.messages = Counter("bot_messages", "Messages stored", ["author"], registry=self.registry)
        self.handoffs = Counter("bot_handoffs", "Handoffs requested", ["reason"], registry=self.registry)
        self.leads = Counter("bot_leads", "Leads captured", registry=self.registry)
        self.stages = Counter(
            "bot_stage_changes", "Moves of the stage belief", ["stage", "source"], registry=self.registry
        )
        self.action_seconds = Histogram("bot_action_seconds", "Custom actions", ["action"], registry=self.registry)
        self.undelivered = Counter(
            "bot_undelivered", "Messages that a platform did not deliver", ["channel", "why"], registry=self.registry
        )
        self.surveys = Counter("bot_surveys", "Marks given", ["kind"], registry=self.registry)
        self.stopped = Gauge(
            "bot_channel_stopped", "1 if a platform lets nothing be sent", ["channel"], registry=self.registry
        )
        self.inbox = Gauge("bot_inbox_waiting", "Webhook events stored and not worked yet", registry=self.registry)
        self.outbox = Gauge("bot_outbox_waiting", "Messages not delivered to a platform yet", registry=self.registry)
        self.busy = Gauge("bot_turns_running", "Conversations in which a turn is being taken", registry=self.registry)
        self.rasa_ready = Gauge("bot_rasa_ready", "1 if every Rasa server answers", registry=self.registry)

    async def on_event(self, event: Event) -> None:
        """Count one event."""
        if event.name == "message.created":
            self.messages.labels(event.body["author"]).inc()
        elif event.name == "handoff.requested":
            self.handoffs.labels(event.body["reason"]).inc()
        elif event.name == "lead.captured":
            self.leads.inc()
        elif event.name == "stage.changed":
            self.stages.labels(event.body["stage"], event.body["source"]).inc()
        elif event.name == "message.undelivered":
            self.undelivered.labels(event.body["channel"], event.body["why"]).inc()
        elif event.name == "survey.answered":
            self.surveys.labels(event.body["kind"]).inc()

    def page(self) -> web.Response:
        """What Prometheus reads."""
        return web.Response(body=generate_latest(self.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
