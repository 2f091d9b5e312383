"""Whose project it is: a place works on its group's, once that has begun one; else on its own."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Uuid, and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from tenants.base.isolation import OUR_SCHOOL, here
from tenants.cohorts.models import Candidate
from tenants.groups.models import GroupMember
from tenants.groups.queries.members import current_members
from tenants.projects.models import Project

WHOSE, OURS = bindparam("whose", type_=Uuid), bindparam(OUR_SCHOOL, type_=Uuid)


def of_place(candidate_id: Any = WHOSE, school_id: Any = OURS) -> ColumnElement[bool]:
    """Of a statement of Project: the one on which a place works now. Of a Candidate of the statement, when its columns
    are given."""
    return Project.id == func.coalesce(_of_group(candidate_id, school_id), _own(candidate_id, school_id))


def _own(candidate_id: Any, school_id: Any) -> ScalarSelect[UUID]:
    own = aliased(Project)
    return (
        select(own.id)
        .where(own.school_id == school_id, own.candidate_id == candidate_id, own.group_id.is_(None))
        .correlate(Candidate)
        .scalar_subquery()
    )


def _of_group(candidate_id: Any, school_id: Any) -> ScalarSelect[UUID]:
    joint, place = aliased(Project), aliased(Candidate)
    return (
        select(joint.id)
        .join(
            GroupMember,
            and_(GroupMember.school_id == joint.school_id, GroupMember.group_id == joint.group_id),
        )
        .join(place, and_(place.school_id == GroupMember.school_id, place.id == GroupMember.candidate_id))
        .where(joint.school_id == school_id, place.id == candidate_id, current_members(place))
        .correlate(Candidate)
        .scalar_subquery()
    )


def own_begun(session: Session, candidate_id: UUID) -> UUID | None:
    """The project that a place began for itself, whatever it works on now."""
    return session.scalar(
        select(Project.id).where(
            here(session, Project), Project.candidate_id == candidate_id, Project.group_id.is_(None)
        )
    )
