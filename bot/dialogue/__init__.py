"""The only part of the bot that knows Rasa's HTTP shapes and its process."""
