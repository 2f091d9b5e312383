"""Evidence, projects and events name the priorities they serve, and a cohort is focused on some."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.cohorts.actions.focus import focus_cohort
from tenants.cohorts.focus import focus_on
from tenants.cohorts.models import CohortPriority
from tenants.cohorts.rules import CohortState
from tenants.events.actions import priorities as of_event
from tenants.events.actions.evidence import take_as_evidence
from tenants.events.queries import priorities as event_queries
from tenants.outside.files.store import open_files
from tenants.portfolios.actions import priorities as of_item
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries import priorities as item_queries
from tenants.portfolios.queries.claims import claims
from tenants.priorities.rules.serving import By, Threads
from tenants.priorities.rules.states import Strength
from tenants.projects.actions import priorities as of_project
from tenants.projects.queries import priorities as project_queries
from tenants.schools.models import AcademicYear
from tests.conftest import InSchool
from tests.factories.cohorts import make_cohort
from tests.factories.events import make_event
from tests.factories.portfolios import Place, candidate_actor, make_claim, make_item, make_place
from tests.factories.priorities import make_mapping, make_plan, make_priority
from tests.factories.projects import make_project
from tests.factories.staff import acting, make_guest, make_staff
from tests.factories.threads import Plan, make_small_plan


@pytest.fixture
def lead(session: Session) -> Any:
    return make_staff(session, Role.PROGRAMME_LEAD)


@pytest.fixture
def place(session: Session, lead: Any) -> Place:
    return make_place(session, cohort=make_cohort(session, lead=lead))


@pytest.fixture
def plan(session: Session, place: Place) -> Plan:
    return make_small_plan(session)


@pytest.fixture
def me(session: Session, place: Place) -> Actor:
    return candidate_actor(session, place)


@pytest.fixture
def item(session: Session, place: Place) -> Evidence:
    made = make_item(session, place.candidate, happened_on=date(2026, 10, 1))
    make_claim(session, made, 7)
    return made


def of(session: Session, actor: Actor, item: Evidence, edition_id: UUID) -> Threads:
    return item_queries.threads_of(
        session, actor, item, claims(session, item.id, item.candidate_id), edition_id
    )


def served(threads: Threads) -> tuple[By, list[UUID]]:
    return threads.by, [one.aim.id for one in threads.served]


def focus(session: Session, lead: Any, place: Place, wanted: list[UUID]) -> None:
    focus_cohort(session, acting(session, lead), place.cohort, place.cohort.version, wanted)


def fields_of(session: Session, action: str) -> list[list[str]]:
    return list(session.scalars(select(HistoryEntry.fields).where(HistoryEntry.action == action)))


def test_evidence_serves_what_its_standards_drive_until_its_owner_says_otherwise(
    session: Session, place: Place, plan: Plan, me: Actor, item: Evidence
) -> None:
    edition = place.cohort.edition_id
    assert served(of(session, me, item, edition)) == (By.MAPPING, [plan.talk.id])
    assert [one.why for one in of(session, me, item, edition).served] == ["Standard 7 drives it"]
    of_item.name_priorities(session, me, item, [plan.reading.id, plan.rest.id], None)
    assert served(of(session, me, item, edition)) == (By.NAMED, [plan.reading.id, plan.rest.id])
    of_item.name_priorities(session, me, item, [], item.priorities_named_at)
    assert served(of(session, me, item, edition)) == (By.NAMED, [])
    of_item.follow_mapping(session, me, item)
    assert served(of(session, me, item, edition)) == (By.MAPPING, [plan.talk.id])
    assert fields_of(session, "evidence:name_priorities") == [["priorities"], ["priorities"]]


def test_the_mapping_of_the_day_of_the_work_counts(
    session: Session, place: Place, plan: Plan, me: Actor, item: Evidence, lead: Any
) -> None:
    make_mapping(session, plan.talk, 7, Strength.NONE, from_on=date(2026, 10, 2), set_by=lead.id)
    assert served(of(session, me, item, place.cohort.edition_id))[1] == [plan.talk.id]
    item.happened_on = date(2026, 10, 2)
    assert served(of(session, me, item, place.cohort.edition_id))[1] == []


def test_a_claim_that_is_not_finished_proposes_nothing(
    session: Session, place: Place, plan: Plan, me: Actor
) -> None:
    begun = make_item(session, place.candidate)
    make_claim(session, begun, 7, level=None)
    assert served(of(session, me, begun, place.cohort.edition_id))[1] == []


def test_only_the_owner_names_while_the_portfolio_is_open(
    session: Session, place: Place, plan: Plan, me: Actor, item: Evidence
) -> None:
    for stranger in (place.mentor, make_staff(session, Role.HEAD)):
        with pytest.raises(NotFound):
            of_item.name_priorities(session, acting(session, stranger), item, [], None)
    place.cohort.state = CohortState.CLOSED.value
    with pytest.raises(Refused):
        of_item.name_priorities(session, me, item, [], None)
    with pytest.raises(Refused):
        of_item.follow_mapping(session, me, item)


def test_a_missing_priority_and_another_schools_are_refused_alike(
    session: Session,
    in_school: InSchool,
    other_school_id: UUID,
    place: Place,
    plan: Plan,
    me: Actor,
    item: Evidence,
) -> None:
    with in_school(other_school_id) as other:
        foreign = make_small_plan(other).talk.id
    said = set()
    for wanted in (uuid4(), foreign):
        with pytest.raises(Invalid) as refused:
            of_item.name_priorities(session, me, item, [plan.talk.id, wanted], None)
        said.add(str(refused.value))
    assert len(said) == 1
    assert item.priorities_named_at is None


def test_a_second_window_is_told_what_was_named_meanwhile(
    session: Session, place: Place, plan: Plan, me: Actor, item: Evidence
) -> None:
    of_item.name_priorities(session, me, item, [plan.reading.id], None)
    with pytest.raises(Conflict) as refused:
        of_item.name_priorities(session, me, item, [plan.talk.id], None)
    assert refused.value.texts == {"Priorities": ("Our reading", "Our talk")}
    of_item.name_priorities(session, me, item, [plan.reading.id], None)


def test_a_project_serves_the_focus_of_its_cohort_until_its_author_says_otherwise(
    session: Session, place: Place, plan: Plan, me: Actor, lead: Any
) -> None:
    project = make_project(session, place.candidate)
    assert served(project_queries.threads_of(session, me, project)) == (By.FOCUS, [])
    focus(session, lead, place, [plan.rest.id])
    assert served(project_queries.threads_of(session, me, project)) == (By.FOCUS, [plan.rest.id])
    of_project.name_priorities(session, me, project, [plan.talk.id], None)
    assert served(project_queries.threads_of(session, me, project)) == (By.NAMED, [plan.talk.id])
    with pytest.raises(Conflict):
        of_project.name_priorities(session, me, project, [], None)
    with pytest.raises(NotFound):
        of_project.name_priorities(session, acting(session, place.mentor), project, [], None)
    of_project.follow_focus(session, me, project)
    assert served(project_queries.threads_of(session, me, project)) == (By.FOCUS, [plan.rest.id])


def test_an_event_is_taken_in_as_evidence_with_what_was_named_of_it(
    session: Session, place: Place, plan: Plan, me: Actor
) -> None:
    event = make_event(session, place.person, place.candidate)
    assert served(event_queries.threads_of(session, me, event)) == (By.FOCUS, [])
    of_event.name_priorities(session, me, event, [plan.rest.id], None)
    item = take_as_evidence(session, me, event, open_files("memory:///"))
    assert served(of(session, me, item, place.cohort.edition_id)) == (By.NAMED, [plan.rest.id])
    of_item.follow_mapping(session, me, item)
    take_as_evidence(session, me, event, open_files("memory:///"))
    assert item.priorities_named_at is None
    assert item.begun_on == item.happened_on
    with pytest.raises(NotFound):
        of_event.follow_focus(session, acting(session, place.mentor), event)
    of_event.follow_focus(session, me, event)
    assert served(event_queries.threads_of(session, me, event)) == (By.FOCUS, [])


def test_a_cohort_is_focused_on_exactly_what_was_chosen(
    session: Session, place: Place, plan: Plan, lead: Any
) -> None:
    actor, version = acting(session, lead), place.cohort.version
    focus(session, lead, place, [plan.talk.id, plan.rest.id])
    focus(session, lead, place, [plan.rest.id])
    (row,) = session.scalars(select(CohortPriority))
    assert (row.priority_id, row.focused_by) == (plan.rest.id, lead.id)
    with pytest.raises(Conflict):
        focus_cohort(session, actor, place.cohort, version, [])
    with pytest.raises(Invalid):
        focus(session, lead, place, [uuid4()])
    assert fields_of(session, "cohort:focus") == [["focus"], ["focus"]]


def test_heads_and_the_cohorts_lead_focus_it_and_nobody_else(
    session: Session, place: Place, plan: Plan
) -> None:
    head, other = make_staff(session, Role.HEAD), make_staff(session, Role.PROGRAMME_LEAD)
    focus(session, head, place, [plan.talk.id])
    for stranger in (other, place.person, place.mentor):
        with pytest.raises(NotFound):
            focus(session, stranger, place, [])
    place.cohort.state = CohortState.CLOSED.value
    with pytest.raises(Refused):
        focus(session, head, place, [])


def test_a_priority_carried_into_a_new_year_is_still_the_focus(
    session: Session, place: Place, plan: Plan, lead: Any
) -> None:
    focus(session, lead, place, [plan.talk.id])
    later = make_plan(session, year_id=_next_year(session))
    carried = make_priority(session, later, 1, title="Talk, still", line_id=plan.talk.line_id)
    threads = focus_on(session, acting(session, lead), place.cohort.id, date(2027, 9, 20))
    assert served(threads) == (By.FOCUS, [carried.id])
    assert [one.aim.id for one in threads.offered] == [carried.id]


def test_a_guest_sees_nothing_of_the_plan(session: Session, place: Place, plan: Plan) -> None:
    guest = make_guest(session, until=date(2027, 7, 1))
    assert focus_on(session, acting(session, guest), place.cohort.id, clock.today()).offered == ()


def test_where_there_is_no_plan_nothing_is_on_offer(
    session: Session, place: Place, me: Actor, item: Evidence
) -> None:
    assert of(session, me, item, place.cohort.edition_id).offered == ()
    assert focus_on(session, me, place.cohort.id, clock.today()).offered == ()


def _next_year(session: Session) -> UUID:
    year = AcademicYear(name="2027/28", starts_on=date(2027, 9, 1), ends_on=date(2028, 8, 31))
    session.add(year)
    session.flush()
    return year.id
