"""A hand-in of a group: who is to sign, who has, and what was frozen."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.groups.models import Group, GroupMember
from tenants.groups.queries.members import current_members
from tenants.portfolios.joint_models import GroupSnapshot, JointSignature, JointSubmission
from tenants.portfolios.queries.portfolios import Portfolio, portfolios
from tenants.portfolios.rules.joint import Signer
from tenants.portfolios.rules.snapshots import intact


@dataclass(frozen=True)
class Joint:
    """A hand-in with its group."""

    joint: JointSubmission
    group: Group

    @property
    def id(self) -> UUID:
        return self.joint.id

    @property
    def group_id(self) -> UUID:
        return self.group.id

    @property
    def convener_id(self) -> UUID:
        return self.group.convener_id

    @property
    def open(self) -> bool:
        return self.joint.handed_in_at is None and self.joint.dropped_at is None


def joint(session: Session, joint_id: UUID) -> Joint:
    row = session.execute(
        select(JointSubmission, Group)
        .join(Group, beside(Group, JointSubmission, Group.id == JointSubmission.group_id))
        .where(here(session, JointSubmission), JointSubmission.id == joint_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Joint(*row)


def open_joint(session: Session, group_id: UUID) -> JointSubmission | None:
    return session.scalar(
        select(JointSubmission).where(
            here(session, JointSubmission),
            JointSubmission.group_id == group_id,
            JointSubmission.handed_in_at.is_(None),
            JointSubmission.dropped_at.is_(None),
        )
    )


def waits_for(session: Session, found: JointSubmission, own: Portfolio) -> bool:
    """For the signature of this member."""
    signed = session.get(JointSignature, (found.school_id, found.id, own.candidate_id))
    return Signing(own, signed).signer.misses


@dataclass(frozen=True)
class Signing:
    """A current member and what they signed, if they have."""

    portfolio: Portfolio
    signature: JointSignature | None

    @property
    def candidate_id(self) -> UUID:
        return self.portfolio.candidate_id

    @property
    def deferred(self) -> bool:
        """Put off to a window that is not open yet. Once it is, they sign as everybody does."""
        put_off = self.portfolio.candidate.deferred_closes_on is not None
        return put_off and clock.today() < self.portfolio.opens_on

    @property
    def signer(self) -> Signer:
        waited_for = not (self.deferred or self.portfolio.closed or self.portfolio.decided)
        return Signer(self.candidate_id, self.signature is not None, waited_for)


def signings(session: Session, group_id: UUID, joint_id: UUID | None) -> list[Signing]:
    """Of the current members, by name. Without a hand-in nobody has signed."""
    rows = session.execute(
        select(GroupMember.candidate_id, JointSignature)
        .join(Candidate, beside(Candidate, GroupMember, Candidate.id == GroupMember.candidate_id))
        .outerjoin(
            JointSignature,
            and_(
                beside(JointSignature, GroupMember, JointSignature.candidate_id == GroupMember.candidate_id),
                JointSignature.joint_submission_id == joint_id,
            ),
        )
        .where(here(session, GroupMember), GroupMember.group_id == group_id, current_members())
        .execution_options(populate_existing=True)
    )
    signed = {row[0]: row[1] for row in rows}
    return [Signing(one, signed[one.candidate_id]) for one in portfolios(session, list(signed))]


@dataclass(frozen=True)
class GroupsPart:
    """What a group handed in, and whether it is still that."""

    content: str
    sha256: str
    intact: bool


def groups_part(session: Session, joint_id: UUID) -> GroupsPart:
    found = session.scalars(
        select(GroupSnapshot).where(
            here(session, GroupSnapshot), GroupSnapshot.joint_submission_id == joint_id
        )
    ).one()
    return GroupsPart(found.content, found.sha256.hex(), intact(found.content, found.sha256))
