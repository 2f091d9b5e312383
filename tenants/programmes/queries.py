from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from tenants.base.errors import NotFound
from tenants.base.isolation import here
from tenants.programmes.models import NationalProgramme, Programme
from tenants.programmes.rules.design import HELD, Design, OfferedText, ProgrammeState, Step

T = TypeVar("T")

_national: dict[UUID, NationalProgramme] = {}


@dataclass(frozen=True)
class Template:
    """What a cohort can be planned with: a national programme or a published one of the school's own."""

    id: UUID
    title: str
    edition: int
    design: Design
    national: bool


def programme(session: Session, programme_id: UUID) -> Programme:
    found = session.scalar(select(Programme).where(here(session, Programme), Programme.id == programme_id))
    if found is None:
        raise NotFound
    return found


def draft(session: Session, programme_id: UUID) -> Programme:
    """Raises NotFound for one that is published: its editing pages are gone."""
    found = programme(session, programme_id)
    if not found.editable:
        raise NotFound
    return found


@dataclass(frozen=True)
class DraftStep:
    """A step of a draft, by its number in the order of the year."""

    programme: Programme
    number: int
    step: Step


@dataclass(frozen=True)
class DraftText:
    programme: Programme
    text: OfferedText


def draft_step(session: Session, programme_id: UUID, number: int) -> DraftStep:
    found = draft(session, programme_id)
    return DraftStep(found, number, _numbered(found.whole.steps, number))


def draft_session(session: Session, programme_id: UUID, number: int) -> DraftStep:
    """Raises NotFound for a step at which nobody meets."""
    found = draft_step(session, programme_id, number)
    if found.step.kind not in HELD:
        raise NotFound
    return found


def draft_text(session: Session, programme_id: UUID, number: int) -> DraftText:
    found = draft(session, programme_id)
    return DraftText(found, _numbered(found.whole.texts, number))


def _numbered(parts: Sequence[T], number: int) -> T:
    if not 1 <= number <= len(parts):
        raise NotFound
    return parts[number - 1]


def nationals(session: Session) -> list[NationalProgramme]:
    """The newest edition of each."""
    rows = session.scalars(
        select(NationalProgramme).order_by(NationalProgramme.code, NationalProgramme.edition)
    )
    newest = {one.code: one for one in rows}
    return sorted(newest.values(), key=lambda one: one.number)


def national(session: Session, number: int) -> NationalProgramme:
    found = session.scalar(select(NationalProgramme).where(NationalProgramme.number == number))
    if found is None:
        raise NotFound
    return found


def programmes(session: Session) -> Sequence[Programme]:
    """All versions of the school's own, the newest first; without their designs."""
    return session.scalars(
        select(Programme)
        .options(defer(Programme.design, raiseload=True))
        .where(here(session, Programme))
        .order_by(Programme.title, Programme.edition.desc())
    ).all()


def templates(session: Session) -> list[Template]:
    """The school's own first: it made them on purpose."""
    own = session.scalars(
        select(Programme)
        .where(here(session, Programme), Programme.state == ProgrammeState.PUBLISHED.value)
        .order_by(Programme.title, Programme.id)
    )
    return [
        *(Template(one.id, one.title, one.edition, one.whole, national=False) for one in own),
        *(Template(one.id, one.title, one.edition, one.whole, national=True) for one in nationals(session)),
    ]


def template_of(session: Session, national_id: UUID | None, programme_id: UUID | None) -> Template | None:
    """What a cohort was planned with, whatever became of it since. A national one never changes, so each process reads
    it once."""
    if programme_id is not None:
        own = programme(session, programme_id)
        return Template(own.id, own.title, own.edition, own.whole, national=False)
    if national_id is None:
        return None
    if national_id not in _national:
        found = session.get_one(NationalProgramme, national_id)
        session.expunge(found)
        _national[national_id] = found
    one = _national[national_id]
    return Template(one.id, one.title, one.edition, one.whole, national=True)
