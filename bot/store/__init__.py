"""The store: tables, their mapping to the domain's nouns, sessions and migrations."""

from bot.store.engine import Store, open_store

__all__ = ["Store", "open_store"]
