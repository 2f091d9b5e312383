"""What a settled claim changes in the claiming school: whether the person counts as a Lead Practitioner."""

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.codes import in_groups
from tenants.base.history import record
from tenants.base.isolation import bound_school, here
from tenants.base.outbox import ask
from tenants.recognition.jobs import TellSettled
from tenants.recognition.models import AwardClaim
from tenants.recognition.rules import ClaimState
from tenants.staff.models import Standing, StandingSource


def take_up(session: Session, actor: Actor, claim: AwardClaim) -> None:
    """The standing has the claim's id, so it is written once and found again."""
    match ClaimState(claim.state):
        case ClaimState.CONFIRMED:
            _give(session, claim)
            record(session, actor, "award_claim:confirmed", claim)
        case ClaimState.ENDED:
            _end(session, claim)
            record(session, actor, "award_claim:ended", claim)
        case ClaimState.DECLINED:
            record(session, actor, "award_claim:declined", claim)
        case _:
            return
    ask(session, TellSettled(claim.id, claim.state), unique_key=f"{claim.id}:{claim.state}")


def _give(session: Session, claim: AwardClaim) -> None:
    session.execute(
        insert(Standing)
        .values(
            school_id=bound_school(session),
            id=claim.id,
            staff_id=claim.staff_id,
            source=StandingSource.EARLIER_AWARD.value,
            proof=in_groups(claim.code) if claim.code else f"{claim.body}, {claim.number}",
            valid_from=claim.awarded_on,
            valid_until=claim.expires_on,
            confirmed_at=clock.now(),
        )
        .on_conflict_do_nothing()
    )


def _end(session: Session, claim: AwardClaim) -> None:
    session.execute(
        update(Standing)
        .where(here(session, Standing), Standing.id == claim.id, Standing.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
