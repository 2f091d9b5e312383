"""The work in one square of a map: what the reader may open of it, and how much there is besides."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    Subquery,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.orm import Session, aliased

from tenants.base.actor import Actor
from tenants.base.isolation import asking, beside, ours
from tenants.base.permissions import Permission, visible
from tenants.coverage.queries.maps import Wanted, many_beside_many
from tenants.coverage.queries.served import Served
from tenants.coverage.rules.cells import By
from tenants.events.models import Event
from tenants.groups.models import Group
from tenants.portfolios.models import Evidence, Snapshot, Submission
from tenants.staff.models import Staff

PAGE = 50


@dataclass(frozen=True)
class Piece:
    """`title`: as it was handed in, where the reader may read no more than that; `submission_id`: then, in what.
    `opens`: whether they may open the piece itself."""

    id: UUID
    event: bool
    day: date
    named: bool
    level: int | None
    name: str
    title: str
    opens: bool
    submission_id: UUID | None


@dataclass(frozen=True)
class Behind:
    """`others`: how many are not the reader's to read. `after`: the key of the next page."""

    items: int
    others: int
    pieces: list[Piece]
    after: UUID | None


def behind(
    session: Session,
    actor: Actor,
    wanted: Wanted,
    priority_id: UUID,
    by: By,
    against: object,
    after: UUID | None = None,
) -> Behind:
    base = Served(wanted.scope.of, wanted.when)
    starts = [half.begins for half in wanted.halves]
    values = {**wanted.values, "starts": starts, "priority": priority_id, "against": against, "after": after}
    listed = _listed(actor, _in_square(base, by, against)).subquery("listed")
    readable = listed.c.title.is_not(None)
    told = asking(session, **values)
    counts = select(func.count(), func.count().filter(~readable)).select_from(listed)
    page = select(listed).where(readable, true() if after is None else listed.c.id < bindparam("after"))
    with many_beside_many(session):
        items, others = session.execute(counts, told).one()
        rows = session.execute(page.order_by(listed.c.id.desc()).limit(PAGE + 1), told)
        found = [Piece(*row) for row in rows]
    return Behind(items, others, found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def _in_square(base: Served, by: By, against: object) -> CTE:
    """Each with its highest level; of a standard, with the level claimed for that one, as the square counts it."""
    work, served, told = base.work.c, base.served.c, base.told.c
    of_standard = by is By.STANDARDS
    level = told.level if of_standard else work.level
    found = (
        select(work.id, work.staff_id, work.event, work.day, served.named, level.label("level"))
        .select_from(base.work)
        .join(base.served, base.same(served, work))
        .where(served.priority_id == bindparam("priority"))
    )
    if of_standard:
        number = bindparam("against", type_=Integer)
        return found.join(base.told, and_(base.same(told, work), told.number == number)).cte("square")
    return found.where(_against(base, by, against)).cte("square")


def _against(base: Served, by: By, against: object) -> ColumnElement[bool]:
    work = base.work.c
    if by is By.HALF_TERMS:
        half = func.width_bucket(work.day, bindparam("starts"), type_=Integer) - 1
        return and_(half == bindparam("against", type_=Integer))
    if against is None:
        return and_(work.cohort_id.is_(None))
    return and_(work.cohort_id == bindparam("against", type_=Uuid))


def _listed(actor: Actor, square: CTE) -> Select[Any]:
    """Each with its title where the reader may know it: of evidence that may be read, or was handed in to them; of
    events in outreach that is theirs to see. What several did together stands here once, under their group's name."""
    sent = _handed_in(actor, square)
    once = (
        select(square).ext(distinct_on(square.c.id)).order_by(square.c.id, square.c.staff_id).subquery("once")
    )
    own, pooled = once.c, aliased(Evidence)
    live = and_(ours(Evidence), Evidence.id == own.id, visible(actor, Permission.EVIDENCE_READ, Evidence))
    held = and_(ours(Event), Event.id == own.id, visible(actor, Permission.OUTREACH_READ, Event))
    opens = or_(
        Evidence.id.is_not(None), and_(Event.id.is_not(None), visible(actor, Permission.EVENT_READ, Event))
    )
    return (
        select(
            own.id,
            own.event,
            own.day,
            own.named,
            own.level,
            func.coalesce(Group.name, Staff.name).label("name"),
            func.coalesce(Evidence.title, Event.title, sent.c.title).label("title"),
            func.coalesce(opens, False).label("opens"),
            sent.c.submission_id,
        )
        .select_from(once)
        .join(Staff, and_(ours(Staff), Staff.id == own.staff_id))
        .outerjoin(pooled, and_(pooled.school_id == Staff.school_id, pooled.id == own.id))
        .outerjoin(Group, beside(Group, pooled, Group.id == pooled.group_id))
        .outerjoin(Evidence, live)
        .outerjoin(Event, held)
        .outerjoin(sent, sent.c.id == own.id)
    )


def _handed_in(actor: Actor, square: CTE) -> Subquery:
    """Items as the latest portfolio has them that was handed in and that the reader may read."""
    content = cast(Snapshot.content, JSONB)["items"]
    item = func.jsonb_array_elements(content).table_valued("value", name="item").render_derived()
    each = item.c.value.op("->>")
    key = cast(each("id"), Uuid)
    return (
        select(key.label("id"), each("title").label("title"), Submission.id.label("submission_id"))
        .select_from(Submission)
        .join(Snapshot, beside(Snapshot, Submission, Snapshot.submission_id == Submission.id))
        .join(item, true())
        .where(
            ours(Submission),
            visible(actor, Permission.SUBMISSION_READ, Submission),
            Submission.staff_id.in_(select(square.c.staff_id)),
        )
        .ext(distinct_on(key))
        .order_by(key, Submission.submitted_at.desc())
        .subquery("sent")
    )
