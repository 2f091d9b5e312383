"""What a group says of itself: its name and focus, its charter, and the priorities it works for."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid
from tenants.base.history import record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock, save
from tenants.groups.actions.answering import own_membership
from tenants.groups.jobs import TellCharterChanged
from tenants.groups.models import Group, GroupPriority
from tenants.groups.queries.focus import works_for
from tenants.groups.queries.groups import names_in, seats
from tenants.groups.rules.charter import LABELS
from tenants.groups.rules.forming import name_problem
from tenants.priorities.actions.links import both_choices, choose, link


def describe(session: Session, actor: Actor, group: Group, version: int, name: str, focus: str) -> None:
    permit(actor, Permission.GROUP_WORK, group)
    others = [told for one, told in names_in(session, group.cohort_id).items() if one != group.id]
    if problem := name_problem(name, others):
        raise Invalid({"name": problem})
    changed = save(session, group, version, {"name": name.strip(), "focus": focus.strip()}, LABELS)
    if changed:
        record(session, actor, "group:change", group, fields=changed)


def write_charter(
    session: Session, actor: Actor, group: Group, version: int, who_does_what: str, how_we_decide: str
) -> None:
    """A change asks everybody to agree again; whoever makes it agrees to it."""
    permit(actor, Permission.GROUP_WORK, group)
    values = {"who_does_what": who_does_what.strip(), "how_we_decide": how_we_decide.strip()}
    changed = save(session, group, version, values, LABELS)
    if not changed:
        return
    record(session, actor, "group:charter", group, fields=changed)
    group.charter_version += 1
    own_membership(session, actor, group).agreed_version = group.charter_version
    session.flush()
    for one in seats(session, group.id):
        if one.works and one.person.id != actor.staff_id:
            ask(session, TellCharterChanged(group.id, one.person.id, group.charter_version))


def focus_group(session: Session, actor: Actor, group: Group, version: int, wanted: Collection[UUID]) -> None:
    """On these priorities; on none, it goes with what the cohort is focused on."""
    permit(actor, Permission.GROUP_WORK, group)
    lock(session, group)
    threads = works_for(session, actor, group, clock.today())
    aims = choose(threads, wanted)
    if aims == [one.aim for one in threads.served]:
        return
    if version != group.version:
        raise both_choices(threads, aims, group.version)
    link(session, GroupPriority, {"group_id": group.id}, aims)
    group.version += 1
    record(session, actor, "group:focus", group, fields=["focus"])
