"""Answer a question from the shop's own answers, or say honestly that there is none."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sqlalchemy import select

from bot.domain.catalogue import Faq
from bot.domain.offer import UnansweredQuestion
from bot.services.context import Services
from bot.services.search import TextIndex
from bot.store.tables import faqs as faqs_table

TOPIC_BOOST = 1.6
"""An answer filed under the topic that NLU read counts this much nearer."""

TOPIC_ALONE = 0.12
"""With the topic known, even a far question ("thế còn phí?") gets the topic's main answer above this."""

CERTAIN = 0.5
"""From this nearness on an answer may be given although nobody read its topic."""


@dataclass(frozen=True)
class FaqAnswer:
    """What was found: ``faq`` is None below the threshold; ``nearest`` are the next likely questions."""

    faq: Faq | None
    score: float
    nearest: list[Faq]

    @property
    def certain(self) -> Faq | None:
        """The answer, if its words alone say that it is the right one."""
        return self.faq if self.score >= CERTAIN else None


async def load_faqs(services: Services) -> tuple[dict[str, Faq], TextIndex]:
    """Every current answer by key, and their index."""
    return await services.read_once("faqs", lambda: _read(services))


async def _read(services: Services) -> tuple[dict[str, Faq], TextIndex]:
    async with services.store.read() as session:
        found = (await session.execute(select(Faq).filter_by(current=True).order_by(faqs_table.c.key))).scalars().all()
    faqs = {faq.key: faq for faq in found}
    asked = {key: [faq.question, faq.question_en, *faq.aliases] for key, faq in faqs.items()}
    # Reading some hundred answers takes half a second, in which others go on.
    return faqs, await asyncio.to_thread(TextIndex, asked)


async def answer_faq(
    services: Services,
    text: str,
    *,
    topic: str | None = None,
    conversation_id: str | None = None,
    message_id: str | None = None,
) -> FaqAnswer:
    """Find the answer to ``text``; ``topic`` is the intent NLU read, a strong hint.

    Below ``services.faq_threshold`` nothing is answered and the question is kept for the shop's owner.
    """
    faqs, index = await load_faqs(services)
    of_topic = {key for key, faq in faqs.items() if faq.topic == topic}
    hits = index.search(text, limit=6, boost=dict.fromkeys(of_topic, TOPIC_BOOST))
    nearest = [faqs[key] for key, _ in hits]
    if of_topic:
        in_topic = [(key, score) for key, score in hits if key in of_topic]
        first_of_topic = next((key for key in faqs if key in of_topic), None)
        best_in_topic = in_topic[0] if in_topic else (first_of_topic, TOPIC_ALONE)
        outsider = hits[0] if hits and hits[0][0] not in of_topic else None
        # NLU's topic wins unless another question is the same almost word for word.
        if best_in_topic[0] and not (outsider and outsider[1] > 0.8 and outsider[1] > 1.5 * best_in_topic[1]):
            return FaqAnswer(faqs[best_in_topic[0]], max(best_in_topic[1], TOPIC_ALONE), nearest)
    if hits and hits[0][1] >= services.faq_threshold:
        return FaqAnswer(nearest[0], hits[0][1], nearest[1:3])
    score = hits[0][1] if hits else 0.0
    if conversation_id:
        await keep_unanswered(services, conversation_id, text, nearest[0].key if nearest else None, score, message_id)
    return FaqAnswer(None, score, [faq for faq, (_, s) in zip(nearest, hits, strict=True) if s > 0.15][:2])


async def keep_unanswered(
    services: Services, conversation_id: str, text: str, nearest: str | None, score: float, message_id: str | None
) -> None:
    """Keep a question nobody could answer, once for each message."""
    async with services.store.begin() as session:
        if message_id and (await session.execute(select(UnansweredQuestion).filter_by(key=message_id))).first():
            return
        session.add(
            UnansweredQuestion(
                conversation_id=conversation_id,
                text=text[:1000],
                nearest=nearest,
                score=score,
                key=message_id,
                created_at=services.clock(),
            )
        )
