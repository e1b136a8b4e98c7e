"""The Page's Messenger profile: greeting, Get Started, ice breakers, persistent menu."""

from __future__ import annotations

from typing import Any

from .errors import bad_param, one_of
from .templates import need_list, need_text, need_url

GREETING = 160
ICE_BREAKERS = 4
MENU_ITEMS = 20
MENU_TITLE = 30
PAYLOAD = 1000

FIELDS = {
    "get_started",
    "greeting",
    "ice_breakers",
    "persistent_menu",
    "whitelisted_domains",
    "account_linking_url",
    "commands",
}


def check_profile(wanted: dict[str, Any], now: dict[str, Any]) -> None:
    """Refuses a profile that Messenger would not show; ``now`` is what is set already."""
    if not wanted:
        raise bad_param(f"At least one of {', '.join(sorted(FIELDS))} is required")
    for name in wanted:
        if name not in FIELDS:
            raise one_of("messenger_profile", FIELDS)
    if "get_started" in wanted:
        _check_get_started(wanted["get_started"])
    if "greeting" in wanted:
        for number, greeting in enumerate(_by_locale(wanted, "greeting")):
            need_text(greeting, "text", f"greeting[{number}]", GREETING)
    if "ice_breakers" in wanted:
        _check_ice_breakers(wanted)
    if "persistent_menu" in wanted:
        if not ({**now, **wanted}).get("get_started"):
            raise bad_param("You must set a Get Started button if you also wish to use persistent menu")
        _check_menu(wanted)


def _check_get_started(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad_param("Param get_started must be an object")
    need_text(button, "payload", "get_started", PAYLOAD)


def _by_locale(wanted: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Entries of which one is for everybody else."""
    entries = need_list(wanted, name, "messenger_profile", 100)
    locales = [entry.get("locale") for entry in entries]
    if "default" not in locales:
        raise bad_param(f"Param {name} must have an entry for the default locale")
    if len(set(locales)) != len(locales):
        raise bad_param(f"Param {name} has several entries for one locale")
    return entries


def _check_ice_breakers(wanted: dict[str, Any]) -> None:
    entries = need_list(wanted, "ice_breakers", "messenger_profile", 100)
    if "call_to_actions" in entries[0]:
        questions = [
            need_list(entry, "call_to_actions", f"ice_breakers[{number}]", ICE_BREAKERS)
            for number, entry in enumerate(_by_locale(wanted, "ice_breakers"))
        ]
    else:
        questions = [need_list(wanted, "ice_breakers", "messenger_profile", ICE_BREAKERS)]
    for asked in questions:
        for number, question in enumerate(asked):
            need_text(question, "question", f"ice_breakers[{number}]", 80)
            need_text(question, "payload", f"ice_breakers[{number}]", PAYLOAD)


def _check_menu(wanted: dict[str, Any]) -> None:
    for number, menu in enumerate(_by_locale(wanted, "persistent_menu")):
        at = f"persistent_menu[{number}]"
        if menu.get("composer_input_disabled") and not menu.get("call_to_actions"):
            raise bad_param(f"Param {at}[call_to_actions] is required when the composer is disabled")
        for place, item in enumerate(need_list(menu, "call_to_actions", at, MENU_ITEMS)):
            spot = f"{at}[call_to_actions][{place}]"
            need_text(item, "title", spot, MENU_TITLE)
            if item.get("type") == "postback":
                need_text(item, "payload", spot, PAYLOAD)
            elif item.get("type") == "web_url":
                need_url(item, "url", spot)
            else:
                raise one_of(f"{spot}[type]", ("postback", "web_url"))
