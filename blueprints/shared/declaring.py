"""What is asked about the people in a file before it is kept, wherever files are taken."""

from blueprints.shared.fields import Choices, choice, line
from blueprints.shared.forms import LecternForm
from tenants.portfolios.rules.guarding import Declared
from tenants.portfolios.rules.states import People

PEOPLE: Choices = (
    (People.NOBODY.value, "No, nobody can be recognised"),
    (People.AGREED.value, "Only colleagues or other adults, and they have agreed"),
    (People.PUPILS.value, "Yes, pupils can be recognised, and there is consent for that"),
)
SENSITIVE: Choices = (("no", "No, nothing of the kind"), ("yes", "Yes, or I am not sure"))


class DeclaredForm(LecternForm):
    people = choice(
        "Can a pupil or anybody else be recognised in it?",
        needed="Say whether anybody can be recognised in it",
        choices=PEOPLE,
        hint="By a name, a face, a voice or handwriting. Cover or crop them if you can.",
    )
    consent_where = line(
        "If pupils can be recognised: where is the consent recorded?",
        hint="For example, the photo consent list in the school office. The form itself is not needed here.",
    )
    sensitive = choice(
        "Does it mention a pupil’s special needs, health or safeguarding?",
        needed="Say whether it mentions special needs, health or safeguarding",
        choices=SENSITIVE,
        hint="Such things don’t belong here, whoever has agreed.",
    )

    @property
    def declared(self) -> Declared:
        return Declared(
            People(self.people.data), self.consent_where.data or "", sensitive=self.sensitive.data == "yes"
        )
