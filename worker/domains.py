"""Once a day the record of each proven domain is looked for again."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Role
from tenants.base.days import day_in_words
from tenants.notices.rules import Kind
from tenants.outside.text_records import Unresolved
from tenants.sign_in import queries
from tenants.sign_in.actions import domains
from tenants.sign_in.jobs import LookAtDomain, LookAtDomains, TellDomainGone
from tenants.sign_in.policies import policies
from tenants.staff import actors
from tenants.staff.queries import who_hold
from worker.shapes import InSchool, Outside, Run
from worker.telling import Tells, Word


@dataclass(frozen=True)
class Named:
    domain_id: UUID
    name: str


def _look_at_all(session: Session, actor: Actor, message: LookAtDomains, run: Run) -> None:
    domains.ask_to_look(session)


def _named(session: Session, actor: Actor, message: LookAtDomain) -> Named | None:
    domain = queries.known_domain(session, message.domain_id)
    return None if domain is None else Named(domain.id, domain.name)


def _look(named: Named, run: Run) -> Sequence[str] | None:
    """Nothing where no name server answers: tomorrow is another look."""
    try:
        return run.tools.text_records.of(named.name)
    except Unresolved:
        return None


def _note(session: Session, actor: Actor, named: Named, records: Sequence[str] | None) -> None:
    domain = queries.known_domain(session, named.domain_id)
    if domain is not None and records is not None:
        domains.note_look(session, actor, domain, records)


def _gone(session: Session, actor: Actor, message: TellDomainGone) -> Word | None:
    """Not when the record is back already."""
    domain, reader = (
        queries.known_domain(session, message.domain_id),
        actors.working(session, message.reader_id),
    )
    if domain is None or domain.stops_on != message.stops_on or reader is None:
        return None
    if reader.id not in who_hold(session, Role.HEAD, Role.IT_LEAD):
        return None
    letter = "domain_gone" if policies(session).join_by_domain else "domain_gone_unused"
    day = day_in_words(message.stops_on)
    path = f"/school-sign-in/domains/{domain.id}"
    return Word(reader, letter, path, {"domain": domain.name, "day": day}, Kind.SECURITY)


look_at_domains = InSchool(_look_at_all)
look_at_domain = Outside(_named, _look, _note)
tell_domain_gone = Tells(_gone)
