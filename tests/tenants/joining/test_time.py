"""Time for the programme: given by whoever runs the cohort, noted by who uses it, and read by as few as possible."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.rules import PlaceState
from tenants.joining.actions.time import grant_time, note_session, note_time, take_back
from tenants.joining.queries.time import grants_of, in_all, of_cohort, of_place, sessions_to_note, uses_of
from tenants.joining.rules.time import LONGEST, MOST_HOURS, QUARTER, Balance, Purpose, total, used_problems
from tests.factories.cohorts import make_candidate, make_cohort, make_date, make_lead
from tests.factories.joining import make_grant, make_use
from tests.factories.portfolios import Place, make_place
from tests.factories.staff import acting, make_staff

BALANCES = st.builds(Balance, st.integers(0, MOST_HOURS * 60), st.integers(0, MOST_HOURS * 60))


@given(st.lists(BALANCES))
def test_what_is_left_and_what_is_too_much_are_never_both_and_add_up(balances: list[Balance]) -> None:
    for one in [*balances, total(balances)]:
        assert not (one.left and one.over)
        assert one.granted - one.used == one.left - one.over
    assert total(balances).used == sum(one.used for one in balances)


@given(st.integers(-60, LONGEST * 2), st.integers(-400, 400))
def test_time_is_noted_in_quarters_after_it_was_used_and_since_one_takes_part(minutes: int, ago: int) -> None:
    today = clock.today()
    starts = today - timedelta(days=200)
    problems = used_problems(today - timedelta(days=ago), minutes, today, starts)
    assert ("minutes" in problems) is not (minutes % QUARTER == 0 and QUARTER <= minutes <= LONGEST)
    assert ("used_on" in problems) is not (0 <= ago <= 200)


@pytest.fixture
def place(session: Session) -> Place:
    today = clock.today()
    cohort = make_cohort(
        session,
        lead=make_lead(session),
        starts_on=today - timedelta(days=60),
        window_opens_on=today + timedelta(days=60),
        window_closes_on=today + timedelta(days=80),
    )
    return make_place(session, cohort=cohort)


def told(session: Session) -> set[str]:
    session.flush()
    rows = session.scalars(
        select(OutboxMessage.payload).where(OutboxMessage.message == "joining.tell_time_granted")
    )
    return {row["reader_id"] for row in rows}


def test_the_latest_grant_counts_and_the_line_manager_is_told(session, place) -> None:
    head, manager = make_staff(session, Role.HEAD), make_staff(session)
    place.person.line_manager_id = manager.id
    for hours in (6, 8):
        grant_time(
            session, acting(session, head), place.candidate, hours, clock.today(), "Cover on Thursdays"
        )
    assert [one.grant.hours for one in grants_of(session, place.candidate.id)] == [8, 6]
    assert of_place(session, place.candidate.id).balance == Balance(8 * 60, 0)
    assert told(session) == {str(place.person.id), str(manager.id)}


def test_nobody_gives_time_to_themselves_and_a_mentor_gives_none(session, place) -> None:
    head = make_staff(session, Role.HEAD)
    own = make_candidate(session, place.cohort, head)
    for who, candidate in (
        (head, own),
        (place.mentor, place.candidate),
        (place.person, place.candidate),
    ):
        with pytest.raises(NotFound):
            grant_time(session, acting(session, who), candidate, 6, clock.today(), "Cover")


def test_time_is_for_who_takes_part(session, place) -> None:
    head = acting(session, make_staff(session, Role.HEAD))
    place.candidate.state = PlaceState.ACCEPTED.value
    with pytest.raises(Refused, match="approved"):
        grant_time(session, head, place.candidate, 6, clock.today(), "Cover")
    with pytest.raises(Refused, match="approved"):
        note_time(session, acting(session, place.person), place.candidate, clock.today(), 30, Purpose.OTHER)
    place.candidate.state = PlaceState.APPROVED.value
    with pytest.raises(Invalid, match="how"):
        grant_time(session, head, place.candidate, 6, clock.today(), " ")


def test_a_session_that_was_held_is_noted_once_with_its_length(session, place) -> None:
    yesterday = clock.today() - timedelta(days=1)
    held = make_date(session, place.cohort, title="Get-together", day=yesterday, minutes=70)
    make_date(session, place.cohort, title="To come", day=clock.today() + timedelta(days=3))
    me = acting(session, place.person)
    assert [one.date.id for one in sessions_to_note(session, place.candidate)] == [held.id]
    used = note_session(session, me, place.candidate, held.id)
    assert (used.minutes, used.purpose, used.used_on) == (75, "session", yesterday)
    with pytest.raises(Refused, match="noted already"):
        note_session(session, me, place.candidate, held.id)
    take_back(session, me, used)
    session.flush()
    assert len(sessions_to_note(session, place.candidate)) == 1


def test_only_who_used_it_takes_a_note_back(session, place) -> None:
    used = make_use(session, place.candidate)
    for other in (place.mentor, make_staff(session, Role.HEAD)):
        with pytest.raises(NotFound):
            take_back(session, acting(session, other), used)
    assert uses_of(session, place.candidate.id) == [used]


def test_a_cohort_adds_up_what_all_its_candidates_have(session, place) -> None:
    head = make_staff(session, Role.HEAD)
    other = make_place(session, cohort=place.cohort)
    elsewhere = make_place(session)
    for one, hours in ((place, 6), (other, 2), (elsewhere, 9)):
        make_grant(session, one.candidate, head, hours)
        make_use(session, one.candidate, 45, Purpose.PROJECT)
        make_use(session, one.candidate, 30, Purpose.MENTOR)
    found = of_cohort(session, place.cohort.id)
    assert in_all(found) == Balance(8 * 60, 150)
    assert {one.candidate_id for one in found} == {place.candidate.id, other.candidate.id}
    assert found[0].purposes == {Purpose.PROJECT: 45, Purpose.MENTOR: 30}
