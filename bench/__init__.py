"""Measures speed and memory beside a stock Rasa."""
