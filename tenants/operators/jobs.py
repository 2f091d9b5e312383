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
    """In a school that was suspended or is open again: everybody is signed out, and its history says so."""

    name: ClassVar[str] = "operators.note_suspension"
    urgent: ClassVar[bool] = True


@dataclass(frozen=True)
class ForgetOperators(Message):
    """Links, sessions and receipts of the operator's that are over."""

    name: ClassVar[str] = "operators.forget"
