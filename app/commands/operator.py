"""What the operator's commands share."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.settings import Settings
from tenants.base.guard import refuse_unsafe_role
from tenants.base.isolation import sessions


@contextmanager
def operator_session(told: Settings) -> Iterator[Session]:
    engine = create_engine(told.operator_database_url, hide_parameters=True)
    try:
        refuse_unsafe_role(engine, "lectern_operator")
        with sessions(engine)() as session:
            yield session
    finally:
        engine.dispose()
