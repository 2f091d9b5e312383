"""An event becomes a piece of evidence by one press, and the same piece by the next."""

from hashlib import sha256
from io import BytesIO

import pytest
from sqlalchemy.orm import Session

from tenants.base.errors import Invalid, NotFound, Refused
from tenants.cohorts.rules import CohortState
from tenants.events.actions.evidence import take_as_evidence
from tenants.events.queries.events import may_open, seen
from tenants.events.rules.events import EventState
from tenants.outside.files.store import FileStore, open_files
from tenants.portfolios.actions.evidence import save_item, share_item
from tenants.portfolios.actions.files import remove_file
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.evidence import items
from tenants.portfolios.queries.files import files, held_file
from tenants.portfolios.rules.evidence import Words
from tests.factories.events import make_answer, make_event, make_slides
from tests.factories.staff import acting, make_staff
from tests.tenants.events.conftest import Held


@pytest.fixture
def store() -> FileStore:
    return open_files("memory:///")


def with_slides(session: Session, held: Held, store: FileStore, content: bytes = b"%PDF-1.7") -> None:
    slides = make_slides(session, held.event, content)
    store.put(slides.key, BytesIO(content), sha256(content).hexdigest())


def take(session: Session, held: Held, store: FileStore) -> Evidence:
    return take_as_evidence(session, held.me, held.event, store)


def test_it_is_a_finished_item_with_facts_numbers_and_slides(
    session: Session, held: Held, store: FileStore
) -> None:
    with_slides(session, held, store)
    make_answer(session, held.event, 5)
    item = take(session, held, store)
    assert (item.draft, item.title, item.audience_size) == (False, held.event.title, held.event.attendance)
    assert item.body == held.event.summary
    assert "1 of 24 who came answered" in item.told
    (file,) = files(session, item.id)
    assert b"".join(store.stream(file.key)) == b"%PDF-1.7"
    assert seen(session, held.event.id).evidence_id == item.id


def test_pressed_again_it_is_the_same_item_with_the_feedback_of_today(
    session: Session, held: Held, store: FileStore
) -> None:
    with_slides(session, held, store)
    item = take(session, held, store)
    assert item.told == ""
    save_item(
        session, held.me, item, Words(**{**vars(item.words), "body": "Two schools took it up."}), item.version
    )
    make_answer(session, held.event, 5)
    with_slides(session, held, store, b"%PDF-1.7 handout")
    held.event.attendance = 26
    again = take(session, held, store)
    assert [one.item.id for one in items(session, held.place.id)] == [item.id] == [again.id]
    assert (again.body, again.audience_size) == ("Two schools took it up.", 26)
    assert "1 of 26 who came answered" in again.told
    assert len(files(session, item.id)) == 2


def test_slides_that_were_taken_out_of_the_item_stay_out(
    session: Session, held: Held, store: FileStore
) -> None:
    with_slides(session, held, store)
    item = take(session, held, store)
    remove_file(session, held.me, held_file(session, files(session, item.id)[0].id))
    take(session, held, store)
    assert [file.removed_at is None for file in files(session, item.id)] == [False]


def test_nobody_writes_over_what_the_audience_said(session: Session, held: Held, store: FileStore) -> None:
    item = take(session, held, store)
    better = Words(**{**vars(item.words), "told": "Everybody loved it."})
    with pytest.raises(Invalid) as refused:
        save_item(session, held.me, item, better, item.version)
    assert set(refused.value.fields) == {"told"}


def test_what_was_not_held_has_no_place_or_is_somebody_elses_is_no_evidence(
    session: Session, held: Held, store: FileStore
) -> None:
    coming = make_event(session, held.place.person, held.place.candidate, state=EventState.PLANNED)
    with pytest.raises(Refused, match="how it went"):
        take_as_evidence(session, held.me, coming, store)
    person = make_staff(session)
    with pytest.raises(Refused, match="no place"):
        take_as_evidence(session, acting(session, person), make_event(session, person), store)
    with pytest.raises(NotFound):
        take_as_evidence(session, acting(session, person), held.event, store)


def test_after_the_award_an_event_is_recorded_and_no_evidence(
    session: Session, held: Held, store: FileStore
) -> None:
    held.place.cohort.state = CohortState.CLOSED.value
    session.flush()
    with pytest.raises(Refused, match="closed"):
        take(session, held, store)


def test_a_mentor_who_reads_the_item_opens_its_event_only_when_that_is_shared(
    session: Session, held: Held, store: FileStore
) -> None:
    share_item(session, held.me, take(session, held, store))
    mentor = acting(session, held.place.mentor)
    assert not may_open(session, mentor, held.event.id)
    held.event.shared_at = held.event.planned_at
    session.flush()
    assert may_open(session, mentor, held.event.id)
