"""For ``doctor``: reads a shop's data and what visitors asked lately, and changes nothing."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select

from bot.commands.data import is_migrated, topics
from bot.dialogue.rules import load_rules
from bot.domain.catalogue import Faq, Product
from bot.domain.conversation import Author
from bot.domain.ids import now
from bot.services.context import Services
from bot.services.fitness import Finding, advice, look_at_shop
from bot.services.shop import load_shop
from bot.services.words import Words
from bot.settings import ROOT, Settings
from bot.store import open_store
from bot.store.tables import messages, orders, unanswered_questions
from bot.store.tables import products as products_table

LATELY = timedelta(days=30)
MOST_MESSAGES = 20_000
"""Of a busy shop the newest ones tell what is asked."""
FROM_ANSWERS = "action_answer_faq"
ALSO_COMPUTED = frozenset({"explain_product_kind", "ask_usage_help"})
"""Topics that the goods' own data answer as well."""


class NotThere(Exception):
    """The database cannot be looked at as it is; the message says what to do."""


async def look_at_data(settings: Settings) -> tuple[list[Finding], list[str]]:
    """What the data lack, and the SKUs of a few articles that are shown to visitors. Raises ``NotThere``."""
    services = Services(store=open_store(settings.database_url), words=Words({}))
    try:
        if not await is_migrated(services.store):
            raise NotThere("its schema is not the newest: restart the service, or `python -m bot db upgrade`")
        async with services.store.read() as session:
            products = list((await session.execute(select(Product).order_by(products_table.c.sku))).scalars())
            faqs = list((await session.execute(select(Faq).filter_by(current=True))).scalars())
        shop = await load_shop(services)
        found = [*look_at_shop(shop, products, faqs, topics(), await _asked(services), told_by_answers())]
        found += [*await _unanswered(services), *await _strange_orders(services, {one.sku for one in products})]
        shown = sorted(products, key=lambda one: (one.stock <= 0, "best_seller" not in one.tags, one.sku))
        return found, [one.sku for one in shown]
    finally:
        await services.store.close()


def told_by_answers() -> list[str]:
    """Topics that the shop's answers tell and nothing else does."""
    rules = load_rules(ROOT / "data" / "rules")
    return sorted(topic for topic, action in rules.items() if action == FROM_ANSWERS and topic not in ALSO_COMPUTED)


async def _asked(services: Services) -> Counter[str]:
    """How often visitors asked lately, by what was understood."""
    newest = (
        select(messages.c.understood)
        .where(messages.c.author == Author.VISITOR, messages.c.created_at >= now() - LATELY)
        .order_by(messages.c.created_at.desc())
        .limit(MOST_MESSAGES)
    )
    async with services.store.read() as session:
        understood = (await session.execute(newest)).scalars().all()
    return Counter(str(one["intent"]) for one in understood if one and one.get("intent"))


async def _unanswered(services: Services) -> list[Finding]:
    lately = unanswered_questions.c.created_at >= now() - LATELY
    newest = select(unanswered_questions.c.text).where(lately).order_by(unanswered_questions.c.created_at.desc())
    async with services.store.read() as session:
        count = (await session.execute(select(func.count()).select_from(unanswered_questions).where(lately))).scalar()
        texts = (await session.execute(newest.limit(3))).scalars().all()
    if not count:
        return []
    told = "; ".join(f"“{' '.join(text.split())[:60]}”" for text in texts)
    return [
        advice(
            f"{count} questions of the last {LATELY.days} days found no answer, the newest: {told}",
            "an answer or an alias each",
        )
    ]


async def _strange_orders(services: Services, skus: set[str]) -> list[Finding]:
    """Orders of which nothing is sold here: of the demo shop, or the column items is not filled with SKUs."""
    async with services.store.read() as session:
        rows = (await session.execute(select(orders.c["code"], orders.c["items"]).order_by(orders.c.code))).all()
    strange = [code for code, items in rows if items and not any(item.get("sku") in skus for item in items)]
    if not strange:
        return []
    return [
        advice(
            f"{len(strange)} orders have nothing that is in the catalogue, such as {strange[0]}",
            "are they another shop's, or has column items other SKUs than the catalogue?",
        )
    ]
