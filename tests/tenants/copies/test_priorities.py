"""The school's copy holds its improvement plans, also who saw to what and has left since."""

from tenants.base import clock
from tenants.base.actor import Role
from tenants.copies.queries.school import whole_school
from tenants.priorities.rules.states import Strength
from tests.factories.priorities import (
    make_mapping,
    make_measure,
    make_plan,
    make_priority,
    make_reading,
    make_review,
    make_step,
)
from tests.factories.staff import make_staff


def test_a_school_takes_its_improvement_plans_along(session) -> None:
    head = make_staff(session, Role.HEAD, name="Hanna Head")
    left = make_staff(session, name="Lena Left", deactivated_at=clock.now())
    priority = make_priority(session, make_plan(session), title="Talk")
    measure = make_measure(session, priority)
    make_reading(session, measure, 45, clock.today(), head.id)
    make_step(session, priority, staff_id=left.id)
    make_review(session, priority, "A1", head.id)
    make_mapping(session, priority, 6, Strength.DRIVES, from_on=clock.today(), set_by=head.id)
    tables = dict(whole_school(session).tables)
    assert tables["improvement-plans.csv"][1][4] == "Talk"
    assert [row[-1] for row in tables["improvement-measures.csv"][1:]] == ["30", "45"]
    assert tables["improvement-actions.csv"][1][3:5] == ("Lena Left", "yes")
    assert tables["improvement-reviews.csv"][1][2:6] == ("A1", "on_track", "It moves", "Hanna Head")
    assert tables["improvement-mapping.csv"][1][2] == "6"


def test_a_school_without_a_plan_has_no_tables_of_one(session) -> None:
    assert not [name for name, _ in whole_school(session).tables if name.startswith("improvement")]
