"""Domains of the school: named, proven by a record that only their owner can write, given up.

The record is looked for every day, as domains change hands; a proof ends some time after its record is gone."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from tenants.base import clock, versions
from tenants.base.actor import Actor, Role
from tenants.base.directory import DirectoryKind, claim, release
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.secrets import new_token
from tenants.schools.queries import lock_school
from tenants.sign_in import queries
from tenants.sign_in.jobs import LookAtDomain, TellDomainGone
from tenants.sign_in.models import Domain
from tenants.sign_in.policies import policies
from tenants.sign_in.policy_rules import domain_problem, proof_ends_on, proves
from tenants.staff.queries import who_hold


def add(session: Session, actor: Actor, typed: str) -> Domain:
    """Whether another school has it is told only to who can prove it."""
    permit(actor, Permission.CONNECTION_MANAGE)
    lock_school(session)
    name = typed.strip().removeprefix("@").rstrip(".").lower()
    if problem := domain_problem(name, {one.name for one in queries.domains(session)}):
        raise Invalid({"name": problem})
    made = Domain(name=name, token=new_token(), added_at=clock.now())
    session.add(made)
    session.flush()
    record(session, actor, "domain:add", made)
    return made


def _found(name: str, records: int) -> str:
    if not records:
        return f"{name} has no TXT record yet."
    return f"{name} has {records} TXT {'record' if records == 1 else 'records'}, but not this one."


def prove(session: Session, actor: Actor, domain: Domain, records: Sequence[str]) -> None:
    permit(actor, Permission.CONNECTION_MANAGE, domain)
    versions.lock(session, domain)
    if domain.proven_at is not None and domain.missing_since is None:
        return
    if not proves(records, domain.token):
        raise Refused(
            f"{_found(domain.name, len(records))} It can take an hour until a new record is seen everywhere, so "
            "try again later."
        )
    if not _hold(session, actor, domain):
        raise Refused(
            "Another school on Lectern has proven this domain already, so it cannot be yours alone. If your "
            "schools share it, people are invited one by one. Ask us if you think this is wrong."
        )


def ask_to_look(session: Session) -> None:
    """At what is proven, and at what was until its record went."""
    for domain in queries.domains(session):
        if domain.proven_at is not None or domain.missing_since is not None:
            ask(session, LookAtDomain(domain.id))


def note_look(session: Session, actor: Actor, domain: Domain, records: Sequence[str]) -> None:
    """What an answer of the name servers says; that there was none says nothing."""
    versions.lock(session, domain)
    if proves(records, domain.token):
        if domain.missing_since is not None:
            _hold(session, actor, domain)
    elif domain.proven_at is None:
        return
    elif domain.missing_since is None:
        _miss(session, actor, domain)
    elif clock.today() >= proof_ends_on(domain.missing_since):
        _let_go(session, actor, domain)


def _hold(session: Session, actor: Actor, domain: Domain) -> bool:
    """Whether it is this school's: another may have proven it first, or after our record was gone too long."""
    if not claim(session, DirectoryKind.DOMAIN, domain.name, domain.school_id):
        return False
    if domain.proven_at is None:
        domain.proven_at = clock.now()
        record(session, actor, "domain:prove", domain)
    else:
        record(session, actor, "domain:find", domain)
    domain.missing_since = None
    return True


def _miss(session: Session, actor: Actor, domain: Domain) -> None:
    today = clock.today()
    domain.missing_since = today
    record(session, actor, "domain:miss", domain)
    for reader_id in sorted(who_hold(session, Role.HEAD, Role.IT_LEAD)):
        ask(session, TellDomainGone(domain.id, proof_ends_on(today), reader_id))


def _let_go(session: Session, actor: Actor, domain: Domain) -> None:
    domain.proven_at = None
    release(session, DirectoryKind.DOMAIN, domain.name)
    record(session, actor, "domain:let_go", domain)


def remove(session: Session, actor: Actor, domain: Domain) -> None:
    permit(actor, Permission.CONNECTION_MANAGE, domain)
    lock_school(session)
    versions.lock(session, domain)
    if domain.proven_at is not None:
        _refuse_last_one(session, domain)
        release(session, DirectoryKind.DOMAIN, domain.name)
    record(session, actor, "domain:remove", domain)
    session.delete(domain)


def _refuse_last_one(session: Session, domain: Domain) -> None:
    if policies(session).join_by_domain and queries.proven_domains(session) == {domain.name}:
        raise Refused("People of this domain may join by themselves. A headteacher can end that first.")
