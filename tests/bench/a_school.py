"""One school as large as the bench has them, of which the others are copies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Role
from tenants.cohorts.models import Candidate, Cohort, CohortTeamMember
from tenants.cohorts.rules import Part
from tenants.portfolios.models import Evidence
from tenants.portfolios.rules.states import EvidenceKind
from tenants.sign_in.models import Door
from tenants.sign_in.sessions import begin_session
from tenants.staff.models import Staff
from tests.factories.assessment import (
    Matter,
    accept,
    allocate,
    make_assessor,
    make_submission,
)
from tests.factories.awards import make_award
from tests.factories.cohorts import make_candidate, make_cohort, make_date
from tests.factories.coverage import make_served_plan
from tests.factories.portfolios import make_claim, make_file, make_item
from tests.factories.projects import DONE, make_project
from tests.factories.staff import make_staff

STAFF, CANDIDATES, ITEMS = 60, 30, 20
ASSESSORS, MENTORS, BEING_ASSESSED, ACCREDITED = 4, 3, 6, 2
SESSIONS, PRIORITIES = 8, 5
KINDS = (EvidenceKind.TEXT, EvidenceKind.PRESENTATION, EvidenceKind.LINK, EvidenceKind.TEXT)
WORDS = (
    "After the talk three colleagues asked for the plan and tried the first step with a class of their own. "
    "We met twice to look at what pupils had written, and changed the questions. What I would do differently: "
    "begin with one year group, and ask somebody from another team to watch."
)
DEPARTMENTS = ("English", "Mathematics", "Science", "Humanities", "Arts", "Pastoral", "Support")


@dataclass(frozen=True)
class Sample:
    """What the pages that are measured are about, and with which token somebody opens each."""

    ids: Mapping[str, UUID]
    tokens: Mapping[str, str]
    code: str


def fill(session: Session) -> Sample:
    """`session` is bound to an empty school."""
    head = make_staff(session, Role.HEAD, name="Hanna Head", department="Leadership")
    lead = make_staff(session, Role.PROGRAMME_LEAD, name="Lena Lead", line_manager_id=head.id)
    assessors = [make_assessor(session, manager=head, name=f"Assessor {at}") for at in range(ASSESSORS)]
    mentors = [make_staff(session, Role.MENTOR, name=f"Mentor {at}") for at in range(MENTORS)]
    cohort = _cohort(session, lead, mentors, assessors)
    people = list(islice(_colleagues(session, head), STAFF - 2 - ASSESSORS - MENTORS))
    places = [
        make_candidate(session, cohort, person, mentor=mentor)
        for person, mentor in zip(people[:CANDIDATES], cycle(mentors), strict=False)
    ]
    items = [_portfolio(session, place) for place in places]
    projects = [make_project(session, place, DONE) for place in places]
    make_served_plan(session, head, cohort, many=PRIORITIES)
    matters = [
        _matter(session, head, lead, cohort, person, place, assessors[:2])
        for person, place in zip(people, places[: BEING_ASSESSED + ACCREDITED], strict=False)
    ]
    awards = [make_award(session, matter) for matter in matters[:ACCREDITED]]
    seats = [allocate(session, matter) for matter in matters[ACCREDITED:]]
    for seat in (one for pair in seats[:3] for one in pair):
        accept(session, seat)
    session.flush()
    own = places[-1]
    return Sample(
        ids={
            "cohort": cohort.id,
            "candidate": own.id,
            "item": items[-1][0].id,
            "project": projects[-1].id,
            "assignment": seats[0][0].assignment.id,
        },
        tokens={
            who: begin_session(session, person.id, Door.LINK)
            for who, person in {
                "head": head, "lead": lead, "candidate": people[CANDIDATES - 1], "assessor": assessors[0],
            }.items()
        },
        code=awards[0].code,
    )  # fmt: skip


def _cohort(session: Session, lead: Staff, mentors: list[Staff], assessors: list[Staff]) -> Cohort:
    today = clock.today()
    cohort = make_cohort(
        session,
        lead=lead,
        places=CANDIDATES,
        starts_on=today - timedelta(days=60),
        window_opens_on=today - timedelta(days=7),
        window_closes_on=today + timedelta(days=120),
    )
    team = {Part.MENTOR: mentors, Part.ASSESSOR: assessors}
    session.add_all(
        CohortTeamMember(cohort_id=cohort.id, staff_id=one.id, part=part.value)
        for part, people in team.items()
        for one in people
    )
    for at in range(SESSIONS):
        make_date(session, cohort, title=f"Get-together {at}", day=today + timedelta(days=20 * at - 50))
    session.flush()
    return cohort


def _colleagues(session: Session, head: Staff) -> Iterator[Staff]:
    for at, department in enumerate(cycle(DEPARTMENTS)):
        yield make_staff(
            session,
            name=f"Colleague {at}",
            department=department,
            job_title="Teacher",
            line_manager_id=head.id,
        )


def _portfolio(session: Session, place: Candidate) -> list[Evidence]:
    items = []
    for at, kind in zip(range(ITEMS), cycle(KINDS), strict=False):
        item = make_item(session, place, kind, title=f"What we tried, part {at}", body=WORDS)
        for number in {at % 10 + 1, (at * 3) % 10 + 1}:
            make_claim(session, item, number, level=2 + (at + number) % 3, justification=WORDS[:120])
        items.append(item)
    return items


def _matter(
    session: Session,
    head: Staff,
    lead: Staff,
    cohort: Cohort,
    person: Staff,
    place: Candidate,
    two: list[Staff],
) -> Matter:
    notes = make_item(session, place, EvidenceKind.FILE, title="Reading notes")
    return Matter(
        head=head,
        lead=lead,
        cohort=cohort,
        person=person,
        candidate=place,
        file=make_file(session, notes),
        submission=make_submission(session, place),
        assessors=tuple(two),
    )
