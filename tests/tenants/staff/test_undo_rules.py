from dataclasses import replace
from uuid import UUID

from tenants.base.ids import new_id
from tenants.staff.rules.register import Known
from tenants.staff.rules.undoing import Deed, UndoPlan, Was, undo_plan

ANN, BOB, CAT = (new_id() for _ in range(3))


def known(person_id: UUID, name: str, **values: object) -> Known:
    return Known(person_id, name, f"{name.lower()}@school.example", **{"version": 2} | values)  # type: ignore[arg-type]


def was(name: str, **values: object) -> Was:
    plain = Was(name, f"{name.lower()}@school.example", None, None, None, None, False, None)
    return replace(plain, **values)  # type: ignore[arg-type]


def planned(
    *deeds: Deed, staff: tuple[Known, ...], used: tuple[UUID, ...] = (), by_head: bool = True
) -> UndoPlan:
    return undo_plan(deeds, staff, used, by_head=by_head)


def problem(plan: UndoPlan) -> str:
    (row,) = plan.refused
    return row.problem or ""


def test_somebody_new_goes_and_somebody_changed_is_as_before() -> None:
    deeds = (Deed(ANN, 2), Deed(BOB, 2, was("Bob")))
    plan = planned(*deeds, staff=(known(ANN, "Ann"), known(BOB, "Bobby")))
    assert [row.removes for row in plan.possible] == [True, False]


def test_who_was_changed_since_stays_as_they_are() -> None:
    plan = planned(Deed(ANN, 2, was("Anne")), staff=(known(ANN, "Ann", version=3),))
    assert problem(plan) == "Ann was changed since, and stays as they are now."


def test_somebody_new_who_did_something_stays() -> None:
    assert "has signed in" in problem(planned(Deed(ANN, 2), staff=(known(ANN, "Ann"),), used=(ANN,)))


def test_somebody_new_whom_somebody_reports_to_since_stays() -> None:
    staff = (known(ANN, "Ann"), known(BOB, "Bob", manager_id=ANN))
    assert problem(planned(Deed(ANN, 2), staff=staff)) == "Ann is now the line manager of Bob."


def test_a_manager_who_came_by_the_list_goes_with_the_line_that_came_by_it() -> None:
    staff = (known(ANN, "Ann"), known(BOB, "Bob", manager_id=ANN))
    assert planned(Deed(ANN, 2), Deed(BOB, 2, was("Bob")), staff=staff).refused == ()


def test_a_manager_stays_when_the_one_who_reports_to_them_stays() -> None:
    staff = (known(ANN, "Ann"), known(BOB, "Bob", manager_id=ANN))
    plan = planned(Deed(ANN, 2), Deed(BOB, 2), staff=staff, used=(BOB,))
    assert [row.now.name for row in plan.refused] == ["Ann", "Bob"]


def test_an_address_that_somebody_else_has_by_now_is_not_given_back() -> None:
    staff = (known(ANN, "Ann"), Known(BOB, "Bob", "anne@school.example"))
    assert problem(planned(Deed(ANN, 2, was("Anne")), staff=staff)) == "What Ann had before, Bob has now."


def test_a_line_that_would_close_a_loop_by_now_is_left_to_be_settled() -> None:
    staff = (known(ANN, "Ann"), known(BOB, "Bob", manager_id=ANN))
    plan = planned(Deed(ANN, 2, was("Ann", line_manager_id=BOB)), staff=staff)
    assert (plan.refused, plan.closing) == ((), {ANN})


def test_a_deputy_brings_no_head_back() -> None:
    deed, staff = Deed(ANN, 2, was("Ann"), left=True), (known(ANN, "Ann", head=True, left=True),)
    assert "Only a headteacher" in problem(planned(deed, staff=staff, by_head=False))
    assert planned(deed, staff=staff).refused == ()
