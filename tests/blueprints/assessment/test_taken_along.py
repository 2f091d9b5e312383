"""A copy that somebody took along from a group counts as their own work: who judges it reads what they did there."""

from dataclasses import replace
from uuid import UUID

import pytest

from tenants.base.actor import Role
from tenants.groups.queries.groups import seats
from tenants.portfolios.actions.leaving import leave_group
from tests.factories.assessment import accept, allocate, make_matter, make_submission
from tests.factories.groups import make_contribution, make_group, make_pooled
from tests.factories.portfolios import candidate_actor, make_claim, make_place
from tests.factories.staff import make_staff
from tests.web import Web

DID = "I wrote the questions and tried them first."


@pytest.fixture(params=[False, True], ids=["nobody confirmed it", "confirmed"])
def confirmed(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def readers(in_school, school_id: UUID, person, confirmed: bool) -> tuple[Web, Web, UUID, UUID]:
    """The head and an assessor; the hand-in of somebody who left their group, and the assessor's task."""
    with in_school(school_id) as session:
        matter = make_matter(session)
        leaver, other = (make_place(session, cohort=matter.cohort) for _ in range(2))
        leaver.person.line_manager_id = matter.head.id
        group = make_group(session, [other.candidate, leaver.candidate])
        item = make_pooled(session, group)
        make_contribution(session, item, leaver.candidate, other.candidate if confirmed else None)
        make_claim(session, item, 3, candidate_id=leaver.id)
        seat = next(one for one in seats(session, group.id) if one.candidate_id == leaver.id)
        leave_group(session, candidate_actor(session, leaver), seat)
        session.flush()
        made = make_submission(session, leaver.candidate)
        own = replace(matter, person=leaver.person, candidate=leaver.candidate, submission=made)
        task, _ = allocate(session, own)
        accept(session, task)
        head = make_staff(session, Role.HEAD)
        ids = head.id, task.staff_id, made.id, task.id
    return person(school_id, ids[0]), person(school_id, ids[1]), ids[2], ids[3]


def test_who_endorses_and_who_judges_a_copy_reads_what_its_owner_did(readers, confirmed: bool) -> None:
    head, assessor, submission_id, task_id = readers
    pages = (
        head.page(f"/submissions/{submission_id}"),
        assessor.page(f"/assessing/{task_id}/portfolio"),
        assessor.page(f"/assessing/{task_id}/standards/3"),
    )
    for page in pages:
        assert "A copy of what a group shared" in page.text
        assert DID in page.text
        assert ("Nobody has confirmed it" in page.text) == (not confirmed)
