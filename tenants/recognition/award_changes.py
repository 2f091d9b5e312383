"""Changes of awards that reach other schools: whoever relies on the award there is told by a job."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from tenants.awards import actions
from tenants.awards.models import Award
from tenants.base import clock
from tenants.base.actor import Actor
from tenants.recognition.actions.settling import pass_on
from tenants.recognition.models import AwardClaim
from tenants.recognition.queries import awarded_here
from tenants.recognition.rules import ClaimState


def revoke(session: Session, actor: Actor, award: Award, reason: str) -> None:
    """What was revoked counts nowhere: claims still open are declined by it."""
    actions.revoke(session, actor, award, reason)
    for before, after in (
        (ClaimState.CONFIRMED, ClaimState.ENDED),
        (ClaimState.OPEN, ClaimState.DECLINED),
    ):
        for claim in _changed(session, award, before, after):
            pass_on(session, claim)


def _changed(session: Session, award: Award, before: ClaimState, after: ClaimState) -> list[AwardClaim]:
    return list(
        session.scalars(
            update(AwardClaim)
            .where(awarded_here(session), AwardClaim.code == award.code, AwardClaim.state == before.value)
            .values(state=after.value, settled_at=clock.now())
            .returning(AwardClaim)
        )
    )
