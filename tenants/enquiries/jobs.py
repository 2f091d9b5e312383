from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class SendInterestLink(Message):
    """To whoever says they are interested: is it really you?"""

    name: ClassVar[str] = "enquiries.send_link"
    interest_id: UUID


@dataclass(frozen=True)
class ForgetInterests(Message):
    """Those that nobody confirmed, and those handled long ago."""

    name: ClassVar[str] = "enquiries.forget"
