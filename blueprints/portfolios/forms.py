from dataclasses import asdict, replace
from typing import Any

from flask_wtf.file import FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovRadioInput
from wtforms import FileField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from blueprints.shared.declaring import DeclaredForm
from blueprints.shared.fields import Choices, choice, day, line, number, offered, passage, several, version
from blueprints.shared.forms import LecternForm
from tenants.portfolios.models import Evidence
from tenants.portfolios.rules import audits, claims
from tenants.portfolios.rules.contributions import TEXT, Said, Word
from tenants.portfolios.rules.evidence import ASKED, Words
from tenants.portfolios.rules.guarding import LONGEST
from tenants.portfolios.rules.states import EvidenceKind, Source
from tenants.programmes.rules.design import Files
from tenants.programmes.rules.limits import kinds_taken
from tenants.standards.models import Level, Standard

KINDS: Choices = (
    (EvidenceKind.TEXT.value, "Something I write here"),
    (EvidenceKind.PRESENTATION.value, "A presentation or training I gave"),
    (EvidenceKind.FILE.value, "A file or a photo"),
    (EvidenceKind.LINK.value, "A link to something on the web"),
)
TAKEN = "image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx,.pptx,.txt,.csv,.mp4,.m4a,.mp3"
"""An iPhone that is asked for JPEG hands over its photos as JPEG, never as the HEIC that it keeps."""


class Press(LecternForm):
    """A button without fields."""


class Versioned(LecternForm):
    """What was saved when the page was opened, so that a second window is noticed."""

    version = version()

    @property
    def typed_on(self) -> int:
        return self.version.data or 0


class KindForm(LecternForm):
    kind = choice("What kind of evidence is it?", needed="Choose what kind of evidence it is", choices=KINDS)


class ItemForm(Versioned):
    """What an item says. Whether anything lacks is asked by the button only, so no field is needed here."""

    def words(self, item: Evidence) -> Words:
        """What is typed here, beside what is not asked."""
        said = {field: self[field].data for field in ASKED[EvidenceKind(item.kind)] if field in self}
        empty = asdict(Words())
        typed = {field: empty[field] if value is None else value for field, value in said.items()}
        return replace(item.words, **typed)


class TextForm(ItemForm):
    title = line("Title", hint="A few words, so that you find it again.")
    body = passage(
        "What did you do, and what came of it?",
        hint="Write about one thing you did. Two stars around words make them **bold**; a dash begins a list.",
    )
    happened_on = day("When was it?")


class LinkForm(ItemForm):
    title = line("Title", hint="A few words, so that you find it again.")
    url = line(
        "Web address", hint="It starts with https://. We keep the address, not a copy of the page.", most=2000
    )
    body = passage("What does it show?", hint="Say what to look at, and your part in it.")


class PresentationForm(ItemForm):
    title = line("What did you present?")
    audience = line("Who listened?", hint="For example, science teachers, teaching assistants, governors.")
    audience_from = line(
        "Where did they come from?", hint="For example, my team, our whole school, four local schools."
    )
    audience_size = number("How many people were there?", needed=None, least=1, most=100_000)
    happened_on = day("When was it?")
    body = passage(
        "What was it about, and what came of it?", hint="What people said afterwards, and what they now do."
    )


class FileForm(ItemForm):
    title = line("Title", hint="A few words, so that you find it again.")
    body = passage("What does it show?", hint="Say what to look at, and your part in it.")
    happened_on = day("When was it?")


class EventForm(ItemForm):
    """The event says the rest."""

    body = passage(
        "What was it about, and what came of it?", hint="What people said afterwards, and what they now do."
    )


ITEM_FORMS: dict[EvidenceKind, type[ItemForm]] = {
    EvidenceKind.TEXT: TextForm,
    EvidenceKind.LINK: LinkForm,
    EvidenceKind.PRESENTATION: PresentationForm,
    EvidenceKind.FILE: FileForm,
}
DRAWN_FORMS: dict[Source, type[ItemForm]] = {Source.EVENT: EventForm}
"""A testimonial has none: nothing of it is the candidate's to write."""


class UploadForm(DeclaredForm):
    file = FileField(
        "The file",
        description="On a phone, take the photo now or choose one. "
        "Up to 25 MB: a photo, PDF, Word, Excel or PowerPoint file, text, MP4, M4A or MP3.",
        widget=GovFileInput(),
        validators=[FileRequired("Choose a file")],
        render_kw={"accept": TAKEN},
    )

    def within(self, taken: Files) -> "UploadForm":
        """Says what this cohort takes, where it takes less than Lectern."""
        if taken != Files():
            self.file.description = (
                "On a phone, take the photo now or choose one. "
                f"Your cohort takes {kinds_taken(taken)} of up to {taken.megabytes} MB."
            )
        return self


class StandardsForm(LecternForm):
    standards = several("Which standards does it serve?", hint="Choose the few it shows best.")

    def offer(self, standards: tuple[Standard, ...]) -> "StandardsForm":
        self.standards.choices = offered(
            [(str(one.number), f"{one.number}. {one.title}") for one in standards]
        )
        return self

    @property
    def numbers(self) -> set[int]:
        return {int(number) for number in self.standards.data or ()}


def _number(raw: Any) -> int | None:
    return int(raw) if raw not in (None, "") else None


def _level(label: str, hint: str = "") -> RadioField:
    """May stay open while a person writes."""
    return RadioField(
        label, description=hint, coerce=_number, choices=[], widget=GovRadioInput(), validators=[Optional()]
    )


class LevelForm(Versioned):
    def offer(self, levels: tuple[Level, ...]) -> Any:
        self["level"].choices = [SelectChoice(level.number, level.name) for level in levels]
        return self


class ClaimForm(LevelForm):
    level = _level(
        "How far did it reach?", "A level says how far your influence reached, not how good it was."
    )
    reach_who = line("Who was influenced?", hint="For example, two newly qualified colleagues.")
    reach_team = line("Which team or department?")
    reach_school = line("Which school or schools?")
    reach_count = number("How many people?", needed=None, least=1, most=100_000)
    reach_when = line("When?", hint="For example, autumn term 2026, every second week.")
    justification = passage(
        "Why does this show the standard at that level?", hint="One or two sentences.", most=2000
    )

    def said(self) -> claims.Said:
        return claims.Said(
            level=self.level.data,
            reach_who=self.reach_who.data or "",
            reach_team=self.reach_team.data or "",
            reach_school=self.reach_school.data or "",
            reach_count=self.reach_count.data,
            reach_when=self.reach_when.data or "",
            justification=self.justification.data or "",
        )


class AuditForm(LevelForm):
    level = _level("Where do you stand today?", "How far does your influence reach in this?")
    target = _level("Where do you want to get to?", "Leave it open if you do not know yet.")
    reflection = passage(
        "What makes you say so, and what would take you further?",
        hint="For yourself, until you share it.",
        most=5000,
    )

    def view(self) -> audits.View:
        return audits.View(self.level.data, self.reflection.data or "", self.target.data)

    def offer(self, levels: tuple[Level, ...]) -> "AuditForm":
        super().offer(levels)
        self.target.choices = [
            SelectChoice(level.number, f"Level {level.number}: {level.name}") for level in levels
        ]
        return self


class PartForm(Versioned):
    """What a member did for an item of their group's pool."""

    role = line("Your part", hint="A few words, for example: I planned the lessons.")
    did = passage(
        "What did you do?",
        hint="The others confirm this or question it, so write what they have seen.",
        most=TEXT,
    )
    learned = passage(
        "What did you learn from it?",
        hint="Your own reflection. Nobody has a word on it, and changing it keeps what was confirmed.",
        most=TEXT,
    )

    def said(self) -> Said:
        return Said(self.role.data or "", self.did.data or "", self.learned.data or "")


class WordForm(Versioned):
    """`version` is here the wording that was read."""

    word = choice(
        "Was it so?",
        needed="Choose whether you confirm or question it",
        choices=(
            (Word.CONFIRMED.value, "I confirm it"),
            (Word.QUESTIONED.value, "I question it"),
        ),
    )
    note = passage(
        "Your note",
        hint="If you question it, say what. Everybody in the group reads it.",
        most=TEXT,
    )


class ExplainForm(LecternForm):
    explanation = passage(
        "Why may it stay?",
        hint="For example, who has agreed, and where that is recorded. A headteacher or deputy reads it.",
        most=LONGEST,
    )


class DecideForm(LecternForm):
    decision = passage(
        "Your reason",
        hint="The candidate and who asked read it. It is kept beside the file's name.",
        most=LONGEST,
    )
