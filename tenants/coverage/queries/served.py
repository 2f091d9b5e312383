"""What work serves which priorities of a plan, as tables that one statement is built on: the rule of
tenants/coverage/rules/serving.py, said to the database for any number of pieces at once."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import aliased

from tenants.awards.models import Award
from tenants.base import clock
from tenants.base.isolation import beside, ours
from tenants.cohorts.models import Candidate, Cohort, CohortPriority
from tenants.coverage.rules.periods import When
from tenants.coverage.rules.scopes import Of
from tenants.events.models import Event, EventPriority
from tenants.events.rules.events import EventState, Reach
from tenants.portfolios.models import Claim, Evidence, EvidencePriority
from tenants.portfolios.queries.evidence import finished_claim
from tenants.portfolios.queries.parts import parts
from tenants.portfolios.rules.states import Source
from tenants.priorities.models import Mapping, Priority
from tenants.priorities.rules.states import SERVING
from tenants.standards.models import Replacement, Standard

Asked = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Served:
    """`work`: what was done in the period, by whose it is: an item of a pool stands there once for each who claims on
    it, at the level of the item. `told`: its standards in the plan's numbers. `served`: the priorities that it serves.
    Asked with the values of `Wanted`; the claims are read once."""

    of: Of
    when: When
    pieces: CTE = field(init=False)
    claims: CTE = field(init=False)
    work: CTE = field(init=False)
    told: CTE = field(init=False)
    served: CTE = field(init=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "pieces", self._pieces().cte("pieces"))
        put(self, "claims", _claims_of(self.pieces).cte("claimed"))
        put(self, "work", union_all(_counting(self.pieces, self.claims), self._events()).cte("work"))
        put(self, "told", _told(self.claims).cte("told"))
        put(self, "served", self._served().cte("served"))

    @staticmethod
    def same(one: Any, other: Any) -> ColumnElement[bool]:
        """The same piece of the same person."""
        return and_(one.id == other.id, one.staff_id == other.staff_id)

    def _pieces(self) -> Asked:
        part = parts()
        item = aliased(Evidence, part)
        day = func.coalesce(item.happened_on, item.begun_on)
        found = (
            select(
                item.id,
                part.c.whose.label("candidate_id"),
                Candidate.staff_id,
                item.cohort_id,
                day.label("day"),
                item.priorities_named_at.is_not(None).label("named"),
                Cohort.edition_id,
            )
            .join(Candidate, beside(Candidate, item, Candidate.id == part.c.whose))
            .join(Cohort, beside(Cohort, item, Cohort.id == item.cohort_id))
            .where(ours(item), item.draft.is_(False), item.removed_at.is_(None), _within(day))
        )
        return self._chosen(found, Candidate.staff_id, item.cohort_id, day)

    def _events(self) -> Asked:
        """Those that were held, and are not counted as evidence of the same person already."""
        day = cast(func.timezone(clock.SCHOOL_TIME.key, Event.starts_at), Date)
        found = select(
            Event.id,
            Event.staff_id,
            Event.cohort_id,
            day.label("day"),
            Event.priorities_named_at.is_not(None).label("named"),
            literal(True).label("event"),
            cast(null(), Integer).label("level"),
            (Event.reach != Reach.TEAM.value).label("beyond"),
        ).where(ours(Event), Event.state == EventState.HELD.value, _within(day), ~_drawn())
        return self._chosen(found, Event.staff_id, Event.cohort_id, day)

    def _chosen(self, found: Asked, staff_id: Any, cohort_id: Any, day: Any) -> Asked:
        match self.of:
            case Of.COHORT:
                found = found.where(cohort_id == bindparam("cohort"))
            case Of.PERSON:
                found = found.where(staff_id == bindparam("person"))
        if self.when is When.ALL:
            return found
        awarded = _awarded_on(staff_id)
        after = func.coalesce(day >= awarded, literal(False))
        return found.where(after if self.when is When.AFTER else ~after)

    def _served(self) -> Any:
        """In each part a piece stands at most once for a person beside a priority, and no piece stands in two parts."""
        lines = select(Priority.id, Priority.line_id).where(ours(Priority), _of_plan(Priority)).cte("lines")
        work, told, spans = self.work.c, self.told.c, _spans().cte("spans")

        def named(link: Any, of: Any, event: ColumnElement[bool]) -> Asked:
            return (
                select(work.id, work.staff_id, lines.c.id.label("priority_id"), literal(True).label("named"))
                .join(link, and_(ours(link), of == work.id))
                .join(Priority, beside(Priority, link, Priority.id == link.priority_id))
                .join(lines, lines.c.line_id == Priority.line_id)
                .where(work.named, event)
                .distinct()
            )

        mapped = (
            select(work.id, work.staff_id, spans.c.priority_id, literal(False))
            .join(self.told, and_(told.id == work.id, told.staff_id == work.staff_id))
            .join(
                spans,
                and_(
                    spans.c.standard_number == told.number,
                    work.day >= spans.c.from_on,
                    work.day < spans.c.until,
                    spans.c.strength.in_([one.value for one in SERVING]),
                ),
            )
            .where(~work.named, ~work.event)
            .distinct()
        )
        focused = (
            select(work.id, work.staff_id, lines.c.id, literal(False))
            .join(CohortPriority, and_(ours(CohortPriority), CohortPriority.cohort_id == work.cohort_id))
            .join(Priority, beside(Priority, CohortPriority, Priority.id == CohortPriority.priority_id))
            .join(lines, lines.c.line_id == Priority.line_id)
            .where(~work.named, work.event)
            .distinct()
        )
        return union_all(
            named(EvidencePriority, EvidencePriority.evidence_id, ~work.event),
            named(EventPriority, EventPriority.event_id, work.event),
            mapped,
            focused,
        )


def _within(day: Any) -> ColumnElement[bool]:
    return and_(day.between(bindparam("begins", type_=Date), bindparam("ends", type_=Date)))


def _of_plan(priority: Any) -> ColumnElement[bool]:
    return and_(priority.plan_id == bindparam("plan"))


def _awarded_on(staff_id: Any) -> Any:
    return (
        select(func.min(Award.awarded_on))
        .where(ours(Award), Award.staff_id == staff_id, Award.revoked_at.is_(None))
        .scalar_subquery()
    )


def _drawn() -> ColumnElement[bool]:
    return exists(
        select(1)
        .select_from(Evidence)
        .join(Candidate, beside(Candidate, Evidence, Candidate.id == Evidence.candidate_id))
        .join(Claim, beside(Claim, Evidence, Claim.evidence_id == Evidence.id))
        .where(
            beside(Evidence, Event, Evidence.source_id == Event.id),
            Evidence.source == Source.EVENT.value,
            Candidate.staff_id == Event.staff_id,
            Evidence.draft.is_(False),
            Evidence.removed_at.is_(None),
            finished_claim(),
        )
        .correlate(Event)
    )


def _claims_of(pieces: CTE) -> Asked:
    own = pieces.c
    claimed = and_(ours(Claim), Claim.evidence_id == own.id, Claim.candidate_id == own.candidate_id)
    return (
        select(own.id, own.staff_id, own.edition_id, Claim.standard_number, Claim.level)
        .select_from(pieces)
        .join(Claim, claimed)
        .where(finished_claim())
    )


def _counting(pieces: CTE, claims: CTE) -> Asked:
    """Evidence for who claims anything with it, at the highest level that anybody claims."""
    top = select(claims.c.id, func.max(claims.c.level).label("level")).group_by(claims.c.id).subquery("top")
    by = select(claims.c.id, claims.c.staff_id).distinct().subquery("claiming")
    own = pieces.c
    return (
        select(
            own.id,
            own.staff_id,
            own.cohort_id,
            own.day,
            own.named,
            literal(False).label("event"),
            top.c.level,
            (top.c.level >= bindparam("beyond", type_=Integer)).label("beyond"),
        )
        .join(top, top.c.id == own.id)
        .join(by, and_(by.c.id == own.id, by.c.staff_id == own.staff_id))
    )


def _told(claims: CTE) -> Asked:
    """A number of another version of the standards is told by what it was replaced by, or what it replaced. The level
    is that of the piece, whoever claimed it."""
    plans: BindParameter[UUID] = bindparam("edition")
    numbers = union(
        select(Standard.edition_id, Standard.number.label("theirs"), Standard.number.label("ours")).where(
            Standard.edition_id == plans
        ),
        select(Replacement.edition_id, Replacement.number, Replacement.by_number).where(
            Replacement.by_edition_id == plans
        ),
        select(Replacement.by_edition_id, Replacement.by_number, Replacement.number).where(
            Replacement.edition_id == plans
        ),
    ).cte("numbers")
    known = numbers.c
    of_piece = func.max(func.max(claims.c.level)).over(partition_by=(claims.c.id, known.ours))
    return (
        select(claims.c.id, claims.c.staff_id, known.ours.label("number"), of_piece.label("level"))
        .join(
            numbers, and_(known.edition_id == claims.c.edition_id, known.theirs == claims.c.standard_number)
        )
        .group_by(claims.c.id, claims.c.staff_id, known.ours)
    )


def _spans() -> Asked:
    """The mapping of the plan: what was said on a day holds until something else is."""
    until = func.lead(Mapping.from_on).over(
        partition_by=(Mapping.priority_id, Mapping.standard_number), order_by=Mapping.from_on
    )
    return (
        select(
            Mapping.priority_id,
            Mapping.standard_number,
            Mapping.strength,
            Mapping.from_on,
            func.coalesce(until, cast(literal("infinity"), Date)).label("until"),
        )
        .join(Priority, beside(Priority, Mapping, Priority.id == Mapping.priority_id))
        .where(ours(Mapping), _of_plan(Priority))
    )
