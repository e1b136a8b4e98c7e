"""Alembic's entry: runs migrations on the connection that ``bot.store.migrate`` opened."""

from alembic import context

from bot.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, user_module_prefix="types.")
with context.begin_transaction():
    context.run_migrations()
