from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class DrawCertificate(Message):
    name: ClassVar[str] = "awards.draw_certificate"
    award_id: UUID


@dataclass(frozen=True)
class TellAwarded(Message):
    """The certificate is there; its holder may have it."""

    name: ClassVar[str] = "awards.tell_awarded"
    award_id: UUID
