"""What waits for somebody of files that are asked about, and of testimonials to choose from."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Appointment
from tenants.base.gathering import Question
from tenants.base.isolation import here
from tenants.base.permissions import Permission, visible
from tenants.portfolios.concern_models import FileConcern
from tenants.portfolios.rules.guarding import OPEN
from tenants.portfolios.rules.states import ConcernState
from tenants.testimonials.models import Testimonial
from tenants.testimonials.rules import State


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody on their front page: files to decide about, a file of theirs that is asked about,
    and testimonials to choose from."""

    files: int = 0
    concern_id: UUID | None = None
    closed_id: UUID | None = None
    testimonials: int = 0
    testimonial_id: UUID | None = None


def question(session: Session, actor: Actor) -> Question:
    """For tenants/today: the columns of one Waiting."""
    own = actor.subjects(Appointment.CANDIDATE)
    concerns = select(FileConcern).where(here(session, FileConcern)).order_by(FileConcern.id)
    decide = concerns.where(FileConcern.state.in_(OPEN), visible(actor, Permission.FILE_GUARD, FileConcern))
    closed = concerns.where(FileConcern.state == ConcernState.RAISED.value, FileConcern.candidate_id.in_(own))
    choose = (
        select(Testimonial)
        .where(
            here(session, Testimonial),
            Testimonial.candidate_id.in_(own),
            Testimonial.state == State.RECEIVED.value,
            Testimonial.drawn_at.is_(None),
        )
        .order_by(Testimonial.received_at)
    )
    return select(
        _count(decide),
        decide.with_only_columns(FileConcern.id).limit(1).scalar_subquery(),
        closed.with_only_columns(FileConcern.file_id).limit(1).scalar_subquery(),
        _count(choose),
        choose.with_only_columns(Testimonial.id).limit(1).scalar_subquery(),
    )


def _count(rows: Select[Any]) -> ScalarSelect[int]:
    return rows.with_only_columns(func.count()).order_by(None).scalar_subquery()
