"""Somebody hands in alone: what they have, and of their group's pool what is theirs."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.permissions import Permission, permit
from tenants.groups.queries.members import group_of
from tenants.portfolios.actions.handing_in import Joined, declare, freeze_group, hand_in, refuse_unready
from tenants.portfolios.actions.joint import go_without, hold_open
from tenants.portfolios.actions.opening import hold_alone, open_portfolio
from tenants.portfolios.joint_models import JointSubmission
from tenants.portfolios.models import Submission
from tenants.portfolios.queries.portfolios import Portfolio
from tenants.portfolios.rules.submissions import Declared


def submit(session: Session, actor: Actor, portfolio: Portfolio, declared: Declared) -> Submission:
    """Freezes the portfolio as it stands. Two at once: the second waits, and is refused. What the group gathers
    signatures for waits for them no more."""
    permit(actor, Permission.PORTFOLIO_WRITE, portfolio)
    gathering = hold_open(session, portfolio.candidate_id)
    hold_alone(session, portfolio)
    declare(portfolio, declared)
    standing = open_portfolio(session, actor, portfolio.candidate_id)
    attempt = refuse_unready(session, standing)
    made = hand_in(session, actor, standing, attempt, declared, _joined(session, standing.candidate_id))
    go_without(session, actor, gathering, standing.candidate_id)
    return made


def _joined(session: Session, candidate_id: UUID) -> Joined | None:
    """A hand-in that nobody else signs."""
    group_id = group_of(session, candidate_id)
    if group_id is None:
        return None
    now = clock.now()
    joint = JointSubmission(group_id=group_id, opened_by=candidate_id, opened_at=now, handed_in_at=now)
    session.add(joint)
    session.flush()
    return freeze_group(session, joint)
