"""The priorities of a plan, and how each is reviewed."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock, save
from tenants.priorities.actions.changing import changeable, refuse_archived
from tenants.priorities.models import (
    ImprovementPlan,
    PlannedAction,
    Priority,
    Reading,
    Review,
    SuccessMeasure,
)
from tenants.priorities.models import Mapping as Mapped
from tenants.priorities.queries.plans import of_year, priorities_of
from tenants.priorities.queries.priorities import review as review_of
from tenants.priorities.queries.priorities import reviewed
from tenants.priorities.rules.plans import order_problem, title_problem
from tenants.priorities.rules.reviews import begun
from tenants.priorities.rules.states import Rating
from tenants.schools.calendar import school_calendar

LABELS = {"title": "Priority", "reason": "Why it matters", "rating": "How it is going", "note": "Note"}
NAMED = "Work names this priority, or a later year goes on with it, so it stays. Change its title or reason instead."
REVIEWED = "This priority was reviewed, so it stays in the plan of this year."


def add_priority(session: Session, actor: Actor, plan: ImprovementPlan, title: str, reason: str) -> Priority:
    permit(actor, Permission.PLAN_MANAGE, plan)
    lock(session, plan)
    refuse_archived(plan)
    standing = priorities_of(session, plan.id)
    if problem := title_problem(title, (one.title for one in standing)):
        raise Invalid({"title": problem})
    number = max((one.number for one in standing), default=0) + 1
    made = Priority(plan_id=plan.id, number=number, title=title.strip(), reason=reason.strip())
    session.add(made)
    session.flush()
    record(session, actor, "priority:add", made)
    return made


def change_priority(
    session: Session, actor: Actor, priority: Priority, version: int, title: str, reason: str
) -> None:
    of = changeable(session, actor, priority)
    others = (one.title for one in priorities_of(session, of.id) if one.id != priority.id)
    if problem := title_problem(title, others):
        raise Invalid({"title": problem})
    values = {"title": title.strip(), "reason": reason.strip()}
    if changed := save(session, priority, version, values, LABELS):
        record(session, actor, "priority:change", priority, fields=changed)


def remove_priority(session: Session, actor: Actor, priority: Priority) -> None:
    """With its measures, actions and mapping. Not once it was reviewed, and not while anything names it."""
    of = changeable(session, actor, priority)
    if reviewed(session, priority.id):
        raise Refused(REVIEWED)
    record(session, actor, "priority:remove", priority)
    session.flush()
    try:
        with session.begin_nested():
            _remove(session, priority)
    except IntegrityError as named:
        raise Refused(NAMED) from named
    for number, one in enumerate(priorities_of(session, of.id), 1):
        one.number = number


def _remove(session: Session, priority: Priority) -> None:
    of_it = select(SuccessMeasure.id).where(
        here(session, SuccessMeasure), SuccessMeasure.priority_id == priority.id
    )
    session.execute(delete(Reading).where(here(session, Reading), Reading.measure_id.in_(of_it)))
    for model in (SuccessMeasure, PlannedAction, Mapped):
        session.execute(delete(model).where(here(session, model), model.priority_id == priority.id))
    session.execute(delete(Priority).where(here(session, Priority), Priority.id == priority.id))


def order_priorities(
    session: Session, actor: Actor, plan: ImprovementPlan, places: Mapping[UUID, int]
) -> None:
    """`places`: for each priority which one it is to be."""
    permit(actor, Permission.PLAN_MANAGE, plan)
    lock(session, plan)
    refuse_archived(plan)
    standing = priorities_of(session, plan.id)
    if {one.id for one in standing} != set(places):
        raise Refused("The priorities have changed since you opened this page. Look at them again.")
    if problem := order_problem(list(places.values()), len(standing)):
        raise Refused(f"{problem}.")
    for one in standing:
        one.number = places[one.id]
    record(session, actor, "plan:order", plan)


def review_priority(
    session: Session,
    actor: Actor,
    priority: Priority,
    half_term: str,
    version: int,
    rating: Rating,
    note: str,
) -> Review:
    """Said again, it changes what was said of that half-term."""
    of = changeable(session, actor, priority)
    lock(session, priority)
    year = school_calendar(session).year(of_year(session, of.id).year.id)
    if half_term not in begun(year.half_terms, clock.today()):
        raise Refused("This half-term has not begun, so there is nothing to review yet.")
    if not note.strip():
        raise Invalid({"note": "Say in a sentence or two what you go by"})
    standing = review_of(session, priority.id, half_term)
    if standing is not None:
        return _say_anew(session, actor, priority, standing, version, rating, note)
    made = Review(
        priority_id=priority.id,
        half_term=half_term,
        rating=rating.value,
        note=note.strip(),
        reviewed_by=actor.person_id,
        reviewed_at=clock.now(),
    )
    session.add(made)
    session.flush()
    record(session, actor, "priority:review", priority)
    return made


def _say_anew(
    session: Session,
    actor: Actor,
    priority: Priority,
    standing: Review,
    version: int,
    rating: Rating,
    note: str,
) -> Review:
    values = {"rating": rating.value, "note": note.strip()}
    if save(session, standing, version, values, LABELS):
        standing.reviewed_by, standing.reviewed_at = actor.person_id, clock.now()
        record(session, actor, "priority:review", priority)
    return standing
