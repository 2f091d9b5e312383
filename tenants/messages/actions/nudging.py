"""Nudges: begun from why somebody is behind, which is known above and passed in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.permissions import Permission, permit
from tenants.cohorts.arrangements import on_break
from tenants.cohorts.models import Cohort
from tenants.cohorts.queries import Place
from tenants.cohorts.texts import values
from tenants.messages.actions.writing import begin, places_among, recipient
from tenants.messages.models import CohortMessage, MessageRecipient
from tenants.messages.queries.messages import last_nudged
from tenants.messages.rules.messages import Kind
from tenants.messages.rules.nudges import READY, Behind, Nudgeable, why_not
from tenants.programmes.rules.gaps import filled


@dataclass(frozen=True)
class Begun:
    """`passed_over`: 'Ada Marsh is on a break'."""

    message: CohortMessage
    passed_over: tuple[str, ...]


def start_nudges(
    session: Session,
    actor: Actor,
    cohort: Cohort,
    chosen: Collection[UUID],
    behind: Mapping[UUID, Behind],
    school: str,
) -> Begun:
    """A draft with a ready text for each of them who may be nudged today."""
    permit(actor, Permission.MESSAGE_WRITE, cohort)
    places = places_among(session, cohort, chosen)
    last = last_nudged(session, [one.person.id for one in places])
    told = {
        one.candidate.id: why_not(
            Nudgeable(
                themselves=one.person.id == actor.staff_id,
                on_break=on_break(one.candidate, clock.today()),
                behind=behind.get(one.candidate.id),
                last_on=last.get(one.person.id),
            ),
            clock.today(),
        )
        for one in places
    }
    passed_over = tuple(f"{one.person.name} {why}" for one in places if (why := told[one.candidate.id]))
    if len(passed_over) == len(places):
        raise Refused(f"Nobody can be nudged: {', '.join(passed_over)}." if places else "Choose somebody.")
    made = begin(session, actor, cohort, Kind.NUDGE)
    for one in places:
        if told[one.candidate.id] is None:
            session.add(_nudge(made, one, behind[one.candidate.id], cohort, school))
    session.flush()
    return Begun(made, passed_over)


def _nudge(
    message: CohortMessage, place: Place, behind: Behind, cohort: Cohort, school: str
) -> MessageRecipient:
    """The text as it is read: whoever presses 'Send' has seen each."""
    known, ready = values(cohort, place.person.name, school, place.candidate), READY[behind]
    made = recipient(message, place)
    made.behind = behind.value
    made.subject, made.body = filled(ready.subject, known), filled(ready.text, known)
    return made
