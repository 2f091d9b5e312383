from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Integer,
    bindparam,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from tenants.base.isolation import asking, beside, here, ours
from tenants.portfolios.attempt_models import BankedStandard
from tenants.portfolios.models import Claim, Evidence
from tenants.portfolios.queries.parts import standing_claims
from tenants.portfolios.queries.portfolios import Portfolio, portfolio
from tenants.portfolios.rules.coverage import Coverage, covered
from tenants.standards.models import Level, Standard
from tenants.standards.queries import Framework, framework


def coverage(session: Session, candidate_ids: Collection[UUID]) -> dict[UUID, Coverage]:
    """The evidence maps of any number of candidates, in one query."""
    claimed: dict[UUID, dict[int, int]] = defaultdict(dict)
    pieces: dict[UUID, dict[int, int]] = defaultdict(dict)
    banked: dict[UUID, dict[int, int]] = defaultdict(dict)
    whose = asking(session, candidate_ids=list(candidate_ids))
    for candidate_id, number, level, count in session.execute(_levels(), whose):
        if count is None:
            banked[candidate_id][number] = level
        else:
            claimed[candidate_id][number], pieces[candidate_id][number] = level, count
    return {one: covered(claimed[one], pieces[one], banked[one]) for one in candidate_ids}


@cache
def _levels() -> CompoundSelect[UUID, int, int, int]:
    """Rows of candidate, standard, level and number of items; no number for what is banked."""
    among: BindParameter[Collection[UUID]] = bindparam("candidate_ids", expanding=True)
    claims = aliased(Claim, said := standing_claims())
    claimed = (
        select(claims.candidate_id, claims.standard_number, func.max(claims.level), func.count())
        .where(ours(claims), claims.candidate_id.in_(among), said.c.complete)
        .group_by(claims.candidate_id, claims.standard_number)
    )
    banked = select(
        BankedStandard.candidate_id,
        BankedStandard.standard_number,
        BankedStandard.level,
        literal(None, Integer),
    ).where(ours(BankedStandard), BankedStandard.candidate_id.in_(among))
    return union_all(claimed, banked)


@dataclass(frozen=True)
class Piece:
    """What is claimed on one item for a standard; it counts once both are finished, and in a pool once the others
    confirmed what was contributed to it."""

    item: Evidence
    claim: Claim
    stands: bool

    @property
    def counts(self) -> bool:
        return self.claim.complete and self.stands


def pieces(session: Session, candidate_id: UUID, number: int) -> list[Piece]:
    """Everything that serves a standard: what counts first, the highest level before the others."""
    standing = aliased(Claim, standing_claims())
    stands = exists().where(
        beside(standing, Claim, standing.evidence_id == Claim.evidence_id),
        standing.candidate_id == Claim.candidate_id,
        standing.standard_number == Claim.standard_number,
    )
    rows = session.execute(
        select(Evidence, Claim, stands)
        .join(Claim, beside(Claim, Evidence, Claim.evidence_id == Evidence.id))
        .where(
            here(session, Evidence),
            Claim.candidate_id == candidate_id,
            Evidence.removed_at.is_(None),
            Claim.standard_number == number,
        )
        .order_by(Evidence.id.desc())
    )
    found = [Piece(*row) for row in rows]
    return sorted(found, key=lambda piece: (not piece.counts, -(piece.claim.level or 0)))


@dataclass(frozen=True)
class Drilled:
    """One standard of somebody's evidence map, with what stands behind it."""

    portfolio: Portfolio
    framework: Framework
    standard: Standard
    coverage: Coverage
    pieces: list[Piece]

    @property
    def candidate_id(self) -> UUID:
        return self.portfolio.candidate_id

    @property
    def level(self) -> Level | None:
        number = self.coverage.levels.get(self.standard.number)
        return self.framework.level(number) if number else None

    @property
    def banked(self) -> bool:
        return self.standard.number in self.coverage.banked


def drilled(session: Session, candidate_id: UUID, number: int) -> Drilled:
    found = portfolio(session, candidate_id)
    known = framework(session, found.cohort.edition_id)
    return Drilled(
        portfolio=found,
        framework=known,
        standard=known.standard(number),
        coverage=coverage(session, [candidate_id])[candidate_id],
        pieces=pieces(session, candidate_id, number),
    )
