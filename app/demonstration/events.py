"""People present what they know: events are planned and held, audiences answer, one becomes evidence."""

from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import UUID

from app.demonstration.days import go_to, later
from app.demonstration.papers import drawn
from app.demonstration.stage import Stage
from app.demonstration.told_events import AnswerTold, Event
from tenants.base.clock import SCHOOL_TIME
from tenants.base.days import month_in_words, time_typed
from tenants.events.actions import attendance, events, feedback, slides
from tenants.events.actions.evidence import take_as_evidence
from tenants.events.models import Answer
from tenants.events.models import Event as Kept
from tenants.events.queries.events import event
from tenants.events.queries.feedback import held_answer, results
from tenants.events.rules.events import Account, Plan, Reach
from tenants.events.rules.feedback import Job, Origin, Said, Window
from tenants.outside.files.content import check
from tenants.portfolios.actions import claims
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.claims import claim
from tenants.portfolios.queries.parts import place_of
from tenants.portfolios.rules.claims import Said as Claimed
from tenants.portfolios.rules.guarding import Declared
from tenants.portfolios.rules.states import People


def plan_event(stage: Stage, told: Event) -> None:
    known = _Known(stage, told)
    stage.plan(told.planned, told.who, known.plan)
    if told.cancelled is not None:
        stage.plan(told.cancelled, told.who, known.cancel)
    if told.answers:
        stage.plan(told.held, f"audience of {told.title}", known.answer)
    if told.recorded is not None:
        stage.plan(told.recorded, told.who, known.record)
    if told.hidden is not None:
        stage.plan(told.held - 2, told.who, known.hide)
        stage.plan(told.held - 4, told.who, known.erase)
    if told.shared is not None:
        stage.plan(told.shared, told.who, known.share)
    if told.evidence is not None:
        stage.plan(told.evidence, told.who, known.take)


class _Known:
    """One event on its way; it is known by its id once it is planned."""

    def __init__(self, stage: Stage, told: Event) -> None:
        self.stage, self.told = stage, told
        self.id: UUID | None = None

    @property
    def kept(self) -> Kept:
        if self.id is None:
            raise LookupError(f"{self.told.title} is not planned yet")
        return event(self.stage.session, self.id)

    def plan(self) -> None:
        told, stage = self.told, self.stage
        on = stage.days.day(told.held)
        plan = Plan(
            title=told.title,
            reach=Reach(told.reach),
            host=told.host,
            starts_at=_at(on, told.starts),
            ends_at=_at(on, told.ends),
            audience=told.audience,
        )
        actor = stage.acting(told.who)
        made = events.plan_event(stage.session, actor, plan)
        self.id = made.id
        if told.open_days:
            window = Window(made.opens_at, made.ends_at + timedelta(days=told.open_days))
            feedback.change_window(stage.session, actor, made, window)

    def cancel(self) -> None:
        events.cancel_event(self.stage.session, self.stage.acting(self.told.who), self.kept)

    def answer(self) -> None:
        """The hall answers one after the other, as soon as it is over."""
        kept = self.kept
        go_to(kept.ends_at)
        for number, told in enumerate(self.told.answers):
            later(minutes=1)
            feedback.answer(self.stage.session, kept, f"{self.told.title} {number}", _said(told))

    def record(self) -> None:
        told, session, actor = self.told, self.stage.session, self.stage.acting(self.told.who)
        account = Account(
            audience=told.audience,
            reach_team=told.team,
            reach_school=told.school,
            attendance=told.attendance or 1,
            summary=told.summary.strip(),
        )
        events.record_account(session, actor, self.kept, self.kept.version, account)
        for key in told.people:
            attendance.name_colleague(session, actor, self.kept, self.stage.person(key).id)
        if told.slides:
            with check(BytesIO(drawn(told.slides)), told.slides) as checked:
                slides.add_slides(
                    session, actor, self.kept, checked, Declared(People.NOBODY), self.stage.files
                )

    def hide(self) -> None:
        """Somebody was named."""
        session, actor = self.stage.session, self.stage.acting(self.told.who)
        feedback.hide_answer(session, actor, held_answer(session, self._naming.id))

    def erase(self) -> None:
        """As the worker does it, a day later."""
        feedback.erase_words(self.stage.session, self._naming)

    @property
    def _naming(self) -> Answer:
        written = results(self.stage.session, self.kept.id).written
        return next(one for one in written if (self.told.hidden or "") in one.words)

    def share(self) -> None:
        events.share_event(self.stage.session, self.stage.acting(self.told.who), self.kept)

    def take(self) -> None:
        stage, actor = self.stage, self.stage.acting(self.told.who)
        item = take_as_evidence(stage.session, actor, self.kept, stage.files)
        numbers = [number for number, *_ in self.told.standards]
        claims.choose_standards(stage.session, actor, item, numbers)
        stage.session.flush()
        for row in self.told.standards:
            self._claim(item, *row)

    def _claim(self, item: Evidence, number: int, level: int, why: str, who: str, many: int) -> None:
        later(minutes=6)
        session = self.stage.session
        place = place_of(session, self.stage.acting(self.told.who), item)
        standing = claim(session, item.id, number, place)
        said = Claimed(
            level=level,
            reach_who=who,
            reach_team=self.told.team,
            reach_school=self.told.school or self.stage.school.name,
            reach_count=many,
            reach_when=month_in_words(self.stage.days.day(self.told.held)),
            justification=why,
        )
        actor = self.stage.acting(self.told.who)
        claims.save_claim(session, actor, standing, said, standing.version, finished=True)
        session.flush()


def _at(day: date, typed: str) -> datetime:
    at = time_typed(typed)
    if at is None:
        raise ValueError(f"{typed} is no time of day")
    return datetime.combine(day, at, SCHOOL_TIME)


def _said(told: AnswerTold) -> Said:
    useful, job, origin, will_try, words = told
    return Said(useful, will_try, Job(job), Origin(origin), words)
