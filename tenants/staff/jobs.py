from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class BringInList(Message):
    """A list of staff was looked through and confirmed."""

    name: ClassVar[str] = "staff.bring_in_list"
    time_limit: ClassVar[timedelta] = timedelta(minutes=5)
    import_id: UUID


@dataclass(frozen=True)
class UndoList(Message):
    """A list of staff that was brought in is to be taken back."""

    name: ClassVar[str] = "staff.undo_list"
    time_limit: ClassVar[timedelta] = timedelta(minutes=5)
    import_id: UUID


@dataclass(frozen=True)
class ForgetLists(Message):
    """The rows of lists that can't be undone any more, and lists that nobody confirmed."""

    name: ClassVar[str] = "staff.forget_lists"
