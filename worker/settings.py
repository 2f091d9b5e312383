"""What worker and dispatcher are told by their environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from tenants.outside.addresses import loopback_exceptions


class BadSettings(Exception):
    """The worker must not start like this; the message says what to set."""


@dataclass(frozen=True)
class WorkerSettings:
    """`processes` work at once here; `jobs_per_school` is how many jobs of one school may be on their way at
    once anywhere. `lease_grace` is how long after its time limit a job counts as lost, `stall` how long after
    its sending one that nobody has begun."""

    database_url: str = field(repr=False)
    operator_database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    encryption_keys: tuple[str, ...] = field(repr=False)
    public_url: str
    files_url: str
    smtp_url: str = field(repr=False)
    mail_from: str
    dns_server: str | None = None
    """One resolver on loopback, instead of the machine's own."""
    processes: int = 2
    jobs_per_school: int = 4
    lease_grace: timedelta = timedelta(seconds=30)
    stall: timedelta = timedelta(seconds=10)


def read(environment: Mapping[str, str] = os.environ) -> WorkerSettings:
    return WorkerSettings(
        database_url=_required(environment, "DATABASE_URL"),
        operator_database_url=_required(environment, "OPERATOR_DATABASE_URL"),
        redis_url=_required(environment, "REDIS_URL"),
        encryption_keys=tuple(_required(environment, "ENCRYPTION_KEYS").split(",")),
        public_url=_required(environment, "PUBLIC_URL").rstrip("/"),
        files_url=_required(environment, "FILES_URL"),
        smtp_url=_required(environment, "SMTP_URL"),
        mail_from=_required(environment, "MAIL_FROM"),
        dns_server=_name_server(environment),
        processes=_number(environment, "WORKER_PROCESSES", 2),
        jobs_per_school=_number(environment, "JOBS_PER_SCHOOL", 4),
        lease_grace=timedelta(seconds=_number(environment, "JOB_LEASE_GRACE", 30)),
        stall=timedelta(seconds=_number(environment, "JOB_STALL", 10)),
    )


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise BadSettings(f"{name} is not set.")
    return value


def _name_server(environment: Mapping[str, str]) -> str | None:
    given = environment.get("LECTERN_DNS_SERVER") or None
    try:
        loopback_exceptions((given,) if given else ())
    except ValueError as wrong:
        raise BadSettings(f"LECTERN_DNS_SERVER: {wrong}") from wrong
    return given


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name, str(default))
    if not value.isdecimal() or int(value) < 1:
        raise BadSettings(f"{name} must be a whole number of 1 or more, and is {value!r}.")
    return int(value)
