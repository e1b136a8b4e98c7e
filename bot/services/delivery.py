"""What delivery to a place costs and how long it takes, by the shop's own zones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import BadInput


@dataclass(frozen=True)
class Zone:
    """Provinces to which delivery costs and takes the same; ``fee`` in đồng, ``days`` such as "2-3"."""

    provinces: frozenset[str]
    fee: int
    days: str


def delivery_zones(shop: Mapping[str, Any]) -> list[Zone]:
    """The zones of the shop's profile. Raises ``BadInput`` that names what is wrong."""
    shipping = shop.get("shipping") or {}
    if not isinstance(shipping, Mapping):
        raise BadInput("shipping: an object with zones is expected")
    same_day = shipping.get("same_day")
    if same_day is not None and not (isinstance(same_day, Mapping) and _is_amount(same_day.get("fee"))):
        raise BadInput('shipping, same_day: needs its fee in đồng, {"fee": 45000}')
    found = []
    for number, zone in enumerate(shipping.get("zones") or [], 1):
        try:
            found.append(Zone(frozenset(map(str, zone["provinces"])), int(zone["fee"]), str(zone["days"])))
        except (KeyError, TypeError, ValueError) as error:
            raise BadInput(f"shipping, zone {number}: needs provinces, fee and days ({error})") from None
    return found


def _is_amount(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def zone_of(shop: Mapping[str, Any], province: str) -> Zone | None:
    """The zone that a province is in; of "A|B", where either may be meant, only if both are in the same.

    None also where the zones make no sense: a profile may have been imported before they were checked.
    """
    try:
        known = delivery_zones(shop)
    except BadInput:
        return None
    zones = [next((zone for zone in known if name in zone.provinces), None) for name in province.split("|")]
    return zones[0] if len(set(zones)) == 1 else None
