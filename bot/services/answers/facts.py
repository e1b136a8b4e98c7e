"""Tell what a thing's own data says, honestly where it says nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.brief import in_brief
from bot.language import fold, normalise
from bot.services.answers.known import Known, known_of
from bot.services.answers.policies import keep_question
from bot.services.answers.promises import asks_for_a_promise
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask
from bot.understanding.facts import Said, facts_for
from bot.understanding.query import Query
from bot.understanding.shelf import Entry, Fact

SENSITIVE = re.compile(
    r"\b(?:bau|mang thai|co thai|cho con bu|pregnan\w*|breast.?feed\w*|nursing|di ung|allerg\w*|em be|tre so sinh|"
    r"so sinh|be \d+ (?:thang|tuoi)|baby|babies|infant|toddler|tieu duong|diabet\w*|huyet ap|benh|thuoc|da day|"
    r"tim mach|medicine|medication|eczema|viem da|hen suyen|asthma|nguoi gia benh|cho con|phong rop|rop (?:da|len)|"
    r"nhiem trung|mung mu|lo loet|chay mau|vet thuong ho|nuot phai|ngo doc|soc phan ve|kho tho|blister\w*|infect\w*|"
    r"open wound)\b"
)
"""What may harm somebody: answered from the data only, with the advice to ask a person."""
YES = re.compile(r"^(?:co|duoc|yes|allowed)\b")
NO = re.compile(r"^(?:khong|chua|no|none|not)\b")


LONGEST_FACT = 240
"""Letters of a sentence of a description that tells a fact; some shops write a page without a full stop."""


def said_of(fact: Fact, language: str) -> str:
    """A fact as a half sentence: "Pin: 50 giờ", or the sentence of the description."""
    label, text = fact.said(language)
    return f"{label}: {text}" if label else in_brief(text, LONGEST_FACT).rstrip(". ")


async def tell_facts(talk: Talk, ask: Ask) -> None:
    """Answer a question about a thing, or about each of a few, from their data."""
    from bot.services.answers.safety import asks_whether_safe, tell_safety
    from bot.services.answers.which import ask_which

    referent = talk.referent(ask)
    entries = talk.entries(referent)[:4]
    if entries and asks_whether_safe(ask.text):
        await tell_safety(talk, ask)
        return
    if not entries:
        await ask_which(talk, ask)
        return
    entries = beside_what_is_compared(talk, ask, entries)
    if len(entries) > 1:
        query = talk.query(ask)
        tell_of_each(talk, ask, query, entries, {one.sku: facts_for(talk.shelf, one, query) for one in entries})
        return
    talk.ground.attend(entries[0].sku)
    known = await known_of(talk, ask, entries[0])
    if SELLS.search(normalise(ask.text).expanded) and not facts_for(talk.shelf, entries[0], talk.query(ask)):
        # "Shop có bán dây sạc rời không" asks for another thing, not for a fact of this one.
        from bot.services.answers.finding import find

        await find(talk, replace(ask, topic="find_product"))
        return
    await tell_known(talk, ask, entries[0], known)


COMPARED = re.compile(
    r"\bhon (?:nhieu )?(?:so voi )?(?:no|con|cai|loai|em|chiec|ban)\b"
    r"|\b(?:giong|nhu|bang) (?:vay|the|no|con|cai|loai)\b|\bso voi\b|\bthan (?:the|this|that|it)\b|\bas (?:\w+ )as\b"
)
"""Asks a fact of a thing beside another one: "tốn điện hơn con 1l8 không", "có chống ồn giống vậy không"."""


def beside_what_is_compared(talk: Talk, ask: Ask, entries: Sequence[Entry]) -> list[Entry]:
    """The thing that was named together with the one spoken of before it, where the two are compared."""
    one = entries[0] if len(entries) == 1 and talk.referent(ask).explicit else None
    if one is None or not COMPARED.search(normalise(ask.text).folded):
        return list(entries)
    known = [talk.shelf.entries[sku] for sku in talk.ground.focus if sku in talk.shelf.entries]
    other = next((entry for entry in known if entry != one and entry.product.kind == one.product.kind), None)
    return [other, one] if other is not None else list(entries)


async def tell_known(talk: Talk, ask: Ask, entry: Entry, known: Known) -> None:
    """What answers a question about one thing, else the nearest there is, else that nobody here knows."""
    if known.nothing or (not known.sure and SENSITIVE.search(fold(ask.text))):
        tell_unknown(talk, ask, entry)
    elif not known.sure:
        told = [said_of(one.fact, talk.language) for one in known.facts]
        if known.how:
            told.insert(0 if known.how_first else len(told), within(known.how.faq.answer_in(talk.language)))
        talk.say("say_fact_near", name=talk.title(entry.product), text=". ".join(one.rstrip(". ") for one in told))
    else:
        if known.how and known.how_first:
            talk.say_text(known.how.faq.answer_in(talk.language))
        if known.facts:
            tell(talk, ask, entry, known.facts)
        if known.how and not known.how_first:
            talk.say_text(known.how.faq.answer_in(talk.language))
    if asks_for_a_promise(ask.text) and not known.nothing:
        talk.say("say_effect_differs")
    if not known.sure:
        await keep_question(talk)


def within(answer: str) -> str:
    """An answer as a part of a sentence: without its "Dạ" and "ạ"."""
    return re.sub(r"(?i)^dạ,? | ạ(?=[.!])", "", answer)


def tell(talk: Talk, ask: Ask, entry: Entry, found: Sequence[Said]) -> None:
    """The facts that answer, the best first, with a plain yes or no where the first one is one."""
    found = [one for one in found if one.fact.is_said_in(talk.language)] or found
    best = found[0].fact
    others = [one.fact for one in found[1:] if one.score >= found[0].score * (0.6 if one.fact.label else 0.4)][:2]
    label, text = best.said(talk.language)
    shown = in_brief(text, LONGEST_FACT).rstrip(".")
    name = talk.title(entry.product)
    plain_text = fold(text)
    if best.label and YES.match(plain_text):
        sentence = "say_fact_yes"
    elif best.label and NO.match(plain_text):
        sentence = "say_fact_no"
    elif best.label:
        sentence = "say_fact"
    else:
        sentence = "say_fact_text"
    more = "".join(f" {said_of(fact, talk.language)}." for fact in others)
    talk.say(
        sentence,
        name=name,
        label=label,
        value=shown,
        text=shown,
        more=more,
        buttons=talk.buttons("say_product_choices"),
    )
    if SENSITIVE.search(fold(ask.text)):
        talk.say("say_ask_a_doctor")


SELLS = re.compile(r"\b(?:có|co) (?:bán|ban)\b|\bdo you (?:also |still |maybe )?(?:sell|have|carry)\b")
"""With the marks that were typed: "có bạn" has a friend."""


def tell_unknown(talk: Talk, ask: Ask, entry: Entry) -> None:
    """The data says nothing of it: say so, and offer to ask somebody; never a guess."""
    if SENSITIVE.search(fold(ask.text)):
        talk.say("say_unknown_ask_a_doctor", name=talk.title(entry.product))
        return
    talk.say("say_fact_unknown", name=talk.title(entry.product))


def tell_of_each(talk: Talk, ask: Ask, query: Query, entries: Sequence[Entry], found: dict[str, list[Said]]) -> None:
    """What each of a few has of the fact that was asked for."""
    lines = []
    for entry in entries:
        said = found[entry.sku]
        if said:
            # Of each the same fact where they all have it, so that the lines can be compared.
            first = next((one.fact for one in said if one.fact.is_said_in(talk.language)), said[0].fact)
            lines.append(f"• {talk.title(entry.product)}: {said_of(first, talk.language)}")
    if not lines:
        tell_unknown(talk, ask, entries[0])
        return
    talk.say("say_fact_of_these", list="\n".join(lines))
    if len([entry for entry in entries if found[entry.sku]]) == 1:
        talk.ground.attend(next(entry.sku for entry in entries if found[entry.sku]))
    elif SENSITIVE.search(fold(ask.text)):
        talk.say("say_ask_a_doctor")
