"""What assessors say of a group's shared items, for the desk of one of them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.assessment.models import Assignment, SharedJudgement
from tenants.assessment.queries.desk import Desk, desk
from tenants.assessment.rules.seats import BLIND_SEATS, THIRD_SEAT, AssignmentState
from tenants.assessment.rules.shared import may_read_others
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.portfolios.joint_models import JointSubmission
from tenants.portfolios.models import Submission
from tenants.portfolios.rules.reading import Item, SharedBy

OPEN = (AssignmentState.OFFERED.value, AssignmentState.ACCEPTED.value)


@dataclass(frozen=True)
class Said:
    """Of one shared item: the assessor's own word, and those of the others, once they may be read."""

    sha256: str
    mine: SharedJudgement | None
    others: tuple[SharedJudgement, ...] = ()

    @property
    def changed(self) -> bool:
        """The item says something else here than where they said their word."""
        return self.mine is not None and self.mine.item_sha256 != self.sha256


@dataclass(frozen=True)
class SharedPage:
    """The desk opened at one shared item."""

    desk: Desk
    group_id: UUID
    item: Item
    shared: SharedBy
    said: Said

    @property
    def staff_id(self) -> UUID:
        return self.desk.staff_id

    @property
    def version(self) -> int:
        return self.said.mine.version if self.said.mine else 0


def said_of_shared(session: Session, opened: Desk) -> dict[UUID, Said]:
    """By item; empty where nothing is shared."""
    portfolio = opened.portfolio
    shared = {item.id: item.shared for item in portfolio.items if item.shared is not None}
    if portfolio.group is None or not shared:
        return {}
    words = session.scalars(
        select(SharedJudgement)
        .where(here(session, SharedJudgement), SharedJudgement.group_id == portfolio.group.id)
        .order_by(SharedJudgement.said_at)
    ).all()
    sees = _sees_others(session, opened, portfolio.group.id)
    told = {}
    for item_id, by in shared.items():
        of_item = [one for one in words if one.evidence_id == item_id]
        mine = next((one for one in of_item if one.staff_id == opened.staff_id), None)
        others = [one for one in of_item if sees and one.staff_id in sees]
        told[item_id] = Said(by.sha256, mine, tuple(others))
    return told


def _sees_others(session: Session, opened: Desk, group_id: UUID) -> frozenset[UUID]:
    """The other assessors of this submission, once their words on shared items may be read."""
    rows = session.execute(
        select(Assignment, Submission.id)
        .join(Submission, beside(Submission, Assignment, Submission.id == Assignment.submission_id))
        .join(
            JointSubmission,
            beside(JointSubmission, Submission, JointSubmission.id == Submission.joint_submission_id),
        )
        .where(here(session, Assignment), JointSubmission.group_id == group_id)
    ).all()
    here_held = [one for one, about in rows if about == opened.seat.submission_id]
    locked = {one.seat for one in here_held if one.state == AssignmentState.LOCKED}
    open_elsewhere = [
        one.id
        for one, _ in rows
        if one.staff_id == opened.staff_id and one.seat != THIRD_SEAT and one.state in OPEN
    ]
    if not may_read_others(both_locked=locked.issuperset(BLIND_SEATS), still_to_judge=open_elsewhere):
        return frozenset()
    return frozenset(
        one.staff_id
        for one in here_held
        if one.state == AssignmentState.LOCKED and one.staff_id != opened.staff_id
    )


def shared_page(session: Session, assignment_id: UUID, shared_id: UUID) -> SharedPage:
    opened = desk(session, assignment_id)
    group, item = opened.portfolio.group, opened.portfolio.item(shared_id)
    if group is None or item is None or item.shared is None:
        raise NotFound
    said = said_of_shared(session, opened)[shared_id]
    return SharedPage(opened, group.id, item, item.shared, said)
