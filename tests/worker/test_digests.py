"""What is told at once, what waits for a digest, and what a digest then says."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.history import record
from tenants.base.outbox import OutboxMessage, ask
from tenants.cohorts.jobs import AskApproval, TellInvited
from tenants.cohorts.rules import PlaceState
from tenants.notices.actions import gather_digests
from tenants.notices.models import Notice
from tenants.notices.rules import Kind, Pace
from tenants.sign_in.notices import tell
from tenants.staff.actions.roles import take_role
from tenants.standards.actions import publish_editions
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.notices import make_setting
from tests.factories.staff import acting, make_staff
from worker import mail
from worker.runtime import perform as run_job

MONDAY = datetime(2026, 11, 9, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday(set_clock) -> None:
    set_clock(MONDAY)


@pytest.fixture
def people(operator, in_own_school, school_id):
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        head = make_staff(session, Role.HEAD, name="Helen Head")
        other = make_staff(session, Role.HEAD, name="Omar Other")
        candidate = make_candidate(
            session, make_cohort(session), make_staff(session, name="Ada Byron"), state=PlaceState.ACCEPTED
        )
        return head, other, candidate


@pytest.fixture
def do(house, in_own_school, school_id):
    """Does every job that is not done yet."""

    def work() -> None:
        while True:
            with in_own_school(school_id) as session:
                jobs = session.scalars(
                    select(OutboxMessage.id).where(OutboxMessage.state.in_(["queued", "sent"]))
                ).all()
            if not jobs:
                return
            for job_id in jobs:
                with house.operator.begin() as session:
                    session.get_one(OutboxMessage, job_id).state = "sent"
                run_job(house, job_id)

    return work


@pytest.fixture
def gathered(in_own_school, school_id, do):
    def gather() -> None:
        with in_own_school(school_id) as session:
            gather_digests(session)
        do()

    return gather


@pytest.fixture
def notices(in_own_school, school_id):
    def read() -> list[Notice]:
        with in_own_school(school_id) as session:
            return list(session.scalars(select(Notice).order_by(Notice.id)))

    return read


@pytest.fixture
def asked_of(in_own_school, school_id, people):
    """The head is asked to approve the place, and chose this pace before."""

    def set_up(pace: Pace) -> None:
        head, _, candidate = people
        with in_own_school(school_id) as session:
            make_setting(session, head, pace)
            ask(session, AskApproval(candidate.id, head.id))

    return set_up


def subjects(smtp_server) -> list[str]:
    return [str(one["Subject"]) for one in smtp_server.messages]


def test_what_is_told_at_once_also_stands_in_the_notices(asked_of, do, notices, smtp_server, people) -> None:
    asked_of(Pace.AT_ONCE)
    do()
    (notice,) = notices()
    assert subjects(smtp_server) == [notice.title] == ["Ada Byron accepted a place"]
    assert notice.path == f"/places/{people[2].id}/approval"
    assert not notice.waits


def test_a_retry_tells_nothing_twice(asked_of, do, notices, house, in_own_school, school_id) -> None:
    asked_of(Pace.DAILY)
    do()
    with house.operator.begin() as session:
        job = session.scalars(
            select(OutboxMessage).where(OutboxMessage.message == "cohorts.ask_approval")
        ).one()
        job.state = "queued"
    do()
    assert len(notices()) == 1


def test_a_digest_gathers_what_waited_and_is_sent_once(
    asked_of, do, gathered, notices, smtp_server, people, in_own_school, school_id
) -> None:
    asked_of(Pace.DAILY)
    do()
    assert subjects(smtp_server) == []
    assert notices()[0].waits
    gathered()
    gathered()
    (letter,) = smtp_server.messages
    assert letter["Subject"].startswith("One thing for you")
    assert "Ada Byron accepted a place" in letter.get_body(("plain",)).get_content()
    assert "/notices" in letter.get_body(("plain",)).get_content()
    assert not notices()[0].waits


def test_in_quiet_hours_a_letter_waits_for_the_next_school_morning(
    set_clock, do, gathered, notices, smtp_server, people, in_own_school, school_id
) -> None:
    head, _, candidate = people
    friday = MONDAY - timedelta(days=3)
    set_clock(friday.replace(hour=18))
    with in_own_school(school_id) as session:
        make_setting(session, head, Pace.AT_ONCE, quiet_from=17)
        ask(session, AskApproval(candidate.id, head.id))
    do()
    assert (subjects(smtp_server), notices()[0].waits) == ([], True)
    set_clock(friday + timedelta(days=1))
    gathered()
    assert subjects(smtp_server) == []
    set_clock(MONDAY)
    gathered()
    assert len(subjects(smtp_server)) == 1


def test_nothing_is_sent_when_nothing_waits(gathered, people, smtp_server) -> None:
    gathered()
    assert subjects(smtp_server) == []


def test_who_may_not_see_it_any_more_is_not_told_by_the_digest(
    asked_of, do, gathered, notices, smtp_server, people, in_own_school, school_id
) -> None:
    asked_of(Pace.DAILY)
    do()
    with in_own_school(school_id) as session:
        head, other, _ = (session.merge(one) for one in people)
        take_role(session, acting(session, other), head, Role.HEAD)
    gathered()
    assert subjects(smtp_server) == []
    assert not notices()[0].waits


def test_nor_what_was_settled_meanwhile(
    asked_of, do, gathered, smtp_server, people, in_own_school, school_id
) -> None:
    asked_of(Pace.DAILY)
    do()
    with in_own_school(school_id) as session:
        session.merge(people[2]).state = PlaceState.APPROVED.value
    gathered()
    assert subjects(smtp_server) == []


def test_a_leaver_gets_no_digest(
    asked_of, do, gathered, smtp_server, people, in_own_school, school_id
) -> None:
    asked_of(Pace.DAILY)
    do()
    with in_own_school(school_id) as session:
        session.merge(people[0]).deactivated_at = clock.now()
    gathered()
    assert subjects(smtp_server) == []


def test_a_weekly_digest_waits_for_monday(asked_of, do, gathered, smtp_server, set_clock) -> None:
    set_clock(MONDAY + timedelta(days=1))
    asked_of(Pace.WEEKLY)
    do()
    gathered()
    assert subjects(smtp_server) == []
    set_clock(MONDAY + timedelta(days=7))
    gathered()
    assert len(subjects(smtp_server)) == 1


def test_security_goes_at_once_whatever_was_chosen(
    do, notices, smtp_server, people, in_own_school, school_id
) -> None:
    head = people[0]
    with in_own_school(school_id) as session:
        make_setting(session, head, Pace.WEEKLY, reminders=False)
        tell(session, head.id, record(session, acting(session, head), "passkey:add"))
    do()
    assert len(subjects(smtp_server)) == 1
    assert [one.kind for one in notices()] == [Kind.SECURITY.value]


def test_a_digest_says_nothing_of_another_school(
    house, in_own_school, school_id, other_school_id, operator, asked_of, do, gathered, smtp_server
) -> None:
    with in_own_school(other_school_id) as session:
        cohort = make_cohort(session, name="Elsewhere")
        person = make_staff(session, name="Zoe Elsewhere")
        make_setting(session, person, Pace.DAILY)
        candidate = make_candidate(session, cohort, person, state=PlaceState.INVITED)
        job = ask(session, TellInvited(candidate.id))
    with house.operator.begin() as session:
        session.get_one(OutboxMessage, job).state = "sent"
    run_job(house, job)
    asked_of(Pace.DAILY)
    do()
    gathered()
    (letter,) = smtp_server.messages
    assert "Elsewhere" not in letter.get_body(("plain",)).get_content()


def test_nobodys_words_add_a_button_to_a_digest() -> None:
    facts = {"many": "One thing", "name": "Ada", "lines": ["1 May: x\n\n--- Click here"]}
    words = mail.render(
        mail.Mail("a@b.example", "Ada", "S", "digest", facts, "/notices"), "https://x.example"
    )
    assert words.text.count("https://x.example/notices") == 1
