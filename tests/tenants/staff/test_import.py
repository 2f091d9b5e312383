from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.staff import queries
from tenants.staff.actions import lists
from tenants.staff.models import Staff, StaffImport
from tenants.staff.rules.lists import read_list
from tests.factories.lists import make_list, make_long_list
from tests.factories.staff import acting, make_staff


@pytest.fixture
def head(session):
    return acting(session, make_staff(session, Role.HEAD, name="Amara", email="head@school.example"))


def bring(session, actor, text):
    kept = lists.keep_list(session, actor, read_list(text))
    return lists.confirm_list(session, actor, kept, lists.planned(session, actor, kept).digest)


def by_name(session) -> dict[str, Staff]:
    session.expire_all()
    return {person.name: person for person in session.scalars(select(Staff))}


@contextmanager
def counted(session) -> Iterator[list[str]]:
    connection, statements = session.connection(), []

    def note(conn, cursor, statement, parameters, context, executemany) -> None:
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def test_a_list_is_brought_in_with_its_lines_of_management(session, head) -> None:
    bring(
        session,
        head,
        make_list(
            "Ann,ann@school.example,Teacher,Maths,bob@school.example,1",
            "Bob,bob@school.example,Head of Maths,Maths,head@school.example,2",
        ),
    )
    found = by_name(session)
    assert found["Ann"].line_manager_id == found["Bob"].id
    assert found["Bob"].line_manager_id == found["Amara"].id
    assert (found["Ann"].department, found["Ann"].mis_number, found["Ann"].version) == ("Maths", "1", 1)


def test_people_are_changed_and_the_rest_is_left_alone(session, head) -> None:
    make_staff(session, name="Ann", email="ann@school.example", job_title="Teacher", department="Maths")
    make_staff(session, name="Cat", email="cat@school.example", job_title="Librarian")
    plan = bring(session, head, make_list("Ann,ann@school.example,Head of Maths,,,"))
    found = by_name(session)
    assert (found["Ann"].job_title, found["Ann"].department, found["Ann"].version) == (
        "Head of Maths",
        "Maths",
        2,
    )
    assert found["Cat"].deactivated_at is None
    assert plan is not None
    assert plan.counts.total() == 1


def test_refused_rows_are_left_out_and_the_others_taken(session, head) -> None:
    bring(session, head, make_list("Ann,ann@school.example,,,,", "=1+1,bad@school.example,,,,"))
    assert by_name(session).keys() == {"Amara", "Ann"}


def test_an_unknown_manager_waits_and_is_settled_by_the_next_list(session, head) -> None:
    bring(session, head, make_list("Ann,ann@school.example,,,bob@school.example,"))
    assert by_name(session)["Ann"].unsettled_manager == "bob@school.example"
    assert queries.tally(session).unknown_manager == 1
    bring(session, head, make_list("Bob,bob@school.example,,,,"))
    found = by_name(session)
    assert (found["Ann"].line_manager_id, found["Ann"].unsettled_manager) == (found["Bob"].id, None)


def test_a_loop_is_not_made_and_waits_to_be_settled(session, head) -> None:
    bring(
        session,
        head,
        make_list(
            "Ann,ann@school.example,,,bob@school.example,", "Bob,bob@school.example,,,ann@school.example,"
        ),
    )
    found = by_name(session)
    assert found["Ann"].line_manager_id is None
    assert found["Ann"].unsettled_manager == "bob@school.example"


def test_confirming_twice_is_harmless(session, head) -> None:
    kept = lists.keep_list(session, head, read_list(make_list("Ann,ann@school.example,,,,")))
    digest = lists.planned(session, head, kept).digest
    assert lists.confirm_list(session, head, kept, digest) is not None
    assert lists.confirm_list(session, head, kept, digest) is None
    assert len(by_name(session)) == 2


def test_only_what_was_shown_is_done(session, head) -> None:
    kept = lists.keep_list(session, head, read_list(make_list("Ann,ann@school.example,Teacher,,,")))
    digest = lists.planned(session, head, kept).digest
    make_staff(session, name="Ann", email="ann@school.example", job_title="Cook")
    with pytest.raises(Refused, match="has changed since"):
        lists.confirm_list(session, head, kept, digest)
    assert by_name(session)["Ann"].job_title == "Cook"


def test_a_leaver_is_not_brought_back_by_a_list(session, head) -> None:
    make_staff(session, name="Ann", email="ann@school.example", deactivated_at=clock.now())
    bring(session, head, make_list("Ann,ann@school.example,Teacher,,,"))
    assert by_name(session)["Ann"].deactivated_at is not None


def test_the_rows_are_forgotten_once_they_are_taken(session, head) -> None:
    bring(session, head, make_list("Ann,ann@school.example,,,,"))
    assert session.scalars(select(StaffImport.rows)).all() == [[]]


def test_a_list_nobody_confirmed_is_forgotten_with_the_next(session, head) -> None:
    lists.keep_list(session, head, read_list(make_list("Ann,ann@school.example,,,,")))
    lists.keep_list(session, head, read_list(make_list("Bob,bob@school.example,,,,")))
    assert len(session.scalars(select(StaffImport.id)).all()) == 1


def test_every_person_on_the_list_has_it_in_their_history(session, head) -> None:
    make_staff(session, name="Ann", email="ann@school.example")
    bring(session, head, make_list("Ann,ann@school.example,Teacher,,,", "Bob,bob@school.example,,,,"))
    rows = session.execute(
        select(HistoryEntry.action, HistoryEntry.fields).where(HistoryEntry.subject_kind == "staff")
    )
    assert sorted(map(tuple, rows)) == [("staff:add", []), ("staff:change", ["job_title"])]


def test_a_programme_lead_brings_no_list(session) -> None:
    lead = acting(session, make_staff(session, Role.PROGRAMME_LEAD))
    with pytest.raises(NotFound):
        lists.keep_list(session, lead, read_list(make_list("Ann,ann@school.example,,,,")))


def statements_for(session, head, people: int, job: str) -> int:
    text = make_long_list(people).replace("Teacher,", f"{job},")
    kept = lists.keep_list(session, head, read_list(text))
    digest = lists.planned(session, head, kept).digest
    with counted(session) as statements:
        lists.confirm_list(session, head, kept, digest)
        session.flush()
    return len(statements)


def test_a_long_list_takes_as_many_statements_as_a_short_one(session, head) -> None:
    short = statements_for(session, head, 5, "Teacher")
    assert statements_for(session, head, 500, "Lecturer") <= short + 1
    assert queries.tally(session).here == 501
