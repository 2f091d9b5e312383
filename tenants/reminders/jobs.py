from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class RemindOfDates(Message):
    """Each morning: who is to be reminded of what?"""

    name: ClassVar[str] = "reminders.remind"


@dataclass(frozen=True)
class TellReminder(Message):
    """Of one thing, to one person; `day` tells it from the other reminders of the same."""

    name: ClassVar[str] = "reminders.tell"
    reminder: str
    reader_id: UUID
    subject_id: UUID
    day: date
