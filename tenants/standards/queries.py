from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import here
from tenants.standards.models import Adoption, Edition, Level, Standard
from tenants.standards.rules import PassRule


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


def newest_edition(session: Session) -> Edition:
    """Raises NotFound before `flask standards publish` was run."""
    edition = session.scalar(
        select(Edition).order_by(Edition.published_on.desc(), Edition.code.desc()).limit(1)
    )
    if edition is None:
        raise NotFound
    return edition


def adopted_edition_id(session: Session) -> UUID | None:
    """The version of the standards this school's new cohorts start with; None until it adopts one."""
    return session.scalar(select(Adoption.edition_id).where(here(session, Adoption)))
