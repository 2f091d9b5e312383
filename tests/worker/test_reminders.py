"""Reminders of dates, sent for real: to whom, once, on school days, and only while it is so."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tenants.assessment.queries.outcomes import outcome
from tenants.awards import actions as awards
from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage, ask
from tenants.cohorts.rules import PlaceState
from tenants.joining.actions.requests import ask_to_join, support, withdraw
from tenants.joining.queries.requests import request
from tenants.notices.models import Notice
from tenants.notices.rules import Kind, Pace
from tenants.portfolios.attempt_models import Attempt
from tenants.portfolios.rules.states import SubmissionState
from tenants.reminders.actions import remind
from tenants.reminders.jobs import RemindOfDates, TellReminder
from tenants.reminders.queries import due
from tenants.reminders.rules import Reminder, days
from tenants.staff.models import Staff, StaffRole
from tenants.standards.actions import publish_editions
from tests.factories.assessment import PASSING, accept, allocate, assess, make_matter
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.joining import REASON
from tests.factories.mentoring import make_action
from tests.factories.notices import make_setting
from tests.factories.portfolios import make_place
from tests.factories.staff import acting, make_staff
from tests.factories.submissions import hand_in, make_head, make_open_cohort, make_ready
from worker.runtime import perform as run_job

TUESDAY = datetime(2026, 11, 10, 6, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _tuesday(set_clock, operator) -> None:
    publish_editions(operator)
    operator.commit()
    set_clock(TUESDAY)


@pytest.fixture
def school(in_own_school, school_id):
    return lambda: in_own_school(school_id)


@pytest.fixture
def morning(house, school, set_clock, smtp_server):
    """One morning's tick and all that comes of it; the subjects of the new letters by their reader's address."""

    def tick(day: datetime = TUESDAY) -> list[tuple[str, str]]:
        set_clock(day)
        before = len(smtp_server.messages)
        with school() as session:
            session.execute(OutboxMessage.__table__.update().values(state="done"))
            ask(session, RemindOfDates())
        while jobs := _queued(school):
            for job_id in jobs:
                with house.operator.begin() as session:
                    session.get_one(OutboxMessage, job_id).state = "sent"
                run_job(house, job_id)
        new = smtp_server.messages[before:]
        return sorted((one["To"].addresses[0].addr_spec, str(one["Subject"])) for one in new)

    return tick


def _queued(school):
    with school() as session:
        return session.scalars(select(OutboxMessage.id).where(OutboxMessage.state == "queued")).all()


def after(**days_later: int) -> datetime:
    return TUESDAY + timedelta(**days_later)


def test_an_invitation_is_told_once_after_five_days(school, morning) -> None:
    with school() as session:
        person = make_staff(session)
        make_candidate(session, make_cohort(session, name="Autumn"), person, state=PlaceState.INVITED)
    assert morning(after(days=3)) == []
    told = [(person.email, "Your answer is awaited: a place in Autumn")]
    assert morning(after(days=6)) == told
    assert morning(after(days=7)) == []
    assert morning(after(days=70)) == []


def test_who_answered_is_not_reminded(school, morning) -> None:
    with school() as session:
        make_candidate(session, make_cohort(session), make_staff(session), state=PlaceState.ACCEPTED)
    assert morning(after(days=6)) == []


def test_a_window_is_told_with_what_is_missing_until_it_is_handed_in(school, morning, smtp_server) -> None:
    closes = TUESDAY.date() + timedelta(days=14)
    with school() as session:
        make_head(session)
        cohort = make_open_cohort(session, window_closes_on=closes)
        place, ready = make_place(session, cohort=cohort), make_ready(session)
        ready.cohort.window_closes_on = closes
    assert morning() == sorted(
        (one.person.email, "Submit your portfolio by 24 November 2026") for one in (place, ready)
    )
    texts = {
        one["To"].addresses[0].addr_spec: " ".join(one.get_body(("plain",)).get_content().split())
        for one in smtp_server.messages
    }
    assert "Still missing: evidence for 10 standards" in texts[place.person.email]
    assert "Nothing is missing: you can submit it." in texts[ready.person.email]
    with school() as session:
        hand_in(session, ready)

    def told(day: datetime) -> list[str]:
        return [reader for reader, subject in morning(day) if subject.startswith("Submit")]

    assert told(after(days=7)) == [place.person.email]
    assert told(after(days=10)) == []
    assert told(after(days=13)) == [place.person.email]


def test_nothing_is_sent_on_a_day_without_school_but_on_the_next(school, morning) -> None:
    with school() as session:
        cohort = make_open_cohort(session, window_closes_on=date(2026, 11, 21))
        place = make_place(session, cohort=cohort)
    assert len(morning()) == 1
    saturday, monday = datetime(2026, 11, 14, 6, 30, tzinfo=UTC), datetime(2026, 11, 16, 6, 30, tzinfo=UTC)
    assert morning(saturday) == []
    assert morning(monday) == [(place.person.email, "Submit your portfolio by 21 November 2026")]


def test_an_endorsement_that_waits_is_told_to_the_heads_and_never_to_whose_it_is(school, morning) -> None:
    with school() as session:
        head, deputy = make_head(session), make_staff(session, Role.DEPUTY)
        place = make_ready(session)
        session.add(StaffRole(staff_id=place.person.id, role=Role.DEPUTY.value))
        make_staff(session, Role.PROGRAMME_LEAD)
        session.flush()
        hand_in(session, place)
    assert [one for one in morning(after(days=3)) if "endorsement" in one[1]] == []
    told = morning(after(days=6))
    assert {reader for reader, subject in told if "endorsement" in subject} == {head.email, deputy.email}


def test_assessors_are_told_before_and_after_their_dates(school, morning) -> None:
    with school() as session:
        matter = make_matter(session)
        first, second = allocate(session, matter)
        accept(session, second)
        answer_by, due_on = first.assignment.answer_by, second.assignment.due_on
    people = {first.person.email: "answer", second.person.email: "judge"}

    def told(day: date) -> list[tuple[str, str]]:
        found = morning(datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC))
        return [(people[reader], subject.split(" ")[0]) for reader, subject in found]

    assert told(answer_by - timedelta(days=1)) == [("answer", "Please")]
    assert told(answer_by) == []
    assert told(due_on - timedelta(days=1)) == [("judge", "Your")]
    assert told(due_on + timedelta(days=7)) == [("judge", "Your")]
    assert told(due_on + timedelta(days=8)) == []


def test_outcomes_are_told_when_all_are_decided_and_not_for_ones_own(school, morning) -> None:
    with school() as session:
        matter = make_matter(session)
        other = make_matter(session, cohort=matter.cohort)
        assess(session, matter, PASSING, PASSING)
    assert [one for one in morning() if "released" in one[1]] == []
    with school() as session:
        assess(session, replace(other, lead=matter.lead), PASSING, PASSING)
    found = [one for one in morning(after(days=1)) if "ready to be released" in one[1]]
    assert len(found) == 1
    assert matter.person.email not in dict(found)
    assert [one for one in morning(after(days=2)) if "released" in one[1]] == []


def test_more_evidence_is_told_14_and_3_days_before(school, morning) -> None:
    with school() as session:
        matter = make_matter(session)
        matter.submission.state = SubmissionState.RELEASED.value
        session.add(
            Attempt(
                candidate_id=matter.candidate.id,
                number=2,
                opened_at=clock.now(),
                resubmit_by=TUESDAY.date() + timedelta(days=14),
            )
        )
    told = [(matter.person.email, "Send more evidence by 24 November 2026")]
    assert morning() == told
    assert morning(after(days=2)) == []
    assert morning(after(days=13)) == told


def test_the_end_of_an_award_is_told_at_12_months_and_not_of_a_revoked_one(school, morning) -> None:
    with school() as session:
        matter = make_matter(session)
        assess(session, matter, PASSING, PASSING)
        decided = outcome(session, matter.submission.id)
        (award,) = awards.release(session, acting(session, matter.lead), [decided])
        award.expires_on = TUESDAY.date() + timedelta(days=300)
    told = [(matter.person.email, "Your Lead Practitioner status ends on 6 September 2027")]
    assert [one for one in morning() if "status ends" in one[1]] == told
    with school() as session:
        session.merge(award).revoked_at = clock.now()
    assert [one for one in morning(after(days=200)) if "status ends" in one[1]] == []


def test_rights_that_end_on_a_sunday_are_told_on_friday(school, morning) -> None:
    with school() as session:
        deputy = make_staff(session)
        session.add(
            StaffRole(
                staff_id=deputy.id,
                role=Role.DEPUTY.value,
                since=TUESDAY.date(),
                until=TUESDAY.date() + timedelta(days=5),
            )
        )
    assert morning() == []
    told = [(deputy.email, "You stand in for your headteacher until 15 November 2026")]
    assert morning(after(days=3)) == told
    assert morning(after(days=3)) == []


def test_what_was_agreed_is_told_once_the_day_before_and_again_when_it_is_moved(
    school, morning, smtp_server
) -> None:
    with school() as session:
        place = make_place(session)
        mine = make_action(session, place.candidate, place.mentor, "Ask the art team", days=3)
        make_action(session, place.candidate, place.mentor, "Read it", days=3, by_mentor=True)
    told = sorted(
        (one.email, "You agreed to do something by 13 November 2026") for one in (place.person, place.mentor)
    )
    assert morning(after(days=1)) == []
    assert morning(after(days=2)) == told
    assert morning(after(days=3)) == []
    assert "Ask the art team" not in str(smtp_server.messages[-1])
    with school() as session:
        session.merge(mine).due_on = TUESDAY.date() + timedelta(days=7)
    assert morning(after(days=6)) == [(place.person.email, "You agreed to do something by 17 November 2026")]
    with school() as session:
        session.merge(mine).due_on = TUESDAY.date() + timedelta(days=8)
        session.merge(mine).done_at = clock.now()
    assert morning(after(days=7)) == []


def test_a_request_to_join_is_told_to_whose_turn_it_is_and_never_to_who_asked(
    school, morning, smtp_server
) -> None:
    with school() as session:
        head, deputy, manager = make_head(session), make_staff(session, Role.DEPUTY), make_staff(session)
        person = make_staff(session, Role.HEAD, name="Pavel Ash", line_manager_id=manager.id)
        other = make_staff(session, line_manager_id=manager.id)
        one = ask_to_join(session, acting(session, person), REASON, None)
        withdraw(session, acting(session, other), ask_to_join(session, acting(session, other), REASON, None))

    def told(since: str, *readers: Staff) -> list[tuple[str, str]]:
        return sorted((one.email, f"Pavel Ash has waited for your word since {since}") for one in readers)

    assert morning(after(days=3)) == []
    assert morning(after(days=6)) == told("10 November 2026", manager)
    assert f"/joining/requests/{one.id}" in smtp_server.messages[-1].get_body(("plain",)).get_content()
    with school() as session:
        found = request(session, one.id)
        support(session, acting(session, manager), found, found.version, "Yes, do.", supports=True)
    assert morning(after(days=13)) == told("16 November 2026", head, deputy)


@pytest.fixture
def invited(school):
    with school() as session:
        person = make_staff(session)
        candidate = make_candidate(session, make_cohort(session), person, state=PlaceState.INVITED)
        return person, candidate


def test_without_reminders_by_mail_it_still_stands_in_the_notices(school, morning, invited) -> None:
    with school() as session:
        make_setting(session, invited[0], Pace.AT_ONCE, reminders=False)
    assert morning(after(days=6)) == []
    with school() as session:
        (notice,) = session.scalars(select(Notice))
    assert (notice.kind, notice.path) == (Kind.REMINDER.value, f"/places/{invited[1].id}/answer")


def test_a_leaver_is_not_reminded(school, morning, invited) -> None:
    with school() as session:
        session.merge(invited[0]).deactivated_at = clock.now()
    assert morning(after(days=6)) == []


def test_what_was_done_between_the_tick_and_the_telling_is_not_told(
    school, morning, invited, set_clock
) -> None:
    set_clock(after(days=6))
    with school() as session:
        ask(session, TellReminder(Reminder.INVITATION.value, invited[0].id, invited[1].id, clock.today()))
        session.merge(invited[1]).state = PlaceState.DECLINED.value
    assert morning(after(days=6)) == []


def test_another_schools_people_are_reminded_of_nothing_here(
    in_own_school, other_school_id, invited, set_clock
) -> None:
    set_clock(after(days=6))
    with in_own_school(other_school_id) as session:
        remind(session)
        assert session.scalars(select(OutboxMessage)).all() == []
        found = [
            one for each in Reminder for one in due(session, each, days(clock.today(), lambda day: True))
        ]
        assert found == []
