"""Delivery to the place that was named, before delivery in general."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.base import Events, Said
from bot.language import fold, format_money
from bot.services.delivery import zone_of
from bot.services.shop import load_shop

SENTENCES = {"ask_shipping_fee": "say_delivery_fee", "ask_delivery_time": "say_delivery_time"}
FEW_WORDS = 6
SHORT = 4
"""Up to so many letters a place is abbreviated: "hn", "sg", "đn"."""


async def tell_delivery(said: Said, topic: str) -> Events | None:
    """Fee and time to the province that was named, where ``topic`` is one of them.

    None without a province, or where the shop's zones do not have it.
    """
    found = next((e for e in said.entities if e.get("entity") == "province" and e.get("value")), None)
    sentence = SENTENCES.get(topic)
    if found is None or sentence is None:
        return None
    shop = await load_shop(said.services)
    zone = zone_of(shop, str(found["value"]))
    if zone is None:
        return None
    language = said.language
    typed = said.words[found.get("start") or 0 : found.get("end") or 0]
    values: dict[str, Any] = {"fee": format_money(zone.fee, language), "days": zone.days.replace("-", "–")}
    said.say(sentence, place=place_of(typed, str(found["value"])), free=free_from(said, shop), **values)
    return []


async def tell_delivery_to(said: Said) -> Events | None:
    """The same where little more than a place was said: "còn quận 7 thì sao"."""
    return await tell_delivery(said, "ask_shipping_fee") if len(said.words.split()) <= FEW_WORDS else None


def free_from(said: Said, shop: Mapping[str, Any]) -> str:
    """The sentence on from which sum on delivery is free, with a space in front; nothing where it never is."""
    limit = shop["shipping"].get("free_from")
    if not isinstance(limit, int) or limit <= 0:
        return ""
    return " " + said.services.words.say("say_delivery_free", said.language, limit=format_money(limit, said.language))


def place_of(typed: str, province: str) -> str:
    """What to call a place: as it was typed, with the province where it is called otherwise today."""
    if "|" in province:
        return typed.strip().title()
    plain, today = fold(typed).replace(".", " "), fold(province).replace(".", " ")
    letters = plain.replace(" ", "")
    if len(letters) <= SHORT or letters in today.replace(" ", "") or set(plain.split()) & set(today.split()):
        return province
    return f"{typed.strip().title()} ({province})"
