"""How something is used, kept and made, and what a word means: from the shop's answers and the thing's own data."""

from __future__ import annotations

from collections.abc import Collection

from bot.services.answers.facts import tell_known
from bot.services.answers.finding import find
from bot.services.answers.known import Known, how_for, known_of
from bot.services.answers.policies import keep_question, tell_policy
from bot.services.answers.talk import Talk
from bot.services.knowhow import load_know_hows
from bot.understanding.acts import Ask
from bot.understanding.knowhow import KnowHow
from bot.understanding.shelf import Entry

KNOW_HOW = "know_how"
"""What the ground calls the answer that was told last: "gạo lứt thì sao" asks on."""


async def tell_usage(talk: Talk, ask: Ask) -> None:
    """How to use, clean, keep or make it: what the shop says of this kind of thing, and what its own data says."""
    entry = _thing(talk, ask)
    known = await known_of(talk, ask, entry) if entry is not None else None
    if entry is not None and known is not None and known.sure and not known.nothing:
        talk.ground.attend(entry.sku)
        await tell_known(talk, ask, entry, known)
        return
    how = await how_for(talk, ask, _kinds(talk, ask, entry))
    if how is not None:
        say_how(talk, how)
    elif entry is not None and known is not None:
        talk.ground.attend(entry.sku)
        nearest = await _nearest(talk, entry) if known.how is None else known
        await tell_known(talk, ask, entry, known if nearest.nothing else nearest)
    else:
        await tell_policy(talk, ask)


async def _nearest(talk: Talk, entry: Entry) -> Known:
    """The only answer about using things of this kind: the nearest there is to a question how."""
    hows, _ = await load_know_hows(talk.services, talk.language)
    about = [how for how in hows if how.faq.topic == "ask_usage_help" and how.is_meant_for(entry.product)]
    return Known((), about[0], how_first=True, sure=False) if len(about) == 1 else Known(sure=False)


async def explain(talk: Talk, ask: Ask) -> None:
    """What a kind or a word is: the shop's explanation; else a fact about things; else honest."""
    entry = _thing(talk, ask)
    how = await how_for(talk, ask, _kinds(talk, ask, entry))
    if how is not None:
        say_how(talk, how)
        return
    if entry is not None:
        known = await known_of(talk, ask, entry)
        if known.sure and not known.nothing:
            talk.ground.attend(entry.sku)
            await tell_known(talk, ask, entry, known)
            return
    if talk.query(ask).kinds:
        await find(talk, ask)
        return
    await keep_question(talk)
    talk.say("say_dont_know")


def say_how(talk: Talk, how: KnowHow) -> None:
    """Say an answer of the shop, and keep which it was."""
    talk.say_text(how.faq.answer_in(talk.language))
    talk.ground.note(KNOW_HOW, how.faq.key, talk.message_id)


def _thing(talk: Talk, ask: Ask) -> Entry | None:
    """The one thing that a clause is about."""
    referent = talk.referent(ask)
    entries = talk.entries(referent)
    if referent.how == "kind" and len(entries) > 1:
        return None
    return entries[0] if entries else None


def _kinds(talk: Talk, ask: Ask, entry: Entry | None) -> Collection[str]:
    """The kinds that a clause names, else that of the thing it is about."""
    query = talk.query(ask)
    named = query.kinds | query.heads
    return named | ({entry.product.kind} if entry is not None else set())
