"""A school of an example: what it planned, mapped and focused on, and what its people wrote and presented."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from tenants.base import clock
from tenants.base.clock import SCHOOL_TIME
from tenants.cohorts.models import Candidate, Cohort, CohortPriority
from tenants.coverage.queries.maps import Wanted
from tenants.coverage.rules.periods import Half, Period, When, halves_of
from tenants.coverage.rules.scopes import SCHOOL, Of, Scope
from tenants.events.models import EventPriority
from tenants.events.rules.events import EventState, Reach
from tenants.groups.models import Group
from tenants.portfolios.models import Claim, Evidence, EvidencePriority
from tenants.priorities.models import ImprovementPlan, Mapping, Priority
from tenants.schools.models import AcademicYear
from tenants.schools.nations import usual_half_terms
from tenants.schools.rules import Span
from tenants.staff.models import Staff
from tests.factories.events import make_event
from tests.factories.groups import make_contribution


@dataclass
class Ground:
    """What stays the same: two years, two cohorts on different versions of the standards, four people of whom two
    may have an award, and of whom the first three work as a group."""

    session: Any
    editions: list[Any]
    years: list[AcademicYear]
    cohorts: list[Cohort]
    people: list[Staff]
    places: list[Candidate]
    awards: list[Any]
    group: Group

    def halves(self, at: int) -> list[Half]:
        year = self.years[at]
        return halves_of(Span(year.starts_on, year.ends_on), usual_half_terms(year.starts_on.year))


class Town:
    """A school as an example has it."""

    def __init__(
        self, session: Any, ground: Ground, mapped: Any, items: Any, events: Any, pooled: Any = ()
    ) -> None:
        self.session, self.ground = session, ground
        self.plans = [
            ImprovementPlan(year_id=year.id, edition_id=edition, begun_at=clock.now())
            for year, edition in zip(ground.years, ground.editions[::-1], strict=True)
        ]
        session.add_all(self.plans)
        session.flush()
        first = [self._priority(0, at) for at in range(3)]
        second = [self._priority(1, at, line_id=one.line_id) for at, one in enumerate(first[1:])]
        self.priorities = [first, [*second, self._priority(1, 2)]]
        session.add_all(
            Mapping(
                priority_id=self._of(priority),
                standard_number=number,
                from_on=day,
                strength=strength.value,
                set_by=ground.places[0].staff_id,
                set_at=clock.now(),
            )
            for priority, number, day, strength in mapped
        )
        for each in items:
            self._item(*each)
        for each in pooled:
            self._pooled(*each)
        for event in events:
            self._event(*event)
        session.flush()

    def _priority(self, plan: int, at: int, **values: Any) -> Priority:
        made = Priority(plan_id=self.plans[plan].id, number=at + 1, title=f"Priority {at}", **values)
        self.session.add(made)
        self.session.flush()
        return made

    def _of(self, priority: tuple[int, int]) -> Any:
        plan, at = priority
        return self.priorities[plan][at].id

    def _item(
        self, who: int, state: str, happened: Any, begun: date, named: Any, claims: Any, **values: Any
    ) -> None:
        place = self.ground.places[who]
        item = self._evidence(place, state, happened, begun, named, candidate_id=place.id, **values)
        self._claim(item, place, claims)

    def _pooled(self, state: str, happened: Any, begun: date, named: Any, parts: Any) -> None:
        """`parts`: who, whether it was confirmed, whether they took a copy along, and what they claim."""
        group = self.ground.group
        item = self._evidence(self.ground.places[0], state, happened, begun, named, group_id=group.id)
        for who, standing, taken, claims in parts:
            place = self.ground.places[who]
            self._claim(item, place, claims)
            if standing is None:
                continue
            said = make_contribution(self.session, item, place)
            said.standing = standing
            if taken:
                whose = {"candidate_id": place.id, "source": "group", "source_id": item.id}
                copy = self._evidence(place, state, happened, begun, named, **whose)
                said.copy_id = copy.id
                self._claim(copy, place, claims)

    def _evidence(
        self, place: Candidate, state: str, happened: Any, begun: date, named: Any, **values: Any
    ) -> Evidence:
        item = Evidence(
            cohort_id=place.cohort_id,
            kind="text",
            title="Work",
            draft=state == "draft",
            removed_at=clock.now() if state == "removed" else None,
            happened_on=happened,
            begun_on=begun,
            priorities_named_at=None if named is None else clock.now(),
            saved_at=clock.now(),
            saved_by=place.staff_id,
            **values,
        )
        self.session.add(item)
        self.session.flush()
        self.session.add_all(
            EvidencePriority(evidence_id=item.id, priority_id=self._of(one)) for one in named or ()
        )
        return item

    def _claim(self, item: Evidence, place: Candidate, claims: Any) -> None:
        self.session.add_all(
            Claim(
                evidence_id=item.id,
                candidate_id=place.id,
                standard_number=number,
                level=level,
                reach_who="Two people",
                justification=why,
            )
            for number, level, why in claims
        )

    def _event(
        self, who: int, placed: bool, day: date, state: EventState, reach: Reach, named: Any, drawn: Any
    ) -> None:
        starts_at = datetime.combine(day, time(23, 15), SCHOOL_TIME)
        times = {"starts_at": starts_at, "opens_at": starts_at}
        over = dict.fromkeys(("ends_at", "closes_at"), starts_at + timedelta(minutes=90))
        event = make_event(
            self.session,
            self.ground.people[who],
            self.ground.places[who] if placed else None,
            state=state,
            reach=reach.value,
            priorities_named_at=None if named is None else clock.now(),
            **times,
            **over,
        )
        self.session.add_all(
            EventPriority(event_id=event.id, priority_id=self._of(one)) for one in named or ()
        )
        if drawn:
            source = {"source": "event", "source_id": event.id}
            self._item(*drawn, day, day, None, [(1, 3, "Because.")], **source)

    def focus(self, pairs: Any) -> None:
        self.session.add_all(
            CohortPriority(
                cohort_id=self.ground.cohorts[at].id,
                priority_id=self._of(priority),
                focused_by=self.ground.places[0].staff_id,
                focused_at=clock.now(),
            )
            for at, priority in pairs
        )

    def award(self, days: Any) -> None:
        for award, day in zip(self.ground.awards, days, strict=True):
            award.revoked_at = None if day else clock.now()
            award.awarded_on = day or award.awarded_on
        self.session.flush()

    def asked(self, plan: int, whose: str, when: When, half: int | None) -> Wanted:
        halves, year = self.ground.halves(plan), self.ground.years[plan]
        of, _, at = whose.partition(" ")
        scope = {
            "school": lambda: SCHOOL,
            "cohort": lambda: Scope(Of.COHORT, self.ground.cohorts[int(at)].id),
            "person": lambda: Scope(Of.PERSON, self.ground.places[int(at)].staff_id),
        }[of]()
        period = (
            Period(year.starts_on, year.ends_on)
            if half is None
            else Period(halves[half].begins, halves[half].ends)
        )
        shown = self.plans[plan]
        return Wanted(shown.id, shown.edition_id, 3, halves, period, scope, when)
