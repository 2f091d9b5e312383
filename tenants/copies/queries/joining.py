"""Requests to take part and time for the programme in a copy. Who asked finds all that was written about it; who had a
word in somebody else's finds their own words and nothing of the other's."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from tenants.base.days import day_in_words, in_hours
from tenants.base.isolation import beside, here
from tenants.copies.rules.contents import RequestTold, TimeTold
from tenants.joining.models import JoiningRequest
from tenants.joining.queries.time import grants_of, uses_of
from tenants.joining.rules.time import PURPOSES, Purpose
from tenants.staff.models import Staff

OWN = "You"
Said = tuple[str, str]


def requests_of(session: Session, staff_id: UUID) -> Iterable[RequestTold]:
    ask, manager, decider = JoiningRequest, aliased(Staff), aliased(Staff)
    rows = session.execute(
        select(ask, Staff.name, manager.name, decider.name)
        .join(Staff, beside(Staff, ask, Staff.id == ask.staff_id))
        .outerjoin(manager, (manager.school_id == ask.school_id) & (manager.id == ask.manager_id))
        .outerjoin(decider, (decider.school_id == ask.school_id) & (decider.id == ask.decided_by))
        .where(
            here(session, ask),
            or_(ask.staff_id == staff_id, ask.manager_id == staff_id, ask.decided_by == staff_id),
        )
        .order_by(ask.id)
    )
    for one, name, manager_name, decider_name in rows:
        said = (
            (one.staff_id, name, one.reason),
            (one.manager_id, manager_name, one.manager_reason),
            (one.decided_by, decider_name, one.decided_reason),
        )
        own = one.staff_id == staff_id
        words = [
            (OWN if who == staff_id else by, text)
            for who, by, text in said
            if text and (own or who == staff_id)
        ]
        if words:
            yield RequestTold(None if own else name, one.asked_at, tuple(words))


def time_told(session: Session, candidate_id: UUID) -> TimeTold:
    given = (
        f"{in_hours(one.grant.hours * 60)} from {day_in_words(one.grant.from_on)}: {one.grant.how}"
        for one in reversed(grants_of(session, candidate_id))
    )
    used = (
        f"{day_in_words(one.used_on)}, {in_hours(one.minutes)}. {PURPOSES[Purpose(one.purpose)]}."
        + (f" {one.note}" if one.note else "")
        for one in reversed(uses_of(session, candidate_id))
    )
    return TimeTold(tuple(given), tuple(used))
