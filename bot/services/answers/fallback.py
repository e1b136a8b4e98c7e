"""Answer what nobody could read for sure: from the shelf, the shop's answers, the thing at hand; else honestly."""

from __future__ import annotations

from dataclasses import replace

from bot.language import fold, normalise
from bot.services.answers.alternatives import alternative, compare_amount
from bot.services.answers.choosing import choose
from bot.services.answers.facts import SENSITIVE, tell_known, tell_unknown
from bot.services.answers.finding import candidates, find, present
from bot.services.answers.groups import category_buttons
from bot.services.answers.known import Known, known_of
from bot.services.answers.lacks import nothing_found
from bot.services.answers.policies import certain_answer, keep_question
from bot.services.answers.talk import Talk
from bot.services.answers.weighing import ANEW, QUESTION
from bot.understanding.acts import Ask
from bot.understanding.needs import also_said
from bot.understanding.query import Query
from bot.understanding.rank import Fit
from bot.understanding.shelf import Entry


async def settle_unsure(talk: Talk, ask: Ask) -> None:
    """Answer a clause that nobody could read for sure."""
    if ask.detail == "search":
        await search_or_admit(talk, ask)
    else:
        await admit(talk, ask)


async def tell_more_or_less(talk: Talk, ask: Ask) -> None:
    """The one of the kind that has more or less of what was asked: "loại to hơn"."""
    focus = talk.focus or talk.product(talk.ground.shown[0] if talk.ground.shown else None)
    if focus is None:
        await search_or_admit(talk, ask)
        return
    now = talk.shelf.entries[focus.sku]
    others = [talk.shelf.entries[p.sku] for p in talk.shelf.of_kind([focus.kind]) if p.sku != focus.sku]
    if talk.ground.several:
        await choose(talk, replace(ask, topic="recommend_by_need", detail="first"))
        return
    found = compare_amount(talk, ask.text, now, others)
    if found:
        products = [e.product for e in found[:3]]
        talk.say(
            "say_alternatives",
            name=talk.title(products[0]),
            price=talk.money(products[0].price),
            kind="products",
            payload=talk.cards(products),
        )
        talk.ground.show([p.sku for p in products])
        talk.ground.attend(products[0].sku)
        return
    await find_within(talk, ask)


async def find_within(talk: Talk, ask: Ask) -> None:
    """A need told of the kind on the table: "có cái nào kín đáo hơn không"."""
    focus = talk.focus or talk.product(talk.ground.shown[0] if talk.ground.shown else None)
    if focus is None:
        await search_or_admit(talk, ask)
        return
    query = replace(talk.query(ask), kinds=frozenset([focus.kind]))
    fits = [fit for fit in candidates(talk, query) if fit.facts or fit.named]
    if not fits:
        elsewhere = candidates(talk, talk.query(ask))
        if elsewhere and elsewhere[0].named >= 8.0:
            await find(talk, replace(ask, topic="find_product"))
            return
        await alternative(talk, replace(ask, topic="ask_alternative"))
        return
    present(talk, query, fits)


async def search_or_admit(talk: Talk, ask: Ask) -> None:
    """Look on the shelf; then in the shop's answers; then a fact of what is spoken of; else be honest."""
    entries = talk.entries(talk.referent(ask))
    known = await known_of(talk, ask, entries[0]) if talk.ground.focus and len(entries) == 1 else Known(sure=False)
    if known.sure and not known.nothing:
        talk.ground.attend(entries[0].sku)
        await tell_known(talk, ask, entries[0], known)
        return
    if (answer := await certain_answer(talk, ask)) is not None:
        talk.say_text(answer)
        return
    asks = ask.asks or bool(QUESTION.search(fold(ask.text)))
    if (
        (talk.ground.focus or talk.ground.shown)
        and entries
        and asks
        and not ANEW.search(normalise(ask.text).folded)
        and not talk.query(ask).kinds
    ):
        query = talk.query(ask)
        strong = [fit for fit in candidates(talk, query) if fit.named >= 9.0]
        if not any(is_called_by(fit, query, entries[0]) for fit in strong):
            talk.ground.attend(entries[0].sku)
            await tell_known(talk, ask, entries[0], known)
            return
    if says_nothing_known(talk, ask):
        await nothing_found(talk, ask)
        return
    await find(talk, replace(ask, topic="find_product"))


def is_called_by(fit: Fit, query: Query, spoken_of: Entry) -> bool:
    """Whether a thing is called by its name: "waterproof không" of shoes means no sun milk with such an alias."""
    if fit.product.kind == spoken_of.product.kind or fit.entry.sku in query.called:
        return True
    return any(word.folded in fit.entry.name for word in query.words)


def says_nothing_known(talk: Talk, ask: Ask) -> bool:
    """Whether no word of a clause occurs on the shelf and nothing else is told: it is not about what was looked for."""
    query = talk.query(ask)
    limits = (
        query.kinds
        or query.heads
        or query.measures
        or query.colours
        or query.sizes
        or query.lowest is not None
        or query.highest is not None
    )
    return (
        bool(query.words)
        and not limits
        and not any(talk.shelf.knows(word.folded) or also_said(word.folded) for word in query.words)
    )


async def admit(talk: Talk, ask: Ask) -> None:
    """Nothing fits: first ask back with likely meanings, then offer what is near, a person, the ways in."""
    if (answer := await certain_answer(talk, ask)) is not None:
        talk.say_text(answer)
        return
    if SENSITIVE.search(fold(ask.text)) and talk.focus is not None:
        tell_unknown(talk, ask, talk.shelf.entries[talk.focus.sku])
        return
    talk.ground.misses += 1
    await keep_question(talk)

    small = {
        "nlu_fallback",
        "greet",
        "goodbye",
        "thank",
        "affirm",
        "deny",
        "cancel",
        "inform",
        "chitchat",
        "insult",
        "out_of_scope",
        "ask_if_bot",
        "praise",
    }
    likely = [str(r["name"]) for r in talk.ranking if r.get("name") not in small][:2]
    if talk.ground.misses >= 3:
        talk.say("say_third_miss", buttons=category_buttons(talk))
    elif talk.ground.misses == 2 or not likely or talk.pressed:
        talk.say("say_offer_person")
    else:
        buttons = [{"title": talk.draw(f"say_meaning_{intent}"), "payload": f"/{intent}"} for intent in likely]
        talk.say("say_what_do_you_mean", buttons=buttons, role="question")
