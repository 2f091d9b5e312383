"""Somebody else convenes the group from now on, or nobody does for a while."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Invalid
from tenants.base.history import record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.cohorts.leading import who_runs
from tenants.groups.jobs import AskForConvener
from tenants.groups.models import Group
from tenants.groups.queries.groups import Seat, seats
from tenants.groups.rules.forming import may_convene


def hand_over(session: Session, actor: Actor, group: Group, to_id: UUID) -> None:
    """Where the group has a project, use tenants/projects/actions/handing_over, which moves that along."""
    permit(actor, Permission.GROUP_CONVENE, group)
    lock(session, group)
    standing = seats(session, group.id)
    members = {one.candidate_id for one in standing if one.works}
    asked = {one.candidate_id for one in standing if one.asked}
    if not may_convene(to_id, members, asked, group.convener_id):
        raise Invalid({"person": "Choose a member of the group"})
    group.convener_id = to_id
    group.version += 1
    record(session, actor, "group:convene", group)
    session.flush()


def stand_down(session: Session, actor: Actor, seat: Seat) -> None:
    """After a seat has ended. If its holder convened the group, who runs the cohort is asked to name somebody else:
    until then nobody of the group invites or opens a hand-in."""
    session.flush()
    session.expire(seat.group, ["convening"])
    if not seat.convenes:
        return
    for reader_id in sorted(who_runs(session, seat.cohort_id)):
        if reader_id not in (actor.person_id, seat.person.id):
            ask(session, AskForConvener(seat.member.id, reader_id))
