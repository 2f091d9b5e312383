"""Planning a cohort, opening it, closing it."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment, Role
from tenants.base.days import day_in_words
from tenants.base.errors import Conflict, Invalid, Refused
from tenants.base.history import move, record
from tenants.base.isolation import beside, here
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock, save
from tenants.cohorts import queries
from tenants.cohorts.actions.timetable import IN_COHORT, lay_out
from tenants.cohorts.actions.undoing import keep_team, people
from tenants.cohorts.actions.uses import tell_uses
from tenants.cohorts.actions.waiting import offer_freed
from tenants.cohorts.models import Candidate, Cohort, CohortTeamMember
from tenants.cohorts.rules import CohortState, Dates, Part, PlaceState, window_name, wrong_dates
from tenants.cohorts.timetable import timetable
from tenants.cohorts.years import year
from tenants.programmes.queries import Template
from tenants.programmes.rules.design import Limits, StepKind, stored_limits
from tenants.programmes.rules.placing import Placed, placed
from tenants.programmes.rules.telling import limits_told
from tenants.schools.calendar import school_calendar
from tenants.staff.appointments import appoint, dismiss
from tenants.staff.models import Staff
from tenants.standards.queries import adopted_edition_id, retired

LABELS = {
    "name": "Name",
    "gateway": "Name of the submission window",
    "starts_on": "Start",
    "window_opens_on": "Submission window opens",
    "window_closes_on": "Submission window closes",
    "places": "Places",
}
ROLE_FOR = {Part.LEAD: Role.PROGRAMME_LEAD, Part.MENTOR: Role.MENTOR, Part.ASSESSOR: Role.ASSESSOR}


def plan_cohort(session: Session, actor: Actor, name: str, year_id: UUID, template: Template) -> Cohort:
    """A planned cohort, filled in from the template; whoever plans it as a programme lead leads it."""
    known = school_calendar(session)
    asked = template.design.limits
    cohort = Cohort(
        name=name,
        year_id=year_id,
        national_id=template.id if template.national else None,
        programme_id=None if template.national else template.id,
        places=12,
        minimum_items=asked.evidence.items,
        minimum_presentations=asked.evidence.presentations,
        asks=stored_limits(asked),
    )
    steps = placed(template.design.steps, known.year(year_id).half_terms, known.calendar)
    made = plan(session, actor, cohort, steps)
    if actor.holds(Role.PROGRAMME_LEAD):
        join_team(session, made.id, Part.LEAD, actor.person_id)
    return made


def plan(session: Session, actor: Actor, cohort: Cohort, steps: Sequence[Placed]) -> Cohort:
    """Keeps a cohort that is filled in but for its dates: they are those of its steps."""
    permit(actor, Permission.COHORT_OPEN)
    edition_id = adopted_edition_id(session)
    if edition_id is None:
        raise Refused("The school has to adopt the standards first: a head does it in the school's set-up.")
    if retired(session, edition_id):
        raise Refused(
            "Your school's version of the standards is retired. A head adopts the newest in the set-up first."
        )
    refuse_taken_name(session, cohort.name)
    days = {one.step.kind: one.day for one in steps if one.step.kind in IN_COHORT}
    if len(days) < len(IN_COHORT) or None in days.values():
        raise Refused("This academic year has no dates for all its half-terms: add them in the set-up.")
    for kind, column in IN_COHORT.items():
        setattr(cohort, column, days[StepKind(kind)])
    cohort.edition_id, cohort.planned_at = edition_id, clock.now()
    cohort.gateway = window_name(cohort.window_closes_on)
    session.add(cohort)
    session.flush()
    lay_out(session, cohort, steps)
    tell_uses(session)
    record(session, actor, Permission.COHORT_OPEN, cohort, fields=["template"])
    return cohort


def rename(
    session: Session, actor: Actor, cohort: Cohort, version: int, values: Mapping[str, object]
) -> None:
    """`values`: name, gateway, places. More places may be somebody's who waits."""
    permit(actor, Permission.COHORT_MANAGE, cohort)
    refuse_closed(cohort)
    if values["name"] != cohort.name:
        refuse_taken_name(session, str(values["name"]))
    _refuse_too_few_places(session, cohort, int(str(values["places"])))
    _save(session, actor, cohort, version, values)
    offer_freed(session, actor, cohort)


def change_dates(
    session: Session, actor: Actor, cohort: Cohort, version: int, values: Mapping[str, object]
) -> None:
    """`values`: name, gateway, starts_on, window_opens_on, window_closes_on, places. All at once, and only while the
    cohort is planned: of an open one each date is moved by itself, and people are told."""
    permit(actor, Permission.COHORT_MANAGE, cohort)
    if cohort.state != CohortState.PLANNED:
        raise Refused("This cohort is open: move its dates one by one in the timetable.")
    _refuse_wrong_dates(session, cohort, values)
    if values["name"] != cohort.name:
        refuse_taken_name(session, str(values["name"]))
    _refuse_too_few_places(session, cohort, int(str(values["places"])))
    _save(session, actor, cohort, version, values)
    for one in timetable(session, cohort.id):
        if column := IN_COHORT.get(one.kind):
            one.day = getattr(cohort, column)


def change_rules(session: Session, actor: Actor, cohort: Cohort, version: int, limits: Limits) -> None:
    """What portfolios need, and how much may be written and attached."""
    permit(actor, Permission.COHORT_MANAGE, cohort)
    refuse_closed(cohort)
    lock(session, cohort)
    theirs, yours = limits_told(cohort.limits), limits_told(limits)
    changed = [label for label in theirs if theirs[label] != yours[label]]
    if changed and version != cohort.version:
        raise Conflict({label: (theirs[label], yours[label]) for label in changed}, version=cohort.version)
    if not changed:
        return
    cohort.minimum_items, cohort.minimum_presentations = limits.evidence.items, limits.evidence.presentations
    cohort.asks, cohort.version = stored_limits(limits), cohort.version + 1
    record(session, actor, Permission.COHORT_MANAGE, cohort, fields=[label.lower() for label in changed])


def change_team(
    session: Session, actor: Actor, cohort: Cohort, chosen: Mapping[Part, Sequence[UUID]]
) -> None:
    """Sets who leads, mentors and assesses. A person keeps their part only while they hold the role."""
    permit(actor, Permission.COHORT_MANAGE, cohort)
    refuse_closed(cohort)
    lock(session, cohort)
    _refuse_outsiders(session, chosen)
    before = people(session, cohort)
    if not chosen[Part.LEAD]:
        raise Invalid({"leads": "Choose at least one programme lead"})
    session.execute(
        delete(CohortTeamMember).where(
            here(session, CohortTeamMember), CohortTeamMember.cohort_id == cohort.id
        )
    )
    dismiss(session, Appointment.LEAD, cohort.id)
    for part, staff_ids in chosen.items():
        for staff_id in staff_ids:
            join_team(session, cohort.id, part, staff_id)
    keep_team(session, actor, cohort, before)
    record(session, actor, Permission.COHORT_MANAGE, cohort, fields=["team"])


def open_cohort(session: Session, actor: Actor, cohort: Cohort, place_limit: int) -> None:
    """`place_limit`: how many places the school has."""
    permit(actor, Permission.COHORT_MANAGE, cohort)
    lock(session, cohort)
    if cohort.state != CohortState.PLANNED:
        raise Refused("This cohort is open already.")
    if not any(member.part is Part.LEAD for member in queries.team(session, cohort.id)):
        raise Refused("Choose a programme lead before you open the cohort.")
    if cohort.places > place_limit:
        raise Refused(f"Your school has {place_limit} places: this cohort plans {cohort.places}.")
    cohort.opened_at = clock.now()
    move(session, actor, cohort, CohortState.OPEN)
    record(session, actor, "cohort:opened", cohort)


def close_cohort(session: Session, actor: Actor, cohort: Cohort) -> None:
    permit(actor, Permission.COHORT_MANAGE, cohort)
    lock(session, cohort)
    if cohort.state != CohortState.OPEN:
        raise Refused("Only an open cohort can be closed.")
    _refuse_cutting_off(session, cohort)
    move(session, actor, cohort, CohortState.CLOSED)
    tell_uses(session)
    record(session, actor, "cohort:closed", cohort)


def _refuse_cutting_off(session: Session, cohort: Cohort) -> None:
    """Nobody loses the time that was arranged for them."""
    late = session.execute(
        select(Staff.name, Candidate.own_closes_on)
        .join(Candidate, beside(Candidate, Staff, Candidate.staff_id == Staff.id))
        .where(
            here(session, Candidate),
            Candidate.cohort_id == cohort.id,
            Candidate.state == PlaceState.APPROVED,
            Candidate.own_closes_on >= clock.today(),
        )
        .order_by(Candidate.own_closes_on.desc())
    ).first()
    if late is not None and (day := late.own_closes_on):
        name = late.name
        raise Refused(f"{name} may hand in until {day_in_words(day)}. Close the cohort after that.")


def refuse_closed(cohort: Cohort) -> None:
    if cohort.state == CohortState.CLOSED:
        raise Refused("This cohort is closed.")


def refuse_taken_name(session: Session, name: str) -> None:
    taken = session.scalar(
        select(Cohort.id).where(here(session, Cohort), Cohort.name == name).with_for_update(read=True)
    )
    if taken is not None:
        raise Invalid({"name": "Another cohort has this name: choose a different one"})


def _refuse_wrong_dates(session: Session, cohort: Cohort, values: Mapping[str, object]) -> None:
    chosen = year(session, cohort.year_id)
    moments = [values[name] for name in ("starts_on", "window_opens_on", "window_closes_on")]
    given = Dates(*(moment for moment in moments if isinstance(moment, date)))
    problems = wrong_dates(given, (chosen.starts_on, chosen.ends_on))
    if problems:
        raise Invalid(problems)


def _refuse_too_few_places(session: Session, cohort: Cohort, places: int) -> None:
    holding = queries.card(session, cohort.id).holding
    if places < holding:
        raise Invalid({"places": f"{holding} people hold a place already: plan at least {holding}"})


def _refuse_outsiders(session: Session, chosen: Mapping[Part, Sequence[UUID]]) -> None:
    able = queries.holders(session, list(ROLE_FOR.values()))
    for part, staff_ids in chosen.items():
        if not {person.id for person in able[ROLE_FOR[part]]}.issuperset(staff_ids):
            raise Invalid({f"{part.value}s": "Choose only people who hold this role"})


def _save(session: Session, actor: Actor, cohort: Cohort, version: int, values: Mapping[str, object]) -> None:
    changed = save(session, cohort, version, values, LABELS)
    if changed:
        record(session, actor, Permission.COHORT_MANAGE, cohort, fields=changed)


def join_team(session: Session, cohort_id: UUID, part: Part, staff_id: UUID) -> None:
    session.add(CohortTeamMember(cohort_id=cohort_id, staff_id=staff_id, part=part.value))
    if part is Part.LEAD:
        appoint(session, staff_id, Appointment.LEAD, cohort_id)
