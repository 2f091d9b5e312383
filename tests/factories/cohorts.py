from datetime import date, time
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Appointment, Role
from tenants.cohorts.models import Candidate, Cohort, CohortTeamMember, TimetableDate
from tenants.cohorts.rules import CohortState, Part, PlaceState
from tenants.programmes.models import NationalProgramme
from tenants.programmes.rules.design import StepKind
from tenants.schools.models import AcademicYear
from tenants.staff.models import Staff
from tenants.standards.models import Edition
from tests.factories.schools import make_year
from tests.factories.staff import appoint, make_staff

_numbers = count(1)


def make_cohort(session: Session, *, lead: Staff | None = None, **values: object) -> Cohort:
    number = next(_numbers)
    year = session.scalar(select(AcademicYear)) or make_year(session)
    edition = session.scalars(select(Edition).order_by(Edition.published_on, Edition.id).limit(1)).one()
    given = {
        "name": f"Cohort {number}",
        "national_id": session.scalar(select(NationalProgramme.id).where(NationalProgramme.number == 1)),
        "edition_id": edition.id,
        "year_id": year.id,
        "starts_on": date(2026, 9, 14),
        "gateway": "Summer 2027",
        "window_opens_on": date(2026, 11, 1),
        "window_closes_on": date(2027, 7, 2),
        "places": 12,
        "minimum_items": 1,
        "minimum_presentations": 0,
        "state": CohortState.OPEN.value,
        "planned_at": clock.now(),
        "opened_at": clock.now(),
    }
    cohort = Cohort(**(given | values))
    session.add(cohort)
    session.flush()
    if lead is not None:
        session.add(CohortTeamMember(cohort_id=cohort.id, staff_id=lead.id, part=Part.LEAD.value))
        appoint(session, lead.id, Appointment.LEAD, cohort.id)
    return cohort


def make_candidate(
    session: Session,
    cohort: Cohort,
    person: Staff | None = None,
    *,
    mentor: Staff | None = None,
    state: PlaceState = PlaceState.APPROVED,
) -> Candidate:
    person = person or make_staff(session)
    now = clock.now()
    candidate = Candidate(
        cohort_id=cohort.id, staff_id=person.id, state=state.value, invited_at=now, approved_at=now
    )
    session.add(candidate)
    session.flush()
    appoint(session, person.id, Appointment.CANDIDATE, candidate.id)
    if mentor is not None:
        appoint(session, mentor.id, Appointment.MENTOR, candidate.id)
    return candidate


def make_lead(session: Session) -> Staff:
    return make_staff(session, Role.PROGRAMME_LEAD)


def make_date(session: Session, cohort: Cohort, **values: object) -> TimetableDate:
    given = {
        "cohort_id": cohort.id,
        "kind": StepKind.GET_TOGETHER.value,
        "title": "Winter get-together",
        "day": date(2027, 1, 18),
        "starts_at": time(15, 45),
        "minutes": 75,
        "place": "Library",
        "done": "What we tried.",
    }
    made = TimetableDate(**(given | values))
    session.add(made)
    session.flush()
    return made
