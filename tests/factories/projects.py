from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.cohorts.models import Candidate
from tenants.projects.models import (
    Project,
    ProjectMeasure,
    ProjectMilestone,
    ProjectPoint,
    ProjectReference,
)
from tenants.projects.queries.telling import Whole, whole
from tenants.projects.rules.states import Better
from tenants.projects.rules.words import Words
from tenants.schools.models import HalfTerm

PLANNED = Words(
    need="Year 2 stop after two lines.",
    learners="Year 2 pupils who write little",
    known_from="I counted the lines of nine children.",
    options="Spelling; but the story comes first.",
    title="Retelling before writing",
    question="Does retelling a story before writing help year 2 write more?",
    change="Five minutes of retelling in pairs before each story.",
    reading="Talk before writing helps those most who write least.",
    method="Six weeks, twice a week, with my own class.",
    participants="One year 2 class",
    participants_count=28,
    ethics_unusual=False,
    ethics_sensitive=False,
    ethics_recognised=False,
    ethics_records=True,
    ethics_left_out=False,
    ethics_note="Our data lead knows, and I count lines by group.",
    baseline="Most write two lines.",
)
DONE = Words(
    **asdict(PLANNED)
    | {
        "findings": "They wrote about two lines more.",
        "impact": "Fewer children ask how to begin.",
        "limits": "One class, and they were six weeks older.",
        "next_steps": "The parallel class tries it after Easter.",
    }
)


def make_project(
    session: Session, candidate: Candidate, words: Words = PLANNED, *, people: int = 28, **values: object
) -> Project:
    """Whole enough to be asked about: a reference, a measure with two figures, a milestone."""
    now = clock.now()
    project = Project(
        candidate_id=candidate.id,
        cohort_id=candidate.cohort_id,
        saved_at=now,
        **(asdict(words) | values),
    )
    session.add(project)
    session.flush()
    own = {"project_id": project.id, "candidate_id": candidate.id}
    half_term = session.scalars(select(HalfTerm).order_by(HalfTerm.ends_on.desc()).limit(1)).one()
    measure = ProjectMeasure(**own, name="Lines written", unit="lines", better=Better.HIGHER.value)
    session.add_all(
        [
            ProjectReference(**own, title="Talk for writing", authors="Ash, B", source="", year=2019),
            measure,
            ProjectMilestone(**own, year_id=half_term.year_id, code=half_term.code, words="Counted again"),
        ]
    )
    session.flush()
    for ago, value in ((40, Decimal("2.1")), (2, Decimal("4.3"))):
        day = clock.today() - timedelta(days=ago)
        session.add(
            ProjectPoint(
                measure_id=measure.id, candidate_id=candidate.id, day=day, value=value, people=people
            )
        )
    session.flush()
    return project


def make_whole(session: Session, candidate: Candidate, words: Words = PLANNED, **values: object) -> Whole:
    return whole(session, make_project(session, candidate, words, **values).id)
