from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from blueprints.shared.amounts import amount
from blueprints.shared.fields import choice, day, line, number, passage, pick, version
from blueprints.shared.forms import LecternForm
from tenants.projects.queries.projects import HalfTermOffered
from tenants.projects.rules.ethics import CHECKS
from tenants.projects.rules.references import EARLIEST, LATEST, Cited
from tenants.projects.rules.states import Better, Decision, Part
from tenants.projects.rules.words import ASKED, MOST_PEOPLE, Words


class Press(LecternForm):
    """A button without fields."""


class Versioned(LecternForm):
    version = version()

    @property
    def typed_on(self) -> int:
        return self.version.data or 0


class PartForm(Versioned):
    """The words of one part; those of the others stay as they are."""

    def words(self, part: Part, standing: Words) -> Words:
        said = {field: self[field].data for field in ASKED[part]}
        kept = {field: getattr(standing, field) for fields in ASKED.values() for field in fields}
        blank = {field: "" for field, value in said.items() if value is None and isinstance(kept[field], str)}
        return Words(**{**kept, **said, **blank})


class ChoiceForm(PartForm):
    need = passage(
        "What do pupils here need?",
        hint="One thing that you see in your own lessons or work, and would like to understand.",
        most=5000,
    )
    learners = line(
        "Which learners is it about?", hint="For example, year 8 pupils who read below their age."
    )
    known_from = passage(
        "How do you know?", hint="What you have seen, counted or been told. Name no pupil.", most=5000
    )
    options = passage(
        "What else could you look at?", hint="Two or three other ideas, and why this one.", most=5000
    )


class QuestionForm(PartForm):
    title = line("A short title", hint="A few words. Colleagues find it by them, if you share it.")
    question = passage(
        "Your question",
        hint="For example: does five minutes of retelling before writing help year 2 write more?",
        most=1000,
    )
    change = passage(
        "What will you do differently?", hint="What pupils or colleagues will notice.", most=5000
    )


class ReadingForm(PartForm):
    reading = passage(
        "What do you take from what you read?",
        hint="A few sentences: what others found, where it fits your pupils, and where not.",
    )


class MethodForm(PartForm):
    method = passage(
        "How will you do it?", hint="What happens, how often, for how long, and who does it.", most=10_000
    )
    participants = line(
        "Who takes part?", hint="Groups, never names. For example, two year 8 classes and their teachers."
    )
    participants_count = number("How many people take part?", needed=None, least=1, most=MOST_PEOPLE)


def _answer(raw: Any) -> bool | None:
    return {"True": True, "False": False}.get(str(raw))


def _yes_or_no(label: str) -> RadioField:
    """May stay open while a person writes."""
    return RadioField(
        label,
        coerce=_answer,
        choices=[SelectChoice("True", "Yes"), SelectChoice("False", "No")],
        widget=GovRadioInput(),
        validators=[Optional()],
    )


class EthicsForm(PartForm):
    ethics_unusual = _yes_or_no(CHECKS["ethics_unusual"].question)
    ethics_sensitive = _yes_or_no(CHECKS["ethics_sensitive"].question)
    ethics_recognised = _yes_or_no(CHECKS["ethics_recognised"].question)
    ethics_records = _yes_or_no(CHECKS["ethics_records"].question)
    ethics_left_out = _yes_or_no(CHECKS["ethics_left_out"].question)
    ethics_note = passage(
        "What will you do about each ‘yes’?",
        hint="Who is asked, what they are told, where things are kept and until when.",
        most=5000,
    )


class MeasuresForm(PartForm):
    baseline = passage(
        "Where does it stand before you begin?",
        hint="What you know today, in words. The figures go with each measure.",
        most=5000,
    )


class MilestonesForm(PartForm):
    """Milestones have no words of their own: they are a list."""


class FindingsForm(PartForm):
    findings = passage("What did you find?", hint="The answer to your question, as far as there is one.")
    impact = passage(
        "What did it change for learners?",
        hint="What they can do now, or do differently. Groups, never names.",
    )
    limits = passage(
        "What can it not tell?",
        hint="What else may have changed, who was missing, how few they were.",
        most=5000,
    )


class NextStepsForm(PartForm):
    next_steps = passage(
        "What stays, and what comes next?",
        hint="What you keep, what you drop, and who else takes it up.",
    )


PART_FORMS: dict[Part, type[PartForm]] = {
    Part.CHOICE: ChoiceForm,
    Part.QUESTION: QuestionForm,
    Part.READING: ReadingForm,
    Part.METHOD: MethodForm,
    Part.ETHICS: EthicsForm,
    Part.MEASURES: MeasuresForm,
    Part.MILESTONES: MilestonesForm,
    Part.FINDINGS: FindingsForm,
    Part.NEXT_STEPS: NextStepsForm,
}


class ReferenceForm(Versioned):
    title = line("Title", needed="Enter the title", most=500)
    authors = line("Authors", hint="As the title page has them.", most=500)
    year = number("Year", needed=None, least=EARLIEST, most=LATEST)
    source = line("Where was it published?", hint="The journal, publisher or organisation.")
    doi = line("DOI", hint="For example, 10.1000/182, or the whole https://doi.org/ address.", most=500)
    isbn = line("ISBN", hint="Of a book: 10 or 13 digits, with or without hyphens.", most=60)
    url = line("Web address", hint="If it has no DOI. It starts with https://.", most=2000)

    def cited(self) -> Cited:
        names = ("authors", "source", "doi", "isbn", "url")
        said = {name: self[name].data or "" for name in names}
        return Cited(title=self.title.data, year=self.year.data, **said)


class MeasureForm(Versioned):
    name = line(
        "What do you measure?", needed="Say what you measure", hint="For example, words read correctly."
    )
    unit = line("In which unit?", hint="For example, words a minute, or %. It may stay empty.", most=40)
    better = choice(
        "Which is better?",
        needed="Say which is better",
        choices=((Better.HIGHER.value, "More"), (Better.LOWER.value, "Less")),
    )

    def values(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "unit": self.unit.data or "",
            "better": Better(self.better.data).value,
        }


class PointForm(LecternForm):
    day = day("When was it counted?", needed="Enter the date")
    value = amount("The figure", needed="Enter the figure")
    people = number(
        "How many people are behind it?",
        needed="Say how many people are behind it",
        least=1,
        most=MOST_PEOPLE,
        hint="For example, how many pupils were tested that day.",
    )

    def figure(self) -> tuple[date, Decimal, int]:
        return cast("tuple[date, Decimal, int]", (self.day.data, self.value.data, self.people.data))


class MilestoneForm(Versioned):
    half_term = pick("By the end of which half-term?", needed="Choose the half-term")
    words = line("What is done by then?", needed="Say what is done by then")

    def offer(self, offered: Sequence[HalfTermOffered]) -> "MilestoneForm":
        self.half_term.choices = [SelectChoice(one.key, one.name) for one in offered]
        return self


class ReachedForm(LecternForm):
    done_on = day("Done on", hint="Leave it empty if it is not done yet.")


class AnswerForm(LecternForm):
    decision = choice(
        "What do you say?",
        needed="Say whether you agree",
        choices=(
            (Decision.AGREED.value, "I agree to this plan"),
            (Decision.SENT_BACK.value, "I send it back, and say what should change"),
        ),
    )
    comment = passage(
        "Your comment", hint="The candidate reads it, and so does who else is asked.", most=5000
    )
