"""Groups of a school of the world: one that is about to hand in together, and one that is assessed."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.assessment.models import SharedJudgement
from tenants.base import clock
from tenants.cohorts.models import Candidate
from tenants.groups.models import Group
from tenants.portfolios.joint_models import JointSignature, JointSubmission
from tests.factories.assessment import Matter, accept, allocate, make_submission
from tests.factories.groups import make_contribution, make_group, make_pooled


def gather(session: Session, mark: str, places: list[Candidate]) -> Group:
    """A group of them, with an item to which each has contributed."""
    group = make_group(session, places, name=f"{mark} group")
    item = make_pooled(session, group, title=f"{mark} shared lesson")
    for which, place in enumerate(places):
        make_contribution(session, item, place, confirmed_by=places[which - 1])
    return group


def open_joint(session: Session, group: Group, signed_by: Candidate) -> UUID:
    joint = JointSubmission(group_id=group.id, opened_by=group.convener_id, opened_at=clock.now())
    session.add(joint)
    session.flush()
    signature = JointSignature(
        joint_submission_id=joint.id,
        candidate_id=signed_by.id,
        authorship_declared=True,
        consent_declared=True,
        ai_use="none",
        with_self_audit=False,
        names_group=True,
        signed_at=clock.now(),
    )
    session.add(signature)
    session.flush()
    return joint.id


def hand_in_of(session: Session, mark: str, matter: Matter, fellow: Candidate) -> tuple[Matter, UUID, UUID]:
    """The matter again, as a member of a group; a seat on it that was accepted, and the shared item."""
    group = make_group(session, [matter.candidate, fellow], name=f"{mark} assessed group")
    item = make_pooled(session, group, title=f"{mark} assessed lesson")
    make_contribution(session, item, matter.candidate, confirmed_by=fellow)
    matter = replace(
        matter, submission=make_submission(session, matter.candidate, attempt=2, banked={1: 3}, group=group)
    )
    seats = allocate(session, matter)
    for seat in seats:
        accept(session, seat)
    session.add(
        SharedJudgement(
            group_id=group.id,
            evidence_id=item.id,
            staff_id=matter.assessors[0].id,
            strength=2,
            note=f"{mark} strong",
            item_sha256="0" * 64,
            said_at=clock.now(),
        )
    )
    session.flush()
    return matter, seats[0].id, item.id
