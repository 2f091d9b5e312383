from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class AskWriter(Message):
    """The letter with the writer's link. The token is made when it is written."""

    name: ClassVar[str] = "testimonials.ask"

    testimonial_id: UUID


@dataclass(frozen=True)
class RemindWriter(Message):
    name: ClassVar[str] = "testimonials.remind"

    testimonial_id: UUID


@dataclass(frozen=True)
class TellReceived(Message):
    """The candidate: something was sent, or put right."""

    name: ClassVar[str] = "testimonials.tell_received"

    testimonial_id: UUID
    corrected: bool


@dataclass(frozen=True)
class TellUnwritten(Message):
    """The candidate: they declined, or did not answer in time."""

    name: ClassVar[str] = "testimonials.tell_unwritten"

    testimonial_id: UUID


@dataclass(frozen=True)
class LookAfterRequests(Message):
    """Each morning: whose time is over, and who is reminded?"""

    name: ClassVar[str] = "testimonials.look_after"
