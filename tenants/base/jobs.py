from dataclasses import dataclass
from typing import ClassVar

from tenants.base.messages import Message


@dataclass(frozen=True)
class ForgetFinishedJobs(Message):
    """Clears the outbox of what was done long ago."""

    name: ClassVar[str] = "base.forget_finished_jobs"
