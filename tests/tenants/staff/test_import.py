from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import delete, event, select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.base.isolation import bound_school
from tenants.base.outbox import OutboxMessage
from tenants.sign_in import staff_lists
from tenants.staff import exporting, queries
from tenants.staff.actions import lists
from tenants.staff.imports import deeds
from tenants.staff.models import Staff, StaffImport, StaffRole
from tenants.staff.rules.columns import Column
from tenants.staff.rules.lists import read_table
from tenants.staff.rules.plan import Outcome
from tenants.staff.rules.states import ListState
from tests.factories.lists import bring_in, confirm, make_chosen_list, make_list, make_long_list, quietly
from tests.factories.staff import acting, make_staff


@pytest.fixture
def head(session):
    return acting(session, make_staff(session, Role.HEAD, name="Amara", email="head@school.example"))


def bring(session, actor, text) -> StaffImport:
    kept = make_chosen_list(session, actor, text)
    bring_in(session, actor, kept)
    return kept


def by_name(session) -> dict[str, Staff]:
    session.expire_all()
    return {person.name: person for person in session.scalars(select(Staff))}


def jobs(session) -> list[OutboxMessage]:
    return list(
        session.scalars(select(OutboxMessage).where(OutboxMessage.school_id == bound_school(session)))
    )


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
    kept = bring(session, head, make_list("Ann,ann@school.example,Head of Maths,,,"))
    found = by_name(session)
    assert (found["Ann"].job_title, found["Ann"].department, found["Ann"].version) == (
        "Head of Maths",
        "Maths",
        2,
    )
    assert found["Cat"].deactivated_at is None
    assert (kept.counts["changed"], kept.counts["missing"]) == (1, 2)


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


def test_confirming_twice_asks_once(session, head) -> None:
    kept = make_chosen_list(session, head, make_list("Ann,ann@school.example,,,,"))
    digest = lists.planned(session, head, kept).digest
    lists.confirm(session, head, kept, digest)
    lists.confirm(session, head, kept, digest)
    assert [job.message for job in jobs(session)] == ["staff.bring_in_list"]


def test_bringing_in_twice_does_it_once(session, head) -> None:
    kept = bring(session, head, make_list("Ann,ann@school.example,,,,"))
    staff_lists.bring_in(session, kept, quietly)
    assert len(by_name(session)) == 2
    assert len(deeds(kept)) == 1


def test_only_what_was_shown_is_confirmed(session, head) -> None:
    kept = make_chosen_list(session, head, make_list("Ann,ann@school.example,Teacher,,,"))
    digest = lists.planned(session, head, kept).digest
    make_staff(session, name="Ann", email="ann@school.example", job_title="Cook")
    with pytest.raises(Refused, match="has changed since"):
        lists.confirm(session, head, kept, digest)


def test_only_what_was_confirmed_is_done(session, head) -> None:
    """Somebody changed the list before the job began: it is looked through once more."""
    kept = make_chosen_list(session, head, make_list("Ann,ann@school.example,Teacher,,,"))
    confirm(session, head, kept)
    make_staff(session, name="Ann", email="ann@school.example", job_title="Cook")
    staff_lists.bring_in(session, kept, quietly)
    assert kept.state == ListState.CHOSEN
    assert by_name(session)["Ann"].job_title == "Cook"
    bring_in(session, head, kept)
    assert by_name(session)["Ann"].job_title == "Teacher"


def test_a_list_of_somebody_who_may_no_longer_is_not_brought_in(session, head) -> None:
    kept = make_chosen_list(session, head, make_list("Ann,ann@school.example,,,,"))
    confirm(session, head, kept)
    session.execute(delete(StaffRole))
    with pytest.raises(NotFound):
        staff_lists.bring_in(session, kept, quietly)


def test_a_leaver_is_not_brought_back_by_a_list(session, head) -> None:
    make_staff(session, name="Ann", email="ann@school.example", deactivated_at=clock.now())
    bring(session, head, make_list("Ann,ann@school.example,Teacher,,,"))
    assert by_name(session)["Ann"].deactivated_at is not None


def test_a_list_nobody_confirmed_is_forgotten_with_the_next(session, head) -> None:
    make_chosen_list(session, head, make_list("Ann,ann@school.example,,,,"))
    make_chosen_list(session, head, make_list("Bob,bob@school.example,,,,"))
    assert len(session.scalars(select(StaffImport.id)).all()) == 1


def test_columns_that_were_not_chosen_are_not_kept(session, head) -> None:
    text = "Name,Email,Date of birth\nAnn,ann@school.example,1980-01-01\n"
    kept = make_chosen_list(session, head, text)
    assert kept.as_read == {}
    assert "1980" not in str(kept.rows)


def test_columns_are_chosen_once(session, head) -> None:
    kept = make_chosen_list(session, head, make_list("Ann,ann@school.example,,,,"))
    with pytest.raises(Refused, match="bring in the file again"):
        lists.choose_columns(session, head, kept, {Column.EMAIL: 1})


def test_a_list_needs_a_sign_of_who_is_who(session, head) -> None:
    kept = lists.keep_table(session, head, read_table(make_list("Ann,ann@school.example,,,,")))
    with pytest.raises(Invalid) as refused:
        lists.choose_columns(session, head, kept, {Column.NAME: 0, Column.JOB_TITLE: 0})
    assert refused.value.fields.keys() == {"email", "job_title"}


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
        lists.keep_table(session, lead, read_table(make_list("Ann,ann@school.example,,,,")))


def test_a_manager_may_be_given_by_number_or_by_name(session, head) -> None:
    bring(
        session,
        head,
        make_list(
            "Ann Oak,ann@school.example,,,M7,",
            'Bob,bob@school.example,,,"Oak, Mrs Ann",',
            "Cat,cat@school.example,,,,M7",
        ),
    )
    found = by_name(session)
    assert found["Ann Oak"].line_manager_id == found["Cat"].id
    assert found["Bob"].line_manager_id == found["Ann Oak"].id


def test_our_own_list_brought_in_again_changes_nothing(session, head) -> None:
    bring(session, head, make_long_list(60))
    exported = "\n".join(",".join(row) for row in exporting.rows(session))
    kept = make_chosen_list(session, head, exported)
    plan = lists.planned(session, head, kept)
    assert plan.counts == {Outcome.UNCHANGED: 61}
    assert plan.missing == ()


def test_a_second_run_of_the_same_list_changes_nothing(session, head) -> None:
    bring(session, head, make_long_list(500))
    before = session.execute(select(Staff.id, Staff.version).order_by(Staff.id)).all()
    kept = make_chosen_list(session, head, make_long_list(500))
    assert lists.planned(session, head, kept).to_do == 0
    bring_in(session, head, kept)
    assert session.execute(select(Staff.id, Staff.version).order_by(Staff.id)).all() == before
    assert deeds(kept) == []


def statements_for(session, head, people: int, job: str) -> int:
    kept = make_chosen_list(session, head, make_long_list(people).replace("Teacher,", f"{job},"))
    confirm(session, head, kept)
    with counted(session) as statements:
        staff_lists.bring_in(session, kept, quietly)
        session.flush()
    return len(statements)


def test_a_long_list_takes_a_few_statements_more_for_every_five_hundred(session, head) -> None:
    short = statements_for(session, head, 5, "Teacher")
    assert statements_for(session, head, 1000, "Lecturer") <= short + 3 * 3
    assert queries.tally(session).here == 1001
