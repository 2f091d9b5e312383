"""Requests to take part: of one person, for who has a word in them, and for front pages."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from tenants.base import clock
from tenants.base.actor import Actor, Appointment, Role
from tenants.base.errors import NotFound
from tenants.base.gathering import Question
from tenants.base.isolation import beside, here, ours
from tenants.base.permissions import Permission, visible
from tenants.cohorts import queries as cohorts
from tenants.cohorts.models import Cohort
from tenants.cohorts.queries import CohortCard
from tenants.cohorts.rules import CohortState
from tenants.joining.models import JoiningRequest
from tenants.joining.rules.requests import OPEN, UNDECIDED, RequestState, Turn, turn
from tenants.staff import actors
from tenants.staff.models import Staff, StaffKind

LISTED = 200


@dataclass(frozen=True)
class Asked:
    """A request with the people and cohorts that it names."""

    request: JoiningRequest
    person: Staff
    manager: str | None
    decided_by: str | None
    cohort: str | None
    approved_for: str | None
    manager_works: bool | None

    @property
    def state(self) -> RequestState:
        return RequestState(self.request.state)

    @property
    def turn(self) -> Turn:
        return turn(self.state, with_manager=bool(self.manager_works))


def request(session: Session, request_id: UUID) -> JoiningRequest:
    found = session.scalar(
        select(JoiningRequest).where(here(session, JoiningRequest), JoiningRequest.id == request_id)
    )
    if found is None:
        raise NotFound
    return found


def asked(session: Session, one: JoiningRequest) -> Asked:
    rows = session.execute(_select_asked().where(here(session, JoiningRequest), JoiningRequest.id == one.id))
    return Asked(*rows.one())


def latest_of(session: Session, staff_id: UUID) -> Asked | None:
    row = session.execute(
        _select_asked()
        .where(here(session, JoiningRequest), JoiningRequest.staff_id == staff_id)
        .order_by(JoiningRequest.id.desc())
        .limit(1)
    ).first()
    return Asked(*row) if row else None


def listed(session: Session, actor: Actor) -> list[Asked]:
    """What the actor may read of others, the latest first."""
    rows = session.execute(
        _select_asked()
        .where(
            here(session, JoiningRequest),
            visible(actor, Permission.JOINING_READ, JoiningRequest),
            JoiningRequest.staff_id != actor.person_id,
            JoiningRequest.state != RequestState.WITHDRAWN.value,
            actors.works(),
        )
        .order_by(JoiningRequest.asked_at.desc(), JoiningRequest.id.desc())
        .limit(LISTED)
    )
    return [Asked(*row) for row in rows]


def to_invite(session: Session, cohort_id: UUID) -> list[Asked]:
    """Who is approved for this cohort or for any, the longest first."""
    rows = session.execute(
        _select_asked()
        .where(
            here(session, JoiningRequest),
            JoiningRequest.state == RequestState.APPROVED.value,
            or_(JoiningRequest.approved_for_id.is_(None), JoiningRequest.approved_for_id == cohort_id),
            actors.works(),
        )
        .order_by(JoiningRequest.decided_at, JoiningRequest.id)
    )
    return [Asked(*row) for row in rows]


@cache
def _select_asked() -> Select[JoiningRequest, Staff, str, str, str, str, bool]:
    manager, decider = aliased(Staff), aliased(Staff)
    wished, chosen = aliased(Cohort), aliased(Cohort)
    ask = JoiningRequest
    return (
        select(
            ask,
            Staff,
            manager.name,
            decider.name,
            wished.name,
            chosen.name,
            manager.deactivated_at.is_(None) & manager.id.is_not(None),
        )
        .join(Staff, beside(Staff, ask, Staff.id == ask.staff_id))
        .outerjoin(manager, and_(manager.school_id == ask.school_id, manager.id == ask.manager_id))
        .outerjoin(decider, and_(decider.school_id == ask.school_id, decider.id == ask.decided_by))
        .outerjoin(wished, and_(wished.school_id == ask.school_id, wished.id == ask.cohort_id))
        .outerjoin(chosen, and_(chosen.school_id == ask.school_id, chosen.id == ask.approved_for_id))
    )


def open_of(session: Session, staff_ids: Collection[UUID]) -> list[JoiningRequest]:
    """Those that go on, held until the end of the transaction."""
    found = session.scalars(
        select(JoiningRequest)
        .where(
            here(session, JoiningRequest),
            JoiningRequest.staff_id.in_(staff_ids),
            JoiningRequest.state.in_([state.value for state in OPEN]),
        )
        .order_by(JoiningRequest.id)
        .with_for_update()
    )
    return list(found)


def line_manager(session: Session, person: Staff) -> Staff | None:
    """Who has the first word: nobody where the line manager is not known, has left, or is the headteacher or a deputy,
    who then says once for both."""
    if person.line_manager_id is None or person.unsettled_manager is not None:
        return None
    manager = actors.working(session, person.line_manager_id)
    if manager is None or manager.kind != StaffKind.MEMBER or manager.id == person.id:
        return None
    decide = deciders(session, except_for=person.id)
    return None if manager.id in {one.id for one in decide} else manager


def deciders(session: Session, *, except_for: UUID) -> list[Staff]:
    """Headteachers and deputies; nobody decides about themselves."""
    found = cohorts.holders(session, (Role.HEAD, Role.DEPUTY))
    people = {one.id: one for held in found.values() for one in held if one.id != except_for}
    return list(people.values())


def to_join(session: Session) -> list[CohortCard]:
    """Cohorts with room that are still ahead, or go on and have not come to their submission window, the next first."""
    today = clock.today()
    return sorted(
        (
            card
            for card in cohorts.all_cards(session)
            if card.cohort.state != CohortState.CLOSED
            and card.cohort.window_opens_on > today
            and card.holding < card.cohort.places
        ),
        key=lambda card: (card.cohort.starts_on, card.cohort.name),
    )


@dataclass(frozen=True)
class Waiting:
    """A request as front pages tell of it."""

    id: UUID
    staff_id: UUID
    name: str
    state: RequestState
    turn: Turn
    approved_for_id: UUID | None
    since: date


@cache
def question() -> Question:
    """For tenants/today: one's own that goes on, and those of others that wait for one's word. A line manager who has
    left is waited for no longer. Asked with `of_whom`."""
    ask, manager = JoiningRequest, aliased(Staff)
    asks_head = _asks_head(manager.id)
    return (
        select(
            ask.id,
            ask.staff_id,
            Staff.name,
            ask.state,
            manager.id,
            ask.approved_for_id,
            ask.asked_at,
            ask.manager_said_at,
            ask.decided_at,
        )
        .join(Staff, beside(Staff, ask, Staff.id == ask.staff_id))
        .outerjoin(
            manager,
            and_(
                manager.school_id == ask.school_id,
                manager.id == ask.manager_id,
                manager.deactivated_at.is_(None),
            ),
        )
        .where(ours(ask), or_(_own(), and_(actors.works(), or_(_asks_manager(), asks_head, _asks_lead()))))
    )


def _own() -> ColumnElement[bool]:
    return and_(
        JoiningRequest.staff_id == bindparam("joiner"),
        JoiningRequest.state.in_([state.value for state in OPEN]),
    )


def _asks_manager() -> ColumnElement[bool]:
    return and_(
        JoiningRequest.manager_id == bindparam("joiner"), JoiningRequest.state == RequestState.ASKED.value
    )


def _asks_head(manager_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Where the line manager has said something, or there is none to wait for."""
    heard = or_(JoiningRequest.state != RequestState.ASKED.value, manager_id.is_(None))
    undecided = JoiningRequest.state.in_([state.value for state in UNDECIDED])
    return and_(bindparam("decides_joining"), undecided, heard)


def _asks_lead() -> ColumnElement[bool]:
    return and_(
        JoiningRequest.state == RequestState.APPROVED.value,
        bindparam("invites"),
        or_(
            JoiningRequest.approved_for_id.is_(None),
            JoiningRequest.approved_for_id.in_(bindparam("leads_cohorts", expanding=True)),
        ),
    )


def of_whom(actor: Actor) -> dict[str, object]:
    leads = actor.subjects(Appointment.LEAD)
    return {
        "joiner": actor.staff_id,
        "decides_joining": actor.holds(Role.HEAD, Role.DEPUTY),
        "invites": bool(leads),
        "leads_cohorts": leads,
    }


def told(rows: Iterable[Any]) -> list[Waiting]:
    """What the rows of the question say, the longest waiting first."""
    found = [_waiting(*row) for row in rows]
    return sorted(found, key=lambda one: (one.since, one.id))


def _waiting(
    of: UUID,
    staff_id: UUID,
    name: str,
    state: str,
    manager_id: UUID | None,
    approved_for_id: UUID | None,
    *moments: datetime | None,
) -> Waiting:
    now = RequestState(state)
    since = max(one for one in moments if one is not None)
    return Waiting(
        of,
        staff_id,
        name,
        now,
        turn(now, with_manager=manager_id is not None),
        approved_for_id,
        clock.school_date(since),
    )
