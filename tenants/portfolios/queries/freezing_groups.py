"""What a group's part of a hand-in says, gathered from what is there: plain values only."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.groups.models import Group, GroupMember
from tenants.groups.queries.members import one_group
from tenants.groups.rules.states import MemberState
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Evidence, EvidenceFile
from tenants.portfolios.rules.evidence import stored
from tenants.portfolios.rules.joint import GroupPart, Told, group_part
from tenants.projects.queries.telling import whole_of_group
from tenants.projects.rules.telling import stored as stored_project
from tenants.staff.models import Staff


def pooled(session: Session, group_id: UUID) -> GroupPart:
    """The finished items of the pool with who contributed what to each, also those who left since. What somebody
    learned from it stays with them."""
    group = one_group(session, group_id)
    project = whole_of_group(session, group_id)
    return group_part(
        {
            "group": _group(group),
            "members": _members(session, group_id),
            "items": _items(session, group_id),
            "project": stored_project(project.told) if project else None,
        }
    )


def _group(group: Group) -> Told:
    return {
        "id": str(group.id),
        "name": group.name,
        "focus": group.focus,
        "who_does_what": group.who_does_what,
        "how_we_decide": group.how_we_decide,
        "charter_version": group.charter_version,
        "convener": str(group.convener_id),
    }


def _members(session: Session, group_id: UUID) -> list[Told]:
    """Who left and was asked again has left, until they say yes."""
    rows = session.execute(
        select(GroupMember, Staff)
        .join(Candidate, beside(Candidate, GroupMember, Candidate.id == GroupMember.candidate_id))
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(
            here(session, GroupMember), GroupMember.group_id == group_id, GroupMember.joined_at.is_not(None)
        )
        .order_by(GroupMember.id)
    )
    return [
        {
            "candidate_id": str(member.candidate_id),
            "name": member.alias or person.name,
            "department": None if member.alias else person.department,
            "state": member.state if member.state == MemberState.MEMBER else MemberState.LEFT.value,
            "agreed_version": member.agreed_version,
        }
        for member, person in rows
    ]


def _items(session: Session, group_id: UUID) -> list[Told]:
    said, files = _contributions(session, group_id), _files(session, group_id)
    found = session.scalars(
        select(Evidence)
        .where(
            here(session, Evidence),
            Evidence.group_id == group_id,
            Evidence.removed_at.is_(None),
            Evidence.draft.is_(False),
        )
        .order_by(Evidence.id)
        .execution_options(populate_existing=True)
    )
    return [
        {
            "id": str(item.id),
            "kind": item.kind,
            "source": item.source,
            **stored(item.words),
            "files": files.get(item.id, []),
            "contributions": said.get(item.id, []),
        }
        for item in found
    ]


def _contributions(session: Session, group_id: UUID) -> dict[UUID, list[Told]]:
    rows = session.execute(
        select(Contribution, GroupMember.alias, Staff.name)
        .join(Evidence, beside(Evidence, Contribution, Evidence.id == Contribution.evidence_id))
        .join(Candidate, beside(Candidate, Contribution, Candidate.id == Contribution.candidate_id))
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .outerjoin(
            GroupMember,
            beside(GroupMember, Contribution, GroupMember.candidate_id == Contribution.candidate_id)
            & (GroupMember.group_id == Evidence.group_id),
        )
        .where(here(session, Contribution), Evidence.group_id == group_id)
        .order_by(Contribution.evidence_id, Contribution.said_at, Contribution.candidate_id)
        .execution_options(populate_existing=True)
    )
    found: dict[UUID, list[Told]] = defaultdict(list)
    for said, alias, name in rows:
        found[said.evidence_id].append(_contributed(said, alias or name))
    return found


def taken_along(session: Session, candidate_id: UUID) -> dict[UUID, Told]:
    """By the copy that somebody took when they left a group: what they had done for it, and what the others' words on
    that came to. A copy counts as work of their own, so whoever judges it is told."""
    rows = session.execute(
        select(Contribution, Staff.name)
        .join(Candidate, beside(Candidate, Contribution, Candidate.id == Contribution.candidate_id))
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(
            here(session, Contribution),
            Contribution.candidate_id == candidate_id,
            Contribution.copy_id.is_not(None),
        )
        .execution_options(populate_existing=True)
    )
    return {
        said.copy_id: {**_contributed(said, name), "learned": said.learned}
        for said, name in rows
        if said.copy_id is not None
    }


def _contributed(said: Contribution, name: str) -> Told:
    return {
        "candidate_id": str(said.candidate_id),
        "name": name,
        "role": said.role,
        "did": said.did,
        "standing": said.standing,
        "taken_along": said.copy_id is not None,
    }


def _files(session: Session, group_id: UUID) -> dict[UUID, list[Told]]:
    found: dict[UUID, list[Told]] = defaultdict(list)
    for file in session.scalars(
        select(EvidenceFile)
        .join(Evidence, beside(Evidence, EvidenceFile, Evidence.id == EvidenceFile.evidence_id))
        .where(
            here(session, EvidenceFile),
            Evidence.group_id == group_id,
            EvidenceFile.removed_at.is_(None),
        )
        .order_by(EvidenceFile.id)
    ):
        found[file.evidence_id].append(file_told(file))
    return found


def file_told(file: EvidenceFile) -> Told:
    return {
        "id": str(file.id),
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256.hex(),
        "media_type": file.media_type,
        "people": file.people,
    }


def learned(session: Session, candidate_id: UUID, item_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Of these items, what this member alone says they learned."""
    rows = session.execute(
        select(Contribution.evidence_id, Contribution.learned).where(
            here(session, Contribution),
            Contribution.candidate_id == candidate_id,
            Contribution.evidence_id.in_(item_ids),
        )
    )
    return {row[0]: row[1] for row in rows}
