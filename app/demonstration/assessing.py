"""Assessors are named, read, judge and lock; what they agree on is released and awarded."""

from dataclasses import dataclass
from typing import Any
from zlib import crc32

from app.demonstration.days import later
from app.demonstration.reading import assessors_words
from app.demonstration.stage import Stage
from app.demonstration.told import Candidate, Guest, Handing, Seat
from tenants.assessment.actions import allocation, judging, reading, seats
from tenants.assessment.queries import desk as desks
from tenants.assessment.queries.desk import Desk, Page
from tenants.assessment.queries.outcomes import outcome
from tenants.assessment.queries.seats import Seat as Held
from tenants.assessment.queries.seats import seats_of
from tenants.assessment.rules.complete import Word
from tenants.assessment.rules.verdict import NOT_SHOWN
from tenants.awards.actions import release
from tenants.portfolios.models import Submission
from tenants.portfolios.queries.submissions import submissions_of

MINUTES_A_STANDARD = 11


@dataclass(frozen=True)
class Voices:
    """How assessors put things: each has their own turns of phrase."""

    told: dict[str, Any]

    def rationale(self, by: str, page: Page, level: int) -> str:
        claimed = page.desk.portfolio.claimed(page.standard.number)
        if level == NOT_SHOWN or not claimed:
            return str(self.told["not_shown"])
        item, claim = claimed[0]
        who = claim.reach_who
        kind = "short" if level < claim.level else "met"
        phrases = self.told["voices"][by][kind]
        phrase = phrases[crc32(f"{item.title}{page.standard.number}".encode()) % len(phrases)]
        return str(phrase.format(title=item.title, who=who[0].lower() + who[1:], Who=who, level=level))

    def feedback(self, page: Page, level: int) -> str:
        needed = page.desk.framework.rule.pass_level
        return "" if level >= needed else str(self.told["what_helps"][str(page.standard.number)])


def plan_assessment(stage: Stage, told: Candidate) -> None:
    lead = next(one.lead for one in stage.school.cohorts if one.key == told.cohort)
    for handing in told.handings:
        _plan_handing(stage, told.who, lead, handing)


def _plan_handing(stage: Stage, who: str, lead: str, told: Handing) -> None:
    if told.allocated is not None:
        stage.plan(told.allocated, lead, lambda: _allocate(stage, who, lead, told))
    for one in told.seats:
        _plan_seat(stage, who, one)
    if told.released is not None:
        stage.plan(told.released, "release", lambda: _release(stage, who))


def _latest(stage: Stage, who: str) -> Submission:
    return submissions_of(stage.session, stage.candidates[who])[0]


def _allocate(stage: Stage, who: str, lead: str, told: Handing) -> None:
    submission, actor = _latest(stage, who), stage.acting(lead)
    guests = {guest.key: guest for guest in stage.school.guests}
    for one in told.seats:
        if one.by in guests:
            _invite(stage, lead, submission, guests[one.by])
        else:
            allocation.offer(stage.session, actor, submission, [stage.person(one.by).id])
        stage.session.flush()


def _invite(stage: Stage, lead: str, submission: Submission, told: Guest) -> None:
    until = stage.days.day(-30)
    guest = allocation.Guest(told.name, told.email, told.detail, until)
    allocation.invite_guest(stage.session, stage.acting(lead), submission, guest)


def _plan_seat(stage: Stage, who: str, told: Seat) -> None:
    stage.plan(told.accepted, told.by, lambda: _accept(stage, who, told))
    if told.levels:
        stage.plan(max(1, told.accepted - 2), told.by, lambda: _judge(stage, who, told))
    if told.locked is not None:
        stage.plan(told.locked, told.by, lambda: _lock(stage, who, told))


def _held(stage: Stage, who: str, by: str) -> Held:
    found = seats_of(stage.session, [_latest(stage, who).id])
    return next(one for one in found if one.person.email == stage.school.email(by))


def _accept(stage: Stage, who: str, told: Seat) -> None:
    seats.accept(stage.session, stage.acting(told.by), _held(stage, who, told.by))


def _open(stage: Stage, who: str, by: str) -> Desk:
    opened = desks.desk(stage.session, _held(stage, who, by).id)
    reading.note_reading(stage.session, stage.acting(by), opened)
    return opened


def _judge(stage: Stage, who: str, told: Seat) -> None:
    opened, actor, voices = _open(stage, who, told.by), stage.acting(told.by), Voices(assessors_words())
    for number, level in zip(opened.numbers, told.levels, strict=False):
        later(minutes=MINUTES_A_STANDARD)
        page = Page(opened, opened.framework.standard(number), opened.judgements[number])
        claimed = opened.portfolio.claimed(number)
        word = Word(
            level,
            voices.rationale(told.by, page, level),
            voices.feedback(page, level),
            claimed[0][0].id if claimed and level != NOT_SHOWN else None,
        )
        judging.judge(stage.session, actor, page, word, page.judgement.version)


def _lock(stage: Stage, who: str, told: Seat) -> None:
    actor = stage.acting(told.by)
    opened = _open(stage, who, told.by)
    judging.sum_up(stage.session, actor, opened, opened.result.value, told.words, opened.assignment.version)
    stage.session.flush()
    judging.lock(stage.session, actor, opened)


def _release(stage: Stage, who: str) -> None:
    decided = outcome(stage.session, _latest(stage, who).id)
    release(stage.session, stage.acting(stage.school.head), [decided])
