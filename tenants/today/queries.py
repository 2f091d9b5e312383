"""What waits for a person today, whatever they are here: asked in one question for every front page."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.gathering import ask_together
from tenants.base.isolation import asking
from tenants.base.permissions import Permission, allowed
from tenants.cohorts import timetable
from tenants.events.queries import at_hand as events
from tenants.joining.queries import requests as joining
from tenants.mentoring.queries import waiting as mentoring
from tenants.portfolios.queries import group_waiting
from tenants.priorities.queries import waiting as priorities
from tenants.recognition import queries as recognition
from tenants.testimonials import waiting as testimonials


@dataclass(frozen=True)
class Today:
    """`coming`: the dates of cohorts in which they take part, mentor or assess. `waiting`: files and testimonials
    that wait for them. `together`: what waits between mentor and candidate. `events`: their own that are at hand.
    `joining`: requests to take part, their own or those that wait for their word. `claimed_by`: who says at another
    school that an award made here is theirs; two names tell of several. `plan`: what the improvement plan waits for,
    of who keeps it. `groups`: those they are in or invited to."""

    coming: list[timetable.ComingUp]
    waiting: testimonials.Waiting
    together: list[mentoring.Waiting]
    events: list[events.AtHand]
    joining: list[joining.Waiting]
    claimed_by: list[str]
    plan: priorities.Waiting | None
    groups: list[group_waiting.InGroup]


def today(session: Session, actor: Actor) -> Today:
    questions = [
        timetable.coming_up(),
        testimonials.question(session, actor),
        mentoring.question(session, actor),
        events.question(),
        joining.question(),
        recognition.open_names(),
        priorities.question(),
        group_waiting.question(),
    ]
    settles, keeps = allowed(actor, Permission.CLAIMS_LIST), allowed(actor, Permission.PLAN_MANAGE)
    whom = (
        timetable.of_whom(actor)
        | events.of_whom(actor)
        | joining.of_whom(actor)
        | group_waiting.of_whom(actor)
    )
    params = asking(session, settles=settles, keeps=keeps, **whom)
    coming, [waiting], together, at_hand, requests, claimed, plan, groups = ask_together(
        session, questions, params
    )
    return Today(
        coming=[timetable.ComingUp(*row) for row in coming],
        waiting=testimonials.Waiting(*waiting),
        together=mentoring.told(together),
        events=[events.AtHand(*row) for row in at_hand],
        joining=joining.told(requests),
        claimed_by=[name for (name,) in claimed],
        plan=priorities.told(plan, clock.today()),
        groups=group_waiting.told(groups),
    )
