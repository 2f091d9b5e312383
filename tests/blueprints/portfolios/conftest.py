from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest

from tests.conftest import InSchool
from tests.factories.portfolios import Place, make_place
from tests.web import Person, Web


@dataclass(frozen=True)
class Desk:
    """A candidate at their desk, and their mentor."""

    place: Place
    candidate: Web
    mentor: Web
    school_id: UUID

    def portfolio(self, path: str = "") -> str:
        return f"/portfolios/{self.place.id}{path}"


MakeDesk = Callable[[UUID], Desk]


@pytest.fixture
def make_desk(in_school: InSchool, person: Person) -> MakeDesk:
    def make(school_id: UUID) -> Desk:
        with in_school(school_id) as session:
            place = make_place(session)
        return Desk(place, person(school_id, place.person.id), person(school_id, place.mentor.id), school_id)

    return make


@pytest.fixture
def desk(make_desk: MakeDesk, school_id: UUID) -> Desk:
    return make_desk(school_id)
