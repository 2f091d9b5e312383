"""The school writes its improvement plans, maps the standards to them, reviews them and carries them forward."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from app.demonstration.stage import Stage
from app.demonstration.told_priorities import Action, Mapped, Measure, Plan, Priority
from tenants.base import clock
from tenants.priorities import models
from tenants.priorities.actions import measures, plans, priorities, steps
from tenants.priorities.actions.mapping import set_mapping
from tenants.priorities.queries.plans import PlanOfYear, priorities_of, whole
from tenants.priorities.queries.plans import plans as known_plans
from tenants.priorities.rules.mapping import Wanted
from tenants.priorities.rules.states import Better, Rating, Strength
from tenants.schools.nations import usual_half_terms, usual_year
from tenants.schools.queries import planned_years
from tenants.schools.rules import Span

SALT = "improvement plan"
"""The same for each step, so that those of one day come in their order."""


class Year:
    """The year of a plan on the stage."""

    def __init__(self, stage: Stage, told: Plan) -> None:
        self.stage, self.told = stage, told
        current = stage.days.year_of(stage.days.today)
        self.span: Span = usual_year(current.year - told.back)
        self.first = stage.days.ago(self.span.starts_on)
        after = min(self.span.ends_on + timedelta(days=1), stage.days.today)
        self.last = stage.days.ago(after) + 1

    def ago(self, share: float) -> int:
        """Never today: that has not happened yet."""
        return max(round(self.first - share * (self.first - self.last)), 1)

    def day(self, share: float) -> date:
        return self.stage.days.day(self.ago(share))

    def plan(self, share: float, step: object) -> None:
        self.stage.plan(self.ago(share), SALT, step)  # type: ignore[arg-type]

    @property
    def found(self) -> PlanOfYear:
        return next(
            one for one in known_plans(self.stage.session) if one.span.starts_on == self.span.starts_on
        )

    def priority(self, title: str) -> models.Priority:
        return next(one for one in priorities_of(self.stage.session, self.found.id) if one.title == title)


def plan_improvement(stage: Stage, told: Iterable[Plan]) -> None:
    before: Year | None = None
    for one in told:
        year = Year(stage, one)
        year.plan(0, partial(_begin, year, before))
        for priority in one.priorities:
            _plan_priority(year, priority)
        year.plan(one.agreed, partial(_agree, year))
        if before is not None and year.first > 0:
            year.plan(0.05, partial(_archive, before))
        before = year


def _plan_priority(year: Year, told: Priority) -> None:
    year.plan(0.01, partial(_write, year, told))
    for one in told.measures:
        for at, value in one.readings:
            year.plan(at, partial(_read, year, told.title, one.name, value))
    for at, value in told.readings:
        year.plan(at, partial(_read, year, told.title, None, value))
    for action in told.actions:
        if action.done is not None:
            year.plan(action.done, partial(_finish, year, told.title, action))
    for moment in sorted({one.at for one in told.mapped}):
        said = [one for one in told.mapped if one.at == moment]
        year.plan(moment, partial(_map, year, told.title, said))
    ended = [
        (code, span)
        for code, span in usual_half_terms(year.span.starts_on.year).items()
        if span.ends_on < year.stage.days.today
    ]
    for (code, span), (rating, note) in zip(ended, told.reviews, strict=False):
        ago = max(year.stage.days.ago(span.ends_on), 1)
        year.stage.plan(ago, SALT, partial(_review, year, told.title, code, rating, note))


def _begin(year: Year, before: Year | None) -> None:
    """With what goes on from the plan before."""
    stage = year.stage
    head = stage.acting(stage.school.head)
    years = {one.span.starts_on: one.id for one in planned_years(stage.session)}
    year_id = years[year.span.starts_on]
    carried = [one.title for one in year.told.priorities if one.carried]
    if before is None or not carried:
        plans.begin_plan(stage.session, head, year_id, year.told.about.strip())
        return
    going = [before.priority(title).id for title in carried]
    made = plans.carry_forward(stage.session, head, before.found.plan, year_id, going)
    plans.change_plan(stage.session, head, made, made.version, year.told.about.strip(), None)


def _write(year: Year, told: Priority) -> None:
    stage = year.stage
    head = stage.acting(stage.school.head)
    if told.carried:
        one = year.priority(told.title)
    else:
        one = priorities.add_priority(stage.session, head, year.found.plan, told.title, told.reason.strip())
    for measure in told.measures:
        measures.add_measure(stage.session, head, one, _figures(measure))
    for action in told.actions:
        steps.add_action(stage.session, head, one, _planned(year, action))


def _figures(told: Measure) -> measures.Figures:
    return measures.Figures(
        told.name,
        told.unit,
        Better(told.better),
        Decimal(told.baseline),
        clock.today(),
        Decimal(told.target),
    )


def _planned(year: Year, told: Action) -> steps.Planned:
    due_on = year.stage.days.day(-told.ahead) if told.ahead else year.day(told.due)
    return steps.Planned(told.what, year.stage.person(told.who).id if told.who else None, due_on)


def _read(year: Year, title: str, name: str | None, value: str) -> None:
    """Without a name, of the first measure."""
    stage = year.stage
    (one,) = whole(stage.session, [year.priority(title)])
    measure = next(each.measure for each in one.measures if name in (None, each.measure.name))
    head = stage.acting(stage.school.head)
    measures.note_reading(stage.session, head, measure, clock.today(), Decimal(value))


def _finish(year: Year, title: str, told: Action) -> None:
    stage = year.stage
    (one,) = whole(stage.session, [year.priority(title)])
    action = next(each.action for each in one.steps if each.action.what == told.what)
    who = stage.acting(told.who or stage.school.head)
    steps.finish_action(stage.session, who, action, clock.today())


def _map(year: Year, title: str, said: Iterable[Mapped]) -> None:
    stage = year.stage
    wanted = {one.standard: Wanted(Strength(one.strength), one.reason) for one in said}
    set_mapping(stage.session, stage.acting(stage.school.head), year.priority(title), wanted)


def _review(year: Year, title: str, code: str, rating: str, note: str) -> None:
    stage = year.stage
    head, one = stage.acting(stage.school.head), year.priority(title)
    priorities.review_priority(stage.session, head, one, code, 0, Rating(rating), note)


def _agree(year: Year) -> None:
    stage, plan = year.stage, year.found.plan
    head = stage.acting(stage.school.head)
    plans.change_plan(stage.session, head, plan, plan.version, plan.about, clock.today())


def _archive(year: Year) -> None:
    stage = year.stage
    plans.archive_plan(stage.session, stage.acting(stage.school.head), year.found.plan)
