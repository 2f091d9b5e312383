from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class SendMessage(Message):
    """To all its recipients, at the hour that was chosen. `version`: of the message as it was when somebody pressed;
    one that was stopped or changed since is another."""

    name: ClassVar[str] = "messages.send"

    message_id: UUID
    version: int


@dataclass(frozen=True)
class TellRecipient(Message):
    name: ClassVar[str] = "messages.tell_recipient"

    recipient_id: UUID
