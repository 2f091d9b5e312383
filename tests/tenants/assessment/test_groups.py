"""Members of a group are assessed for themselves, and what they share is judged once."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.assessment.actions.sharing import say_strength
from tenants.assessment.models import SharedJudgement
from tenants.assessment.queries.allocation import allocation
from tenants.assessment.queries.desk import desk
from tenants.assessment.queries.outcomes import outcome
from tenants.assessment.queries.shared import said_of_shared, shared_page
from tenants.assessment.rules.verdict import Result
from tenants.awards.actions import release
from tenants.awards.queries import verified
from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import Conflict, NotFound, Refused
from tenants.groups.models import Group
from tenants.groups.rules.states import MemberState
from tenants.portfolios.actions.joint import open_hand_in, sign
from tenants.portfolios.models import Evidence, Submission
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.rules.states import SubmissionState
from tenants.portfolios.rules.submissions import Declared
from tests.factories.assessment import (
    FAILING,
    PASSING,
    Matter,
    accept,
    allocate,
    assess,
    lock,
    make_assessor,
    make_submission,
)
from tests.factories.cohorts import make_candidate
from tests.factories.groups import make_contribution, make_group, make_member, make_pooled
from tests.factories.portfolios import make_claim, make_item
from tests.factories.staff import acting, make_staff
from tests.factories.submissions import make_open_cohort


@dataclass(frozen=True)
class Pair:
    """Two members handed in together; the first has their group named. Two people can assess both."""

    session: Session
    group: Group
    item: Evidence
    first: Matter
    second: Matter


@pytest.fixture
def pair(session: Session) -> Pair:
    head = make_staff(session, Role.HEAD)
    lead = make_staff(session, Role.PROGRAMME_LEAD, line_manager_id=head.id)
    cohort = make_open_cohort(session, lead=lead, minimum_items=1, minimum_presentations=0)
    people = [make_staff(session, line_manager_id=head.id) for _ in range(2)]
    places = [make_candidate(session, cohort, one) for one in people]
    for place in places:
        own = make_item(session, place)
        other = make_item(session, place)
        for number in range(1, 11):
            make_claim(session, own, number)
            make_claim(session, other, number)
    group = make_group(session, places)
    item = make_pooled(session, group)
    make_contribution(session, item, places[0], confirmed_by=places[1])
    make_contribution(session, item, places[1], confirmed_by=places[0])
    found = open_hand_in(session, acting(session, people[0]), group)
    for person, named in zip(people, (True, False), strict=True):
        sent = sign(session, acting(session, person), found, Declared(True, True, "None", names_group=named))
    session.flush()
    for one in sent:
        one.state = SubmissionState.ENDORSED.value
    session.flush()
    assessors = make_assessor(session, manager=head), make_assessor(session, manager=head)

    def matter(which: int) -> Matter:
        about = next(one for one in sent if one.candidate_id == places[which].id)
        return Matter(head, lead, cohort, people[which], places[which], about, None, assessors)

    return Pair(session, group, item, matter(0), matter(1))


def test_nobody_who_is_or_was_in_the_group_judges_one_of_it(pair: Pair) -> None:
    session = pair.session
    for state in (MemberState.LEFT, MemberState.INVITED):
        person = make_assessor(session, manager=pair.first.head, name=f"One who {state.value}")
        place = make_candidate(session, pair.first.cohort, person)
        make_member(session, pair.group, place, state)
    again = make_assessor(session, manager=pair.first.head, name="Asked again")
    place = make_candidate(session, pair.first.cohort, again)
    seat = make_member(session, pair.group, place, MemberState.LEFT)
    seat.state, seat.left_at, seat.leaving = MemberState.INVITED.value, None, None
    never = make_assessor(session, manager=pair.first.head, name="Taken back")
    asked = make_member(
        session, pair.group, make_candidate(session, pair.first.cohort, never), MemberState.INVITED
    )
    asked.state, asked.left_at, asked.leaving = "left", clock.now(), "taken_back"
    session.flush()
    open_now = allocation(session, pair.first.submission)
    told = {one.assessor.name: one.reasons for one in open_now.cannot}
    assert told["One who left"] == [f"is or was in a group with {pair.first.person.name}"]
    assert "One who invited" not in told
    assert "Taken back" not in told
    assert told["Asked again"] == told["One who left"]
    assert pair.second.person.id in open_now.matter.fellows


def test_the_same_assessors_are_suggested_for_all_members(pair: Pair) -> None:
    session = pair.session
    idle = make_assessor(session, manager=pair.first.head, name="Aaron Idle")
    assert idle.id in allocation(session, pair.second.submission).suggested
    allocate(session, pair.first)
    suggested = allocation(session, pair.second.submission).suggested
    assert set(suggested) == {one.id for one in pair.first.assessors}


def say(pair: Pair, seat_id, strength: int, note: str = "", version: int = 0) -> None:
    page = shared_page(pair.session, seat_id, pair.item.id)
    say_strength(pair.session, acting(pair.session, page.desk.seat.person), page, strength, note, version)
    pair.session.flush()


def test_a_shared_item_is_judged_once_and_stands_beside_each_members_claims(pair: Pair) -> None:
    session = pair.session
    seats = [allocate(session, one) for one in (pair.first, pair.second)]
    for one in (*seats[0], *seats[1]):
        accept(session, one)
    same = [next(one for one in held if one.staff_id == pair.first.assessors[0].id) for held in seats]
    other = next(one for one in seats[0] if one.staff_id == pair.first.assessors[1].id)
    say(pair, same[0].id, 3, "It changed the whole corridor.")
    for one in same:
        said = said_of_shared(session, desk(session, one.id))[pair.item.id]
        assert (said.mine.strength, said.changed, said.others) == (3, False, ())
    assert said_of_shared(session, desk(session, other.id))[pair.item.id].mine is None
    with pytest.raises(Conflict):
        say(pair, same[1].id, 1)
    say(pair, same[1].id, 2, version=1)
    assert session.scalars(select(SharedJudgement.strength)).all() == [2]


def test_the_others_word_is_read_only_when_all_is_locked(pair: Pair) -> None:
    session = pair.session
    firsts, seconds = allocate(session, pair.first), allocate(session, pair.second)
    for one in (*firsts, *seconds):
        accept(session, one)
    say(pair, firsts[0].id, 3)
    say(pair, firsts[1].id, 1)

    def others(held) -> list[int]:
        found = said_of_shared(session, desk(session, held.id))[pair.item.id].others
        return [one.strength for one in found]

    lock(session, firsts[0].id, PASSING)
    assert others(firsts[0]) == others(firsts[1]) == []
    lock(session, firsts[1].id, FAILING)
    assert others(firsts[0]) == []
    for one, levels in zip(seconds, (PASSING, FAILING), strict=True):
        lock(session, one.id, levels)
    assert [others(one) for one in (*firsts, *seconds)] == [
        [1 if one.staff_id == firsts[0].staff_id else 3] for one in (*firsts, *seconds)
    ]


def test_it_says_when_the_item_has_changed_since(pair: Pair) -> None:
    session = pair.session
    seats = [allocate(session, one)[0] for one in (pair.first, pair.second)]
    for one in seats:
        accept(session, one)
    say(pair, seats[0].id, 3)
    session.scalars(select(SharedJudgement)).one().item_sha256 = "0" * 64
    session.flush()
    assert said_of_shared(session, desk(session, seats[1].id))[pair.item.id].changed
    say(pair, seats[1].id, 3, version=1)
    assert not said_of_shared(session, desk(session, seats[0].id))[pair.item.id].changed


def test_only_who_holds_an_open_seat_says_it_and_only_of_shared_items(pair: Pair) -> None:
    session = pair.session
    held = allocate(session, pair.first)
    accept(session, held[0])
    page = shared_page(session, held[0].id, pair.item.id)
    with pytest.raises(NotFound):
        say_strength(session, acting(session, pair.first.assessors[1]), page, 2, "", 0)
    own = next(item.id for item in page.desk.portfolio.items if item.shared is None)
    with pytest.raises(NotFound):
        shared_page(session, held[0].id, own)
    lock(session, held[0].id, PASSING)
    with pytest.raises(Refused):
        say(pair, held[0].id, 2)


def test_outcomes_differ_and_more_evidence_from_one_holds_and_changes_nobody(pair: Pair) -> None:
    session = pair.session
    assess(session, pair.first, PASSING, PASSING)
    assess(session, pair.second, FAILING, FAILING)
    decided = [outcome(session, one.submission.id) for one in (pair.first, pair.second)]
    assert [one.result for one in decided] == [Result.ACCREDITED, Result.REFERRED]
    (award,) = release(session, acting(session, pair.first.head), decided)
    session.flush()
    assert award.staff_id == pair.first.person.id
    assert portfolio(session, pair.first.candidate.id).resubmit_by is None
    assert portfolio(session, pair.second.candidate.id).closed is None
    again = make_submission(session, pair.second.candidate, attempt=2, group=pair.group)
    later = Matter(**{**vars(pair.second), "submission": again})
    assess(session, later, PASSING, PASSING)
    (second,) = release(session, acting(session, pair.first.head), [outcome(session, again.id)])
    assert second.staff_id == pair.second.person.id
    states = session.scalars(select(Submission.state).order_by(Submission.id)).all()
    assert set(states) == {SubmissionState.RELEASED}


def test_a_certificate_names_the_group_only_for_who_asked(pair: Pair) -> None:
    session = pair.session
    for one in (pair.first, pair.second):
        assess(session, one, PASSING, PASSING)
    decided = [outcome(session, one.submission.id) for one in (pair.first, pair.second)]
    pair.group.name = "Called otherwise by now"
    session.flush()
    granted = {one.staff_id: one for one in release(session, acting(session, pair.first.head), decided)}
    session.flush()
    assert granted[pair.first.person.id].group_name == "The talk group"
    assert granted[pair.second.person.id].group_name is None
    assert verified(session, granted[pair.first.person.id].code).group == "The talk group"
