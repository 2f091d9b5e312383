"""One question says the same as four."""

from datetime import time, timedelta

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Role
from tenants.cohorts.rules import CohortState
from tenants.cohorts.timetable import coming
from tenants.events.rules.events import EventState
from tenants.mentoring.queries.waiting import waiting_for
from tenants.testimonials.rules import State
from tenants.testimonials.waiting import Waiting
from tenants.today.queries import today
from tests.factories.cohorts import make_date
from tests.factories.events import make_answer, make_event
from tests.factories.groups import make_contribution, make_group, make_pooled
from tests.factories.mentoring import make_action, make_meeting
from tests.factories.portfolios import make_place
from tests.factories.staff import acting, make_staff
from tests.factories.testimonials import make_testimonial


def test_a_candidate_is_told_of_dates_events_testimonials_and_what_was_agreed(session: Session) -> None:
    place = make_place(session)
    day = clock.today() + timedelta(days=4)
    make_date(session, place.cohort, title="Get-together", day=day, starts_at=time(15, 45))
    make_date(session, place.cohort, title="Without a time", day=day, starts_at=None)
    action = make_action(session, place.candidate, place.mentor, "Ring the art team", days=2)
    make_meeting(session, place.candidate, place.mentor)
    asked = make_testimonial(session, place.candidate, State.RECEIVED)
    held = make_event(session, place.person, place.candidate)
    make_answer(session, held)
    make_event(session, place.person, state=EventState.PLANNED, begins=timedelta(days=90))
    me = acting(session, place.person)
    told = today(session, me)
    assert [(one.day, one.title, one.starts_at) for one in told.coming] == [
        (one.date.day, one.date.title, one.date.starts_at) for one in coming(session, me)
    ]
    assert {one.starts_at for one in told.coming} == {time(15, 45), None}
    assert told.together == waiting_for(session, me)
    assert [one.id for one in told.together] == [action.id]
    assert told.waiting == Waiting(testimonials=1, testimonial_id=asked.id)
    assert [(one.id, one.answers, one.starts_at) for one in told.events] == [(held.id, 1, held.starts_at)]


def test_who_has_nothing_waiting_is_told_so(session: Session) -> None:
    make_place(session)
    told = today(session, acting(session, make_staff(session, Role.MENTOR)))
    assert (told.coming, told.waiting, told.together, told.events) == ([], Waiting(), [], [])


def test_a_mentor_is_told_of_their_own_pairs_alone(session: Session) -> None:
    place, other = make_place(session), make_place(session)
    make_action(session, other.candidate, other.mentor, by_mentor=True)
    mine = make_action(session, place.candidate, place.mentor, by_mentor=True)
    me = acting(session, place.mentor)
    assert [one.id for one in today(session, me).together] == [mine.id]
    assert today(session, me).together == waiting_for(session, me)


def test_a_member_is_told_of_contributions_that_wait_while_their_cohort_is_open(session: Session) -> None:
    first = make_place(session)
    second = make_place(session, cohort=first.cohort)
    item = make_pooled(session, make_group(session, [first.candidate, second.candidate]))
    make_contribution(session, item, second.candidate)
    me = acting(session, first.person)
    assert [one.unheard for one in today(session, me).groups] == [1]
    first.cohort.state = CohortState.CLOSED.value
    session.flush()
    assert [one.unheard for one in today(session, me).groups] == [0]
