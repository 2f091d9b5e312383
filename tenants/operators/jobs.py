from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class SendOperatorLink(Message):
    """Somebody asked for a link into the operator's space. Whether the address is known is found out here."""

    name: ClassVar[str] = "operators.send_link"
    urgent: ClassVar[bool] = True
    link_id: UUID


@dataclass(frozen=True)
class TellOperator(Message):
    """A security notice about the operator's own sign-in: of what their history says."""

    name: ClassVar[str] = "operators.tell_operator"
    operator_id: UUID
    entry_id: UUID


@dataclass(frozen=True)
class WelcomeHead(Message):
    """In a school: its headteacher is made, and invited."""

    name: ClassVar[str] = "operators.welcome_head"
    urgent: ClassVar[bool] = True
    invitation_id: UUID


@dataclass(frozen=True)
class NoteSuspension(Message):
    """In a school that was suspended or is open again: everybody is signed out, its history says so, and its
    headteachers are told."""

    name: ClassVar[str] = "operators.note_suspension"
    urgent: ClassVar[bool] = True
    notice_id: UUID


@dataclass(frozen=True)
class TellSuspension(Message):
    """To a headteacher: the school is suspended, or open again, and why."""

    name: ClassVar[str] = "operators.tell_suspension"
    head_id: UUID
    notice_id: UUID


@dataclass(frozen=True)
class NoteEntry(Message):
    """In a school that support went into: its headteachers are told."""

    name: ClassVar[str] = "operators.note_entry"
    entry_id: UUID


@dataclass(frozen=True)
class TellEntry(Message):
    """To a headteacher: who of support went in, and until when."""

    name: ClassVar[str] = "operators.tell_entry"
    head_id: UUID
    entry_id: UUID


@dataclass(frozen=True)
class ForgetOperators(Message):
    """Links, sessions and receipts of the operator's that are over."""

    name: ClassVar[str] = "operators.forget"
