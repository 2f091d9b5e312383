"""The school's choices about signing in, as they stand."""

from functools import cache
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Role
from tenants.base.isolation import asking, ours
from tenants.sign_in.models import SignInPolicy
from tenants.sign_in.policy_rules import Policies, may_come_otherwise
from tenants.staff import actors


def kept_policies(session: Session) -> SignInPolicy | None:
    return session.scalar(_select_policies(), asking(session))


@cache
def _select_policies() -> Select[SignInPolicy]:
    return select(SignInPolicy).where(ours(SignInPolicy))


def policies(session: Session) -> Policies:
    return as_value(kept_policies(session))


def as_value(kept: SignInPolicy | None) -> Policies:
    if kept is None:
        return Policies()
    return Policies(
        school_sign_in_required=kept.school_sign_in_required,
        named_heads=tuple(kept.named_heads),
        join_by_domain=kept.join_by_domain,
        sign_out_of_account=kept.sign_out_of_account,
        idle_minutes=kept.idle_minutes,
        longest_minutes=kept.longest_minutes,
    )


def may_come_by_another_door(session: Session, staff_id: UUID) -> bool:
    """The same for every door that is not the school's own."""
    decided = policies(session)
    if not decided.school_sign_in_required:
        return True
    return admits(decided, actors.actor(session, staff_id))


def admits(decided: Policies, actor: Actor) -> bool:
    return may_come_otherwise(decided, actor.person_id, guest=actor.guest, head=actor.holds(Role.HEAD))
