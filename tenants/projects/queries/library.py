"""Finished projects that their authors share inside the school."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import asking
from tenants.base.searching import has_words
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import PlaceState
from tenants.projects.models import (
    Project,
)
from tenants.projects.queries.telling import Rows, Whole, made_whole, select_wholes
from tenants.staff import actors

PAGE = 20


@dataclass(frozen=True)
class Page:
    """Projects of the library; `more`: the key of the next page."""

    found: list[Whole]
    more: UUID | None


def in_the_library() -> Any:
    """Of a statement that joins Project with Candidate and Staff: shared by who still works here in that place."""
    return (
        Project.library_since.is_not(None) & (Candidate.state == PlaceState.APPROVED.value) & actors.works()
    )


def library(session: Session, words: Collection[str], after: UUID | None = None) -> Page:
    """The newest first. Only what is in the library can be the edge of a page."""
    statement = select_wholes().where(in_the_library())
    if words:
        statement = statement.where(has_words(Project.__table__, words))
    if after is not None:
        statement = statement.where(Project.id < after)
    rows = session.execute(statement.order_by(Project.id.desc()).limit(PAGE + 1), asking(session)).all()
    found = [made_whole(row) for row in rows[:PAGE]]
    return Page(found, found[-1].id if len(rows) > PAGE else None)


def shared_project(session: Session, project_id: UUID) -> Whole:
    row = session.execute(_select_shared(), asking(session, wanted=project_id)).one_or_none()
    if row is None:
        raise NotFound
    return made_whole(row)


@cache
def _select_shared() -> Rows:
    return select_wholes().where(in_the_library(), Project.id == bindparam("wanted"))
