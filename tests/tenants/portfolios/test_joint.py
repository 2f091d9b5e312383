"""A group hands in together, and each member alone: what is frozen, who signs, what goes when."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.models import Cohort
from tenants.groups.models import Group
from tenants.groups.queries.groups import seats
from tenants.portfolios.actions import joint as actions
from tenants.portfolios.actions.contributions import speak
from tenants.portfolios.actions.leaving import leave_group
from tenants.portfolios.actions.stepping_out import give_up_place, put_off
from tenants.portfolios.actions.submissions import submit
from tenants.portfolios.joint_models import GroupSnapshot, JointSignature, JointSubmission
from tenants.portfolios.models import Claim, Evidence, Snapshot, Submission
from tenants.portfolios.queries.joint import Joint, groups_part, joint
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.queries.submissions import read
from tenants.portfolios.rules.contributions import Word
from tenants.portfolios.rules.states import SubmissionState
from tenants.portfolios.rules.submissions import Declared
from tenants.staff import actors
from tests.factories.groups import make_contribution, make_group, make_pooled
from tests.factories.portfolios import Place, candidate_actor, make_claim, make_item, make_place
from tests.factories.projects import make_project
from tests.factories.staff import acting
from tests.factories.submissions import DECLARED, hand_in, make_head, make_open_cohort

NAMING = replace(DECLARED, names_group=True)


@dataclass(frozen=True)
class Work:
    """Three ready members; of the pool's item the first two have confirmed contributions, the third has none."""

    session: Session
    cohort: Cohort
    group: Group
    places: tuple[Place, ...]
    item: Evidence

    def actor(self, which: int) -> Actor:
        return candidate_actor(self.session, self.places[which])

    def open(self) -> Joint:
        return actions.open_hand_in(self.session, self.actor(0), self.group)

    def sign(self, found: Joint, which: int, declared: Declared = DECLARED) -> list[Submission]:
        sent = actions.sign(self.session, self.actor(which), found, declared)
        self.session.flush()
        return sent

    def put_off(self, which: int, opens_in: int) -> None:
        """To a window that opens in so many days, and closes after that of their cohort."""
        opens_on = clock.today() + timedelta(days=opens_in)
        later = make_open_cohort(
            self.session, window_opens_on=opens_on, window_closes_on=opens_on + timedelta(days=20)
        )
        head = acting(self.session, make_head(self.session))
        put_off(self.session, head, self.places[which].candidate, later, "A long illness")
        self.session.flush()

    def make_drafts(self, which: int, draft: bool = True) -> None:
        """Of their own items; with drafts they are not ready."""
        mine = select(Evidence).where(Evidence.candidate_id == self.places[which].id)
        for item in self.session.scalars(mine):
            item.draft = draft
        self.session.flush()

    def leave(self, which: int) -> None:
        place = self.places[which].id
        (leaver,) = [one for one in seats(self.session, self.group.id) if one.candidate_id == place]
        leave_group(self.session, self.actor(which), leaver)

    def signed(self) -> set[UUID]:
        self.session.flush()
        return set(self.session.scalars(select(JointSignature.candidate_id)))

    def asked(self, name: str) -> set[str]:
        self.session.flush()
        told = self.session.scalars(select(OutboxMessage.payload).where(OutboxMessage.message == name))
        return {one["candidate_id"] for one in told}


def make_work(session: Session) -> Work:
    asks = {"groups": {"confirmed": 0}}
    cohort = make_open_cohort(session, minimum_items=1, minimum_presentations=0, asks=asks)
    make_head(session)
    places = tuple(_ready(session, cohort) for _ in range(3))
    group = make_group(session, [one.candidate for one in places])
    item = make_pooled(session, group)
    first, second, _ = (one.candidate for one in places)
    make_contribution(session, item, first, confirmed_by=second)
    make_contribution(session, item, second, confirmed_by=first)
    for one in (first, second):
        session.add(
            Claim(
                evidence_id=item.id,
                candidate_id=one.id,
                standard_number=3,
                level=4,
                reach_who="Four schools",
                justification=f"Mine is another than theirs, {one.id}",
            )
        )
    make_project(session, first, group_id=group.id)
    session.flush()
    return Work(session, cohort, group, places, item)


def _ready(session: Session, cohort: Cohort) -> Place:
    place = make_place(session, cohort=cohort)
    for title in ("Peer coaching", "Reading notes"):
        item = make_item(session, place.candidate, title=title)
        for number in range(1, 11):
            make_claim(session, item, number)
    return place


@pytest.fixture
def work(session: Session) -> Work:
    return make_work(session)


def test_it_goes_by_itself_with_the_last_signature(work: Work) -> None:
    found = work.open()
    assert work.asked("portfolios.ask_signature") == {str(one.id) for one in work.places[1:]}
    assert work.sign(found, 1) == work.sign(found, 0, NAMING) == []
    sent = work.sign(found, 2)
    assert {one.candidate_id for one in sent} == {one.id for one in work.places}
    assert {one.candidate_id: one.names_group for one in sent}[work.places[0].id]
    assert len({one.joint_submission_id for one in sent}) == 1
    assert work.session.scalar(select(func.count()).select_from(GroupSnapshot)) == 1
    for one in sent:
        assert read(work.session, one).intact
    with pytest.raises(Refused, match="has gone"):
        work.sign(found, 1)


def test_each_members_view_equals_the_groups_snapshot(work: Work) -> None:
    found = work.open()
    sent = [each for which in range(3) for each in work.sign(found, which)]
    part = groups_part(work.session, found.id)
    assert part.intact
    told = json.loads(part.content)
    joint_items = {one["id"]: one for one in told["items"]}
    for one in sent:
        content = json.loads(
            work.session.scalars(select(Snapshot.content).where(Snapshot.submission_id == one.id)).one()
        )
        assert content["group"] == {
            "id": str(work.group.id),
            "name": work.group.name,
            "sha256": part.sha256,
        }
        assert content["project"] == told["project"]
        mine = [
            item["id"]
            for item in told["items"]
            for said in item["contributions"]
            if said["candidate_id"] == str(one.candidate_id) and said["standing"] == "confirmed"
        ]
        shared = [item for item in content["items"] if "shared" in item]
        assert [item["id"] for item in shared] == mine
        for item in shared:
            frozen = joint_items[item["id"]]
            assert item["shared"]["contributors"] == frozen["contributions"]
            assert {**item, "shared": 0, "claims": 0} == {
                **{name: value for name, value in frozen.items() if name != "contributions"},
                "shared": 0,
                "claims": 0,
            }
            assert all(str(one.candidate_id) in claim["justification"] for claim in item["claims"])
    views = [read(work.session, one).portfolio for one in sent]
    assert len({view.item(work.item.id).shared.sha256 for view in views if view.item(work.item.id)}) == 1
    assert sum(view.item(work.item.id) is not None for view in views) == 2


def test_who_hands_in_alone_freezes_the_groups_part_too_and_holds_nobody(work: Work) -> None:
    alone = hand_in(work.session, work.places[1], NAMING)
    assert alone.names_group
    view = read(work.session, alone).portfolio
    assert view.group.sha256 == groups_part(work.session, alone.joint_submission_id).sha256
    assert portfolio(work.session, work.places[0].id).closed is None
    found = work.open()
    assert work.asked("portfolios.ask_signature") == {str(work.places[2].id)}
    work.sign(found, 0)
    assert len(work.sign(found, 2)) == 2


def test_the_convener_sends_it_for_who_signed_and_the_others_lose_nothing(work: Work) -> None:
    found = work.open()
    work.sign(found, 1)
    (sent,) = actions.send(work.session, work.actor(0), found)
    assert sent.candidate_id == work.places[1].id
    assert work.asked("portfolios.tell_sent_without") == {
        str(one.id) for one in (work.places[0], work.places[2])
    }
    assert portfolio(work.session, work.places[2].id).closed is None
    assert hand_in(work.session, work.places[2]).state == "submitted"


def test_who_is_not_ready_any_more_stays_behind(work: Work) -> None:
    found = work.open()
    for which in (0, 1):
        work.sign(found, which)
    work.make_drafts(1)
    assert work.sign(found, 2) == []
    assert found.open
    sent = actions.send(work.session, work.actor(0), found)
    assert {one.candidate_id for one in sent} == {work.places[0].id, work.places[2].id}


def test_who_is_not_ready_when_all_have_signed_signs_again_and_that_sends_it(work: Work) -> None:
    found = the_others_signed(work)
    work.make_drafts(1)
    assert work.sign(found, 2) == []
    assert work.signed() == {work.places[0].id, work.places[2].id}
    assert work.asked("portfolios.ask_signature_again") == {str(work.places[1].id)}
    work.make_drafts(1, draft=False)
    assert len(work.sign(found, 1)) == 3


def test_whose_part_is_questioned_after_they_signed_is_asked_again_when_the_last_one_leaves(
    work: Work,
) -> None:
    work.cohort.asks = {"groups": {"confirmed": 1}}
    found = the_others_signed(work)
    speak(work.session, work.actor(1), work.item, work.places[0].id, Word.QUESTIONED, "Was it you?", 1)
    work.leave(2)
    assert found.open
    assert work.signed() == {work.places[1].id}
    assert work.asked("portfolios.ask_signature_again") == {str(work.places[0].id)}
    speak(work.session, work.actor(1), work.item, work.places[0].id, Word.CONFIRMED, "", 1)
    assert len(work.sign(found, 0)) == 2


def test_it_does_not_wait_for_who_is_put_off(work: Work) -> None:
    work.put_off(2, opens_in=60)
    found = work.open()
    work.sign(found, 0)
    assert len(work.sign(found, 1)) == 2


def test_a_group_put_off_as_a_whole_hands_in_together_once_its_window_is_open(work: Work) -> None:
    for which in range(3):
        work.put_off(which, opens_in=-1)
    found = work.open()
    assert work.asked("portfolios.ask_signature") == {str(one.id) for one in work.places[1:]}
    assert work.sign(found, 0) == work.sign(found, 1) == []
    assert len(work.sign(found, 2)) == 3


def test_the_others_of_a_group_put_off_go_when_the_last_one_hands_in_alone(work: Work) -> None:
    for which in range(3):
        work.put_off(which, opens_in=0)
    found = the_others_signed(work)
    hand_in(work.session, work.places[2])
    assert handed_in(work) == {one.id for one in work.places}
    assert found.joint.dropped_at is None


def test_what_was_signed_is_kept_while_it_waits_for_nobody(work: Work) -> None:
    """Its window is moved after they signed: so no signature waits, and none is lost either."""
    found = the_others_signed(work)
    for which in range(2):
        later = clock.today() + timedelta(days=9)
        work.places[which].candidate.own_opens_on = work.places[which].candidate.deferred_closes_on = later
    hand_in(work.session, work.places[2])
    assert found.open
    assert work.signed() == {one.id for one in work.places[:2]}


def the_others_signed(work: Work) -> Joint:
    """The third has not."""
    found = work.open()
    work.sign(found, 0)
    work.sign(found, 1)
    return found


def handed_in(work: Work) -> set[UUID]:
    work.session.flush()
    return set(work.session.scalars(select(Submission.candidate_id)))


def test_it_goes_when_the_last_one_hands_in_alone(work: Work) -> None:
    found = the_others_signed(work)
    alone = hand_in(work.session, work.places[2])
    assert alone.joint_submission_id != found.id
    assert handed_in(work) == {one.id for one in work.places}
    assert work.asked("portfolios.tell_sent_without") == set()
    assert not found.open


def test_it_goes_when_the_last_one_is_put_off(work: Work) -> None:
    found = the_others_signed(work)
    work.put_off(2, opens_in=60)
    assert handed_in(work) == {one.id for one in work.places[:2]}
    assert not found.open


def test_it_goes_when_the_last_one_gives_their_place_up(work: Work) -> None:
    found = the_others_signed(work)
    head = acting(work.session, make_head(work.session))
    give_up_place(work.session, head, work.places[2].candidate, "They move away")
    assert handed_in(work) == {one.id for one in work.places[:2]}
    assert not found.open


def test_it_goes_when_the_last_one_leaves_the_group(work: Work) -> None:
    found = the_others_signed(work)
    work.leave(2)
    assert handed_in(work) == {one.id for one in work.places[:2]}
    told = json.loads(groups_part(work.session, found.id).content)["members"]
    assert {one["candidate_id"]: one["state"] for one in told}[str(work.places[2].id)] == "left"


def test_what_somebody_signed_counts_for_nothing_once_they_hand_in_alone(work: Work) -> None:
    found = the_others_signed(work)
    hand_in(work.session, work.places[0])
    assert found.open
    sent = work.sign(found, 2)
    assert {one.candidate_id for one in sent} == {one.id for one in work.places[1:]}


def test_it_is_dropped_when_everybody_has_gone_alone(work: Work) -> None:
    found = work.open()
    for place in work.places:
        assert found.open
        hand_in(work.session, place)
    assert found.joint.dropped_at is not None


def test_a_signature_is_taken_back_until_it_goes(work: Work) -> None:
    found = work.open()
    work.sign(found, 0)
    actions.take_back_signature(work.session, work.actor(0), found)
    assert work.session.scalar(select(func.count()).select_from(JointSignature)) == 0
    with pytest.raises(Refused, match="nothing to send"):
        actions.send(work.session, work.actor(0), found)


def test_nobody_waits_for_who_has_their_outcome(work: Work) -> None:
    hand_in(work.session, work.places[0]).state = SubmissionState.RELEASED.value
    work.session.flush()
    found = work.open()
    assert work.sign(found, 1) == []
    assert {one.candidate_id for one in work.sign(found, 2)} == {one.id for one in work.places[1:]}


def test_a_dropped_one_hands_nothing_in_and_another_may_be_opened(work: Work) -> None:
    found = work.open()
    work.sign(found, 1)
    with pytest.raises(Refused, match="open already"):
        work.open()
    actions.drop(work.session, work.actor(0), found)
    work.session.flush()
    with pytest.raises(Refused, match="dropped"):
        work.sign(found, 2)
    assert work.open().id != found.id
    assert work.session.scalar(select(func.count()).select_from(Submission)) == 0


def test_only_the_convener_opens_sends_and_drops_and_only_members_sign(work: Work) -> None:
    with pytest.raises(NotFound):
        actions.open_hand_in(work.session, work.actor(1), work.group)
    found = work.open()
    for deed in (actions.send, actions.drop):
        with pytest.raises(NotFound):
            deed(work.session, work.actor(1), found)
    stranger = _ready(work.session, work.cohort)
    with pytest.raises(NotFound):
        actions.sign(work.session, candidate_actor(work.session, stranger), found, DECLARED)


def test_each_signs_with_their_own_declarations_and_when_ready(work: Work) -> None:
    found = work.open()
    with pytest.raises(Invalid):
        work.sign(found, 0, Declared(authorship=False, consent=True, ai_use="None"))
    for claim in work.session.scalars(select(Claim).where(Claim.candidate_id == work.places[1].id)):
        work.session.delete(claim)
    work.session.flush()
    with pytest.raises(Refused, match="not ready"):
        work.sign(found, 1)


def test_two_last_signatures_at_once_hand_in_once(in_school, school_id) -> None:
    with in_school(school_id) as session:
        work = make_work(session)
        found = work.open()
        work.sign(found, 0)
        joint_id, last = found.id, [(one.person.id, one.id) for one in work.places[1:]]
    barrier = Barrier(2)

    def signing(staff_id) -> Callable[[], int]:
        def run() -> int:
            with in_school(school_id) as session:
                actor, opened = actors.actor(session, staff_id), joint(session, joint_id)
                barrier.wait()
                return len(actions.sign(session, actor, opened, DECLARED))

        return run

    with ThreadPoolExecutor(2) as pool:
        sent = [each.result() for each in [pool.submit(signing(staff_id)) for staff_id, _ in last]]
    assert sorted(sent) == [0, 3]
    with in_school(school_id) as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 3
        assert session.scalar(select(func.count()).select_from(GroupSnapshot)) == 1
        assert session.scalar(select(func.count()).select_from(JointSubmission)) == 1


def test_the_last_signature_and_a_hand_in_alone_at_once_leave_nobody_behind(in_school, school_id) -> None:
    with in_school(school_id) as session:
        work = make_work(session)
        found = work.open()
        work.sign(found, 0)
        joint_id, signs, goes = found.id, work.places[1], work.places[2]
    barrier = Barrier(2)

    def sign() -> None:
        with in_school(school_id) as session:
            actor, opened = actors.actor(session, signs.person.id), joint(session, joint_id)
            barrier.wait()
            actions.sign(session, actor, opened, DECLARED)

    def go() -> None:
        with in_school(school_id) as session:
            actor, mine = actors.actor(session, goes.person.id), portfolio(session, goes.id)
            barrier.wait()
            submit(session, actor, mine, DECLARED)

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(sign), pool.submit(go)]:
            each.result()
    with in_school(school_id) as session:
        assert not joint(session, joint_id).open
        handed_in = session.execute(select(Submission.candidate_id, Submission.joint_submission_id)).all()
        assert {place for place, of in handed_in if of == joint_id} == {work.places[0].id, signs.id}
        assert len(handed_in) == 3
