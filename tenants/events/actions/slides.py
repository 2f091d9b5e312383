from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid
from tenants.base.history import record
from tenants.base.ids import new_id
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.events.jobs import DeleteSlides
from tenants.events.models import Event, Slides
from tenants.events.queries.slides import HeldSlides, bytes_kept, slides_of
from tenants.events.rules.slides import no_room
from tenants.outside.files.content import Checked
from tenants.outside.files.scanner import Scan
from tenants.outside.files.store import FileStore
from tenants.portfolios.actions.evidence import refuse
from tenants.portfolios.rules.guarding import Declared, undeclared


def add_slides(
    session: Session, actor: Actor, event: Event, checked: Checked, declared: Declared, store: FileStore
) -> Slides:
    permit(actor, Permission.EVENT_WRITE, event)
    refuse(undeclared(declared))
    lock(session, event)
    reason = no_room(len(slides_of(session, event.id)), bytes_kept(session, event.staff_id), checked.size)
    if reason:
        raise Invalid({"file": reason})
    slides = _slides(event, checked, declared)
    session.add(slides)
    session.flush()
    store.put(slides.key, checked.file, checked.sha256)
    record(session, actor, "slides:add", slides)
    return slides


def remove_slides(session: Session, actor: Actor, held: HeldSlides) -> None:
    """What a piece of evidence has of them stays there: that is a file of its own."""
    permit(actor, Permission.EVENT_WRITE, held)
    held.slides.removed_at = clock.now()
    ask(session, DeleteSlides(held.slides.id))
    record(session, actor, "slides:remove", held.slides)


def _slides(event: Event, checked: Checked, declared: Declared) -> Slides:
    slides_id = new_id()
    return Slides(
        id=slides_id,
        event_id=event.id,
        staff_id=event.staff_id,
        name=checked.name,
        media_type=checked.media_type,
        size=checked.size,
        sha256=bytes.fromhex(checked.sha256),
        key=f"slides/{event.school_id}/{slides_id}",
        scanned=checked.scan is Scan.CLEAN,
        people=declared.people.value,
        consent_where=declared.consent_where.strip(),
        added_at=clock.now(),
    )
