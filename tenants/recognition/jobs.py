from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class PassOn(Message):
    """A claim is made, or settled: the other school's job is asked for, which no school may do itself."""

    name: ClassVar[str] = "recognition.pass_on"
    claim_id: UUID


@dataclass(frozen=True)
class AskHeads(Message):
    """In the school that made the award: somebody claims it."""

    name: ClassVar[str] = "recognition.ask_heads"
    claim_id: UUID


@dataclass(frozen=True)
class AskHead(Message):
    name: ClassVar[str] = "recognition.ask_head"
    claim_id: UUID
    head_id: UUID


@dataclass(frozen=True)
class CheckAward(Message):
    """In the school that made the award, after the operator confirmed: whether it still stands."""

    name: ClassVar[str] = "recognition.check_award"
    claim_id: UUID


@dataclass(frozen=True)
class TakeUp(Message):
    """In the claiming school: the claim was settled, or its award ended."""

    name: ClassVar[str] = "recognition.take_up"
    claim_id: UUID


@dataclass(frozen=True)
class TellSettled(Message):
    name: ClassVar[str] = "recognition.tell_settled"
    claim_id: UUID
    state: str
