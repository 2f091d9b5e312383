from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class DrawAttendance(Message):
    """A certificate of attendance, with the hours."""

    name: ClassVar[str] = "events.draw_attendance"

    attendance_id: UUID


@dataclass(frozen=True)
class TellAttended(Message):
    """A colleague was named, and their certificate is there."""

    name: ClassVar[str] = "events.tell_attended"

    attendance_id: UUID


@dataclass(frozen=True)
class DeleteCertificate(Message):
    """Of somebody whose name was taken off."""

    name: ClassVar[str] = "events.delete_certificate"

    attendance_id: UUID


@dataclass(frozen=True)
class DeleteSlides(Message):
    """Takes the bytes of removed slides out of the file store."""

    name: ClassVar[str] = "events.delete_slides"
    urgent: ClassVar[bool] = True

    slides_id: UUID


@dataclass(frozen=True)
class EraseWords(Message):
    """The words of an answer that was hidden, unless it is shown again."""

    name: ClassVar[str] = "events.erase_words"

    answer_id: UUID
