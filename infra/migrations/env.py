"""Runs migrations on the connection that infra/database.py opened."""

from alembic import context

from infra.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
