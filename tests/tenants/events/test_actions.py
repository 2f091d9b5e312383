from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.base.isolation import bound_school, here
from tenants.base.outbox import OutboxMessage
from tenants.events.actions import attendance, events, feedback
from tenants.events.jobs import DrawAttendance, EraseWords
from tenants.events.models import Attendance
from tenants.events.queries.attendance import attended, colleagues, held_name, named
from tenants.events.queries.events import events_of
from tenants.events.queries.feedback import asked, held_answer, results
from tenants.events.rules.events import Account, EventState, Plan, Reach
from tenants.events.rules.feedback import Job, Origin, Said, Window
from tenants.today.queries import today
from tests.factories.events import make_answer, make_attendance, make_event
from tests.factories.portfolios import make_place
from tests.factories.staff import acting, make_guest, make_staff
from tests.tenants.events.conftest import Held

SAID = Said(4, "A quiz", Job.TEACHER, Origin.ELSEWHERE, "Clear.")
ACCOUNT = Account("Science teachers", "Science", "Four schools", 31, "They tried it.")


def plan_at(hours: int, **values: object) -> Plan:
    starts_at = (clock.now() + timedelta(hours=hours)).replace(second=0, microsecond=0)
    given = {"title": "Retrieval", "reach": Reach.BEYOND, "host": None, "audience": "Teachers of science"}
    return Plan(**given | {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)} | values)  # type: ignore[arg-type]


def written(session: Session, action: str) -> int:
    return session.scalars(
        select(func.count()).where(here(session, HistoryEntry), HistoryEntry.action == action)
    ).one()


def drawings(session: Session) -> int:
    return session.scalars(
        select(func.count()).where(
            OutboxMessage.school_id == bound_school(session),
            OutboxMessage.message == DrawAttendance.name,
        )
    ).one()


def test_an_event_is_its_presenters_and_of_the_place_they_hold(session: Session) -> None:
    place = make_place(session)
    made = events.plan_event(session, acting(session, place.person), plan_at(24))
    assert (made.staff_id, made.candidate_id, made.cohort_id) == (place.person.id, place.id, place.cohort.id)
    assert made.state == EventState.PLANNED
    assert written(session, "event:plan") == 1


def test_somebody_without_a_place_keeps_a_log_as_well(session: Session) -> None:
    made = events.plan_event(session, acting(session, make_staff(session)), plan_at(-2))
    assert (made.candidate_id, made.cohort_id) == (None, None)


def test_the_window_moves_along_with_the_event(session: Session, held: Held) -> None:
    event = make_event(session, held.place.person, state=EventState.PLANNED, begins=timedelta(hours=5))
    apart = (event.opens_at - event.starts_at, event.closes_at - event.ends_at)
    events.change_plan(session, held.me, event, event.version, plan_at(99))
    assert (event.opens_at - event.starts_at, event.closes_at - event.ends_at) == apart


def test_a_stale_save_is_stopped(session: Session, held: Held) -> None:
    events.change_plan(session, held.me, held.event, 1, plan_at(-5))
    with pytest.raises(Conflict):
        events.change_plan(session, held.me, held.event, 1, plan_at(-5, title="Something else"))


def test_how_it_went_is_told_once_it_has_begun(session: Session, held: Held) -> None:
    coming = events.plan_event(session, held.me, plan_at(1))
    with pytest.raises(Refused, match="once it has begun"):
        events.record_account(session, held.me, coming, 1, ACCOUNT)
    begun = events.plan_event(session, held.me, plan_at(-1))
    events.record_account(session, held.me, begun, 1, ACCOUNT)
    assert (begun.state, begun.attendance) == (EventState.HELD, 31)
    presenter = session.scalars(select(Attendance).where(Attendance.event_id == begun.id)).one()
    assert (presenter.staff_id, presenter.presented) == (held.me.staff_id, True)


def test_what_was_held_is_not_called_off_and_what_was_called_off_can_be_planned_again(
    session: Session, held: Held
) -> None:
    with pytest.raises(Refused, match="was held"):
        events.cancel_event(session, held.me, held.event)
    coming = events.plan_event(session, held.me, plan_at(1))
    events.cancel_event(session, held.me, coming)
    with pytest.raises(Refused, match="called off"):
        events.change_plan(session, held.me, coming, 1, plan_at(2))
    events.plan_again(session, held.me, coming)
    assert coming.state == EventState.PLANNED


def test_only_who_presents_changes_an_event(session: Session, held: Held) -> None:
    for stranger in (held.place.mentor, make_staff(session)):
        actor = acting(session, stranger)
        with pytest.raises(NotFound):
            events.change_plan(session, actor, held.event, 1, plan_at(-5))
        with pytest.raises(NotFound):
            feedback.give_new_code(session, actor, held.event)
        with pytest.raises(NotFound):
            attendance.name_colleague(session, actor, held.event, held.place.mentor.id)


def test_a_device_answers_once_at_an_event_and_may_answer_at_the_next(session: Session, held: Held) -> None:
    other = make_event(session, held.place.person)
    assert feedback.answer(session, held.event, "phone", SAID)
    assert not feedback.answer(session, held.event, "phone", replace(SAID, useful=1))
    assert feedback.answer(session, held.event, "tablet", SAID)
    assert feedback.answer(session, other, "phone", SAID)
    assert results(session, held.event.id).summary.useful[4] == 2


@pytest.mark.parametrize(
    "change",
    [
        {"opens_at": 1, "closes_at": 2},
        {"opens_at": -2, "closes_at": -1},
        {"state": EventState.CANCELLED.value, "attendance": None},
    ],
)
def test_a_code_opens_its_event_while_it_is_open_and_no_longer(
    session: Session, held: Held, change: dict[str, object]
) -> None:
    found = asked(session, held.event.code.lower())
    assert found is not None
    assert found.event is held.event
    for name, value in change.items():
        setattr(held.event, name, clock.now() + timedelta(hours=value) if isinstance(value, int) else value)
    session.flush()
    assert asked(session, held.event.code) is None


def test_a_new_code_ends_the_one_before(session: Session, held: Held) -> None:
    before = held.event.code
    feedback.give_new_code(session, held.me, held.event)
    session.flush()
    assert asked(session, before) is None
    assert asked(session, held.event.code) is not None


def test_it_closes_at_once_and_opens_again_by_another_window(session: Session, held: Held) -> None:
    feedback.close_now(session, held.me, held.event)
    session.flush()
    assert asked(session, held.event.code) is None
    with pytest.raises(Refused):
        feedback.close_now(session, held.me, held.event)
    now = clock.now()
    feedback.change_window(session, held.me, held.event, Window(now - timedelta(1), now + timedelta(1)))
    session.flush()
    assert asked(session, held.event.code) is not None
    with pytest.raises(Invalid):
        feedback.change_window(session, held.me, held.event, Window(now, now))


def test_a_hidden_answer_counts_and_loses_its_words_after_a_day(session: Session, held: Held) -> None:
    given = make_answer(session, held.event, words="Callum would love this.")
    feedback.hide_answer(session, held.me, held_answer(session, given.id))
    assert results(session, held.event.id).summary.answers == 1
    feedback.erase_words(session, given)
    assert given.words
    feedback.show_answer(session, held.me, held_answer(session, given.id))
    assert given.hidden_at is None
    given.hidden_at = clock.now() - timedelta(days=1, minutes=1)
    feedback.erase_words(session, given)
    assert (given.words, given.will_try, given.useful) == ("", "", 4)
    with pytest.raises(Refused, match="erased"):
        feedback.show_answer(session, held.me, held_answer(session, given.id))
    assert session.scalars(
        select(OutboxMessage.message).where(OutboxMessage.message == EraseWords.name)
    ).all()


def test_colleagues_are_found_by_name_and_nobody_else_is(session: Session, held: Held) -> None:
    ola = make_staff(session, name="Ola Świątek")
    make_staff(session, name="Ola Gone", deactivated_at=clock.now())
    make_guest(session, until=clock.today() + timedelta(days=9), name="Ola Guest")
    assert [one.id for one in colleagues(session, held.event, "swiat")] == [ola.id]
    assert [one.id for one in colleagues(session, held.event, "ola")] == [ola.id]
    assert colleagues(session, held.event, "o") == ()
    attendance.name_colleague(session, held.me, held.event, ola.id)
    assert list(colleagues(session, held.event, "ola")) == []


def test_a_colleague_is_named_once_and_can_take_their_name_off_for_good(session: Session, held: Held) -> None:
    ola = make_staff(session)
    first = attendance.name_colleague(session, held.me, held.event, ola.id)
    assert attendance.name_colleague(session, held.me, held.event, ola.id) is first
    attendance.remove_name(session, held.me, held_name(session, first.id))
    assert named(session, held.event.id) == []
    attendance.name_colleague(session, held.me, held.event, ola.id)
    attendance.leave(session, acting(session, ola), attended(session, first.id))
    with pytest.raises(NotFound):
        attended(session, first.id)
    with pytest.raises(Refused, match="their own name"):
        attendance.name_colleague(session, held.me, held.event, ola.id)


def test_guests_leavers_and_the_presenter_are_not_named(session: Session, held: Held) -> None:
    guest = make_guest(session, until=clock.today() + timedelta(days=9))
    gone = make_staff(session, deactivated_at=clock.now())
    for nobody in (guest, gone, held.place.person):
        with pytest.raises(Invalid):
            attendance.name_colleague(session, held.me, held.event, nobody.id)


def test_certificates_are_drawn_anew_when_what_stands_on_them_changes(session: Session, held: Held) -> None:
    one = make_attendance(session, held.event, make_staff(session), drawn_at=clock.now())
    events.record_account(session, held.me, held.event, held.event.version, ACCOUNT)
    assert (one.drawn_at is not None, drawings(session)) == (True, 0)
    events.change_plan(session, held.me, held.event, held.event.version, plan_at(-9))
    assert (one.drawn_at, drawings(session)) == (None, 1)


def test_the_front_page_is_told_of_what_is_at_hand(session: Session, held: Held) -> None:
    coming = make_event(session, held.place.person, state=EventState.PLANNED, begins=timedelta(days=3))
    far = make_event(session, held.place.person, state=EventState.PLANNED, begins=timedelta(days=60))
    over = make_event(session, held.place.person, begins=timedelta(days=-30))
    make_event(session, held.place.mentor)
    found = [one.id for one in today(session, acting(session, held.place.person)).events]
    assert found == [held.event.id, coming.id]
    assert {far.id, over.id} <= {one.event.id for one in events_of(session, held.place.person.id)}


def test_answers_of_one_event_are_no_others(session: Session, held: Held) -> None:
    make_answer(session, make_event(session, held.place.person))
    assert results(session, held.event.id).summary.answers == 0
