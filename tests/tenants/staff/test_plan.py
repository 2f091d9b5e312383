from uuid import UUID

import pytest

from tenants.base.ids import new_id
from tenants.staff.rules.lists import read_list
from tenants.staff.rules.plan import Known, Outcome, Plan, plan
from tests.factories.lists import make_list

ANN, BOB, CAT = new_id(), new_id(), new_id()


def known(person_id: UUID, name: str, **values: object) -> Known:
    return Known(person_id, name, f"{name.lower()}@school.example", **values)  # type: ignore[arg-type]


def planned(*rows: str, staff: tuple[Known, ...] = (), by_head: bool = True) -> Plan:
    return plan(read_list(make_list(*rows)), staff, by_head=by_head)


def only(outcome: Plan) -> str:
    (row,) = outcome.rows
    return row.outcome


def test_somebody_new_is_added() -> None:
    assert only(planned("Ann,ann@school.example,,,,")) == Outcome.ADDED


def test_what_differs_is_shown_old_and_new() -> None:
    found = planned(
        "Ann,ann@school.example,Head of Maths,,,", staff=(known(ANN, "Ann", job_title="Teacher"),)
    )
    (change,) = found.rows[0].changes
    assert (change.label, change.old, change.new) == ("Job title", "Teacher", "Head of Maths")


def test_an_empty_cell_takes_nothing_away() -> None:
    staff = (
        known(ANN, "Ann", job_title="Teacher", department="Maths", mis_number="1", manager_id=BOB),
        known(BOB, "Bob"),
    )
    assert only(planned("Ann,ann@school.example,,,,", staff=staff)) == Outcome.UNCHANGED


def test_nobody_is_touched_for_not_being_on_the_list() -> None:
    found = planned("Ann,ann@school.example,,,,", staff=(known(BOB, "Bob"),))
    assert [row.known for row in found.rows] == [None]


def test_a_new_address_is_known_by_the_mis_number() -> None:
    found = planned("Ann,ann.oak@school.example,,,,7", staff=(known(ANN, "Ann", mis_number="7"),))
    assert found.rows[0].outcome is Outcome.CHANGED
    assert found.rows[0].changes[0].new == "ann.oak@school.example"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",ann@school.example,,,,", "Enter the person's name"),
        ("Ann,,,,,", "Enter the person's work e-mail"),
        ("Ann,not an address,,,,", "full e-mail address"),
        ("=HYPERLINK(1),ann@school.example,,,,", "starts with =, which a spreadsheet reads as a formula"),
        ("Ann,+ann@school.example,,,,", "starts with +"),
        ("@ann,ann@school.example,,,,", "starts with @"),
        (f"{'A' * 201},ann@school.example,,,,", "200 characters or fewer"),
        ("A\x07nn,ann@school.example,,,,", "character that can't be kept"),
        ("\u202eAnn,ann@school.example,,,,", "character that can't be kept"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(row: str, words: str) -> None:
    found = planned(row)
    assert only(found) == Outcome.REFUSED
    assert words in " ".join(found.rows[0].problems)


def test_a_formula_in_another_cell_is_plain_text() -> None:
    found = planned("Ann,ann@school.example,=1+1,,,")
    assert only(found) == Outcome.ADDED
    assert found.rows[0].line.person.job_title == "=1+1"


def test_of_two_rows_with_one_address_the_first_counts() -> None:
    first, second = planned("Ann,ann@school.example,,,,", "Anne,ANN@school.example,,,,").rows
    assert (first.outcome, second.outcome) == (Outcome.ADDED, Outcome.REFUSED)
    assert "on line 2 already" in second.problems[0]


def test_two_rows_about_one_person_are_not_both_taken() -> None:
    staff = (known(ANN, "Ann", mis_number="7"),)
    _, second = planned("Ann,ann@school.example,,,,", "Ann,new@school.example,,,,7", staff=staff).rows
    assert second.problems == ("The same person is on line 2 already.",)


def test_an_address_and_a_number_of_different_people_are_refused() -> None:
    staff = (known(ANN, "Ann", mis_number="7"), known(BOB, "Bob"))
    assert "belongs to Ann" in planned("Bob,bob@school.example,,,,7", staff=staff).rows[0].problems[0]


@pytest.mark.parametrize(("state", "words"), [("left", "has left"), ("guest", "is a guest")])
def test_a_list_brings_no_leaver_back_and_makes_no_guest_a_member(state: str, words: str) -> None:
    found = planned("Ann,ann@school.example,Teacher,,,", staff=(known(ANN, "Ann", **{state: True}),))
    assert words in found.rows[0].problems[0]


def test_only_a_head_changes_a_heads_address() -> None:
    row, staff = "Ann,taken.over@school.example,,,,7", (known(ANN, "Ann", mis_number="7", head=True),)
    assert only(planned(row, staff=staff, by_head=False)) == Outcome.REFUSED
    assert only(planned(row, staff=staff, by_head=True)) == Outcome.CHANGED


def test_a_manager_may_come_further_down_the_same_list() -> None:
    first, _ = planned("Ann,ann@school.example,,,bob@school.example,", "Bob,bob@school.example,,,,").rows
    assert (first.manager, first.note) == ("bob@school.example", None)


def test_an_unknown_manager_is_shown_and_kept_to_be_settled() -> None:
    row = planned("Ann,ann@school.example,,,who@school.example,").rows[0]
    assert row.outcome is Outcome.ADDED
    assert row.unsettled == "who@school.example"
    assert "Nobody here has" in (row.note or "")


def test_the_manager_of_a_refused_row_is_unknown() -> None:
    staff = (known(BOB, "Bob", left=True),)
    row = planned(
        "Ann,ann@school.example,,,bob@school.example,", "Bob,bob@school.example,,,,", staff=staff
    ).rows[0]
    assert row.unsettled == "bob@school.example"


def test_a_loop_is_shown_and_not_made() -> None:
    rows = planned(
        "Ann,ann@school.example,,,bob@school.example,", "Bob,bob@school.example,,,ann@school.example,"
    ).rows
    assert [row.manager for row in rows] == [None, None]
    assert all("in the end report to themselves" in (row.note or "") for row in rows)


def test_nobody_becomes_their_own_manager() -> None:
    row = planned("Ann,ann@school.example,,,ann@school.example,").rows[0]
    assert row.note == "Ann is given as their own line manager."


def test_a_loop_through_people_who_are_not_on_the_list_is_seen() -> None:
    staff = (known(ANN, "Ann", manager_id=BOB), known(BOB, "Bob", manager_id=CAT), known(CAT, "Cat"))
    row = planned("Cat,cat@school.example,,,ann@school.example,", staff=staff).rows[0]
    assert row.manager is None
    assert row.unsettled == "ann@school.example"


def test_a_manager_who_is_renamed_by_the_same_list_is_still_the_manager() -> None:
    staff = (known(ANN, "Ann", manager_id=BOB), known(BOB, "Bob", mis_number="7"))
    first, _ = planned(
        "Ann,ann@school.example,,,robert@school.example,", "Bob,robert@school.example,,,,7", staff=staff
    ).rows
    assert first.outcome is Outcome.UNCHANGED


def test_the_same_plan_has_the_same_digest_and_another_one_has_not() -> None:
    row, staff = "Ann,ann@school.example,Teacher,,,", (known(ANN, "Ann"),)
    assert planned(row, staff=staff).digest == planned(row, staff=staff).digest
    assert planned(row, staff=staff).digest != planned(row).digest
