"""From an offer to a decision, as two assessors and a lead live it."""

import pytest
from sqlalchemy import func, select

from tenants.assessment.actions import allocation, judging, reading, releasing, seats, settling
from tenants.assessment.actions.settling import Meeting, Settled
from tenants.assessment.models import Adjudication, Interest
from tenants.assessment.queries import desk as desks
from tenants.assessment.queries import dispute as disputes
from tenants.assessment.queries import outcomes
from tenants.assessment.queries.allocation import allocation as allocation_of
from tenants.assessment.queries.seats import seat
from tenants.assessment.rules.complete import Word
from tenants.assessment.rules.verdict import Result
from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry, Move
from tenants.portfolios.models import Attempt, BankedStandard
from tests.factories.assessment import (
    ALL,
    FAILING,
    PASSING,
    accept,
    allocate,
    assess,
    judge,
    lock,
    make_assessor,
    make_matter,
)
from tests.factories.staff import acting, appoint


def reasons(session, matter, person) -> list[str]:
    found = allocation_of(session, matter.submission)
    return next((one.reasons for one in found.cannot if one.assessor.staff_id == person.id), [])


def test_two_seats_are_offered_with_days_to_answer_and_to_finish(session) -> None:
    matter = make_matter(session)
    first, second = allocate(session, matter)
    assert [first.assignment.seat, second.assignment.seat] == [1, 2]
    assert clock.today() < first.assignment.answer_by < first.assignment.due_on


def test_mentor_manager_and_the_candidate_are_refused_with_the_reason(session) -> None:
    matter = make_matter(session)
    mentor = make_assessor(session, manager=matter.head)
    appoint(session, mentor.id, Appointment.MENTOR, matter.candidate.id)
    report = make_assessor(session, manager=matter.person)
    assert reasons(session, matter, mentor) == [f"is or was {matter.person.name}'s mentor"]
    assert reasons(session, matter, report) == [f"has {matter.person.name} as line manager"]
    for person in (mentor, report, matter.person):
        with pytest.raises(Invalid):
            allocation.offer(session, acting(session, matter.lead), matter.submission, [person.id])


def test_an_earlier_award_counts_only_once_it_is_confirmed(session) -> None:
    matter = make_matter(session)
    person = make_assessor(session, manager=matter.head, status=False)
    assert reasons(session, matter, person) == ["has no current, confirmed Lead Practitioner status"]


def test_allocation_waits_until_the_line_managers_are_known(session) -> None:
    matter = make_matter(session)
    matter.person.line_manager_id = None
    session.flush()
    with pytest.raises(Refused, match="no line manager is recorded"):
        allocate(session, matter)


def test_a_lead_of_another_cohort_allocates_nothing_here(session) -> None:
    matter, other = make_matter(session), make_matter(session)
    with pytest.raises(NotFound):
        allocation.offer(session, acting(session, other.lead), matter.submission, [matter.assessors[0].id])


def test_who_assesses_or_is_assessed_does_not_run_the_assessment(session) -> None:
    matter = make_matter(session)
    allocate(session, matter)
    appoint(session, matter.assessors[0].id, Appointment.LEAD, matter.cohort.id)
    appoint(session, matter.person.id, Appointment.LEAD, matter.cohort.id)
    for person in (matter.assessors[0], matter.person):
        with pytest.raises(NotFound):
            allocation.offer(session, acting(session, person), matter.submission, [matter.head.id])


def test_a_seat_given_back_can_go_to_somebody_else_but_not_to_the_same_person(session) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    seats.decline(session, acting(session, first.person), first, "No time this term.")
    with pytest.raises(Invalid):
        allocate(session, matter, matter.assessors[0])
    third = make_assessor(session, manager=matter.head)
    assert [one.person.id for one in allocate(session, matter, third)] == [third.id, matter.assessors[1].id]


def test_a_declared_interest_gives_the_seat_back_and_lasts(session) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    accept(session, first)
    seats.declare_interest(session, acting(session, first.person), first, "We are cousins.")
    assert session.scalar(select(Interest.about_staff_id)) == matter.person.id
    assert "declared an interest: We are cousins." in reasons(session, matter, first.person)


def test_accepting_twice_is_refused_in_words(session) -> None:
    first, _ = allocate(session, make_matter(session))
    accept(session, first)
    with pytest.raises(Refused, match="accepted already"):
        accept(session, first)


def test_nobody_answers_for_somebody_else(session) -> None:
    matter = make_matter(session)
    first, second = allocate(session, matter)
    for person in (second.person, matter.lead, matter.head):
        with pytest.raises(NotFound):
            seats.accept(session, acting(session, person), first)


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


def test_two_that_agree_decide_and_the_lower_level_stands(session) -> None:
    matter = make_matter(session)
    assess(session, matter, PASSING | {1: 4}, PASSING)
    whole = outcomes.whole(session, outcomes.outcome(session, matter.submission.id))
    assert whole.outcome.result == Result.ACCREDITED
    assert whole.standards[1].level == 3
    assert matter.submission.state == "decided"
    assert session.scalar(select(func.count()).select_from(Adjudication)) == 0


def test_below_the_rule_the_named_standards_are_those_that_do_not_count_yet(session) -> None:
    matter = make_matter(session)
    assess(session, matter, FAILING, FAILING)
    whole = outcomes.whole(session, outcomes.outcome(session, matter.submission.id))
    assert whole.outcome.result == Result.REFERRED
    assert whole.named == [6, 7, 8, 9, 10]


def test_a_disagreement_is_settled_by_a_third_who_judges_only_what_differs(session) -> None:
    matter = make_matter(session)
    assess(session, matter, PASSING, PASSING | {2: 1})
    third = make_assessor(session, manager=matter.head)
    seated = allocate(session, matter, third)[-1]
    assert seated.assignment.seat == 3
    accept(session, seated)
    opened = desks.desk(session, seated.id)
    assert opened.numbers == [2]
    assert len(opened.others) == 2
    lock(session, seated.id, {2: 3})
    whole = outcomes.whole(session, outcomes.outcome(session, matter.submission.id))
    assert (whole.outcome.reached, whole.standards[2].level) == ("third_assessor", 3)
    assert whole.adjudication.settled_by == third.id


def meeting(*numbers: int, level: int = 3) -> Meeting:
    settled = {number: Settled(level, "Seen together.", "Well done.") for number in numbers}
    return Meeting("Ana, Tom and the lead", "Read the talk again.", "A good portfolio.", settled)


def test_a_meeting_settles_exactly_what_the_two_differ_on(session) -> None:
    matter = make_matter(session)
    assess(session, matter, PASSING, PASSING | {2: 1})
    actor, dispute = acting(session, matter.lead), disputes.dispute(session, matter.submission.id)
    with pytest.raises(Invalid):
        settling.record_meeting(session, actor, dispute, meeting(2, 3))
    settling.record_meeting(session, actor, dispute, meeting(2))
    whole = outcomes.whole(session, outcomes.outcome(session, matter.submission.id))
    assert whole.outcome.result == Result.ACCREDITED
    assert whole.adjudication.attended == "Ana, Tom and the lead"
    with pytest.raises(Refused):
        settling.record_meeting(session, actor, dispute, meeting(2))


def test_no_meeting_while_a_third_assessor_is_asked(session) -> None:
    matter = make_matter(session)
    assess(session, matter, PASSING, PASSING | {2: 1})
    allocate(session, matter, make_assessor(session, manager=matter.head))
    dispute = disputes.dispute(session, matter.submission.id)
    with pytest.raises(Refused):
        settling.record_meeting(session, acting(session, matter.lead), dispute, meeting(2))


def test_an_assessor_does_not_settle_their_own_difference(session) -> None:
    matter = make_matter(session)
    first, _ = assess(session, matter, PASSING, PASSING | {2: 1})
    appoint(session, first.person.id, Appointment.LEAD, matter.cohort.id)
    dispute = disputes.dispute(session, matter.submission.id)
    with pytest.raises(NotFound):
        settling.record_meeting(session, acting(session, first.person), dispute, meeting(2))


def test_banked_standards_stand_and_are_not_judged_again(session) -> None:
    matter = make_matter(session, attempt=2, banked=dict.fromkeys(range(1, 7), 3))
    first, _ = allocate(session, matter)
    accept(session, first)
    assert desks.desk(session, first.id).numbers == [7, 8, 9, 10]
    assert desks.desk(session, first.id).levels == dict.fromkeys(range(1, 7), 3)


def test_a_second_attempt_below_the_rule_ends_there(session) -> None:
    matter = make_matter(session, attempt=2, banked=dict.fromkeys(range(1, 7), 3))
    low = dict.fromkeys(ALL, 2)
    assess(session, matter, low, low)
    assert outcomes.outcome(session, matter.submission.id).result == Result.NOT_ACCREDITED


def test_releasing_more_evidence_needed_opens_the_next_attempt_with_what_is_banked(session) -> None:
    matter = make_matter(session)
    assess(session, matter, FAILING, FAILING)
    outcome = outcomes.outcome(session, matter.submission.id)
    releasing.release_outcome(session, acting(session, matter.lead), outcome)
    session.flush()
    assert (outcome.resubmit_by - clock.today()).days == 60
    assert session.scalars(select(Attempt.number)).one() == 2
    assert sorted(session.scalars(select(BankedStandard.standard_number))) == [1, 2, 3, 4, 5]
    with pytest.raises(Refused, match="already"):
        releasing.release_outcome(session, acting(session, matter.lead), outcome)


def test_a_head_does_not_release_their_own_outcome(session) -> None:
    matter = make_matter(session)
    assess(session, matter, PASSING, PASSING)
    appoint(session, matter.person.id, Appointment.LEAD, matter.cohort.id)
    outcome = outcomes.outcome(session, matter.submission.id)
    with pytest.raises(NotFound):
        releasing.release_outcome(session, acting(session, matter.person), outcome)


def test_every_step_leaves_its_line_in_the_history_and_its_move(session) -> None:
    matter = make_matter(session)
    first, _ = assess(session, matter, PASSING, PASSING)
    session.flush()
    actions = set(session.scalars(select(HistoryEntry.action)))
    assert {"assessment:offer", "assessment:accept", "assessment:judge:4", "assessment:lock"} <= actions
    moves = session.scalars(
        select(Move.to_state).where(Move.subject_id == first.id).order_by(Move.at, Move.id)
    )
    assert list(moves) == ["accepted", "locked"]


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
