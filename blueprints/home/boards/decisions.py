"""What waits for a head, a deputy or a programme lead to decide."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from blueprints.home.boards.board import Action
from blueprints.shared.current import current
from blueprints.shared.words import count
from tenants.assessment.queries.progress import Progress
from tenants.assessment.rules.journey import Stop
from tenants.assessment.rules.seats import BLIND_SEATS
from tenants.base import clock
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.models import Cohort
from tenants.portfolios.rules.states import SubmissionState
from tenants.testimonials.waiting import Waiting
from tenants.today.queries import Today


def headship(people: Sequence[Progress], today: Today) -> Iterator[Action]:
    if not allowed(current.actor, Permission.PLACE_APPROVE):
        return
    if current.school.set_up_at is None:
        yield Action(
            "Set up your school",
            "A few short steps. You can stop at any time: what you finish is kept.",
            url_for("school.show"),
            "Open the set-up",
            otherwise="Until it is done, no cohort can be planned.",
            icon="star",
        )
    yield from _places([one for one in people if one.stop is Stop.ACCEPTED])
    yield from _endorsing(
        [
            one
            for one in people
            if one.stop is Stop.WITH_HEAD and allowed(current.actor, Permission.SUBMISSION_ENDORSE, one)
        ]
    )
    yield from _files(today.waiting)
    yield from _claims(today.claimed_by)


def _places(waiting: Sequence[Progress]) -> Iterator[Action]:
    if not waiting:
        return
    names = ", ".join(one.name for one in waiting[:3])
    starts = min(one.cohort.starts_on for one in waiting)
    yield Action(
        f"{count(len(waiting), 'place')} to approve",
        f"{names}{' and others' if len(waiting) > 3 else ''} said yes.",
        url_for("cohorts.approval", candidate_id=waiting[0].candidate_id)
        if len(waiting) == 1
        else url_for("cohorts.approvals"),
        "Decide about the place" if len(waiting) == 1 else "Approve places",
        by=starts if starts >= clock.today() else None,
        since=_day(min(one.candidate.invited_at for one in waiting)),
        otherwise="Until then they cannot begin.",
        icon="people",
    )


def _endorsing(waiting: Sequence[Progress]) -> Iterator[Action]:
    if not waiting:
        return
    first = min(waiting, key=_sent_on)
    yield Action(
        f"{count(len(waiting), 'portfolio')} to endorse",
        f"{first.name} handed in{' first' if len(waiting) > 1 else ''}.",
        _straight("submissions.show", waiting) or url_for("submissions.endorsements"),
        "Read and endorse",
        since=_sent_on(first),
        otherwise="Nobody can assess it before you do.",
        icon="award",
    )


def _files(waiting: Waiting) -> Iterator[Action]:
    if waiting.files:
        yield Action(
            f"{count(waiting.files, 'file')} to look at",
            "Somebody asked whether it should be in a portfolio."
            if waiting.files == 1
            else "Somebody asked whether they should be in portfolios.",
            url_for("portfolios.review", concern_id=waiting.concern_id)
            if waiting.files == 1
            else url_for("portfolios.to_check"),
            "Look and decide",
            otherwise="Until then nobody but their owners, headteachers and deputies can open them.",
            icon="warning",
        )


def _claims(names: Sequence[str]) -> Iterator[Action]:
    if names:
        yield Action(
            "An award to confirm" if len(names) == 1 else "Awards to confirm",
            f"{names[0]}, now at another school, says that an award made here is theirs.",
            url_for("recognition.asked"),
            "Look and answer",
            otherwise="Without your word it counts for nothing there.",
            icon="award",
        )


def assessment(people: Sequence[Progress]) -> Iterator[Action]:
    """For whoever runs the assessment; never the actor's own portfolio, or one that they assess."""
    mine = [one for one in people if allowed(current.actor, Permission.ASSESSMENT_ALLOCATE, one)]
    for cohort in dict.fromkeys(one.cohort for one in mine):
        yield from _of_cohort(cohort, [one for one in mine if one.cohort_id == cohort.id])


def _of_cohort(cohort: Cohort, people: Sequence[Progress]) -> Iterator[Action]:
    overview = url_for("assessment.index", cohort_id=cohort.id)
    waiting = [one for one in people if _undecided(one)]
    if to_allocate := [one for one in waiting if _seats(one)[0] < len(BLIND_SEATS)]:
        portfolios = count(len(to_allocate), "portfolio needs", "portfolios need")
        yield Action(
            f"{portfolios} assessors",
            f"{_whose(to_allocate)}{cohort.name}.",
            _straight("assessment.allocation", to_allocate) or overview,
            "Choose assessors",
            since=min(map(_sent_on, to_allocate)),
            otherwise="Nobody reads it, and the time to assess does not begin.",
            icon="people",
        )
    if to_settle := [one for one in waiting if _seats(one)[1] == len(BLIND_SEATS)]:
        yield Action(
            f"{count(len(to_settle), 'disagreement')} to settle",
            f"{_whose(to_settle)}{cohort.name}. Two assessors judged differently.",
            _straight("assessment.adjudication", to_settle) or overview,
            "Settle it",
            since=min(map(_sent_on, to_settle)),
            otherwise="Without it there is no outcome.",
            icon="warning",
        )
    if settled := [one for one in people if _settled(one)]:
        whom = "The candidate does" if len(settled) == 1 else "The candidates do"
        yield Action(
            f"{count(len(settled), 'outcome')} to release",
            f"{_whose(settled)}{cohort.name}. {whom} not know yet.",
            url_for("awards.release", cohort_id=cohort.id),
            "Release outcomes",
            since=min(map(_sent_on, settled)),
            otherwise="Nobody is told before you do.",
            icon="mail",
        )


def _whose(people: Sequence[Progress]) -> str:
    return f"{people[0].name}, " if len(people) == 1 else ""


def _straight(endpoint: str, people: Sequence[Progress]) -> str | None:
    """Who waits alone is one step away, and not in a list of one."""
    return url_for(endpoint, submission_id=people[0].submission_id) if len(people) == 1 else None


def _undecided(one: Progress) -> bool:
    sent = one.handed_in
    return bool(sent and sent.state is SubmissionState.ENDORSED and sent.result is None)


def _settled(one: Progress) -> bool:
    return bool(one.handed_in and one.handed_in.result and one.handed_in.released_at is None)


def _seats(one: Progress) -> tuple[int, int]:
    return (one.handed_in.held, one.handed_in.locked) if one.handed_in else (0, 0)


def _sent_on(one: Progress) -> date:
    sent = one.handed_in
    return _day(sent.endorsed_at or sent.submitted_at) if sent else clock.today()


_day = clock.school_date
