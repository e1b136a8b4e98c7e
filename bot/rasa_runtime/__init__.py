"""Starts Rasa the way this project needs it: without TensorFlow, and with fixes for where its time goes."""

VERSION = "3.6.21"
"""The Rasa that the fixes were written for; with any other one none is applied, and a test says so."""
