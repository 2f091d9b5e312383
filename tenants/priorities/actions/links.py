"""Work and cohorts are linked with priorities: what each of their own actions has in common."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tenants.base.errors import Conflict, Invalid
from tenants.base.isolation import here
from tenants.priorities.rules.serving import ANOTHER, Aim, Threads


def choose(threads: Threads, wanted: Collection[UUID]) -> list[Aim]:
    """What is wanted, if all of it is on offer: a missing priority and another school's are refused alike."""
    offered = {one.aim.id: one.aim for one in threads.offered}
    if not set(wanted) <= set(offered):
        raise Invalid({"priorities": ANOTHER})
    return [aim for aim in offered.values() if aim.id in wanted]


def refuse_stale(
    threads: Threads, wanted: Collection[Aim], seen: datetime | None, named_at: datetime | None
) -> None:
    """`seen`: when they had been named, as the page said that was answered."""
    if seen != named_at and list(wanted) != [one.aim for one in threads.served]:
        raise both_choices(threads, wanted)


def both_choices(threads: Threads, wanted: Collection[Aim], version: int = 0) -> Conflict:
    """What a save in between chose, beside what is wanted."""
    saved = titles(one.aim for one in threads.served)
    return Conflict({"Priorities": (saved, titles(wanted))}, "You", version)


def titles(aims: Iterable[Aim]) -> str:
    return ", ".join(aim.title for aim in aims) or "None"


def link(
    session: Session, model: Any, whose: Mapping[str, UUID], aims: Collection[Aim], **told: object
) -> None:
    """Exactly these from now on. `told`: what else a new row says. Whoever calls has asked who may."""
    wanted = [aim.id for aim in aims]
    of_it = [getattr(model, name) == value for name, value in whose.items()]
    session.execute(delete(model).where(here(session, model), *of_it, model.priority_id.not_in(wanted)))
    standing = set(session.scalars(select(model.priority_id).where(here(session, model), *of_it)))
    session.add_all(model(**whose, priority_id=one, **told) for one in wanted if one not in standing)
    session.flush()
