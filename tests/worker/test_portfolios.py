from collections.abc import Callable
from io import BytesIO
from uuid import UUID

import pytest

from tenants.base import clock
from tenants.base.outbox import JobState, OutboxMessage
from tenants.outside.files.content import check
from tenants.outside.files.store import FileMissing
from tenants.portfolios.actions.files import add_file
from tenants.portfolios.jobs import DeleteFile
from tenants.portfolios.models import EvidenceFile
from tenants.portfolios.queries.files import held_file
from tenants.portfolios.rules.guarding import Declared
from tenants.portfolios.rules.states import EvidenceKind, People
from tenants.standards.actions import publish_editions
from tests.conftest import InSchool
from tests.factories.portfolios import candidate_actor, make_file, make_item, make_place
from tests.tenants.outside.uploads import PDF
from worker import runtime
from worker.runtime import House

Job = Callable[[UUID], OutboxMessage]


def perform(house: House, job_id: UUID) -> None:
    """As a worker does, right after the job was sent."""
    with house.operator.begin() as session:
        session.get_one(OutboxMessage, job_id).state = JobState.SENT.value
    runtime.perform(house, job_id)


@pytest.fixture
def kept(house: House, in_own_school: InSchool, school_id: UUID) -> tuple[UUID, str]:
    """The id and the key of a file in the store."""
    with house.operator.begin() as session:
        publish_editions(session)
    with in_own_school(school_id) as session:
        place = make_place(session)
        item = make_item(session, place.candidate, EvidenceKind.FILE)
        with check(BytesIO(PDF), "plan.pdf") as checked:
            file = add_file(
                session,
                candidate_actor(session, place),
                item,
                checked,
                Declared(People.NOBODY),
                house.tools.files,
            )
        return file.id, file.key


def test_the_bytes_of_a_removed_file_are_deleted(
    house: House,
    in_own_school: InSchool,
    school_id: UUID,
    kept: tuple[UUID, str],
    asked: Callable[..., UUID],
    job: Job,
) -> None:
    file_id, key = kept
    with in_own_school(school_id) as session:
        held = held_file(session, file_id)
        held.file.removed_at = held.file.added_at
    job_id = asked(school_id, DeleteFile(file_id))
    perform(house, job_id)
    assert job(job_id).state == JobState.DONE
    with pytest.raises(FileMissing):
        house.tools.files.stream(key)


def test_a_file_that_is_still_there_is_never_deleted(
    house: House, school_id: UUID, kept: tuple[UUID, str], asked: Callable[..., UUID], job: Job
) -> None:
    file_id, key = kept
    job_id = asked(school_id, DeleteFile(file_id))
    perform(house, job_id)
    assert job(job_id).state == JobState.DONE
    assert b"".join(house.tools.files.stream(key)) == PDF


def test_another_schools_job_deletes_nothing(
    house: House,
    in_own_school: InSchool,
    school_id: UUID,
    other_school_id: UUID,
    kept: tuple[UUID, str],
    asked: Callable[..., UUID],
    job: Job,
) -> None:
    file_id, key = kept
    with in_own_school(school_id) as session:
        held = held_file(session, file_id)
        held.file.removed_at = held.file.added_at
    job_id = asked(other_school_id, DeleteFile(file_id))
    perform(house, job_id)
    assert job(job_id).state == JobState.DONE
    assert b"".join(house.tools.files.stream(key)) == PDF


def test_the_bytes_of_a_groups_file_stay_while_a_leavers_copy_names_them(
    house: House, in_own_school: InSchool, school_id: UUID, asked: Callable[..., UUID], kept: tuple[UUID, str]
) -> None:
    file_id, key = kept
    with in_own_school(school_id) as session:
        file = session.get_one(EvidenceFile, (school_id, file_id))
        copied = make_file(session, make_item(session, make_place(session).candidate), key=key).id
        file.removed_at = file.added_at
    perform(house, asked(school_id, DeleteFile(file_id)))
    assert b"".join(house.tools.files.stream(key)) == PDF
    with in_own_school(school_id) as session:
        session.get_one(EvidenceFile, (school_id, copied)).removed_at = clock.now()
    perform(house, asked(school_id, DeleteFile(copied)))
    with pytest.raises(FileMissing):
        house.tools.files.stream(key)
