"""A cohort moves to another version of the standards while somebody of it hands in or writes: real transactions in
real threads."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import Invalid, Refused
from tenants.base.undoing import CHANGED, Deed, Kind
from tenants.changeovers.actions import move_to_edition
from tenants.changeovers.rules import BEGUN
from tenants.cohorts.models import Cohort
from tenants.mentoring.actions.comments import comment
from tenants.portfolios.actions.claims import GONE, choose_standards, remove_claim, save_claim
from tenants.portfolios.actions.undoing import undo_claim
from tenants.portfolios.models import Claim, Evidence, Snapshot, Submission
from tenants.standards.actions import adopt
from tenants.standards.queries import edition, newest_edition
from tenants.testimonials.actions.writing import make_link, save_draft
from tenants.testimonials.queries import opened as the_opened
from tenants.testimonials.rules import Said, State
from tests.factories.portfolios import Place, candidate_actor
from tests.factories.staff import acting, make_staff
from tests.factories.submissions import hand_in, make_ready
from tests.factories.testimonials import make_testimonial

Doing = Callable[[Session], Any]


@pytest.fixture
def ready(in_school, school_id) -> SimpleNamespace:
    """Somebody could hand in, in a cohort of the first version, and their school has adopted the next."""
    with in_school(school_id) as session:
        head = make_staff(session, Role.HEAD)
        place = make_ready(session)
        first, newest = edition(session, place.cohort.edition_id), newest_edition(session)
        for one in (first, newest):
            adopt(session, acting(session, head), one)
        item = session.scalars(select(Evidence).where(Evidence.title == "Peer coaching")).one()
        key = (school_id, item.id)
        return SimpleNamespace(head=head, place=place, first=first.id, newest=newest.id, item=key)


@pytest.fixture
def beside(in_school, school_id) -> Callable[[Doing, Doing], Any]:
    """Does the one; the other begins before that is over, waits for its end, and then says what it came to."""

    def apart(doing: Doing) -> Any:
        with in_school(school_id) as session:
            return doing(session)

    def run(one: Doing, other: Doing) -> Any:
        with ThreadPoolExecutor(1) as pool:
            with in_school(school_id) as session:
                one(session)
                session.flush()
                waiting = pool.submit(apart, other)
                with pytest.raises(TimeoutError):
                    waiting.result(0.5)
            return waiting.result(30)

    return run


def moving(ready: SimpleNamespace) -> Doing:
    def move(session: Session) -> None:
        cohort = session.get_one(Cohort, (ready.place.cohort.school_id, ready.place.cohort.id))
        move_to_edition(session, acting(session, ready.head), cohort, ready.newest)

    return move


def frozen_in(place: Place) -> Doing:
    def submit(session: Session) -> str:
        made = hand_in(session, place)
        held = session.scalars(select(Snapshot).where(Snapshot.submission_id == made.id)).one()
        return json.loads(held.content)["edition"]["id"]

    return submit


def test_what_is_handed_in_beside_a_move_waits_and_is_frozen_in_the_later_version(ready, beside) -> None:
    assert beside(moving(ready), frozen_in(ready.place)) == str(ready.newest)


def test_a_move_beside_a_hand_in_waits_and_is_refused(ready, beside, in_school, school_id) -> None:
    with pytest.raises(Refused, match=BEGUN):
        beside(frozen_in(ready.place), moving(ready))
    with in_school(school_id) as session:
        assert session.scalars(select(Cohort.edition_id)).one() == ready.first
        assert session.scalars(select(Submission.attempt)).one() == 1


def test_what_is_written_beside_a_move_knows_the_later_version(ready, beside, in_school, school_id) -> None:
    """Standard 10 is gone with the move."""

    def choose(session: Session) -> None:
        actor, item = candidate_actor(session, ready.place), session.get_one(Evidence, ready.item)
        choose_standards(session, actor, item, range(1, 11))

    with pytest.raises(Invalid) as refused:
        beside(moving(ready), choose)
    assert list(refused.value.fields) == ["standards"]
    with in_school(school_id) as session:
        assert max(session.scalars(select(Claim.standard_number))) == 9


def test_a_comment_beside_a_move_knows_the_later_version(ready, beside, in_school, school_id) -> None:
    with in_school(school_id) as session:
        session.get_one(Evidence, ready.item).shared_at = clock.now()

    def write(session: Session) -> None:
        item = session.get_one(Evidence, ready.item)
        comment(session, acting(session, ready.place.mentor), item, "Who tried it after you?", 10)

    with pytest.raises(Invalid) as refused:
        beside(moving(ready), write)
    assert list(refused.value.fields) == ["standard"]


def test_a_testimonial_written_beside_a_move_knows_the_later_version(
    ready, beside, in_school, school_id
) -> None:
    """Its writer holds the cohort before the request, as the move does: neither waits for the other for ever."""
    with in_school(school_id) as session:
        asked = make_testimonial(session, ready.place.candidate, State.OPENED)
        token = make_link(session, asked)

    def write(session: Session) -> None:
        opened = the_opened(session, token)
        assert opened is not None
        save_draft(session, opened, Said("Ola Berg", "", "", (10,), "It changed my team."), 1)

    with pytest.raises(Invalid) as refused:
        beside(moving(ready), write)
    assert list(refused.value.fields) == ["standards"]


@pytest.mark.parametrize("deed", [save_claim, remove_claim])
def test_a_claim_that_the_move_took_away_is_neither_saved_nor_removed(ready, beside, deed) -> None:
    def change(session: Session) -> None:
        claim = session.get_one(Claim, (*ready.item, 10, ready.place.id))
        told = (claim.said, claim.version) if deed is save_claim else ()
        deed(session, candidate_actor(session, ready.place), claim, *told)

    with pytest.raises(Refused, match=GONE):
        beside(moving(ready), change)


def test_a_claim_of_the_earlier_version_does_not_come_back(ready, in_school, school_id) -> None:
    with in_school(school_id) as session:
        removed = session.get_one(Claim, (*ready.item, 10, ready.place.id))
        remove_claim(session, candidate_actor(session, ready.place), removed)
    with in_school(school_id) as session:
        moving(ready)(session)
    with in_school(school_id) as session:
        deed = session.scalars(select(Deed).where(Deed.kind == Kind.CLAIM.value)).one()
        with pytest.raises(Refused, match=CHANGED):
            undo_claim(session, candidate_actor(session, ready.place), deed)
