"""Moving a cohort to another version of the standards, and undoing it: in one transaction, and nothing is lost."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.undoing import CHANGED, Deed, Kind, keep, take
from tenants.base.versions import lock
from tenants.changeovers.jobs import TellVersionMoved
from tenants.changeovers.models import AuditEntryBefore, Changeover, ClaimBefore
from tenants.changeovers.pointing import point_back, point_elsewhere, pointed
from tenants.changeovers.queries import target, why_not
from tenants.changeovers.rules import (
    ANOTHER,
    Along,
    named_since,
    one_claim,
    one_view,
    taken_along,
)
from tenants.cohorts import queries
from tenants.cohorts.actions.uses import tell_uses
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.timetable import readers
from tenants.portfolios.models import Claim, SelfAudit, SelfAuditEntry
from tenants.portfolios.rules.audits import View
from tenants.portfolios.rules.claims import Said
from tenants.standards.queries import framework, replaced_by
from tenants.standards.rules.replacing import Becomes

Row = dict[str, Any]
SAID = tuple(field.name for field in fields(Said))
CLAIM = ("evidence_id", "standard_number", "candidate_id", *SAID, "to_check", "version")
ENTRY = (
    "self_audit_id",
    "standard_number",
    "level",
    "target",
    "reflection",
    "saved_at",
    "to_check",
    "version",
)


def move_to_edition(session: Session, actor: Actor, cohort: Cohort, into_id: UUID | None) -> Changeover:
    """Everything that was written is taken along to the standards that took the place of those it was written to.
    `into_id`: the version whose preview was shown."""
    permit(actor, Permission.COHORT_MANAGE, cohort)
    lock(session, cohort)
    _refuse(session, cohort)
    if into_id is None or into_id != target(session, cohort):
        raise Refused(ANOTHER)
    made = Changeover(
        cohort_id=cohort.id,
        from_edition_id=cohort.edition_id,
        into_edition_id=into_id,
        moved_by=actor.person_id,
        moved_at=clock.now(),
    )
    session.add(made)
    session.flush()
    becomes = replaced_by(session, cohort.edition_id, into_id)
    highest = len(framework(session, into_id).levels)
    _take_claims(session, cohort, made, becomes, highest)
    _take_entries(session, cohort, made, becomes, highest)
    candidates = _candidates(session, cohort)
    pointing = point_elsewhere(session, candidates, becomes)
    _set(session, cohort, into_id)
    before = {
        "changeover": str(made.id),
        "pointing": pointing,
        "after": _standing(session, cohort),
        "pointed": pointed(session, candidates),
    }
    keep(session, actor, Kind.VERSION, cohort.id, before)
    record(session, actor, "cohort:move_version", cohort)
    _tell(session, actor, cohort)
    return made


def undo_version(session: Session, actor: Actor, deed: Deed) -> Cohort:
    """As it was, as long as nobody has written anything since."""
    told = take(session, actor, deed)
    cohort = queries.cohort(session, deed.subject_id)
    permit(actor, Permission.COHORT_MANAGE, cohort)
    lock(session, cohort)
    _refuse(session, cohort)
    pointing = pointed(session, _candidates(session, cohort))
    if _standing(session, cohort) != told["after"] or named_since(told["pointed"], pointing):
        raise Refused(CHANGED)
    made = session.get_one(Changeover, (deed.school_id, UUID(told["changeover"])))
    _put_back(session, cohort, made)
    point_back(session, told["pointing"])
    made.undone_at = clock.now()
    _set(session, cohort, made.from_edition_id)
    record(session, actor, "cohort:undo", cohort, fields=["version of the standards"])
    _tell(session, actor, cohort)
    return cohort


def _refuse(session: Session, cohort: Cohort) -> None:
    if reason := why_not(session, cohort):
        raise Refused(reason)


def _set(session: Session, cohort: Cohort, edition_id: UUID) -> None:
    cohort.edition_id, cohort.version = edition_id, cohort.version + 1
    tell_uses(session)


def _tell(session: Session, actor: Actor, cohort: Cohort) -> None:
    for reader in readers(session, actor, cohort, []).everybody:
        ask(session, TellVersionMoved(cohort.id, cohort.edition_id, reader))


def _candidates(session: Session, cohort: Cohort) -> Select[Any]:
    return select(Candidate.id).where(here(session, Candidate), Candidate.cohort_id == cohort.id)


def _audits(session: Session, cohort: Cohort) -> Select[Any]:
    return select(SelfAudit.id).where(
        here(session, SelfAudit), SelfAudit.candidate_id.in_(_candidates(session, cohort))
    )


def _claims(session: Session, cohort: Cohort) -> list[Row]:
    of_cohort = here(session, Claim) & Claim.candidate_id.in_(_candidates(session, cohort))
    return _rows(session, Claim, CLAIM, of_cohort, Claim.evidence_id)


def _entries(session: Session, cohort: Cohort) -> list[Row]:
    of_cohort = here(session, SelfAuditEntry) & SelfAuditEntry.self_audit_id.in_(_audits(session, cohort))
    return _rows(session, SelfAuditEntry, ENTRY, of_cohort, SelfAuditEntry.self_audit_id)


def _rows(session: Session, model: Any, names: Iterable[str], which: Any, owner: Any) -> list[Row]:
    """As columns, so that no record of the session stands for a row that is taken away."""
    columns = [getattr(model, name) for name in names]
    found = session.execute(select(*columns).where(which).order_by(owner, model.standard_number))
    return [dict(row._mapping) for row in found]


def _by_owner(rows: Iterable[Row], *owner: str) -> dict[tuple[UUID, ...], dict[int, Row]]:
    found: dict[tuple[UUID, ...], dict[int, Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in owner), {})[row["standard_number"]] = row
    return found


def _take_claims(session: Session, cohort: Cohort, made: Changeover, becomes: Becomes, highest: int) -> None:
    rows = _claims(session, cohort)
    session.execute(
        delete(Claim).where(here(session, Claim), Claim.candidate_id.in_(_candidates(session, cohort)))
    )
    for (evidence_id, candidate_id), held in _by_owner(rows, "evidence_id", "candidate_id").items():
        said = {number: Said(**{name: row[name] for name in SAID}) for number, row in held.items()}
        along = taken_along(said, becomes, lambda texts: one_claim(texts, highest))
        session.add_all(
            Claim(
                evidence_id=evidence_id,
                candidate_id=candidate_id,
                standard_number=number,
                version=_version(held),
                to_check=one.to_check or _was_to_check(held, number, becomes),
                **asdict(one.text),
            )
            for number, one in along.moved.items()
        )
        _keep(session, ClaimBefore, made, held, along)
    session.flush()


def _take_entries(session: Session, cohort: Cohort, made: Changeover, becomes: Becomes, highest: int) -> None:
    rows = _entries(session, cohort)
    session.execute(
        delete(SelfAuditEntry).where(
            here(session, SelfAuditEntry), SelfAuditEntry.self_audit_id.in_(_audits(session, cohort))
        )
    )
    for (audit_id,), held in _by_owner(rows, "self_audit_id").items():
        views = {number: View(row["level"], row["reflection"], row["target"]) for number, row in held.items()}
        along = taken_along(views, becomes, lambda texts: one_view(texts, highest))
        session.add_all(
            SelfAuditEntry(
                self_audit_id=audit_id,
                standard_number=number,
                version=_version(held),
                saved_at=max(row["saved_at"] for row in held.values()),
                to_check=one.to_check or _was_to_check(held, number, becomes),
                **asdict(one.text),
            )
            for number, one in along.moved.items()
        )
        _keep(session, AuditEntryBefore, made, held, along)
    session.flush()


def _version(held: Mapping[int, Row]) -> int:
    """Above every one that a page may still hold."""
    versions: list[int] = [row["version"] for row in held.values()]
    return max(versions) + 1


def _was_to_check(held: Mapping[int, Row], number: int, becomes: Becomes) -> bool:
    return any(row["to_check"] for old, row in held.items() if number in becomes.get(old, ()))


def _keep(session: Session, model: Any, made: Changeover, held: Mapping[int, Row], along: Along[Any]) -> None:
    session.add_all(
        model(changeover_id=made.id, fell_away=number in along.fallen, **row) for number, row in held.items()
    )


def _put_back(session: Session, cohort: Cohort, made: Changeover) -> None:
    """The rows as they stood; the copies of them are no longer needed."""
    claims = _rows(session, ClaimBefore, CLAIM, _of(session, ClaimBefore, made), ClaimBefore.evidence_id)
    entries = _rows(
        session, AuditEntryBefore, ENTRY, _of(session, AuditEntryBefore, made), AuditEntryBefore.self_audit_id
    )
    session.execute(
        delete(Claim).where(here(session, Claim), Claim.candidate_id.in_(_candidates(session, cohort)))
    )
    session.execute(
        delete(SelfAuditEntry).where(
            here(session, SelfAuditEntry), SelfAuditEntry.self_audit_id.in_(_audits(session, cohort))
        )
    )
    session.add_all([*(Claim(**row) for row in claims), *(SelfAuditEntry(**row) for row in entries)])
    for model in (ClaimBefore, AuditEntryBefore):
        session.execute(delete(model).where(_of(session, model, made)))
    session.flush()


def _of(session: Session, model: Any, made: Changeover) -> Any:
    return here(session, model) & (model.changeover_id == made.id)


def _standing(session: Session, cohort: Cohort) -> str:
    """What was written, and in which version, as one hash."""
    rows = [[*row.values()] for row in (*_claims(session, cohort), *_entries(session, cohort))]
    return sha256(repr((cohort.edition_id, rows)).encode()).hexdigest()
