"""Custom actions: thin doors from the dialogue engine into ``bot.services``, one module a topic."""
