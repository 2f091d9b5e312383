from datetime import date
from uuid import UUID

import pytest

from tenants.base.ids import new_id
from tenants.staff.rules.lists import read_list
from tenants.staff.rules.plan import Asker, Outcome, Plan
from tenants.staff.rules.register import Known
from tenants.staff.rules.reporting import plan
from tests.factories.lists import HEADER, make_list

ANN, BOB, CAT, BOSS = (new_id() for _ in range(4))
TODAY = date(2026, 11, 26)


def known(person_id: UUID, name: str, **values: object) -> Known:
    return Known(person_id, name, f"{name.lower()}@school.example", **values)  # type: ignore[arg-type]


def planned(*rows: str, staff: tuple[Known, ...] = (), by_head: bool = True) -> Plan:
    return plan(read_list(make_list(*rows)), staff, Asker(BOSS, head=by_head), TODAY)


def ending(*rows: str, staff: tuple[Known, ...] = (), by_head: bool = True) -> Plan:
    text = make_list(*rows, header=f"{HEADER},End date,Lectern number")
    return plan(read_list(text), staff, Asker(BOSS, head=by_head), TODAY)


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
        ("Ann,,,,,", "Enter the person's work email"),
        ("Ann,not an address,,,,", "full email address"),
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
    (problem,) = planned("Bob,bob@school.example,,,,7", staff=staff).rows[0].problems
    assert problem == "The MIS number belongs to Ann, and the address to Bob."


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


def test_who_is_not_on_the_list_is_shown() -> None:
    staff = (known(ANN, "Ann"), known(BOB, "Bob"), known(CAT, "Cat", guest=True))
    found = planned("Ann,ann@school.example,,,,", staff=staff)
    assert [one.name for one in found.missing] == ["Bob"]


def test_who_is_on_a_refused_row_is_not_missing() -> None:
    assert planned("=Ann,ann@school.example,,,,", staff=(known(ANN, "Ann"),)).missing == ()


@pytest.mark.parametrize(
    "end", ["25/11/2026", "2026-11-25", "25 Nov 2026", "25.11.2026", "2026-11-25 00:00:00", "Yes", "leaver"]
)
def test_whose_last_day_is_over_loses_their_access(end: str) -> None:
    found = ending(f"Ann,ann@school.example,Cook,,,,{end},", staff=(known(ANN, "Ann"),))
    assert only(found) == Outcome.LEAVING
    assert found.rows[0].changes == ()


@pytest.mark.parametrize("end", ["26/11/2026", "31/08/2027", "No", "", "Current"])
def test_who_still_works_here_keeps_their_access(end: str) -> None:
    found = ending(f"Ann,ann@school.example,,,,,{end},", staff=(known(ANN, "Ann"),))
    assert only(found) == Outcome.UNCHANGED


def test_an_end_date_that_cannot_be_read_is_refused_and_nobody_leaves() -> None:
    found = ending("Ann,ann@school.example,,,,,summer,", staff=(known(ANN, "Ann"),))
    assert found.rows[0].problems == ("The end date ‘summer’ can't be read. Write it like 31/08/2026.",)


def test_who_left_long_ago_is_passed_over() -> None:
    staff = (known(ANN, "Ann", left=True),)
    found = ending("Ann,ann@school.example,,,,,yes,", "Former,,,,,,yes,", staff=staff)
    assert [row.outcome for row in found.rows] == [Outcome.UNCHANGED] * 2


def test_nobody_ends_their_own_access_by_a_list() -> None:
    found = ending("Boss,boss@school.example,,,,,yes,", staff=(known(BOSS, "Boss", head=True),))
    assert "own access" in found.rows[0].problems[0]


def test_only_a_head_ends_a_heads_access_by_a_list() -> None:
    row, staff = "Ann,ann@school.example,,,,,yes,", (known(ANN, "Ann", head=True),)
    assert only(ending(row, staff=staff, by_head=False)) == Outcome.REFUSED
    assert only(ending(row, staff=staff)) == Outcome.LEAVING


def test_a_guest_does_not_leave_by_a_list() -> None:
    found = ending("Ann,ann@school.example,,,,,yes,", staff=(known(ANN, "Ann", guest=True),))
    assert "is a guest here" in found.rows[0].problems[0]


def test_somebody_is_found_by_our_own_number_before_all_else() -> None:
    staff = (known(ANN, "Ann", mis_number="7"), known(BOB, "Bob"))
    found = ending(f"Ann,new@school.example,,,,8,,{ANN}", staff=staff)
    assert [(change.old, change.new) for change in found.rows[0].changes] == [
        ("ann@school.example", "new@school.example"),
        ("7", "8"),
    ]
    clash = ending(f"Ann,bob@school.example,,,,,,{ANN}", staff=staff)
    assert clash.rows[0].problems == ("The Lectern number belongs to Ann, and the address to Bob.",)


@pytest.mark.parametrize("number", ["7", "0190a000-0000-7000-8000-000000000000"])
def test_a_number_that_is_not_ours_is_refused(number: str) -> None:
    found = ending(f"Ann,ann@school.example,,,,,,{number}")
    assert found.rows[0].problems == (f"Nobody here has the Lectern number {number}.",)


def test_an_empty_name_or_address_stays_as_it_is_known() -> None:
    found = planned(",,Teacher,,,7", staff=(known(ANN, "Ann", mis_number="7"),))
    assert only(found) == Outcome.CHANGED
    assert [change.label for change in found.rows[0].changes] == ["Job title"]


def test_of_two_people_with_the_name_of_a_manager_neither_is_taken() -> None:
    staff = (known(BOB, "Bob"), Known(CAT, "Bob", "bob2@school.example"))
    row = planned("Ann,ann@school.example,,,Bob,", staff=staff).rows[0]
    assert (row.manager, row.unsettled) == (None, "Bob")
    assert "2 people here are called Bob" in (row.note or "")


def test_whose_manager_leaves_is_a_gap() -> None:
    staff = (known(ANN, "Ann", manager_id=BOB), known(BOB, "Bob"))
    (gap,) = ending("Bob,bob@school.example,,,,,yes,", staff=staff).gaps
    assert (gap.name, gap.why) == ("Ann", "Bob, their line manager, leaves.")


def test_a_new_person_without_a_manager_is_a_gap() -> None:
    (gap,) = planned("Ann,ann@school.example,,,,").gaps
    assert gap.why == "The list gives no line manager."


def test_who_leaves_is_nobodys_manager_any_more() -> None:
    staff = (known(BOB, "Bob"),)
    first = ending(
        "Ann,ann@school.example,,,bob@school.example,,,", "Bob,bob@school.example,,,,,yes,", staff=staff
    ).rows[0]
    assert first.unsettled == "bob@school.example"
