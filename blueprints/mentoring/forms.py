from collections.abc import Iterable
from typing import Any
from uuid import UUID

from blueprints.shared.fields import Choices, choice, day, number, offered, passage, pick, version
from blueprints.shared.forms import LecternForm
from tenants.mentoring.queries.pairing import Row
from tenants.mentoring.rules.comments import LONGEST as LONGEST_COMMENT
from tenants.mentoring.rules.log import LONGEST
from tenants.standards.models import Standard

NOBODY, WHOLE = "nobody", "whole"


class Press(LecternForm):
    """A button without fields."""


class Versioned(LecternForm):
    version = version()

    @property
    def typed_on(self) -> int:
        return self.version.data or 0


class MeetingForm(Versioned):
    met_on = day("When did you meet?", needed="Enter the date of the meeting")
    minutes = number(
        "How many minutes did it take?",
        needed="Enter how many minutes it took",
        least=1,
        most=LONGEST,
        hint="For example, 40",
    )


class NoteForm(Versioned):
    body = passage(
        "What do you want to keep?", hint="Two stars around words make them **bold**; a dash begins a list."
    )


class AgreedForm(Versioned):
    words = passage(
        "What is to be done?",
        needed="Say what is to be done",
        hint="One thing, so that both of you can tell when it is done.",
        most=500,
    )
    who = choice("Who does it?", needed="Choose which of you does it")
    due_on = day("By when?", needed="Enter the day by when it is to be done")

    def offer(self, people: Choices) -> "AgreedForm":
        self.who.choices = offered(people)
        return self


class NewAgreedForm(AgreedForm):
    meeting = pick("Did it come from a meeting?")

    def offer_meetings(self, meetings: Choices) -> "NewAgreedForm":
        self.meeting.choices = offered([("", "No, on its own"), *meetings])
        return self

    @property
    def meeting_id(self) -> UUID | None:
        return UUID(self.meeting.data) if self.meeting.data else None


class CommentForm(Versioned):
    standard = choice("What is it about?", needed="Choose what it is about")
    body = passage("Your comment", needed="Write what you want to say", most=LONGEST_COMMENT)

    def offer(self, standards: Iterable[Standard], whole: str) -> "CommentForm":
        listed = [(str(one.number), f"{one.number}. {one.title}", one.category) for one in standards]
        self.standard.choices = offered([(WHOLE, whole), *listed])
        return self

    @property
    def number(self) -> int | None:
        return None if self.standard.data == WHOLE else int(self.standard.data)


class AnswerForm(LecternForm):
    body = passage("Your answer", needed="Write what you want to say", most=LONGEST_COMMENT)


class PairingForm(LecternForm):
    """One choice for each candidate of the board; what stays empty changes nothing."""

    def chosen(self) -> dict[UUID, UUID | None]:
        posted = {
            name.partition("-")[2]: self[name].data for name in self._fields if name.startswith("mentor-")
        }
        return {UUID(one): None if to == NOBODY else UUID(to) for one, to in posted.items() if to}


def pairing_form(rows: Iterable[Row]) -> PairingForm:
    fields: dict[str, Any] = {
        f"mentor-{row.candidate.id}": pick(f"Mentor of {row.place.person.name}") for row in rows
    }
    form: PairingForm = type("PairingForm", (PairingForm,), fields)()
    for row in rows:
        form[f"mentor-{row.candidate.id}"].choices = offered(_mentors(row))
    return form


def _mentors(row: Row) -> list[tuple[str, str]]:
    now = row.place.mentor
    able = [
        (str(one.helper.staff_id), f"{one.helper.name}: {', '.join(one.hints)}")
        for one in row.choices
        if not one.against and one.helper.staff_id != (now and now.id)
    ]
    return [
        ("", "No change" if now else "Nobody yet"),
        *able,
        *([(NOBODY, "Nobody for now")] if now else []),
    ]
