"""The school's choices about signing in, and what follows from them at once."""

from dataclasses import asdict

from sqlalchemy import update
from sqlalchemy.orm import Session

from tenants.base import clock, versions
from tenants.base.actor import Actor
from tenants.base.errors import Invalid
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.schools.queries import lock_school
from tenants.sign_in import queries
from tenants.sign_in.jobs import TellEmergencyDoor
from tenants.sign_in.models import Door, SignInPolicy, SignInSession
from tenants.sign_in.notices import tell_heads
from tenants.sign_in.policies import as_value, kept_policies, policies
from tenants.sign_in.policy_rules import Policies, policy_problems, uses_emergency_door
from tenants.staff import actors
from tenants.staff.queries import guests, heads

LABELS = {
    "school_sign_in_required": "School sign-in is required",
    "named_heads": "Named headteachers",
    "join_by_domain": "Joining by domain",
    "sign_out_of_account": "Signing out of the school account",
    "idle_minutes": "Minutes without use",
    "longest_minutes": "Longest time signed in",
}


def change(session: Session, actor: Actor, given: Policies, *, version: int) -> None:
    permit(actor, Permission.SIGN_IN_POLICY)
    lock_school(session)
    problems = policy_problems(
        given,
        heads=heads(session),
        connections_on=len(queries.open_connections(session)),
        proven_domains=len(queries.proven_domains(session)),
    )
    if problems:
        raise Invalid(problems)
    kept = _row(session)
    before = as_value(kept)
    changed = versions.save(session, kept, version, _values(given), LABELS)
    if changed:
        tell_heads(session, record(session, actor, "sign_in_policy:change", fields=changed))
    if given.school_sign_in_required and not before.school_sign_in_required:
        _end_other_doors(session, actor, given)
    if before.sign_out_of_account and not given.sign_out_of_account:
        _forget_tokens(session)


def _row(session: Session) -> SignInPolicy:
    kept = kept_policies(session)
    if kept is None:
        kept = SignInPolicy()
        session.add(kept)
        session.flush()
    return kept


def _values(given: Policies) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(given).items()}


def _end_other_doors(session: Session, actor: Actor, given: Policies) -> None:
    """Who came in by another door has to come in anew by the school's. Not who decides this just now."""
    stay = {actor.person_id, *given.named_heads, *guests(session)}
    session.execute(
        update(SignInSession)
        .where(
            here(session, SignInSession),
            SignInSession.ended_at.is_(None),
            SignInSession.door != Door.CONNECTION.value,
            SignInSession.staff_id.not_in(stay),
        )
        .values(ended_at=clock.now(), id_token=None)
    )


def _forget_tokens(session: Session) -> None:
    session.execute(
        update(SignInSession)
        .where(here(session, SignInSession), SignInSession.id_token.is_not(None))
        .values(id_token=None)
    )


def note_emergency_door(session: Session, actor: Actor) -> None:
    """Somebody came in by a link or a passkey: recorded and told to every head where that is the exception."""
    if not uses_emergency_door(policies(session), guest=actor.guest):
        return
    person = actors.working(session, actor.person_id)
    record(session, actor, "sign_in:emergency_door", person)
    for reader_id in sorted(heads(session)):
        ask(session, TellEmergencyDoor(actor.person_id, reader_id))
