from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.cohorts.models import Candidate, Cohort
from tenants.portfolios.models import Claim, Evidence, EvidenceFile, SelfAudit, SelfAuditEntry
from tenants.portfolios.rules.states import EvidenceKind, People
from tenants.staff.models import Staff
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.staff import acting, make_staff

_numbers = count(1)

FULL: dict[EvidenceKind, dict[str, object]] = {
    EvidenceKind.TEXT: {"body": "We tried **cold calling** for six weeks."},
    EvidenceKind.LINK: {"url": "https://www.school.example/reading"},
    EvidenceKind.PRESENTATION: {
        "audience": "Science teachers",
        "audience_from": "Four local schools",
        "audience_size": 24,
        "happened_on": date(2026, 10, 14),
    },
    EvidenceKind.FILE: {},
    EvidenceKind.TESTIMONIAL: {"body": "Her questions changed how I plan."},
}


@dataclass(frozen=True)
class Place:
    """A candidate with a mentor, in a cohort that has begun."""

    person: Staff
    mentor: Staff
    candidate: Candidate
    cohort: Cohort

    @property
    def id(self) -> UUID:
        return self.candidate.id


def make_place(session: Session, *, cohort: Cohort | None = None) -> Place:
    mentor = make_staff(session, Role.MENTOR)
    person = make_staff(session)
    cohort = cohort or make_cohort(session)
    return Place(person, mentor, make_candidate(session, cohort, person, mentor=mentor), cohort)


def candidate_actor(session: Session, place: Place) -> Actor:
    return acting(session, place.person)


def make_item(
    session: Session,
    candidate: Candidate,
    kind: EvidenceKind = EvidenceKind.TEXT,
    *,
    shared: bool = False,
    **values: object,
) -> Evidence:
    """A finished item (one of kind file needs its file besides)."""
    given = {"title": f"Item {next(_numbers)}", "draft": False, **FULL[kind]}
    item = Evidence(
        candidate_id=candidate.id,
        cohort_id=candidate.cohort_id,
        kind=kind.value,
        saved_at=clock.now(),
        saved_by=candidate.staff_id,
        shared_at=clock.now() if shared else None,
        **(given | values),
    )
    session.add(item)
    session.flush()
    return item


def make_claim(
    session: Session, item: Evidence, number: int, level: int | None = 3, **values: object
) -> Claim:
    given = {"reach_who": "Two new colleagues", "justification": "They teach it this way now."}
    claim = Claim(
        evidence_id=item.id,
        standard_number=number,
        level=level,
        **({"candidate_id": item.candidate_id} | given | values),
    )
    session.add(claim)
    session.flush()
    return claim


def make_file(session: Session, item: Evidence, **values: object) -> EvidenceFile:
    """The row only: the bytes are in no store."""
    number = next(_numbers)
    given = {
        "name": f"notes-{number}.pdf",
        "media_type": "application/pdf",
        "size": 1_000,
        "sha256": bytes(32),
        "key": f"evidence/{number}",
        "scanned": False,
        "people": People.NOBODY.value,
        "added_at": clock.now(),
    }
    file = EvidenceFile(evidence_id=item.id, **({"candidate_id": item.candidate_id} | given | values))
    session.add(file)
    session.flush()
    return file


def make_audit(
    session: Session,
    candidate: Candidate,
    levels: Mapping[int, int | None],
    *,
    shared: bool = False,
    number: int = 1,
) -> SelfAudit:
    now = clock.now()
    shared_at = now if shared else None
    audit = SelfAudit(candidate_id=candidate.id, round=number, saved_at=now, shared_at=shared_at)
    session.add(audit)
    session.flush()
    session.add_all(
        SelfAuditEntry(
            self_audit_id=audit.id,
            standard_number=number,
            level=level,
            reflection="I think so.",
            saved_at=now,
        )
        for number, level in levels.items()
    )
    session.flush()
    return audit
