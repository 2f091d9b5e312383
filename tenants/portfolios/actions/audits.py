from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Refused
from tenants.base.history import record
from tenants.base.ids import new_id
from tenants.base.isolation import bound_school, here
from tenants.base.permissions import Permission, permit
from tenants.portfolios.actions.evidence import refuse
from tenants.portfolios.actions.opening import open_portfolio, saved_by
from tenants.portfolios.models import SelfAudit, SelfAuditEntry
from tenants.portfolios.queries.audits import Audit
from tenants.portfolios.rules.audits import View, missing, problems, texts
from tenants.standards.queries import framework

BASELINE = 1


def save_view(
    session: Session,
    actor: Actor,
    candidate_id: UUID,
    number: int,
    view: View,
    version: int,
    *,
    finished: bool,
) -> int:
    """What the candidate thinks of one standard; returns the saved version. `version` 0: nothing was there."""
    portfolio = open_portfolio(session, actor, candidate_id)
    whole = framework(session, portfolio.cohort.edition_id)
    whole.standard(number)
    refuse(problems(view, frozenset(level.number for level in whole.levels)))
    if finished:
        refuse(missing(view))
    audit = _locked_audit(session, candidate_id)
    entry = _entry(session, audit, number)
    if entry is None or texts(entry.view, view):
        entry = _write(session, actor, audit, number, entry, view, version)
    if finished:
        entry.to_check = False
        record(session, actor, "self_audit:save", audit, fields=[f"standard {number}"])
    return entry.version


def look_again(session: Session, actor: Actor, audit: Audit) -> SelfAudit:
    """A new round, private and empty. What stands now can't be changed any more."""
    open_portfolio(session, actor, audit.candidate_id)
    before = _locked_audit(session, audit.candidate_id)
    if before.round != audit.round or not audit.done:
        raise Refused("Finish at least one standard of this self-audit before you begin another.")
    again = SelfAudit(candidate_id=audit.candidate_id, round=before.round + 1, saved_at=clock.now())
    session.add(again)
    session.flush()
    record(session, actor, "self_audit:look_again", again)
    return again


def leave_round(session: Session, actor: Actor, audit: Audit) -> None:
    """Back to the round before, as long as nothing is in the new one."""
    open_portfolio(session, actor, audit.candidate_id)
    latest = _locked_audit(session, audit.candidate_id)
    written = select(SelfAuditEntry.version).where(
        here(session, SelfAuditEntry), SelfAuditEntry.self_audit_id == latest.id
    )
    if latest.round == BASELINE or session.scalars(written).first() is not None:
        raise Refused("You have written in this self-audit already, so it stays.")
    record(session, actor, "self_audit:leave_round", latest)
    session.delete(latest)


def share_audit(session: Session, actor: Actor, audit: Audit) -> None:
    permit(actor, Permission.PORTFOLIO_WRITE, audit)
    if not audit.entries:
        raise Refused("There is nothing to share yet: begin the self-audit first.")
    kept = _kept(session, audit)
    kept.shared_at = kept.shared_at or clock.now()
    record(session, actor, "self_audit:share", kept)


def stop_sharing_audit(session: Session, actor: Actor, audit: Audit) -> None:
    permit(actor, Permission.PORTFOLIO_WRITE, audit)
    if not audit.shared_at:
        raise Refused("This self-audit is not shared.")
    kept = _kept(session, audit)
    kept.shared_at = None
    record(session, actor, "self_audit:stop_sharing", kept)


def _kept(session: Session, audit: Audit) -> SelfAudit:
    """The round itself, held until the transaction ends."""
    return session.scalars(
        select(SelfAudit)
        .where(
            here(session, SelfAudit),
            SelfAudit.candidate_id == audit.candidate_id,
            SelfAudit.round == audit.round,
        )
        .with_for_update()
    ).one()


def _locked_audit(session: Session, candidate_id: UUID) -> SelfAudit:
    """Two first saves at once make one audit, one after the other."""
    session.execute(
        insert(SelfAudit)
        .values(
            school_id=bound_school(session),
            id=new_id(),
            candidate_id=candidate_id,
            round=BASELINE,
            saved_at=clock.now(),
            version=1,
        )
        .on_conflict_do_nothing()
    )
    return session.scalars(
        select(SelfAudit)
        .where(here(session, SelfAudit), SelfAudit.candidate_id == candidate_id)
        .order_by(SelfAudit.round.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _entry(session: Session, audit: SelfAudit, number: int) -> SelfAuditEntry | None:
    return session.scalar(
        select(SelfAuditEntry)
        .where(
            here(session, SelfAuditEntry),
            SelfAuditEntry.self_audit_id == audit.id,
            SelfAuditEntry.standard_number == number,
        )
        .execution_options(populate_existing=True)
    )


def _write(
    session: Session,
    actor: Actor,
    audit: SelfAudit,
    number: int,
    entry: SelfAuditEntry | None,
    view: View,
    version: int,
) -> SelfAuditEntry:
    if entry is None and version:
        raise Conflict(texts(View(), view), saved_by(actor, actor.staff_id), 0)
    if entry is None:
        entry = SelfAuditEntry(self_audit_id=audit.id, standard_number=number, version=0)
        session.add(entry)
    elif version != entry.version:
        raise Conflict(texts(entry.view, view), saved_by(actor, actor.staff_id), entry.version)
    entry.level, entry.target, entry.reflection = view.level, view.target, view.reflection
    entry.saved_at, entry.to_check = clock.now(), False
    entry.version += 1
    audit.saved_at = clock.now()
    return entry
