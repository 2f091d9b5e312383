"""Who of a cohort might need a nudge, and for what: told from how far everybody is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from blueprints.shared.current import current
from tenants.assessment.queries.concerns import nudges_of
from tenants.assessment.queries.progress import Progress, progress_of
from tenants.assessment.rules.attention import Concern
from tenants.base import clock
from tenants.cohorts.models import Cohort
from tenants.cohorts.rules import CohortState
from tenants.messages.queries.messages import last_nudged
from tenants.messages.rules.nudges import Behind, Nudgeable, why_not


@dataclass(frozen=True)
class Person:
    """`why`: the concern in words; `last_on`: the day of their last nudge; `not_now`: why they can't be nudged."""

    progress: Progress
    concern: Concern
    last_on: date | None
    not_now: str | None


def behind(cohort: Cohort) -> dict[UUID, Behind]:
    """Candidate → for what they can be nudged first."""
    if cohort.state != CohortState.OPEN:
        return {}
    everybody = progress_of(current.session, cohort_ids=[cohort.id])
    return {
        one.candidate_id: found[0].behind
        for one in everybody
        if (found := nudges_of(one)) and found[0].behind
    }


def nudgeable(cohort: Cohort) -> list[Person]:
    """The most pressing first."""
    if cohort.state != CohortState.OPEN:
        return []
    found = [
        (concerns[0], one)
        for one in progress_of(current.session, cohort_ids=[cohort.id])
        if one.staff_id != current.actor.staff_id and (concerns := nudges_of(one))
    ]
    last = last_nudged(current.session, [one.staff_id for _, one in found])
    people = [_person(concern, one, last.get(one.staff_id)) for concern, one in found]
    return sorted(people, key=lambda one: (one.concern.rank, one.progress.name))


def _person(concern: Concern, one: Progress, last_on: date | None) -> Person:
    asked = Nudgeable(
        themselves=False, on_break=one.portfolio.on_break, behind=concern.behind, last_on=last_on
    )
    return Person(one, concern, last_on, why_not(asked, clock.today()))
