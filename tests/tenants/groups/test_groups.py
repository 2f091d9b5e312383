"""Candidates form a group, invite, answer, write a charter, hand over, leave and are replaced."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment, Role
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.outbox import OutboxMessage
from tenants.base.permissions import Permission, allowed, visible
from tenants.base.undoing import deed, offered
from tenants.cohorts.actions import places
from tenants.cohorts.actions.undoing import undo_place
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import PlaceState
from tenants.groups.actions.answering import accept, agree, decline
from tenants.groups.actions.forming import Beginning, form_for, form_own
from tenants.groups.actions.inviting import invite, take_back
from tenants.groups.actions.leaving import leave, replace
from tenants.groups.actions.writing import describe, focus_group, write_charter
from tenants.groups.models import Group
from tenants.groups.queries.focus import works_for
from tenants.groups.queries.groups import Seat, belongings, free, groups_of, seat, seats
from tenants.groups.queries.members import group_of, own_place
from tenants.groups.rules.states import Leaving, MemberState
from tenants.portfolios.actions.joint import open_hand_in
from tenants.projects.actions.handing_over import hand_over_convening
from tenants.projects.models import Project
from tenants.staff.models import Staff
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.priorities import make_plan, make_priority
from tests.factories.staff import acting, make_staff


@dataclass
class Scene:
    session: Session
    lead: Staff
    cohort: Cohort
    places: list[Candidate]

    def actor(self, at: int) -> Actor:
        return acting(
            self.session, self.session.get_one(Staff, (self.cohort.school_id, self.places[at].staff_id))
        )

    def formed(self, *invited: int, name: str = "Talk") -> Group:
        ids = [self.places[at].id for at in invited]
        made = form_own(self.session, self.actor(0), self.places[0], Beginning(name, "More talk", ids))
        self.session.flush()
        return made

    def joined(self, *members: int) -> Group:
        made = self.formed(*members)
        for at in members:
            accept(self.session, self.actor(at), self.seat(made, at), made.charter_version)
        self.session.flush()
        return made

    def seat(self, group: Group, at: int) -> Seat:
        place = self.places[at].id
        return next(one for one in seats(self.session, group.id) if one.candidate_id == place)

    def told(self) -> list[str]:
        self.session.flush()
        found = self.session.scalars(select(OutboxMessage.message).order_by(OutboxMessage.id))
        return [one for one in found if one.startswith("groups.")]


@pytest.fixture
def scene(session, school_id) -> Scene:
    lead = make_staff(session, Role.PROGRAMME_LEAD)
    cohort = make_cohort(session, lead=lead)
    return Scene(session, lead, cohort, [make_candidate(session, cohort) for _ in range(4)])


def states(scene: Scene, group: Group) -> list[str]:
    by_place = {one.candidate_id: one.state.value for one in seats(scene.session, group.id)}
    return [by_place.get(place.id, "") for place in scene.places]


def test_who_forms_a_group_convenes_it_and_is_a_member_at_once(scene) -> None:
    group = scene.formed(1, 2)
    assert states(scene, group) == ["member", "invited", "invited", ""]
    assert group.convener_id == scene.places[0].id
    assert own_place(scene.session, scene.actor(0), group.id) == scene.places[0].id
    assert (Appointment.MEMBER, group.id) in scene.actor(0).appointed
    assert scene.told() == ["groups.tell_asked"] * 2


def test_a_programme_lead_names_the_convener_who_is_invited_like_the_rest(scene) -> None:
    lead = acting(scene.session, scene.lead)
    group = form_for(
        scene.session, lead, scene.cohort, scene.places[1].id, Beginning("Talk", "", [scene.places[2].id])
    )
    assert states(scene, group) == ["", "invited", "invited", ""]
    assert group.convener_id == scene.places[1].id


def test_a_headteacher_may_form_one_and_a_stranger_may_not(scene) -> None:
    head = acting(scene.session, make_staff(scene.session, Role.HEAD))
    assert form_for(scene.session, head, scene.cohort, scene.places[0].id, Beginning("Talk")).name == "Talk"
    for stranger in (scene.actor(1), acting(scene.session, make_staff(scene.session, Role.PROGRAMME_LEAD))):
        with pytest.raises(NotFound):
            form_for(scene.session, stranger, scene.cohort, scene.places[1].id, Beginning("Reading"))
        with pytest.raises(NotFound):
            form_own(scene.session, stranger, scene.places[2], Beginning("Reading"))


def test_two_groups_of_a_cohort_have_two_names(scene) -> None:
    scene.formed()
    with pytest.raises(Invalid) as problem:
        form_own(scene.session, scene.actor(1), scene.places[1], Beginning(" talk "))
    assert "name" in problem.value.fields


def test_a_place_that_is_not_approved_forms_nothing(scene) -> None:
    waiting = make_candidate(scene.session, scene.cohort, state=PlaceState.ACCEPTED)
    actor = acting(scene.session, scene.session.get_one(Staff, (waiting.school_id, waiting.staff_id)))
    with pytest.raises(Refused, match="approved"):
        form_own(scene.session, actor, waiting, Beginning("Talk"))


def test_somebody_works_in_one_group_at_a_time(scene) -> None:
    group = scene.formed(2)
    other = form_own(
        scene.session, scene.actor(1), scene.places[1], Beginning("Reading", "", [scene.places[2].id])
    )
    accept(scene.session, scene.actor(2), scene.seat(group, 2), 1)
    with pytest.raises(Refused, match="one group at a time"):
        accept(scene.session, scene.actor(2), scene.seat(other, 2), 1)
    assert group_of(scene.session, scene.places[2].id) == group.id
    with pytest.raises(Refused, match="group already"):
        form_own(scene.session, scene.actor(2), scene.places[2], Beginning("Writing"))


def test_an_invitation_is_answered_once_and_only_by_whom_it_is_for(scene) -> None:
    group = scene.formed(1)
    with pytest.raises(NotFound):
        accept(scene.session, scene.actor(2), scene.seat(group, 1), 1)
    decline(scene.session, scene.actor(1), scene.seat(group, 1))
    with pytest.raises(Refused, match="meantime"):
        accept(scene.session, scene.actor(1), scene.seat(group, 1), 1)
    assert states(scene, group)[1] == "declined"
    assert scene.told() == ["groups.tell_asked", "groups.tell_answered"]


def test_who_said_no_or_whose_invitation_was_taken_back_is_asked_again(scene) -> None:
    group = scene.formed(1, 2)
    decline(scene.session, scene.actor(1), scene.seat(group, 1))
    take_back(scene.session, scene.actor(0), scene.seat(group, 2))
    assert scene.seat(group, 2).member.leaving == Leaving.TAKEN_BACK
    invite(scene.session, scene.actor(0), group, [scene.places[1].id, scene.places[2].id])
    assert states(scene, group)[1:3] == ["invited", "invited"]
    accept(scene.session, scene.actor(2), scene.seat(group, 2), 1)
    with pytest.raises(Refused):
        take_back(scene.session, scene.actor(0), scene.seat(group, 2))


def test_only_who_convenes_invites_and_nobody_is_invited_twice(scene) -> None:
    group = scene.joined(1)
    with pytest.raises(NotFound):
        invite(scene.session, scene.actor(1), group, [scene.places[2].id])
    invite(scene.session, scene.actor(0), group, [scene.places[2].id])
    for wrong in (
        [scene.places[2].id],
        [scene.places[1].id],
        [make_candidate(scene.session, make_cohort(scene.session)).id],
    ):
        with pytest.raises(Invalid):
            invite(scene.session, scene.actor(0), group, wrong)
    with pytest.raises(Invalid):
        invite(scene.session, scene.actor(0), group, [])


def test_a_group_is_no_larger_than_the_programme_says(scene) -> None:
    scene.cohort.asks = {"groups": {"most": 2}}
    group = scene.formed(1)
    with pytest.raises(Refused, match="at most 2 people"):
        invite(scene.session, scene.actor(0), group, [scene.places[2].id])
    take_back(scene.session, scene.actor(0), scene.seat(group, 1))
    invite(scene.session, scene.actor(0), group, [scene.places[2].id])


def test_a_programme_may_have_no_groups(scene) -> None:
    scene.cohort.asks = {"groups": {"allowed": False}}
    with pytest.raises(Refused, match="no groups"):
        scene.formed()


def test_somebody_joins_late_until_the_window_of_their_place_closes(scene) -> None:
    group = scene.formed(1)
    scene.places[1].own_closes_on = clock.today().replace(year=2020)
    with pytest.raises(Refused, match="too late"):
        accept(scene.session, scene.actor(1), scene.seat(group, 1), 1)
    scene.places[1].own_closes_on = None
    accept(scene.session, scene.actor(1), scene.seat(group, 1), 1)
    assert states(scene, group)[1] == "member"


def test_a_changed_charter_asks_everybody_to_agree_again(scene) -> None:
    group = scene.joined(1, 2)
    write_charter(scene.session, scene.actor(1), group, group.version, "Ada writes", "By talking")
    assert [scene.seat(group, at).agrees for at in range(3)] == [False, True, False]
    assert scene.told().count("groups.tell_charter") == 2
    with pytest.raises(Refused, match="changed while you read"):
        agree(scene.session, scene.actor(0), group, group.charter_version - 1)
    agree(scene.session, scene.actor(0), group, group.charter_version)
    assert scene.seat(group, 0).agrees
    with pytest.raises(NotFound):
        agree(scene.session, scene.actor(3), group, group.charter_version)


def test_who_joins_agrees_to_the_charter_that_they_read(scene) -> None:
    group = scene.formed(1)
    write_charter(scene.session, scene.actor(0), group, group.version, "Ada writes", "By talking")
    with pytest.raises(Refused, match="changed while you read"):
        accept(scene.session, scene.actor(1), scene.seat(group, 1), 1)
    accept(scene.session, scene.actor(1), scene.seat(group, 1), group.charter_version)
    assert scene.seat(group, 1).agrees


def test_a_stale_save_shows_both_texts(scene) -> None:
    group = scene.joined(1)
    version = group.version
    describe(scene.session, scene.actor(0), group, version, "Talk", "Talk in every lesson")
    with pytest.raises(Conflict) as both:
        describe(scene.session, scene.actor(1), group, version, "Talk", "Talk for boys")
    assert both.value.texts["What you work on together"] == ("Talk in every lesson", "Talk for boys")
    describe(scene.session, scene.actor(1), group, version, "Talk", "Talk in every lesson")


def test_changing_the_name_asks_nobody_to_agree_again(scene) -> None:
    group = scene.joined(1)
    describe(scene.session, scene.actor(1), group, group.version, "Reading", "")
    assert all(scene.seat(group, at).agrees for at in range(2))


def test_the_convening_goes_to_a_member_and_the_project_with_it(scene) -> None:
    group = scene.joined(1)
    project = Project(
        candidate_id=scene.places[0].id, group_id=group.id, cohort_id=scene.cohort.id, saved_at=clock.now()
    )
    scene.session.add(project)
    scene.session.flush()
    for wrong in (scene.places[0].id, scene.places[3].id):
        with pytest.raises(Invalid):
            hand_over_convening(scene.session, scene.actor(0), group, wrong)
    hand_over_convening(scene.session, scene.actor(0), group, scene.places[1].id)
    scene.session.refresh(project)
    assert group.convener_id == project.candidate_id == scene.places[1].id
    with pytest.raises(NotFound):
        invite(scene.session, scene.actor(0), group, [scene.places[2].id])


def test_a_lead_names_another_when_the_convener_says_no(scene) -> None:
    lead = acting(scene.session, scene.lead)
    group = form_for(
        scene.session, lead, scene.cohort, scene.places[0].id, Beginning("Talk", "", [scene.places[1].id])
    )
    decline(scene.session, scene.actor(0), scene.seat(group, 0))
    hand_over_convening(scene.session, lead, group, scene.places[1].id)
    assert group.convener_id == scene.places[1].id


def test_a_convener_who_said_no_convenes_nothing_and_the_leads_hear_of_it(scene) -> None:
    lead = acting(scene.session, scene.lead)
    invited = [scene.places[1].id, scene.places[2].id]
    group = form_for(scene.session, lead, scene.cohort, scene.places[0].id, Beginning("Talk", "", invited))
    assert allowed(scene.actor(0), Permission.GROUP_CONVENE, group)
    assert not allowed(scene.actor(0), Permission.JOINT_OPEN, group)
    decline(scene.session, scene.actor(0), scene.seat(group, 0))
    assert scene.told()[-1:] == ["groups.ask_convener"]
    for at in (1, 2):
        accept(scene.session, scene.actor(at), scene.seat(group, at), 1)
    assert "groups.tell_answered" not in scene.told()
    for record in (group, scene.seat(group, 1)):
        assert not allowed(scene.actor(0), Permission.GROUP_CONVENE, record)
        assert allowed(lead, Permission.GROUP_CONVENE, record)
    with pytest.raises(NotFound):
        replace(scene.session, scene.actor(0), scene.seat(group, 1), scene.places[3].id)
    hand_over_convening(scene.session, lead, group, scene.places[1].id)
    assert allowed(scene.actor(1), Permission.JOINT_OPEN, group)


def test_a_convener_who_left_while_others_were_asked_convenes_nothing(scene) -> None:
    group = scene.formed(1)
    assert allowed(scene.actor(0), Permission.JOINT_OPEN, group)
    leave(scene.session, scene.actor(0), scene.seat(group, 0))
    accept(scene.session, scene.actor(1), scene.seat(group, 1), 1)
    assert scene.told().count("groups.ask_convener") == 1
    for one in (Permission.GROUP_CONVENE, Permission.JOINT_OPEN):
        assert not allowed(scene.actor(0), one, group)
    with pytest.raises(NotFound):
        open_hand_in(scene.session, scene.actor(0), group)


def test_who_convened_and_is_asked_again_convenes_it_again(scene) -> None:
    lead = acting(scene.session, scene.lead)
    group = form_for(scene.session, lead, scene.cohort, scene.places[0].id, Beginning("Talk"))
    take_back(scene.session, lead, scene.seat(group, 0))
    assert not allowed(scene.actor(0), Permission.GROUP_CONVENE, group)
    assert "groups.ask_convener" not in scene.told()  # whoever took it back knows
    invite(scene.session, lead, group, [scene.places[0].id])
    scene.session.expire(group)
    assert allowed(scene.actor(0), Permission.GROUP_CONVENE, group)


def test_a_list_and_a_page_agree_on_who_convenes(scene) -> None:
    mine, declined = (
        scene.formed(),
        form_own(scene.session, scene.actor(1), scene.places[1], Beginning("Reading")),
    )
    leave(scene.session, scene.actor(1), scene.seat(declined, 1))
    for permission in (Permission.GROUP_CONVENE, Permission.JOINT_OPEN, Permission.PROJECT_WRITE):
        for at in range(2):
            listed = select(Group.id).where(visible(scene.actor(at), permission, Group))
            by_hand = [one.id for one in (mine, declined) if allowed(scene.actor(at), permission, one)]
            assert list(scene.session.scalars(listed)) == by_hand == ([mine.id] if at == 0 else [])


def test_a_convener_hands_over_before_they_leave(scene) -> None:
    group = scene.joined(1)
    with pytest.raises(Refused, match="first"):
        leave(scene.session, scene.actor(0), scene.seat(group, 0))
    hand_over_convening(scene.session, scene.actor(0), group, scene.places[1].id)
    leave(scene.session, scene.actor(0), scene.seat(group, 0))
    assert states(scene, group)[:2] == ["left", "member"]
    assert scene.told().count("groups.tell_left") == 1
    assert (Appointment.MEMBER, group.id) not in scene.actor(0).appointed
    leave(scene.session, scene.actor(1), scene.seat(group, 1))


def test_only_members_leave_and_only_for_themselves(scene) -> None:
    group = scene.joined(1)
    with pytest.raises(NotFound):
        leave(scene.session, scene.actor(0), scene.seat(group, 1))
    leave(scene.session, scene.actor(1), scene.seat(group, 1))
    with pytest.raises(Refused):
        leave(scene.session, scene.actor(1), scene.seat(group, 1))


def test_who_is_replaced_leaves_and_the_invitation_names_them(scene) -> None:
    group = scene.joined(1)
    made = replace(scene.session, scene.actor(0), scene.seat(group, 1), scene.places[2].id)
    assert made.replaces_id == scene.places[1].id
    assert scene.seat(group, 1).member.leaving == Leaving.REPLACED
    assert states(scene, group)[1:3] == ["left", "invited"]
    with pytest.raises(Invalid):
        replace(scene.session, scene.actor(0), scene.seat(group, 0), scene.places[0].id)
    with pytest.raises(NotFound):
        replace(scene.session, scene.actor(3), scene.seat(group, 0), scene.places[3].id)


def test_giving_up_the_place_ends_what_a_member_may_do(scene) -> None:
    group = scene.joined(1)
    scene.places[1].state = PlaceState.WITHDRAWN.value
    scene.session.flush()
    with pytest.raises(NotFound):
        own_place(scene.session, scene.actor(1), group.id)
    assert not scene.seat(group, 1).works


def test_a_place_given_up_and_given_back_ends_and_restores_the_membership(scene) -> None:
    group = scene.joined(1)
    belongs = (Appointment.MEMBER, group.id)
    head = acting(scene.session, make_staff(scene.session, Role.HEAD))
    assert belongs in scene.actor(1).appointed
    assert allowed(scene.actor(1), Permission.GROUP_WORK, group)
    places.withdraw(scene.session, head, scene.places[1], "They move away")
    given_up = offered(scene.session)
    assert belongs not in scene.actor(1).appointed
    assert not allowed(scene.actor(1), Permission.GROUP_WORK, group)
    assert states(scene, group)[1] == "member"
    undo_place(scene.session, head, deed(scene.session, given_up))
    assert belongs in scene.actor(1).appointed
    assert own_place(scene.session, scene.actor(1), group.id) == scene.places[1].id
    assert scene.seat(group, 1).works


def test_a_group_works_for_what_it_names_or_for_the_focus_of_its_cohort(scene) -> None:
    aim = make_priority(scene.session, make_plan(scene.session))
    group = scene.joined(1)
    wanted: list[UUID] = [aim.id]
    version = group.version
    focus_group(scene.session, scene.actor(1), group, version, wanted)
    served = works_for(scene.session, scene.actor(1), group, clock.today()).served
    assert [one.aim.id for one in served] == wanted
    with pytest.raises(Conflict):
        focus_group(scene.session, scene.actor(0), group, version, [])
    focus_group(scene.session, scene.actor(0), group, version, wanted)
    with pytest.raises(Invalid):
        focus_group(scene.session, scene.actor(0), group, group.version, [group.id])


def test_lists_name_who_is_free_and_how_many_are_in_each(scene) -> None:
    group = scene.joined(1)
    invite(scene.session, scene.actor(0), group, [scene.places[2].id])
    (card,) = groups_of(scene.session, scene.cohort.id)
    assert (len(card.members), card.asked) == (2, 1)
    assert {one.candidate.id for one in free(scene.session, scene.cohort.id)} == {
        one.id for one in scene.places[2:]
    }
    found = belongings(scene.session, [one.id for one in scene.places])
    assert [found[one.id][0].state for one in scene.places[:3]] == ["member", "member", "invited"]
    assert scene.places[3].id not in found


def test_a_seat_is_found_only_in_its_own_group(scene) -> None:
    group = scene.joined(1)
    other = form_own(scene.session, scene.actor(2), scene.places[2], Beginning("Reading"))
    mine = scene.seat(group, 1).member.id
    assert seat(scene.session, group.id, mine).state is MemberState.MEMBER
    with pytest.raises(NotFound):
        seat(scene.session, other.id, mine)
