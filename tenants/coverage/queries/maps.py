"""The three maps of a plan in one question: PostgreSQL counts, and a row comes back for each square that holds any."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Subquery,
    Uuid,
    bindparam,
    case,
    cast,
    distinct,
    func,
    literal,
    null,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session

from tenants.base.isolation import asking
from tenants.coverage.queries.served import Asked, Served
from tenants.coverage.rules.cells import LEVELS, By, Cell, Key, Maps
from tenants.coverage.rules.periods import Half, Period, When
from tenants.coverage.rules.scopes import Of, Scope

TOTAL, ALL = "total", "all"


@dataclass(frozen=True)
class Wanted:
    """`beyond`: the level from which on work reaches beyond the own team."""

    plan_id: UUID
    edition_id: UUID
    beyond: int
    halves: Sequence[Half]
    period: Period
    scope: Scope
    when: When = When.ALL

    @property
    def values(self) -> dict[str, Any]:
        of = {Of.COHORT: {"cohort": self.scope.id}, Of.PERSON: {"person": self.scope.id}}
        return {
            "plan": self.plan_id,
            "edition": self.edition_id,
            "beyond": self.beyond,
            "begins": self.period.begins,
            "ends": self.period.ends,
            **of.get(self.scope.of, {}),
        }


@contextmanager
def many_beside_many(session: Session) -> Iterator[None]:
    """PostgreSQL takes a table made on the way for a short one, and would go through all of it for each of its rows:
    50,000 links then take ten seconds."""
    session.execute(text("SET LOCAL enable_nestloop = off"))
    yield
    session.execute(text("SET LOCAL enable_nestloop = on"))


def maps(session: Session, wanted: Wanted) -> Maps:
    starts: list[date] = [half.begins for half in wanted.halves]
    told = asking(session, **wanted.values, starts=starts)
    with many_beside_many(session):
        rows = session.execute(_select_maps(wanted.scope.of, wanted.when), told).all()
    cells: dict[By, dict[Key, Cell]] = defaultdict(dict)
    of: dict[UUID, Cell] = {}
    items = serving = 0
    for by, priority_id, number, cohort_id, *counted in rows:
        if by == ALL:
            items, serving = counted[0], counted[2]
        elif by == TOTAL:
            of[priority_id] = _cell(*counted)
        else:
            against = cohort_id if by == By.COHORTS else number
            cells[By(by)][priority_id, against] = _cell(*counted)
    return Maps({by: cells[by] for by in By}, of, items, serving)


def _cell(items: int, people: int, named: int, beyond: int, levels: Sequence[int]) -> Cell:
    return Cell(
        items, people, named, beyond, {one: many for one, many in zip(LEVELS, levels, strict=True) if many}
    )


@cache
def _select_maps(of: Of, when: When) -> CompoundSelect[Any]:
    base = Served(of, when)
    return union_all(_by_standard(base), _by_place(base), _all(base))


def _by_standard(base: Served) -> Asked:
    work, told, served = base.work.c, base.told.c, base.served.c
    beyond = told.level >= bindparam("beyond", type_=Integer)
    return (
        select(
            literal(By.STANDARDS.value).label("by"),
            served.priority_id,
            told.number,
            cast(null(), Uuid).label("cohort_id"),
            *_counted(work.id, work.staff_id, served.named, told.level, beyond),
        )
        .select_from(base.served)
        .join(base.work, base.same(work, served))
        .join(base.told, base.same(told, served))
        .group_by(served.priority_id, told.number)
    )


def _by_place(base: Served) -> Asked:
    """By cohort, by half-term, and altogether: the same rows, laid out in three ways."""
    own = _placed(base).c
    laid_out = func.grouping(own.cohort_id, own.half)
    by = case({1: By.COHORTS.value, 2: By.HALF_TERMS.value}, value=laid_out, else_=TOTAL)
    ways = func.grouping_sets(
        tuple_(own.priority_id, own.cohort_id), tuple_(own.priority_id, own.half), tuple_(own.priority_id)
    )
    counted = _counted(own.id, own.staff_id, own.named, own.level, own.beyond)
    return select(by, own.priority_id, own.half, own.cohort_id, *counted).group_by(ways)


def _placed(base: Served) -> Subquery:
    work, served = base.work.c, base.served.c
    half = func.width_bucket(work.day, bindparam("starts", type_=ARRAY(Date)), type_=Integer) - 1
    return (
        select(
            served.priority_id,
            served.named,
            work.id,
            work.staff_id,
            work.cohort_id,
            half.label("half"),
            work.level,
            work.beyond,
        )
        .select_from(base.served)
        .join(base.work, base.same(work, served))
        .subquery("placed")
    )


def _all(base: Served) -> Asked:
    """Everything that was done, and how much of it serves a priority."""
    work = base.work.c
    serves = work.id.in_(select(base.served.c.id))
    nothing = cast(null(), Uuid)
    counted = _counted(work.id, work.staff_id, serves, work.level, work.beyond)
    return select(literal(ALL), nothing, cast(null(), Integer), nothing, *counted).select_from(base.work)


def _counted(
    work_id: Any, staff_id: Any, named: Any, level: Any, beyond: Any
) -> tuple[ColumnElement[Any], ...]:
    """What a Cell is made of, in its order. What several did together is one piece."""
    pieces = func.count(distinct(work_id))
    return (
        pieces.label("items"),
        func.count(distinct(staff_id)).label("people"),
        pieces.filter(named).label("named"),
        pieces.filter(beyond).label("beyond"),
        array([pieces.filter(level == one) for one in LEVELS]).label("levels"),
    )
