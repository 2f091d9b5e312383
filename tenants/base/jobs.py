from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class ForgetFinishedJobs(Message):
    """Clears the outbox of what was done long ago."""

    name: ClassVar[str] = "base.forget_finished_jobs"


@dataclass(frozen=True)
class ForgetDeed(Message):
    """What stood before a deed is not kept once it can't be undone any more."""

    name: ClassVar[str] = "base.forget_deed"

    deed_id: UUID
