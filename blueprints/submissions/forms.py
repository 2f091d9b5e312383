from dataclasses import replace

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.portfolios.rules.submissions import LONGEST, Declared


class SubmitForm(LecternForm):
    authorship = fields.tick(
        "This portfolio is my own work. Where others took part, I say so.",
        needed="Declare that this is your own work.",
    )
    consent = fields.tick(
        "Everybody who is shown or can be recognised has agreed, or nobody can be.",
        needed="Declare that the people shown have agreed, or that nobody is shown.",
    )
    ai_use = fields.passage(
        "How did you use artificial intelligence?",
        needed="Say how you used artificial intelligence, or that you did not.",
        hint="For example: ‘A chat assistant checked my spelling.’ If you used none, write ‘Not at all’.",
        most=LONGEST,
    )
    with_self_audit = fields.tick("Hand in my self-audit too. It stays private unless you tick this.")

    @property
    def declared(self) -> Declared:
        return Declared(
            authorship=self.authorship.data,
            consent=self.consent.data,
            ai_use=self.ai_use.data,
            with_self_audit=self.with_self_audit.data,
        )


class GroupSubmitForm(SubmitForm):
    """Of somebody who works in a group, alone or together with it."""

    authorship = fields.tick(
        "This portfolio is my own work. What we did together is shown as that, with who did what.",
        needed="Declare that this is your own work.",
    )
    names_group = fields.tick("Name our group on my certificate, and where it is checked.")

    @property
    def declared(self) -> Declared:
        return replace(super().declared, names_group=self.names_group.data)


class Press(LecternForm):
    """A button without fields."""


class EndorseForm(LecternForm):
    statement = fields.passage(
        "Your statement",
        needed="Write a sentence or two about why you endorse this portfolio.",
        hint="One or two sentences are enough. It can't be changed once it is given.",
        most=LONGEST,
    )


class ReturnForm(LecternForm):
    reason = fields.passage(
        "What should change?",
        needed="Say what should change, so that the candidate knows what to do.",
        hint="The candidate reads this. Name the standard or the piece of evidence you mean.",
        most=LONGEST,
    )
