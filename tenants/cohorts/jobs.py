from dataclasses import dataclass
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
class TellPaired(Message):
    """Somebody is a candidate's mentor now; each of the two is told."""

    name: ClassVar[str] = "cohorts.tell_paired"
    candidate_id: UUID
    mentor_id: UUID
    reader_id: UUID
