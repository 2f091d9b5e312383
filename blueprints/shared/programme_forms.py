"""What a portfolio needs and how much may be written: asked alike of a programme template and of a cohort."""

from dataclasses import asdict, replace

from wtforms import Field, ValidationError

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.programmes.rules.design import (
    FEWEST_WORDS,
    MOST_EXTENSION,
    MOST_FILES,
    MOST_MEGABYTES,
    MOST_WORDS,
    WORD_FIELDS,
    Evidence,
    FileKind,
    Files,
    Groups,
    Limits,
    Words,
)

EMPTY = "Leave it empty for no limit"


class EvidenceForm(LecternForm):
    version = fields.version()
    items = fields.number(
        "Pieces of evidence",
        needed="Enter how many pieces of evidence a portfolio needs at least",
        least=1,
        most=100,
        hint="How many a portfolio needs at least",
    )
    presentations = fields.number(
        "Presentations beyond their own team",
        needed="Enter how many presentations a portfolio needs at least",
        least=0,
        most=20,
        hint="How many of those pieces must be presentations beyond their own team",
    )
    kinds = fields.number(
        "Different kinds of evidence",
        needed="Enter how many different kinds of evidence a portfolio needs at least",
        least=1,
        most=4,
        hint="There are four: something written, a presentation, a file or photo, a link",
    )
    per_standard = fields.number(
        "Pieces for each standard",
        needed="Enter how many pieces of evidence each standard needs at least",
        least=1,
        most=5,
        hint="One piece can serve several standards",
    )

    def limits(self, standing: Limits) -> Limits:
        return replace(
            standing,
            evidence=Evidence(
                items=self.items.given,
                presentations=self.presentations.given,
                kinds=self.kinds.given,
                per_standard=self.per_standard.given,
            ),
        )


def evidence_form(limits: Limits, version: int) -> EvidenceForm:
    evidence = limits.evidence
    return EvidenceForm(
        data={
            "items": evidence.items,
            "presentations": evidence.presentations,
            "kinds": evidence.kinds,
            "per_standard": evidence.per_standard,
            "version": version,
        }
    )


class LimitsForm(LecternForm):
    version = fields.version()
    body = fields.number(
        f"{WORD_FIELDS['body']}: words", needed=None, least=FEWEST_WORDS, most=MOST_WORDS, hint=EMPTY
    )
    justification = fields.number(
        f"{WORD_FIELDS['justification']}: words", needed=None, least=FEWEST_WORDS, most=300, hint=EMPTY
    )
    ai_use = fields.number(
        f"{WORD_FIELDS['ai_use']}: words", needed=None, least=FEWEST_WORDS, most=600, hint=EMPTY
    )
    statement = fields.number(
        f"{WORD_FIELDS['statement']}: words", needed=None, least=FEWEST_WORDS, most=600, hint=EMPTY
    )
    most_files = fields.number(
        "Files for a piece of evidence", needed="Enter how many files", least=1, most=MOST_FILES
    )
    megabytes = fields.number(
        "Size of a file in MB", needed="Enter how many MB a file may have", least=1, most=MOST_MEGABYTES
    )
    kinds = fields.several(
        "Files that are taken",
        needed="Choose at least one kind of file",
        choices=[
            (FileKind.PICTURES.value, "Photos", "JPEG, PNG or WebP"),
            (FileKind.DOCUMENTS.value, "Documents and sheets", "PDF, Word, Excel, PowerPoint, text"),
            (FileKind.RECORDINGS.value, "Recordings", "MP4, M4A or MP3"),
        ],
    )

    extension_days = fields.number(
        "Longest extension in working days",
        needed="Enter for how many working days somebody may be given more time",
        least=0,
        most=MOST_EXTENSION,
        hint="After the submission window closes, for one person. The programme lead decides",
    )

    def limits(self, standing: Limits) -> Limits:
        kinds = tuple(FileKind(one) for one in self.kinds.data)
        return replace(
            standing,
            words=Words(self.body.data, self.justification.data, self.ai_use.data, self.statement.data),
            files=Files(self.most_files.given, self.megabytes.given, kinds),
            extension_days=self.extension_days.given,
        )


def limits_form(limits: Limits, version: int) -> LimitsForm:
    words, files = limits.words, limits.files
    return LimitsForm(
        data={
            "body": words.body,
            "justification": words.justification,
            "ai_use": words.ai_use,
            "statement": words.statement,
            "most_files": files.most,
            "megabytes": files.megabytes,
            "kinds": [one.value for one in files.kinds],
            "extension_days": limits.extension_days,
            "version": version,
        }
    )


class GroupsForm(LecternForm):
    version = fields.version()
    allowed = fields.choice(
        "May candidates work as groups?",
        needed="Choose whether candidates may work as groups",
        choices=[
            ("yes", "Yes", "They share a project and evidence. Each is awarded on their own"),
            ("no", "No", "Everybody works on their own"),
        ],
    )
    fewest = fields.number(
        "Fewest members", needed="Enter how many people a group has at least", least=2, most=12
    )
    most = fields.number("Most members", needed="Enter how many people a group has at most", least=2, most=12)
    own_items = fields.number(
        "Pieces of their own",
        needed="Enter how many pieces each member has alone at least",
        least=0,
        most=20,
        hint="How many each member must have made alone",
    )
    confirmed = fields.number(
        "Confirmed contributions",
        needed="Enter how many confirmed contributions each member has at least",
        least=0,
        most=20,
        hint="How many contributions to shared evidence the others must have confirmed",
    )
    shared_share = fields.number(
        "Claims that may rest on shared evidence, in percent",
        needed="Enter a number from 0 to 100",
        least=0,
        most=100,
        hint="Of each member’s claims",
    )
    together = fields.choice(
        "Must the group cover the standards together?",
        needed="Choose whether the group covers the standards together",
        choices=[
            ("yes", "Yes", "Somebody of the group reaches each standard. It is advice: it holds nobody up"),
            ("no", "No"),
        ],
    )

    def validate_most(self, field: Field) -> None:
        if self.fewest.data and field.data and field.data < self.fewest.data:
            raise ValidationError("Most members must be as many as the fewest, or more")

    def limits(self, standing: Limits) -> Limits:
        return replace(
            standing,
            groups=Groups(
                allowed=self.allowed.data == "yes",
                fewest=self.fewest.given,
                most=self.most.given,
                own_items=self.own_items.given,
                confirmed=self.confirmed.given,
                shared_share=self.shared_share.given,
                together=self.together.data == "yes",
            ),
        )


def groups_form(limits: Limits, version: int) -> GroupsForm:
    told = asdict(limits.groups)
    for name in ("allowed", "together"):
        told[name] = "yes" if told[name] else "no"
    return GroupsForm(data=told | {"version": version})
