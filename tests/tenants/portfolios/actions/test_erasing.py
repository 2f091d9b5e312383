"""A name is taken out of the group's record: nowhere there is it read again, until they come back."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Conflict, NotFound, Refused
from tenants.cohorts.models import Cohort
from tenants.groups.actions.answering import accept, decline
from tenants.groups.actions.inviting import invite
from tenants.groups.models import Group
from tenants.groups.queries.groups import Seat, seats
from tenants.portfolios.actions.leaving import erase_member, leave_group
from tenants.portfolios.actions.stepping_out import give_up_place
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.contributions import members
from tenants.portfolios.queries.freezing_groups import pooled
from tenants.portfolios.queries.group_doings import group_work
from tenants.projects.actions import writing
from tenants.projects.models import Project
from tenants.projects.queries.projects import versions
from tenants.projects.rules.states import Part
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.groups import make_contribution, make_group, make_pooled, member_of
from tests.factories.projects import PLANNED, make_project
from tests.factories.staff import acting, make_staff
from tests.factories.submissions import make_head

NAMES = ("Ada First", "Ben Goes", "Cleo Goes", "Dan Stays")


@dataclass(frozen=True)
class Four:
    """Members of a group; the first convenes it."""

    session: Session
    group: Group
    item: Evidence
    head: Actor

    def seat(self, which: int) -> Seat:
        found = seats(self.session, self.group.id)
        return next(one for one in found if one.person.name == NAMES[which])

    def actor(self, which: int) -> Actor:
        return acting(self.session, self.seat(which).person)

    def leave(self, which: int) -> None:
        leave_group(self.session, self.actor(which), self.seat(which))
        self.session.flush()

    def erase(self, which: int) -> str:
        erase_member(self.session, self.head, self.seat(which).member)
        self.session.flush()
        return self.seat(which).name

    def ask(self, which: int) -> None:
        invite(self.session, self.actor(0), self.group, [self.seat(which).candidate_id])

    def come_back(self, which: int) -> None:
        self.ask(which)
        accept(self.session, self.actor(which), self.seat(which), self.group.charter_version)
        self.session.flush()

    def joint(self) -> Project:
        first = self.seat(0).candidate
        return make_project(self.session, first, group_id=self.group.id, versions={"choice": 1})


@pytest.fixture
def four(session: Session) -> Four:
    cohort = make_cohort(session)
    people = [make_staff(session, name=name, job_title="Teacher of art") for name in NAMES]
    places = [make_candidate(session, cohort, one) for one in people]
    group = make_group(session, places)
    item = make_pooled(session, group)
    make_contribution(session, item, places[1], confirmed_by=places[0])
    return Four(session, group, item, acting(session, make_head(session)))


def test_neither_name_nor_job_is_in_the_record_any_more(four: Four) -> None:
    four.leave(1)
    assert four.erase(1) == "Former member 1"
    assert four.seat(1).job_title is None
    assert members(four.session, four.group.id)[four.seat(1).candidate_id].name == "Former member 1"
    frozen = pooled(four.session, four.group.id).told
    assert "Ben Goes" not in repr(frozen)
    (one,) = [each for each in frozen["members"] if each["name"] == "Former member 1"]
    assert one["department"] is None


def test_the_feed_tells_of_what_they_did_without_their_name(four: Four) -> None:
    four.leave(1)
    four.erase(1)
    happened = group_work(four.session, four.group.id, four.seat(0).candidate_id).happened
    by = {one.action: one.by for one in happened}
    assert by["group:leave"] == "Former member 1"
    assert "Ben Goes" not in repr(happened)


def test_versions_of_the_project_and_a_stale_save_say_no_name(four: Four) -> None:
    project = four.joint()
    theirs, mine = replace(PLANNED, need="Their text."), replace(PLANNED, need="My text.")
    writing.save_part(four.session, four.actor(1), project, Part.CHOICE, theirs, 1, pressed=True)
    assert [one.name for one in versions(four.session, project.id)] == ["Ben Goes"]
    four.leave(1)
    four.erase(1)
    assert [one.name for one in versions(four.session, project.id)] == ["Former member 1"]
    with pytest.raises(Conflict) as refused:
        writing.save_part(four.session, four.actor(0), project, Part.CHOICE, mine, 1, pressed=True)
    assert refused.value.saved_by == "Former member 1"


def test_who_works_there_or_has_to_answer_is_not_erased(four: Four) -> None:
    with pytest.raises(Refused, match="once they have left"):
        four.erase(1)
    four.leave(1)
    four.ask(1)
    with pytest.raises(Refused, match="not answered"):
        four.erase(1)
    decline(four.session, four.actor(1), four.seat(1))
    assert four.erase(1) == "Former member 1"


def test_only_a_head_does_it_and_not_for_themselves(four: Four) -> None:
    four.leave(1)
    for stranger in (four.actor(0), four.actor(1)):
        with pytest.raises(NotFound):
            erase_member(four.session, stranger, four.seat(1).member)


def test_who_comes_back_is_called_by_their_name_and_the_others_keep_their_numbers(four: Four) -> None:
    for which in (1, 2):
        four.leave(which)
    assert [four.erase(which) for which in (1, 2)] == ["Former member 1", "Former member 2"]
    four.come_back(1)
    assert four.seat(1).name == "Ben Goes"
    four.leave(3)
    assert four.erase(3) == "Former member 3"


def test_who_only_said_no_is_called_no_former_member(four: Four) -> None:
    cohort = four.seat(0).candidate.cohort_id
    other = make_staff(four.session, name="Eve Asked")
    place = make_candidate(four.session, four.session.get_one(Cohort, (other.school_id, cohort)), other)
    invite(four.session, four.actor(0), four.group, [place.id])
    asked = member_of(four.session, four.group, place)
    seat = next(one for one in seats(four.session, four.group.id) if one.member is asked)
    decline(four.session, acting(four.session, other), seat)
    erase_member(four.session, four.head, asked)
    assert seat.name == "Invited person 1"


def test_who_gave_up_their_place_is_erased_and_their_membership_ends(four: Four) -> None:
    """Else their name would come back with their place."""
    seat = four.seat(1)
    give_up_place(four.session, four.head, seat.candidate, "They move away")
    assert four.erase(1) == "Former member 1"
    assert four.seat(1).state == "left"
    assert [one.source_id for one in copies(four, seat)] == [four.item.id]


def copies(four: Four, seat: Seat) -> list[Evidence]:
    return list(
        four.session.scalars(
            select(Evidence).where(
                Evidence.candidate_id == seat.candidate_id, Evidence.source_id.is_not(None)
            )
        )
    )
