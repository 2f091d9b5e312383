from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.base.secrets import token_hash
from tenants.copies.models import Copy, CopyLink, PrivateAddress
from tenants.copies.rules.copies import MOST_USES, CopyState, Scope

SENT = [one.value for one in Scope if one.sent]


def copy(session: Session, copy_id: UUID) -> Copy:
    return _one(session, Copy.id == copy_id)


def own_copy(session: Session, copy_id: UUID) -> Copy:
    return _one(session, Copy.id == copy_id, Copy.scope == Scope.OWN.value)


def sent_copy(session: Session, sent_id: UUID) -> Copy:
    return _one(session, Copy.id == sent_id, Copy.scope.in_(SENT))


def school_copy(session: Session, school_copy_id: UUID) -> Copy:
    return _one(session, Copy.id == school_copy_id, Copy.scope == Scope.SCHOOL.value)


def _one(session: Session, *conditions: ColumnElement[bool]) -> Copy:
    found = session.scalar(select(Copy).where(here(session, Copy), *conditions))
    if found is None:
        raise NotFound
    return found


def own_copies(session: Session, staff_id: UUID) -> Sequence[Copy]:
    """Those that a person asked for, as long as they lie here, the newest first."""
    return _lying(session, Copy.staff_id == staff_id, Copy.scope == Scope.OWN.value)


def school_copies(session: Session) -> Sequence[Copy]:
    """Those of the whole school, whichever headteacher asked."""
    return _lying(session, Copy.scope == Scope.SCHOOL.value)


def _lying(session: Session, *conditions: ColumnElement[bool]) -> Sequence[Copy]:
    return session.scalars(
        select(Copy)
        .where(
            here(session, Copy),
            *conditions,
            Copy.deleted_at.is_(None),
            Copy.keep_until >= clock.today(),
        )
        .order_by(Copy.id.desc())
    ).all()


def asked_lately(session: Session, staff_id: UUID) -> int:
    """How many copies were asked for within a day, whoever asked."""
    return session.scalars(
        select(func.count()).where(
            here(session, Copy),
            Copy.staff_id == staff_id,
            Copy.asked_at > clock.now() - timedelta(days=1),
        )
    ).one()


@dataclass(frozen=True)
class Sent:
    """A copy on its way to a leaver, or there: how often its link was used, while it has one."""

    copy: Copy
    link: CopyLink | None

    @property
    def open(self) -> bool:
        return self.copy.state is not CopyState.OVER and (self.link is None or self.link.ended_at is None)


def sent_copies(session: Session, staff_id: UUID) -> list[Sent]:
    rows = session.execute(
        select(Copy, CopyLink)
        .outerjoin(CopyLink, beside(CopyLink, Copy, CopyLink.copy_id == Copy.id))
        .where(here(session, Copy), Copy.staff_id == staff_id, Copy.scope.in_(SENT))
        .order_by(Copy.id.desc(), CopyLink.id.desc())
    )
    latest: dict[UUID, Sent] = {}
    for found, link in rows:
        latest.setdefault(found.id, Sent(found, link))
    return list(latest.values())


def private_address(session: Session, staff_id: UUID) -> str | None:
    return session.scalar(
        select(PrivateAddress.address).where(
            here(session, PrivateAddress), PrivateAddress.staff_id == staff_id
        )
    )


def good_link(session: Session, token: str) -> tuple[ColumnElement[bool], ...]:
    """Of a statement that asks for CopyLink."""
    return (
        here(session, CopyLink),
        CopyLink.token_hash == token_hash(token),
        CopyLink.ended_at.is_(None),
        CopyLink.expires_at > clock.now(),
        CopyLink.uses < MOST_USES,
    )


@dataclass(frozen=True)
class Opened:
    """What a link opens."""

    link: CopyLink
    copy: Copy

    @property
    def uses_left(self) -> int:
        return MOST_USES - self.link.uses


def opened(session: Session, token: str) -> Opened | None:
    """Looking does not use it up: mail scanners open every address they see."""
    row = session.execute(
        select(CopyLink, Copy)
        .join(Copy, beside(Copy, CopyLink, Copy.id == CopyLink.copy_id))
        .where(*good_link(session, token), Copy.ready_at.is_not(None), Copy.deleted_at.is_(None))
    ).one_or_none()
    return None if row is None else Opened(*row)


def over(session: Session) -> Sequence[Copy]:
    """What the daily job takes away."""
    return session.scalars(
        select(Copy).where(
            here(session, Copy),
            Copy.deleted_at.is_(None),
            Copy.keep_until < clock.today(),
        )
    ).all()
