"""Beginning a message, writing it, and choosing who gets it."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import NotFound, Refused
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock, save
from tenants.cohorts.leading import mentors_of
from tenants.cohorts.models import Cohort
from tenants.cohorts.queries import Place, desk
from tenants.cohorts.rules import HOLDING, PlaceState
from tenants.messages.models import CohortMessage, MessageRecipient
from tenants.messages.queries.messages import Addressed
from tenants.messages.rules.messages import CHANGED, Audience, Kind, Part
from tenants.programmes.rules.design import OfferedText

LABELS = {"subject": "Subject", "body": "Text", "to_mentors": "Also to their mentors"}
NOBODY_OF_THEM = "None of the people you chose holds a place, so there is nobody to write to."
NOBODY_YET = "Nobody has a place in this cohort yet, so there is nobody to write to."


def start(
    session: Session,
    actor: Actor,
    cohort: Cohort,
    audience: Audience = Audience.EVERYBODY,
    chosen: Collection[UUID] = (),
    text: OfferedText | None = None,
) -> CohortMessage:
    """A draft. `chosen`: only to these of the cohort."""
    permit(actor, Permission.MESSAGE_WRITE, cohort)
    places = _chosen(session, cohort, audience, chosen)
    if not places:
        raise Refused(NOBODY_OF_THEM if chosen else NOBODY_YET)
    made = begin(session, actor, cohort, Kind.MESSAGE)
    if text is not None:
        made.subject, made.body = text.title, text.text
    for place in places:
        session.add(recipient(made, place))
    session.flush()
    return made


def _chosen(session: Session, cohort: Cohort, audience: Audience, chosen: Collection[UUID]) -> list[Place]:
    if chosen:
        return places_among(session, cohort, chosen)
    wanted = (PlaceState.APPROVED,) if audience is Audience.APPROVED else HOLDING
    return [one for one in desk(session, cohort.id) if one.candidate.state in wanted]


def places_among(session: Session, cohort: Cohort, chosen: Collection[UUID]) -> list[Place]:
    """Of the chosen, those who hold a place; raises NotFound for whoever is not of this cohort."""
    known = {one.candidate.id: one for one in desk(session, cohort.id)}
    if not set(chosen) <= known.keys():
        raise NotFound
    return [known[key] for key in known if key in set(chosen) and known[key].candidate.state in HOLDING]


def begin(session: Session, actor: Actor, cohort: Cohort, kind: Kind) -> CohortMessage:
    made = CohortMessage(cohort_id=cohort.id, kind=kind.value, begun_by=actor.person_id, begun_at=clock.now())
    session.add(made)
    session.flush()
    record(session, actor, "message:start", made, fields=[kind.value])
    return made


def recipient(message: CohortMessage, place: Place) -> MessageRecipient:
    return MessageRecipient(message_id=message.id, staff_id=place.person.id, candidate_id=place.candidate.id)


def write(
    session: Session, actor: Actor, message: CohortMessage, version: int, values: Mapping[str, object]
) -> None:
    """`values`: subject, body, to_mentors."""
    permit(actor, Permission.MESSAGE_WRITE, message)
    refuse_pressed(message)
    changed = save(session, message, version, values, LABELS)
    if "to_mentors" in changed:
        _settle_mentors(session, message)
    if changed:
        record(session, actor, "message:write", message, fields=changed)


def write_to_one(
    session: Session, actor: Actor, to: Addressed, version: int, subject: str, body: str
) -> None:
    """The words of a nudge for one person."""
    permit(actor, Permission.MESSAGE_WRITE, to.message)
    touch(session, to.message, version)
    to.recipient.subject, to.recipient.body = subject, body
    record(session, actor, "message:write", to.message, fields=["body"])


def leave_out(session: Session, actor: Actor, to: Addressed, *, out: bool) -> None:
    """Or put back. Whose mentor nobody is any more is no recipient either."""
    permit(actor, Permission.MESSAGE_WRITE, to.message)
    if to.recipient.left_out == out:
        return
    touch(session, to.message)
    to.recipient.left_out = out
    session.flush()
    if to.message.to_mentors and to.recipient.part == Part.CANDIDATE:
        _settle_mentors(session, to.message)
    action = "message:leave_out" if out else "message:put_back"
    record(session, actor, action, to.message)


def throw_away(session: Session, actor: Actor, message: CohortMessage) -> None:
    permit(actor, Permission.MESSAGE_WRITE, message)
    touch(session, message)
    record(session, actor, "message:throw_away", message)
    session.execute(
        delete(MessageRecipient).where(
            here(session, MessageRecipient), MessageRecipient.message_id == message.id
        )
    )
    session.delete(message)


def touch(session: Session, message: CohortMessage, version: int | None = None) -> None:
    """It is another message now than the one that somebody may look at just then."""
    lock(session, message)
    refuse_pressed(message)
    if version not in (None, message.version):
        raise Refused(CHANGED)
    message.version += 1


def refuse_pressed(message: CohortMessage) -> None:
    if not message.draft:
        raise NotFound


def recipients(session: Session, message: CohortMessage) -> list[MessageRecipient]:
    return list(
        session.scalars(
            select(MessageRecipient)
            .where(here(session, MessageRecipient), MessageRecipient.message_id == message.id)
            .order_by(MessageRecipient.id)
        )
    )


def _settle_mentors(session: Session, message: CohortMessage) -> None:
    """Those of the people who get it; who gets it as a candidate gets it once."""
    standing = recipients(session, message)
    candidates = [one for one in standing if one.part == Part.CANDIDATE]
    wanted = _mentors(session, candidates) if message.to_mentors else set()
    mentors = {one.staff_id: one for one in standing if one.part == Part.MENTOR}
    for staff_id in mentors.keys() - wanted:
        session.delete(mentors[staff_id])
    for staff_id in sorted(wanted - mentors.keys()):
        session.add(MessageRecipient(message_id=message.id, staff_id=staff_id, part=Part.MENTOR.value))
    session.flush()


def _mentors(session: Session, candidates: Iterable[MessageRecipient]) -> set[UUID]:
    them = list(candidates)
    getting = [one.candidate_id for one in them if one.candidate_id and not one.left_out]
    return {one.id for one in mentors_of(session, getting).values()} - {one.staff_id for one in them}
