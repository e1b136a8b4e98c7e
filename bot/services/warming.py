"""Read what every talk needs before the first visitor comes."""

from __future__ import annotations

import structlog

from bot.services.context import Services
from bot.services.knowhow import load_know_hows
from bot.services.shelves import load_shelf
from bot.services.shop import forget_old_caches

log = structlog.get_logger(__name__)


async def warm_up(services: Services) -> None:
    """Read the shelf, and compute what is usually asked and said: the first question in doubt would wait for both.

    What fails here is tried again by the first turn that needs it.
    """
    try:
        await forget_old_caches(services)
        await load_shelf(services)
        for language in ("vi", "en"):
            _, usual = await load_know_hows(services, language)
            if services.meaning is not None and usual.questions and usual.sentences:
                await services.meaning.nearness(usual.questions[0], usual.sentences[:1], usual)
    except Exception:
        log.exception("warm_up.failed")
