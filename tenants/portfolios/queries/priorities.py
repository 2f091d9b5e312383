from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.permissions import Permission, allowed
from tenants.portfolios.models import Claim, Evidence, EvidencePriority
from tenants.priorities.queries.mapping import mapped_on
from tenants.priorities.queries.plans import priorities_open
from tenants.priorities.queries.serving import linked, told_in_plan
from tenants.priorities.rules.serving import NONE, Threads, of_item, proposed


def threads_of(
    session: Session, actor: Actor, item: Evidence, claims: Iterable[Claim], edition_id: UUID
) -> Threads:
    """The priorities that an item serves, beside what else it could be said to serve. `edition_id`: the version of the
    standards that its claims speak of."""
    if not allowed(actor, Permission.PLANS_OPEN):
        return NONE
    aims = priorities_open(session, item.day)
    named = linked(session, EvidencePriority, EvidencePriority.evidence_id == item.id)
    claimed = [claim.standard_number for claim in claims if claim.complete]
    told = told_in_plan(session, aims, edition_id) if aims else {}
    why = proposed(claimed, mapped_on(session, item.day), told)
    return of_item(aims, named if item.priorities_named_at else None, why)
