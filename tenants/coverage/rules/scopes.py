"""Whose work is shown: the whole school's, a cohort's, or one person's."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Of(StrEnum):
    SCHOOL = "school"
    COHORT = "cohort"
    PERSON = "person"


@dataclass(frozen=True)
class Scope:
    of: Of
    id: UUID | None = None
    name: str = ""


SCHOOL = Scope(Of.SCHOOL)
