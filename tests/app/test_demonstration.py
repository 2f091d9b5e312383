"""The demonstration is seeded once for all of these tests, into a database of its own."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, func, select, update
from sqlalchemy.orm import Session

from app import create_app
from app.demonstration import papers, reading
from app.demonstration.days import Days, days
from app.settings import Settings
from infra.servers import Valkey
from tenants.assessment.queries.journey import journeys
from tenants.assessment.queries.seats import seats_of
from tenants.assessment.rules.journey import Stop
from tenants.awards.jobs import DrawCertificate
from tenants.awards.models import Award
from tenants.base import clock
from tenants.base.days import day_in_words
from tenants.base.history import HistoryEntry
from tenants.base.isolation import bound_school, here, school_transaction, sessions
from tenants.base.messages import Message
from tenants.base.outbox import JobState, OutboxMessage
from tenants.base.platform import ClockSetting
from tenants.cohorts.models import Candidate, Cohort
from tenants.events.jobs import DrawAttendance
from tenants.events.models import Answer, Attendance, Event
from tenants.events.rules.events import EventState, Reach
from tenants.events.rules.feedback import Door
from tenants.messages.jobs import SendMessage
from tenants.messages.models import CohortMessage
from tenants.outside.files.content import check
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Evidence, Submission
from tenants.portfolios.rules.contributions import Standing as Said
from tenants.portfolios.rules.states import Source
from tenants.priorities.queries.mapping import mapped_on
from tenants.priorities.queries.plans import plans, priorities_of, whole
from tenants.priorities.rules.steps import Standing
from tenants.programmes.actions import publish_programmes
from tenants.schools.models import School
from tenants.sign_in.jobs import RemindOfSecrets, TellSecretRunsOut
from tenants.sign_in.queries import personas
from tenants.staff.models import Staff
from tenants.standards.actions import publish_editions
from tests.factories.connections import make_connection
from tests.servers import Databases, MailServer
from tests.web import Person
from worker.dispatcher import Dispatcher
from worker.runtime import House, perform
from worker.settings import WorkerSettings

MOST_QUERIES = 15
"""Of somebody with several parts: the IT lead was a candidate, too."""


@dataclass
class Demonstration:
    app: Flask
    settings: Settings
    said: str = ""

    def run(self, *words: str) -> tuple[int, str]:
        result = self.app.test_cli_runner().invoke(args=["demonstration", *(words or ["seed"])])
        return result.exit_code, result.output

    def session(self) -> Session:
        return sessions(self.app.extensions["engine"])()

    def school_id(self, slug: str):
        with self.session() as session:
            return session.scalars(select(School.id).where(School.slug == slug)).one()


@pytest.fixture(scope="module")
def demonstration(databases: Databases, settings: Settings) -> Iterator[Demonstration]:
    urls = databases.urls(databases.copy())
    operator = create_engine(urls.operator)
    with sessions(operator)() as session:
        publish_editions(session)
        publish_programmes(session)
        session.commit()
    operator.dispose()
    given = replace(settings, database_url=urls.app, operator_database_url=urls.operator, demonstration=True)
    made = Demonstration(create_app(given), given)
    try:
        code, made.said = made.run()
        assert code == 0, made.said
        yield made
    finally:
        made.app.extensions["engine"].dispose()


@pytest.fixture
def oakfield(demonstration: Demonstration) -> Iterator[Session]:
    school_id = demonstration.school_id("oakfield")
    with demonstration.session() as session, school_transaction(session, school_id):
        yield session


def test_it_is_refused_where_the_demonstration_is_not_allowed(app, operator) -> None:
    result = app.test_cli_runner().invoke(args=["demonstration", "seed"])
    assert result.exit_code == 1
    assert "LECTERN_DEMO=1" in result.output
    assert operator.scalar(select(School.id).where(School.slug == "oakfield")) is None


def test_two_schools_are_made(demonstration) -> None:
    assert demonstration.said == "Made: Brookside Primary School, Oakfield Academy.\n"


def test_a_group_handed_in_together_and_each_has_an_outcome_of_their_own(oakfield) -> None:
    named = oakfield.execute(select(Award.holder, Award.group_name).where(here(oakfield, Award))).all()
    assert {holder for holder, group in named if group == "Read it to me"} == {"Amelia Hart", "Wei Ling Tan"}
    together = select(Submission.candidate_id).where(
        here(oakfield, Submission), Submission.joint_submission_id.is_not(None), Submission.attempt == 1
    )
    joined = list(oakfield.scalars(together))
    assert len(joined) >= 4
    standings = set(oakfield.scalars(select(Contribution.standing).where(here(oakfield, Contribution))))
    assert standings == set(Said)


def test_seeding_again_says_so_and_does_nothing(demonstration, oakfield) -> None:
    before = oakfield.scalars(select(HistoryEntry.id).where(here(oakfield, HistoryEntry))).all()
    assert demonstration.run() == (0, "The demonstration stands already.\n")
    assert oakfield.scalars(select(HistoryEntry.id).where(here(oakfield, HistoryEntry))).all() == before


def test_somebody_stands_at_every_stop(demonstration) -> None:
    stops: Counter[Stop] = Counter()
    for slug in ("oakfield", "brookside"):
        with inside(demonstration, slug) as session:
            stops.update(one.stop for one in journeys(session))
    assert stops == {
        Stop.INVITED: 2,
        Stop.ACCEPTED: 1,
        Stop.BUILDING: 6,
        Stop.RETURNED: 1,
        Stop.WITH_HEAD: 1,
        Stop.ASSESSING: 4,
        Stop.DECIDED: 1,
        Stop.MORE_NEEDED: 1,
        Stop.ACCREDITED: 5,
        Stop.NOT_ACCREDITED: 1,
    }


def test_assessments_are_at_every_stage_too(oakfield) -> None:
    endorsed = oakfield.scalars(
        select(Submission.id).where(here(oakfield, Submission), Submission.state == "endorsed")
    ).all()
    found = seats_of(oakfield, endorsed)
    locked = Counter(
        sum(one.assignment.locked_at is not None for one in found if one.submission_id == submission_id)
        for submission_id in endorsed
    )
    assert locked == {2: 1, 1: 1, 0: 2}
    attempts = oakfield.scalars(select(Submission.attempt).where(Submission.id.in_(endorsed))).all()
    assert sorted(attempts) == [1, 1, 1, 2]


def test_one_place_was_given_up(demonstration) -> None:
    with inside(demonstration, "brookside") as session:
        states = session.scalars(select(Candidate.state).where(here(session, Candidate))).all()
    assert Counter(states) == {"approved": 3, "invited": 1, "withdrawn": 1, "waiting": 1}


def test_at_least_240_items_are_kept(demonstration) -> None:
    kept = 0
    for slug in ("oakfield", "brookside"):
        with inside(demonstration, slug) as session:
            kept += session.scalar(select(func.count()).where(here(session, Evidence)))
    assert kept >= 240


def test_the_clock_stands_where_it_stood_and_nothing_lies_in_the_future(oakfield) -> None:
    assert clock.offset() == timedelta()
    times = oakfield.scalars(select(HistoryEntry.at).where(here(oakfield, HistoryEntry))).all()
    assert max(times) < clock.now()
    assert len({clock.school_date(time) for time in times}) > 60
    assert all(clock.school_date(time).weekday() < 5 for time in times)


def test_no_mail_of_the_past_waits_and_the_certificates_do(oakfield) -> None:
    awards = oakfield.scalars(select(Award).where(here(oakfield, Award))).all()
    named = oakfield.scalars(select(Attendance).where(here(oakfield, Attendance))).all()
    waiting = oakfield.execute(
        select(OutboxMessage.message, OutboxMessage.payload).where(
            OutboxMessage.school_id == awards[0].school_id, OutboxMessage.state == JobState.QUEUED.value
        )
    ).all()
    expected = {(DrawCertificate.name, str(award.id)) for award in awards}
    expected |= {(DrawAttendance.name, str(one.id)) for one in named}
    later = select(CohortMessage).where(here(oakfield, CohortMessage), CohortMessage.state == "waiting")
    expected |= {(SendMessage.name, one.version, str(one.id)) for one in oakfield.scalars(later)}
    assert {(message, *payload.values()) for message, payload in waiting} == expected
    assert (len(waiting), len(awards)) == (len(awards) + len(named) + 1, 4)


def test_events_are_in_every_state(demonstration, oakfield) -> None:
    now = clock.now()
    kept = oakfield.scalars(select(Event).where(here(oakfield, Event))).all()
    assert {one.state for one in kept} == set(EventState)
    planned = [one for one in kept if one.state == EventState.PLANNED]
    assert {one.starts_at > now for one in planned} == {True, False}
    assert {one.window.door(now) for one in kept} == set(Door)
    assert {one.reach for one in kept} == set(Reach)
    taken_in = select(Evidence).where(here(oakfield, Evidence), Evidence.source == Source.EVENT.value)
    assert "17 of 31 who came answered" in oakfield.scalars(taken_in).one().told
    hidden = select(Answer).where(here(oakfield, Answer), Answer.hidden_at.is_not(None))
    assert oakfield.scalars(hidden).one().words == ""


def test_every_persona_opens_their_home_by_the_door_and_it_costs_few_questions(demonstration) -> None:
    asked: list[str] = []
    engine = demonstration.app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    for slug in ("oakfield", "brookside"):
        school_id = demonstration.school_id(slug)
        with demonstration.session() as session, school_transaction(session, school_id):
            people = [(one.person.id, one.person.name) for one in personas(session)]
        person = Person(demonstration.app, lambda of: entered(demonstration, of))
        assert person(school_id, people[0][0]).get("/sign-in").status_code == 303
        for staff_id, name in people:
            web = person(school_id, staff_id)
            asked.clear()
            assert web.page("/").heading.startswith("Hello")
            selects = [one for one in asked if one.startswith("SELECT")]
            assert len(selects) <= MOST_QUERIES, f"{name}: {len(selects)}"


@contextmanager
def inside(demonstration: Demonstration, slug: str) -> Iterator[Session]:
    school_id = demonstration.school_id(slug)
    with demonstration.session() as session, school_transaction(session, school_id):
        yield session


def entered(demonstration: Demonstration, school_id):
    session = demonstration.session()
    return school_transaction(session, school_id)


def test_the_doors_page_lists_the_personas_by_what_they_do(demonstration) -> None:
    page = Person(demonstration.app, lambda of: entered(demonstration, of))
    web = page(demonstration.school_id("oakfield"), _someone(demonstration))
    web.client.delete_cookie("lectern")
    doors = web.page("/sign-in")
    for words in (
        "Lead the school and the programme",
        "Ruth Calloway Headteacher",
        "Accredited",
        "Guest assessor",
    ):
        assert words in doors.text
    form = next(one for one in doors.forms() if "Ruth Calloway" in "".join(one.itertext()))
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    assert web.client.post(form.get("action"), data=fields).status_code == 303
    assert web.page("/").heading == "Hello, Ruth"


def _someone(demonstration: Demonstration):
    school_id = demonstration.school_id("oakfield")
    with demonstration.session() as session, school_transaction(session, school_id):
        return personas(session)[0].person.id


@pytest.fixture
def moved(demonstration: Demonstration) -> Iterator[Callable[..., str]]:
    """`moved("--days", "14")` says what the command said; afterwards the clock is put back."""

    def move(*way: str) -> str:
        code, said = demonstration.run("clock", *way)
        assert code == 0, said
        return said

    yield move
    move("--back")


def test_the_clock_is_moved_and_put_back(demonstration, moved) -> None:
    real = clock.today()
    assert moved("--to", "2031-03-03").startswith("It is Monday 3 March 2031, ")
    assert moved("--days", "14").startswith("It is Monday 17 March 2031, ")
    assert moved("--days", "-1").startswith("It is Sunday 16 March 2031, ")
    assert moved().startswith("It is Sunday 16 March 2031, ")
    moved("--back")
    assert (clock.today(), clock.offset()) == (real, timedelta())
    assert demonstration.run("clock", "--back", "--days", "2")[0] == 2


def test_the_clock_is_refused_where_the_demonstration_is_not_allowed(app, operator) -> None:
    result = app.test_cli_runner().invoke(args=["demonstration", "clock", "--days", "14"])
    assert result.exit_code == 1
    assert "LECTERN_DEMO=1" in result.output
    assert operator.scalar(select(ClockSetting.id)) is None


def test_pages_follow_the_clock(demonstration, moved) -> None:
    with inside(demonstration, "oakfield") as session:
        rows = select(Candidate.id, Staff.id, Cohort.window_closes_on).select_from(Candidate)
        rows = rows.join(Staff, Staff.id == Candidate.staff_id).join(Cohort, Cohort.id == Candidate.cohort_id)
        candidate, person, closes = session.execute(rows.where(Staff.name == "Farah Siddiqui")).one()
        school_id = bound_school(session)
    web = Person(demonstration.app, lambda of: entered(demonstration, of))
    path = f"/portfolios/{candidate}/readiness"
    shut = f"The submission window closed on {day_in_words(closes)}"
    assert shut not in web(school_id, person).page(path).text
    moved("--to", str(closes + timedelta(days=1)))
    assert shut in web(school_id, person).page(path).text
    moved("--back")
    assert shut not in web(school_id, person).page(path).text


@pytest.fixture
def house(demonstration: Demonstration, valkey: Valkey, smtp_server: MailServer, tmp_path) -> Iterator[House]:
    given = demonstration.settings
    made = House(
        WorkerSettings(
            database_url=given.database_url,
            operator_database_url=given.operator_database_url,
            redis_url=valkey.url(1),
            encryption_keys=given.encryption_keys,
            public_url=given.public_url,
            files_url=tmp_path.as_uri(),
            smtp_url=smtp_server.url,
            mail_from=given.mail_from,
        )
    )
    yield made
    made.app_engine.dispose()
    made.operator_engine.dispose()


def test_reminders_follow_the_clock(demonstration, moved, house, smtp_server) -> None:
    dispatcher = Dispatcher(house.settings)
    with inside(demonstration, "oakfield") as session:
        runs_out = clock.today() + timedelta(days=40)
        make_connection(session, "https://accounts.oak.example", "secret", secret_expires_on=runs_out)
    dispatcher.tick()
    do(house, RemindOfSecrets, TellSecretRunsOut)
    assert smtp_server.messages == []
    moved("--days", "14")
    dispatcher.tick()
    do(house, RemindOfSecrets, TellSecretRunsOut)
    subjects = {str(mail["Subject"]) for mail in smtp_server.messages}
    assert len(subjects) == 1
    assert f"runs out on {day_in_words(runs_out)}" in subjects.pop()


def do(house: House, *messages: type[Message]) -> None:
    for message in messages:
        with house.operator.begin() as session:
            found = session.scalars(
                update(OutboxMessage)
                .where(OutboxMessage.message == message.name, OutboxMessage.state == JobState.QUEUED.value)
                .values(state=JobState.SENT.value)
                .returning(OutboxMessage.id)
            ).all()
        for job_id in found:
            perform(house, job_id)


@pytest.mark.parametrize("day", [date(2026, 9, 1), date(2026, 12, 26), date(2027, 2, 28), date(2027, 8, 31)])
def test_on_any_day_of_the_year_the_past_lies_in_terms_and_inside_its_years(day) -> None:
    known: Days = days(day)
    for school in reading.schools():
        furthest = known.day(school.founded + 1)
        assert known.year_of(furthest)
        for cohort in school.cohorts:
            starts, opens, closes = (known.day(ago) for ago in (cohort.starts, cohort.opens, cohort.closes))
            assert known.calendar.works(starts)
            assert starts < opens < closes
            assert known.year_of(starts)


def test_what_candidates_attach_is_taken_as_an_upload_would_be() -> None:
    names = {piece.file for school in reading.schools() for one in school.candidates for piece in one.pieces}
    for name in filter(None, names):
        with check(BytesIO(papers.drawn(name)), name) as checked:
            assert checked.name == name


def test_a_plan_of_four_priorities_goes_on_from_an_archived_one_and_its_mapping_changed(oakfield) -> None:
    today = clock.today()
    latest, earlier = plans(oakfield)
    assert earlier.archived
    assert latest.plan.carried_from == earlier.id
    told = whole(oakfield, priorities_of(oakfield, latest.id))
    assert len(told) == 4
    assert all(one.measures and one.steps for one in told)
    assert {step.standing(today) for one in told for step in one.steps} == set(Standing)
    before = whole(oakfield, priorities_of(oakfield, earlier.id))
    assert all(len(one.reviews) == 6 for one in before)
    assert {one.priority.line_id for one in before} & {one.priority.line_id for one in told}
    begun = latest.span.starts_on + (today - latest.span.starts_on) / 4
    assert mapped_on(oakfield, begun) != mapped_on(oakfield, today)
