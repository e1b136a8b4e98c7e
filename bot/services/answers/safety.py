"""Whether something may harm somebody: what the thing's own data says of it and nothing else, and whom to ask."""

from __future__ import annotations

import re

from bot.language import normalise
from bot.services.answers.facts import said_of
from bot.services.answers.policies import keep_question
from bot.services.answers.talk import Talk
from bot.services.answers.which import ask_which
from bot.understanding.acts import Ask
from bot.understanding.rank import rank
from bot.understanding.shelf import Entry, Fact

MOST = 4
MAY = re.compile(r"\b(?:duoc|an toan|co sao|co hai|nen|ok|okay|oke|safe|can|may|should|suitable|allowed)\b")
LOOKS = re.compile(r"\b(?:nao|tim|kiem|goi y|tu van|any|which|recommend|looking for|shop co (?:ban )?\w+ cho)\b")
WORN = re.compile(r"\b(?:mac|deo|xo|doi|choi|nghe|wear|play|size|form|rong)\b")
RISKS = (
    (
        re.compile(
            r"\b(?:be (?:nha )?(?:\w+ ){0,2}\d+ (?:thang|tuoi)|be \d+|be (?:nho|yeu)|em be|cho be|chau be|so sinh|"
            r"tre (?:nho|em|con)|bab(?:y|ies)|infants?|toddlers?|newborns?|\d+.month.olds?)\b"
        ),
        re.compile(r"\b(?:bé|trẻ|sơ sinh|bab(?:y|ies)|infants?|toddlers?|children)\b|\btuổi\b"),
    ),
    (
        re.compile(r"\b(?:bau|mang thai|co thai|cho con bu|dang cho bu|pregnan\w*|breast.?feed\w*|nursing)\b"),
        re.compile(r"\b(?:bầu|mang thai|thai kỳ|con bú|bé bú|pregnan\w*|breast.?feed\w*|nursing)\b"),
    ),
    (re.compile(r"\b(?:di ung|allerg\w*)\b"), re.compile(r"\b(?:dị ứng|allerg\w*|đậu phộng|gluten|peanuts?)\b")),
    (
        re.compile(
            r"\b(?:phong rop|rop da|nhiem trung|mung mu|lo loet|vet thuong ho|blister\w*|infected|open wound)\b"
        ),
        re.compile(r"\b(?:vết thương|trầy|bỏng|phồng|wounds?|burns?)\b"),
    ),
    (re.compile(r"\b(?:viem da|eczema|cham da)\b"), re.compile(r"\b(?:nhạy cảm|thử ở|sensitive|patch.test)\b")),
    (re.compile(r"\b(?:tieu duong|diabet\w*)\b"), re.compile(r"\b(?:đường|sugar)\b")),
    (
        re.compile(r"\b(?:huyet ap|tim mach|da day|benh|thuoc|medicat\w*|medicine|hen suyen|asthma)\b"),
        re.compile(r"\b(?:huyết áp|tim mạch|dạ dày|bác sĩ|doctor)\b"),
    ),
)
"""Who or what may be harmed as it is asked for, on folded text, and as a catalogue speaks of it, in small letters."""


def asks_whether_safe(text: str) -> bool:
    """Whether a clause asks if somebody may use something, which only its data can answer."""
    folded = normalise(text).folded
    return names_a_risk(text) and bool(MAY.search(folded)) and not LOOKS.search(folded) and not WORN.search(folded)


def names_a_risk(text: str) -> bool:
    """Whether a text speaks of somebody who, or something that, calls for care."""
    folded = normalise(text).folded
    return any(asked.search(folded) for asked, _ in RISKS)


def warnings_of(entry: Entry, text: str) -> list[Fact]:
    """What the data of a thing says of the risks that a text names."""
    folded = normalise(text).folded
    told = [pattern for asked, pattern in RISKS if asked.search(folded)]
    return [
        fact
        for fact in entry.facts
        if any(pattern.search(f"{fact.label} {fact.text} {fact.text_en}".lower()) for pattern in told)
    ]


async def tell_safety(talk: Talk, ask: Ask) -> None:
    """The warnings that the data has; where it has none, that nobody here knows. A doctor is named either way."""
    referent = talk.referent(ask)
    entries = talk.entries(referent)
    if not entries:
        await ask_which(talk, ask)
        return
    if len(entries) > MOST:
        entries = [fit.entry for fit in rank(talk.shelf, talk.query(ask), entries)][:MOST]
    found = {
        entry.sku: [fact for fact in warnings_of(entry, ask.text) if fact.is_said_in(talk.language)]
        for entry in entries
    }
    warned = [entry for entry in entries if found[entry.sku]]
    if len(entries) == 1:
        talk.ground.attend(entries[0].sku)
    else:
        talk.ground.show([entry.sku for entry in entries])
    if not warned:
        talk.say("say_unknown_ask_a_doctor", name=talk.title(entries[0].product))
        await keep_question(talk)
        return
    if len(entries) == 1:
        first, *others = found[warned[0].sku][:2]
        talk.say(
            "say_fact_text",
            name=talk.title(warned[0].product),
            text=said_of(first, talk.language),
            more="".join(f" {said_of(fact, talk.language)}." for fact in others),
        )
    else:
        talk.say(
            "say_fact_of_these",
            list="\n".join(
                f"• {talk.title(entry.product)}: {said_of(found[entry.sku][0], talk.language)}" for entry in warned
            ),
        )
    talk.say("say_ask_a_doctor")
