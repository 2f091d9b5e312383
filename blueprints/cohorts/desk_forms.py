"""Forms of who runs a cohort: registers, notes, and moves of several people at once."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from wtforms import Field, HiddenField, SelectMultipleField
from wtforms.validators import InputRequired

from blueprints.cohorts.forms import GROUNDS, people_choices, window_choices
from blueprints.shared import fields
from blueprints.shared.forms import LecternForm, form_key
from tenants.cohorts.models import Cohort
from tenants.cohorts.queries import Place
from tenants.cohorts.register import Line, Sheet
from tenants.cohorts.rules import LONGEST_NOTE, PRESENCE_WORDS, Presence
from tenants.desk.moves import NOBODY_YET, Details, Mentor, Move
from tenants.staff.models import Staff

MARK = "mark-"
NOBODY = "nobody"


class NoteForm(LecternForm):
    body = fields.passage(
        "Your note",
        needed="Write something",
        hint="It can’t be changed later. If something was wrong, write another note.",
        most=LONGEST_NOTE,
    )


class RegisterForm(LecternForm):
    """One choice for each person who is expected."""

    version = fields.version()

    def marks(self) -> Mapping[UUID, Presence]:
        named = [name for name in self._fields if name.startswith(MARK)]
        return {UUID(name.removeprefix(MARK)): Presence(self[name].data) for name in named}

    def of(self, line: Line) -> Any:
        return self[f"{MARK}{line.candidate.id}"]


def register_form(sheet: Sheet) -> RegisterForm:
    """A register that is new begins with everybody present."""
    choices = [(one.value, words) for one, words in PRESENCE_WORDS.items()]
    made: dict[str, Any] = {
        f"{MARK}{one.candidate.id}": fields.choice(
            one.person.name, needed=f"Say whether {one.person.name} was there", choices=choices
        )
        for one in sheet.expected
    }
    standing = {
        f"{MARK}{one.candidate.id}": (one.presence or Presence.PRESENT).value for one in sheet.expected
    }
    form: RegisterForm = type("RegisterForm", (RegisterForm,), made)(
        data={**standing, "version": sheet.version}
    )
    return form


class MoveForm(LecternForm):
    """What several people are moved with. `seen`: what the page has shown the consequences of."""

    place = SelectMultipleField(
        "Who?", choices=[], validators=[InputRequired("Choose at least one person on the board")]
    )
    seen = HiddenField()

    @property
    def chosen(self) -> set[UUID]:
        return {UUID(one) for one in self.place.data or () if form_key(one)}

    @property
    def details(self) -> Details:
        return Details()

    @property
    def asked(self) -> list[Field]:
        """What is asked beside the people."""
        mine = ("csrf_token", "form_key", "place", "seen")
        return [one for one in self if one.name not in mine]

    @property
    def gist(self) -> str:
        """Of what is asked, so that another mentor or day than the one shown is shown first."""
        said = repr([one.data for one in self.asked])
        return sha256(said.encode()).hexdigest()[:16]

    @property
    def was_seen(self) -> bool:
        return bool(self.seen.data == self.gist)


class MentorMove(MoveForm):
    mentor = fields.choice("Who mentors them?", needed="Choose a mentor, or nobody")

    @property
    def details(self) -> Details:
        named = {choice.value: choice.label for choice in self.mentor.choices}
        chosen = self.mentor.data
        nobody = Mentor(None, NOBODY_YET)
        return Details(mentor=nobody if chosen == NOBODY else Mentor(UUID(chosen), named[chosen]))


class TimeMove(MoveForm):
    day = fields.day("Until when may they hand in?", needed="Enter the last day on which they may hand in")
    grounds = fields.passage("Why?", needed="Say why they get more time", hint=GROUNDS, most=2000)

    @property
    def details(self) -> Details:
        return Details(day=self.day.given, grounds=self.grounds.data)


class WindowMove(MoveForm):
    window = fields.choice("Which submission window?", needed="Choose the window they are put off to")
    grounds = fields.passage("Why?", needed="Say why they hand in later", hint=GROUNDS, most=2000)
    windows: Sequence[Cohort] = ()

    @property
    def details(self) -> Details:
        chosen = next(one for one in self.windows if str(one.id) == self.window.data)
        return Details(window=chosen, grounds=self.grounds.data)


class WithdrawalMove(MoveForm):
    grounds = fields.passage(
        "Why are they leaving the cohort?",
        needed="Say why they are leaving the cohort",
        hint=GROUNDS,
        most=1000,
    )

    @property
    def details(self) -> Details:
        return Details(grounds=self.grounds.data)


MOVES: Mapping[Move, type[MoveForm]] = {
    Move.MENTOR: MentorMove,
    Move.TIME: TimeMove,
    Move.WINDOW: WindowMove,
    Move.WITHDRAWAL: WithdrawalMove,
    Move.APPROVAL: MoveForm,
}


def move_form(
    move: Move, places: Iterable[Place], mentors: Sequence[Staff] = (), windows: Sequence[Cohort] = ()
) -> MoveForm:
    form = MOVES[move]()
    form.place.choices = [(str(one.candidate.id), one.person.name) for one in places]
    if isinstance(form, MentorMove):
        form.mentor.choices = [*people_choices(mentors), *fields.offered([(NOBODY, "Nobody for now")])]
    if isinstance(form, WindowMove):
        form.windows = windows
        form.window.choices = window_choices(windows)
    return form
