import json
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.base.history import record
from tenants.base.ids import new_id
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.standards.models import Adoption, Edition, Level, Standard

EDITIONS = Path(__file__).parent / "editions"


def publish_editions(operator: Session) -> list[str]:
    """Adds the editions that ship with Lectern and are not there yet; returns their codes. A published
    edition is never changed."""
    known = set(operator.scalars(select(Edition.code)))
    told = [json.loads(file.read_text()) for file in sorted(EDITIONS.glob("*.json"))]
    new = [edition for edition in told if edition["code"] not in known]
    for edition in new:
        _publish(operator, edition)
    return [edition["code"] for edition in new]


def adopt(session: Session, actor: Actor, edition: Edition) -> None:
    """The school's new cohorts start with this version of the standards."""
    permit(actor, Permission.SCHOOL_SETUP)
    if session.get(Edition, edition.id) is None:
        raise NotFound
    standing = session.scalar(select(Adoption).where(here(session, Adoption)))
    if standing is None:
        standing = Adoption(edition_id=edition.id, adopted_by=actor.person_id, adopted_at=clock.now())
        session.add(standing)
    elif standing.edition_id != edition.id:
        standing.edition_id, standing.adopted_by, standing.adopted_at = (
            edition.id,
            actor.person_id,
            clock.now(),
        )
    record(session, actor, "standards:adopt", edition, fields=["edition"])


def _publish(operator: Session, told: dict[str, Any]) -> None:
    standards, levels = told.pop("standards"), told.pop("levels")
    edition = Edition(id=new_id(), **(told | {"published_on": date.fromisoformat(told["published_on"])}))
    operator.add(edition)
    operator.flush()
    operator.add_all(Standard(edition_id=edition.id, **standard) for standard in standards)
    operator.add_all(Level(edition_id=edition.id, **level) for level in levels)
    operator.flush()
