from dataclasses import asdict

from blueprints.shared import fields
from blueprints.shared.fields import offered
from blueprints.shared.forms import LecternForm
from tenants.standards.models import Standard
from tenants.testimonials.rules import LABELS, LONGEST, LONGEST_MESSAGE, Said

SPEAK_TO = "Tick only what you have seen for yourself, or none."


class Press(LecternForm):
    """A button without fields."""


class AskForm(LecternForm):
    name = fields.line(
        "Their name",
        needed="Enter the name of the person you ask.",
        hint="As you would begin a letter to them.",
    )
    email = fields.line(
        "Their email address",
        needed="Enter their email address.",
        hint="At your school or anywhere else. They need no account.",
        most=254,
    )
    message = fields.passage(
        "A few words from you",
        needed="Write a few words to them: what you hope they can speak to.",
        hint="What did they see of your work? It stands in the email, so leave out names of pupils.",
        most=LONGEST_MESSAGE,
    )
    standards = fields.several(
        "Which standards might they speak to?", hint="A suggestion. They choose for themselves."
    )

    def offer(self, standards: tuple[Standard, ...]) -> "AskForm":
        self.standards.choices = offered(
            [(str(one.number), f"{one.number}. {one.title}") for one in standards]
        )
        return self

    @property
    def numbers(self) -> set[int]:
        return {int(number) for number in self.standards.data or ()}


class WriteForm(LecternForm):
    """What lacks is asked before it is sent, so no field is needed here."""

    version = fields.version()
    name = fields.line(LABELS["name"])
    job = fields.line(LABELS["job"], hint="For example, head of science at Ash Vale School.")
    knows = fields.line(LABELS["knows"], hint="For example, we have planned year 9 together for two years.")
    standards = fields.several(LABELS["standards"])
    body = fields.passage(
        LABELS["body"],
        hint="What did you see them do, and what came of it? One true example says more than praise. "
        "Please name no pupils.",
        most=LONGEST,
    )

    def offer(self, standards: tuple[Standard, ...], candidate: str) -> "WriteForm":
        """Each in plain words, so that somebody who has never heard of them can choose."""
        self.standards.description = f"{SPEAK_TO} In each of them, ‘you’ is {candidate}."
        self.standards.choices = offered(
            [(str(one.number), f"{one.number}. {one.title}", one.about) for one in standards]
        )
        return self

    @property
    def said(self) -> Said:
        return Said(
            name=self.name.data or "",
            job=self.job.data or "",
            knows=self.knows.data or "",
            standards=tuple(sorted(int(number) for number in self.standards.data or ())),
            body=self.body.data or "",
        )


def filled(said: Said, version: int) -> dict[str, object]:
    """What a form shows of what was written."""
    return asdict(said) | {"standards": [str(one) for one in said.standards], "version": version}


class SendForm(LecternForm):
    mine = fields.tick(
        "These are my own words and my honest view, and the people named may read them.",
        needed="Say that these are your own words and that they may be read.",
    )


class DeclineForm(LecternForm):
    reason = fields.passage("Your reason, if you want to give one", most=1000)
    told = fields.tick("They may read my reason", hint="Without this, it is thrown away.")
