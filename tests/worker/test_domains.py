"""Each proven domain is looked at again every day, against a real name server."""

from datetime import timedelta

import dns.message
import pytest
from sqlalchemy import delete, select

from tenants.base import clock
from tenants.base.actor import Role, system
from tenants.base.days import day_in_words
from tenants.base.directory import DirectoryKind, school_of
from tenants.base.history import HistoryEntry
from tenants.base.outbox import OutboxMessage, ask
from tenants.base.platform import ClockSetting
from tenants.sign_in.actions import domains
from tenants.sign_in.jobs import LookAtDomains
from tenants.sign_in.models import Domain, SignInPolicy
from tenants.sign_in.policy_rules import PROOF_OUTLIVES_RECORD, RECORD
from tenants.sign_in.queries import proven_domains
from tenants.staff.models import StaffRole
from tests.factories.staff import acting, make_staff
from tests.name_server import NameServer, refusing

NAME, TOKEN = "oak.example", "a-token"
OURS = [(f"{RECORD}{TOKEN}",)]


@pytest.fixture(autouse=True)
def _real_clock(real_clock: None) -> None:
    """Puts the clock back after each test."""


@pytest.fixture
def done(operator, school_id, perform):
    """Does all that waits, also what that asks for; in which school does not matter here."""

    def do(*messages: str) -> None:
        for message in messages:
            waiting = select(OutboxMessage.id).where(
                OutboxMessage.message == message, OutboxMessage.state == "queued"
            )
            found = operator.scalars(waiting).all()
            operator.rollback()
            for job_id in found:
                perform(job_id)

    return do


@pytest.fixture
def daily(in_own_school, school_id, done, house):
    """The look of one day, some days later. Workers follow the platform's row of the clock."""

    def look(days: int = 1) -> None:
        later = clock.offset() + timedelta(days=days)
        with house.operator.begin() as session:
            session.merge(ClockSetting(id=1, offset_seconds=int(later.total_seconds())))
        clock.move_by(later)
        with in_own_school(school_id) as session:
            ask(session, LookAtDomains())
        done("sign_in.look_at_domains", "sign_in.look_at_domain", "sign_in.tell_domain_gone")

    return look


@pytest.fixture
def people(in_own_school, school_id) -> None:
    with in_own_school(school_id) as session:
        session.add(SignInPolicy(join_by_domain=True))
        make_staff(session, Role.HEAD, name="Hana", email="hana@school.example")
        make_staff(session, Role.IT_LEAD, name="Ivy", email="ivy@school.example")
        make_staff(session, Role.MENTOR, name="Mo", email="mo@school.example")


def prove(in_own_school, school_id, token: str = TOKEN):
    with in_own_school(school_id) as session:
        made = Domain(name=NAME, token=token, added_at=clock.now())
        session.add(made)
        session.flush()
        domains.prove(session, acting(session, make_staff(session, Role.DEPUTY)), made, [f"{RECORD}{token}"])
        return made.id


@pytest.fixture
def domain(in_own_school, school_id, people, name_server):
    name_server.records[NAME] = list(OURS)
    prove(in_own_school, school_id)

    def read() -> Domain:
        with in_own_school(school_id) as session:
            return session.scalars(select(Domain)).one()

    return read


@pytest.fixture
def joinable(in_own_school, school_id):
    def look() -> bool:
        with in_own_school(school_id) as session:
            return NAME in proven_domains(session)

    return look


def told(smtp_server) -> list[str]:
    return sorted(str(mail["To"]).partition("<")[2].rstrip(">") for mail in smtp_server.messages)


def deeds(in_own_school, school_id) -> list[str]:
    with in_own_school(school_id) as session:
        noted = select(HistoryEntry.action).where(HistoryEntry.action.startswith("domain:"))
        return list(session.scalars(noted.order_by(HistoryEntry.id)))


def test_a_record_that_is_there_is_nothing_to_speak_of(daily, domain, smtp_server, name_server) -> None:
    daily()
    assert name_server.asked == [NAME]
    assert domain().missing_since is None
    assert smtp_server.messages == []


@pytest.mark.parametrize("records", [None, [], [("v=spf1 -all",)], [(f"{RECORD}of-another-school",)]])
def test_when_the_record_goes_heads_and_it_leads_are_told_once(
    daily, domain, smtp_server, name_server, joinable, records
) -> None:
    name_server.records.clear()
    if records is not None:
        name_server.records[NAME] = records
    for _ in range(3):
        daily()
    assert told(smtp_server) == ["hana@school.example", "ivy@school.example"]
    assert domain().missing_since == clock.today() - timedelta(days=2)
    assert joinable()


def test_the_letter_says_until_when_people_can_join_and_where_the_record_stands(
    daily, domain, smtp_server, name_server
) -> None:
    name_server.records.clear()
    daily()
    text = smtp_server.messages[0].get_body(("plain",)).get_content()
    day = domain().stops_on
    assert day_in_words(day) in text
    assert f"/school-sign-in/domains/{domain().id}" in text


def test_after_the_grace_nobody_joins_until_the_record_is_back(
    daily, domain, smtp_server, name_server, joinable, in_own_school, school_id
) -> None:
    name_server.records.clear()
    daily()
    letters = len(smtp_server.messages)
    daily(PROOF_OUTLIVES_RECORD.days - 1)
    assert joinable()
    daily()
    assert not joinable()
    name_server.records[NAME] = list(OURS)
    daily(30)
    assert joinable()
    assert len(smtp_server.messages) == letters, "only the first was told of"
    assert deeds(in_own_school, school_id)[2:] == ["domain:let_go", "domain:prove"]


def test_a_record_that_comes_back_in_time_heals_without_a_word(
    daily, domain, smtp_server, name_server, joinable, in_own_school, school_id
) -> None:
    name_server.records.clear()
    daily()
    letters = len(smtp_server.messages)
    name_server.records[NAME] = list(OURS)
    daily(5)
    assert (domain().missing_since, joinable()) == (None, True)
    daily(PROOF_OUTLIVES_RECORD.days)
    assert joinable()
    assert len(smtp_server.messages) == letters
    assert deeds(in_own_school, school_id) == ["domain:prove", "domain:miss", "domain:find"]


def no_answer_at_all(query: dns.message.QueryMessage) -> bytes:
    return b"no answer"


@pytest.mark.parametrize("answer", [refusing, no_answer_at_all])
def test_name_servers_that_do_not_answer_say_nothing(
    daily, domain, smtp_server, name_server: NameServer, joinable, job, operator, answer
) -> None:
    name_server.answer = answer
    daily()
    assert domain().missing_since is None
    name_server.answer = None
    name_server.records.clear()
    daily()
    missing_since = domain().missing_since
    name_server.answer = answer
    daily(PROOF_OUTLIVES_RECORD.days * 2)
    assert (domain().missing_since, joinable()) == (missing_since, True)
    assert not operator.scalars(select(OutboxMessage.id).where(OutboxMessage.state != "done")).all()


def test_a_letter_is_not_sent_when_the_record_is_back_already(
    domain, in_own_school, school_id, done, smtp_server
) -> None:
    with in_own_school(school_id) as session:
        found = session.scalars(select(Domain)).one()
        domains.note_look(session, system(school_id), found, [])
        domains.note_look(session, system(school_id), found, OURS[0])
    done("sign_in.tell_domain_gone")
    assert smtp_server.messages == []


def test_where_nobody_joins_by_domain_whoever_still_looks_after_it_is_told_that_nobody_is_affected(
    domain, in_own_school, school_id, done, smtp_server
) -> None:
    with in_own_school(school_id) as session:
        session.scalars(select(SignInPolicy)).one().join_by_domain = False
        domains.note_look(session, system(school_id), session.scalars(select(Domain)).one(), [])
        session.execute(delete(StaffRole).where(StaffRole.role == Role.IT_LEAD.value))
    done("sign_in.tell_domain_gone")
    assert told(smtp_server) == ["hana@school.example"]
    letter = smtp_server.messages[0].get_body(("plain",)).get_content()
    assert "Nobody is affected now" in letter
    assert f"back by {domain().stops_on.day} {domain().stops_on:%B %Y}" in letter
    assert f"/school-sign-in/domains/{domain().id}" in letter


def test_another_school_may_prove_it_after_the_grace_and_keeps_it(
    daily, domain, name_server, joinable, in_own_school, school_id, other_school_id, house
) -> None:
    name_server.records.clear()
    daily()
    daily(PROOF_OUTLIVES_RECORD.days)
    prove(in_own_school, other_school_id, "another-token")
    name_server.records[NAME] = [*OURS, (f"{RECORD}another-token",)]
    daily()
    assert not joinable()
    with in_own_school(other_school_id) as session:
        assert school_of(session, DirectoryKind.DOMAIN, NAME) == other_school_id


def test_the_look_of_one_school_touches_nothing_of_another(
    daily, domain, name_server, in_own_school, other_school_id
) -> None:
    with in_own_school(other_school_id) as session:
        session.add(Domain(name="elm.example", token="t", added_at=clock.now(), proven_at=clock.now()))
    name_server.records.clear()
    daily()
    assert name_server.asked == [NAME]
    with in_own_school(other_school_id) as session:
        assert session.scalars(select(Domain)).one().missing_since is None


def test_a_domain_that_was_only_named_is_not_looked_for(
    daily, in_own_school, school_id, name_server, people
) -> None:
    with in_own_school(school_id) as session:
        session.add(Domain(name=NAME, token=TOKEN, added_at=clock.now()))
    daily()
    assert name_server.asked == []
