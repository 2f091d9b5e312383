from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class TellHandedOver(Message):
    """A head's rights pass to a deputy for a while: told to the deputy and to the head, each by their letter."""

    name: ClassVar[str] = "staff.tell_handed_over"
    reader_id: UUID
    deputy_id: UUID
    head_id: UUID
    since: date
    until: date


@dataclass(frozen=True)
class TellHandedBack(Message):
    """The while is over. Asked for when it begins, due on the morning after its last day."""

    name: ClassVar[str] = "staff.tell_handed_back"
    reader_id: UUID
    deputy_id: UUID
    head_id: UUID
    until: date
