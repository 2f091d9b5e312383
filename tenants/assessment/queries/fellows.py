"""Who is or was in a group with a candidate, and who assesses them."""

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from tenants.assessment.models import Assignment
from tenants.assessment.rules.seats import LEFT
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.groups.models import GroupMember
from tenants.portfolios.joint_models import JointSubmission
from tenants.portfolios.models import Submission


def fellows(session: Session, candidate_id: UUID) -> frozenset[UUID]:
    """Those of the past too, but not who was only asked: who worked on the same things does not judge them."""
    mine = aliased(GroupMember)
    return frozenset(
        session.scalars(
            select(Candidate.staff_id)
            .join(GroupMember, beside(GroupMember, Candidate, GroupMember.candidate_id == Candidate.id))
            .join(mine, and_(mine.school_id == GroupMember.school_id, mine.group_id == GroupMember.group_id))
            .where(
                here(session, Candidate),
                mine.candidate_id == candidate_id,
                Candidate.id != candidate_id,
                mine.joined_at.is_not(None),
                GroupMember.joined_at.is_not(None),
            )
        )
    )


def beside_fellows(session: Session, submission: Submission) -> frozenset[UUID]:
    """Who holds a seat on what others of the group handed in."""
    if submission.joint_submission_id is None:
        return frozenset()
    group = (
        select(JointSubmission.group_id)
        .where(here(session, JointSubmission), JointSubmission.id == submission.joint_submission_id)
        .scalar_subquery()
    )
    return frozenset(
        session.scalars(
            select(Assignment.staff_id)
            .join(Submission, beside(Submission, Assignment, Submission.id == Assignment.submission_id))
            .join(
                JointSubmission,
                beside(JointSubmission, Submission, JointSubmission.id == Submission.joint_submission_id),
            )
            .where(
                here(session, Assignment),
                JointSubmission.group_id == group,
                Submission.candidate_id != submission.candidate_id,
                Assignment.state.not_in(LEFT),
            )
        )
    )
