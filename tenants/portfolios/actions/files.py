from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, NotFound
from tenants.base.history import record
from tenants.base.ids import new_id
from tenants.base.outbox import ask
from tenants.base.undoing import LASTS
from tenants.outside.files.content import Checked
from tenants.outside.files.scanner import Scan
from tenants.outside.files.store import FileStore
from tenants.portfolios.actions.evidence import refuse, settle_draft
from tenants.portfolios.actions.opening import open_item
from tenants.portfolios.actions.undoing import keep_file
from tenants.portfolios.jobs import DeleteFile
from tenants.portfolios.models import Evidence, EvidenceFile
from tenants.portfolios.queries import files as queries
from tenants.portfolios.queries.files import HeldFile
from tenants.portfolios.rules.files import no_room
from tenants.portfolios.rules.guarding import Declared, undeclared
from tenants.programmes.rules.design import Files
from tenants.programmes.rules.limits import unfit


def add_file(
    session: Session, actor: Actor, item: Evidence, checked: Checked, declared: Declared, store: FileStore
) -> EvidenceFile:
    portfolio = open_item(session, actor, item)
    refuse(undeclared(declared))
    session.refresh(item, with_for_update=True)
    _refuse_unfit(session, item, checked, portfolio.cohort.limits.files)
    file = _file(item, portfolio.candidate_id, checked, declared)
    session.add(file)
    session.flush()
    store.put(file.key, checked.file, checked.sha256)
    settle_draft(session, item)
    record(session, actor, "file:add", file)
    return file


def remove_file(session: Session, actor: Actor, held: HeldFile) -> None:
    """Nobody can open it from now on. Its bytes go when it can't be undone any more; that there was a file stays
    known."""
    open_item(session, actor, held.item)
    session.refresh(held.item, with_for_update=True)
    drafted, held.file.removed_at = held.item.draft, clock.now()
    session.flush()
    settle_draft(session, held.item)
    record(session, actor, "file:remove", held.file)
    keep_file(session, actor, held, drafted)
    ask(
        session,
        DeleteFile(held.file.id),
        unique_key=f"{held.file.id} {held.file.removed_at.isoformat()}",
        due_at=clock.now() + LASTS,
    )


def _refuse_unfit(session: Session, item: Evidence, checked: Checked, taken: Files) -> None:
    if item.removed_at is not None:
        raise NotFound
    held = queries.kept(session, item.id)
    reason = unfit(taken, held, checked.media_type, checked.size) or no_room(
        held, queries.bytes_kept(session, item), checked.size
    )
    if reason:
        raise Invalid({"file": reason})


def _file(item: Evidence, candidate_id: UUID, checked: Checked, declared: Declared) -> EvidenceFile:
    file_id = new_id()
    return EvidenceFile(
        id=file_id,
        evidence_id=item.id,
        candidate_id=candidate_id,
        name=checked.name,
        media_type=checked.media_type,
        size=checked.size,
        sha256=bytes.fromhex(checked.sha256),
        key=f"evidence/{item.school_id}/{file_id}",
        scanned=checked.scan is Scan.CLEAN,
        people=declared.people.value,
        consent_where=declared.consent_where.strip(),
        added_at=clock.now(),
    )
