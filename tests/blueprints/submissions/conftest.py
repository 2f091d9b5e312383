from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event

from tests.conftest import InSchool
from tests.factories.portfolios import Place
from tests.factories.submissions import hand_in, make_head, make_ready
from tests.web import Person, Web


@dataclass(frozen=True)
class Desk:
    """A candidate who may submit, and their head."""

    place: Place
    candidate: Web
    head: Web
    head_id: UUID
    school_id: UUID

    def portfolio(self, path: str = "") -> str:
        return f"/portfolios/{self.place.id}{path}"


@pytest.fixture
def make_desk(in_school: InSchool, person: Person) -> Callable[..., Desk]:
    def make(school_id: UUID, **cohort: object) -> Desk:
        with in_school(school_id) as session:
            head = make_head(session)
            place = make_ready(session, **cohort)
        return Desk(place, person(school_id, place.person.id), person(school_id, head.id), head.id, school_id)

    return make


@pytest.fixture
def desk(make_desk: Callable[..., Desk], school_id: UUID) -> Desk:
    return make_desk(school_id)


@pytest.fixture
def submitted(desk: Desk, in_school: InSchool) -> str:
    """The address of a submission that waits for the head."""
    with in_school(desk.school_id) as session:
        return f"/submissions/{hand_in(session, desk.place).id}"


@pytest.fixture
def queries(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with queries() as asked:` → the statements that the application sent meanwhile."""

    @contextmanager
    def listen() -> Iterator[list[str]]:
        asked: list[str] = []
        engine = app.extensions["engine"]

        def note(*told: Any) -> None:
            asked.append(told[2])

        event.listen(engine, "before_cursor_execute", note)
        yield asked
        event.remove(engine, "before_cursor_execute", note)

    return listen
