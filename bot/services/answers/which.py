"""Ask which thing is meant, only where nothing is on the table."""

from __future__ import annotations

from bot.services.answers.groups import category_buttons
from bot.services.answers.policies import answer_of_topic
from bot.services.answers.talk import Talk
from bot.understanding.acts import Ask


async def ask_which(talk: Talk, ask: Ask) -> None:
    """Nothing was spoken of yet: the shop's own answer for the topic if there is one, else which thing is meant."""
    answer = await answer_of_topic(talk, ask)
    if answer is not None:
        talk.say_text(answer)
        return
    talk.ground.ask("which")
    talk.ground.pending = ask.topic
    talk.say("say_which_product", role="question", buttons=category_buttons(talk))
