from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.ids import new_id
from tenants.cohorts.rules import PlaceState
from tenants.portfolios.actions.evidence import draw_item, remove_item, restore_version, save_item
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.evidence import items, versions
from tenants.portfolios.rules.evidence import Words
from tenants.portfolios.rules.states import EvidenceKind, Source
from tests.factories.portfolios import Place, candidate_actor, make_place
from tests.factories.staff import acting

TALK = new_id()
TOLD = Words(
    title="Retrieval practice",
    body="A workshop.",
    audience="Science teachers",
    audience_from="Four schools",
    audience_size=24,
    happened_on=date(2026, 10, 14),
)


@pytest.fixture
def place(session: Session) -> Place:
    return make_place(session)


@pytest.fixture
def me(session: Session, place: Place) -> Actor:
    return candidate_actor(session, place)


def from_talk(session: Session, me: Actor, place: Place, told: Words = TOLD) -> Evidence:
    return draw_item(session, me, place.id, EvidenceKind.PRESENTATION, Source.EVENT, TALK, told)


def a_testimonial(session: Session, me: Actor, place: Place, source_id: UUID) -> Evidence:
    told = Words(title="Testimonial from Ola Berg", body="She listens.", happened_on=date(2026, 10, 2))
    return draw_item(session, me, place.id, EvidenceKind.TESTIMONIAL, Source.TESTIMONIAL, source_id, told)


def test_what_is_drawn_is_a_finished_private_item(session: Session, place: Place, me: Actor) -> None:
    item = from_talk(session, me, place)
    assert (item.words, item.draft, item.shared_at) == (TOLD, False, None)


def test_drawn_twice_it_stands_once_with_what_is_told_now(session: Session, place: Place, me: Actor) -> None:
    first = from_talk(session, me, place)
    save_item(session, me, first, Words(**{**vars(TOLD), "body": "Two schools took it up."}), first.version)
    again = from_talk(session, me, place, Words(**{**vars(TOLD), "audience_size": 31}))
    assert [one.item.id for one in items(session, place.id)] == [first.id]
    assert (again.audience_size, again.body) == (31, "Two schools took it up.")


def test_one_that_was_removed_comes_back(session: Session, place: Place, me: Actor) -> None:
    item = from_talk(session, me, place)
    remove_item(session, me, item)
    assert from_talk(session, me, place).removed_at is None


@pytest.mark.parametrize("field", ["title", "audience", "audience_from", "audience_size", "happened_on"])
def test_what_an_event_tells_is_not_written_over(
    session: Session, place: Place, me: Actor, field: str
) -> None:
    item = from_talk(session, me, place)
    other = {"audience_size": 300, "happened_on": date(2026, 10, 1)}.get(field, "Something else")
    with pytest.raises(Invalid) as refused:
        save_item(session, me, item, Words(**{**vars(TOLD), field: other}), item.version)
    assert list(refused.value.fields) == [field]


def test_of_a_testimonial_nothing_can_be_changed(session: Session, place: Place, me: Actor) -> None:
    item = a_testimonial(session, me, place, new_id())
    for field in ("title", "body"):
        with pytest.raises(Invalid):
            save_item(session, me, item, Words(**{**vars(item.words), field: "Better"}), item.version)


def test_going_back_to_an_earlier_version_keeps_what_the_event_tells(
    session: Session, place: Place, me: Actor
) -> None:
    item = from_talk(session, me, place)
    first = item.version
    from_talk(session, me, place, Words(**{**vars(TOLD), "audience_size": 31}))
    restore_version(session, me, item, first)
    assert (item.audience_size, versions(session, item.id)[0].content["audience_size"]) == (31, 31)


def test_two_testimonials_are_two_items(session: Session, place: Place, me: Actor) -> None:
    a_testimonial(session, me, place, new_id())
    a_testimonial(session, me, place, new_id())
    assert len(items(session, place.id)) == 2


def test_nobody_draws_into_another_portfolio(session: Session, place: Place) -> None:
    with pytest.raises(NotFound):
        from_talk(session, acting(session, place.mentor), place)


def test_nothing_is_drawn_into_a_place_that_has_ended(session: Session, place: Place, me: Actor) -> None:
    place.candidate.state = PlaceState.WITHDRAWN
    session.flush()
    with pytest.raises(Refused):
        from_talk(session, me, place)
