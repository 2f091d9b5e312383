from collections import Counter
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tenants.base.actor import Actor, Role
from tenants.base.errors import NotFound, Refused
from tenants.base.outbox import OutboxMessage
from tenants.base.undoing import CHANGED, Deed, Kind
from tenants.changeovers.actions import move_to_edition, undo_version
from tenants.changeovers.models import ClaimBefore
from tenants.changeovers.queries import has_aside, kept_aside, preview, target, views_aside, why_not
from tenants.changeovers.rules import ANOTHER, BEGUN, CLOSED
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import CohortState
from tenants.portfolios.actions.claims import save_claim
from tenants.portfolios.models import Claim, Evidence, SelfAudit, SelfAuditEntry
from tenants.portfolios.queries.coverage import coverage
from tenants.staff.models import Staff
from tenants.standards.actions import adopt, keep_guidance
from tenants.standards.models import Edition, EditionUse
from tenants.standards.queries import edition, guidance, guidance_to, guided
from tenants.standards.rules.guiding import Exemplar
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.groups import make_contribution, make_group, make_pooled
from tests.factories.mentoring import make_comment
from tests.factories.portfolios import make_audit, make_claim, make_item
from tests.factories.staff import acting, make_staff
from tests.factories.submissions import hand_in, make_ready


@dataclass
class Here:
    cohort: Cohort
    candidate: Candidate
    item: Evidence
    audit: SelfAudit
    lead: Actor
    head: Actor
    first: Edition
    newest: Edition


@pytest.fixture
def here(session, newest) -> Here:
    """A cohort of the first version, in a school that adopts the next; a candidate with a mentor."""
    lead, mentor = make_staff(session, Role.PROGRAMME_LEAD), make_staff(session, Role.MENTOR)
    cohort = make_cohort(session, lead=lead)
    first = edition(session, cohort.edition_id)
    candidate = make_candidate(session, cohort, mentor=mentor)
    item = make_item(session, candidate, title="A talk", shared=True)
    audit = make_audit(session, candidate, {1: 2, 2: 1, 3: 3, 10: 4})
    head = acting(session, make_staff(session, Role.HEAD))
    adopt(session, head, first)
    adopt(session, head, newest)
    session.flush()
    return Here(cohort, candidate, item, audit, acting(session, lead), head, first, newest)


def claims(session, item) -> dict[int, tuple[int | None, str, bool]]:
    session.flush()
    rows = session.execute(
        select(Claim.standard_number, Claim.level, Claim.justification, Claim.to_check).where(
            Claim.evidence_id == item.id
        )
    )
    return {number: (level, words, check) for number, level, words, check in rows}


def entries(session, audit) -> dict[int, tuple[int | None, bool]]:
    rows = session.execute(
        select(SelfAuditEntry.standard_number, SelfAuditEntry.level, SelfAuditEntry.to_check).where(
            SelfAuditEntry.self_audit_id == audit.id
        )
    )
    return {number: (level, check) for number, level, check in rows}


def last_deed(session) -> Deed:
    return session.scalars(
        select(Deed).where(Deed.kind == Kind.VERSION.value).order_by(Deed.id.desc()).limit(1)
    ).one()


def test_what_is_written_moves_along(session, here) -> None:
    for number, level in ((1, 3), (2, 2), (3, 4), (4, 3), (10, 4)):
        make_claim(session, here.item, number, level=level, justification=f"So {number}.")
    move_to_edition(session, here.lead, here.cohort, here.newest.id)
    assert claims(session, here.item) == {
        1: (3, "So 1.", True),
        2: (3, "So 1.", True),
        3: (4, "So 3.\n\nSo 2.", True),
        4: (3, "So 4.", False),
    }
    assert entries(session, here.audit) == {1: (2, True), 2: (2, True), 3: (3, True)}
    assert here.cohort.edition_id == here.newest.id


def test_what_falls_away_is_kept_aside_for_its_owner(session, here) -> None:
    make_claim(session, here.item, 10, justification="My network.")
    move_to_edition(session, here.lead, here.cohort, here.newest.id)
    (aside,) = kept_aside(session, here.candidate.id)
    assert (aside.claim.justification, aside.title) == ("My network.", "A talk")
    (view,) = views_aside(session, here.candidate.id)
    assert view.entry.standard_number == 10
    assert has_aside(session, here.candidate.id)


def test_the_preview_says_what_would_become_of_it_and_of_whose(session, here) -> None:
    for number in (1, 4, 10):
        make_claim(session, here.item, number)
    found = preview(session, here.cohort, here.newest.id)
    said = {line.change.before: line.words for line in found.lines if line.words}
    assert said == {
        (1,): "1 claim is copied to each, to be looked at",
        (4,): "1 claim moves along",
        (10,): "1 claim falls away and is kept aside",
    }
    assert [(one.numbers, one.claims) for one in found.losing] == [((10,), 1)]
    assert [one[0] for one in found.comparison.rules] == ["Standards at the pass level or above"]
    assert found.entries == 4


def of_each(session, item) -> dict[object, dict[int, tuple[int | None, str, bool]]]:
    """Place → what it claims with an item."""
    session.flush()
    found: dict[object, dict[int, tuple[int | None, str, bool]]] = {}
    for one in session.scalars(select(Claim).where(Claim.evidence_id == item.id)):
        told = one.level, one.justification, one.to_check
        found.setdefault(one.candidate_id, {})[one.standard_number] = told
    return found


def test_what_members_of_a_group_claim_with_one_piece_moves_along_for_each(session, here) -> None:
    places = [here.candidate, *(make_candidate(session, here.cohort) for _ in range(2))]
    group = make_group(session, places)
    shared = make_pooled(session, group)
    for one, other in zip(places, [*places[1:], places[0]], strict=True):
        make_contribution(session, shared, one, confirmed_by=other)
    first, second, third = (one.id for one in places)
    make_claim(session, shared, 1, level=3, justification="Mine.", candidate_id=first)
    make_claim(session, shared, 1, level=4, justification="Ours.", candidate_id=second)
    make_claim(session, shared, 2, level=2, justification="Also.", candidate_id=second)
    make_claim(session, shared, 10, level=1, justification="A network.", candidate_id=third)
    before = of_each(session, shared)
    losing = preview(session, here.cohort, here.newest.id).losing
    assert [(one.numbers, one.claims) for one in losing] == [((10,), 1)]
    move_to_edition(session, here.lead, here.cohort, here.newest.id)
    assert of_each(session, shared) == {
        first: {1: (3, "Mine.", True), 2: (3, "Mine.", True)},
        second: {1: (4, "Ours.", True), 2: (4, "Ours.", True), 3: (2, "Also.", False)},
    }
    assert [one.claim.justification for one in kept_aside(session, third)] == ["A network."]
    assert not has_aside(session, second)
    assert set(coverage(session, [second])[second].levels) == {1, 2, 3}
    undo_version(session, here.lead, last_deed(session))
    assert of_each(session, shared) == before


def test_undoing_gives_back_what_was(session, here) -> None:
    make_claim(session, here.item, 1, justification="Before.")
    make_claim(session, here.item, 10)
    comment = make_comment(session, here.item, make_staff(session, Role.MENTOR))
    comment.standard_number = 10
    before, audited = claims(session, here.item), entries(session, here.audit)
    move_to_edition(session, here.lead, here.cohort, here.newest.id)
    assert comment.standard_number is None
    undo_version(session, here.lead, last_deed(session))
    assert claims(session, here.item) == before
    assert entries(session, here.audit) == audited
    assert comment.standard_number == 10
    assert here.cohort.edition_id == here.first.id
    assert session.scalars(select(ClaimBefore)).all() == []


def owner(session, here) -> Actor:
    return acting(session, session.get_one(Staff, (here.cohort.school_id, here.candidate.staff_id)))


LEVELS = st.dictionaries(st.integers(1, 10), st.integers(1, 4) | st.none())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(claimed=LEVELS, viewed=LEVELS)
def test_moving_and_undoing_changes_nothing_whatever_was_written(session, here, claimed, viewed) -> None:
    with session.begin_nested() as point:
        item = make_item(session, here.candidate)
        for number, level in claimed.items():
            make_claim(session, item, number, level=level, justification=f"Because {number}")
        audit = make_audit(session, here.candidate, viewed, number=2)
        before, audited = claims(session, item), entries(session, audit)
        move_to_edition(session, here.lead, here.cohort, here.newest.id)
        moved = claims(session, item)
        assert set(moved) <= set(range(1, 10))
        assert max((one[0] or 0 for one in moved.values()), default=0) <= 4
        undo_version(session, here.lead, last_deed(session))
        assert claims(session, item) == before
        assert entries(session, audit) == audited
        point.rollback()
    session.expire_all()


def test_it_is_not_undone_once_somebody_has_written_since(session, here) -> None:
    made = make_claim(session, here.item, 4)
    move_to_edition(session, here.lead, here.cohort, here.newest.id)
    session.expire_all()
    actor = owner(session, here)
    kept = session.get_one(Claim, (made.school_id, made.evidence_id, 4, made.candidate_id))
    said = replace(kept.said, justification="Anew.")
    save_claim(session, actor, kept, said, kept.version, finished=True)
    session.flush()
    with pytest.raises(Refused, match=CHANGED):
        undo_version(session, here.lead, last_deed(session))


def test_a_saved_claim_is_looked_at(session, here) -> None:
    make_claim(session, here.item, 1)
    move_to_edition(session, here.lead, here.cohort, here.newest.id)
    session.expire_all()
    actor = owner(session, here)
    kept = session.get_one(Claim, (here.item.school_id, here.item.id, 2, here.item.candidate_id))
    assert kept.to_check
    save_claim(session, actor, kept, kept.said, kept.version, finished=True)
    assert not kept.to_check


def test_nobody_moves_a_cohort_of_which_somebody_has_handed_in(session, here) -> None:
    place = make_ready(session)
    hand_in(session, place)
    assert why_not(session, place.cohort) == BEGUN
    with pytest.raises(Refused, match="handed in"):
        move_to_edition(session, here.head, place.cohort, here.newest.id)


def test_a_closed_cohort_keeps_its_version(session, here) -> None:
    here.cohort.state = CohortState.CLOSED.value
    session.flush()
    assert why_not(session, here.cohort) == CLOSED


def test_a_cohort_moves_only_to_what_its_school_adopted(session, here) -> None:
    adopt(session, here.head, here.first)
    session.flush()
    assert target(session, here.cohort) is None
    for into_id in (here.newest.id, None):
        with pytest.raises(Refused, match=ANOTHER):
            move_to_edition(session, here.head, here.cohort, into_id)


def test_only_who_runs_the_cohort_moves_it(session, here) -> None:
    other = acting(session, make_staff(session, Role.PROGRAMME_LEAD))
    with pytest.raises(NotFound):
        move_to_edition(session, other, here.cohort, here.newest.id)


def test_candidates_mentors_and_leads_are_told(session, here) -> None:
    move_to_edition(session, here.head, here.cohort, here.newest.id)
    session.flush()
    told = Counter(session.scalars(select(OutboxMessage.message)))
    assert told["changeovers.tell_version_moved"] == 3


def test_the_operator_learns_how_many_cohorts_have_it(session, here) -> None:
    move_to_edition(session, here.lead, here.cohort, here.newest.id)
    assert {one.edition_id: one.cohorts for one in session.scalars(select(EditionUse))} == {here.newest.id: 1}


def test_what_the_school_says_comes_along_when_it_adopts(session, here) -> None:
    adopt(session, here.head, here.first)
    session.flush()
    poster = Exemplar("A poster", "Read by all")
    keep_guidance(session, here.head, guided(session, 1), 0, "Ask Ruth.", [poster])
    keep_guidance(session, here.head, guided(session, 10), 0, "Only there.", [])
    adopt(session, here.head, here.newest)
    session.flush()
    found = guidance(session, here.newest.id)
    assert {number: (one.body, one.to_check) for number, one in found.items()} == {
        1: ("Ask Ruth.", True),
        2: ("Ask Ruth.", True),
    }
    keep_guidance(session, here.head, guided(session, 2), found[2].version, "Ask Ruth.", [poster])
    assert not found[2].to_check
    assert set(guidance(session, here.first.id)) == {1, 10}


def test_what_was_taken_away_stays_away_when_the_school_adopts_that_version_again(session, here) -> None:
    keep_guidance(session, here.head, guided(session, 1), 0, "Ask Ruth.", [])
    keep_guidance(session, here.head, guided(session, 1), 1, "", [])
    assert guidance(session, here.newest.id) == {}
    assert guidance_to(session, here.newest.id, 1) is None
    adopt(session, here.head, here.first)
    keep_guidance(session, here.head, guided(session, 1), 0, "Ask Helen.", [])
    adopt(session, here.head, here.newest)
    session.flush()
    assert set(guidance(session, here.newest.id)) == {2}
