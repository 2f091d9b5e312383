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
from tenants.schools.queries import this_school
from tenants.staff import actors
from tenants.staff.models import Staff
from tenants.staff.queries import heads
from worker.mail import Mail, by_mail
from worker.shapes import InSchool, OnPlatform, Run


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


def _asked(session: Session, actor: Actor, message: AskHead) -> Mail | None:
    claim = queries.claim_on_ours(session, message.claim_id)
    head = actors.working(session, message.head_id)
    if head is None or not claim.is_open or not _settles(session, head, claim):
        return None
    school = this_school(session)
    return Mail(
        to=head.email,
        to_name=head.name,
        school=school.name,
        template="claim_to_confirm",
        facts={"name": head.name},
        path=f"/schools/{school.slug}/awards/claims/{claim.id}",
    )


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


def _settled(session: Session, actor: Actor, message: TellSettled) -> Mail | None:
    claim = queries.own_claim(session, message.claim_id)
    person = actors.working(session, claim.staff_id)
    if person is None or claim.state != message.state:
        return None
    school = this_school(session)
    return Mail(
        to=person.email,
        to_name=person.name,
        school=school.name,
        template=TEMPLATES[ClaimState(claim.state)],
        facts={"name": person.name},
        path=f"/schools/{school.slug}/earlier-awards/{claim.id}",
    )


pass_on = OnPlatform(_pass_on)
ask_heads = InSchool(_ask_heads)
ask_head = by_mail(_asked)
check_award = InSchool(_check_award)
take_up = InSchool(_take_up)
tell_settled = by_mail(_settled)
