"""Claiming an award from elsewhere, and thinking better of it."""

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.awards.queries import Found
from tenants.awards.rules import AwardState
from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.ids import new_id
from tenants.base.permissions import Permission, permit
from tenants.outside.files.content import Checked
from tenants.outside.files.scanner import Scan
from tenants.outside.files.store import FileStore
from tenants.recognition import queries
from tenants.recognition.actions.settling import pass_on
from tenants.recognition.models import AwardClaim
from tenants.recognition.rules import MOST_OPEN, ClaimState, Told, code_problem, told_problems

UNKNOWN = "No award has this code. Look at the certificate again: it is 26 letters and digits."
TWICE = "You have claimed this award already."
TOO_MANY = f"{MOST_OPEN} of your claims are waiting for an answer. Wait for one before you make another."
NO_GUESTS = "Guests attach awards at their own school."
WITHDRAWN = "This was settled already, so it can't be taken back."


def claim_by_code(session: Session, actor: Actor, code: str, found: Found | None) -> AwardClaim:
    """`found` is what the public check tells of the code."""
    _may_claim(session, actor)
    if found is None:
        raise Invalid({"code": UNKNOWN})
    problem = code_problem(AwardState(found.award.state), ours=found.school_id == actor.school_id)
    if problem:
        raise Invalid({"code": problem})
    claim = AwardClaim(
        **_begun(actor),
        awarding_school_id=found.school_id,
        code=code,
        holder=found.award.holder,
        award=found.award.edition,
        awarded_on=found.award.awarded_on,
        expires_on=found.award.expires_on,
    )
    _keep_once(session, claim)
    _note(session, actor, claim)
    return claim


def claim_from_elsewhere(
    session: Session, actor: Actor, told: Told, checked: Checked | None, store: FileStore
) -> AwardClaim:
    """With a link or a file that proves it."""
    _may_claim(session, actor)
    if problems := told_problems(told, clock.today(), proven=bool(told.link or checked)):
        raise Invalid(problems)
    claim = AwardClaim(
        **_begun(actor),
        body=told.body,
        award=told.award,
        number=told.number,
        awarded_on=told.awarded_on,
        expires_on=told.expires_on,
        link=told.link or None,
    )
    if checked:
        _attach(claim, checked, store)
    session.add(claim)
    session.flush()
    _note(session, actor, claim)
    return claim


def withdraw(session: Session, actor: Actor, claim: AwardClaim) -> None:
    permit(actor, Permission.CLAIM_WITHDRAW, claim)
    withdrawn = session.scalar(
        update(AwardClaim)
        .where(
            queries.claimed_here(session),
            AwardClaim.id == claim.id,
            AwardClaim.state == ClaimState.OPEN.value,
        )
        .values(state=ClaimState.WITHDRAWN.value, settled_at=clock.now())
        .returning(AwardClaim.id)
    )
    if withdrawn is None:
        raise Refused(WITHDRAWN)
    record(session, actor, "award_claim:withdraw", claim)


def _may_claim(session: Session, actor: Actor) -> None:
    permit(actor, Permission.CLAIM_MAKE)
    if actor.guest:
        raise Refused(NO_GUESTS)
    if queries.open_claims_of(session, actor.person_id) >= MOST_OPEN:
        raise Refused(TOO_MANY)


def _begun(actor: Actor) -> dict[str, object]:
    return {
        "id": new_id(),
        "school_id": actor.school_id,
        "staff_id": actor.person_id,
        "name": actor.name,
        "state": ClaimState.OPEN.value,
        "claimed_at": clock.now(),
    }


def _keep_once(session: Session, claim: AwardClaim) -> None:
    """The database decides: one open or confirmed claim a person and code, also for two posts at once."""
    told = {
        column.key: getattr(claim, column.key)
        for column in AwardClaim.__table__.columns
        if getattr(claim, column.key) is not None
    }
    kept = session.scalar(insert(AwardClaim).values(told).on_conflict_do_nothing().returning(AwardClaim.id))
    if kept is None:
        raise Invalid({"code": TWICE})


def _attach(claim: AwardClaim, checked: Checked, store: FileStore) -> None:
    claim.file_key = f"claims/{claim.id}"
    claim.file_name, claim.file_type, claim.file_size = checked.name, checked.media_type, checked.size
    claim.file_scanned = checked.scan is Scan.CLEAN
    store.put(claim.file_key, checked.file, checked.sha256)


def _note(session: Session, actor: Actor, claim: AwardClaim) -> None:
    record(session, actor, Permission.CLAIM_MAKE, claim)
    if claim.by_code:
        pass_on(session, claim)
