from uuid import UUID, uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import sessions
from tenants.base.jobs import ForgetFinishedJobs
from tenants.base.outbox import (
    OutboxMessage,
    ask,
    ask_for_each,
    progress,
    progress_of,
    replay,
    set_aside,
)

MESSAGE = ForgetFinishedJobs()


def jobs(operator: Session, **conditions: object) -> list[OutboxMessage]:
    operator.rollback()
    return operator.query(OutboxMessage).filter_by(**conditions).all()


def bury(operator: Session, job_id: UUID) -> None:
    operator.execute(
        update(OutboxMessage).where(OutboxMessage.id == job_id).values(state="dead", attempts=5, error="Why")
    )
    operator.commit()


def test_a_job_of_a_transaction_that_failed_was_never_asked_for(in_school, operator, school_id) -> None:
    def ask_and_fail() -> None:
        with in_school(school_id) as session:
            ask(session, MESSAGE)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    assert jobs(operator, school_id=school_id) == []


def test_a_job_belongs_to_the_school_of_the_transaction(in_school, operator, school_id) -> None:
    with in_school(school_id) as session:
        job_id = ask(session, MESSAGE)
    assert [job.id for job in jobs(operator, school_id=school_id)] == [job_id]


def test_asking_twice_with_one_key_is_one_job(in_school, operator, school_id) -> None:
    with in_school(school_id) as session:
        first = ask(session, MESSAGE, "award-1")
    with in_school(school_id) as session:
        assert ask(session, MESSAGE, "award-1") == first
    assert len(jobs(operator, school_id=school_id)) == 1


def test_asking_twice_without_a_key_is_two_jobs(session) -> None:
    assert ask(session, MESSAGE) != ask(session, MESSAGE)


def test_two_schools_may_use_the_same_key(in_school, school_id, other_school_id) -> None:
    with in_school(school_id) as session:
        first = ask(session, MESSAGE, "award-1")
    with in_school(other_school_id) as session:
        assert ask(session, MESSAGE, "award-1") != first


def test_the_platform_too_asks_once_for_one_key(operator) -> None:
    key = str(uuid4())
    assert ask(operator, MESSAGE, key) == ask(operator, MESSAGE, key)


def test_nobody_but_the_operator_asks_without_a_school(engine) -> None:
    with sessions(engine)() as session, pytest.raises(ProgrammingError, match="row-level security"):
        ask(session, MESSAGE)


def test_each_school_is_asked_once(operator, school_id, other_school_id) -> None:
    for _ in range(2):
        ask_for_each(operator, [school_id, other_school_id], MESSAGE, "2026-11-23")
        operator.commit()
    assert len(jobs(operator, school_id=school_id)) == len(jobs(operator, school_id=other_school_id)) == 1


def test_a_job_shows_how_far_it_is(in_school, operator, school_id) -> None:
    with in_school(school_id) as session:
        job_id = ask(session, MESSAGE, "export")
    operator.execute(
        update(OutboxMessage).where(OutboxMessage.id == job_id).values(done=3, total=7, note="Row 3")
    )
    operator.commit()
    with in_school(school_id) as session:
        seen = progress(session, job_id)
        assert seen == progress_of(session, ForgetFinishedJobs, "export")
    assert seen is not None
    assert (seen.done, seen.total, seen.note, seen.finished, seen.failed) == (3, 7, "Row 3", False, False)


def test_another_schools_job_shows_nothing(in_school, school_id, other_school_id) -> None:
    with in_school(school_id) as session:
        job_id = ask(session, MESSAGE, "export")
    with in_school(other_school_id) as session:
        assert progress(session, job_id) is None
        assert progress_of(session, ForgetFinishedJobs, "export") is None


def test_the_wall_alone_hides_another_schools_jobs(in_school, school_id, other_school_id) -> None:
    with in_school(school_id) as session:
        ask(session, MESSAGE)
    with in_school(other_school_id) as session:
        assert session.execute(text("SELECT count(*) FROM outbox")).scalar() == 0
        assert session.execute(text("UPDATE outbox SET state = 'done' RETURNING id")).all() == []


def test_a_dead_letter_is_played_again(in_school, operator, school_id) -> None:
    with in_school(school_id) as session:
        job_id = ask(session, MESSAGE)
    bury(operator, job_id)
    replay(operator, job_id)
    operator.commit()
    (job,) = jobs(operator, id=job_id)
    assert (job.state, job.attempts, job.error) == ("queued", 0, "Why")


def test_a_dead_letter_is_set_aside_and_may_still_be_played_again(in_school, operator, school_id) -> None:
    with in_school(school_id) as session:
        job_id = ask(session, MESSAGE)
    bury(operator, job_id)
    set_aside(operator, job_id, "The address is no more.")
    operator.commit()
    (job,) = jobs(operator, id=job_id)
    assert (job.state, job.aside_because) == ("dead", "The address is no more.")
    replay(operator, job_id)
    operator.commit()
    (job,) = jobs(operator, id=job_id)
    assert (job.state, job.aside_because) == ("queued", None)


def test_what_is_not_dead_is_neither_played_again_nor_set_aside(in_school, operator, school_id) -> None:
    with in_school(school_id) as session:
        job_id = ask(session, MESSAGE)
    with pytest.raises(NotFound):
        replay(operator, job_id)
    with pytest.raises(NotFound):
        set_aside(operator, job_id, "x")
