"""A second cohort of the bench's school, as large as any: some have claimed much, some little, and some nothing yet."""

from dataclasses import replace
from datetime import timedelta
from itertools import cycle

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import Presence
from tenants.staff.models import Staff
from tests.bench.a_school import WORDS, Sample
from tests.factories.cohorts import make_candidate, make_cohort, make_date
from tests.factories.desk import make_register
from tests.factories.portfolios import make_claim, make_item
from tests.factories.staff import make_staff

CANDIDATES, MOST_ITEMS, SESSIONS = 200, 4, 3


def enlarge(session: Session, sample: Sample) -> Sample:
    """`session` is bound to the school that was filled."""
    known = {one.name: one for one in session.scalars(select(Staff))}
    lead, today = known["Lena Lead"], clock.today()
    cohort = make_cohort(
        session,
        lead=lead,
        places=CANDIDATES,
        starts_on=today - timedelta(days=60),
        window_opens_on=today - timedelta(days=7),
        window_closes_on=today + timedelta(days=120),
    )
    mentors = cycle([known[name] for name in ("Mentor 0", "Mentor 1", "Mentor 2")])
    places = [_place(session, cohort, at, next(mentors)) for at in range(CANDIDATES)]
    for at in range(SESSIONS):
        date = make_date(session, cohort, title=f"Get-together {at}", day=today - timedelta(days=10 * at + 1))
        marks = {one: tuple(Presence)[(at + number) % 4] for number, one in enumerate(places)}
        make_register(session, date, lead, marks)
    session.flush()
    return replace(sample, ids={**sample.ids, "large_cohort": cohort.id})


def _place(session: Session, cohort: Cohort, at: int, mentor: Staff) -> Candidate:
    person = make_staff(session, name=f"Candidate {at}", department="Science", job_title="Teacher")
    place = make_candidate(session, cohort, person, mentor=mentor)
    for number in range(at % (MOST_ITEMS + 1)):
        item = make_item(session, place, title=f"What we tried, part {number}", body=WORDS)
        for standard in {number + 1, (number * 3 + at) % 10 + 1}:
            make_claim(session, item, standard, level=1 + (at + number) % 4, justification=WORDS[:120])
    return place
