"""A file that should perhaps not be here, from asking to the decision."""

from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.assessment.queries.files import sealed_file
from tenants.base.actor import Actor, Role
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.outbox import OutboxMessage
from tenants.base.permissions import Permission
from tenants.base.undoing import Deed
from tenants.outside.files.content import check
from tenants.outside.files.scanner import scanner_for
from tenants.outside.files.store import FileStore, open_files
from tenants.portfolios.actions import guarding as actions
from tenants.portfolios.actions.files import add_file, remove_file
from tenants.portfolios.actions.undoing import undo_file
from tenants.portfolios.concern_models import FileConcern
from tenants.portfolios.models import EvidenceFile, Snapshot
from tenants.portfolios.queries import guarding as queries
from tenants.portfolios.queries.files import held_file, removed_key
from tenants.portfolios.queries.submissions import read
from tenants.portfolios.rules.guarding import DO_NOT_UPLOAD, MOVES, Declared, may_move, undeclared
from tenants.portfolios.rules.states import ConcernState, EvidenceKind, People
from tests.factories.assessment import accept, allocate, make_matter
from tests.factories.portfolios import Place, candidate_actor, make_file, make_item, make_place
from tests.factories.staff import acting, make_staff

WORRY = "A first name stands on the second page."


@pytest.fixture
def place(session: Session) -> Place:
    return make_place(session)


@pytest.fixture
def head(session: Session) -> Actor:
    return acting(session, make_staff(session, Role.HEAD))


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return open_files(f"file://{tmp_path}")


@pytest.fixture
def file(session: Session, place: Place) -> EvidenceFile:
    item = make_item(session, place.candidate, EvidenceKind.FILE, shared=True)
    return make_file(session, item)


def mentors_worry(session: Session, place: Place, file: EvidenceFile) -> FileConcern:
    mentor = acting(session, place.mentor)
    held = held_file(session, file.id)
    return actions.raise_concern(session, mentor, Permission.EVIDENCE_READ, held, file, WORRY)


def opens(actor: Actor, file: EvidenceFile) -> bool:
    try:
        return queries.opened(actor, file) is file
    except NotFound:
        return False


def told(session: Session, message: str) -> list[UUID | str]:
    rows = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.message == message))
    return [one.get("head_id") or one.get("reader_id") or "" for one in rows]


@pytest.mark.parametrize(
    ("declared", "field"),
    [
        (Declared(People.NOBODY), None),
        (Declared(People.AGREED), None),
        (Declared(People.PUPILS), "consent_where"),
        (Declared(People.PUPILS, " "), "consent_where"),
        (Declared(People.PUPILS, "Photo list, office"), None),
        (Declared(People.PUPILS, "x" * 201), "consent_where"),
        (Declared(People.NOBODY, sensitive=True), "sensitive"),
    ],
)
def test_what_is_asked_before_a_file_is_kept(declared: Declared, field: str | None) -> None:
    assert list(undeclared(declared)) == ([field] if field else [])


def test_a_file_about_special_needs_is_kindly_refused_and_not_kept(
    session: Session, place: Place, store: FileStore
) -> None:
    item = make_item(session, place.candidate, EvidenceKind.FILE)
    me = candidate_actor(session, place)
    with (
        check(BytesIO(b"Notes of a lesson."), "notes.txt", scanner_for(None)) as checked,
        pytest.raises(Invalid, match=DO_NOT_UPLOAD[:20]),
    ):
        add_file(session, me, item, checked, Declared(People.NOBODY, sensitive=True), store)
    assert not session.scalars(select(EvidenceFile).where(EvidenceFile.evidence_id == item.id)).all()


def test_what_is_settled_moves_no_more() -> None:
    open_ones = {ConcernState.RAISED, ConcernState.ANSWERED}
    assert not any(may_move(one, to) for one in set(MOVES) - open_ones for to in ConcernState)


def test_asked_about_it_is_closed_at_once_to_all_but_its_owner_and_the_heads(
    session: Session, place: Place, head: Actor, file: EvidenceFile
) -> None:
    mentor, me = acting(session, place.mentor), candidate_actor(session, place)
    assert opens(mentor, file)
    mentors_worry(session, place, file)
    assert (opens(mentor, file), opens(me, file), opens(head, file)) == (False, True, True)
    assert told(session, "portfolios.ask_file_review") == [str(head.staff_id)]
    with pytest.raises(Refused, match="already"):
        mentors_worry(session, place, file)


def test_only_who_may_read_it_asks(session: Session, place: Place, file: EvidenceFile) -> None:
    stranger = acting(session, make_staff(session, Role.MENTOR))
    held = held_file(session, file.id)
    with pytest.raises(NotFound):
        actions.raise_concern(session, stranger, Permission.EVIDENCE_READ, held, file, WORRY)
    me = candidate_actor(session, place)
    with pytest.raises(Refused, match="your own file"):
        actions.raise_concern(session, me, Permission.EVIDENCE_READ, held, file, WORRY)


def test_explained_and_released_it_opens_again(
    session: Session, place: Place, head: Actor, file: EvidenceFile
) -> None:
    concern = mentors_worry(session, place, file)
    me = candidate_actor(session, place)
    with pytest.raises(NotFound):
        actions.release(session, me, concern, "It is fine.")
    actions.explain(session, me, concern, "It is my own first name.")
    actions.release(session, head, concern, "It is the author's own name.")
    assert opens(acting(session, place.mentor), file)
    assert set(told(session, "portfolios.tell_file_settled")) == {str(place.person.id), str(place.mentor.id)}


def test_replaced_before_it_was_handed_in_it_is_settled_without_a_head(
    session: Session, place: Place, file: EvidenceFile, store: FileStore
) -> None:
    concern, me = mentors_worry(session, place, file), candidate_actor(session, place)
    with check(BytesIO(b"Notes of a lesson."), "notes.txt", scanner_for(None)) as checked:
        made = actions.replace(session, me, concern, checked, Declared(People.NOBODY), store)
    assert (concern.state, concern.replaced_by) == ("replaced", made.id)
    assert file.removed_at is not None
    assert not opens(acting(session, place.mentor), file)


def test_a_head_who_is_the_candidate_decides_nothing_about_it(session: Session) -> None:
    place = make_place(session)
    file = make_file(session, make_item(session, place.candidate, EvidenceKind.FILE, shared=True))
    concern = mentors_worry(session, place, file)
    both = acting(session, place.person)
    both = Actor(both.school_id, both.staff_id, both.name, frozenset({Role.HEAD}), both.appointed)
    with pytest.raises(NotFound):
        actions.take_down(session, both, concern, "Mine.")
    assert queries.to_decide(session, both) == []


def test_taken_down_its_bytes_go_even_where_it_was_handed_in_and_the_record_stands(
    session: Session, head: Actor
) -> None:
    matter = make_matter(session)
    seat = allocate(session, matter)[0]
    accept(session, seat)
    file = session.get_one(EvidenceFile, (matter.file.school_id, matter.file.id))
    sealed = sealed_file(session, seat.id, file.id)
    before = session.scalars(select(Snapshot.content)).one()
    concern = actions.raise_concern(
        session,
        acting(session, matter.assessors[0]),
        Permission.ASSESSMENT_JUDGE,
        sealed,
        file,
        WORRY,
    )
    with pytest.raises(NotFound):
        sealed_file(session, seat.id, file.id)
    assert queries.not_open(session, matter.submission.id) == {file.id: "closed"}
    assert removed_key(session, file.id) is None
    actions.take_down(session, head, concern, "A pupil can be recognised.")
    session.flush()
    assert removed_key(session, file.id) == file.key
    assert queries.not_open(session, matter.submission.id) == {file.id: "taken down"}
    assert (opens(head, file), concern.decision) == (False, "A pupil can be recognised.")
    found = read(session, matter.submission)
    assert found.intact
    assert session.scalars(select(Snapshot.content)).one() == before
    assert found.portfolio.file(file.id).sha256 == file.sha256.hex()


def test_what_was_taken_down_comes_back_by_no_undo(
    session: Session, place: Place, head: Actor, file: EvidenceFile
) -> None:
    concern, me = mentors_worry(session, place, file), candidate_actor(session, place)
    remove_file(session, me, held_file(session, file.id))
    session.flush()
    actions.take_down(session, head, concern, "A pupil can be recognised.")
    deed = session.scalars(select(Deed).where(Deed.subject_id == file.id)).one()
    with pytest.raises(Refused):
        undo_file(session, me, deed)


def test_nobody_hears_who_asked_but_the_heads(
    session: Session, place: Place, head: Actor, file: EvidenceFile
) -> None:
    mentors_worry(session, place, file)
    (one,) = queries.to_decide(session, head)
    assert (one.owner, one.asker, one.handed_in) == (place.person.name, place.mentor.name, False)
