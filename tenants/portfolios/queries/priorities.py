from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.gathering import ask_together
from tenants.base.isolation import asking, beside, here
from tenants.base.permissions import Permission, allowed
from tenants.groups.models import GroupPriority
from tenants.portfolios.models import Claim, Evidence, EvidencePriority
from tenants.priorities.models import Priority
from tenants.priorities.queries.mapping import select_mapped, strengths
from tenants.priorities.queries.plans import select_edition_open, select_open
from tenants.priorities.queries.serving import opened, select_linked, whose
from tenants.priorities.rules.serving import NONE, Threads, of_item, proposed
from tenants.standards.queries import replaced_by


def threads_of(
    session: Session, actor: Actor, item: Evidence, claims: Iterable[Claim], edition_id: UUID
) -> Threads:
    """The priorities that an item serves, beside what else it could be said to serve. `edition_id`: the version of the
    standards that its claims speak of."""
    if not allowed(actor, Permission.PLANS_OPEN):
        return NONE
    column = EvidencePriority.evidence_id
    aims, named, mapped, [(plans_edition,)] = ask_together(
        session,
        [select_open(), select_linked(column), select_mapped(), select_edition_open()],
        asking(session, day=item.day, **{whose(column): item.id}),
    )
    if item.priorities_named_at:
        return of_item(opened(aims), opened(named), {})
    claimed = [claim.standard_number for claim in claims if claim.complete]
    told = replaced_by(session, edition_id, plans_edition) if mapped and claimed else {}
    why = proposed(claimed, strengths((one, number, said) for one, number, said in mapped), told)
    return of_item(opened(aims), None, why)


def aims_of_group(session: Session, group_id: UUID) -> Sequence[Priority]:
    """With which a new item of its pool begins."""
    return session.scalars(
        select(Priority)
        .join(GroupPriority, beside(GroupPriority, Priority, GroupPriority.priority_id == Priority.id))
        .where(here(session, Priority), GroupPriority.group_id == group_id)
        .order_by(Priority.number)
    ).all()
