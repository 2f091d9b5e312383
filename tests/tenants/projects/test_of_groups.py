"""A group's project: whose it is, who writes it, and what becomes of it when the group's people change."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Appointment, Role
from tenants.base.errors import Conflict, NotFound, Refused
from tenants.base.permissions import Permission, allowed, visible
from tenants.cohorts.models import Cohort
from tenants.groups.models import Group
from tenants.groups.rules.states import MemberState
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.queries.readiness import checked
from tenants.portfolios.rules.readiness import Leads
from tenants.projects.actions import agreeing, finishing, following, parts, writing
from tenants.projects.models import Project, ProjectPoint
from tenants.projects.queries import agreement, library
from tenants.projects.queries import projects as queries
from tenants.projects.queries.telling import Whole, whole, whole_of
from tenants.projects.rules.references import Cited
from tenants.projects.rules.states import Decision, Part, PlanState
from tests.factories.cohorts import make_cohort
from tests.factories.groups import make_group, make_leaver, make_member, member_of
from tests.factories.portfolios import Place, candidate_actor, make_place
from tests.factories.projects import DONE, PLANNED, make_project
from tests.factories.staff import acting, appoint, make_staff


@dataclass(frozen=True)
class Three:
    """A convener and a member of a group, and somebody of the same cohort outside it."""

    session: Session
    cohort: Cohort
    lead: Actor
    convener: Place
    member: Place
    outside: Place
    group: Group

    @property
    def convenes(self) -> Actor:
        return candidate_actor(self.session, self.convener)

    @property
    def works(self) -> Actor:
        return candidate_actor(self.session, self.member)

    def joint(self, **values: object) -> Whole:
        made = make_project(self.session, self.convener.candidate, group_id=self.group.id, **values)
        return whole(self.session, made.id)


@pytest.fixture
def three(session: Session) -> Three:
    lead = make_staff(session, Role.PROGRAMME_LEAD, name="Lead")
    cohort = make_cohort(session, lead=lead)
    convener, member, outside = (make_place(session, cohort=cohort) for _ in range(3))
    group = make_group(session, [convener.candidate, member.candidate])
    return Three(session, cohort, acting(session, lead), convener, member, outside, group)


def test_any_member_begins_it_and_two_begin_one(three: Three) -> None:
    first = writing.start_group_project(three.session, three.works, three.group)
    assert writing.start_group_project(three.session, three.convenes, three.group) == first
    found = whole(three.session, first)
    assert (found.group, found.group_id) == (three.group.name, three.group.id)
    assert found.candidate_id == three.convener.id


def test_nobody_outside_the_group_begins_or_writes_it(three: Three) -> None:
    stranger = candidate_actor(three.session, three.outside)
    with pytest.raises(NotFound):
        writing.start_group_project(three.session, stranger, three.group)
    found = three.joint()
    with pytest.raises(NotFound):
        writing.save_part(three.session, stranger, found.project, Part.CHOICE, PLANNED, 0, pressed=True)
    assert not allowed(stranger, Permission.PROJECT_READ, found)


def test_a_places_project_is_the_groups_and_its_own_stays_its_own(three: Three) -> None:
    session = three.session
    own = make_project(session, three.member.candidate)
    assert whole_of(session, three.member.id).id == own.id
    joint = three.joint()
    for place in (three.convener, three.member):
        assert whole_of(session, place.id).id == joint.id
    assert whole_of(session, three.outside.id) is None
    with pytest.raises(Refused, match="Your group has a project"):
        writing.start_project(session, three.works, three.member.id)
    assert not allowed(three.convenes, Permission.PROJECT_READ, own)
    assert session.scalars(
        select(Project.id).where(visible(three.convenes, Permission.PROJECT_WRITE, Project))
    ).all() == [joint.id]


def test_who_convened_it_and_is_in_it_no_more_neither_reads_nor_shares_it(three: Three) -> None:
    session = three.session
    own, joint = make_project(session, three.convener.candidate), three.joint(words=PLANNED)
    make_leaver(session, member_of(session, three.group, three.convener.candidate), three.convener.person.id)
    gone = three.convenes
    for permission in (Permission.PROJECT_READ, Permission.PROJECT_WRITE):
        assert not allowed(gone, permission, joint)
        assert session.scalars(select(Project.id).where(visible(gone, permission, Project))).all() == [own.id]
    with pytest.raises(NotFound):
        writing.share_with_mentor(session, gone, joint.project)
    assert allowed(three.works, Permission.PROJECT_WRITE, joint)


def test_a_convener_keeps_an_own_project_beside_the_groups(three: Three) -> None:
    own = make_project(three.session, three.convener.candidate)
    joint = three.joint()
    assert whole_of(three.session, three.convener.id).id == joint.id
    page = agreement.front_page(three.session, three.convenes, three.convener.id)
    assert (page.own.id, page.waiting) == (joint.id, [])
    assert queries.shown_to_mentor(three.session, three.convener.id).id == joint.id
    assert queries.shown_to_mentor(three.session, three.member.id) is None
    assert own.id != joint.id


def test_who_left_or_was_only_invited_works_on_their_own(three: Three) -> None:
    session = three.session
    three.joint()
    make_member(session, three.group, three.outside.candidate, MemberState.INVITED)
    assert whole_of(session, three.outside.id) is None
    gone = make_place(session, cohort=three.cohort)
    make_member(session, three.group, gone.candidate, MemberState.LEFT)
    own = make_project(session, gone.candidate)
    assert whole_of(session, gone.id).id == own.id


def test_readiness_asks_about_the_project_in_hand(three: Three) -> None:
    session = three.session
    make_project(session, three.member.candidate)

    def asked() -> bool:
        found = checked(session, portfolio(session, three.member.id)).readiness
        return any(one.leads_to is Leads.PROJECT for one in found.advice)

    assert asked()
    joint = three.joint(words=DONE)
    assert asked()
    finishing.finish(session, three.works, joint.project)
    session.flush()
    assert not asked()


def test_a_stale_save_names_who_saved_the_other_text_and_keeps_both(three: Three) -> None:
    session, found = three.session, three.joint(versions={"choice": 1})
    first = replace(PLANNED, need="The convener’s text.")
    second = replace(PLANNED, need="The member’s text.")
    writing.save_part(session, three.convenes, found.project, Part.CHOICE, first, 1, pressed=False)
    with pytest.raises(Conflict) as refused:
        writing.save_part(session, three.works, found.project, Part.CHOICE, second, 1, pressed=True)
    assert refused.value.saved_by == three.convener.person.name
    assert ("The convener’s text.", "The member’s text.") in refused.value.texts.values()
    writing.save_part(session, three.works, found.project, Part.CHOICE, second, 2, pressed=True)
    kept = queries.versions(session, found.id)
    assert [one.name for one in kept] == [three.member.person.name, three.convener.person.name]
    assert queries.version(session, found.id, kept[1].version).told.words.need == "The convener’s text."


def test_every_member_changes_what_hangs_on_it(three: Three) -> None:
    session, found = three.session, three.joint()
    parts.add_reference(session, three.works, found.project, Cited("A book", "", None, "", "", "", ""))
    held = queries.measure(session, found.told.measures[0].id)
    assert (held.group_id, held.candidate_id) == (three.group.id, three.convener.id)
    parts.remove_measure(session, three.works, held.one)
    session.flush()
    assert len(whole(session, found.id).told.references) == 2


def test_the_conveners_mentor_and_the_lead_agree_and_no_member_does(three: Three) -> None:
    session = three.session
    appoint(session, three.member.person.id, Appointment.LEAD, three.cohort.id)
    found = three.joint()
    agreeing.ask_for_agreement(session, three.works, found)
    session.flush()
    asked = agreement.partners(session, found.project, found.place.person.id)
    assert {one.id for one in asked.everybody} == {three.convener.mentor.id, three.lead.person_id}
    assert agreement.waiting_for(session, three.works) == []
    with pytest.raises(NotFound):
        agreeing.answer(session, three.works, whole(session, found.id), Decision.AGREED, "")
    for actor in (acting(session, three.convener.mentor), three.lead):
        agreeing.answer(session, actor, whole(session, found.id), Decision.AGREED, "")
    assert found.project.state == PlanState.AGREED


def test_the_library_shows_the_groups_name(three: Three) -> None:
    found = three.joint(words=DONE)
    finishing.finish(three.session, three.works, found.project)
    finishing.share_in_school(three.session, three.works, found.project)
    three.session.flush()
    (shown,) = library.library(three.session, []).found
    assert shown.author == three.group.name


def test_it_follows_the_convener(three: Three) -> None:
    session, found = three.session, three.joint()
    three.group.convener_id = three.member.id
    session.flush()
    following.follow_convener(session, three.convenes, three.group)
    session.flush()
    session.expire_all()
    moved = whole(session, found.id)
    assert moved.candidate_id == three.member.id
    assert {one.candidate_id for one in session.scalars(select(ProjectPoint))} == {three.member.id}
    asked = agreement.partners(session, moved.project, moved.place.person.id)
    assert [one.id for one in asked.mentors] == [three.member.mentor.id]


def test_who_leaves_takes_a_copy_unless_they_have_one(three: Three) -> None:
    session, found = three.session, three.joint()
    left = make_member(session, three.group, three.outside.candidate, MemberState.LEFT)
    copied = following.copy_project_for(session, candidate_actor(session, three.outside), left)
    own = whole_of(session, three.outside.id)
    assert (own.id, own.group_id, own.plan) == (copied, None, PlanState.WRITING)
    assert own.told.words == found.told.words
    assert [len(one.points) for one in own.told.measures] == [2]
    assert len(own.told.references) == len(own.told.milestones) == 1
    again = following.copy_project_for(session, candidate_actor(session, three.outside), left)
    assert again is None
    assert whole(session, found.id).told == found.told
