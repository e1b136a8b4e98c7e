"""The Facebook Messenger channel: a shop's Page answered as well as its website, within Meta's rules."""

from bot.channels.messenger.channel import Messenger
from bot.channels.messenger.config import MessengerConfig
from bot.channels.messenger.webhook import add_webhook

__all__ = ["Messenger", "MessengerConfig", "add_webhook"]
