"""Whether a thing serves who or what was told by a measure, and that nothing does: honestly, from the data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language import normalise
from bot.services.answers.facts import said_of
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask
from bot.understanding.query import Query
from bot.understanding.rank import Fit
from bot.understanding.serving import verdict
from bot.understanding.shelf import Entry

WHETHER = re.compile(
    r"\b(?:khong|chua|ko|duoc chu|hong)\W*(?:a|shop|vay|ha|troi|nhi|em|ad)?\W*$|^(?:does|is|can|will|do|would)\b"
)
MOST_MISSING = 3


def asks_whether_it_serves(talk: Talk, ask: Ask) -> bool:
    """Whether a clause asks of one thing if it does for somebody told by weight or age, for so many, for so large."""
    if not WHETHER.search(normalise(ask.text).folded):
        return False
    entries = talk.entries(talk.referent(ask))
    query = talk.query(ask)
    if len(entries) != 1 or talk.referent(ask).how == "kind" or not query.measures:
        return False
    return not entries[0].product.sizes and verdict(entries[0], query.measures) is not None


async def tell_whether_it_serves(talk: Talk, ask: Ask) -> None:
    """Yes or no, with the fact that decides."""
    entry = talk.entries(talk.referent(ask))[0]
    found = verdict(entry, talk.query(ask).measures)
    talk.ground.attend(entry.sku)
    if found is not None:
        talk.say(
            "say_it_serves" if found.serves else "say_it_does_not_serve",
            name=talk.title(entry.product),
            fact=said_of(found.fact, talk.language),
            buttons=talk.buttons("say_product_choices"),
        )


def tell_none_serves(talk: Talk, query: Query, entries: Sequence[Entry]) -> bool:
    """Where each of the kind is denied to who was told by a measure: say so, with what each is for."""
    verdicts = [(entry, verdict(entry, query.measures)) for entry in entries]
    if not verdicts or any(found is None or found.serves for _, found in verdicts):
        return False
    lines = [
        f"• {talk.title(entry.product)}: {said_of(found.fact, talk.language)}"
        for entry, found in verdicts[:MOST_MISSING]
        if found is not None
    ]
    products = [entry.product for entry, _ in verdicts[:MOST_MISSING]]
    talk.say("say_none_serves", list="\n".join(lines))
    talk.ground.show([product.sku for product in products])
    return True


def of_the_kind(query: Query, fits: Sequence[Fit], talk: Talk) -> list[Entry]:
    """Everything of the kinds that were named, what fits best first; nothing where none was."""
    if not (query.kinds or query.heads):
        return []
    ranked = [fit.entry for fit in fits]
    return ranked + [entry for entry in talk.shelf.entries_of_kind(query.kinds or query.heads) if entry not in ranked]
