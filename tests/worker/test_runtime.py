from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from tenants.base import clock, history
from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.messages import Message
from tenants.base.outbox import ask, progress, replay
from tenants.staff.models import Staff
from tests.worker.conftest import mark
from tests.worker.messages import Note, Paper, Post, letter, note
from worker import leases, runtime
from worker.mail import by_mail
from worker.shapes import InSchool, OnPlatform, Outside, Run


def note_and_break(session: Session, actor: Actor, message: Message, run: Run) -> None:
    note(session, actor, message, run)
    raise OSError("The disk is full")


def refuse(session: Session, actor: Actor, message: Message, run: Run) -> None:
    raise Refused("This award was withdrawn")


def test_the_effect_and_that_the_job_is_done_are_written_together(
    asked, perform, job, noted, school_id
) -> None:
    job_id = asked(school_id, Note())
    perform(job_id)
    assert noted() == [str(job_id)]
    assert (job(job_id).state, job(job_id).attempts, job(job_id).claimed_by) == ("done", 1, None)
    assert job(job_id).finished_at is not None


def test_a_job_that_fails_leaves_nothing_and_is_tried_again_later(
    asked, perform, job, noted, school_id, handle
) -> None:
    handle(Note, InSchool(note_and_break))
    job_id = asked(school_id, Note())
    perform(job_id)
    assert noted() == []
    assert (job(job_id).state, job(job_id).error) == ("queued", "OSError: The disk is full")
    assert job(job_id).due_at > clock.now()


def test_a_job_that_keeps_failing_ends_among_the_dead_letters(asked, perform, job, school_id, handle) -> None:
    handle(Note, InSchool(note_and_break))
    job_id = asked(school_id, Note())
    for _ in range(Note.tries):
        perform(job_id)
    assert (job(job_id).state, job(job_id).attempts) == ("dead", Note.tries)


def test_a_dead_letter_that_is_played_again_has_its_effect(
    asked, perform, job, noted, school_id, handle, house
) -> None:
    handle(Note, InSchool(refuse))
    job_id = asked(school_id, Note())
    perform(job_id)
    handle(Note, InSchool(note))
    with house.operator.begin() as session:
        replay(session, job_id)
    perform(job_id)
    assert noted() == [str(job_id)]
    assert (job(job_id).state, job(job_id).error) == ("done", None)


def test_a_rule_that_says_no_is_not_asked_again(asked, perform, job, school_id, handle) -> None:
    handle(Note, InSchool(refuse))
    job_id = asked(school_id, Note())
    perform(job_id)
    assert (job(job_id).state, job(job_id).error) == ("dead", "Refused: This award was withdrawn")


def test_the_pauses_between_tries_grow() -> None:
    pauses = [leases.pause(attempt) for attempt in range(1, 8)]
    assert pauses == sorted(pauses)
    assert pauses[0] < timedelta(minutes=1) < pauses[-1]


def test_a_job_that_is_said_twice_is_done_once(asked, perform, house, noted, school_id) -> None:
    job_id = asked(school_id, Note())
    perform(job_id)
    runtime.perform(house, job_id)
    assert noted() == [str(job_id)]


@pytest.mark.parametrize("state", ["queued", "running", "done", "dead"])
def test_only_a_job_that_was_sent_is_begun(asked, house, noted, school_id, state) -> None:
    job_id = asked(school_id, Note())
    mark(house, job_id, state=state)
    runtime.perform(house, job_id)
    assert noted() == []


def test_a_job_nobody_asked_for_is_let_be(house, noted) -> None:
    runtime.perform(house, uuid4())
    assert noted() == []


def test_who_lost_the_lease_leaves_nothing(asked, perform, job, noted, school_id, handle, house) -> None:
    other = uuid4()

    def note_too_late(session: Session, actor: Actor, message: Message, run: Run) -> None:
        note(session, actor, message, run)
        mark(house, run.id, claimed_by=other)

    handle(Note, InSchool(note_too_late))
    job_id = asked(school_id, Note())
    perform(job_id)
    assert noted() == []
    assert (job(job_id).state, job(job_id).claimed_by) == ("running", other)


def test_who_lost_the_lease_while_preparing_does_nothing_outside(
    asked, perform, job, school_id, handle, house, smtp_server
) -> None:
    def prepare_too_late(session: Session, actor: Actor, message: Post) -> Any:
        mark(house, job_id, claimed_by=uuid4())
        return letter(session, actor, message)

    handle(Post, by_mail(prepare_too_late))
    job_id = asked(school_id, Post())
    perform(job_id)
    assert smtp_server.messages == []


def test_a_message_of_another_version_of_the_program_waits_among_the_dead_letters(
    asked, perform, job, house, school_id
) -> None:
    unknown, changed = asked(school_id, Note()), asked(school_id, Note())
    mark(house, unknown, message="tests.unheard_of")
    mark(house, changed, payload={"unheard": "of"})
    perform(unknown)
    perform(changed)
    assert (job(unknown).state, job(changed).state) == ("dead", "dead")


def test_a_job_works_in_the_school_that_asked_and_in_no_other(
    asked, perform, school_id, other_school_id, handle
) -> None:
    seen = []

    def look(session: Session, actor: Actor, message: Message, run: Run) -> None:
        seen.append((actor.school_id, session.execute(text("SELECT count(*) FROM history")).scalar()))
        history.record(session, actor, "tests:noted")

    handle(Note, InSchool(look))
    for school in (school_id, other_school_id, school_id):
        perform(asked(school, Note()))
    assert seen == [(school_id, 0), (other_school_id, 0), (school_id, 1)]


def test_a_job_of_the_platform_sees_no_school(perform, job, handle, operator) -> None:
    def look(session: Session, message: Message, run: Run) -> None:
        session.execute(text("SELECT count(*) FROM staff"))

    handle(Note, OnPlatform(look))
    job_id = ask(operator, Note())
    operator.commit()
    perform(job_id)
    assert "InsufficientPrivilege" in str(job(job_id).error)


def test_a_query_on_a_schools_table_in_a_job_of_the_platform_is_a_loud_mistake(
    perform, job, handle, operator
) -> None:
    handle(Note, OnPlatform(lambda session, message, run: session.scalars(select(Staff))))
    job_id = ask(operator, Note())
    operator.commit()
    perform(job_id)
    assert str(job(job_id).error).startswith("NoSchoolBound")


def test_a_schools_job_that_was_asked_for_without_a_school_is_given_up(perform, job, operator) -> None:
    job_id = ask(operator, Note())
    operator.commit()
    perform(job_id)
    assert job(job_id).state == "dead"


def test_the_schools_page_sees_how_far_a_running_job_is(
    asked, perform, school_id, handle, in_own_school
) -> None:
    seen = []

    def report_and_look(session: Session, actor: Actor, message: Message, run: Run) -> None:
        note(session, actor, message, run)
        run.report(3, 7, "Row 3")
        with in_own_school(school_id) as page:
            seen.append(progress(page, run.id))

    handle(Note, InSchool(report_and_look))
    perform(asked(school_id, Note()))
    assert [(at.done, at.total, at.note, at.finished) for at in seen] == [(3, 7, "Row 3", False)]


def test_no_transaction_is_open_while_something_happens_outside(
    asked, perform, job, school_id, handle, own_database_urls
) -> None:
    watcher = create_engine(own_database_urls.maintenance)
    others = text(
        "SELECT state FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    states: list[str] = []

    def look(words: str, run: Run) -> None:
        with watcher.connect() as connection:
            states.extend(connection.scalars(others))

    handle(
        Paper,
        Outside(lambda session, actor, message: "words", look, lambda session, actor, words, made: None),
    )
    job_id = asked(school_id, Paper())
    perform(job_id)
    watcher.dispose()
    assert job(job_id).state == "done"
    assert set(states) <= {"idle", None}
    assert states


def test_a_file_made_again_is_the_same_file(asked, perform, job, house, noted, school_id, tmp_path) -> None:
    job_id = asked(school_id, Paper())
    perform(job_id)
    mark(house, job_id, attempts=0)
    perform(job_id)
    assert [file.name for file in (tmp_path / "files" / "papers").iterdir()] == [str(job_id)]
    assert job(job_id).state == "done"


def test_a_letter_that_is_tried_again_keeps_its_message_id(
    asked, perform, job, house, school_id, smtp_server
) -> None:
    smtp_server.answer = lambda message: "451 Not now"
    job_id = asked(school_id, Post())
    perform(job_id)
    assert (job(job_id).state, smtp_server.messages) == ("queued", [])
    smtp_server.answer = lambda message: "250 OK"
    perform(job_id)
    assert [message["Message-ID"] for message in smtp_server.messages] == [f"<{job_id}@lectern.example>"]
    assert job(job_id).state == "done"


def test_a_letter_refused_for_good_is_not_sent_again(asked, perform, job, school_id, smtp_server) -> None:
    smtp_server.answer = lambda message: "550 No such person"
    job_id = asked(school_id, Post())
    perform(job_id)
    assert (job(job_id).state, job(job_id).error) == ("dead", "Undeliverable: 550 No such person")


def test_who_should_no_longer_get_a_letter_gets_none(
    asked, perform, job, school_id, handle, smtp_server
) -> None:
    handle(Post, by_mail(lambda session, actor, message: None))
    job_id = asked(school_id, Post())
    perform(job_id)
    assert (job(job_id).state, smtp_server.messages) == ("done", [])
