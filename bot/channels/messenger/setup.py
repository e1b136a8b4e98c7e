"""Set a Page up, and check that it is: token, permissions, subscriptions, version, profile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.messenger.config import OLDEST_VERSION, MessengerConfig
from bot.channels.messenger.errors import GraphError, GraphUnreachable
from bot.channels.messenger.graph import Graph
from bot.channels.messenger.profile import Profile
from bot.channels.messenger.webhook import PATH

FIELDS = (
    "messages",
    "messaging_postbacks",
    "messaging_referrals",
    "messaging_optins",
    "message_deliveries",
    "message_reads",
    "message_reactions",
    "message_edits",
    "message_echoes",
    "messaging_handovers",
    "standby",
    "messaging_policy_enforcement",
    "messaging_feedback",
    "messaging_customer_information",
    "send_cart",
)
"""What we want to hear of. ``response_feedback`` is left out: it puts thumbs under every message of the Page."""

NEEDED_SCOPES = ("pages_messaging", "pages_manage_metadata")
SOON = timedelta(days=7)
PROFILE_FIELDS = ("get_started", "greeting", "ice_breakers", "persistent_menu")


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. ``cure`` says what to do where it is not good."""

    good: bool
    what: str
    cure: str = ""


async def check_page(graph: Graph, config: MessengerConfig, profile: Profile | None = None) -> AsyncIterator[Check]:
    """Look at everything and change nothing."""
    if config.missing:
        yield Check(False, "Messenger's settings are complete", f"set {', '.join(config.missing)}")
        return
    yield _version(config)
    address = config.public_url + PATH
    yield Check(
        config.public_url.startswith("https://"),
        f"Meta can reach {address}" if config.public_url else "BOT_PUBLIC_URL is set, so that Meta can reach the bot",
        "set BOT_PUBLIC_URL to an address that begins with https://",
    )
    try:
        async for check in _token(graph, config):
            yield check
        me = await graph.get("me", fields="id,name")
    except (GraphError, GraphUnreachable) as error:
        yield Check(False, f"Graph answers at {config.graph_url}/{config.version}", f"{error}")
        return
    right = str(me.get("id", "")) == config.page_id
    yield Check(
        right,
        f"the token belongs to the Page {config.page_id} ({me.get('name', '?')})",
        f"it belongs to {me.get('id', '?')}: make a token for the right Page, or correct BOT_MESSENGER_PAGE_ID",
    )
    if not right:
        return
    missing = await missing_fields(graph, config)
    yield Check(
        not missing, "the Page tells this app of its messages", f"not of {', '.join(missing)}: run `messenger setup`"
    )
    async for check in _callback(graph, config):
        yield check
    if profile is not None:
        changes = await profile_changes(graph, profile)
        yield Check(not changes, "the Page's profile is as in the file", f"{', '.join(changes)}: run `messenger setup`")


async def set_up_page(graph: Graph, config: MessengerConfig, profile: Profile) -> AsyncIterator[str]:
    """Bring subscriptions and profile to what they should be; yields what was changed, nothing where all was so."""
    missing = await missing_fields(graph, config)
    if missing:
        await graph.post(f"{config.page_id}/subscribed_apps", {"subscribed_fields": ",".join(FIELDS)})
        yield f"subscribed to {', '.join(missing)}"
    changes = await profile_changes(graph, profile)
    if changes:
        # One call: there are ten in ten minutes, and the menu needs Get Started beside it.
        await graph.post("me/messenger_profile", changes)
        yield f"profile: {', '.join(changes)}"
    if config.app_id and config.public_url.startswith("https://"):
        wanted = config.public_url + PATH
        if await _callback_now(graph, config) != wanted:
            body = {
                "object": "page",
                "callback_url": wanted,
                "verify_token": config.verify_token,
                "fields": ",".join(FIELDS),
                "include_values": True,
            }
            await graph.post(f"{config.app_id}/subscriptions", body, as_app=True)
            yield f"webhook: {wanted}"


async def missing_fields(graph: Graph, config: MessengerConfig) -> list[str]:
    """Webhook fields that the Page does not tell this app of."""
    found = await graph.get(f"{config.page_id}/subscribed_apps")
    apps = [app for app in found.get("data", []) if isinstance(app, Mapping)]
    ours = [app for app in apps if not config.app_id or str(app.get("id")) == config.app_id]
    have = {str(name) for app in ours for name in app.get("subscribed_fields", [])}
    return [name for name in FIELDS if name not in have]


async def profile_changes(graph: Graph, profile: Profile) -> dict[str, Any]:
    """Parts of the profile that are not as the file wants them."""
    found = await graph.get("me/messenger_profile", fields=",".join(PROFILE_FIELDS))
    data = found.get("data") or [{}]
    now = data[0] if isinstance(data, list) and isinstance(data[0], Mapping) else {}
    return {
        name: wanted
        for name, wanted in profile.wanted().items()
        if wanted and _comparable(now.get(name)) != _comparable(wanted)
    }


def _comparable(value: Any) -> Any:
    """Without order of locales, and without what Graph adds by itself."""
    if isinstance(value, Mapping):
        return {key: _comparable(one) for key, one in sorted(value.items()) if one not in (None, False)}
    if isinstance(value, list):
        shaped = [_comparable(one) for one in value]
        by_locale = all(isinstance(one, Mapping) and "locale" in one for one in shaped)
        return sorted(shaped, key=lambda one: str(one["locale"])) if by_locale else shaped
    return value


def _version(config: MessengerConfig) -> Check:
    number = int(config.version[1:].partition(".")[0])
    return Check(
        number >= OLDEST_VERSION,
        f"Graph {config.version} is alive",
        f"Meta has switched it off; set BOT_MESSENGER_GRAPH_VERSION to v{OLDEST_VERSION}.0 or later",
    )


async def _token(graph: Graph, config: MessengerConfig) -> AsyncIterator[Check]:
    found = await graph.get("debug_token", as_app=bool(config.app_id), input_token=config.token)
    data = found.get("data")
    data = data if isinstance(data, Mapping) else {}
    why = data.get("error", {}).get("message", "") if isinstance(data.get("error"), Mapping) else ""
    good = bool(data.get("is_valid"))
    yield Check(good, "the Page's token is good", f"make a new one in Meta's app settings {why}".strip())
    if not good:
        return
    expires = int(data.get("expires_at") or 0)
    if expires:
        moment = datetime.fromtimestamp(expires, UTC)
        lasts = moment - datetime.now(UTC) > SOON
        yield Check(
            lasts, f"the token lasts until {moment:%Y-%m-%d}", "make one that does not expire (docs/messenger.md)"
        )
    scopes = {str(scope) for scope in data.get("scopes", [])}
    missing = [scope for scope in NEEDED_SCOPES if scope not in scopes]
    yield Check(
        not missing, "the token may read and send messages", f"grant {', '.join(missing)} and make the token anew"
    )
    app_id = str(data.get("app_id") or "")
    if config.app_id and app_id:
        yield Check(
            app_id == config.app_id,
            f"the token was made for the app {config.app_id}",
            f"it was made for {app_id}: correct BOT_MESSENGER_APP_ID",
        )


async def _callback(graph: Graph, config: MessengerConfig) -> AsyncIterator[Check]:
    if not config.app_id or not config.public_url:
        return
    wanted = config.public_url + PATH
    try:
        now = await _callback_now(graph, config)
    except (GraphError, GraphUnreachable) as error:
        yield Check(False, "the app's webhook can be read", f"{error}: check BOT_MESSENGER_APP_ID and _APP_SECRET")
        return
    yield Check(now == wanted, f"Meta's webhook is {wanted}", f"it is {now or 'not set'}: run `messenger setup`")


async def _callback_now(graph: Graph, config: MessengerConfig) -> str:
    found = await graph.get(f"{config.app_id}/subscriptions", as_app=True)
    for one in found.get("data", []):
        if isinstance(one, Mapping) and one.get("object") == "page" and one.get("active", True):
            return str(one.get("callback_url", ""))
    return ""
