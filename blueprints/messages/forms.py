from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from wtforms import HiddenField

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm, form_key
from tenants.messages.rules.messages import HOURS, LONGEST, LONGEST_SUBJECT, Audience, Kind, goes_at
from tenants.programmes.rules.design import OfferedText
from tenants.programmes.rules.gaps import FILLED

PLACES = "These are filled in for each person: " + ", ".join(f"{{{one}}}" for one in FILLED) + "."
AUDIENCES = (
    (Audience.EVERYBODY.value, "Everybody with a place", "Invited, accepted or approved"),
    (Audience.APPROVED.value, "Those who take part", "Their place is approved"),
)
NOW, LATER = "now", "later"


def _hour(hour: int) -> str:
    return f"{hour % 12 or 12}{'am' if hour < 12 else 'pm'}"


class Press(LecternForm):
    """A button without fields."""


class StartForm(LecternForm):
    kind = HiddenField(default=Kind.MESSAGE.value)
    audience = fields.choice("Who gets it?", needed="Choose who gets it.", choices=AUDIENCES)
    text = fields.pick("Begin with")

    def offer(self, texts: Sequence[OfferedText]) -> "StartForm":
        offered = [(one.key, f"Your programme’s text: {one.title}") for one in texts]
        self.text.choices = fields.offered([("", "An empty page"), *offered])
        return self


class NudgesForm(LecternForm):
    kind = HiddenField(default=Kind.NUDGE.value)


def chosen_places(given: Sequence[str]) -> list[UUID]:
    """As checkboxes of several pages send them; what is no id is nobody's."""
    return [found for one in dict.fromkeys(given) if (found := form_key(one))]


class WriteForm(LecternForm):
    version = fields.version()
    subject = fields.line("Subject", needed="Write a subject.", most=LONGEST_SUBJECT)
    body = fields.passage(
        "Text",
        needed="Write what you want to tell them.",
        hint=f"Plain words; each line becomes a paragraph. {PLACES}",
        most=LONGEST,
    )
    to_mentors = fields.tick(
        "Also to their mentors", hint="Each mentor of these people gets it once, with their own name in it."
    )

    def values(self) -> dict[str, object]:
        return {
            "subject": self.subject.data,
            "body": self.body.data,
            "to_mentors": bool(self.to_mentors.data),
        }


class NudgeForm(LecternForm):
    version = fields.version()
    subject = fields.line("Subject", needed="Write a subject.", most=LONGEST_SUBJECT)
    body = fields.passage("Text", needed="Write what you want to tell them.", most=LONGEST)


class SendForm(LecternForm):
    version = fields.version()
    when = fields.choice(
        "When does it go?",
        needed="Choose when it goes.",
        choices=[(NOW, "Now"), (LATER, "At the day and hour below")],
    )
    day = fields.day("Day", hint="A school day, for example 27 3 2027")
    hour = fields.pick("Hour", choices=[("", "Choose"), *((str(hour), _hour(hour)) for hour in HOURS)])

    def complete(self) -> bool:
        """Whether 'later' says when."""
        if self.when.data == LATER:
            for field, words in ((self.day, "Enter the day."), (self.hour, "Choose the hour.")):
                if not field.data and not field.errors:
                    field.errors = [words]
        return not self.errors

    @property
    def goes_at(self) -> datetime | None:
        return None if self.when.data == NOW else goes_at(self.day.given, int(self.hour.data))
