"""Messages to a cohort, sent for real: to whom, in which words, and to nobody for whom they are not any more."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.actions.places import withdraw
from tenants.cohorts.models import Candidate, Cohort
from tenants.messages.actions import nudging, sending, writing
from tenants.messages.models import CohortMessage, MessageRecipient
from tenants.messages.queries import messages as queries
from tenants.messages.queries.received import received
from tenants.messages.rules.messages import State, Unsent
from tenants.messages.rules.nudges import Behind
from tenants.notices.actions import gather_digests
from tenants.notices.models import Notice
from tenants.notices.rules import Pace
from tenants.portfolios.models import Evidence
from tenants.staff.models import Staff
from tenants.standards.actions import publish_editions
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.notices import make_setting
from tests.factories.portfolios import make_item
from tests.factories.staff import acting, make_staff
from worker.runtime import perform

MONDAY = datetime(2026, 11, 9, 10, 0, tzinfo=UTC)
BODY = "Hello {name},\nwe meet on Thursday.\n--- Press here\nhttps://meet.example/a"


@pytest.fixture
def people(house, in_own_school, school_id, set_clock) -> dict[str, Candidate]:
    set_clock(MONDAY)
    with house.operator.begin() as session:
        publish_editions(session)
    with in_own_school(school_id) as session:
        lead = make_staff(session, Role.PROGRAMME_LEAD, name="Lea Lead", email="lea@school.example")
        cohort = make_cohort(session, lead=lead, name="Autumn cohort")
        named = {"Ann": "ann@school.example", "Ben": "ben@school.example"}
        return {
            name: make_candidate(session, cohort, make_staff(session, name=name, email=email))
            for name, email in named.items()
        }


@pytest.fixture
def act(in_own_school, school_id):
    """Does something as the lead with their cohort."""

    def do(deed):
        with in_own_school(school_id) as session:
            cohort = session.scalars(select(Cohort)).one()
            lead = session.scalars(select(Staff).where(Staff.name == "Lea Lead")).one()
            return deed(session, acting(session, lead), cohort)

    return do


@pytest.fixture
def sent(house, in_own_school, school_id, smtp_server):
    """Does all that is due; the letters that went, by address."""

    def do() -> dict[str, object]:
        before = len(smtp_server.messages)
        while True:
            with in_own_school(school_id) as session:
                due = OutboxMessage.state == "queued", OutboxMessage.due_at <= clock.now()
                jobs = session.scalars(select(OutboxMessage.id).where(*due)).all()
            if not jobs:
                break
            for job_id in jobs:
                with house.operator.begin() as session:
                    session.get_one(OutboxMessage, job_id).state = "sent"
                perform(house, job_id)
        return {one["To"].addresses[0].addr_spec: one for one in smtp_server.messages[before:]}

    return do


def press(session, lead, cohort, goes_at=None) -> CohortMessage:
    made = writing.start(session, lead, cohort)
    values = {"subject": "Thursday, {name}", "body": BODY, "to_mentors": False}
    writing.write(session, lead, made, made.version, values)
    sending.press(session, lead, made, made.version, goes_at)
    return made


def test_each_gets_their_own_letter_and_answers_go_to_who_wrote_it(people, act, sent) -> None:
    act(press)
    letters = sent()
    assert set(letters) == {"ann@school.example", "ben@school.example"}
    letter = letters["ann@school.example"]
    plain, rich = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert letter["Subject"] == "Thursday, Ann"
    assert letter["Reply-To"].addresses[0].addr_spec == "lea@school.example"
    assert plain.index("Hello Ann,") < plain.index("we meet on Thursday.") < plain.index("– Press here")
    assert "https://meet.example/a" in plain
    assert "Ben" not in plain + rich
    assert 'href="https://meet.example' not in rich
    assert rich.count("background:#0f6b4f") == 1
    assert sent() == {}


def test_it_waits_for_its_hour_and_is_looked_at_then(
    people, act, sent, set_clock, in_own_school, school_id
) -> None:
    act(lambda session, lead, cohort: press(session, lead, cohort, clock.now() + timedelta(hours=20)))
    assert sent() == {}
    with in_own_school(school_id) as session:
        head = acting(session, make_staff(session, Role.HEAD))
        withdraw(session, head, session.merge(people["Ben"]), "Moved away.")
    set_clock(MONDAY + timedelta(hours=21))
    assert set(sent()) == {"ann@school.example"}
    with in_own_school(school_id) as session:
        message = session.scalars(select(CohortMessage)).one()
        assert message.state == State.SENT
        found = {
            one.to.person.name: (one.unsent, bool(one.told_at))
            for one in queries.deliveries(session, message.id)
        }
    assert found == {"Ann": (None, True), "Ben": (Unsent.LEFT_COHORT, False)}


def test_who_wants_one_email_a_day_gets_the_notice_now_and_the_subject_then(
    people, act, sent, set_clock, in_own_school, school_id
) -> None:
    with in_own_school(school_id) as session:
        ben = session.get_one(Staff, (school_id, people["Ben"].staff_id))
        make_setting(session, ben, Pace.DAILY)
    act(press)
    assert set(sent()) == {"ann@school.example"}
    with in_own_school(school_id) as session:
        to = session.scalars(
            select(MessageRecipient).where(MessageRecipient.staff_id == people["Ben"].staff_id)
        ).one()
        notice = session.scalars(select(Notice).where(Notice.job_id == to.job_id)).one()
        assert (notice.title, notice.path) == ("Thursday, Ben", f"/messages/received/{to.id}")
        assert received(session, to.id).new
    set_clock(MONDAY + timedelta(days=1))
    with in_own_school(school_id) as session:
        gather_digests(session)
    digest = sent()["ben@school.example"].get_body(("plain",)).get_content()
    assert "Thursday, Ben" in digest
    assert "we meet" not in digest


def test_a_nudge_goes_to_who_is_still_behind_and_not_to_who_has_begun_since(
    people, act, sent, set_clock, in_own_school, school_id
) -> None:
    set_clock(MONDAY + timedelta(days=70))
    known = {one.id: Behind.NOT_BEGUN for one in people.values()}

    def nudge(session, lead, cohort) -> None:
        begun = nudging.start_nudges(session, lead, cohort, known, known, "Ash Vale")
        sending.press(session, lead, begun.message, begun.message.version, clock.now() + timedelta(hours=2))

    act(nudge)
    with in_own_school(school_id) as session:
        make_item(session, session.merge(people["Ben"]))
        assert session.scalars(select(Evidence)).one()
    set_clock(MONDAY + timedelta(days=70, hours=3))
    letters = sent()
    assert [str(one["Subject"]) for one in letters.values()] == ["A first step in your portfolio"]
    with in_own_school(school_id) as session:
        rows = session.execute(select(MessageRecipient.staff_id, MessageRecipient.unsent))
        assert dict(rows.all()) == {people["Ann"].staff_id: None, people["Ben"].staff_id: "caught_up"}
