"""One assessor at their desk: judging, saving, locking, seeing nothing of the other."""

import pytest
from sqlalchemy import select

from tenants.assessment.actions import allocation, judging, reading
from tenants.assessment.queries import desk as desks
from tenants.assessment.queries import dispute as disputes
from tenants.assessment.queries import outcomes
from tenants.assessment.queries.seats import seat
from tenants.assessment.rules.complete import Word
from tenants.assessment.rules.verdict import Result
from tenants.base.actor import Appointment
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tests.factories.assessment import (
    PASSING,
    accept,
    allocate,
    judge,
    lock,
    make_matter,
)
from tests.factories.staff import acting


def test_the_portfolio_opens_with_the_acceptance_and_closes_with_withdrawal(session) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    with pytest.raises(NotFound):
        desks.desk(session, first.id)
    accept(session, first)
    assert desks.desk(session, first.id).portfolio.candidate == matter.person.name
    allocation.take_back(session, acting(session, matter.lead), seat(session, first.id), "Long absence.")
    session.flush()
    for opening in (desks.desk, desks.task):
        with pytest.raises(NotFound):
            opening(session, first.id)
    assert not acting(session, first.person).subjects(Appointment.ASSESSOR)


def test_a_stale_save_shows_both_texts_and_keeps_the_first(session) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    accept(session, first)
    actor, opened = acting(session, first.person), desks.page(session, first.id, 4)
    judging.judge(session, actor, opened, Word(3, "From the first window.", "", None), 1)
    with pytest.raises(Conflict) as conflict:
        judging.judge(session, actor, opened, Word(2, "From the second.", "", None), 1)
    assert conflict.value.texts["Reasons"] == ("From the first window.", "From the second.")
    assert opened.judgement.level == 3


def test_saving_the_same_words_twice_is_no_conflict_and_no_new_version(session) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    accept(session, first)
    actor, opened = acting(session, first.person), desks.page(session, first.id, 4)
    for _ in range(2):
        judging.judge(session, actor, opened, Word(3, "Seen.", "", None), 1)
    assert opened.judgement.version == 2


def test_evidence_from_elsewhere_and_unknown_levels_are_refused(session) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    accept(session, first)
    actor, opened = acting(session, first.person), desks.page(session, first.id, 4)
    with pytest.raises(Invalid):
        judging.judge(session, actor, opened, Word(9, "", "", None), 1)
    with pytest.raises(Invalid):
        judging.judge(session, actor, opened, Word(3, "", "", matter.file.id), 1)


def test_locking_asks_for_everything_first(session) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    accept(session, first)
    opened = desks.desk(session, first.id)
    with pytest.raises(Refused, match="Standard 1 has no level yet"):
        judging.lock(session, acting(session, first.person), opened)


def test_a_recommendation_against_the_own_levels_cannot_be_locked(session) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    accept(session, first)
    judge(session, first.id, PASSING)
    opened = desks.desk(session, first.id)
    opened.assignment.recommendation = Result.REFERRED.value
    session.flush()
    with pytest.raises(Refused, match="something else than your levels"):
        judging.lock(session, acting(session, first.person), opened)


def test_nothing_changes_after_the_lock_and_a_second_lock_is_refused(session) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    accept(session, first)
    lock(session, first.id, PASSING)
    actor, opened = acting(session, first.person), desks.page(session, first.id, 4)
    with pytest.raises(Refused):
        judging.judge(session, actor, opened, Word(1, "", "", None), opened.judgement.version)
    with pytest.raises(Refused):
        judging.lock(session, actor, opened.desk)


def test_before_both_lock_nobody_reads_either_judgement(session) -> None:
    matter = make_matter(session)
    first, second = allocate(session, matter)
    accept(session, first)
    accept(session, second)
    lock(session, first.id, PASSING)
    assert desks.desk(session, second.id).others == []
    for opening in (desks.blind_pair, disputes.dispute, outcomes.outcome):
        with pytest.raises(NotFound):
            opening(session, matter.submission.id)


def test_banked_standards_stand_and_are_not_judged_again(session) -> None:
    matter = make_matter(session, attempt=2, banked=dict.fromkeys(range(1, 7), 3))
    first, _ = allocate(session, matter)
    accept(session, first)
    assert desks.desk(session, first.id).numbers == [7, 8, 9, 10]
    assert desks.desk(session, first.id).levels == dict.fromkeys(range(1, 7), 3)


def test_reading_and_downloads_are_kept_in_the_history(session) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    accept(session, first)
    reading.note_reading(session, acting(session, first.person), desks.desk(session, first.id))
    session.flush()
    assert "assessment:read" in set(session.scalars(select(HistoryEntry.action)))


def test_a_snapshot_is_read_as_it_was_however_the_live_portfolio_changes(session) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    accept(session, first)
    before = desks.desk(session, first.id).portfolio
    matter.person.name = "Somebody Else"
    session.flush()
    assert desks.desk(session, first.id).portfolio == before
