"""Which handler does which message: the one list."""

from typing import Any

from tenants.base.jobs import ForgetFinishedJobs
from tenants.base.messages import Message
from worker import housekeeping
from worker.shapes import Handler

HANDLERS: dict[type[Message], Handler[Any]] = {
    ForgetFinishedJobs: housekeeping.forget_finished_jobs,
}

NAMES: dict[str, type[Message]] = {message.name: message for message in HANDLERS}
