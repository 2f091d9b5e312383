"""What a search finds, as much of it as is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Person:
    """`page`: their own page may be opened; else that of their place in a cohort."""

    id: UUID
    name: str
    job_title: str | None
    department: str | None
    page: bool
    candidate_id: UUID | None


@dataclass(frozen=True)
class FoundCohort:
    id: UUID
    name: str
    window: str
    state: str


@dataclass(frozen=True)
class Item:
    """A piece of somebody's evidence, as it is today."""

    id: UUID
    title: str
    body: str
    draft: bool
    candidate: str
    mine: bool


@dataclass(frozen=True)
class SharedProject:
    """A finished project that its author shares in the school."""

    id: UUID
    title: str
    body: str
    author: str


@dataclass(frozen=True)
class PlanPart:
    """A priority of the improvement plan of a year, or an action towards it."""

    id: UUID
    title: str
    body: str
    year: str
    priority_id: UUID


@dataclass(frozen=True)
class HandedIn:
    """A piece of a portfolio that the reader assesses, as it was handed in."""

    id: UUID
    title: str
    body: str
    candidate: str
    assignment_id: UUID


@dataclass(frozen=True)
class Found:
    """`more`: the key of the next page of this group."""

    total: int
    rows: Sequence[Any]
    more: UUID | None
