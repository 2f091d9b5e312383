from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class AskLineManager(Message):
    """Somebody asks to take part, and their line manager has the first word."""

    name: ClassVar[str] = "joining.ask_line_manager"
    request_id: UUID


@dataclass(frozen=True)
class AskForDecision(Message):
    """This headteacher or deputy may decide about a request."""

    name: ClassVar[str] = "joining.ask_for_decision"
    request_id: UUID
    head_id: UUID


@dataclass(frozen=True)
class TellSupported(Message):
    """The line manager has said whether they support it."""

    name: ClassVar[str] = "joining.tell_supported"
    request_id: UUID


@dataclass(frozen=True)
class TellAnswered(Message):
    """The headteacher's word on a request, for who asked and for the line manager."""

    name: ClassVar[str] = "joining.tell_answered"
    request_id: UUID
    reader_id: UUID


@dataclass(frozen=True)
class AskToInvite(Message):
    """A request is approved, and this programme lead may invite the person."""

    name: ClassVar[str] = "joining.ask_to_invite"
    request_id: UUID
    lead_id: UUID


@dataclass(frozen=True)
class TellTimeGranted(Message):
    """The time that a candidate has, for themselves and for their line manager."""

    name: ClassVar[str] = "joining.tell_time_granted"
    grant_id: UUID
    reader_id: UUID
