from dataclasses import fields
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, synonym

from tenants.base import clock
from tenants.base.records import APPEND_ONLY, Identified, SchoolRecord, one_of, within_school
from tenants.base.searching import ONLY_SEARCHED, found_by
from tenants.portfolios.rules.audits import View
from tenants.portfolios.rules.claims import Said, missing
from tenants.portfolios.rules.evidence import Words
from tenants.portfolios.rules.states import (
    Decision,
    EvidenceKind,
    People,
    Source,
    SubmissionState,
)


class SelfAudit(Identified):
    """A candidate's own view of where they stand; private until they share it. Round 1 is the baseline; an
    earlier round stays as it was when the next one began."""

    __tablename__ = "self_audits"

    candidate_id: Mapped[UUID]
    round: Mapped[int]
    shared_at: Mapped[datetime | None]
    saved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        within_school("candidate_id", "candidates"),
        UniqueConstraint("school_id", "candidate_id", "round"),
    )


class SelfAuditEntry(SchoolRecord):
    """`to_check`: it was taken along into another version of the standards, and its owner has not saved it since."""

    __tablename__ = "self_audit_entries"

    self_audit_id: Mapped[UUID] = mapped_column(primary_key=True)
    standard_number: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[int | None]
    target: Mapped[int | None]
    reflection: Mapped[str]
    saved_at: Mapped[datetime]
    to_check: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (within_school("self_audit_id", "self_audits"),)

    @property
    def view(self) -> View:
        return View(self.level, self.reflection, self.target)


class Evidence(Identified):
    """One thing a candidate did, or a group in its pool, that may serve several standards. A presentation says to whom
    it was. A draft does not say yet all that its kind needs, or lacks its file: it counts for nothing.
    `source_id` is the event or testimonial it was drawn from. `begun_on` is the day of the work while it says no
    other; without `priorities_named_at` its priorities follow from the mapping of that day."""

    __tablename__ = "evidence"

    candidate_id: Mapped[UUID | None]
    group_id: Mapped[UUID | None]
    cohort_id: Mapped[UUID]
    kind: Mapped[str]
    draft: Mapped[bool] = mapped_column(default=True)
    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    url: Mapped[str | None]
    audience: Mapped[str | None]
    audience_from: Mapped[str | None]
    audience_size: Mapped[int | None]
    happened_on: Mapped[date | None]
    told: Mapped[str] = mapped_column(default="")
    source: Mapped[str | None]
    source_id: Mapped[UUID | None]
    begun_on: Mapped[date] = mapped_column(default=clock.today)
    priorities_named_at: Mapped[datetime | None]
    shared_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID]
    version: Mapped[int] = mapped_column(default=1)

    evidence_id = synonym("id")

    __table_args__ = (
        within_school("candidate_id", "candidates"),
        within_school("group_id", "groups"),
        within_school("cohort_id", "cohorts"),
        CheckConstraint("num_nonnulls(candidate_id, group_id) = 1", name="whose"),
        one_of("kind", EvidenceKind),
        Index("ix_evidence_candidate", "school_id", "candidate_id", "id"),
        Index("ix_evidence_group", "school_id", "group_id", "id", postgresql_where="group_id IS NOT NULL"),
        one_of("source", Source),
        UniqueConstraint("school_id", "candidate_id", "source", "source_id"),
        CheckConstraint("(source IS NULL) = (source_id IS NULL)", name="drawn"),
        found_by("title", "body"),
    )
    __mapper_args__ = ONLY_SEARCHED

    @property
    def day(self) -> date:
        return self.happened_on or self.begun_on

    @property
    def words(self) -> Words:
        return Words(**{field.name: getattr(self, field.name) for field in fields(Words)})


class EvidencePriority(SchoolRecord):
    """A priority of the improvement plan that an item serves, as its owner named it."""

    __tablename__ = "evidence_priorities"

    evidence_id: Mapped[UUID] = mapped_column(primary_key=True)
    priority_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        within_school("evidence_id", "evidence"),
        within_school("priority_id", "priorities"),
        Index("ix_evidence_priorities_priority", "school_id", "priority_id"),
    )


class EvidenceVersion(SchoolRecord):
    """What an item said when it was saved by the button, and now and then between. `version` is the item's
    at that save, so the numbers have gaps."""

    __tablename__ = "evidence_versions"
    grants: ClassVar[str] = APPEND_ONLY

    evidence_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID]

    __table_args__ = (within_school("evidence_id", "evidence"),)


class EvidenceFile(Identified):
    """A file of an item; `key` names it in the file store. Removed: the bytes are gone, the row stays. Closed:
    somebody has asked whether it should be here. Taken down: its bytes are gone even where it was handed in."""

    __tablename__ = "evidence_files"

    evidence_id: Mapped[UUID]
    candidate_id: Mapped[UUID]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[bytes]
    key: Mapped[str]
    scanned: Mapped[bool]
    people: Mapped[str]
    consent_where: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    taken_down_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        within_school("evidence_id", "evidence"),
        within_school("candidate_id", "candidates"),
        Index("ix_evidence_files_evidence", "school_id", "evidence_id"),
        one_of("people", People),
    )


class Claim(SchoolRecord):
    """What an item shows for one standard: the level, the facts of its reach, and the sentence that
    justifies it. The facts let a person judge the level where a small school has one team only. Without a
    level or a sentence it is still being written, and counts for nothing. `to_check`: it was taken along into another
    version of the standards, and its owner has not saved it since."""

    __tablename__ = "claims"

    evidence_id: Mapped[UUID] = mapped_column(primary_key=True)
    standard_number: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[UUID] = mapped_column(primary_key=True)
    level: Mapped[int | None]
    reach_who: Mapped[str] = mapped_column(default="")
    reach_team: Mapped[str] = mapped_column(default="")
    reach_school: Mapped[str] = mapped_column(default="")
    reach_count: Mapped[int | None]
    reach_when: Mapped[str] = mapped_column(default="")
    justification: Mapped[str] = mapped_column(default="")
    to_check: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        within_school("evidence_id", "evidence"),
        within_school("candidate_id", "candidates"),
        Index("ix_claims_candidate", "school_id", "candidate_id", "standard_number", "level"),
        CheckConstraint("level BETWEEN 1 AND 9", name="level"),
    )

    @property
    def said(self) -> Said:
        return Said(**{field.name: getattr(self, field.name) for field in fields(Said)})

    @property
    def complete(self) -> bool:
        return not missing(self.said)


class Submission(Identified):
    """A portfolio handed in. Attempt 2 follows 'more evidence needed'; a returned one is handed in again
    in the same attempt with the next serial."""

    __tablename__ = "submissions"

    candidate_id: Mapped[UUID]
    cohort_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    attempt: Mapped[int]
    serial: Mapped[int]
    state: Mapped[str] = mapped_column(default=SubmissionState.SUBMITTED.value)
    receipt: Mapped[str]
    authorship_declared: Mapped[bool]
    consent_declared: Mapped[bool]
    ai_use: Mapped[str]
    submitted_at: Mapped[datetime]
    endorsed_at: Mapped[datetime | None]
    joint_submission_id: Mapped[UUID | None]
    names_group: Mapped[bool] = mapped_column(default=False)

    submission_id = synonym("id")

    __table_args__ = (
        within_school("candidate_id", "candidates"),
        within_school("cohort_id", "cohorts"),
        within_school("staff_id", "staff"),
        within_school("joint_submission_id", "joint_submissions"),
        UniqueConstraint("school_id", "candidate_id", "attempt", "serial"),
        UniqueConstraint("school_id", "receipt"),
        Index("ix_submissions_cohort", "school_id", "cohort_id", "state"),
        one_of("state", SubmissionState),
    )


class Snapshot(SchoolRecord):
    """The portfolio as it was handed in: canonical JSON, and the SHA-256 of that text."""

    __tablename__ = "snapshots"
    grants: ClassVar[str] = APPEND_ONLY

    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    content: Mapped[str]
    sha256: Mapped[bytes]

    __table_args__ = (within_school("submission_id", "submissions"),)


class SubmittedFile(SchoolRecord):
    """A file that a snapshot names: its bytes stay, even when the candidate removes it afterwards."""

    __tablename__ = "submitted_files"
    grants: ClassVar[str] = APPEND_ONLY

    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    file_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        within_school("submission_id", "submissions"),
        within_school("file_id", "evidence_files"),
        Index("ix_submitted_files_file", "school_id", "file_id"),
    )


class Endorsement(Identified):
    """The head's or deputy's word on a submission, with the reason when it is returned. `sha256`: of the word
    together with the hash of what it is about, so that neither can be changed or moved to another."""

    __tablename__ = "endorsements"
    grants: ClassVar[str] = APPEND_ONLY

    submission_id: Mapped[UUID]
    decision: Mapped[str]
    statement: Mapped[str]
    decided_by: Mapped[UUID]
    decided_at: Mapped[datetime]
    sha256: Mapped[bytes]

    __table_args__ = (
        within_school("submission_id", "submissions"),
        UniqueConstraint("school_id", "submission_id"),
        one_of("decision", Decision),
    )
