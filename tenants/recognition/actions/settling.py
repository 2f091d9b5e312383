"""Saying yes or no to a claim: as head of the school that made the award, or as the operator."""

from typing import Any

from sqlalchemy import ColumnElement, true, update
from sqlalchemy.orm import Session

from tenants.awards.queries import verified
from tenants.awards.rules import AwardState
from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.outbox import ask, ask_for_each
from tenants.base.permissions import Permission, permit
from tenants.recognition.jobs import CheckAward, PassOn, TakeUp
from tenants.recognition.models import AwardClaim
from tenants.recognition.queries import awarded_here
from tenants.recognition.rules import ClaimState, SettledAs

SETTLED = "This was settled already."
OVER = "This award is not current any more, so it can't be confirmed."


def confirm(session: Session, actor: Actor, claim: AwardClaim) -> None:
    """By a head of the school that made the award."""
    permit(actor, Permission.CLAIM_SETTLE, claim)
    if not award_stands(session, claim):
        raise Refused(OVER)
    _settle(session, claim, awarded_here(session), ClaimState.CONFIRMED, SettledAs.SCHOOL)
    record(session, actor, "award_claim:confirm", claim)
    pass_on(session, claim)


def decline(session: Session, actor: Actor, claim: AwardClaim, reason: str) -> None:
    permit(actor, Permission.CLAIM_SETTLE, claim)
    said = _said(reason)
    _settle(session, claim, awarded_here(session), ClaimState.DECLINED, SettledAs.SCHOOL, reason=said)
    record(session, actor, "award_claim:decline", claim)
    pass_on(session, claim)


def confirm_as_operator(session: Session, claim: AwardClaim, name: str) -> None:
    """An award of Lectern's own is looked at once more in its school before it counts."""
    _settle(session, claim, true(), ClaimState.CONFIRMED, SettledAs.OPERATOR, settled_by=name)
    if claim.awarding_school_id is None:
        ask_for_each(session, [claim.school_id], TakeUp(claim.id), _key(claim))
    else:
        ask_for_each(session, [claim.awarding_school_id], CheckAward(claim.id), str(claim.id))


def decline_as_operator(session: Session, claim: AwardClaim, name: str, reason: str) -> None:
    said = _said(reason)
    _settle(session, claim, true(), ClaimState.DECLINED, SettledAs.OPERATOR, settled_by=name, reason=said)
    ask_for_each(session, [claim.school_id], TakeUp(claim.id), _key(claim))


def check_award(session: Session, actor: Actor, claim: AwardClaim) -> None:
    """In the school that made it: a confirmed award that has been revoked counts nowhere."""
    if claim.state == ClaimState.CONFIRMED and not award_stands(session, claim):
        claim.state = ClaimState.ENDED.value
        record(session, actor, "award_claim:end", claim)
    pass_on(session, claim)


def award_stands(session: Session, claim: AwardClaim) -> bool:
    found = verified(session, claim.code or "")
    return found is not None and found.state == AwardState.CURRENT


def pass_on(session: Session, claim: AwardClaim) -> None:
    """Once for each state that it comes to."""
    ask(session, PassOn(claim.id), unique_key=_key(claim))


def _key(claim: AwardClaim) -> str:
    return f"{claim.id}:{claim.state}"


def _said(reason: str) -> str:
    if not reason.strip():
        raise Invalid({"reason": "Say why, in a sentence that the person will read."})
    return reason.strip()


def _settle(
    session: Session,
    claim: AwardClaim,
    scope: ColumnElement[bool],
    to: ClaimState,
    by: SettledAs,
    **more: Any,
) -> None:
    """Only while it is open: school and operator may decide at the same moment."""
    settled = session.scalar(
        update(AwardClaim)
        .where(scope, AwardClaim.id == claim.id, AwardClaim.state == ClaimState.OPEN.value)
        .values(state=to.value, settled_at=clock.now(), settled_as=by.value, **more)
        .returning(AwardClaim.id)
    )
    if settled is None:
        raise Refused(SETTLED)
    session.refresh(claim)
