from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class GatherDigests(Message):
    """Each morning: for whom does something wait that was not told by email yet?"""

    name: ClassVar[str] = "notices.gather_digests"


@dataclass(frozen=True)
class SendDigest(Message):
    """All that waits for one person, in one letter."""

    name: ClassVar[str] = "notices.send_digest"
    staff_id: UUID
    day: date


@dataclass(frozen=True)
class ForgetNotices(Message):
    """Notices that have stood long enough, read or not."""

    name: ClassVar[str] = "notices.forget"
