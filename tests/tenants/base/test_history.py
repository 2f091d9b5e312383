"""What happened is written with the deed, and stays as it was written."""

from contextlib import suppress
from enum import StrEnum

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from tenants.base import clock
from tenants.base.actor import system
from tenants.base.history import HistoryEntry, Move, move, record
from tests.factories.cohorts import make_cohort
from tests.factories.staff import acting, make_staff


class Step(StrEnum):
    CLOSED = "closed"


def test_an_entry_says_who_did_what_to_what_and_when(session) -> None:
    person = make_staff(session)
    record(
        session, acting(session, person), "staff:change", person, fields=["name", "email"], reason="Married"
    )
    session.flush()
    entry = session.scalars(select(HistoryEntry)).one()
    assert (entry.actor_id, entry.action, entry.subject_kind, entry.subject_id) == (
        person.id,
        "staff:change",
        "staff",
        person.id,
    )
    assert (entry.fields, entry.reason) == (["email", "name"], "Married")
    assert abs((clock.now() - entry.at).total_seconds()) < 60


def test_what_concerns_the_whole_school_and_what_the_system_did_have_their_words(session, school_id) -> None:
    record(session, system(school_id), "school:tidy")
    session.flush()
    entry = session.scalars(select(HistoryEntry)).one()
    assert (entry.subject_kind, entry.subject_id, entry.actor_id) == ("school", None, None)


def test_a_move_changes_the_state_and_keeps_where_it_came_from(session, school_id) -> None:
    cohort = make_cohort(session)
    move(session, system(school_id), cohort, Step.CLOSED, "Finished")
    session.flush()
    kept = session.scalars(select(Move).where(Move.subject_id == cohort.id)).one()
    assert (kept.from_state, kept.to_state, kept.reason) == ("open", "closed", "Finished")
    assert cohort.state == "closed"


@pytest.mark.parametrize("table", ["history", "moves"])
@pytest.mark.parametrize("change", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_nobody_changes_the_past(session, table: str, change: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text(change.format(table)))


def test_a_deed_that_is_undone_leaves_no_word(in_school, school_id) -> None:
    with suppress(ZeroDivisionError), in_school(school_id) as session:
        record(session, system(school_id), "school:tidy")
        session.flush()
        raise ZeroDivisionError
    with in_school(school_id) as session:
        assert session.scalars(select(HistoryEntry)).all() == []
