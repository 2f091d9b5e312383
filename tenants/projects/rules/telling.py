"""A project as plain values: as it stands, as a version kept it, as it was handed in, as the library shows it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from tenants.projects.rules.ethics import CHECKS
from tenants.projects.rules.measures import few
from tenants.projects.rules.references import doi_link, isbn_link
from tenants.projects.rules.states import Better
from tenants.projects.rules.words import Words
from tenants.schools.rules import HALF_TERM_NAMES

PRIVATE = {*CHECKS, "ethics_note", "learners", "participants", "participants_count", "options"}
"""What stays out of the library: it may tell who the pupils are, or is the author's own thinking."""


@dataclass(frozen=True)
class Reference:
    id: UUID
    title: str
    authors: str
    year: int | None
    source: str
    doi: str | None
    isbn: str | None
    url: str | None

    @property
    def link(self) -> str | None:
        """Where it is found: by its number before an address, which may move."""
        if self.doi:
            return doi_link(self.doi)
        return self.url or self.book_link

    @property
    def book_link(self) -> str | None:
        return isbn_link(self.isbn) if self.isbn else None


@dataclass(frozen=True)
class Point:
    """On a day the measure stood at a value, and so many people were behind it."""

    id: UUID
    day: date
    value: Decimal
    people: int


@dataclass(frozen=True)
class Measure:
    """`held_back`: too few people are behind its figures to show them to everybody."""

    id: UUID
    name: str
    unit: str
    better: Better
    points: tuple[Point, ...]
    held_back: bool = False


@dataclass(frozen=True)
class Milestone:
    id: UUID
    year: str
    code: str
    ends_on: date
    words: str
    done_on: date | None

    @property
    def when(self) -> str:
        return f"{HALF_TERM_NAMES[self.code]}, {self.year}"


@dataclass(frozen=True)
class Told:
    """`agreed_on`: the day on which its plan was last agreed, while that holds."""

    words: Words
    references: tuple[Reference, ...] = ()
    measures: tuple[Measure, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    agreed_on: date | None = None
    finished_on: date | None = None

    @property
    def name(self) -> str:
        return self.words.title or self.words.question or "A project without a title"


def as_plan(told: Told) -> Told:
    """What its plan says, without what came of it."""
    return replace(
        told,
        words=replace(told.words, findings="", impact="", limits="", next_steps=""),
        measures=tuple(replace(one, points=()) for one in told.measures),
        finished_on=None,
    )


def for_the_library(told: Told) -> Told:
    """What colleagues read: never the ethics check nor who took part, and no figures of few people."""
    shared = {name: value for name, value in asdict(told.words).items() if name not in PRIVATE}
    return replace(
        told,
        words=Words(**shared),
        measures=tuple(_guarded(one) for one in told.measures),
        milestones=(),
    )


def _guarded(measure: Measure) -> Measure:
    if any(few(point.people) for point in measure.points):
        return replace(measure, points=(), held_back=True)
    return measure


def stored(told: Told) -> dict[str, Any]:
    """As a version and a snapshot keep it: texts, numbers and lists of them."""
    plain = _plain(asdict(told))
    return plain if isinstance(plain, dict) else {}


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case UUID() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
    return value


def read(told: Mapping[str, Any]) -> Told:
    return Told(
        words=Words(**told["words"]),
        references=tuple(Reference(**_named(one)) for one in told["references"]),
        measures=tuple(_measure(one) for one in told["measures"]),
        milestones=tuple(
            Milestone(**_named(one) | {"ends_on": _day(one["ends_on"]), "done_on": _day(one["done_on"])})
            for one in told["milestones"]
        ),
        agreed_on=_day(told.get("agreed_on")),
        finished_on=_day(told.get("finished_on")),
    )


def _measure(told: dict[str, Any]) -> Measure:
    points = (
        Point(**_named(one) | {"day": _day(one["day"]), "value": Decimal(one["value"])})
        for one in told["points"]
    )
    return Measure(**_named(told) | {"better": Better(told["better"]), "points": tuple(points)})


def _named(told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "id": UUID(told["id"])}


def _day(told: str | None) -> Any:
    return date.fromisoformat(told) if told else None
