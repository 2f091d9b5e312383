"""What work is linked with, beside what it could be linked with."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tenants.base.gathering import ask_together
from tenants.base.isolation import asking, beside, ours
from tenants.priorities.models import Priority
from tenants.priorities.queries.plans import Open, select_open

Link = tuple[InstrumentedAttribute[UUID], UUID | None]
"""The column of a table of links that says whose a link is, and whose are asked for; of nobody there are none."""


def open_and_linked(session: Session, day: date, *links: Link) -> list[list[Open]]:
    """The priorities of the plan of that day, then, for each of these, those of any year that its links lead to."""
    questions = [select_open(), *(select_linked(column) for column, _ in links)]
    asked = asking(session, day=day, **{whose(column): one for column, one in links})
    return [opened(rows) for rows in ask_together(session, questions, asked)]


@cache
def select_linked(column: InstrumentedAttribute[UUID]) -> Select[UUID, UUID, int, str, str]:
    """`Open` in rows, of who is named by `whose(column)`."""
    link: Any = column.class_
    return (
        select(Priority.id, Priority.line_id, Priority.number, Priority.title, Priority.reason)
        .join(link, beside(link, Priority, link.priority_id == Priority.id))
        .where(ours(Priority), column == bindparam(whose(column)))
        .order_by(Priority.number, Priority.id)
    )


def whose(column: InstrumentedAttribute[UUID]) -> str:
    return f"of_{column.class_.__tablename__}"


def opened(rows: Iterable[tuple[Any, ...]]) -> list[Open]:
    return [Open(*row) for row in rows]
