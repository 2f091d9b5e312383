"""Runs as lectern_owner: OWNER_DATABASE_URL, or a connection handed over by a test or the launcher."""

import os

from alembic import context
from sqlalchemy import Connection, create_engine, pool

from migrations.models import metadata


def migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=metadata, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    engine = create_engine(os.environ["OWNER_DATABASE_URL"], poolclass=pool.NullPool)
    with engine.connect() as connection:
        migrate(connection)
