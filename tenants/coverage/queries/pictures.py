"""A whole picture of coverage: in at most four questions, whatever a school has written."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.coverage.queries.maps import Wanted, maps
from tenants.coverage.queries.plans import Aim, CohortNamed, PlanOf, aims, cohorts_of, plans
from tenants.coverage.rules.cells import By, Cell, Maps
from tenants.coverage.rules.gaps import Gap, gaps
from tenants.coverage.rules.periods import Half, Period, When
from tenants.coverage.rules.scopes import Of, Scope
from tenants.priorities.rules.plans import current
from tenants.priorities.rules.states import Strength
from tenants.standards.queries import Framework, framework

OUTSIDE = "Outside a cohort"


@dataclass(frozen=True)
class Asked:
    """What of it is wanted: of which plan (None: the current one), of which half-term (None: the whole year)."""

    scope: Scope
    plan_id: UUID | None = None
    half: str | None = None
    when: When = When.ALL


@dataclass(frozen=True)
class Line:
    """A row of a map: what the priorities are laid against. `name` is short, `words` say it whole."""

    against: object
    name: str
    words: str


@dataclass(frozen=True)
class Picture:
    asked: Asked
    plans: list[PlanOf]
    plan: PlanOf
    half: Half | None
    shown_on: date
    framework: Framework
    aims: list[Aim]
    maps: Maps
    cohorts: list[CohortNamed]

    @property
    def wanted(self) -> Wanted:
        return wanted_of(self.asked, self.plan, self.half, self.framework)

    def lines(self, by: By) -> list[Line]:
        match by:
            case By.STANDARDS:
                return [
                    Line(one.number, str(one.number), f"Standard {one.number}, {one.title}")
                    for one in self.framework.standards
                ]
            case By.HALF_TERMS:
                return [Line(at, one.name, one.name) for at, one in enumerate(self.plan.halves)]
        outside = [(None, OUTSIDE)] if any(key[1] is None for key in self.maps.cells[By.COHORTS]) else []
        worked = {key[1] for key in self.maps.cells[By.COHORTS]}
        everything = self.asked.scope.of is Of.SCHOOL
        named = [(one.id, one.name) for one in self.cohorts if one.id in worked or everything]
        return [Line(one, name, name) for one, name in [*named, *outside]]

    def cell(self, by: By, aim: Aim, line: Line) -> Cell:
        return self.maps.cell(by, aim.id, line.against)

    def strength(self, by: By, aim: Aim, line: Line) -> Strength | None:
        return (
            aim.strengths.get(line.against) if by is By.STANDARDS and isinstance(line.against, int) else None
        )

    @cached_property
    def gaps(self) -> list[Gap]:
        return gaps(self.aims, self.maps, self.asked.scope.of)


def picture(session: Session, actor: Actor, asked: Asked, today: date) -> Picture | None:
    """None while the school has no plan."""
    known = plans(session)
    if not known:
        return None
    asked_for = (one for one in known if one.id == asked.plan_id)
    chosen = next(asked_for, None) or current(known, today) or known[0]
    half = next((one for one in chosen.halves if one.code == asked.half), None)
    told = framework(session, chosen.plan.edition_id)
    wanted = wanted_of(asked, chosen, half, told)
    shown_on = wanted.period.shown_on(today)
    return Picture(
        asked=asked,
        plans=known,
        plan=chosen,
        half=half,
        shown_on=shown_on,
        framework=told,
        aims=aims(session, actor, chosen, shown_on, asked.scope),
        maps=maps(session, wanted),
        cohorts=cohorts_of(session, actor, asked.scope),
    )


def wanted_of(asked: Asked, plan: PlanOf, half: Half | None, told: Framework) -> Wanted:
    """Work reaches beyond the own team from the level on that counts towards the award."""
    period = Period(half.begins, half.ends) if half else plan.period
    edition = told.edition
    return Wanted(plan.plan.id, edition.id, edition.pass_level, plan.halves, period, asked.scope, asked.when)
