"""Brings a database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from bot.store.engine import Store


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's settings, without a file: the migrations lie beside this module."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


async def upgrade(store: Store) -> None:
    """Apply every migration that is not applied yet; doing it again changes nothing."""

    def run(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            # Two instances that start together must not both migrate.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20391)")
        command.upgrade(alembic_config(connection), "head")

    async with store.engine.begin() as connection:
        await connection.run_sync(run)
