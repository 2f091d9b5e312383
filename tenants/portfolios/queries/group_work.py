"""How far a group is, in numbers: of each member for themselves, and of all of them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.groups.models import Group
from tenants.groups.queries.groups import group
from tenants.portfolios.queries.contributions import Member, members
from tenants.portfolios.queries.coverage import coverage
from tenants.portfolios.queries.readiness import pieces
from tenants.portfolios.rules.group_work import Numbers, lacks, numbers, uncovered
from tenants.programmes.rules.design import Groups
from tenants.standards.queries import Framework


@dataclass(frozen=True)
class Beside:
    """A member with their numbers, and what they still lack in words."""

    member: Member
    numbers: Numbers
    lacks: Sequence[str]


@dataclass(frozen=True)
class GroupWork:
    """`uncovered`: the standards that reach the level that counts with nobody."""

    group: Group
    members: Sequence[Beside]
    uncovered: Sequence[int]


def group_work(session: Session, group_id: UUID, known: Framework, asked: Groups) -> GroupWork:
    found = group(session, group_id)
    people = [one for one in members(session, group_id).values() if one.current]
    places = [one.candidate_id for one in people]
    covered, standing = coverage(session, places), pieces(session, places)
    told = {one: numbers(known.rule, covered[one], standing[one]) for one in places}
    return GroupWork(
        found,
        [
            Beside(one, told[one.candidate_id], lacks(asked, known.rule, told[one.candidate_id]))
            for one in people
        ],
        uncovered(asked, known.rule, told),
    )
