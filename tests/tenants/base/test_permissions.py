"""The one map: what is said of a record in hand is what is said of it in a list."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.assessment.models import Assignment, Outcome
from tenants.assessment.queries.outcomes import outcome
from tenants.awards.actions import release
from tenants.awards.models import Award
from tenants.base.actor import Actor, Appointment, Role, system
from tenants.base.errors import NotFound
from tenants.base.isolation import here
from tenants.base.permissions import WAYS, Permission, allowed, permit, visible
from tenants.cohorts.models import Candidate, Cohort
from tenants.portfolios.models import Evidence, SelfAudit, Submission
from tenants.staff.models import Staff
from tests.factories.assessment import PASSING, assess, make_matter
from tests.factories.cohorts import make_cohort
from tests.factories.portfolios import make_audit, make_item
from tests.factories.staff import acting

MODELS = (Staff, Cohort, Candidate, Evidence, SelfAudit, Submission, Assignment, Outcome, Award)


@dataclass
class Rows:
    session: Session
    school_id: UUID
    people: list[UUID]
    subjects: list[UUID]


@pytest.fixture
def rows(session, school_id) -> Rows:
    """Two matters, one decided and awarded; a self-audit and items, shared and not."""
    waiting, decided = make_matter(session), make_matter(session)
    for matter, shared in ((waiting, False), (decided, True)):
        make_audit(session, matter.candidate, {1: 2}, shared=shared)
        make_item(session, matter.candidate, shared=not shared)
    make_cohort(session)
    assess(session, decided, PASSING, PASSING)
    release(session, acting(session, decided.lead), [outcome(session, decided.submission.id)])
    session.flush()
    people = list(session.scalars(select(Staff.id)))
    subjects = [one for model in (Cohort, Candidate, Submission) for one in session.scalars(select(model.id))]
    return Rows(session, school_id, people, subjects)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_a_page_and_its_list_agree_on_every_row(rows: Rows, data) -> None:
    actor = data.draw(actors(rows))
    for model in MODELS:
        told = [visible(actor, permission, model).label(permission.name) for permission in Permission]
        listed = rows.session.execute(select(model, *told).where(here(rows.session, model)))
        for row, *in_list in listed:
            by_hand = [allowed(actor, permission, row) for permission in Permission]
            assert dict(zip(Permission, in_list, strict=True)) == dict(
                zip(Permission, by_hand, strict=True)
            ), row


def actors(rows: Rows) -> st.SearchStrategy[Actor]:
    appointments = st.tuples(st.sampled_from(Appointment), st.sampled_from(rows.subjects))
    return st.builds(
        Actor,
        school_id=st.just(rows.school_id),
        staff_id=st.sampled_from([*rows.people, None]),
        name=st.just("Ada"),
        roles=st.frozensets(st.sampled_from(Role)),
        appointed=st.frozensets(appointments, max_size=6),
        guest=st.booleans(),
    )


def test_the_system_earns_nothing_by_being_somebody(rows: Rows) -> None:
    """It works by its own actions; as an actor only what is for everyone is open to it."""
    open_to_all = {
        Permission.HOME_READ,
        Permission.STANDARDS_READ,
        Permission.ACCESS_READ,
        Permission.ACCOUNT_OPEN,
        Permission.CLAIM_MAKE,
        Permission.COPY_ASK,
        Permission.SEARCH,
        Permission.UNDO,
        Permission.EVENT_PLAN,
        Permission.LIBRARY_OPEN,
        Permission.JOINING_OPEN,
        Permission.PLANS_OPEN,
        Permission.PLAN_READ,
    }
    person = rows.session.get(Staff, (rows.school_id, rows.people[0]))
    assert {one for one in Permission if allowed(system(rows.school_id), one, person)} <= open_to_all


def test_out_of_scope_is_the_same_as_missing(session, school_id) -> None:
    with pytest.raises(NotFound):
        permit(system(school_id), Permission.STAFF_MANAGE)


def test_every_way_says_in_words_how_it_is_earned() -> None:
    assert all(way.words for ways in WAYS.values() for way in ways)
