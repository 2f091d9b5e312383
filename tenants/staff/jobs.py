from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class TellRoleGiven(Message):
    """A security notice: who did not expect the role should ask."""

    name: ClassVar[str] = "staff.tell_role_given"
    staff_id: UUID
    role: str
    actor_id: UUID | None


@dataclass(frozen=True)
class TellAddressChanged(Message):
    """A security notice to the address that somebody had, or to the one they have now."""

    name: ClassVar[str] = "staff.tell_address_changed"
    former_id: UUID
    to_former: bool
