"""One step of bringing in a list, in a process of its own, so that its peak of memory is its own: prints what it
took as JSON. `python -m tests.worker.figures.steps <step> <school> [<file or job>]`, settings from the environment."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from uuid import UUID

from sqlalchemy import select

from tenants.base.actor import Role
from tenants.base.isolation import here, school_transaction
from tenants.base.outbox import JobState, OutboxMessage
from tenants.staff import actors
from tenants.staff.actions import lists
from tenants.staff.models import StaffImport, StaffRole
from tenants.staff.rules.lists import lines
from tenants.staff.rules.tables import guess
from tenants.staff.uploads import read_upload
from worker import runtime
from worker.runtime import House, house


def read(made: House, school_id: UUID, file: str) -> int:
    """As the web does with an upload: a table, a guess, and its rows."""
    table = read_upload(Path(file).read_bytes())
    return len(lines(table, guess(table)))


def keep(made: House, school_id: UUID, file: str) -> int:
    """Handed in, its columns chosen; how much it would do."""
    table = read_upload(Path(file).read_bytes())
    with made.app() as session, school_transaction(session, school_id):
        head = actors.actor(session, session.scalars(_heads(session)).one())
        kept = lists.keep_table(session, head, table)
        lists.choose_columns(session, head, kept, guess(table))
        return lists.planned(session, head, kept).to_do


def preview(made: House, school_id: UUID, _: str) -> int:
    with made.app() as session, school_transaction(session, school_id):
        head = actors.actor(session, session.scalars(_heads(session)).one())
        return lists.planned(session, head, session.scalars(_latest(session)).one()).to_do


def confirm(made: House, school_id: UUID, _: str) -> str:
    with made.app() as session, school_transaction(session, school_id):
        head = actors.actor(session, session.scalars(_heads(session)).one())
        kept = session.scalars(_latest(session)).one()
        lists.confirm(session, head, kept, lists.planned(session, head, kept).digest)
        return str(kept.job_id)


def undo(made: House, school_id: UUID, _: str) -> str:
    with made.app() as session, school_transaction(session, school_id):
        head = actors.actor(session, session.scalars(_heads(session)).one())
        kept = session.scalars(_latest(session)).one()
        lists.ask_undo(session, head, kept)
        return str(kept.job_id)


def perform(made: House, school_id: UUID, job_id: str) -> str:
    """As a worker does once the job was sent."""
    with made.operator.begin() as session:
        session.get_one(OutboxMessage, UUID(job_id)).state = JobState.SENT.value
    runtime.perform(made, UUID(job_id))
    with made.operator() as session:
        return session.get_one(OutboxMessage, UUID(job_id)).state


def _heads(session):
    return select(StaffRole.staff_id).where(here(session, StaffRole), StaffRole.role == Role.HEAD.value)


def _latest(session):
    return (
        select(StaffImport)
        .where(here(session, StaffImport))
        .order_by(StaffImport.uploaded_at.desc())
        .limit(1)
    )


STEPS: dict[str, Callable[[House, UUID, str], object]] = {
    step.__name__: step for step in (read, keep, preview, confirm, undo, perform)
}


def peak() -> float:
    """Megabytes that this process held at most; not getrusage, which counts those of who started it too."""
    held = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    return int(held.split()[1]) / 1024


if __name__ == "__main__":
    step, school, *told = sys.argv[1:]
    made = house()
    with made.app() as session, school_transaction(session, UUID(school)):
        session.scalars(_heads(session)).all()
    standing, begun = peak(), perf_counter()
    result = STEPS[step](made, UUID(school), *(told or [""]))
    seconds = perf_counter() - begun
    print(json.dumps({"result": result, "seconds": seconds, "peak": peak(), "standing": standing}))
