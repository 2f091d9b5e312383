"""Comments on drafts: for two people, while the draft is shared, and never handed in."""

import pytest
from sqlalchemy import func, select

from tenants.base import clock
from tenants.base.actor import Appointment, Role
from tenants.base.errors import Conflict, NotFound, Refused
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.actions.places import assign_mentor
from tenants.groups.queries.groups import seats_of_place
from tenants.mentoring.actions import comments
from tenants.mentoring.queries.comments import commented, on_evidence, open_comments
from tenants.mentoring.queries.waiting import waiting_for
from tenants.portfolios.actions.evidence import share_item, stop_sharing_item
from tenants.portfolios.actions.leaving import leave_group
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Evidence, Snapshot
from tests.factories.groups import make_contribution, make_group, make_pooled
from tests.factories.mentoring import make_comment
from tests.factories.portfolios import make_audit, make_item, make_place
from tests.factories.staff import appoint, make_staff
from tests.factories.submissions import hand_in, make_head, make_ready


@pytest.fixture
def item(two):
    return make_item(two.session, two.of, shared=True)


@pytest.fixture
def one(two, item):
    made = comments.comment(two.session, two.mentor, item, "Who tried it after you?", 3)
    return commented(two.session, made.id)


def found(two, actor):
    return [each.draft for each in open_comments(two.session, actor, two.of.id)]


def test_only_the_mentor_of_today_comments_and_only_on_what_is_shared(two, item) -> None:
    private = make_item(two.session, two.of)
    audit = make_audit(two.session, two.of, {1: 2})
    others = [
        two.candidate,
        two.act(two.head),
        two.act(two.lead),
        two.act(make_staff(two.session, Role.MENTOR)),
    ]
    for actor, about in [(two.mentor, private), (two.mentor, audit), *((other, item) for other in others)]:
        with pytest.raises(NotFound):
            comments.comment(two.session, actor, about, "Let me say", None)


def test_with_the_sharing_the_comments_vanish_from_the_mentor_alone(two, item, one) -> None:
    stop_sharing_item(two.session, two.candidate, item)
    assert found(two, two.mentor) == []
    assert found(two, two.candidate) == [item.title]
    again = commented(two.session, one.id)
    with pytest.raises(NotFound):
        comments.answer(two.session, two.mentor, again, "Still here?")
    assert waiting_for(two.session, two.mentor) == []
    share_item(two.session, two.candidate, item)
    assert found(two, two.mentor) == [item.title]


def test_a_new_mentor_finds_no_comment_of_the_one_before(two, item, one) -> None:
    second = make_staff(two.session, Role.MENTOR)
    assign_mentor(two.session, two.act(two.head), two.of, second.id)
    assert on_evidence(two.session, two.act(second), item, two.of.id) == []
    assert found(two, two.act(two.place.mentor)) == []
    assert len(on_evidence(two.session, two.candidate, item, two.of.id)) == 1
    comments.settle(two.session, two.candidate, commented(two.session, one.id))
    with pytest.raises(NotFound):
        comments.answer(two.session, two.act(second), one, "I say")


def test_it_waits_for_whoever_did_not_write_last_until_it_is_settled(two, one) -> None:
    def waits() -> list[bool]:
        return [bool(waiting_for(two.session, actor)) for actor in (two.candidate, two.mentor)]

    assert waits() == [True, False]
    comments.answer(two.session, two.candidate, one, "Two of them.")
    assert waits() == [False, True]
    with pytest.raises(NotFound):
        comments.settle(two.session, two.mentor, one)
    comments.settle(two.session, two.candidate, one)
    assert waits() == [False, False]
    with pytest.raises(Refused, match="settled"):
        comments.answer(two.session, two.mentor, one, "And then?")


def test_an_answered_comment_stays_as_it_was_read(two, one) -> None:
    comments.change_comment(two.session, two.mentor, one, 1, "Who tried it, and when?", 3)
    with pytest.raises(Conflict) as conflict:
        comments.change_comment(two.session, two.mentor, one, 1, "Who?", 3)
    assert list(conflict.value.texts.values()) == [("Who tried it, and when?", "Who?")]
    comments.answer(two.session, two.candidate, one, "Two of them.")
    with pytest.raises(Refused, match="answered"):
        comments.change_comment(two.session, two.mentor, one, 2, "Never mind", None)


def test_one_letter_a_day_for_all_that_comes_to_a_draft(two, item) -> None:
    for number in range(1, 6):
        comments.comment(two.session, two.mentor, item, "By standard", number)
    asked = select(func.count()).where(OutboxMessage.message == "mentoring.tell_comment")
    assert two.session.scalar(asked) == 1


def test_no_comment_is_handed_in(session) -> None:
    make_head(session)
    ready, mentor = make_ready(session), make_staff(session, Role.MENTOR)
    from_mentor = "Said by the mentor, and by nobody else"
    appoint(session, mentor.id, Appointment.MENTOR, ready.candidate.id)
    shared = make_item(session, ready.candidate, shared=True)
    make_comment(session, shared, mentor, from_mentor, answer=from_mentor, answered_by=ready.person)
    hand_in(session, ready)
    (snapshot,) = session.scalars(select(Snapshot))
    assert shared.title in snapshot.content
    assert from_mentor not in snapshot.content


@pytest.fixture
def fellow(two):
    return make_place(two.session, cohort=two.place.cohort)


@pytest.fixture
def part(two, fellow):
    """What the candidate did for a piece of their group, shared with the mentor; a fellow has a part in it, too."""
    group = make_group(two.session, [two.of, fellow.candidate])
    shared = make_pooled(two.session, group, "The shared lesson")
    own = make_contribution(two.session, shared, two.of, fellow.candidate)
    own.shared_at = clock.now()
    make_contribution(two.session, shared, fellow.candidate, two.of)
    two.session.flush()
    return own


def test_a_mentor_comments_on_the_part_of_their_candidate_while_it_is_shared(two, part) -> None:
    made = comments.comment(two.session, two.mentor, part, "What was yours in it?", None)
    assert found(two, two.mentor) == found(two, two.candidate) == ["The shared lesson"]
    assert [one.mentor_id for one in [commented(two.session, made.id)]] == [two.place.mentor.id]
    part.shared_at = None
    two.session.flush()
    assert found(two, two.mentor) == []
    assert waiting_for(two.session, two.mentor) == []
    assert found(two, two.candidate) == ["The shared lesson"]


def test_no_fellow_and_no_mentor_of_a_fellow_finds_a_comment_on_ones_part(two, part, fellow) -> None:
    comments.comment(two.session, two.mentor, part, "What was yours in it?", None)
    shared = two.session.get_one(Evidence, (part.school_id, part.evidence_id))
    for person in (fellow.person, fellow.mentor):
        for candidate in (two.of, fellow.candidate):
            assert on_evidence(two.session, two.act(person), shared, candidate.id) == []
    assert len(on_evidence(two.session, two.candidate, shared, two.of.id)) == 1
    theirs = two.session.get_one(Contribution, (part.school_id, shared.id, fellow.candidate.id))
    with pytest.raises(NotFound):
        comments.comment(two.session, two.mentor, theirs, "And yours?", None)


def test_comments_on_a_part_go_along_with_the_copy_of_who_leaves(two, part, fellow) -> None:
    comments.comment(two.session, two.mentor, part, "What was yours in it?", None)
    (own,) = seats_of_place(two.session, two.of.id)
    own.group.convener_id = fellow.candidate.id
    two.session.flush()
    leave_group(two.session, two.candidate, own)
    (left,) = open_comments(two.session, two.candidate, two.of.id)
    assert (left.pooled, left.evidence_id) == (False, part.copy_id)
    copy = two.session.get_one(Evidence, (part.school_id, part.copy_id))
    assert len(on_evidence(two.session, two.candidate, copy, two.of.id)) == 1
    share_item(two.session, two.candidate, copy)
    assert found(two, two.mentor) == ["The shared lesson"]
