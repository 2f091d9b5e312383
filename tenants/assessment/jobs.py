from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class OfferSeat(Message):
    """Asks an assessor by mail whether they will take a seat."""

    assignment_id: UUID
    name: ClassVar[str] = "assessment.offer_seat"


@dataclass(frozen=True)
class TellSeatLeft(Message):
    """Tells who runs the assessment that a seat is free again."""

    assignment_id: UUID
    staff_id: UUID
    name: ClassVar[str] = "assessment.tell_seat_left"


@dataclass(frozen=True)
class TellBothLocked(Message):
    """Tells who runs the assessment that both judgements are in: decided, or to be settled."""

    submission_id: UUID
    staff_id: UUID
    name: ClassVar[str] = "assessment.tell_both_locked"


@dataclass(frozen=True)
class TellOutcome(Message):
    """Tells the candidate that the outcome is there to read; the mail does not say what it is."""

    outcome_id: UUID
    name: ClassVar[str] = "assessment.tell_outcome"
