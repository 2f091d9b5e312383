"""What is asked of a plan, its priorities, measures, actions and reviews."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from wtforms import Field

from blueprints.shared import fields
from blueprints.shared.amounts import amount
from blueprints.shared.forms import LecternForm, form_key
from blueprints.shared.words import RATINGS
from tenants.base import clock
from tenants.priorities.actions.measures import Figures
from tenants.priorities.actions.steps import Planned
from tenants.priorities.models import PlannedAction, Priority, SuccessMeasure
from tenants.priorities.rules.plans import LONGEST_TITLE
from tenants.priorities.rules.states import Better, Rating
from tenants.schools.models import AcademicYear
from tenants.staff.models import Staff

PLACE = "place-"
NOBODY = ""


class Press(LecternForm):
    """A button without fields."""


class YearForm(LecternForm):
    year = fields.pick("For which academic year?", needed="Choose the year")

    def offer(self, years: Iterable[AcademicYear]) -> Any:
        self.year.choices = fields.offered((str(one.id), one.name) for one in years)
        return self

    @property
    def year_id(self) -> UUID:
        return UUID(self.year.data)


class BeginForm(YearForm):
    about = fields.passage(
        "What is this plan about?",
        hint="A few sentences for everybody who works here: what the school wants for its pupils this year. You can "
        "write it later",
        most=5000,
    )


class CarryForm(YearForm):
    priorities = fields.several("Which priorities go on?", needed="Choose at least one priority")
    mapped = fields.tick(
        "Take the mapping along", hint="Which standards serve these priorities, as it stands today"
    )

    def offer_priorities(self, priorities: Iterable[Priority]) -> "CarryForm":
        self.priorities.choices = fields.offered((str(one.id), one.title) for one in priorities)
        return self

    @property
    def chosen(self) -> list[UUID]:
        return [UUID(one) for one in self.priorities.data or ()]


class AboutForm(LecternForm):
    version = fields.version()
    about = fields.passage("What is this plan about?", hint="Everybody who works here can read it", most=5000)
    agreed_on = fields.day("When did governors agree to it?", hint="Leave it empty until they have")


class PriorityForm(LecternForm):
    version = fields.version()
    title = fields.line(
        "What do you want to get better at?",
        needed="Say what you want to get better at",
        hint="In one line that colleagues remember. For example: Talk that makes thinking visible",
        most=LONGEST_TITLE,
    )
    reason = fields.passage(
        "Why does it matter here?",
        hint="What you have seen or counted. Candidates read it, too: it tells them what their work is for",
        most=2000,
    )


class OrderForm(LecternForm):
    """One choice for each priority."""

    def places(self) -> dict[UUID, int]:
        return {UUID(one.name.removeprefix(PLACE)): int(one.data) for one in self.asked}

    @property
    def asked(self) -> list[Field]:
        return [one for one in self if one.name.startswith(PLACE)]


def order_form(priorities: Sequence[Priority]) -> OrderForm:
    choices = [(str(at), str(at)) for at in range(1, len(priorities) + 1)]
    made: dict[str, Any] = {
        f"{PLACE}{one.id}": fields.pick(one.title, needed=f"Choose a place for {one.title}", choices=choices)
        for one in priorities
    }
    standing = {f"{PLACE}{one.id}": str(at) for at, one in enumerate(priorities, 1)}
    form: OrderForm = type("OrderForm", (OrderForm,), made)(data=standing)
    return form


class MeasureForm(LecternForm):
    version = fields.version()
    name = fields.line(
        "What will be different?",
        needed="Say what is measured",
        hint="Something that can be counted. For example: pupils who explain their answer aloud",
    )
    unit = fields.line("In which unit?", hint="For example, % or minutes. It may stay empty", most=40)
    better = fields.choice(
        "Which is better?",
        needed="Say which is better",
        choices=[(Better.HIGHER.value, "More"), (Better.LOWER.value, "Less")],
    )
    baseline = amount("Where do you start?", needed="Enter the figure from which you start")
    baseline_on = fields.day("When was that counted?", needed="Enter the day")
    target = amount("Where do you want to be?", needed="Enter the figure you want to reach")

    @property
    def figures(self) -> Figures:
        return Figures(
            self.name.data,
            self.unit.data or "",
            Better(self.better.data),
            self.baseline.given,
            self.baseline_on.given,
            self.target.given,
        )


def measure_form(measure: SuccessMeasure | None = None) -> MeasureForm:
    if measure is None:
        return MeasureForm(data={"better": Better.HIGHER.value, "baseline_on": clock.today()})
    names = ("name", "unit", "better", "baseline", "baseline_on", "target", "version")
    return MeasureForm(data={name: getattr(measure, name) for name in names})


class ReadingForm(LecternForm):
    value = amount("What is it now?", needed="Enter the figure")
    day = fields.day("When was it counted?", needed="Enter the day")


class StepForm(LecternForm):
    version = fields.version()
    what = fields.line("What is done?", needed="Say what is done")
    who = fields.pick(
        "Who sees to it?", hint="They see it among their own actions, and can say that it is done"
    )
    starts_on = fields.day("From when?", hint="Leave it empty if it can begin at any time")
    due_on = fields.day("Done by when?", needed="Enter the day by which it is done")

    def offer(self, people: Iterable[Staff], standing: Staff | None = None) -> "StepForm":
        """Somebody who left stays on offer while they still stand there."""
        choices = [
            (str(one.id), f"{one.name}, {one.job_title}" if one.job_title else one.name) for one in people
        ]
        if standing is not None and str(standing.id) not in dict(choices):
            choices.append((str(standing.id), f"{standing.name}, who left"))
        self.who.choices = fields.offered([(NOBODY, "Nobody yet"), *choices])
        return self

    @property
    def planned(self) -> Planned:
        return Planned(self.what.data, form_key(self.who.data), self.due_on.given, self.starts_on.data)


def step_form(action: PlannedAction | None = None) -> StepForm:
    if action is None:
        return StepForm()
    names = ("what", "starts_on", "due_on", "version")
    who = str(action.staff_id) if action.staff_id else NOBODY
    return StepForm(data={name: getattr(action, name) for name in names} | {"who": who})


class FinishForm(LecternForm):
    done_on = fields.day("Done on", hint="Leave it empty if it is not done after all")


class ReviewForm(LecternForm):
    version = fields.version()
    rating = fields.choice(
        "How is it going?",
        needed="Say how it is going",
        choices=[
            (Rating.ON_TRACK.value, RATINGS[Rating.ON_TRACK], "It moves as you hoped"),
            (Rating.AT_RISK.value, RATINGS[Rating.AT_RISK], "It could still work, if something changes"),
            (Rating.OFF_TRACK.value, RATINGS[Rating.OFF_TRACK], "As things stand, the target is not reached"),
        ],
    )
    note = fields.passage(
        "What do you go by, and what changes now?",
        needed="Say in a sentence or two what you go by",
        hint="Everybody who works here can read it. Write about the work, not about people",
        most=2000,
    )
