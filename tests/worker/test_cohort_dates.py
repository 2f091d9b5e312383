"""Letters about the dates of a cohort and about its waiting list, sent for real."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage
from tenants.base.undoing import deed, offered
from tenants.cohorts.actions.arrangements import come_back, defer, extend, pause, undo_arrangement
from tenants.cohorts.actions.places import withdraw
from tenants.cohorts.actions.timetable import Details, add_date, describe_date, drop_date, move_date
from tenants.cohorts.actions.waiting import queue
from tenants.cohorts.arrangements import latest_extension
from tenants.cohorts.models import Candidate, Cohort, TimetableDate
from tenants.cohorts.places import arrangements_of
from tenants.cohorts.rules import CohortState
from tenants.programmes.rules.design import StepKind
from tenants.schools.calendar import calendar
from tenants.standards.actions import publish_editions
from tests.factories.cohorts import make_candidate, make_cohort, make_date
from tests.factories.staff import acting, make_staff
from worker.runtime import perform

ANN = "ann@school.example"


@pytest.fixture
def cohort_id(house, in_own_school, school_id):
    """A full cohort with one candidate and one date."""
    with house.operator.begin() as session:
        publish_editions(session)
    with in_own_school(school_id) as session:
        cohort = make_cohort(session, name="Autumn cohort", places=1)
        make_candidate(session, cohort, make_staff(session, name="Ann Able", email=ANN))
        make_date(session, cohort)
        return cohort.id


@pytest.fixture
def run(in_own_school, school_id):
    """Does something as a headteacher with the cohort's date."""

    def do(act) -> None:
        with in_own_school(school_id) as session:
            head = acting(session, make_staff(session, Role.HEAD))
            act(session, head, session.scalars(select(TimetableDate)).first())

    return do


@pytest.fixture
def sent(house, in_own_school, school_id, smtp_server):
    """What is sent of all that waits: address → letter."""

    def do() -> dict[str, str]:
        smtp_server.messages.clear()
        with in_own_school(school_id) as session:
            waiting = (OutboxMessage.state == "queued", OutboxMessage.message.startswith("cohorts."))
            jobs = session.scalars(select(OutboxMessage.id).where(*waiting)).all()
        for job_id in jobs:
            with house.operator.begin() as session:
                session.get_one(OutboxMessage, job_id).state = "sent"
            perform(house, job_id)
        return {mail["To"].addresses[0].addr_spec: _text(mail) for mail in smtp_server.messages}

    return do


def _text(mail) -> str:
    return " ".join(f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}".split())


def test_a_moved_date_is_told_with_the_day_before_and_the_new_one(cohort_id, run, sent) -> None:
    run(lambda session, head, one: move_date(session, head, one, date(2027, 1, 20)))
    letter = sent()[ANN]
    assert letter.startswith("Winter get-together is on Wednesday 20 January 2027 now")
    assert "was planned for Monday 18 January 2027" in letter
    assert "now at 3:45pm, Library." in letter


def test_only_the_last_of_two_moves_is_told(cohort_id, run, sent) -> None:
    run(lambda session, head, one: move_date(session, head, one, date(2027, 1, 20)))
    run(lambda session, head, one: move_date(session, head, one, date(2027, 1, 21)))
    assert list(sent()) == [ANN]


def test_new_dates_other_times_and_dates_that_are_off_are_told(cohort_id, run, sent, in_own_school) -> None:
    def add(session, head, one) -> None:
        cohort = session.scalars(select(Cohort)).one()
        add_date(session, head, cohort, StepKind.SUPPORT, date(2027, 2, 3), Details("Writing day", time(9)))

    run(add)
    assert "A date to keep: Writing day, Wednesday 3 February 2027" in sent()[ANN]
    run(
        lambda session, head, one: describe_date(session, head, one, 1, Details("Talk", time(16), 60, "Hall"))
    )
    assert "time or place changed" in sent()[ANN]
    run(lambda session, head, one: drop_date(session, head, one))
    assert "the date on Monday 18 January 2027 is off" in sent()[ANN]


def test_a_cohort_that_was_closed_meanwhile_tells_nobody(
    cohort_id, run, sent, in_own_school, school_id
) -> None:
    run(lambda session, head, one: move_date(session, head, one, date(2027, 1, 20)))
    with in_own_school(school_id) as session:
        session.scalars(select(Cohort)).one().state = CohortState.CLOSED.value
    assert sent() == {}


def test_who_waits_for_a_place_is_told_where_they_stand(cohort_id, run, sent) -> None:
    def wait(session, head, one) -> None:
        person = make_staff(session, name="Bo Brave", email="bo@school.example")
        queue(session, head, session.scalars(select(Cohort)).one(), [person.id])

    run(wait)
    assert "You are on the waiting list: Autumn cohort" in sent()["bo@school.example"]


def test_what_is_arranged_for_somebody_is_told_to_them_alone_and_never_why(
    cohort_id, run, sent, in_own_school, school_id
) -> None:
    def more_time(session, head, one) -> None:
        candidate = session.scalars(select(Candidate)).one()
        cohort = session.get_one(Cohort, (school_id, cohort_id))
        day = latest_extension(cohort, candidate, calendar(session))
        extend(session, head, candidate, day, "Her father is very ill")

    run(more_time)
    letters = sent()
    assert list(letters) == [ANN]
    assert letters[ANN].startswith("You have more time: Autumn cohort")
    assert "ill" not in letters[ANN].split()


@pytest.mark.parametrize("keeps", [True, False])
def test_a_later_window_is_told_with_its_last_day_to_who_keeps_the_place(
    cohort_id, run, sent, keeps: bool
) -> None:
    def put_off(session, head, one) -> None:
        candidate = session.scalars(select(Candidate)).one()
        opens, closes = date(2028, 5, 1), date(2028, 7, 7)
        later = make_cohort(session, gateway="Summer 2028", window_opens_on=opens, window_closes_on=closes)
        defer(session, head, candidate, later, "Her father is very ill")
        if not keeps:
            withdraw(session, head, candidate, "She moves away.")

    run(put_off)
    letters = sent()
    assert list(letters) == ([ANN] if keeps else [])
    for letter in letters.values():
        assert letter.startswith("You hand in later: Autumn cohort Hello Ann Able,")
        assert "submission window, Summer 2028." in letter
        assert "until Friday 7 July 2028." in letter
        assert "ill" not in letter.split()


def test_a_break_and_its_end_are_told(cohort_id, run, sent) -> None:
    today = clock.today()

    def leave(session, head, one) -> None:
        candidate = session.scalars(select(Candidate)).one()
        pause(session, head, candidate, today, today + timedelta(days=9), "A reason")

    run(leave)
    assert "Your break is arranged" in sent()[ANN]
    run(lambda session, head, one: come_back(session, head, session.scalars(select(Candidate)).one()))
    assert "Welcome back" in sent()[ANN]


def test_what_is_taken_back_is_told_too_and_stands_in_their_list(cohort_id, run, sent) -> None:
    """Both steps before a letter goes: then only the last is told."""
    today = clock.today()

    def leave_and_undo(session, head, one) -> None:
        candidate = session.scalars(select(Candidate)).one()
        pause(session, head, candidate, today, today + timedelta(days=9), "A reason")
        undo_id = offered(session)
        assert undo_id
        undo_arrangement(session, head, deed(session, undo_id))
        kinds = [row.made.kind for row in arrangements_of(session, candidate.id)]
        assert kinds == ["undone", "break"]

    run(leave_and_undo)
    assert sent()[ANN].startswith("An arrangement for you was taken back: Autumn cohort")
