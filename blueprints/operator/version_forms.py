"""Forms of a version of the standards that is being written."""

from dataclasses import asdict
from dataclasses import fields as parts

from wtforms import ValidationError

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.base.ids import new_id
from tenants.standards.models import EditionDraft
from tenants.standards.rules.drafting import (
    MOST_STANDARDS,
    NUMBER_LABELS,
    Draft,
    DraftLevel,
    DraftStandard,
    Numbers,
)

NOTHING = "nothing"


class BeginForm(LecternForm):
    begins = fields.choice(
        "How does it begin?",
        needed="Choose how it begins",
        choices=[
            ("copy", "As a copy of that version", "Change what is to change; the rest stays"),
            ("empty", "Empty", "Write all of its standards and levels anew"),
        ],
    )


class DescriptionForm(LecternForm):
    version = fields.version()
    title = fields.line("Name", needed="Enter a name, such as Lead Practitioner standards, version 2")
    code = fields.line(
        "Short name", needed="Enter a short name, such as 2", hint="Letters and figures", most=12
    )

    def validate_code(self, field: object) -> None:
        if not (self.code.data or "").replace(".", "").isalnum():
            raise ValidationError("Short name must be letters and figures, such as 2 or 2.1")


class NumbersForm(LecternForm):
    version = fields.version()
    pass_count = fields.number(
        NUMBER_LABELS["pass_count"], needed="Enter how many standards", least=1, most=MOST_STANDARDS
    )
    pass_level = fields.number(NUMBER_LABELS["pass_level"], needed="Enter the pass level", least=1, most=9)
    floor_level = fields.number(
        NUMBER_LABELS["floor_level"],
        needed="Enter the lowest level",
        least=0,
        most=9,
        hint="0: a standard may be left out",
    )
    years_valid = fields.number(
        NUMBER_LABELS["years_valid"], needed="Enter for how many years an award is valid", least=1, most=10
    )
    answer_days = fields.number(
        NUMBER_LABELS["answer_days"], needed="Enter the days to accept", least=1, most=60
    )
    assess_days = fields.number(
        NUMBER_LABELS["assess_days"], needed="Enter the days to assess", least=1, most=120
    )
    return_days = fields.number(
        NUMBER_LABELS["return_days"], needed="Enter the days after a return", least=1, most=120
    )
    resubmit_days = fields.number(
        NUMBER_LABELS["resubmit_days"], needed="Enter the days for a second attempt", least=1, most=365
    )

    @property
    def numbers(self) -> Numbers:
        """Of a form that was found valid."""
        return Numbers(**{one.name: self[one.name].data for one in parts(Numbers)})


class StandardForm(LecternForm):
    version = fields.version()
    number = fields.number(
        "Number",
        needed="Enter its number",
        least=1,
        most=MOST_STANDARDS,
        hint="Those after it move along",
    )
    title = fields.line("Title", needed="Enter its title")
    category = fields.line(
        "Section",
        needed="Enter the section it belongs to",
        hint="For example, Personal skills. Standards of one section follow each other",
    )
    about = fields.passage(
        "What it means", needed="Say what it means", hint="One or two sentences: ‘You …’", most=1000
    )
    prompt = fields.passage(
        "The question that candidates ask themselves",
        needed="Enter the question that candidates ask themselves",
        most=1000,
    )

    def standard(self, standing: DraftStandard | None) -> DraftStandard:
        """Of a form that was found valid."""
        texts = {name: self[name].data for name in ("title", "category", "about", "prompt")}
        return DraftStandard(key=standing.key if standing else str(new_id()), **texts)


class LevelForm(LecternForm):
    version = fields.version()
    name = fields.line("Name", needed="Enter its name, such as Extending")
    reach = fields.line("How far it reaches", needed="Say how far it reaches, such as Beyond your team")
    about = fields.passage("What it means", needed="Say what it means", most=1000)

    @property
    def level(self) -> DraftLevel:
        return DraftLevel(self.name.data, self.reach.data, self.about.data)


class ReplacementForm(LecternForm):
    version = fields.version()
    keys = fields.several(
        "What takes its place?",
        needed="Choose what takes its place, or that nothing does",
        hint="Several, when it was divided",
    )

    def offer(self, draft: Draft) -> None:
        self.keys.choices = fields.offered(
            [
                *(
                    (one.key, f"{number}. {one.title}", one.category)
                    for number, one in enumerate(draft.standards, 1)
                ),
                (NOTHING, "Nothing: it falls away", "What was claimed for it is kept aside"),
            ]
        )

    def validate_keys(self, field: object) -> None:
        chosen = self.keys.data or []
        if NOTHING in chosen and len(chosen) > 1:
            raise ValidationError("Choose either standards or that nothing takes its place")

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(key for key in self.keys.data if key != NOTHING)


class PressForm(LecternForm):
    """A button on a draft, which may have been changed since its page was shown."""

    version = fields.version()

    def show(self, draft: EditionDraft) -> None:
        """The page shows the draft as it is now, so what is pressed next is about that."""
        self.version.raw_data = None
        self.version.process(None, draft.version)


def numbers_data(draft: Draft, version: int) -> dict[str, int]:
    return {**asdict(draft.numbers), "version": version}
