from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tenants.base.actor import Role
from tenants.base.errors import NotFound
from tenants.events.queries import outreach as queries
from tenants.events.rules.events import EventState, Reach
from tenants.events.rules.outreach import Sum
from tenants.staff.models import Staff
from tests.factories.cohorts import make_cohort
from tests.factories.events import make_answer, make_attendance, make_event
from tests.factories.portfolios import Place, make_place
from tests.factories.staff import acting, make_staff


@pytest.fixture
def lead(session: Session) -> Staff:
    return make_staff(session, Role.PROGRAMME_LEAD)


@pytest.fixture
def place(session: Session, lead: Staff) -> Place:
    return make_place(session, cohort=make_cohort(session, lead=lead))


def test_an_outreach_log_counts_what_was_held(session: Session, place: Place) -> None:
    make_event(session, place.person, place.candidate, attendance=9, reach=Reach.TEAM.value)
    event = make_event(session, place.person, attendance=31)
    make_answer(session, event, 5)
    make_answer(session, event, 2)
    make_event(session, place.person, state=EventState.PLANNED)
    make_event(session, place.person, state=EventState.CANCELLED)
    make_event(session, place.mentor)
    log = queries.log_of(session, place.person.id)
    assert [(one.answers, one.found_useful) for one in log if one.event is event] == [(2, 1)]
    found = queries.outreach_of(log)
    assert found.by_reach == {
        Reach.TEAM: Sum(1, 9, 90),
        Reach.SCHOOL: Sum(),
        Reach.BEYOND: Sum(1, 31, 90),
    }


def test_heads_see_the_sums_of_everybody_and_leads_those_of_their_cohorts(
    session: Session, place: Place, lead: Staff
) -> None:
    make_event(session, place.person, place.candidate, title="Of the cohort", attendance=10)
    make_event(session, place.person, place.candidate, attendance=11)
    elsewhere = make_place(session)
    make_event(session, elsewhere.person, elsewhere.candidate, title="Of another cohort")
    make_event(session, make_staff(session), title="Of somebody without a place")
    another = acting(session, make_staff(session, Role.PROGRAMME_LEAD))
    head = acting(session, make_staff(session, Role.HEAD))
    own_lead = acting(session, lead)
    assert queries.by_person(session, another) == []
    (of_cohort,) = queries.by_person(session, own_lead)
    assert (of_cohort.staff_id, of_cohort.outreach.all) == (place.person.id, Sum(2, 21, 180))
    assert len(queries.by_person(session, head)) == 3
    titles = {one.event.title for one in queries.page_of(session, own_lead)[0]}
    assert "Of the cohort" in titles
    assert not titles & {"Of another cohort", "Of somebody without a place"}
    assert len(list(queries.whole_log(session, head))) == 4


def test_the_list_is_paged_by_a_key_that_its_reader_must_be_able_to_see(
    session: Session, place: Place, lead: Staff
) -> None:
    for days in range(queries.PAGE + 2):
        make_event(session, place.person, place.candidate, begins=timedelta(days=-days - 1))
    actor = acting(session, lead)
    first, key = queries.page_of(session, actor)
    rest, end = queries.page_of(session, actor, key)
    assert (len(first), len(rest), end) == (queries.PAGE, 2, None)
    assert not {one.event.id for one in first} & {one.event.id for one in rest}
    strange = make_event(session, make_staff(session))
    with pytest.raises(NotFound):
        queries.page_of(session, actor, strange.id)


def test_hours_of_training_are_those_of_who_was_there(session: Session, place: Place, lead: Staff) -> None:
    event = make_event(session, place.person, place.candidate)
    make_attendance(session, event, place.person, presented=True)
    ola = make_staff(session, name="Ola")
    make_attendance(session, event, ola)
    make_attendance(session, event, make_staff(session), removed_at=event.planned_at)
    rows = list(queries.whole_attendance(session, acting(session, lead)))
    assert [(row[1], row[2]) for row in rows] == [(place.person.name, True), ("Ola", False)]
