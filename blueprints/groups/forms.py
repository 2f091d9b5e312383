from collections.abc import Iterable
from uuid import UUID

from wtforms.fields.choices import SelectChoice

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from blueprints.shared.priority_forms import ChoosingForm
from tenants.cohorts.queries import Place
from tenants.groups.rules.charter import LABELS
from tenants.groups.rules.forming import LONGEST_CHARTER, LONGEST_FOCUS, LONGEST_NAME


class Press(LecternForm):
    """A button without fields."""


class InvitingForm(LecternForm):
    people = fields.several(
        "Whom do you invite?",
        hint="Candidates of this cohort who are in no group yet. Each says yes or no",
    )

    def offer(self, places: Iterable[Place]) -> "InvitingForm":
        self.people.choices = offered(places)
        return self

    @property
    def invited(self) -> list[UUID]:
        return [UUID(one) for one in self.people.data or ()]


class FormingForm(InvitingForm):
    name = fields.line("Name of the group", needed="Enter a name for the group", most=LONGEST_NAME)
    focus = fields.passage(
        LABELS["focus"],
        hint="One or two sentences: what should be better for learners? You can leave it empty and write it together",
        most=LONGEST_FOCUS,
    )


class FormingForForm(FormingForm):
    convener = fields.pick(
        "Who convenes it?",
        needed="Choose who convenes the group",
        hint="They are invited like the rest, and invite further people later",
    )

    def offer(self, places: Iterable[Place]) -> "FormingForForm":
        known = list(places)
        self.people.choices = offered(known)
        self.convener.choices = fields.offered([("", "Choose"), *named(known)])
        return self


class AnswerForm(LecternForm):
    version = fields.version()
    answer = fields.choice(
        "Will you work with this group?",
        needed="Choose yes or no",
        choices=[
            ("yes", "Yes, I join and agree to the charter", "You can leave later; what you did stays yours"),
            ("no", "No, thank you", "They can invite somebody else. You lose nothing"),
        ],
    )


class PersonForm(LecternForm):
    person = fields.choice("Who?", needed="Choose a person")

    def offer(self, people: Iterable[tuple[str, str]], label: str) -> "PersonForm":
        self.person.choices = fields.offered(people)
        self.person.label.text = label
        return self

    @property
    def chosen(self) -> UUID:
        return UUID(self.person.data)


class DetailsForm(LecternForm):
    version = fields.version()
    name = fields.line("Name of the group", needed="Enter a name for the group", most=LONGEST_NAME)
    focus = fields.passage(LABELS["focus"], most=LONGEST_FOCUS)


class CharterForm(LecternForm):
    version = fields.version()
    who_does_what = fields.passage(
        LABELS["who_does_what"],
        hint="For example: Amira plans the lessons, Tom gathers the data, all three try them out",
        most=LONGEST_CHARTER,
    )
    how_we_decide = fields.passage(
        LABELS["how_we_decide"],
        hint="For example: on Mondays at lunch, and nobody changes another’s text without asking",
        most=LONGEST_CHARTER,
    )


class AgreeForm(LecternForm):
    version = fields.version()


class WorkingForForm(ChoosingForm):
    version = fields.version()


def named(places: Iterable[Place]) -> list[tuple[str, str]]:
    return [(str(one.candidate.id), one.person.name) for one in places]


def offered(places: Iterable[Place]) -> list[SelectChoice]:
    return fields.offered(
        [(str(one.candidate.id), one.person.name, one.person.job_title or "") for one in places]
    )
