from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class TellAskedToJoin(Message):
    """Somebody is invited to a group."""

    name: ClassVar[str] = "groups.tell_asked"
    member_id: UUID


@dataclass(frozen=True)
class TellJoinAnswered(Message):
    """What somebody said to the invitation, for who convenes the group."""

    name: ClassVar[str] = "groups.tell_answered"
    member_id: UUID


@dataclass(frozen=True)
class TellMemberLeft(Message):
    """Somebody is in the group no more, for one of those who go on, or for themselves when they were replaced."""

    name: ClassVar[str] = "groups.tell_left"
    member_id: UUID
    reader_id: UUID


@dataclass(frozen=True)
class AskForConvener(Message):
    """Whoever convened a group is in it no more, and this person runs its cohort and can name somebody else."""

    name: ClassVar[str] = "groups.ask_convener"
    member_id: UUID
    reader_id: UUID


@dataclass(frozen=True)
class TellCharterChanged(Message):
    """The charter reads differently, and this member is asked to agree to it again."""

    name: ClassVar[str] = "groups.tell_charter"
    group_id: UUID
    reader_id: UUID
    charter_version: int
