"""The audit trail: what people did, and each change of state, the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, literal, null, or_, select, tuple_, union_all
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.orm import Session, aliased
from sqlalchemy.types import Text

from tenants.audit.rules import actions_saying, detailed, moved, nouns_of, told
from tenants.audit.subjects import about_people, name_of, secret_from
from tenants.audit.words import Kind
from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.history import HistoryEntry, Move
from tenants.base.isolation import here
from tenants.staff.models import Staff

PAGE = 50
AT_A_TIME = 1000
Condition = ColumnElement[bool]
Event = type[HistoryEntry] | type[Move]


class Show(StrEnum):
    DONE = "done"
    MOVES = "moves"
    BOTH = "both"


WANTED: dict[Show, tuple[Event, ...]] = {
    Show.DONE: (HistoryEntry,),
    Show.MOVES: (Move,),
    Show.BOTH: (HistoryEntry, Move),
}


@dataclass(frozen=True)
class Search:
    """`after` and `before` are the ids of the neighbours of the page that is wanted."""

    words: str = ""
    person: UUID | None = None
    kind: Kind | None = None
    show: Show = Show.DONE
    since: date | None = None
    until: date | None = None
    after: UUID | None = None
    before: UUID | None = None

    @property
    def narrowed(self) -> bool:
        return bool(self.words or self.person or self.kind or self.since or self.until)


@dataclass(frozen=True)
class Entry:
    at: datetime
    id: UUID
    actor_id: UUID | None
    action: str | None
    subject_kind: str
    subject_id: UUID | None
    fields: list[str]
    reason: str | None
    from_state: str | None
    to_state: str | None
    actor: str | None
    about: str | None

    @property
    def who(self) -> str:
        return self.actor or "Lectern"

    @property
    def what(self) -> str:
        if self.action is not None:
            return told(self.action)
        return moved(self.subject_kind, self.from_state, self.to_state or "")

    @property
    def reads_page(self) -> bool:
        """Support's look at a page: its name is in the fields, its address the reason."""
        return self.action == "support:read"

    @property
    def details(self) -> str:
        return detailed(self.fields)


@dataclass(frozen=True)
class TrailPage:
    entries: tuple[Entry, ...]
    newer: UUID | None = None
    older: UUID | None = None
    person: str | None = None


def trail_page(session: Session, actor: Actor, search: Search) -> TrailPage:
    """One query for the page, whatever the length of the trail."""
    backwards = search.before is not None
    statement = _trail(session, actor, search, PAGE + 1)
    rows = [Entry(*row) for row in session.execute(statement)]
    more, shown = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        shown.reverse()
    has_newer = more if backwards else search.after is not None
    return TrailPage(
        tuple(shown),
        newer=shown[0].id if shown and has_newer else None,
        older=shown[-1].id if shown and (backwards or more) else None,
        person=_called(session, search.person),
    )


def whole_trail(session: Session, actor: Actor, search: Search) -> Iterator[Entry]:
    """Every entry that the search finds, read a thousand at a time by one statement."""
    found = session.execute(_trail(session, actor, search, None), execution_options={"yield_per": AT_A_TIME})
    return (Entry(*row) for row in found)


def _called(session: Session, person: UUID | None) -> str | None:
    if person is None:
        return None
    return session.scalar(select(Staff.name).where(here(session, Staff), Staff.id == person))


def _trail(session: Session, actor: Actor, search: Search, most: int | None) -> Select[Any]:
    """Each table gives its own newest; together they are put in order and given their names."""
    trail = _together([_events(session, actor, search, model, most) for model in WANTED[search.show]])
    person = aliased(Staff)
    statement = (
        select(trail, person.name, name_of(session, trail.c.subject_kind, trail.c.subject_id))
        .outerjoin(person, and_(here(session, person), person.id == trail.c.actor_id))
        .order_by(*_order(trail.c, search))
    )
    return statement if most is None else statement.limit(most)


def _together(parts: list[Subquery]) -> Subquery:
    return parts[0] if len(parts) == 1 else union_all(*(select(part) for part in parts)).subquery()


def _events(session: Session, actor: Actor, search: Search, model: Event, most: int | None) -> Subquery:
    statement = (
        select(*_columns(model))
        .where(here(session, model), *_conditions(session, actor, search, model))
        .order_by(*_order(model, search))
    )
    return statement.subquery() if most is None else statement.limit(most).subquery()


def _columns(model: Event) -> list[Any]:
    none = null().cast(Text)
    done = (HistoryEntry.action, HistoryEntry.subject_kind, HistoryEntry.subject_id, HistoryEntry.fields)
    moved = (
        none.label("action"),
        Move.subject_kind,
        Move.subject_id,
        array([], type_=ARRAY(Text)).label("fields"),
    )
    own = done if model is HistoryEntry else moved
    states = (none, none) if model is HistoryEntry else (Move.from_state, Move.to_state)
    return [
        model.at,
        model.id,
        model.actor_id,
        *own,
        model.reason,
        *(state.label(name) for state, name in zip(states, ("from_state", "to_state"), strict=True)),
    ]


def _order(columns: Any, search: Search) -> tuple[Any, Any]:
    if search.before is not None:
        return columns.at, columns.id
    return columns.at.desc(), columns.id.desc()


def _conditions(session: Session, actor: Actor, search: Search, model: Event) -> Iterator[Condition]:
    yield ~secret_from(session, actor, model)
    if search.person:
        yield or_(model.actor_id == search.person, about_people(session, model, Staff.id == search.person))
    if search.words:
        yield _saying(session, search.words, model)
    if search.kind:
        yield _of_kind(search.kind, model)
    if search.since:
        yield model.at >= _midnight(search.since)
    if search.until:
        yield model.at < _midnight(search.until + timedelta(days=1))
    edge = search.before or search.after
    if edge is not None:
        key, at = tuple_(model.at, model.id), _edge(session, edge)
        yield key > at if search.before else key < at


def _saying(session: Session, words: str, model: Event) -> Condition:
    """In the name or address of who did it or whom it is about, or in the words of the action."""
    people = or_(Staff.name.icontains(words, autoescape=True), Staff.email.icontains(words, autoescape=True))
    named = select(Staff.id).where(here(session, Staff), people)
    said = HistoryEntry.action.in_(actions_saying(words)) if model is HistoryEntry else literal(False)
    return or_(model.actor_id.in_(named), about_people(session, model, people), said)


def _of_kind(kind: Kind, model: Event) -> Condition:
    if model is HistoryEntry:
        return or_(*(HistoryEntry.action.startswith(f"{noun}:") for noun in nouns_of(kind)))
    moved = {Kind.COHORTS: ("cohorts", "candidates"), Kind.SUBMISSIONS: ("submissions",)}
    tables = moved.get(kind, ("assignments",) if kind is Kind.ASSESSMENT else ())
    return Move.subject_kind.in_(tables)


def _edge(session: Session, entry_id: UUID) -> Any:
    keys = [
        select(one.at, one.id).where(here(session, one), one.id == entry_id) for one in (HistoryEntry, Move)
    ]
    found = union_all(*keys).subquery()
    return select(found.c.at, found.c.id).scalar_subquery()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.SCHOOL_TIME)
