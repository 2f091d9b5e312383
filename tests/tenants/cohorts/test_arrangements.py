"""More time, a later window, a break, somebody else instead."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.assessment.queries.concerns import concern_of
from tenants.assessment.queries.progress import progress_of
from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.undoing import deed, offered
from tenants.cohorts.actions.arrangements import (
    come_back,
    defer,
    extend,
    pause,
    substitute,
    undo_arrangement,
)
from tenants.cohorts.actions.plans import close_cohort
from tenants.cohorts.arrangements import (
    break_problems,
    closes_on,
    extension_problem,
    latest_extension,
    on_break,
)
from tenants.cohorts.models import Arrangement, Candidate, Cohort
from tenants.cohorts.places import arrangements_of, later_windows
from tenants.cohorts.rules import PlaceState
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.queries.readiness import checked
from tenants.reminders.queries import due
from tenants.reminders.rules import Reminder, days
from tenants.schools.calendar import calendar
from tests.factories.cohorts import make_cohort
from tests.factories.portfolios import Place, make_place
from tests.factories.staff import acting, make_staff


@pytest.fixture
def place(session: Session) -> Place:
    today = clock.today()
    cohort = make_cohort(
        session,
        starts_on=today - timedelta(days=100),
        window_opens_on=today - timedelta(days=10),
        window_closes_on=today + timedelta(days=5),
    )
    return make_place(session, cohort=cohort)


@pytest.fixture
def head(session: Session) -> Actor:
    return acting(session, make_staff(session, Role.HEAD))


def latest(session: Session, place: Place) -> date:
    return latest_extension(place.cohort, place.candidate, calendar(session))


def test_more_time_is_for_one_person_alone(session: Session, place: Place, head: Actor) -> None:
    other = make_place(session, cohort=place.cohort)
    until = latest(session, place)
    extend(session, head, place.candidate, until, "A bereavement")
    session.flush()
    assert portfolio(session, place.id).closes_on == until
    assert portfolio(session, other.id).closes_on == place.cohort.window_closes_on


def test_whoever_has_more_time_may_hand_in_when_the_others_no_longer_can(
    session: Session, place: Place, head: Actor, real_clock: None
) -> None:
    other = make_place(session, cohort=place.cohort)
    extend(session, head, place.candidate, latest(session, place), "A bereavement")
    session.flush()
    clock.move_by(timedelta(days=7))
    assert "closed on" in str(checked(session, portfolio(session, other.id)).readiness.closed)
    assert "closed on" not in str(checked(session, portfolio(session, place.id)).readiness.closed)


def test_more_time_ends_where_the_programme_ends_it(session: Session, place: Place, head: Actor) -> None:
    too_late = calendar(session).after(latest(session, place), 1)
    for day in (place.cohort.window_closes_on, too_late):
        with pytest.raises(Invalid) as refused:
            extend(session, head, place.candidate, day, "A reason")
        assert set(refused.value.fields) == {"day"}
    with pytest.raises(Invalid) as refused:
        extend(session, head, place.candidate, latest(session, place), "  ")
    assert set(refused.value.fields) == {"grounds"}


def test_put_off_they_hand_in_with_the_next_cohort_and_stay_in_theirs(
    session: Session, place: Place, head: Actor
) -> None:
    closes = place.cohort.window_closes_on
    later = make_cohort(
        session,
        gateway="Autumn 2030",
        window_opens_on=closes + timedelta(days=200),
        window_closes_on=closes + timedelta(days=230),
    )
    assert later_windows(session, place.candidate) == [later]
    defer(session, head, place.candidate, later, "A reason")
    session.flush()
    found = portfolio(session, place.id)
    assert (found.gateway, found.closes_on, found.cohort_id) == (
        "Autumn 2030",
        later.window_closes_on,
        place.cohort.id,
    )
    extend(session, head, place.candidate, latest(session, place), "A reason")
    assert closes_on(place.candidate, place.cohort) > later.window_closes_on
    with pytest.raises(Invalid):
        defer(session, head, place.candidate, later, "A reason")


def test_on_a_break_nobody_is_told_that_they_fall_behind_and_they_are_reminded_of_nothing(
    session: Session, place: Place, head: Actor
) -> None:
    today, works = clock.today(), calendar(session).works

    def told() -> tuple[bool, bool]:
        session.expire_all()
        [one] = progress_of(session, candidate_ids=[place.id])
        reminded = {due_.subject_id for due_ in due(session, Reminder.WINDOW, days(today, works))}
        return concern_of(one) is not None, place.id in reminded

    assert told() == (True, True)
    pause(session, head, place.candidate, today, today + timedelta(days=30), "Parental leave")
    session.flush()
    assert told() == (False, False)
    come_back(session, head, place.candidate)
    session.flush()
    assert told() == (True, True)
    with pytest.raises(Refused):
        come_back(session, head, place.candidate)


def test_before_the_start_somebody_else_is_offered_the_place(session: Session, head: Actor) -> None:
    today = clock.today()
    cohort = make_cohort(
        session, starts_on=today + timedelta(days=9), window_opens_on=today + timedelta(days=50), places=1
    )
    place, colleague = make_place(session, cohort=cohort), make_staff(session)
    invited = substitute(session, head, place.candidate, colleague.id, "On leave from autumn")
    assert (place.candidate.state, invited.state, invited.staff_id) == (
        PlaceState.WITHDRAWN,
        PlaceState.INVITED,
        colleague.id,
    )


def test_after_the_start_nobody_is_substituted(session: Session, place: Place, head: Actor) -> None:
    with pytest.raises(Refused):
        substitute(session, head, place.candidate, make_staff(session).id, "A reason")


def test_an_arrangement_is_undone_as_it_stood_unless_another_was_made(
    session: Session, place: Place, head: Actor
) -> None:
    extend(session, head, place.candidate, latest(session, place), "By mistake")
    undo_id = offered(session)
    assert undo_id
    undo_arrangement(session, head, deed(session, undo_id))
    assert place.candidate.own_closes_on is None
    extend(session, head, place.candidate, latest(session, place), "Once more")
    undo_id = offered(session)
    assert undo_id
    today = clock.today()
    pause(session, head, place.candidate, today, today + timedelta(days=3), "A reason")
    with pytest.raises(Refused):
        undo_arrangement(session, head, deed(session, undo_id))


def test_nobody_arranges_for_themselves_and_nobody_else_arranges(session: Session, place: Place) -> None:
    day = latest(session, place)
    own = replace(acting(session, place.person), roles=frozenset({Role.HEAD}))
    with pytest.raises(Refused):
        extend(session, own, place.candidate, day, "For me")
    with pytest.raises(NotFound):
        extend(session, acting(session, place.mentor), place.candidate, day, "For them")


def test_a_cohort_is_not_closed_over_the_time_somebody_was_given(
    session: Session, place: Place, head: Actor
) -> None:
    extend(session, head, place.candidate, latest(session, place), "A reason")
    session.flush()
    with pytest.raises(Refused) as refused:
        close_cohort(session, head, place.cohort)
    assert place.person.name in refused.value.reason


def test_what_was_arranged_stays_in_the_order_in_which_it_was(
    session: Session, place: Place, head: Actor
) -> None:
    today = clock.today()
    extend(session, head, place.candidate, latest(session, place), "One")
    pause(session, head, place.candidate, today, today, "Two")
    told = [(one.made.kind, one.made.grounds) for one in arrangements_of(session, place.id)]
    assert told == [("break", "Two"), ("extension", "One")]
    assert session.scalars(select(Arrangement.candidate_id)).all() == [place.id, place.id]


SOME_DAY = st.dates(date(2026, 1, 1), date(2030, 1, 1))


@given(SOME_DAY, SOME_DAY, SOME_DAY, SOME_DAY)
def test_a_break_that_is_taken_holds_its_days(begins: date, ends: date, starts: date, today: date) -> None:
    if not break_problems(begins, ends, starts, today):
        place = Candidate(paused_from=begins, paused_until=ends)
        assert starts <= begins <= ends
        assert on_break(place, begins)
        assert on_break(place, ends)
        assert not on_break(place, ends + timedelta(days=1))


@given(SOME_DAY, SOME_DAY, st.integers(0, 60))
def test_a_day_that_is_given_lies_between_and_is_a_school_day(day: date, closes: date, more: int) -> None:
    last = closes + timedelta(days=more)
    taken = extension_problem(day, closes, last, lambda one: one.weekday() < 5) is None
    assert taken == (closes < day <= last and day.weekday() < 5)


def test_a_cohort_without_room_for_more_time_gives_none(session: Session, place: Place, head: Actor) -> None:
    place.cohort.asks = {"extension_days": 0}
    session.flush()
    with pytest.raises(Invalid):
        extend(session, head, place.candidate, place.cohort.window_closes_on + timedelta(days=3), "A reason")
    assert isinstance(place.cohort, Cohort)
