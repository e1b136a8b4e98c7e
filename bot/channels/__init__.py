"""Channels: each turns what its platform sends into an ``Inbound`` and shows messages in the platform's way."""
