from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.portfolios.actions.evidence import (
    put_back_item,
    remove_item,
    restore_version,
    save_item,
    share_item,
    start_item,
)
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.evidence import item, items, versions
from tenants.portfolios.rules.editing import VERSION_EVERY
from tenants.portfolios.rules.evidence import Words
from tenants.portfolios.rules.states import EvidenceKind
from tests.conftest import InSchool
from tests.factories.cohorts import make_cohort
from tests.factories.groups import make_group, make_pooled
from tests.factories.portfolios import Place, candidate_actor, make_item, make_place
from tests.factories.staff import acting


@pytest.fixture
def place(session: Session) -> Place:
    return make_place(session)


@pytest.fixture
def me(session: Session, place: Place) -> Actor:
    return candidate_actor(session, place)


@pytest.fixture
def note(session: Session, place: Place) -> Evidence:
    return make_item(session, place.candidate, title="A note", body="First words")


def saying(body: str) -> Words:
    return Words(title="A note", body=body)


def test_an_item_starts_as_a_private_draft(session: Session, place: Place, me: Actor) -> None:
    begun = start_item(session, me, place.id, EvidenceKind.TEXT)
    assert (begun.draft, begun.shared_at, begun.version) == (True, None, 1)


def test_beginning_twice_leads_to_the_same_empty_draft(session: Session, place: Place, me: Actor) -> None:
    first = start_item(session, me, place.id, EvidenceKind.TEXT)
    assert start_item(session, me, place.id, EvidenceKind.TEXT) is first
    assert start_item(session, me, place.id, EvidenceKind.LINK) is not first


def test_a_draft_with_words_is_left_alone_when_another_is_begun(
    session: Session, place: Place, me: Actor
) -> None:
    first = start_item(session, me, place.id, EvidenceKind.TEXT)
    save_item(session, me, first, Words(body="half a thought"), 1)
    assert start_item(session, me, place.id, EvidenceKind.TEXT) is not first


def test_writing_saves_as_far_as_it_goes_and_the_button_asks_for_the_rest(
    session: Session, place: Place, me: Actor
) -> None:
    begun = start_item(session, me, place.id, EvidenceKind.TEXT)
    save_item(session, me, begun, Words(body="half"), 1)
    assert (begun.body, begun.draft) == ("half", True)
    with pytest.raises(Invalid) as refused:
        save_item(session, me, begun, Words(body="half"), 2, finished=True)
    assert set(refused.value.fields) == {"title"}
    save_item(session, me, begun, Words(title="Whole", body="half"), 2, finished=True)
    assert not begun.draft


def test_an_item_whose_title_is_emptied_is_a_draft_again(session: Session, me: Actor, note: Evidence) -> None:
    save_item(session, me, note, Words(body="First words"), 1)
    assert note.draft


def test_a_file_item_is_a_draft_until_it_has_its_file(session: Session, place: Place, me: Actor) -> None:
    begun = start_item(session, me, place.id, EvidenceKind.FILE)
    save_item(session, me, begun, Words(title="Display"), 1, finished=True)
    assert begun.draft


def test_a_stale_save_shows_both_texts_and_changes_nothing(
    session: Session, me: Actor, note: Evidence
) -> None:
    save_item(session, me, note, saying("from one window"), 1)
    with pytest.raises(Conflict) as conflict:
        save_item(session, me, note, saying("from the other"), 1)
    assert conflict.value.texts == {"What you wrote": ("from one window", "from the other")}
    assert (conflict.value.saved_by, conflict.value.version) == ("You", 2)
    assert note.body == "from one window"


def test_sending_the_same_words_again_after_a_lost_answer_is_no_conflict(
    session: Session, me: Actor, note: Evidence
) -> None:
    save_item(session, me, note, saying("once"), 1)
    save_item(session, me, note, saying("once"), 1)
    assert note.version == 2


def test_two_windows_that_save_at_the_same_moment_do_not_overwrite_each_other(
    in_school: InSchool, school_id: UUID
) -> None:
    with in_school(school_id) as session:
        place = make_place(session)
        note_id = make_item(session, place.candidate, title="A note").id
        me = candidate_actor(session, place)
    with in_school(school_id) as one:
        mine = item(one, note_id)
        with in_school(school_id) as other:
            save_item(other, me, item(other, note_id), saying("theirs"), 1)
        with pytest.raises(Conflict):
            save_item(one, me, mine, saying("mine"), 1)


def test_the_button_keeps_versions_and_writing_between_does_not(
    session: Session, me: Actor, note: Evidence
) -> None:
    save_item(session, me, note, saying("one"), 1, finished=True)
    save_item(session, me, note, saying("two"), 2)
    save_item(session, me, note, saying("three"), 3, finished=True)
    assert [kept.content["body"] for kept in versions(session, note.id)] == ["three", "one"]


def test_what_a_member_of_a_group_typed_is_kept_before_another_writes_over_it(session: Session) -> None:
    cohort = make_cohort(session)
    places = [make_place(session, cohort=cohort) for _ in range(2)]
    group = make_group(session, [one.candidate for one in places])
    shared = make_pooled(session, group, "A note")
    ada, ben = (candidate_actor(session, one) for one in places)
    for number, body in enumerate(("begun", "gone on"), start=1):
        save_item(session, ada, shared, saying(body), number)
    save_item(session, ben, shared, saying("anew"), 3)
    assert versions(session, shared.id)[0].content["body"] == "gone on"
    save_item(session, ben, shared, saying("anew and more"), 4)
    assert versions(session, shared.id)[0].content["body"] == "gone on"


def test_writing_on_for_ten_minutes_keeps_a_version(
    session: Session, me: Actor, note: Evidence, real_clock: None
) -> None:
    save_item(session, me, note, saying("one"), 1, finished=True)
    clock.move_by(VERSION_EVERY)
    save_item(session, me, note, saying("two"), 2)
    assert len(versions(session, note.id)) == 2


def test_an_earlier_version_comes_back_and_what_stood_there_is_kept(
    session: Session, me: Actor, note: Evidence
) -> None:
    save_item(session, me, note, saying("one"), 1, finished=True)
    save_item(session, me, note, saying("two"), 2)
    restore_version(session, me, note, 2)
    assert (note.body, note.version) == ("one", 4)
    assert [kept.content["body"] for kept in versions(session, note.id)] == ["one", "two", "one"]


def test_a_removed_item_is_private_gone_and_can_be_put_back(
    session: Session, place: Place, me: Actor, note: Evidence
) -> None:
    share_item(session, me, note)
    remove_item(session, me, note)
    session.flush()
    assert items(session, place.id) == []
    with pytest.raises(NotFound):
        item(session, note.id)
    put_back_item(session, me, note)
    session.flush()
    assert item(session, note.id).shared_at is None


@pytest.mark.parametrize(
    "close",
    [
        lambda place: setattr(place.candidate, "state", PlaceState.ACCEPTED.value),
        lambda place: setattr(place.candidate, "state", PlaceState.WITHDRAWN.value),
        lambda place: setattr(place.cohort, "state", CohortState.CLOSED.value),
        lambda place: setattr(place.cohort, "starts_on", clock.today() + timedelta(days=1)),
    ],
    ids=["not approved", "withdrawn", "cohort closed", "not begun"],
)
def test_nothing_is_written_in_a_closed_portfolio(
    session: Session, place: Place, me: Actor, note: Evidence, close: Callable[[Place], None]
) -> None:
    close(place)
    session.flush()
    for deed in (
        lambda: save_item(session, me, note, saying("late"), 1),
        lambda: remove_item(session, me, note),
        lambda: start_item(session, me, place.id, EvidenceKind.TEXT),
    ):
        with pytest.raises(Refused):
            deed()


def test_nobody_else_writes_in_a_portfolio(session: Session, place: Place, note: Evidence) -> None:
    for stranger in (place.mentor, make_place(session).person):
        with pytest.raises(NotFound):
            save_item(session, acting(session, stranger), note, saying("not mine"), 1)


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا \u202eabc\u202c",
        "👩🏽‍🏫🎉",
        "Łukasz Świątek 中文",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "'; DROP TABLE evidence;--",
    ],
)
def test_any_writing_comes_back_as_it_was_typed(
    session: Session, me: Actor, note: Evidence, text: str
) -> None:
    save_item(session, me, note, Words(title=text, body=text), 1, finished=True)
    session.flush()
    session.expire(note)
    assert (note.title, note.body) == (text, text)


@pytest.mark.parametrize(
    ("moment", "last_day"),
    [
        (datetime(2027, 3, 27, 23, 30, tzinfo=UTC), date(2027, 3, 27)),
        (datetime(2027, 3, 28, 23, 30, tzinfo=UTC), date(2027, 3, 29)),
        (datetime(2027, 10, 30, 23, 30, tzinfo=UTC), date(2027, 10, 31)),
        (datetime(2027, 10, 31, 23, 30, tzinfo=UTC), date(2027, 10, 31)),
    ],
)
def test_today_is_the_schools_day_on_the_nights_when_the_clocks_change(
    session: Session, me: Actor, note: Evidence, real_clock: None, moment: datetime, last_day: date
) -> None:
    clock.move_by(moment - datetime.now(UTC))
    save_item(session, me, note, Words("A note", "b", happened_on=last_day), 1)
    with pytest.raises(Invalid):
        save_item(session, me, note, Words("A note", "b", happened_on=last_day + timedelta(days=1)), 2)


def test_history_names_the_fields_and_never_their_words(session: Session, me: Actor, note: Evidence) -> None:
    save_item(session, me, note, saying("something about a colleague"), 1, finished=True)
    session.flush()
    entry = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "evidence:save")).one()
    assert (entry.fields, entry.reason) == (["body"], None)
