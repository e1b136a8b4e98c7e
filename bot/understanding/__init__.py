"""Understand a message in its conversation: what is wished, what is told, which things are meant. Needs no Rasa."""
