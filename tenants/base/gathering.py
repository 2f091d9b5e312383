"""Several small questions asked in one: to go to the database and back takes longer than any of them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, DateTime, Time, Uuid, func, literal_column, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.types import TypeEngine

from tenants.base.types import Moment

Question = SelectBase
READ: Sequence[tuple[type[TypeEngine[Any]], Callable[[str], Any]]] = (
    (Moment, datetime.fromisoformat),
    (DateTime, datetime.fromisoformat),
    (Date, date.fromisoformat),
    (Time, time.fromisoformat),
    (Uuid, UUID),
)
"""What JSON can only tell as text, and how it is read again."""


def ask_together(
    session: Session, questions: Sequence[Question], params: Mapping[str, object]
) -> list[list[tuple[Any, ...]]]:
    """The rows of each question, in their order, as if it had been asked alone. They select columns, no records."""
    asked = [one.subquery() for one in questions]
    nothing: ColumnElement[Any] = literal_column("'[]'::json")
    told = session.execute(
        select(
            *(
                select(func.coalesce(func.json_agg(func.json_build_array(*one.c)), nothing)).scalar_subquery()
                for one in asked
            )
        ),
        params,
    ).one()
    return [
        [tuple(map(_value, (column.type for column in one.c), row)) for row in rows]
        for one, rows in zip(asked, told, strict=True)
    ]


def _value(kind: TypeEngine[Any], told: Any) -> Any:
    if told is None:
        return None
    read = next((read for known, read in READ if isinstance(kind, known)), None)
    return read(told) if read else told
