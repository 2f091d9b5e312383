"""What a snapshot says, gathered from the live portfolio: plain values only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tenants.base.isolation import beside, here
from tenants.portfolios.models import Claim, Evidence, EvidenceFile, Submission
from tenants.portfolios.queries.attempts import banked
from tenants.portfolios.queries.audits import rounds_of
from tenants.portfolios.queries.evidence import finished_claim
from tenants.portfolios.queries.freezing_groups import file_told, learned, taken_along
from tenants.portfolios.queries.portfolios import Portfolio
from tenants.portfolios.rules.evidence import stored
from tenants.portfolios.rules.joint import GroupPart, view_of
from tenants.portfolios.rules.states import Source
from tenants.projects.queries.telling import whole_of
from tenants.projects.rules.telling import stored as stored_project
from tenants.schools.queries import this_school
from tenants.staff.models import Staff
from tenants.standards.queries import Framework, framework

Told = dict[str, Any]


@dataclass(frozen=True)
class Frozen:
    content: Told
    file_ids: tuple[UUID, ...]


def frozen(
    session: Session,
    portfolio: Portfolio,
    submission: Submission,
    *,
    with_self_audit: bool,
    part: GroupPart | None = None,
) -> Frozen:
    """Finished items that were not removed, with their finished claims and their files. Of a group's `part` it takes
    what is this member's, by value."""
    files = _files(session, portfolio.candidate_id)
    shared = view_of(part, portfolio.candidate_id) if part else []
    return Frozen(
        content={
            "attempt": submission.attempt,
            "serial": submission.serial,
            "receipt": submission.receipt,
            "submitted_at": submission.submitted_at.isoformat(),
            "school": _school(session),
            "candidate": _candidate(session, portfolio),
            "cohort": {
                "id": str(portfolio.cohort_id),
                "name": portfolio.cohort.name,
                "gateway": portfolio.gateway,
            },
            **_standards(framework(session, portfolio.cohort.edition_id)),
            "declarations": {
                "authorship": submission.authorship_declared,
                "consent": submission.consent_declared,
                "ai_use": submission.ai_use,
            },
            "self_audit": _self_audit(session, portfolio) if with_self_audit else None,
            "items": _items(session, portfolio.candidate_id, files, shared),
            "project": (part.told["project"] if part else None) or _project(session, portfolio.candidate_id),
            "group": part.group if part else None,
            "banked": [
                {"standard": number, "level": level}
                for number, level in banked(session, portfolio.candidate_id).items()
            ],
        },
        file_ids=(
            *(file.id for of_item in files.values() for file in of_item),
            *(UUID(file["id"]) for item in shared for file in item["files"]),
        ),
    )


def _school(session: Session) -> Told:
    school = this_school(session)
    return {"id": str(school.id), "name": school.name}


def _candidate(session: Session, portfolio: Portfolio) -> Told:
    person = session.scalars(select(Staff).where(here(session, Staff), Staff.id == portfolio.staff_id)).one()
    return {
        "id": str(portfolio.candidate_id),
        "staff_id": str(person.id),
        "name": person.name,
        "job_title": person.job_title,
        "department": person.department,
    }


def _standards(known: Framework) -> Told:
    edition = known.edition
    return {
        "edition": {
            "id": str(edition.id),
            "code": edition.code,
            "title": edition.title,
            "pass_level": edition.pass_level,
            "pass_count": edition.pass_count,
            "floor_level": edition.floor_level,
        },
        "standards": [
            {"number": one.number, "title": one.title, "category": one.category} for one in known.standards
        ],
        "levels": [{"number": one.number, "name": one.name, "reach": one.reach} for one in known.levels],
    }


def _self_audit(session: Session, portfolio: Portfolio) -> list[Told]:
    return [
        {
            "round": one.round,
            "saved_at": one.saved_at and one.saved_at.isoformat(),
            "views": [
                {"standard": number, **asdict(one.entries[number].view)} for number in sorted(one.entries)
            ],
        }
        for one in rounds_of(session, portfolio).audits
        if one.entries
    ]


def _project(session: Session, candidate_id: UUID) -> Told | None:
    """As it stands, begun or finished; None where nobody began one."""
    found = whole_of(session, candidate_id)
    return stored_project(found.told) if found else None


def _items(
    session: Session, candidate_id: UUID, files: dict[UUID, list[EvidenceFile]], shared: list[Told]
) -> list[Told]:
    claims, items = _claims(session, candidate_id), session.scalars(_live(session, candidate_id)).all()
    copies = any(item.source == Source.GROUP for item in items)
    along = taken_along(session, candidate_id) if copies else {}
    own = [
        {
            "id": str(item.id),
            "kind": item.kind,
            "source": item.source,
            **stored(item.words),
            "files": [file_told(file) for file in files.get(item.id, ())],
            "claims": [_claim(claim) for claim in claims.get(item.id, ())],
            **({"along": along[item.id]} if item.id in along else {}),
        }
        for item in items
    ]
    return sorted([*own, *_claimed(session, candidate_id, claims, shared)], key=itemgetter("id"))


def _claimed(
    session: Session, candidate_id: UUID, claims: dict[UUID, list[Claim]], shared: list[Told]
) -> Iterator[Told]:
    """The shared items, with what this member claims for themselves and says they learned."""
    words = learned(session, candidate_id, [UUID(one["id"]) for one in shared]) if shared else {}
    for item in shared:
        item_id, said = UUID(item["id"]), item["shared"]
        own = {**said["own"], "learned": words.get(item_id, "")}
        yield {
            **item,
            "claims": [_claim(claim) for claim in claims.get(item_id, ())],
            "shared": {**said, "own": own},
        }


def _live(session: Session, candidate_id: UUID) -> Select[Evidence]:
    return (
        select(Evidence)
        .where(
            here(session, Evidence),
            Evidence.candidate_id == candidate_id,
            Evidence.removed_at.is_(None),
            Evidence.draft.is_(False),
        )
        .order_by(Evidence.id)
        .execution_options(populate_existing=True)
    )


def _claims(session: Session, candidate_id: UUID) -> dict[UUID, list[Claim]]:
    found = session.scalars(
        select(Claim)
        .where(here(session, Claim), Claim.candidate_id == candidate_id, finished_claim())
        .order_by(Claim.standard_number)
        .execution_options(populate_existing=True)
    )
    return _by_item(found)


def _files(session: Session, candidate_id: UUID) -> dict[UUID, list[EvidenceFile]]:
    found = session.scalars(
        select(EvidenceFile)
        .join(Evidence, beside(Evidence, EvidenceFile, Evidence.id == EvidenceFile.evidence_id))
        .where(
            here(session, EvidenceFile),
            Evidence.candidate_id == candidate_id,
            EvidenceFile.removed_at.is_(None),
            Evidence.removed_at.is_(None),
            Evidence.draft.is_(False),
        )
        .order_by(EvidenceFile.id)
    )
    return _by_item(found)


def _by_item(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.evidence_id].append(row)
    return found


def _claim(claim: Claim) -> Told:
    return {"standard": claim.standard_number, **asdict(claim.said)}
