"""Claims of earlier awards go between two schools: neither may ask the other's jobs, so the platform passes
them on, by id."""

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.outbox import ask, ask_for_each
from tenants.base.permissions import Permission, allowed
from tenants.recognition import queries
from tenants.recognition.actions import settling, standings
from tenants.recognition.jobs import AskHead, AskHeads, CheckAward, PassOn, TakeUp, TellSettled
from tenants.recognition.models import AwardClaim
from tenants.recognition.rules import ClaimState
from tenants.staff import actors
from tenants.staff.models import Staff
from tenants.staff.queries import heads
from worker.shapes import InSchool, OnPlatform, Run
from worker.telling import Tells, Word


def _pass_on(session: Session, message: PassOn, run: Run) -> None:
    claim = queries.any_claim(session, message.claim_id)
    key = f"{claim.id}:{claim.state}"
    if claim.is_open and claim.awarding_school_id:
        ask_for_each(session, [claim.awarding_school_id], AskHeads(claim.id), key)
    else:
        ask_for_each(session, [claim.school_id], TakeUp(claim.id), key)


def _ask_heads(session: Session, actor: Actor, message: AskHeads, run: Run) -> None:
    for head_id in heads(session):
        ask(session, AskHead(message.claim_id, head_id), unique_key=f"{message.claim_id}:{head_id}")


def _asked(session: Session, actor: Actor, message: AskHead) -> Word | None:
    claim = queries.claim_on_ours(session, message.claim_id)
    head = actors.working(session, message.head_id)
    if head is None or not claim.is_open or not _settles(session, head, claim):
        return None
    return Word(head, "claim_to_confirm", f"/awards/claims/{claim.id}")


def _settles(session: Session, head: Staff, claim: AwardClaim) -> bool:
    return allowed(actors.actor(session, head.id), Permission.CLAIM_SETTLE, claim)


def _check_award(session: Session, actor: Actor, message: CheckAward, run: Run) -> None:
    settling.check_award(session, actor, queries.claim_on_ours(session, message.claim_id))


def _take_up(session: Session, actor: Actor, message: TakeUp, run: Run) -> None:
    standings.take_up(session, actor, queries.own_claim(session, message.claim_id))


TEMPLATES = {
    ClaimState.CONFIRMED: "claim_confirmed",
    ClaimState.DECLINED: "claim_declined",
    ClaimState.ENDED: "claim_ended",
}


def _settled(session: Session, actor: Actor, message: TellSettled) -> Word | None:
    claim = queries.own_claim(session, message.claim_id)
    person = actors.working(session, claim.staff_id)
    if person is None or claim.state != message.state:
        return None
    return Word(person, TEMPLATES[ClaimState(claim.state)], f"/earlier-awards/{claim.id}")


pass_on = OnPlatform(_pass_on)
ask_heads = InSchool(_ask_heads)
ask_head = Tells(_asked)
check_award = InSchool(_check_award)
take_up = InSchool(_take_up)
tell_settled = Tells(_settled)
