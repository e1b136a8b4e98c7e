"""Starts Rasa the way this project needs it: without TensorFlow, and with fixes for where its time goes."""
