"""The stage belief: what is known about where a visitor stands, and why."""

from bot.journey.belief import Belief, Evidence, is_answer, is_slot_answer, update

__all__ = ["Belief", "Evidence", "is_answer", "is_slot_answer", "update"]
