"""What the operator reads of versions of the standards: those that are written, and those that are published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.standards.models import (
    Edition,
    EditionDraft,
    EditionRetirement,
    EditionUse,
    Replacement,
    Standard,
)
from tenants.standards.queries import Comparison, Framework, as_draft, framework
from tenants.standards.rules.drafting import DraftLevel, DraftStandard, Problem, problems
from tenants.standards.rules.replacing import compared, rules_compared

One = TypeVar("One")


@dataclass(frozen=True)
class Published:
    """`cohorts`: how many that are not closed have it, in all schools."""

    edition: Edition
    retired_on: date | None
    standards: int
    cohorts: int
    schools: int


def published(session: Session) -> list[Published]:
    """The newest first."""
    return [Published(*row) for row in session.execute(_PUBLISHED)]


def published_one(session: Session, edition_id: UUID) -> Published:
    row = session.execute(_PUBLISHED.where(Edition.id == edition_id)).first()
    if row is None:
        raise NotFound
    return Published(*row)


_PUBLISHED = (
    select(
        Edition,
        EditionRetirement.retired_on,
        select(func.count()).where(Standard.edition_id == Edition.id).scalar_subquery(),
        select(func.coalesce(func.sum(EditionUse.cohorts), 0))
        .where(EditionUse.edition_id == Edition.id)
        .scalar_subquery(),
        select(func.count()).where(EditionUse.edition_id == Edition.id).scalar_subquery(),
    )
    .outerjoin(EditionRetirement, EditionRetirement.edition_id == Edition.id)
    .order_by(Edition.published_on.desc(), Edition.id.desc())
)


def drafts(session: Session) -> Sequence[EditionDraft]:
    return session.scalars(select(EditionDraft).order_by(EditionDraft.made_at.desc(), EditionDraft.id)).all()


def draft(session: Session, draft_id: UUID) -> EditionDraft:
    found = session.scalar(select(EditionDraft).where(EditionDraft.id == draft_id))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class PartOfDraft:
    """A standard or level of a draft, by its number."""

    draft: EditionDraft
    number: int


@dataclass(frozen=True)
class StandardOfDraft(PartOfDraft):
    standard: DraftStandard


@dataclass(frozen=True)
class LevelOfDraft(PartOfDraft):
    level: DraftLevel


@dataclass(frozen=True)
class ReplacedInDraft(PartOfDraft):
    """A standard of the version that the draft follows."""

    before: DraftStandard


def draft_standard(session: Session, draft_id: UUID, number: int) -> StandardOfDraft:
    found = draft(session, draft_id)
    return StandardOfDraft(found, number, _nth(found.whole.standards, number))


def draft_level(session: Session, draft_id: UUID, number: int) -> LevelOfDraft:
    found = draft(session, draft_id)
    return LevelOfDraft(found, number, _nth(found.whole.levels, number))


def draft_replacement(session: Session, draft_id: UUID, number: int) -> ReplacedInDraft:
    found = draft(session, draft_id)
    before = as_draft(framework(session, found.follows_id))
    return ReplacedInDraft(found, number, _nth(before.standards, number))


def _nth(parts: Sequence[One], number: int) -> One:
    if not 1 <= number <= len(parts):
        raise NotFound
    return parts[number - 1]


@dataclass(frozen=True)
class Standing:
    """A draft beside the version it follows, and what keeps it from being published."""

    followed: Framework
    problems: list[Problem]
    comparison: Comparison


def standing(session: Session, of: EditionDraft) -> Standing:
    followed, whole = framework(session, of.follows_id), of.whole
    before = as_draft(followed)
    titles = {one.number: one.title for one in followed.standards}
    taken = frozenset(session.scalars(select(Edition.code)))
    changes = compared(before, whole, whole.direct)
    last = last_published(session)
    instead = "" if last.id == of.follows_id else last.title
    return Standing(
        followed, problems(whole, titles, taken, instead), Comparison(changes, rules_compared(before, whole))
    )


def last_published(session: Session) -> Edition:
    """Retired or not: the next one follows it, so that it says what became of the standards of all of them."""
    found = session.scalar(select(Edition).order_by(Edition.published_on.desc(), Edition.id.desc()).limit(1))
    if found is None:
        raise NotFound
    return found


def became(session: Session, edition_id: UUID) -> dict[UUID, dict[int, tuple[int, ...]]]:
    """Of every version before that one: what its standards became in it."""
    rows = session.execute(
        select(Replacement.edition_id, Replacement.number, Replacement.by_number)
        .where(Replacement.by_edition_id == edition_id)
        .order_by(Replacement.by_number)
    )
    found: dict[UUID, dict[int, tuple[int, ...]]] = {}
    for earlier_id, number, by_number in rows:
        of = found.setdefault(earlier_id, {})
        of[number] = (*of.get(number, ()), by_number)
    return found


def followed_by(session: Session, edition_id: UUID) -> Edition | None:
    """The version that this one follows: the latest of those that it replaces."""
    return session.scalar(
        select(Edition)
        .where(Edition.id.in_(select(Replacement.edition_id).where(Replacement.by_edition_id == edition_id)))
        .order_by(Edition.published_on.desc(), Edition.id.desc())
        .limit(1)
    )
