"""Undoing what was taken out of a portfolio: it is there again as it was, with who could see it."""

from dataclasses import asdict, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.undoing import CHANGED, Deed, Kind, keep, take
from tenants.base.versions import lock
from tenants.cohorts.actions.undoing import undo_place
from tenants.cohorts.models import Candidate
from tenants.portfolios.actions.opening import open_item
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Claim, Evidence, EvidenceFile, SelfAudit, Submission
from tenants.portfolios.queries.files import HeldFile
from tenants.portfolios.rules.claims import Said
from tenants.portfolios.rules.contributions import SAID_AGAIN
from tenants.portfolios.rules.states import Source


def keep_item(session: Session, actor: Actor, item: Evidence, shared_at: datetime | None) -> None:
    keep(session, actor, Kind.ITEM, item.id, {"removed": _iso(item.removed_at), "shared": _iso(shared_at)})


def keep_claim(session: Session, actor: Actor, claim: Claim, edition_id: UUID) -> None:
    """`edition_id`: the version of the standards in which its number is one."""
    before = {
        "edition": str(edition_id),
        "number": claim.standard_number,
        "candidate": str(claim.candidate_id),
        "version": claim.version,
        "said": asdict(claim.said),
    }
    keep(session, actor, Kind.CLAIM, claim.evidence_id, before)


def keep_file(session: Session, actor: Actor, held: HeldFile, drafted: bool) -> None:
    """Once a file: its bytes go a day after it was removed first."""
    earlier = exists().where(
        here(session, Deed), Deed.kind == Kind.FILE.value, Deed.subject_id == held.file.id
    )
    if not session.scalar(select(earlier)):
        before = {"removed": _iso(held.file.removed_at), "draft": drafted}
        keep(session, actor, Kind.FILE, held.file.id, before)


def undo_item(session: Session, actor: Actor, deed: Deed) -> Evidence:
    before = take(session, actor, deed)
    item = session.get_one(Evidence, (deed.school_id, deed.subject_id))
    open_item(session, actor, item)
    lock(session, item)
    if _iso(item.removed_at) != before["removed"]:
        raise Refused(CHANGED)
    shared = before["shared"]
    bring_back(session, item)
    item.shared_at = shared and datetime.fromisoformat(shared)
    record(session, actor, "evidence:undo", item)
    return item


def bring_back(session: Session, item: Evidence) -> None:
    """Refused for a copy from a group in which they said again what they did: the same work counts once."""
    if item.source == Source.GROUP:
        one = session.get_one(Contribution, (item.school_id, item.source_id, item.candidate_id))
        lock(session, one)
        if one.copy_id is None:
            raise Refused(SAID_AGAIN)
    item.removed_at = None


def undo_claim(session: Session, actor: Actor, deed: Deed) -> Evidence:
    before = take(session, actor, deed)
    item = session.get_one(Evidence, (deed.school_id, deed.subject_id))
    edition_id = open_item(session, actor, item).cohort.edition_id
    lock(session, item)
    number, candidate_id = before["number"], UUID(before["candidate"])
    if (
        before["edition"] != str(edition_id)
        or item.removed_at
        or session.get(Claim, (deed.school_id, item.id, number, candidate_id))
    ):
        raise Refused(CHANGED)
    said = {field.name: before["said"][field.name] for field in fields(Said)}
    session.add(
        Claim(
            evidence_id=item.id,
            candidate_id=candidate_id,
            standard_number=number,
            version=before["version"],
            **said,
        )
    )
    record(session, actor, "claim:undo", item, fields=[f"standard {number}"])
    return item


def undo_file(session: Session, actor: Actor, deed: Deed) -> Evidence:
    before = take(session, actor, deed)
    file = session.get_one(EvidenceFile, (deed.school_id, deed.subject_id))
    item = session.get_one(Evidence, (deed.school_id, file.evidence_id))
    open_item(session, actor, item)
    lock(session, file)
    lock(session, item)
    if item.removed_at or file.taken_down_at or _iso(file.removed_at) != before["removed"]:
        raise Refused(CHANGED)
    file.removed_at = None
    item.draft = before["draft"] and item.draft
    record(session, actor, "file:undo", file)
    return item


def undo_place_unless_begun(session: Session, actor: Actor, deed: Deed) -> Candidate:
    """An approval stands once the person has worked on what it opened."""
    begun = any(
        session.scalar(select(exists().where(here(session, model), model.candidate_id == deed.subject_id)))
        for model in (Evidence, Contribution, SelfAudit, Submission)
    )
    return undo_place(session, actor, deed, begun=begun)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
