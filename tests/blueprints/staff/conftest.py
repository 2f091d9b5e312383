from uuid import UUID

import pytest
from sqlalchemy import select, update

from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage
from tenants.sign_in import staff_lists
from tenants.staff.imports import staff_import
from tests.factories.lists import quietly
from tests.factories.staff import make_staff


@pytest.fixture
def head(in_school, person, school_id):
    with in_school(school_id) as session:
        boss = make_staff(
            session, Role.HEAD, name="Amara Head", email="head@school.example", manager_outside=True
        )
    return person(school_id, boss.id)


@pytest.fixture
def work(in_school, school_id):
    """Does the jobs that are waiting, as a worker would; says how many there were."""
    doing = {"staff.bring_in_list": staff_lists.bring_in, "staff.undo_list": staff_lists.undo}

    def do() -> int:
        with in_school(school_id) as session:
            mine = (OutboxMessage.school_id == school_id, OutboxMessage.state.in_(("queued", "running")))
            jobs = session.scalars(select(OutboxMessage).where(*mine)).all()
            for job in jobs:
                doing[job.message](session, staff_import(session, UUID(job.payload["import_id"])), quietly)
                job.state = "done"
            return len(jobs)

    return do


@pytest.fixture
def job_of(in_school, school_id):
    """`job_of(address of a list, state="dead")` puts its job into that state."""

    def put(at: str, **values: object) -> None:
        with in_school(school_id) as session:
            kept = staff_import(session, UUID(at.rsplit("/", 1)[1]))
            mine = (OutboxMessage.school_id == school_id, OutboxMessage.id == kept.job_id)
            session.execute(update(OutboxMessage).where(*mine).values(**values))

    return put
