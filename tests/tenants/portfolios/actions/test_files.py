from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Invalid, NotFound
from tenants.base.outbox import OutboxMessage
from tenants.outside.files.content import check
from tenants.outside.files.store import FileMissing, FileStore, open_files
from tenants.portfolios.actions.files import add_file, remove_file
from tenants.portfolios.jobs import DeleteFile
from tenants.portfolios.models import Evidence, EvidenceFile
from tenants.portfolios.queries.files import held_file
from tenants.portfolios.rules.files import MOST_BYTES, MOST_FILES
from tenants.portfolios.rules.guarding import Declared
from tenants.portfolios.rules.states import EvidenceKind, People
from tests.factories.portfolios import Place, candidate_actor, make_file, make_item, make_place
from tests.tenants.outside.uploads import PDF


@pytest.fixture
def place(session: Session) -> Place:
    return make_place(session)


@pytest.fixture
def me(session: Session, place: Place) -> Actor:
    return candidate_actor(session, place)


@pytest.fixture
def display(session: Session, place: Place) -> Evidence:
    return make_item(session, place.candidate, EvidenceKind.FILE, draft=True)


@pytest.fixture
def store() -> FileStore:
    return open_files("memory://")


def add(session: Session, me: Actor, item: Evidence, store: FileStore) -> EvidenceFile:
    with check(BytesIO(PDF), "Display.pdf") as checked:
        return add_file(session, me, item, checked, Declared(People.NOBODY), store)


def test_a_file_is_kept_and_finishes_its_item(
    session: Session, me: Actor, display: Evidence, store: FileStore
) -> None:
    file = add(session, me, display, store)
    assert b"".join(store.stream(file.key)) == PDF
    assert (file.name, file.media_type, file.people, display.draft) == (
        "Display.pdf",
        "application/pdf",
        "nobody",
        False,
    )


def test_a_removed_file_asks_for_its_bytes_to_go_and_leaves_its_row(
    session: Session, me: Actor, display: Evidence, store: FileStore, school_id: UUID
) -> None:
    file = add(session, me, display, store)
    remove_file(session, me, held_file(session, file.id))
    session.flush()
    asked = session.scalars(select(OutboxMessage).where(OutboxMessage.message == DeleteFile.name)).one()
    assert (asked.payload, asked.school_id) == ({"file_id": str(file.id)}, school_id)
    assert file.removed_at is not None
    assert display.draft
    with pytest.raises(NotFound):
        held_file(session, file.id)


def test_a_file_of_a_removed_item_cannot_be_opened(
    session: Session, me: Actor, display: Evidence, store: FileStore
) -> None:
    file = add(session, me, display, store)
    display.removed_at = file.added_at
    session.flush()
    with pytest.raises(NotFound):
        held_file(session, file.id)


def test_an_item_takes_ten_files_and_a_place_five_hundred_megabytes(
    session: Session, me: Actor, place: Place, display: Evidence, store: FileStore
) -> None:
    for _ in range(MOST_FILES):
        make_file(session, display, size=1)
    with pytest.raises(Invalid) as refused:
        add(session, me, display, store)
    assert "10 files" in refused.value.fields["file"]
    other = make_item(session, place.candidate, EvidenceKind.FILE)
    make_file(session, other, size=MOST_BYTES - MOST_FILES)
    with pytest.raises(Invalid) as refused:
        add(session, me, make_item(session, place.candidate, EvidenceKind.FILE), store)
    assert "500 MB" in refused.value.fields["file"]


def test_a_file_that_was_refused_leaves_no_bytes(
    session: Session, me: Actor, display: Evidence, store: FileStore
) -> None:
    for _ in range(MOST_FILES):
        make_file(session, display)
    with pytest.raises(Invalid):
        add(session, me, display, store)
    keys = session.scalars(select(EvidenceFile.key)).all()
    for key in keys:
        with pytest.raises(FileMissing):
            store.stream(key)
