from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from tenants.assessment.queries.outcomes import outcome
from tenants.awards import queries
from tenants.awards.actions import release, revoke
from tenants.awards.models import Award
from tenants.awards.rules import AwardState
from tenants.base import clock
from tenants.base.directory import DirectoryKind, school_of
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.outbox import OutboxMessage
from tenants.staff import actors
from tenants.staff.models import Standing
from tests.factories.assessment import FAILING, make_matter
from tests.factories.awards import make_award, make_decided
from tests.factories.staff import acting


def jobs(session, name: str) -> int:
    return session.scalar(
        select(func.count()).select_from(OutboxMessage).where(OutboxMessage.message == name)
    )


def test_releasing_an_accredited_outcome_grants_one_award(session) -> None:
    matter = make_matter(session, name="Siân Rees")
    award = make_award(session, matter)
    assert award.holder == "Siân Rees"
    assert award.expires_on == award.awarded_on.replace(year=award.awarded_on.year + 3)
    assert award.state is AwardState.CURRENT
    assert school_of(session, DirectoryKind.AWARD, award.code) == award.school_id
    assert jobs(session, "awards.draw_certificate") == 1


def test_more_evidence_needed_grants_nothing(session) -> None:
    matter = make_matter(session)
    decided = make_decided(session, matter, FAILING)
    assert release(session, acting(session, matter.head), [decided]) == []


def test_an_award_makes_its_holder_able_to_assess(session) -> None:
    award = make_award(session)
    standing = session.scalars(select(Standing).where(Standing.staff_id == award.staff_id)).one()
    assert (standing.proof, standing.valid_until) == (award.number, award.expires_on)


def test_numbers_follow_each_other_without_gaps(session) -> None:
    numbers = [make_award(session).number for _ in range(3)]
    assert [number[-3:] for number in numbers] == ["001", "002", "003"]


def test_nothing_is_released_when_one_of_the_batch_cannot_be(session) -> None:
    matter = make_matter(session)
    decided = make_decided(session, matter)
    head = acting(session, matter.head)
    release(session, head, [decided])
    with pytest.raises(Refused):
        release(session, head, [decided])
    with pytest.raises(Invalid):
        release(session, head, [])


def test_the_candidate_cannot_release_their_own_outcome(session) -> None:
    matter = make_matter(session)
    decided = make_decided(session, matter)
    with pytest.raises(NotFound):
        release(session, acting(session, matter.person), [decided])


def test_two_releases_at_once_make_one_award_each_and_consecutive_numbers(in_school, school_id) -> None:
    with in_school(school_id) as session:
        matters = [make_matter(session) for _ in range(2)]
        for matter in matters:
            make_decided(session, matter)
        wanted = [(matter.head.id, matter.submission.id) for matter in matters] * 2
    said = release_at_once(in_school, school_id, wanted)
    assert sorted(said) == ["refused", "refused", "released", "released"]
    with in_school(school_id) as session:
        numbers = session.scalars(select(Award.number).order_by(Award.number)).all()
    assert [number[-3:] for number in numbers] == ["001", "002"]


def release_at_once(in_school, school_id, wanted) -> list[str]:
    said: list[str] = []
    ready = Barrier(len(wanted))

    def go(head_id, submission_id) -> None:
        ready.wait()
        try:
            with in_school(school_id) as session:
                head = actors.actor(session, head_id)
                release(session, head, [outcome(session, submission_id)])
            said.append("released")
        except Refused:
            said.append("refused")

    threads = [Thread(target=go, args=pair) for pair in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_a_head_revokes_with_a_reason_and_the_standing_ends(session) -> None:
    matter = make_matter(session)
    award = make_award(session, matter)
    head = acting(session, matter.head)
    with pytest.raises(Invalid):
        revoke(session, head, award, " ")
    revoke(session, head, award, "The evidence was somebody else's")
    session.flush()
    assert award.state is AwardState.REVOKED
    standing = session.scalars(select(Standing).where(Standing.staff_id == award.staff_id)).one()
    assert standing.ended_at is not None
    with pytest.raises(Refused):
        revoke(session, head, award, "Again")


def test_a_programme_lead_cannot_revoke(session) -> None:
    matter = make_matter(session)
    award = make_award(session, matter)
    with pytest.raises(NotFound):
        revoke(session, acting(session, matter.lead), award, "No")


def test_an_award_expires_by_the_clock(session, real_clock) -> None:
    award = make_award(session)
    clock.move_by(timedelta(days=3 * 366))
    assert award.state is AwardState.EXPIRED


def test_the_register_is_paged_by_key(session, monkeypatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    matter = make_matter(session)
    awards = [make_award(session, matter).id, *(make_award(session).id for _ in range(2))]
    head = acting(session, matter.head)
    first, older = queries.register(session, head)
    second, end = queries.register(session, head, older)
    assert {award.id for award in [*first, *second]} == set(awards)
    assert (len(first), len(second), end) == (2, 1, None)
