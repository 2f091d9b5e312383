"""What the journey of a group finds, and what is not its point: a school with people in a cohort, ten claims for each,
and ten judgements by each assessor."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import NullPool, create_engine, select
from sqlalchemy.orm import Session

from tenants.assessment.queries.seats import seats_of
from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.isolation import here, school_transaction, sessions
from tenants.cohorts.models import Candidate
from tenants.portfolios.actions import endorsements
from tenants.portfolios.models import Evidence, Submission
from tenants.portfolios.queries.submissions import submissions_of
from tenants.schools.models import AcademicYear, HalfTerm, School
from tenants.staff.models import Staff
from tests.factories import assessment
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.portfolios import make_claim, make_item
from tests.factories.schools import make_school
from tests.factories.staff import acting, make_staff
from tests.journeys.house import House, move_clock

OPENS_IN, CLOSES_IN = timedelta(days=30), timedelta(days=60)
HALF_TERMS = (("A1", 0), ("A2", 60), ("Sp1", 120), ("Sp2", 180), ("Su1", 240), ("Su2", 300))
MEMBERS = {
    "Amira Nasser": ("Teacher of history", "Humanities"),
    "Ben Okafor": ("Teacher of physics", "Science"),
    "Cleo Hart": ("Teaching assistant", "Inclusion"),
    "Dev Patel": ("Librarian", "Library"),
    "Esme Ford": ("Teacher of art", "Arts"),
}
ASSESSORS = ("Alma Judge", "Boris Judge")


class Ground:
    def __init__(self, house: House) -> None:
        self.house = house
        self.today = clock.today()
        operator = create_engine(house.environment["OPERATOR_DATABASE_URL"], poolclass=NullPool)
        with sessions(operator)() as session:
            self.school_id = make_school(session, name="Fernbank School")
            self.slug = session.get_one(School, self.school_id).slug
        operator.dispose()
        self.engine = create_engine(house.environment["DATABASE_URL"], poolclass=NullPool)
        with self.session() as session:
            self.cohort_id = _people(session, self.today)

    @contextmanager
    def session(self) -> Iterator[Session]:
        with sessions(self.engine)() as session, school_transaction(session, self.school_id):
            yield session

    def move_to(self, day: date) -> None:
        """The house's clock, and the one of what is done here."""
        clock.move_by(timedelta())
        move_clock(self.house, day)
        clock.move_by(datetime.combine(day, time(12), clock.SCHOOL_TIME) - clock.now())
        self.today = day

    def person(self, session: Session, name: str) -> Staff:
        return session.scalars(select(Staff).where(here(session, Staff), Staff.name == name)).one()

    def place(self, session: Session, name: str) -> Candidate:
        person = self.person(session, name)
        return session.scalars(
            select(Candidate).where(here(session, Candidate), Candidate.staff_id == person.id)
        ).one()

    def item_id(self, title: str) -> UUID:
        with self.session() as session:
            return session.scalars(
                select(Evidence.id).where(here(session, Evidence), Evidence.title == title)
            ).one()

    def gather(self, name: str, shared: str) -> None:
        """Two pieces of their own with claims on all ten standards, and two claims on the shared one."""
        pooled = self.item_id(shared)
        with self.session() as session:
            place = self.place(session, name)
            first, second = (
                make_item(session, place, title=f"{word} of {name}") for word in ("Log", "Notes")
            )
            for number in range(1, 11):
                make_claim(session, first, number)
            make_claim(session, second, 7)
            for number in (3, 7):
                make_claim(
                    session,
                    session.get_one(Evidence, (self.school_id, pooled)),
                    number,
                    candidate_id=place.id,
                )

    def endorse(self, name: str) -> None:
        with self.session() as session:
            head = acting(session, self.person(session, "Hana Head"))
            endorsements.endorse(
                session,
                head,
                self.latest(session, name),
                "I sat in two of these lessons, and saw what this person did in them.",
            )

    def latest(self, session: Session, name: str) -> Submission:
        return submissions_of(session, self.place(session, name).id)[0]

    def seat_of(self, assessor: str, name: str) -> UUID:
        with self.session() as session:
            found = seats_of(session, [self.latest(session, name).id])
            return next(one.id for one in found if one.person.name == assessor)

    def each_seat(self, name: str, act: Callable[[Session, assessment.Seat], None]) -> None:
        with self.session() as session:
            for one in seats_of(session, [self.latest(session, name).id]):
                act(session, one)

    def accept(self, name: str) -> None:
        self.each_seat(name, assessment.accept)

    def lock(self, name: str, levels: dict[int, int]) -> None:
        self.each_seat(name, lambda session, one: assessment.lock(session, one.id, levels))

    def end(self) -> None:
        clock.move_by(timedelta())
        self.engine.dispose()


def _people(session: Session, today: date) -> UUID:
    began = today - timedelta(days=60)
    year = AcademicYear(name="This year", starts_on=began, ends_on=began + timedelta(days=364))
    session.add(year)
    session.flush()
    for code, days in HALF_TERMS:
        starts = began + timedelta(days=days)
        session.add(
            HalfTerm(year_id=year.id, code=code, starts_on=starts, ends_on=starts + timedelta(days=55))
        )
    head = make_staff(session, Role.HEAD, name="Hana Head", job_title="Headteacher")
    led = {"line_manager_id": head.id}
    lead = make_staff(session, Role.PROGRAMME_LEAD, name="Lena Lead", **led)
    cohort = make_cohort(
        session,
        lead=lead,
        name="First cohort",
        year_id=year.id,
        starts_on=today - timedelta(days=20),
        window_opens_on=today + OPENS_IN,
        window_closes_on=today + CLOSES_IN,
        minimum_items=3,
    )
    for name, (job, department) in MEMBERS.items():
        person = make_staff(session, name=name, job_title=job, department=department, **led)
        make_candidate(session, cohort, person)
    for name in ASSESSORS:
        assessment.make_assessor(session, manager=head, name=name)
    return cohort.id
