"""What the bot says to a message without words: a picture, a sticker, a voice message, a cart."""

from __future__ import annotations

from bot.domain.conversation import Conversation, Message, ReplyDraft
from bot.domain.handoff import Reason
from bot.services.context import Services

FOR_A_PERSON = {"appointment": Reason.BUYING_HELP, "cart": Reason.BUYING_HELP, "details": Reason.BUYING_HELP}
"""Kinds that a person has to look at."""

READABLE = "text"


def is_wordless(message: Message) -> bool:
    """Whether there are no words in a message that the dialogue engine could read."""
    return message.kind != READABLE and message.command is None


def answer_wordless(services: Services, conversation: Conversation, message: Message) -> ReplyDraft:
    """An honest line about what came, and a way on."""
    what = message.kind
    if what == "attachment":
        kinds = {str(file.get("kind")) for file in message.payload.get("attachments", [])}
        what = kinds.pop() if len(kinds) == 1 else "file"
    name = f"say_got_{what}"
    try:
        text, buttons = services.words.draw(name, conversation.language)
    except KeyError:
        text, buttons = services.words.draw("say_got_unsupported", conversation.language)
    return ReplyDraft(text=text, quick_replies=buttons)
