from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class TellInvited(Message):
    """A place in a cohort is offered to somebody."""

    name: ClassVar[str] = "cohorts.tell_invited"
    candidate_id: UUID


@dataclass(frozen=True)
class AskApproval(Message):
    """Somebody accepted a place, and this head or deputy is asked to approve it."""

    name: ClassVar[str] = "cohorts.ask_approval"
    candidate_id: UUID
    head_id: UUID


@dataclass(frozen=True)
class TellDecision(Message):
    """The head's word on a place."""

    name: ClassVar[str] = "cohorts.tell_decision"
    candidate_id: UUID


@dataclass(frozen=True)
class TellQueued(Message):
    """Somebody waits for a place from now on."""

    name: ClassVar[str] = "cohorts.tell_queued"
    candidate_id: UUID


@dataclass(frozen=True)
class TellDateMoved(Message):
    """A date of the timetable was moved, or is new (`was`: none)."""

    name: ClassVar[str] = "cohorts.tell_date_moved"
    date_id: UUID
    reader_id: UUID
    was: date | None
    day: date


@dataclass(frozen=True)
class TellDateChanged(Message):
    """The time or place of a date is another one; `version` is that of the date."""

    name: ClassVar[str] = "cohorts.tell_date_changed"
    date_id: UUID
    reader_id: UUID
    version: int


@dataclass(frozen=True)
class TellDateDropped(Message):
    """A date to come was taken out of the timetable: only its day is still known."""

    name: ClassVar[str] = "cohorts.tell_date_dropped"
    cohort_id: UUID
    reader_id: UUID
    day: date


@dataclass(frozen=True)
class TellPaired(Message):
    """Somebody is a candidate's mentor now; each of the two is told."""

    name: ClassVar[str] = "cohorts.tell_paired"
    candidate_id: UUID
    mentor_id: UUID
    reader_id: UUID


@dataclass(frozen=True)
class TellArranged(Message):
    """Something is arranged for one person, who is told what; never why."""

    name: ClassVar[str] = "cohorts.tell_arranged"
    candidate_id: UUID
    arrangement_id: UUID
