import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import NotFound, Refused
from tenants.base.history import record
from tenants.base.ids import new_id
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.base.versions import save
from tenants.standards.models import Adoption, Edition, Level, Standard, StandardGuidance
from tenants.standards.queries import Guided, guidance, guided_before, newest_edition, replaced_by, retired
from tenants.standards.rules.guiding import Exemplar, carried, plain

EDITIONS = Path(__file__).parent / "editions"
ANOTHER = "Another version is the newest by now. Read here what it changes, and then adopt it."
LABELS = {"body": "What your school says", "exemplars": "Exemplars"}


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
    """The school's new cohorts start with this version of the standards, and what the school says to standards comes
    along to those that took their place."""
    permit(actor, Permission.SCHOOL_SETUP)
    if session.get(Edition, edition.id) is None:
        raise NotFound
    if retired(session, edition.id):
        raise Refused("This version of the standards is retired. Adopt the newest one.")
    standing = session.scalar(select(Adoption).where(here(session, Adoption)).with_for_update())
    if standing is None:
        standing = Adoption(edition_id=edition.id, adopted_by=actor.person_id, adopted_at=clock.now())
        session.add(standing)
    elif standing.edition_id != edition.id:
        _carry_guidance(session, standing.edition_id, edition.id)
        standing.edition_id, standing.adopted_by, standing.adopted_at = (
            edition.id,
            actor.person_id,
            clock.now(),
        )
    record(session, actor, "standards:adopt", edition, fields=["edition"])


def adopt_newest(session: Session, actor: Actor, seen_id: UUID | None) -> None:
    """As long as it is the one whose standards were shown."""
    newest = newest_edition(session)
    if newest.id != seen_id:
        raise Refused(ANOTHER)
    adopt(session, actor, newest)


def _carry_guidance(session: Session, from_id: UUID, into_id: UUID) -> None:
    """What is there already stays: the school had adopted that version before."""
    known = guided_before(session, into_id)
    found = guidance(session, from_id)
    told = {
        number: (one.body, tuple(Exemplar(**each) for each in one.exemplars)) for number, one in found.items()
    }
    latest = max(found.values(), key=lambda one: one.saved_at, default=None)
    if latest is None:
        return
    session.add_all(
        StandardGuidance(
            edition_id=into_id,
            number=number,
            body=body,
            exemplars=plain(exemplars),
            to_check=True,
            saved_by=latest.saved_by,
            saved_at=clock.now(),
        )
        for number, (body, exemplars) in carried(told, replaced_by(session, from_id, into_id)).items()
        if number not in known
    )


def keep_guidance(
    session: Session, actor: Actor, guided: Guided, version: int, body: str, exemplars: Sequence[Exemplar]
) -> None:
    """What the school says to a standard; nothing at all takes it away from readers. `version` 0: nothing was there."""
    permit(actor, Permission.GUIDANCE_KEEP)
    values = {"body": body, "exemplars": plain(exemplars)}
    kept = guided.guidance
    if kept is None:
        if not (body or exemplars):
            return
        standard = guided.standard
        kept = StandardGuidance(
            edition_id=standard.edition_id, number=standard.number, body="", exemplars=[], version=version
        )
        kept.saved_by, kept.saved_at = actor.person_id, clock.now()
        session.add(kept)
        session.flush()
    changed = save(session, kept, version, values, LABELS)
    if changed or kept.to_check:
        kept.to_check, kept.saved_by, kept.saved_at = False, actor.person_id, clock.now()
        record(session, actor, "standards:guide", fields=[f"standard {kept.number}"])


def _publish(operator: Session, told: dict[str, Any]) -> None:
    standards, levels = told.pop("standards"), told.pop("levels")
    edition = Edition(id=new_id(), **(told | {"published_on": date.fromisoformat(told["published_on"])}))
    operator.add(edition)
    operator.flush()
    operator.add_all(Standard(edition_id=edition.id, **standard) for standard in standards)
    operator.add_all(Level(edition_id=edition.id, **level) for level in levels)
    operator.flush()
