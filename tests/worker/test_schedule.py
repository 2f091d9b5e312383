from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.jobs import ForgetFinishedJobs
from tenants.base.outbox import OutboxMessage, ask
from tenants.base.ticks import Tick
from tests.worker.messages import Note
from worker import runtime
from worker.schedule import PERIODIC, Daily, Every, Missed, Periodic, tick

HOUR = timedelta(hours=1)
RUN_ONCE = Periodic(Note(), Every(HOUR), Missed.RUN_ONCE)
SKIP = Periodic(Note(), Every(HOUR), Missed.SKIP)
EACH_SCHOOL = Periodic(Note(), Every(HOUR), Missed.RUN_ONCE, each_school=True)


@pytest.fixture(autouse=True)
def _real_clock(real_clock: None) -> None:
    """Puts the clock back after each test."""


@pytest.fixture
def at_the_hour() -> Iterator[None]:
    """One minute past a full hour."""
    put_clock(datetime(2026, 11, 23, 10, 1, tzinfo=UTC))
    return


def put_clock(moment: datetime) -> None:
    clock.move_by(timedelta())
    clock.move_by(moment - clock.now())


def after(interval: timedelta) -> None:
    clock.move_by(clock.offset() + interval)


def tick_once(house: runtime.House, entry: Periodic) -> None:
    with house.operator.begin() as session:
        tick(session, [entry])


def jobs(house: runtime.House) -> int:
    with house.operator() as session:
        return session.scalars(select(func.count()).select_from(OutboxMessage)).one()


def test_a_job_that_is_new_in_the_list_waits_for_its_next_slot(house, at_the_hour) -> None:
    tick_once(house, RUN_ONCE)
    assert jobs(house) == 0
    after(HOUR)
    tick_once(house, RUN_ONCE)
    assert jobs(house) == 1


def test_a_slot_is_settled_once(house, at_the_hour) -> None:
    tick_once(house, RUN_ONCE)
    after(HOUR)
    for _ in range(3):
        tick_once(house, RUN_ONCE)
    assert jobs(house) == 1


def test_while_one_dispatcher_settles_another_does_nothing(house, at_the_hour) -> None:
    tick_once(house, RUN_ONCE)
    after(HOUR)
    with house.operator.begin() as first:
        tick(first, [RUN_ONCE])
        with house.operator.begin() as second:
            tick(second, [RUN_ONCE])
            assert not second.new
    assert jobs(house) == 1


def test_missed_slots_run_once_where_that_is_declared(house, at_the_hour) -> None:
    tick_once(house, RUN_ONCE)
    after(50 * HOUR + timedelta(minutes=30))
    tick_once(house, RUN_ONCE)
    assert jobs(house) == 1


def test_missed_slots_are_let_pass_where_that_is_declared(house, at_the_hour) -> None:
    tick_once(house, SKIP)
    after(50 * HOUR + timedelta(minutes=30))
    tick_once(house, SKIP)
    assert jobs(house) == 0
    after(timedelta(minutes=30))
    tick_once(house, SKIP)
    assert jobs(house) == 1


def test_a_clock_put_back_runs_nothing_twice(house, at_the_hour) -> None:
    tick_once(house, RUN_ONCE)
    after(HOUR)
    tick_once(house, RUN_ONCE)
    after(-HOUR)
    tick_once(house, RUN_ONCE)
    after(HOUR)
    tick_once(house, RUN_ONCE)
    assert jobs(house) == 1


def test_a_job_for_each_school_is_asked_for_in_each(house, at_the_hour, school_id, other_school_id) -> None:
    tick_once(house, EACH_SCHOOL)
    after(HOUR)
    tick_once(house, EACH_SCHOOL)
    with house.operator() as session:
        assert set(session.scalars(select(OutboxMessage.school_id))) == {school_id, other_school_id}


def test_a_daily_slot_comes_once_each_day_of_the_year_at_the_same_time_on_the_wall() -> None:
    daily = Daily(time(1, 30))  # the hour that one night lacks and another has twice
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=30 * step) for step in range(365 * 48)]
    slots = {daily.latest(moment) for moment in moments if moment >= datetime(2026, 1, 2, tzinfo=UTC)}
    days = [clock.school_date(slot) for slot in sorted(slots)]
    assert len(days) == len(set(days)) == 365
    assert {slot.astimezone(clock.SCHOOL_TIME).time() for slot in slots} == {time(1, 30), time(2, 30)}
    assert all(daily.latest(moment) <= moment for moment in moments)


def test_hourly_slots_are_full_hours() -> None:
    assert Every(HOUR).latest(datetime(2026, 11, 23, 10, 59, 59, tzinfo=UTC)) == datetime(
        2026, 11, 23, 10, tzinfo=UTC
    )


def test_the_list_names_each_job_once() -> None:
    names = [entry.message.name for entry in PERIODIC]
    assert len(names) == len(set(names))


def old(session: Session, **values: object) -> None:
    long_ago = clock.now() - timedelta(days=40)
    session.add(Tick(**{"job": "tests.note", "ran": True, "settled_at": long_ago} | values))


def test_the_outbox_forgets_what_was_done_long_ago_and_nothing_else(house, asked, school_id) -> None:
    ids = {state: asked(school_id, Note()) for state in ("done", "dead", "queued", "running")}
    recent = asked(school_id, Note())
    long_ago = clock.now() - timedelta(days=40)
    with house.operator.begin() as session:
        for state, job_id in ids.items():
            job = session.get_one(OutboxMessage, job_id)
            job.state, job.finished_at = state, long_ago
        session.get_one(OutboxMessage, recent).state = "done"
        session.get_one(OutboxMessage, recent).finished_at = clock.now()
        old(session, slot=long_ago)
        old(session, slot=long_ago + HOUR)
    with house.operator.begin() as session:
        sweep_job = ask(session, ForgetFinishedJobs())
        session.get_one(OutboxMessage, sweep_job).state = "sent"
    runtime.perform(house, sweep_job)
    with house.operator() as session:
        assert set(session.scalars(select(OutboxMessage.id))) == {*ids.values(), recent, sweep_job} - {
            ids["done"]
        }
        assert list(session.scalars(select(Tick.slot))) == [long_ago + HOUR]
