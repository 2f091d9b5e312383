"""A large school: 60 people over three years, eight priorities, and 50,000 links of evidence."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, insert, select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.ids import new_id
from tenants.base.isolation import bound_school
from tenants.cohorts.models import Candidate
from tenants.portfolios.models import Claim, Evidence, EvidencePriority
from tenants.priorities.rules.states import Strength
from tenants.schools.models import AcademicYear
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.priorities import make_mapping, make_plan, make_priority
from tests.factories.schools import make_year
from tests.factories.staff import make_staff

PEOPLE, PRIORITIES, STANDARDS, EACH = 60, 8, 10, 210
"""So many items of each person over the three years; with their claims and the priorities they name 50,000 rows."""


@dataclass
class Asked:
    statements: list[str] = field(default_factory=list)
    rows: int = 0


@contextmanager
def counted(engine) -> Iterator[Asked]:
    """Of the statements about plans, priorities and the work that serves them."""
    found = Asked()

    def note(connection, cursor, statement, *rest: object) -> None:
        if any(word in statement for word in ("improvement_plans", "priorities", "FROM cohorts", "mappings")):
            found.statements.append(statement)
            found.rows += max(cursor.rowcount, 0)

    event.listen(engine, "after_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "after_cursor_execute", note)


@pytest.fixture
def head(person, in_school, school_id):
    with in_school(school_id) as session:
        head = make_staff(session, Role.HEAD)
        years = [
            AcademicYear(name=f"{at}/{at - 1999}", starts_on=date(at, 9, 1), ends_on=date(at + 1, 8, 31))
            for at in (2024, 2025)
        ]
        session.add_all(years)
        session.flush()
        years.append(make_year(session))
        cohorts = [make_cohort(session, year_id=year.id, starts_on=year.starts_on) for year in years]
        lines: list[object] = [None] * PRIORITIES
        for year in years:
            plan = make_plan(session, year_id=year.id)
            for at in range(PRIORITIES):
                made = make_priority(session, plan, at + 1, **({"line_id": lines[at]} if lines[at] else {}))
                lines[at] = made.line_id
                for number in (at + 1, at + 3):
                    make_mapping(
                        session, made, number, Strength.DRIVES, from_on=year.starts_on, set_by=head.id
                    )
        places = [make_candidate(session, cohorts[at % 3]) for at in range(PEOPLE)]
        _fill(session, places, lines)
    return person(school_id, head.id)


def _fill(session, places: list[Candidate], lines: list[object]) -> None:
    items, claims, named = [], [], []
    school, now = {"school_id": bound_school(session)}, clock.now()
    for place in places:
        for at in range(EACH):
            own = {"evidence_id": new_id(), **school}
            day = date(2024, 9, 2) + timedelta(days=at * 5)
            says = at % 3 == 0
            items.append(
                {
                    "id": own["evidence_id"],
                    **school,
                    "candidate_id": place.id,
                    "cohort_id": place.cohort_id,
                    "kind": "text",
                    "draft": False,
                    "title": "Work",
                    "begun_on": day,
                    "priorities_named_at": now if says else None,
                    "saved_at": now,
                    "saved_by": place.staff_id,
                }
            )
            claims += [
                {
                    **own,
                    "candidate_id": place.id,
                    "standard_number": (at + step) % STANDARDS + 1,
                    "level": 1 + (at + step) % 4,
                    "reach_who": "Two people",
                    "justification": "Because.",
                }
                for step in (0, 3, 7)
            ]
            named += [{**own, "priority_id": lines[(at + step) % PRIORITIES]} for step in range(3) if says]
    for model, rows in ((Evidence, items), (Claim, claims), (EvidencePriority, named)):
        session.execute(insert(model), rows)
    links = sum(session.scalar(select(func.count()).select_from(one)) for one in (Claim, EvidencePriority))
    assert links >= 50_000, links


def test_a_large_school_costs_four_questions_and_a_row_for_each_square(head, app, capsys) -> None:
    squares = PRIORITIES * (STANDARDS + 3 + 6 + 1) + 1
    with counted(app.extensions["engine"]) as found:
        answer = head.get("/coverage")
    with capsys.disabled():
        print(f"\n{len(found.statements)} questions, {found.rows} rows, {len(answer.get_data()):,} bytes")
    assert answer.status_code == 200
    assert 1 <= len(found.statements) <= 4
    assert PRIORITIES * STANDARDS < found.rows <= squares + PRIORITIES + 3 + 3
