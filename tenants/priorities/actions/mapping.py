"""Saying how strongly the standards serve a priority."""

from collections.abc import Iterable
from collections.abc import Mapping as Pairs

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.clock import school_date
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.priorities.actions.changing import refuse_archived
from tenants.priorities.models import Mapping, Priority
from tenants.priorities.queries.mapping import everything_said
from tenants.priorities.queries.plans import of_year
from tenants.priorities.rules.mapping import Cell, Wanted, from_day, held, reason_problem
from tenants.priorities.rules.states import Strength
from tenants.schools.rules import Span

OVER = "The year of this plan is over. Its mapping stays as it was."


def set_mapping(session: Session, actor: Actor, priority: Priority, wanted: Pairs[int, Wanted]) -> int:
    """By standard. What is as it was is not said again; answers how many were changed. On the day on which a priority
    is mapped first, it is said for the whole of its year: nothing was said before that could be changed by it."""
    permit(actor, Permission.MAPPING_SET, priority)
    year = _year(session, priority)
    lock(session, priority)
    _check(wanted)
    said = everything_said(session, [priority.id])
    today = clock.today()
    day = year.starts_on if all(school_date(one.set_at) == today for one in said) else from_day(year, today)
    standing = held(said, from_day(year, today))
    changed = [
        number for number, one in wanted.items() if _said(standing.get((priority.id, number))) != _plain(one)
    ]
    for number in changed:
        session.merge(
            Mapping(
                school_id=priority.school_id,
                priority_id=priority.id,
                standard_number=number,
                from_on=day,
                strength=wanted[number].strength.value,
                reason=_plain(wanted[number]).reason,
                set_by=actor.person_id,
                set_at=clock.now(),
            )
        )
    if changed:
        session.flush()
        record(session, actor, "mapping:set", priority)
    return len(changed)


def take_suggestions(
    session: Session, actor: Actor, priorities: Iterable[Priority], chosen: Pairs[Cell, Wanted]
) -> int:
    """What a person ticked of what was suggested."""
    return sum(
        set_mapping(
            session,
            actor,
            one,
            {number: said for (priority_id, number), said in chosen.items() if priority_id == one.id},
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
