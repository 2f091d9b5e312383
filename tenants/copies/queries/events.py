"""What somebody presented, and where they were named, as a copy of their work tells it."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.days import day_in_words, in_hours
from tenants.base.isolation import here
from tenants.copies.queries.paths import Paths
from tenants.copies.queries.priorities import named_of, with_priorities
from tenants.copies.rules.contents import EventTold
from tenants.copies.rules.copies import Scope
from tenants.events.models import Answer, Event, EventPriority, Slides
from tenants.events.queries.attendance import attended_by
from tenants.events.queries.events import events_of
from tenants.events.rules.events import Reach
from tenants.events.rules.feedback import summed_up, told
from tenants.events.rules.outreach import REACHED
from tenants.portfolios.rules.states import People


def presented(session: Session, staff_id: UUID, scope: Scope, paths: Paths) -> Iterable[EventTold]:
    """The earliest first. What an audience wrote stays at the school, unless the copy does."""
    listed = events_of(session, staff_id)[::-1]
    ids = [one.event.id for one in listed]
    slides, answers = defaultdict[UUID, list[Slides]](list), defaultdict[UUID, list[Answer]](list)
    wanted = select(Slides).where(
        here(session, Slides), Slides.event_id.in_(ids), Slides.removed_at.is_(None)
    )
    for file in session.scalars(wanted.order_by(Slides.id)):
        slides[file.event_id].append(file)
    for answer in session.scalars(
        select(Answer).where(here(session, Answer), Answer.event_id.in_(ids)).order_by(Answer.id)
    ):
        answers[answer.event_id].append(answer)
    named = named_of(session, EventPriority, EventPriority.event_id, ids)
    for one in listed:
        made = _event(one.event, slides[one.event.id], answers[one.event.id], scope, paths)
        yield with_priorities(made, named.get(one.event.id))


def _event(
    event: Event, slides: list[Slides], answers: list[Answer], scope: Scope, paths: Paths
) -> EventTold:
    packed = [one for one in slides if scope.holds_people or one.people == People.NOBODY]
    summary = summed_up((one.said for one in answers), sum(one.hidden_at is not None for one in answers))
    return EventTold(
        title=event.title,
        facts=tuple((label, value) for label, value in _facts(event) if value),
        summary=event.summary,
        told=told(summary, event.attendance) if answers else "",
        voices=tuple(_voices(answers)) if scope.holds_people else (),
        files=tuple(paths.packed("slides", one.key, one.name) for one in packed),
        left_out=len(slides) - len(packed),
    )


def _facts(event: Event) -> Iterable[tuple[str, str]]:
    yield "On", day_in_words(event.starts_at)
    yield "Lasted", in_hours(event.minutes)
    yield "State", {"planned": "planned", "held": "held", "cancelled": "called off"}[event.state]
    yield "Reach", REACHED[Reach(event.reach)]
    yield "Where", event.host or ""
    yield "Audience", event.audience
    yield "Teams", event.reach_team
    yield "Schools", event.reach_school
    yield "How many", str(event.attendance or "")


def _voices(answers: Iterable[Answer]) -> Iterable[str]:
    for one in answers:
        if one.hidden_at is None:
            yield from filter(None, (one.words, one.will_try and f"Will try: {one.will_try}"))


def attended(session: Session, staff_id: UUID) -> Iterable[tuple[str, str]]:
    """Title, and when and for how long: of events at which they presented too."""
    for one in attended_by(session, staff_id):
        yield one.event.title, f"{day_in_words(one.event.starts_at)}, {in_hours(one.event.minutes)}"
