from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class TellRoleGiven(Message):
    """A security notice: who did not expect the role should ask. The history says which, and who gave it."""

    name: ClassVar[str] = "staff.tell_role_given"
    staff_id: UUID
    entry_id: UUID


@dataclass(frozen=True)
class TellFormerAddress(Message):
    """A security notice to the address that somebody had."""

    name: ClassVar[str] = "staff.tell_former_address"
    former_id: UUID


@dataclass(frozen=True)
class TellNewAddress(Message):
    """The same to the one they have now."""

    name: ClassVar[str] = "staff.tell_new_address"
    former_id: UUID


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


@dataclass(frozen=True)
class TellHandedOver(Message):
    """A head's rights pass to a deputy for a while: told to the deputy and to the head, each by their letter."""

    name: ClassVar[str] = "staff.tell_handed_over"
    reader_id: UUID
    deputy_id: UUID
    head_id: UUID
    since: date
    until: date


@dataclass(frozen=True)
class TellHandedBack(Message):
    """The while is over. Asked for when it begins, due on the morning after its last day."""

    name: ClassVar[str] = "staff.tell_handed_back"
    reader_id: UUID
    deputy_id: UUID
    head_id: UUID
    until: date
