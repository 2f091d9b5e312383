from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class TellVersionMoved(Message):
    """A cohort works with another version of the standards from now on."""

    name: ClassVar[str] = "changeovers.tell_version_moved"
    cohort_id: UUID
    edition_id: UUID
    reader_id: UUID
