"""Somebody leaves a group: their copy counts for them from then on, once, and what the group has stays as it was."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.cohorts.models import Cohort
from tenants.groups.actions.answering import become_member, decline
from tenants.groups.actions.inviting import invite, take_back
from tenants.groups.models import Group
from tenants.groups.queries.groups import Seat, seats
from tenants.groups.rules.states import MemberState
from tenants.portfolios.actions.contributions import say
from tenants.portfolios.actions.evidence import put_back_item, remove_item
from tenants.portfolios.actions.leaving import leave_group
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Claim, Evidence
from tenants.portfolios.queries.contributions import contributions, members
from tenants.portfolios.queries.coverage import coverage
from tenants.portfolios.queries.freezing_groups import pooled
from tenants.portfolios.queries.group_doings import group_work
from tenants.portfolios.queries.parts import parts
from tenants.portfolios.queries.readiness import pieces
from tenants.portfolios.queries.tallies import tallies
from tenants.portfolios.rules.contributions import COPIED, SAID_AGAIN, Said
from tenants.portfolios.rules.joint import view_of
from tests.factories.cohorts import make_cohort
from tests.factories.groups import make_contribution, make_group, make_pooled, member_of
from tests.factories.portfolios import Place, candidate_actor, make_claim, make_place

SAID = Said("Taught it", "I taught it to three classes.")


@dataclass(frozen=True)
class Work:
    """The second of two members, whose contribution to the item was confirmed, and who claims with it."""

    session: Session
    group: Group
    first: Place
    leaver: Place
    item: Evidence

    @property
    def me(self) -> Actor:
        return candidate_actor(self.session, self.leaver)

    def leave(self) -> None:
        leave_group(self.session, self.me, self.seat())
        self.session.flush()

    def seat(self) -> Seat:
        (mine,) = [one for one in seats(self.session, self.group.id) if one.candidate_id == self.leaver.id]
        return mine

    def ask_again(self) -> None:
        convener = candidate_actor(self.session, self.first)
        invite(self.session, convener, self.group, [self.leaver.id])

    def come_back(self) -> None:
        member = member_of(self.session, self.group, self.leaver.candidate)
        member.state, member.left_at, member.leaving = MemberState.INVITED.value, None, None
        become_member(self.session, self.me, self.group, member)
        self.session.flush()

    def say(self, item: Evidence) -> Contribution:
        stood = self.session.get(Contribution, (item.school_id, item.id, self.leaver.id))
        return say(self.session, self.me, item, SAID, stood.version if stood else 0)

    def copy(self, item: Evidence | None = None) -> Evidence:
        return self.session.scalars(
            select(Evidence).where(
                Evidence.candidate_id == self.leaver.id, Evidence.source_id == (item or self.item).id
            )
        ).one()

    def counting(self) -> set[UUID]:
        """What every way to count somebody's portfolio agrees on."""
        self.session.flush()
        part, mine = parts(), self.leaver.id
        rows = self.session.execute(select(part.c.id, part.c.removed_at).where(part.c.whose == mine))
        live = [item for item, removed_at in rows if removed_at is None]
        told = [one for one in pieces(self.session, [mine])[mine] if one.confirmed]
        assert sorted(one.id for one in told) == sorted(live)
        assert tallies(self.session, [mine])[mine].items == len(live)
        claimed = {claim.standard for one in told for claim in one.claims if claim.complete}
        assert set(coverage(self.session, [mine])[mine].levels) == claimed
        return set(live)

    def frozen(self) -> list[str]:
        return [one["id"] for one in view_of(pooled(self.session, self.group.id), self.leaver.id)]


@pytest.fixture
def work(session: Session) -> Work:
    cohort = make_cohort(session)
    first, leaver = make_place(session, cohort=cohort), make_place(session, cohort=cohort)
    group = make_group(session, [first.candidate, leaver.candidate])
    item = make_pooled(session, group)
    for one, other in ((first, leaver), (leaver, first)):
        make_contribution(session, item, one.candidate, confirmed_by=other.candidate)
        make_claim(session, item, 3, 4, candidate_id=one.id)
    return Work(session, group, first, leaver, item)


def test_the_copy_counts_and_the_shared_item_does_no_more(work: Work) -> None:
    assert work.counting() == {work.item.id}
    work.leave()
    assert work.counting() == {work.copy().id}
    assert work.frozen() == []
    frozen = pooled(work.session, work.group.id).told["items"]
    assert [one["taken_along"] for one in frozen[0]["contributions"]] == [False, True]


def test_nothing_of_the_others_changes(work: Work) -> None:
    before = pieces(work.session, [work.first.id]), coverage(work.session, [work.first.id])
    work.leave()
    assert (pieces(work.session, [work.first.id]), coverage(work.session, [work.first.id])) == before


def test_who_comes_back_is_counted_once_and_hands_in_once(work: Work) -> None:
    work.leave()
    work.come_back()
    assert work.counting() == {work.copy().id}
    assert work.frozen() == []
    with pytest.raises(Refused, match=COPIED):
        work.say(work.item)


def test_who_removes_the_copy_may_say_it_again_and_then_the_copy_stays_away(work: Work) -> None:
    work.leave()
    work.come_back()
    remove_item(work.session, work.me, work.copy())
    work.say(work.item)
    assert work.counting() == set()
    with pytest.raises(Refused, match=SAID_AGAIN):
        put_back_item(work.session, work.me, work.copy())
    work.leave()
    assert work.counting() == {work.copy().id}


def test_a_copy_that_was_only_removed_is_put_back(work: Work) -> None:
    work.leave()
    remove_item(work.session, work.me, work.copy())
    assert work.counting() == set()
    put_back_item(work.session, work.me, work.copy())
    assert work.counting() == {work.copy().id}


def test_what_is_claimed_now_goes_before_what_an_earlier_copy_says(work: Work) -> None:
    work.leave()
    make_claim(work.session, work.copy(), 5, 2)
    work.come_back()
    remove_item(work.session, work.me, work.copy())
    work.say(work.item)
    make_claim(work.session, work.item, 3, 1, candidate_id=work.leaver.id)
    work.leave()
    claims = work.session.scalars(select(Claim).where(Claim.candidate_id == work.leaver.id)).all()
    assert {(one.evidence_id, one.standard_number, one.level) for one in claims} == {
        (work.copy().id, 3, 1),
        (work.copy().id, 5, 2),
    }


def test_what_was_removed_counts_not_again_when_the_others_put_it_back(work: Work) -> None:
    alone = make_pooled(work.session, work.group, "Only mine")
    make_contribution(work.session, alone, work.leaver.candidate, confirmed_by=work.first.candidate)
    remove_item(work.session, work.me, alone)
    work.leave()
    assert work.copy(alone).removed_at == alone.removed_at
    put_back_item(work.session, candidate_actor(work.session, work.first), alone)
    assert work.counting() == {work.copy().id}
    put_back_item(work.session, work.me, work.copy(alone))
    assert work.counting() == {work.copy().id, work.copy(alone).id}


def test_a_reflection_asks_the_others_for_no_new_word(work: Work) -> None:
    said = Said("Planned it", "I wrote the questions and tried them first.", "Less is more.")
    say(work.session, work.me, work.item, said, 1)
    work.session.flush()
    assert group_work(work.session, work.group.id, work.first.id).unheard == []


@pytest.mark.parametrize("then", ["open", "declined", "taken back"])
def test_who_left_and_is_asked_again_stays_in_the_record_as_somebody_who_left(work: Work, then: str) -> None:
    work.leave()
    work.ask_again()
    if then == "declined":
        decline(work.session, work.me, work.seat())
    elif then == "taken back":
        take_back(work.session, candidate_actor(work.session, work.first), work.seat())
    work.session.flush()
    people = members(work.session, work.group.id)
    told = contributions(work.session, work.item, people)
    assert {one.member.candidate_id: one.member.current for one in told} == {
        work.first.id: True,
        work.leaver.id: False,
    }
    of_first = next(one for one in told if one.member.candidate_id == work.first.id)
    assert [one.by.candidate_id for one in of_first.words] == [work.leaver.id]
    frozen = pooled(work.session, work.group.id).told["members"]
    assert {one["candidate_id"]: one["state"] for one in frozen} == {
        str(work.first.id): "member",
        str(work.leaver.id): "left",
    }


def test_who_never_said_yes_is_in_no_record_of_those_who_worked_there(work: Work) -> None:
    place = work.first.candidate
    cohort = work.session.get_one(Cohort, (place.school_id, place.cohort_id))
    other = make_place(work.session, cohort=cohort)
    convener = candidate_actor(work.session, work.first)
    invite(work.session, convener, work.group, [other.id])
    asked = next(one for one in seats(work.session, work.group.id) if one.candidate_id == other.id)
    take_back(work.session, convener, asked)
    work.session.flush()
    assert other.id not in members(work.session, work.group.id)
    frozen = pooled(work.session, work.group.id).told["members"]
    assert str(other.id) not in {one["candidate_id"] for one in frozen}
