"""Registers and notes of a cohort."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.cohorts.actions.notes import write_note
from tenants.cohorts.actions.register import take_register
from tenants.cohorts.actions.timetable import drop_date
from tenants.cohorts.models import Candidate, Cohort, TimetableDate
from tenants.cohorts.notes import notes_of
from tenants.cohorts.register import registers, sessions_of, sheet
from tenants.cohorts.rules import Attended, PlaceState, Presence
from tenants.copies.queries.contents import contents_of
from tenants.copies.rules.copies import Scope
from tenants.desk.queries import board_of
from tenants.desk.rules import Asked
from tests.factories.cohorts import make_candidate, make_cohort, make_date
from tests.factories.staff import acting, make_staff

PRESENT, PART, ABSENT = Presence.PRESENT, Presence.PART, Presence.ABSENT


@pytest.fixture
def head(session: Session) -> Actor:
    return acting(session, make_staff(session, Role.HEAD))


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return make_cohort(session, starts_on=clock.today() - timedelta(days=30))


@pytest.fixture
def date(session: Session, cohort: Cohort) -> TimetableDate:
    return make_date(session, cohort, day=clock.today() - timedelta(days=2), minutes=60)


def candidate(session: Session, cohort: Cohort, name: str, **values: object) -> Candidate:
    made = make_candidate(session, cohort, make_staff(session, name=name))
    made.approved_at = clock.now() - timedelta(days=20)
    for key, value in values.items():
        setattr(made, key, value)
    session.flush()
    return made


def deeds(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(select(HistoryEntry.action).order_by(HistoryEntry.id)))


def test_a_register_is_taken_once_and_put_right_with_a_record(
    session: Session, head: Actor, cohort: Cohort, date: TimetableDate
) -> None:
    ann, bo = (candidate(session, cohort, name) for name in ("Ann", "Bo"))
    marks = {ann.id: PRESENT, bo.id: ABSENT}
    assert take_register(session, head, sheet(session, date.id), 0, marks)
    assert not take_register(session, head, sheet(session, date.id), 0, marks), "nothing is changed"
    assert deeds(session) == ["cohort:register"]
    assert take_register(session, head, sheet(session, date.id), 1, {**marks, bo.id: PART})
    assert deeds(session)[1:] == ["place:presence", "cohort:register"]
    assert [one.presence for one in sessions_of(session, bo.id)] == [PART]
    (taken,) = registers(session, cohort.id)
    assert taken.counts == {PRESENT: 1, PART: 1}
    board = board_of(session, cohort, None, Asked())
    assert [one.attended for one in board.shown] == [Attended(1, 1, 60), Attended(1, 1, 30)]


def test_the_second_of_two_who_change_it_at_once_sees_both(
    session: Session, head: Actor, cohort: Cohort, date: TimetableDate
) -> None:
    ann = candidate(session, cohort, "Ann")
    take_register(session, head, sheet(session, date.id), 0, {ann.id: PRESENT})
    with pytest.raises(Conflict) as stopped:
        take_register(session, head, sheet(session, date.id), 0, {ann.id: ABSENT})
    assert stopped.value.texts == {"Ann": ("Present", "Absent")}


def test_who_joined_later_or_is_on_a_break_is_not_expected(
    session: Session, head: Actor, cohort: Cohort, date: TimetableDate
) -> None:
    ann = candidate(session, cohort, "Ann")
    candidate(session, cohort, "Bo", approved_at=clock.now())
    candidate(session, cohort, "Cy", paused_from=date.day, paused_until=date.day)
    candidate(session, cohort, "Dee", state=PlaceState.INVITED.value)
    asked = sheet(session, date.id)
    assert [one.person.name for one in asked.expected] == ["Ann"]
    assert [(one.person.name, one.away) for one in asked.away] == [
        ("Bo", "joined later"),
        ("Cy", "on a break"),
    ]
    with pytest.raises(Invalid):
        take_register(session, head, asked, 0, {})
    take_register(session, head, asked, 0, {ann.id: PRESENT})
    ann.state = PlaceState.WITHDRAWN.value
    assert [one.presence for one in sheet(session, date.id).expected] == [PRESENT], "what was, stays"


def test_a_register_waits_for_its_day_and_then_keeps_its_date(
    session: Session, head: Actor, cohort: Cohort, date: TimetableDate
) -> None:
    ann = candidate(session, cohort, "Ann")
    coming = make_date(session, cohort, day=clock.today() + timedelta(days=1))
    with pytest.raises(Refused, match="when the day has come"):
        take_register(session, head, sheet(session, coming.id), 0, {ann.id: PRESENT})
    drop_date(session, head, coming)
    take_register(session, head, sheet(session, date.id), 0, {ann.id: PRESENT})
    with pytest.raises(Refused, match="stays in the timetable"):
        drop_date(session, head, date)


def test_notes_are_for_who_runs_the_cohort_and_in_the_persons_own_copy(
    session: Session, head: Actor, cohort: Cohort
) -> None:
    ann = candidate(session, cohort, "Ann")
    mentor = acting(session, make_staff(session, Role.MENTOR))
    own = acting(session, make_staff(session, Role.HEAD, name="Own"))
    mine = candidate(session, cohort, "Own too", staff_id=own.person_id)
    write_note(session, head, ann, "  Wants to present to governors.\r\n")
    for actor, about in ((mentor, ann), (own, mine)):
        with pytest.raises(NotFound):
            write_note(session, actor, about, "No")
    with pytest.raises(Invalid):
        write_note(session, head, ann, " ")
    assert [one.body for one in notes_of(session, ann.id)] == ["Wants to present to governors."]
    assert "note:keep" in deeds(session)
    for scope in Scope:
        (chapter,) = contents_of(session, ann.staff_id, scope).chapters
        assert bool(chapter.notes) is (scope is not Scope.TYPED), scope
