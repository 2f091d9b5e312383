from dataclasses import fields
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.clock import school_date
from tenants.base.errors import Refused
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.events.models import Event, Slides
from tenants.events.queries.events import place_of
from tenants.events.queries.feedback import results
from tenants.events.queries.priorities import named_by
from tenants.events.queries.slides import slides_of
from tenants.events.rules.events import Account, EventState, Plan, Reach
from tenants.events.rules.evidence import as_evidence
from tenants.outside.files.content import Checked
from tenants.outside.files.scanner import Scan
from tenants.outside.files.spool import spool
from tenants.outside.files.store import FileStore
from tenants.portfolios.actions.evidence import draw_item
from tenants.portfolios.actions.files import add_file
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.files import files
from tenants.portfolios.rules.evidence import Words
from tenants.portfolios.rules.guarding import Declared
from tenants.portfolios.rules.states import EvidenceKind, People, Source

NOT_HELD = "Record how it went first. Then it can become evidence."
NO_PLACE = "You hold no place in a cohort, so there is no portfolio that it could go into."


def take_as_evidence(session: Session, actor: Actor, event: Event, store: FileStore) -> Evidence:
    """Into the portfolio of the place held now. Pressed again it is the same item, with the facts and the
    feedback of today, and slides that are new."""
    permit(actor, Permission.EVENT_WRITE, event)
    lock(session, event)
    if event.state != EventState.HELD:
        raise Refused(NOT_HELD)
    place = place_of(session, event.staff_id)
    if place is None:
        raise Refused(NO_PLACE)
    event.candidate_id, event.cohort_id = place.id, place.cohort_id
    told = _told(session, event)
    item = draw_item(
        session,
        actor,
        place.id,
        EvidenceKind.PRESENTATION,
        Source.EVENT,
        event.id,
        told,
        named_by(session, event),
    )
    for slides in _new_slides(session, event.id, item):
        with _copied(slides, store) as checked:
            add_file(session, actor, item, checked, _declared(slides), store)
    record(session, actor, "event:evidence", event)
    return item


def _declared(slides: Slides) -> Declared:
    """What was said of people in them when they were added."""
    return Declared(People(slides.people), slides.consent_where)


def _told(session: Session, event: Event) -> Words:
    plan = {field.name: getattr(event, field.name) for field in fields(Plan)}
    account = {field.name: getattr(event, field.name) for field in fields(Account)}
    return as_evidence(
        Plan(**plan | {"reach": Reach(event.reach)}),
        Account(**account),
        school_date(event.starts_at),
        results(session, event.id).summary,
    )


def _new_slides(session: Session, event_id: UUID, item: Evidence) -> list[Slides]:
    """What was taken out of the item again stays out."""
    had = {file.sha256 for file in files(session, item.id)}
    return [one for one in slides_of(session, event_id) if one.sha256 not in had]


def _copied(slides: Slides, store: FileStore) -> Checked:
    """As it was checked when it came in."""
    file = spool()
    for piece in store.stream(slides.key):
        file.write(piece)
    file.seek(0)
    scan = Scan.CLEAN if slides.scanned else Scan.NOT_SCANNED
    extension = slides.name.rpartition(".")[2]
    return Checked(slides.name, slides.media_type, extension, slides.size, slides.sha256.hex(), scan, file)
