"""Talk around the matter: greetings, thanks, praise, insults, what a shop does not do."""

from __future__ import annotations

import re

from bot.language import normalise
from bot.services.answers.policies import certain_answer
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask

SENTENCES = {
    "greet": "utter_greet",
    "goodbye": "utter_goodbye",
    "thank": "utter_welcome",
    "chitchat": "utter_chitchat",
    "insult": "utter_insult",
    "ask_if_bot": "utter_i_am_a_bot",
    "ask_capabilities": "utter_what_i_can_do",
    "praise": "utter_glad",
    "cancel": "utter_cancelled",
    "affirm": "utter_how_can_i_help",
    "deny": "say_anything_else",
}
SORRY = re.compile(r"\b(?:xin loi|sorry|nong qua|lo loi|apolog\w+)\b")


async def make_small_talk(talk: Talk, ask: Ask) -> None:
    """One sentence for the kind of talk it is."""
    if ask.topic in ("chitchat", "insult", "complain", "thank") and SORRY.search(normalise(ask.text).folded):
        talk.say("say_no_offence")
        return
    talk.say(SENTENCES.get(ask.topic, "utter_how_can_i_help"))
    if ask.topic in ("thank", "goodbye", "greet"):
        talk.ground.misses = 0


async def refuse_politely(talk: Talk, ask: Ask) -> None:
    """What a shop does not do is refused, with a way on; a question that the shop's answers cover is answered."""
    if talk.other_language:
        talk.say("say_only_two_languages")
        return
    if (answer := await certain_answer(talk, ask)) is not None:
        talk.say_text(answer)
        return
    talk.say("say_out_of_scope")
