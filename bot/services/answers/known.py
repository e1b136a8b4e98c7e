"""What is known to a question about a thing: its own data and the shop's answers about its kind, weighed alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.services.answers.talk import Talk
from bot.services.knowhow import load_know_hows
from bot.services.meaning import Meaning
from bot.understanding.acts import Ask, Entities
from bot.understanding.facts import Said, facts_for, weigh, weigh_words
from bot.understanding.knowhow import KnowHow, known_about
from bot.understanding.query import Query, query_of
from bot.understanding.shelf import Entry, Fact, has

MOST_FACTS = 3
WORDS = 6.0
"""Words speak for a sentence so much at most; above it more words are only more words."""
MEANING = 150.0
"""How much nearness in meaning weighs beside words, found on 100 questions of our own about the demo shop's things."""
SURE = 4.0
"""From here on a sentence answers the question."""
NEAR = 0.0
"""From here on it is the nearest there is and may be told as such; below it nobody knows."""
GENERAL = 4.0
"""An answer of the shop that names no kind must be meant by so many of its words."""
BEHIND = 1.5
"""So much an answer of the shop stands behind a thing's own data that fits as well: it is long and speaks of much."""
ASKED_FOR = 3.0
"""So much the topic that was read speaks for an answer that is filed under it."""
ALSO = 2.5
"""Of what is only near, a second sentence is told if it is not further behind the first."""
PLAIN = 5.0
"""So much a label alone speaks for an attribute: it is what was asked for, and no second look is needed."""
CLEAR = 2.0
"""By so much the best must be ahead to need no second look."""


@dataclass(frozen=True)
class Known:
    """What answers, the best first; ``how`` is an answer of the shop, ``how_first`` whether it answers better."""

    facts: Sequence[Said] = ()
    how: KnowHow | None = None
    how_first: bool = False
    sure: bool = True

    @property
    def nothing(self) -> bool:
        """Whether nobody here knows."""
        return not self.facts and self.how is None


@dataclass
class Candidate:
    """A sentence that may answer; ``words`` and ``meaning`` speak for it."""

    fact: Fact
    words: float
    how: KnowHow | None = None
    behind: float = 0.0
    meaning: float = 0.0

    @property
    def score(self) -> float:
        """All that speaks for it."""
        return min(self.words, WORDS) + self.meaning - self.behind


async def known_of(talk: Talk, ask: Ask, entry: Entry) -> Known:
    """What is known to a clause about a thing; where that is nothing, to the whole message that it stands in."""
    found = await _known(talk, as_asked(talk, ask.text, ask.entities), entry, ask.topic)
    if not found.sure and len(talk.wishes) <= 1 and ask.text != talk.reading.text:
        whole = await _known(talk, as_asked(talk, talk.reading.text, talk.reading.entities), entry, ask.topic)
        if whole.sure and not whole.nothing:
            return whole
    return found


def as_asked(talk: Talk, text: str, entities: Entities) -> Query:
    """A clause with all its words: those that ask for something ("rửa", "bật") stand in the shop's answers, too."""
    return query_of(text, entities, talk.shelf, without_cues=False)


def _model(talk: Talk, query: Query) -> Meaning | None:
    """The model where it helps: Vietnamese without its diacritics it reads no better than words do."""
    return talk.services.meaning if query.marks or talk.language == "en" else None


async def how_for(talk: Talk, ask: Ask, kinds: Collection[str]) -> KnowHow | None:
    """The shop's answer about kinds of things that fits a clause, if one surely does."""
    hows, usual = await load_know_hows(talk.services, talk.language)
    query = as_asked(talk, ask.text, ask.entities)
    said = weigh_words(talk.shelf, None, [how.fact for how in hows], query)
    found = [
        Candidate(how.fact, one.score, how, BEHIND - (ASKED_FOR if how.faq.topic == ask.topic else 0.0))
        for how, one in zip(hows, said)
        if how.kinds & set(kinds) or one.score >= (GENERAL if kinds else WORDS)
    ]
    if not found:
        return None
    if (meaning := _model(talk, query)) is not None:
        near = await meaning.nearness(query.text, [_shown(one, talk.language) for one in found], usual)
        found = [replace(one, meaning=MEANING * value) for one, value in zip(found, near)]
    best = max(found, key=lambda one: one.score)
    return best.how if best.score >= SURE else None


async def _known(talk: Talk, query: Query, entry: Entry, topic: str) -> Known:
    hows, usual = await load_know_hows(talk.services, talk.language)
    candidates = _candidates(talk, query, entry, hows, topic)
    meaning = _model(talk, query)
    if meaning is None or not candidates:
        return _by_words(talk, query, entry, candidates)
    candidates.sort(key=lambda one: -one.score)
    best, *others = candidates
    if best.words < PLAIN or any(best.words - one.words < CLEAR for one in others):
        texts = [_shown(one, talk.language) for one in candidates]
        near = await meaning.nearness(query.text, texts, usual)
        candidates = [replace(one, meaning=MEANING * value) for one, value in zip(candidates, near)]
        candidates.sort(key=lambda one: -one.score)
        best = candidates[0]
        if best.score < SURE and (facts := facts_for(talk.shelf, entry, query)):
            return Known(facts)
        if best.score < NEAR:
            return Known(sure=False)
        if best.score < SURE:
            return _nearest(candidates)
    return _told(talk, query, candidates)


def _nearest(candidates: Sequence[Candidate]) -> Known:
    """The nearest that is known, and what is nearly as near; an answer of the shop once."""
    near = [one for one in candidates if one.score >= max(NEAR, candidates[0].score - ALSO)][:2]
    facts = [Said(one.fact, one.score) for one in near if one.how is None]
    how = next((one.how for one in near if one.how is not None), None)
    return Known(facts, how, how_first=not facts, sure=False)


def _candidates(talk: Talk, query: Query, entry: Entry, hows: Sequence[KnowHow], topic: str) -> list[Candidate]:
    """Everything the house could say of a thing, with what its words say for it."""
    own = [one for one in entry.facts if one.is_said_in(talk.language)] or list(entry.facts)
    found = [Candidate(said.fact, said.score) for said in weigh(talk.shelf, entry, own, query)]
    about = known_about(hows, entry.product)
    for how, said in zip(about, weigh_words(talk.shelf, entry, [how.fact for how in about], query)):
        if said.score >= GENERAL or not how.is_general:
            found.append(Candidate(how.fact, said.score, how, _behind(how, entry, topic)))
    return found


def _behind(how: KnowHow, entry: Entry, topic: str) -> float:
    """How far an answer of the shop stands behind the thing's own data: less where it is just what was asked for."""
    far = BEHIND if how.is_meant_for(entry.product) or how.is_general else 2 * BEHIND
    return far - (ASKED_FOR if how.faq.topic == topic else 0.0)


def _by_words(talk: Talk, query: Query, entry: Entry, candidates: Sequence[Candidate]) -> Known:
    """Without the model: the facts whose words answer, else an answer of the shop that has the question's words."""
    facts = facts_for(talk.shelf, entry, query)
    hows = sorted((one for one in candidates if one.how and one.words >= SURE), key=lambda one: -one.words)
    how = hows[0] if hows else None
    if how is not None and (not facts or how.words > facts[0].score or _says_more(talk, how.fact, facts, query)):
        return Known(facts, how.how, not facts or how.words > facts[0].score)
    return Known(facts, sure=bool(facts))


def _told(talk: Talk, query: Query, candidates: Sequence[Candidate]) -> Known:
    """The best, with the facts near it, and the shop's answer where it says more."""
    best = candidates[0]
    enough = max(SURE, 0.6 * best.score)
    facts = [Said(one.fact, one.score) for one in candidates if one.how is None and one.score >= enough][:MOST_FACTS]
    how = next((one for one in candidates if one.how is not None and one.score >= SURE), None)
    if best.how is not None:
        return Known(facts, best.how, True)
    if how is not None and _says_more(talk, how.fact, facts, query):
        return Known(facts, how.how)
    return Known(facts)


def _says_more(talk: Talk, fact: Fact, told: Sequence[Said], query: Query) -> bool:
    """Whether a sentence has a telling word of the question that none of the told facts has."""
    return any(
        has(fact.words, word, query.marks) >= 0.5
        and talk.shelf.weight(word.folded) >= 2.5
        and not any(has(one.fact.words, word, query.marks) >= 0.5 for one in told)
        for word in query.words
        if word.folded not in query.kind_words
    )


def _shown(one: Candidate, language: str) -> str:
    """A candidate as the model is shown it: an answer of the shop with its question."""
    label, text = one.fact.said(language)
    if one.how is not None:
        faq = one.how.faq
        return f"{faq.question_en if language == 'en' and faq.question_en else faq.question} {text}"
    return f"{label}: {text}" if label else text
