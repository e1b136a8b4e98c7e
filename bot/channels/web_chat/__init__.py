"""The website widget's channel: Socket.IO, our own protocol and Rasa's."""

from bot.channels.web_chat.namespace import WebChat

__all__ = ["WebChat"]
