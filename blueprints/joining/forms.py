from collections.abc import Iterable
from datetime import date
from uuid import UUID

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.base import clock
from tenants.base.days import briefly, day_in_words
from tenants.cohorts.queries import CohortCard
from tenants.joining.rules.requests import MOST_WORDS, RequestState
from tenants.joining.rules.time import LONGEST, MOST_HOURS, PURPOSES, QUARTER

ANY = "any"


class Press(LecternForm):
    """A button without fields."""


class RequestForm(LecternForm):
    reason = fields.passage(
        "Why now, and what would learners gain?",
        needed="Say why you would like to take part",
        hint="Name one thing that you do and that colleagues could use. Your line manager, headteachers and deputies"
        " read it, and the programme lead once it is approved",
        most=4000,
    )
    cohort = fields.choice("Which cohort?", needed="Choose a cohort, or whichever has room")

    def offer(self, cards: Iterable[CohortCard]) -> "RequestForm":
        fields.count_words(self.reason, MOST_WORDS)
        self.cohort.choices = fields.offered([(ANY, "Whichever has room"), *_cohorts(cards)])
        return self

    @property
    def cohort_id(self) -> UUID | None:
        return None if self.cohort.data == ANY else UUID(self.cohort.data)


class SupportForm(LecternForm):
    version = fields.version()
    answer = fields.choice(
        "Do you support it?",
        needed="Choose whether you support it",
        choices=[
            ("yes", "Yes, I support it", "You see a way to give them the time"),
            ("no", "No, not now", "A headteacher or deputy reads both, and decides"),
        ],
    )
    reason = fields.passage(
        "Why?",
        needed="Say why: they read it",
        hint="They read it, and so does whoever decides. Say what you value in their work, whatever your answer is",
        most=2000,
    )


class DecisionForm(LecternForm):
    version = fields.version()
    decision = fields.choice(
        "What do you decide?",
        needed="Choose what you decide",
        choices=[
            (
                RequestState.APPROVED.value,
                "Yes, they may take part",
                "The programme lead invites them. When they say yes, their place opens, and you are not asked again",
            ),
            (
                RequestState.KEPT.value,
                "Yes, but later",
                "The request is kept, and you can approve it whenever there is a place",
            ),
            (RequestState.NOT_APPROVED.value, "No, not this time", "They may ask again"),
        ],
    )
    cohort = fields.choice("If yes, for which cohort?", needed="Choose a cohort, or whichever has room")
    reason = fields.passage(
        "Why?",
        needed="Say why: they read it",
        hint="They read it, and so does their line manager. A no hurts less with one sentence on what you value",
        most=2000,
    )

    def offer(self, cards: Iterable[CohortCard]) -> "DecisionForm":
        self.cohort.choices = fields.offered([(ANY, "Whichever has room"), *_cohorts(cards)])
        return self

    @property
    def cohort_id(self) -> UUID | None:
        """Only a yes is for a cohort."""
        approved = self.decision.data == RequestState.APPROVED
        return UUID(self.cohort.data) if approved and self.cohort.data != ANY else None


class GrantForm(LecternForm):
    hours = fields.number(
        "How many hours altogether?",
        needed="Enter how many hours they have",
        least=0,
        most=MOST_HOURS,
        hint="For the whole programme, with what they have had already. 0 takes it back",
    )
    from_on = fields.day("From which day?", needed="Enter the day from which they have it")
    how = fields.line(
        "How do they get it?",
        needed="Say how they get it, such as: cover on Thursdays, period 3",
        hint="For example, cover on Thursdays, period 3. They and their line manager read it",
    )


class UseForm(LecternForm):
    used_on = fields.day("When?", needed="Enter the day")
    minutes = fields.pick(
        "How long?",
        needed="Choose how long it took",
        choices=[
            ("", "Choose"),
            *((str(many), briefly(many)) for many in range(QUARTER, LONGEST + 1, QUARTER)),
        ],
    )
    purpose = fields.choice(
        "What for?",
        needed="Choose what you used it for",
        choices=[(one.value, words) for one, words in PURPOSES.items()],
    )
    note = fields.line("A note for yourself", hint="You can leave it empty. Nobody else reads it")


def _cohorts(cards: Iterable[CohortCard]) -> list[tuple[str, str, str]]:
    return [(str(card.cohort_id), card.cohort.name, _when(card.cohort.starts_on)) for card in cards]


def _when(starts_on: date) -> str:
    return f"{'Starts' if starts_on > clock.today() else 'Goes on since'} {day_in_words(starts_on)}"
