from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import here
from tenants.standards.models import (
    Adoption,
    Edition,
    EditionRetirement,
    Level,
    Replacement,
    Standard,
    StandardGuidance,
)
from tenants.standards.rules.drafting import NUMBER_LABELS, Draft, DraftLevel, DraftStandard, Numbers
from tenants.standards.rules.passing import PassRule
from tenants.standards.rules.replacing import Change, compared, rules_compared


@dataclass(frozen=True)
class Framework:
    """A whole edition: what pages, rules and snapshots need of it."""

    edition: Edition
    standards: tuple[Standard, ...]
    levels: tuple[Level, ...]

    @property
    def rule(self) -> PassRule:
        numbers = tuple(standard.number for standard in self.standards)
        edition = self.edition
        return PassRule(numbers, edition.pass_level, edition.pass_count, edition.floor_level)

    @property
    def categories(self) -> list[tuple[str, list[Standard]]]:
        return [(name, list(of)) for name, of in groupby(self.standards, key=lambda one: one.category)]

    def standard(self, number: int) -> Standard:
        """Raises NotFound for a number that the edition has not."""
        for standard in self.standards:
            if standard.number == number:
                return standard
        raise NotFound

    def level(self, number: int) -> Level:
        """Raises NotFound for a number that the edition has not."""
        for level in self.levels:
            if level.number == number:
                return level
        raise NotFound


_known: dict[UUID, Framework] = {}


def framework(session: Session, edition_id: UUID) -> Framework:
    """Asked for once a process: a published edition is never changed, and belongs to no school."""
    if edition_id not in _known:
        _known[edition_id] = _read(session, edition_id)
    return _known[edition_id]


def _read(session: Session, edition_id: UUID) -> Framework:
    """In one question: every standard beside every level, a few dozen rows. They leave the session, so that no
    other part of the request can change or expire them."""
    rows = session.execute(
        select(Edition, Standard, Level)
        .join(Standard, Standard.edition_id == Edition.id)
        .join(Level, Level.edition_id == Edition.id)
        .where(Edition.id == edition_id)
        .order_by(Standard.number, Level.number)
    ).all()
    if not rows:
        raise NotFound
    editions, standards, levels = (dict.fromkeys(column) for column in zip(*rows, strict=True))
    for one in (*editions, *standards, *levels):
        session.expunge(one)
    return Framework(next(iter(editions)), tuple(standards), tuple(levels))


def edition(session: Session, edition_id: UUID) -> Edition:
    found = session.scalar(select(Edition).where(Edition.id == edition_id))
    if found is None:
        raise NotFound
    return found


def newest_edition(session: Session) -> Edition:
    """Of those that are not retired. Raises NotFound before `flask standards publish` was run."""
    found = session.scalar(
        select(Edition)
        .where(~exists().where(EditionRetirement.edition_id == Edition.id))
        .order_by(Edition.published_on.desc(), Edition.id.desc())
        .limit(1)
    )
    if found is None:
        raise NotFound
    return found


def retired(session: Session, edition_id: UUID) -> bool:
    gone = exists().where(EditionRetirement.edition_id == edition_id)
    return bool(session.scalar(select(gone)))


def adopted_edition_id(session: Session) -> UUID | None:
    """The version of the standards this school's new cohorts start with; None until it adopts one."""
    return session.scalar(select(Adoption.edition_id).where(here(session, Adoption)))


def replaced_by(session: Session, edition_id: UUID, into_edition_id: UUID) -> dict[int, tuple[int, ...]]:
    """Every number of the one version, and what it is called in the other, earlier or later: by one number, by several,
    or by none."""
    numbers = [one.number for one in framework(session, edition_id).standards]
    if edition_id == into_edition_id:
        return {number: (number,) for number in numbers}
    rows = session.execute(
        select(Replacement.edition_id, Replacement.number, Replacement.by_number).where(
            or_(
                (Replacement.edition_id == edition_id) & (Replacement.by_edition_id == into_edition_id),
                (Replacement.edition_id == into_edition_id) & (Replacement.by_edition_id == edition_id),
            )
        )
    )
    found: dict[int, set[int]] = {number: set() for number in numbers}
    for earlier_id, number, by_number in rows:
        one, other = (number, by_number) if earlier_id == edition_id else (by_number, number)
        found[one].add(other)
    return {number: tuple(sorted(others)) for number, others in found.items()}


def as_draft(whole: Framework) -> Draft:
    """A published version as a document, to compare it or to begin the next one with it."""
    return Draft(
        code=whole.edition.code,
        title=whole.edition.title,
        numbers=Numbers(**{name: getattr(whole.edition, name) for name in NUMBER_LABELS}),
        levels=tuple(DraftLevel(one.name, one.reach, one.about) for one in whole.levels),
        standards=tuple(
            DraftStandard(str(one.number), one.title, one.category, one.about, one.prompt)
            for one in whole.standards
        ),
    )


@dataclass(frozen=True)
class Comparison:
    """Two versions beside each other, in words. `rules`: what, before, after."""

    changes: list[Change]
    rules: list[tuple[str, str, str]]


def comparison(session: Session, before_id: UUID, after_id: UUID) -> Comparison:
    before, after = (as_draft(framework(session, one)) for one in (before_id, after_id))
    becomes = replaced_by(session, before_id, after_id)
    return Comparison(compared(before, after, becomes), rules_compared(before, after))


_SAYS = or_(StandardGuidance.body != "", func.jsonb_array_length(StandardGuidance.exemplars) > 0)
"""What was emptied keeps its row, so that a second window on it is noticed, and says nothing to anybody."""


def guidance(session: Session, edition_id: UUID) -> dict[int, StandardGuidance]:
    """What the school says to the standards of a version, by number."""
    return {one.number: one for one in session.scalars(_guidance(session, edition_id).where(_SAYS))}


def guidance_to(session: Session, edition_id: UUID, number: int) -> StandardGuidance | None:
    return session.scalar(_guidance(session, edition_id).where(_SAYS, StandardGuidance.number == number))


def guided_before(session: Session, edition_id: UUID) -> set[int]:
    """The numbers to which the school has ever said something, also where it was taken away again."""
    return {one.number for one in session.scalars(_guidance(session, edition_id))}


def _guidance(session: Session, edition_id: UUID) -> Select[StandardGuidance]:
    return select(StandardGuidance).where(
        here(session, StandardGuidance), StandardGuidance.edition_id == edition_id
    )


@dataclass(frozen=True)
class Guided:
    """A standard of the version that the school's new cohorts start with, and what the school says to it, as it is kept
    for who writes it."""

    standard: Standard
    guidance: StandardGuidance | None


def guided(session: Session, number: int) -> Guided:
    edition_id = adopted_edition_id(session) or newest_edition(session).id
    standard = framework(session, edition_id).standard(number)
    kept = session.scalar(_guidance(session, edition_id).where(StandardGuidance.number == number))
    return Guided(standard, kept)
