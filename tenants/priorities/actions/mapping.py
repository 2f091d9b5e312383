"""Saying how strongly the standards serve a priority."""

from collections.abc import Iterable
from collections.abc import Mapping as Pairs

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.clock import school_date
from tenants.base.errors import Conflict, Invalid, Refused
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.priorities.actions.changing import refuse_archived
from tenants.priorities.models import Mapping, Priority
from tenants.priorities.queries.mapping import everything_said
from tenants.priorities.queries.plans import of_year
from tenants.priorities.rules.mapping import Cell, Wanted, from_day, held, in_words, meeting, reason_problem
from tenants.priorities.rules.states import Strength
from tenants.schools.rules import Span

OVER = "The year of this plan is over. Its mapping stays as it was."


def set_mapping(
    session: Session,
    actor: Actor,
    priority: Priority,
    wanted: Pairs[int, Wanted],
    seen: Pairs[int, str] | None = None,
) -> int:
    """By standard. What is as it was is not said again; answers how many were changed. On the day on which a priority
    is mapped first, it is said for the whole of its year: nothing was said before that could be changed by it.

    `seen`: in words what the page showed on which it was said. What was left as it showed it stays as somebody else
    has it by now; raises Conflict where both changed the same. Without it, whoever says it last is heard."""
    permit(actor, Permission.MAPPING_SET, priority)
    year = _year(session, priority)
    lock(session, priority)
    _check(wanted)
    said = everything_said(session, [priority.id])
    today = clock.today()
    day = year.starts_on if all(school_date(one.set_at) == today for one in said) else from_day(year, today)
    held_now = held(said, from_day(year, today))
    standing = {number: _said(held_now.get((priority.id, number))) for number in wanted}
    plain = {number: _plain(one) for number, one in wanted.items()}
    yours = plain if seen is None else _yours(plain, standing, seen)
    changed = {number: one for number, one in yours.items() if one != standing[number]}
    for number, one in changed.items():
        session.merge(
            Mapping(
                school_id=priority.school_id,
                priority_id=priority.id,
                standard_number=number,
                from_on=day,
                strength=one.strength.value,
                reason=one.reason,
                set_by=actor.person_id,
                set_at=clock.now(),
            )
        )
    if changed:
        session.flush()
        record(session, actor, "mapping:set", priority)
    return len(changed)


def _yours(
    wanted: Pairs[int, Wanted], standing: Pairs[int, Wanted], seen: Pairs[int, str]
) -> Pairs[int, Wanted]:
    """Raises Conflict with everything that was changed, so that nothing typed is lost."""
    met = meeting(wanted, standing, seen)
    if met.both:
        raise Conflict(
            {
                f"Standard {number}": (in_words(standing[number]), in_words(one))
                for number, one in met.yours.items()
            }
        )
    return met.yours


def take_suggestions(
    session: Session, actor: Actor, priorities: Iterable[Priority], chosen: Pairs[Cell, Wanted]
) -> int:
    """What a person ticked of what was suggested, which was not mapped."""
    return sum(
        set_mapping(
            session,
            actor,
            one,
            {number: said for (priority_id, number), said in chosen.items() if priority_id == one.id},
            seen={},
        )
        for one in priorities
    )


def _year(session: Session, priority: Priority) -> Span:
    of = of_year(session, priority.plan_id)
    refuse_archived(of.plan)
    if of.span.ends_on < clock.today():
        raise Refused(OVER)
    return of.span


def _check(wanted: Pairs[int, Wanted]) -> None:
    problems = {
        f"reason_{number}": problem for number, one in wanted.items() if (problem := reason_problem(one))
    }
    if problems:
        raise Invalid(problems)


def _plain(one: Wanted) -> Wanted:
    mapped = one.strength is not Strength.NONE
    return Wanted(one.strength, one.reason.strip() if mapped else "")


def _said(standing: Mapping | None) -> Wanted:
    if standing is None:
        return Wanted(Strength.NONE)
    return Wanted(Strength(standing.strength), standing.reason)
