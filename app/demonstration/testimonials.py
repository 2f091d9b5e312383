"""Candidates ask for testimonials; some are written, some not, some become evidence."""

from sqlalchemy import select

from app.demonstration.days import later
from app.demonstration.portfolios import claim_levels
from app.demonstration.stage import Stage
from app.demonstration.told import Candidate, Testimonial
from tenants.base.actor import Actor, system
from tenants.base.days import month_in_words
from tenants.base.isolation import here
from tenants.testimonials import queries
from tenants.testimonials.actions import asking, looking_after, writing
from tenants.testimonials.models import Testimonial as Request
from tenants.testimonials.queries import Opened
from tenants.testimonials.rules import Said, address_hash


def plan_testimonials(stage: Stage, told: Candidate) -> None:
    for one in told.testimonials:
        _plan(stage, told.who, one)


def _plan(stage: Stage, who: str, told: Testimonial) -> None:
    stage.plan(told.ago, who, lambda: _ask(stage, who, told))
    steps = (
        (told.opened, lambda: writing.begin(stage.session, _opened(stage, who, told))),
        (told.begun, lambda: _write(stage, who, told, told.first_words)),
        (told.sent, lambda: _send(stage, who, told)),
        (told.declined, lambda: writing.decline(stage.session, _opened(stage, who, told), told.reason)),
    )
    for ago, step in steps:
        if ago is not None:
            stage.plan(ago, told.name, step)
    if told.used is not None:
        stage.plan(told.used, who, lambda: _use(stage, who, told))
    if told.over is not None:
        stage.plan(told.over, who, lambda: looking_after.look_after(stage.session, _nobody(stage)))


def _nobody(stage: Stage) -> Actor:
    return system(stage.acting(stage.school.head).school_id)


def _address(stage: Stage, told: Testimonial) -> str:
    return told.email if "@" in told.email else stage.school.email(told.email)


def _ask(stage: Stage, who: str, told: Testimonial) -> None:
    actor = stage.acting(who)
    address = _address(stage, told)
    asking.ask(
        stage.session, actor, stage.candidates[who], told.name, address, told.message, set(told.asked_for)
    )


def _asked(stage: Stage, who: str, told: Testimonial) -> Request:
    wanted = address_hash(stage.acting(who).school_id, _address(stage, told))
    return stage.session.scalars(
        select(Request).where(
            here(stage.session, Request),
            Request.candidate_id == stage.candidates[who],
            Request.address_hash == wanted,
        )
    ).one()


def _opened(stage: Stage, who: str, told: Testimonial) -> Opened:
    """As by the link in their letter."""
    token = writing.make_link(stage.session, _asked(stage, who, told))
    stage.session.flush()
    found = queries.opened(stage.session, token)
    if found is None:
        raise LookupError(told.name)
    return found


def _write(stage: Stage, who: str, told: Testimonial, body: str) -> Opened:
    opened = _opened(stage, who, told)
    draft = writing.begin(stage.session, opened)
    said = Said(told.name, told.job, told.knows, tuple(told.speaks_to), body.strip())
    writing.save_draft(stage.session, opened, said, draft.version)
    return opened


def _send(stage: Stage, who: str, told: Testimonial) -> None:
    opened = _write(stage, who, told, told.words)
    later(minutes=12)
    writing.send(stage.session, opened)


def _use(stage: Stage, who: str, told: Testimonial) -> None:
    actor, asked = stage.acting(who), _asked(stage, who, told)
    item = asking.draw(stage.session, actor, asked)
    stage.session.flush()
    claim_levels(stage, actor, item, told.claims, when=month_in_words(stage.days.day(told.ago)))
