from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class DeleteFile(Message):
    """Takes the bytes of a removed file out of the file store."""

    name: ClassVar[str] = "portfolios.delete_file"
    urgent: ClassVar[bool] = True

    file_id: UUID
