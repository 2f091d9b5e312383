from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class TellNoted(Message):
    """One of a pair wrote something for both about a meeting; the other is told."""

    name: ClassVar[str] = "mentoring.tell_noted"
    meeting_id: UUID
    writer_id: UUID


@dataclass(frozen=True)
class TellAgreed(Message):
    """There is something to be done, and the other one wrote it down."""

    name: ClassVar[str] = "mentoring.tell_agreed"
    action_id: UUID


@dataclass(frozen=True)
class TellComment(Message):
    """A comment on a draft, or the answer to one, waits for this reader."""

    name: ClassVar[str] = "mentoring.tell_comment"
    comment_id: UUID
    reader_id: UUID
