"""Rasa graph components of ours; with ``bot.language`` the only part that Rasa's environment imports."""
