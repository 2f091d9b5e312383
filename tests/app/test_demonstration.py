"""The demonstration is seeded once for all of these tests, into a database of its own."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import Session

from app import create_app
from app.demonstration import papers, told
from app.demonstration.days import Days, days
from app.settings import Settings
from tenants.assessment.queries.journey import journeys
from tenants.assessment.rules.journey import Stop
from tenants.awards.jobs import DrawCertificate
from tenants.awards.models import Award
from tenants.base import clock
from tenants.base.history import HistoryEntry
from tenants.base.isolation import here, school_transaction, sessions
from tenants.base.outbox import JobState, OutboxMessage
from tenants.outside.files.content import check
from tenants.schools.models import School
from tenants.sign_in.queries import personas
from tenants.standards.actions import publish_editions
from tests.servers import Databases
from tests.web import Person

MOST_QUERIES = 12


@dataclass
class Demonstration:
    app: Flask
    said: str = ""

    def run(self) -> tuple[int, str]:
        result = self.app.test_cli_runner().invoke(args=["demo", "seed"])
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
        session.commit()
    operator.dispose()
    given = replace(settings, database_url=urls.app, operator_database_url=urls.operator, demonstration=True)
    made = Demonstration(create_app(given))
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
    result = app.test_cli_runner().invoke(args=["demo", "seed"])
    assert result.exit_code == 1
    assert "LECTERN_DEMO=1" in result.output
    assert operator.scalar(select(School.id).where(School.slug == "oakfield")) is None


def test_two_schools_are_made(demonstration) -> None:
    assert demonstration.said == "Made: Brookside Primary School, Oakfield Academy.\n"


def test_seeding_again_says_so_and_does_nothing(demonstration, oakfield) -> None:
    before = oakfield.scalars(select(HistoryEntry.id).where(here(oakfield, HistoryEntry))).all()
    assert demonstration.run() == (0, "The demonstration stands already.\n")
    assert oakfield.scalars(select(HistoryEntry.id).where(here(oakfield, HistoryEntry))).all() == before


def test_somebody_stands_at_every_stop(oakfield) -> None:
    stops = Counter(one.stop for one in journeys(oakfield))
    assert set(stops) == set(Stop) - {Stop.NOT_ACCREDITED}
    assert stops.total() >= 12


def test_the_clock_stands_where_it_stood_and_nothing_lies_in_the_future(oakfield) -> None:
    assert clock.offset() == timedelta()
    times = oakfield.scalars(select(HistoryEntry.at).where(here(oakfield, HistoryEntry))).all()
    assert max(times) < clock.now()
    assert len({clock.school_date(time) for time in times}) > 60
    assert all(clock.school_date(time).weekday() < 5 for time in times)


def test_no_mail_of_the_past_waits_and_the_certificate_does(oakfield) -> None:
    award = oakfield.scalars(select(Award).where(here(oakfield, Award))).one()
    waiting = oakfield.execute(
        select(OutboxMessage.message, OutboxMessage.payload).where(
            OutboxMessage.school_id == award.school_id, OutboxMessage.state == JobState.QUEUED.value
        )
    ).all()
    assert [tuple(row) for row in waiting] == [(DrawCertificate.name, {"award_id": str(award.id)})]


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


@pytest.mark.parametrize("day", [date(2026, 9, 1), date(2026, 12, 26), date(2027, 2, 28), date(2027, 8, 31)])
def test_on_any_day_of_the_year_the_past_lies_in_terms_and_inside_its_years(day) -> None:
    known: Days = days(day)
    for school in told.schools():
        furthest = known.day(school.founded + 1)
        assert known.year_of(furthest)
        for cohort in school.cohorts:
            starts, opens, closes = (known.day(ago) for ago in (cohort.starts, cohort.opens, cohort.closes))
            assert known.calendar.works(starts)
            assert starts < opens < closes
            assert known.year_of(starts)


def test_what_candidates_attach_is_taken_as_an_upload_would_be() -> None:
    names = {piece.file for school in told.schools() for one in school.candidates for piece in one.pieces}
    for name in filter(None, names):
        with check(BytesIO(papers.drawn(name)), name) as checked:
            assert checked.name == name
