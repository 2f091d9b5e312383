"""Whose evidence it is says which priorities of the improvement plan it serves."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.history import record
from tenants.portfolios.actions.evidence import lock_live
from tenants.portfolios.actions.opening import open_item
from tenants.portfolios.models import Evidence, EvidencePriority
from tenants.portfolios.queries.claims import claims
from tenants.portfolios.queries.priorities import threads_of
from tenants.priorities.actions.links import choose, link, refuse_stale


def name_priorities(
    session: Session, actor: Actor, item: Evidence, wanted: Collection[UUID], seen: datetime | None
) -> None:
    """These and no other, perhaps none. `seen`: when they had been named, as the page said that was answered."""
    portfolio = open_item(session, actor, item)
    lock_live(session, item)
    claimed = claims(session, item.id, portfolio.candidate_id)
    threads = threads_of(session, actor, item, claimed, portfolio.cohort.edition_id)
    aims = choose(threads, wanted)
    refuse_stale(threads, aims, seen, item.priorities_named_at)
    link(session, EvidencePriority, {"evidence_id": item.id}, aims)
    item.priorities_named_at = clock.now()
    record(session, actor, "evidence:name_priorities", item, fields=["priorities"])


def follow_mapping(session: Session, actor: Actor, item: Evidence) -> None:
    """It serves what the mapping of its day says, until priorities are named again."""
    open_item(session, actor, item)
    lock_live(session, item)
    link(session, EvidencePriority, {"evidence_id": item.id}, [])
    item.priorities_named_at = None
    record(session, actor, "evidence:follow_mapping", item, fields=["priorities"])
