"""The maps counted by hand: every row is read plainly, and the rule is asked about one piece after the other."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from tenants.awards.models import Award
from tenants.base import clock
from tenants.base.isolation import here
from tenants.cohorts.models import Candidate, Cohort, CohortPriority
from tenants.coverage.queries.maps import Wanted
from tenants.coverage.rules.cells import By, Cell, Maps
from tenants.coverage.rules.periods import When
from tenants.coverage.rules.scopes import Of
from tenants.coverage.rules.serving import Because, Mapped, Work, serves
from tenants.events.models import Event, EventPriority
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Claim, Evidence, EvidencePriority
from tenants.priorities.models import Mapping, Priority
from tenants.priorities.rules.states import Strength
from tenants.standards.models import Replacement


@dataclass(frozen=True)
class Done:
    id: UUID
    staff_id: UUID
    cohort_id: UUID | None
    work: Work
    level: int | None
    beyond: bool


class Recount:
    def __init__(self, session: Any, wanted: Wanted) -> None:
        self.wanted = wanted
        rows = lambda model: session.scalars(select(model).where(here(session, model))).all()  # noqa: E731
        self.priorities = {one.id: one for one in rows(Priority)}
        self.candidates = {one.id: one for one in rows(Candidate)}
        self.cohorts = {one.id: one for one in rows(Cohort)}
        self.evidence, self.claims, self.events = rows(Evidence), rows(Claim), rows(Event)
        self.contributions = rows(Contribution)
        self.mapping, self.awards = rows(Mapping), rows(Award)
        self.replaced = session.scalars(select(Replacement)).all()
        self.named = self._links(rows(EvidencePriority), "evidence_id")
        self.named |= self._links(rows(EventPriority), "event_id")
        self.focus = self._links(rows(CohortPriority), "cohort_id")

    def _links(self, rows: Any, of: str) -> dict[UUID, frozenset[UUID]]:
        found: dict[UUID, set[UUID]] = defaultdict(set)
        for one in rows:
            found[getattr(one, of)].add(self.priorities[one.priority_id].line_id)
        return {key: frozenset(lines) for key, lines in found.items()}

    def maps(self) -> Maps:
        plan = {one.line_id: one.id for one in self.priorities.values() if one.plan_id == self.wanted.plan_id}
        said = [
            Mapped(
                self.priorities[one.priority_id].line_id,
                one.standard_number,
                one.from_on,
                Strength(one.strength),
            )
            for one in self.mapping
            if one.priority_id in plan.values()
        ]
        squares: dict[Any, list[tuple[Done, Because, int | None, bool]]] = defaultdict(list)
        items, serving = set(), set()
        for done in self._done():
            found = serves(done.work, plan, said)
            items.add(done.id)
            if found:
                serving.add(done.id)
            for line, because in found.items():
                priority_id = plan[line]
                of_work = (done, because, done.level, done.beyond)
                squares["total", priority_id, None].append(of_work)
                squares[By.COHORTS, priority_id, done.cohort_id].append(of_work)
                squares[By.HALF_TERMS, priority_id, self._half(done.work.day)].append(of_work)
                for number in done.work.standards:
                    level = self._level(done.id, number)
                    reached = (done, because, level, level >= self.wanted.beyond)
                    squares[By.STANDARDS, priority_id, number].append(reached)
        cells: Any = {by: {} for by in By}
        of = {}
        for (by, priority_id, against), counted in squares.items():
            if by == "total":
                of[priority_id] = self._cell(counted)
            else:
                cells[by][priority_id, against] = self._cell(counted)
        return Maps(cells, of, len(items), len(serving))

    def _cell(self, counted: list[tuple[Done, Because, int | None, bool]]) -> Cell:
        pieces = {done.id: (because, level, beyond) for done, because, level, beyond in counted}
        return Cell(
            items=len(pieces),
            people=len({done.staff_id for done, *_ in counted}),
            named=sum(because is Because.NAMED for because, *_ in pieces.values()),
            beyond=sum(beyond for *_, beyond in pieces.values()),
            levels=dict(Counter(level for _, level, _ in pieces.values() if level)),
        )

    def _level(self, item_id: UUID, number: int) -> int:
        """Of a piece for a standard: the highest that any of those claims who are counted."""
        return max(told[number] for of, told in self.told if of == item_id and number in told)

    def _half(self, day: date) -> int:
        return max(at for at, half in enumerate(self.wanted.halves) if half.begins <= day)

    def _done(self) -> Iterator[Done]:
        drawn, self.told = set(), []
        for one in self.evidence:
            if one.draft or one.removed_at:
                continue
            day, mine = one.happened_on or one.begun_on, []
            for candidate_id in self._whose(one):
                staff_id = self.candidates[candidate_id].staff_id
                claims = [
                    claim
                    for claim in self.claims
                    if (claim.evidence_id, claim.candidate_id) == (one.id, candidate_id) and claim.complete
                ]
                if claims:
                    drawn.add((one.source_id, staff_id))
                if claims and self._is_wanted(staff_id, one.cohort_id, day):
                    mine.append((staff_id, claims))
                    self.told.append((one.id, self._told(one, claims)))
            level = max((claim.level for _, claims in mine for claim in claims), default=0)
            for staff_id, claims in mine:
                work = Work(day, self._named(one), self._told(one, claims))
                yield Done(one.id, staff_id, one.cohort_id, work, level, level >= self.wanted.beyond)
        for event in self.events:
            day = clock.school_date(event.starts_at)
            own = (event.id, event.staff_id)
            if (
                event.state != "held"
                or own in drawn
                or not self._is_wanted(event.staff_id, event.cohort_id, day)
            ):
                continue
            focus = self.focus.get(event.cohort_id, frozenset())
            work = Work(day, self._named(event), {}, event=True, focus=focus)
            yield Done(event.id, event.staff_id, event.cohort_id, work, None, event.reach != "team")

    def _whose(self, one: Evidence) -> list[UUID]:
        """Its owner; of a pool everybody whose contribution the others confirmed, and who took no copy along."""
        if one.candidate_id is not None:
            return [one.candidate_id]
        return [
            each.candidate_id
            for each in self.contributions
            if each.evidence_id == one.id and each.standing == "confirmed" and each.copy_id is None
        ]

    def _named(self, one: Any) -> frozenset[UUID] | None:
        return self.named.get(one.id, frozenset()) if one.priorities_named_at else None

    def _told(self, item: Evidence, claims: list[Claim]) -> dict[int, int]:
        theirs, plans = self.cohorts[item.cohort_id].edition_id, self.wanted.edition_id
        found: dict[int, int] = {}
        for claim in claims:
            number = claim.standard_number
            numbers = {number} if theirs == plans else set()
            for one in self.replaced:
                if (one.edition_id, one.number, one.by_edition_id) == (theirs, number, plans):
                    numbers.add(one.by_number)
                if (one.by_edition_id, one.by_number, one.edition_id) == (theirs, number, plans):
                    numbers.add(one.number)
            for each in numbers:
                found[each] = max(claim.level or 0, found.get(each, 0))
        return found

    def _is_wanted(self, staff_id: UUID, cohort_id: UUID | None, day: date) -> bool:
        scope, period = self.wanted.scope, self.wanted.period
        if not period.begins <= day <= period.ends:
            return False
        if (scope.of is Of.COHORT and cohort_id != scope.id) or (
            scope.of is Of.PERSON and staff_id != scope.id
        ):
            return False
        awarded = [one.awarded_on for one in self.awards if one.staff_id == staff_id and not one.revoked_at]
        after = bool(awarded) and day >= min(awarded)
        return {When.ALL: True, When.AFTER: after, When.BEFORE: not after}[self.wanted.when]
