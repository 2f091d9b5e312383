"""What projects found for a priority: told to all who see the picture from the library alone, never of so few people
that one could tell who they are."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.cohorts.models import Cohort
from tenants.coverage.queries.pictures import Asked, picture
from tenants.coverage.rules.scopes import SCHOOL, Of, Scope
from tenants.priorities.models import Priority
from tenants.projects.models import Project, ProjectMeasure, ProjectPoint, ProjectPriority
from tests.factories.cohorts import make_cohort
from tests.factories.coverage import make_served_plan
from tests.factories.portfolios import Place, candidate_actor, make_place
from tests.factories.projects import make_project
from tests.factories.staff import acting, make_staff

BEGAN, ENDED = date(2026, 10, 5), date(2027, 3, 1)
FOUND = ["Lines written: from 2.1 lines to 4.3 lines"]
NOTHING: list[str] = []


@pytest.fixture
def cohort(session) -> Cohort:
    return make_cohort(session)


@pytest.fixture
def head(session) -> Actor:
    return acting(session, make_staff(session, Role.HEAD))


@pytest.fixture
def place(session, cohort) -> Place:
    return make_place(session, cohort=cohort)


@pytest.fixture
def priorities(session, cohort) -> list[Priority]:
    """The cohort is focused on the first of them."""
    return make_served_plan(session, make_staff(session), cohort)[1]


def project(session, place: Place, *, shared: bool = True, **values: Any) -> Project:
    now = clock.now()
    kept = {"finished_at": now, "library_since": now} if shared else {}
    made = make_project(session, place.candidate, **kept, **values)
    points = select(ProjectPoint).join(ProjectMeasure, ProjectMeasure.id == ProjectPoint.measure_id)
    of_project = points.where(ProjectMeasure.project_id == made.id).order_by(ProjectPoint.day)
    for point, day in zip(session.scalars(of_project).all(), (BEGAN, ENDED), strict=True):
        point.day = day
    session.flush()
    return made


def found(session, actor: Actor, scope: Scope = SCHOOL, **asked: Any) -> list[list[str]]:
    """For each priority, what projects found."""
    seen = picture(session, actor, Asked(scope, **asked), date(2027, 6, 1))
    assert seen is not None
    return [[f"{one.name}: {one.words}" for one in aim.found] for aim in seen.aims]


def test_a_project_of_the_library_tells_what_it_found_for_its_cohorts_focus(
    session, head, place, priorities
) -> None:
    project(session, place)
    assert found(session, head) == [FOUND, NOTHING]


def test_it_tells_it_for_what_it_names_instead(session, head, place, priorities) -> None:
    made = project(session, place, priorities_named_at=clock.now())
    assert found(session, head) == [NOTHING, NOTHING]
    session.add(ProjectPriority(project_id=made.id, priority_id=priorities[1].id))
    assert found(session, head) == [NOTHING, FOUND]


def test_until_it_is_in_the_library_only_its_author_reads_it(
    session, head, place, cohort, priorities
) -> None:
    project(session, place, shared=False)
    own, other = Scope(Of.PERSON, place.person.id), make_place(session, cohort=cohort)
    assert found(session, candidate_actor(session, place), own) == [FOUND, NOTHING]
    for stranger in (head, acting(session, place.mentor), candidate_actor(session, other)):
        assert found(session, stranger, own) == [NOTHING, NOTHING]


@pytest.mark.parametrize(("people", "told"), [(9, NOTHING), (10, FOUND)])
def test_a_figure_of_few_people_stays_with_the_project(
    session, head, place, priorities, people, told
) -> None:
    """With its author as well: this page is one to show to others."""
    project(session, place, people=people)
    for actor in (head, candidate_actor(session, place)):
        assert found(session, actor) == [told, NOTHING]


def test_one_figure_of_few_people_is_enough_to_hold_back_its_measure(
    session, head, place, priorities
) -> None:
    project(session, place)
    session.scalars(select(ProjectPoint).where(ProjectPoint.day == BEGAN)).one().people = 9
    assert found(session, head) == [NOTHING, NOTHING]


def test_a_cohort_and_a_person_have_their_own_projects(session, head, place, cohort, priorities) -> None:
    project(session, place)
    elsewhere, beside = make_place(session), make_place(session, cohort=cohort)
    for scope, told in {
        Scope(Of.COHORT, cohort.id): FOUND,
        Scope(Of.COHORT, elsewhere.cohort.id): NOTHING,
        Scope(Of.PERSON, place.person.id): FOUND,
        Scope(Of.PERSON, beside.person.id): NOTHING,
    }.items():
        assert found(session, head, scope)[0] == told


def test_a_picture_of_the_past_does_not_know_what_was_measured_later(
    session, head, place, priorities
) -> None:
    project(session, place)
    assert found(session, head, half="A2") == [NOTHING, NOTHING]
    assert found(session, head, half="Sp2") == [FOUND, NOTHING]
