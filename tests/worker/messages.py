"""Messages and handlers of the tests: small, but of every shape."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import history
from tenants.base.actor import Actor
from tenants.base.messages import Message
from worker import handlers
from worker.mail import Mail, by_mail
from worker.shapes import Handler, InSchool, Outside, Run

WORDING = """Subject: A letter to {{ name }}

Dear {{ name }},

--- Open it
"""


@dataclass(frozen=True)
class Note(Message):
    """Writes one line of history."""

    name: ClassVar[str] = "tests.note"
    tries: ClassVar[int] = 3
    time_limit: ClassVar[timedelta] = timedelta(seconds=5)


@dataclass(frozen=True)
class UrgentNote(Note):
    name: ClassVar[str] = "tests.urgent_note"
    urgent: ClassVar[bool] = True


@dataclass(frozen=True)
class Paper(Message):
    """Puts a file and notes it."""

    name: ClassVar[str] = "tests.paper"
    time_limit: ClassVar[timedelta] = timedelta(seconds=5)


@dataclass(frozen=True)
class Post(Message):
    """Sends a letter."""

    name: ClassVar[str] = "tests.post"
    time_limit: ClassVar[timedelta] = timedelta(seconds=5)


def note(session: Session, actor: Actor, message: Message, run: Run) -> None:
    history.record(session, actor, "tests:noted", reason=str(run.id))


def start_paper(session: Session, actor: Actor, message: Paper) -> str:
    return "what the paper says"


def put_paper(words: str, run: Run) -> UUID:
    content = f"{run.id}: {words}".encode()
    run.tools.files.put(f"papers/{run.id}", BytesIO(content), hashlib.sha256(content).hexdigest())
    return run.id


def note_paper(session: Session, actor: Actor, words: str, job_id: UUID) -> None:
    history.record(session, actor, "tests:noted", reason=str(job_id))


def letter(session: Session, actor: Actor, message: Post) -> Mail:
    return Mail("amina@school.example", "Amina", "Test School", "test", {"name": "Amina"}, "/")


HANDLERS: dict[type[Message], Handler[Any]] = {
    Note: InSchool(note),
    UrgentNote: InSchool(note),
    Paper: Outside(start_paper, put_paper, note_paper),
    Post: by_mail(letter),
}

Setter = Callable[[dict[Any, Any], Any, Any], None]


def teach(handled: dict[type[Message], Handler[Any]], put: Setter = dict.__setitem__) -> None:
    """Adds to the worker's table; `put` may be monkeypatch.setitem."""
    for message, handler in handled.items():
        put(handlers.HANDLERS, message, handler)
        put(handlers.NAMES, message.name, message)
