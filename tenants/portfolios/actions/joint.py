"""A group hands in together: opened by its convener, signed by each for themselves, sent once."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.history import record
from tenants.base.ids import new_id
from tenants.base.isolation import bound_school, here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import hold, lock
from tenants.groups.models import Group
from tenants.groups.queries.members import group_of, own_place
from tenants.portfolios.actions.handing_in import declare, freeze_group, hand_in, refuse_unready, unready
from tenants.portfolios.actions.opening import hold_alone, open_portfolio
from tenants.portfolios.jobs import AskSignature, AskSignatureAgain, TellSentWithout
from tenants.portfolios.joint_models import JointSignature, JointSubmission
from tenants.portfolios.models import Submission
from tenants.portfolios.queries.joint import Joint, Signing, joint, open_joint, signings
from tenants.portfolios.queries.portfolios import Portfolio, portfolio
from tenants.portfolios.rules.joint import NOBODY_SIGNED, NOT_OPEN, OPEN_ALREADY, complete
from tenants.portfolios.rules.submissions import Declared


def open_hand_in(session: Session, actor: Actor, group: Group) -> Joint:
    """Everybody else for whom it waits is asked to sign. Two presses at once open one."""
    permit(actor, Permission.JOINT_OPEN, group)
    made = session.scalar(
        insert(JointSubmission)
        .values(
            school_id=bound_school(session),
            id=new_id(),
            group_id=group.id,
            opened_by=group.convener_id,
            opened_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(JointSubmission.id)
    )
    if made is None:
        raise Refused(OPEN_ALREADY)
    found = joint(session, made)
    record(session, actor, "joint:open", found.joint)
    for one in signings(session, group.id, made):
        if one.signer.waited_for and one.portfolio.staff_id != actor.staff_id:
            ask(session, AskSignature(made, one.candidate_id))
    return found


def sign(session: Session, actor: Actor, found: Joint, declared: Declared) -> list[Submission]:
    """With one's own declarations. The last signature sends it; then these are what was handed in. Whose portfolio is
    not ready any more by then signs again, and that sends it."""
    mine = _own(session, actor, found)
    standing = open_portfolio(session, actor, mine)
    declare(standing, declared)
    refuse_unready(session, standing)
    session.execute(
        insert(JointSignature)
        .values(
            school_id=bound_school(session),
            joint_submission_id=found.id,
            candidate_id=mine,
            **(told := _told(declared)),
        )
        .on_conflict_do_update(index_elements=["school_id", "joint_submission_id", "candidate_id"], set_=told)
    )
    record(session, actor, "joint:sign", found.joint)
    everybody = signings(session, found.group_id, found.id)
    if not complete([one.signer for one in everybody]):
        return []
    return _send(session, actor, found, everybody, needs_all=True)


def _told(declared: Declared) -> dict[str, object]:
    return {
        "authorship_declared": declared.authorship,
        "consent_declared": declared.consent,
        "ai_use": declared.ai_use.strip(),
        "with_self_audit": declared.with_self_audit,
        "names_group": declared.names_group,
        "signed_at": clock.now(),
    }


def take_back_signature(session: Session, actor: Actor, found: Joint) -> None:
    mine = _own(session, actor, found)
    _unsign(session, found, mine)
    record(session, actor, "joint:take_back", found.joint)


def hold_open(session: Session, candidate_id: UUID) -> Joint | None:
    """What the group of a place gathers signatures for, with the places that signed. Before anything of the place or
    of the pool is held: in this order everybody waits for each other, and going without it waits for nobody more."""
    group_id = group_of(session, candidate_id)
    gathering = open_joint(session, group_id) if group_id else None
    if gathering is None:
        return None
    lock(session, gathering)
    found = joint(session, gathering.id)
    if not found.open:
        return None
    _hold_signed(session, signings(session, found.group_id, found.id))
    return found


def go_without(session: Session, actor: Actor, found: Joint | None, candidate_id: UUID) -> list[Submission]:
    """It waits for this place no more: it handed in alone, was put off, or left. What was held open before goes if
    everybody else has signed, and is dropped when nobody has signed and nobody is left for whom it could wait."""
    if found is None:
        return []
    session.flush()
    _unsign(session, found, candidate_id)
    everybody = signings(session, found.group_id, found.id)
    if complete([one.signer for one in everybody]):
        return _send(session, actor, found, everybody, needs_all=True)
    if not any(one.signer.waited_for or one.signer.signed for one in everybody):
        _drop(session, actor, found)
    return []


def send(session: Session, actor: Actor, found: Joint) -> list[Submission]:
    """For those who signed and are ready. The others are told; they hand in alone, or in the next one."""
    permit(actor, Permission.JOINT_OPEN, found)
    _hold(session, found)
    sent = _send(session, actor, found, signings(session, found.group_id, found.id), needs_all=False)
    if not sent:
        raise Refused(NOBODY_SIGNED)
    return sent


def drop(session: Session, actor: Actor, found: Joint) -> None:
    """Nothing was handed in. What was signed counts for nothing any more."""
    permit(actor, Permission.JOINT_OPEN, found)
    _hold(session, found)
    _drop(session, actor, found)


def _drop(session: Session, actor: Actor, found: Joint) -> None:
    found.joint.dropped_at = clock.now()
    record(session, actor, "joint:drop", found.joint)


def _unsign(session: Session, found: Joint, candidate_id: UUID) -> None:
    session.execute(
        delete(JointSignature).where(
            here(session, JointSignature),
            JointSignature.joint_submission_id == found.id,
            JointSignature.candidate_id == candidate_id,
        )
    )


def _own(session: Session, actor: Actor, found: Joint) -> UUID:
    permit(actor, Permission.JOINT_SIGN, found)
    mine = own_place(session, actor, found.group_id)
    _hold(session, found)
    return mine


def _hold(session: Session, found: Joint) -> None:
    """One signature after the other: whoever signs last finds all the others."""
    lock(session, found.joint)
    if not found.open:
        raise Refused(NOT_OPEN)


def _hold_signed(session: Session, everybody: list[Signing]) -> list[Signing]:
    """The places of those who signed, each alone, in one order. Who holds them already waits for nobody."""
    signed = [one for one in everybody if one.signature is not None]
    for one in sorted(signed, key=lambda one: one.candidate_id):
        hold_alone(session, one.portfolio)
    return signed


def _send(
    session: Session, actor: Actor, found: Joint, everybody: list[Signing], *, needs_all: bool
) -> list[Submission]:
    """Nothing, when it `needs_all` and one for whom it waited is not ready any more: they are asked again."""
    signed = _hold_signed(session, everybody)
    ready = [(one, *_standing(session, one)) for one in signed]
    going = [(one, standing, attempt) for one, standing, reason, attempt in ready if reason is None]
    behind = [one for one, _, reason, _ in ready if reason and one.signer.waited_for]
    if needs_all and behind:
        _ask_again(session, actor, found, behind)
        return []
    if not going:
        return []
    joined = freeze_group(session, found.joint)
    found.joint.handed_in_at = clock.now()
    sent = [
        hand_in(session, actor, standing, attempt, _declared(one), joined, together=True)
        for one, standing, attempt in going
    ]
    record(session, actor, "joint:send", found.joint)
    _tell_others(session, found, everybody, {one.candidate_id for one in sent})
    return sent


def _ask_again(session: Session, actor: Actor, found: Joint, behind: list[Signing]) -> None:
    """What they signed goes: else everybody would have signed, and nothing would be left to send it."""
    for one in behind:
        _unsign(session, found, one.candidate_id)
        ask(session, AskSignatureAgain(found.id, one.candidate_id))
    record(session, actor, "joint:ask_again", found.joint)


def _standing(session: Session, one: Signing) -> tuple[Portfolio, str | None, int]:
    """As it is now that nobody else changes it."""
    hold(session, one.portfolio.cohort)
    standing = portfolio(session, one.candidate_id)
    reason, attempt = unready(session, standing)
    return standing, reason, attempt


def _declared(one: Signing) -> Declared:
    signature = one.signature
    if signature is None:
        raise TypeError("nobody hands in unsigned")
    return Declared(
        authorship=signature.authorship_declared,
        consent=signature.consent_declared,
        ai_use=signature.ai_use,
        with_self_audit=signature.with_self_audit,
        names_group=signature.names_group,
    )


def _tell_others(session: Session, found: Joint, everybody: list[Signing], sent: set[UUID]) -> None:
    for one in everybody:
        if one.signer.waited_for and one.candidate_id not in sent:
            ask(session, TellSentWithout(found.id, one.candidate_id))
