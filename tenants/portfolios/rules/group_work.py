"""What a programme asks of people who work as a group: of each for themselves, and of all of them together. Only what
is one's own to do keeps anybody from handing in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tenants.portfolios.rules.coverage import Coverage
from tenants.portfolios.rules.readiness import Blocker, Leads, Piece
from tenants.programmes.rules.design import Groups
from tenants.standards.rules.passing import PassRule


@dataclass(frozen=True)
class Numbers:
    """What the others may know of somebody's portfolio: `own` pieces that count, `confirmed` contributions, `claims`
    that count and how many of them are `shared`, standards `addressed` and how many `reached` the level that counts."""

    own: int
    confirmed: int
    claims: int
    shared: int
    addressed: frozenset[int] = frozenset()
    reached: frozenset[int] = frozenset()

    @property
    def share(self) -> int:
        """Percent, rounded up: one that is over its limit never looks as if it kept to it."""
        return -(-100 * self.shared // self.claims) if self.claims else 0


def numbers(rule: PassRule, coverage: Coverage, pieces: Sequence[Piece]) -> Numbers:
    standing = [piece for piece in pieces if piece.confirmed and not piece.draft]
    claims = [(piece, claim) for piece in standing for claim in piece.claims if claim.complete]
    return Numbers(
        own=sum(piece.counts and not _shared(piece) for piece in pieces),
        confirmed=sum(piece.pooled for piece in standing),
        claims=len(claims),
        shared=sum(_shared(piece) for piece, _ in claims),
        addressed=_from_level(rule, coverage, rule.floor_level),
        reached=_from_level(rule, coverage, rule.pass_level),
    )


def blockers(asked: Groups, found: Numbers) -> Iterator[Blocker]:
    """Of one member; that every standard is addressed is asked of everybody already."""
    if found.own < asked.own_items:
        words = (
            f"Beside what you share, {_count(asked.own_items, 'piece')} of evidence must be your own; "
            f"{found.own} {'counts' if found.own == 1 else 'count'} so far."
        )
        yield Blocker(words, "Go to your evidence", Leads.EVIDENCE)
    if found.confirmed < asked.confirmed:
        words = (
            f"The others must have confirmed {_count(asked.confirmed, 'contribution')} of yours to finished shared "
            f"evidence; {found.confirmed} {'is' if found.confirmed == 1 else 'are'} confirmed so far."
        )
        yield Blocker(words, "Go to your evidence", Leads.EVIDENCE)
    if 100 * found.shared > asked.shared_share * found.claims:
        words = (
            f"{found.shared} of your {_count(found.claims, 'claim')} rest on shared evidence. "
            f"At most {asked.shared_share} in 100 may."
        )
        yield Blocker(words, "Look at your evidence map", Leads.MAP)


def lacks(asked: Groups, rule: PassRule, found: Numbers) -> list[str]:
    """What somebody still lacks, in words that all of the group may read."""
    told = []
    unaddressed = set(rule.numbers) - found.addressed
    if unaddressed:
        told.append(f"evidence for {_count(len(unaddressed), 'standard')}")
    if found.own < asked.own_items:
        told.append(f"{_count(asked.own_items - found.own, 'piece')} of their own")
    if found.confirmed < asked.confirmed:
        told.append(f"{_count(asked.confirmed - found.confirmed, 'confirmed contribution')}")
    if 100 * found.shared > asked.shared_share * found.claims:
        told.append("claims that rest on their own work")
    return told


def uncovered(asked: Groups, rule: PassRule, members: Mapping[UUID, Numbers]) -> list[int]:
    """The standards that reach the level that counts with nobody."""
    if not asked.together:
        return []
    reached = frozenset[int]().union(*(one.reached for one in members.values()))
    return [number for number in rule.numbers if number not in reached]


def _from_level(rule: PassRule, coverage: Coverage, least: int) -> frozenset[int]:
    return frozenset(number for number in rule.numbers if (coverage.levels.get(number) or 0) >= least)


def _shared(piece: Piece) -> bool:
    return piece.pooled or piece.copied


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
