from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class PackCopy(Message):
    """Puts somebody's work into one file."""

    name: ClassVar[str] = "copies.pack"
    tries: ClassVar[int] = 3
    time_limit: ClassVar[timedelta] = timedelta(minutes=15)
    copy_id: UUID


@dataclass(frozen=True)
class TellCopyReady(Message):
    name: ClassVar[str] = "copies.tell_ready"
    copy_id: UUID


@dataclass(frozen=True)
class SendCopyLink(Message):
    """To a leaver's private address. The token is made when the letter is written."""

    name: ClassVar[str] = "copies.send_link"
    copy_id: UUID


@dataclass(frozen=True)
class ForgetCopies(Message):
    """Copies that have lain here long enough, with their links and addresses."""

    name: ClassVar[str] = "copies.forget"
