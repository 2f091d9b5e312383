from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class AskAgreement(Message):
    """A plan waits for the word of this mentor or programme lead. `round`: of which asking."""

    name: ClassVar[str] = "projects.ask_agreement"

    project_id: UUID
    staff_id: UUID
    round: int


@dataclass(frozen=True)
class TellPlanAgreed(Message):
    """Somebody who works on it: their plan is agreed."""

    name: ClassVar[str] = "projects.tell_agreed"

    project_id: UUID
    round: int
    reader_id: UUID


@dataclass(frozen=True)
class TellSentBack(Message):
    """Somebody who works on it: their plan came back with a comment."""

    name: ClassVar[str] = "projects.tell_sent_back"

    project_id: UUID
    round: int
    reader_id: UUID
