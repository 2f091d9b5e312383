"""An invitation to who asked to take part answers the request. One that a headteacher has approved counts as the
approval of the place: it opens when the person says yes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.history import move, record
from tenants.cohorts.actions import arrangements, places, waiting
from tenants.cohorts.models import Candidate, Cohort
from tenants.joining.models import JoiningRequest
from tenants.joining.queries.requests import open_of
from tenants.joining.rules.requests import RequestState


def invite(session: Session, actor: Actor, cohort: Cohort, staff_ids: Sequence[UUID]) -> list[Candidate]:
    requests = open_of(session, staff_ids)
    made = places.invite(session, actor, cohort, staff_ids, _agreed(requests, cohort.id))
    _answered(session, actor, requests)
    return made


def queue(session: Session, actor: Actor, cohort: Cohort, staff_ids: Sequence[UUID]) -> None:
    requests = open_of(session, staff_ids)
    waiting.queue(session, actor, cohort, staff_ids, _agreed(requests, cohort.id))
    _answered(session, actor, requests)


def substitute(
    session: Session, actor: Actor, candidate: Candidate, staff_id: UUID, grounds: str
) -> Candidate:
    requests = open_of(session, [staff_id])
    agreed = _agreed(requests, candidate.cohort_id)
    made = arrangements.substitute(session, actor, candidate, staff_id, grounds, agreed)
    _answered(session, actor, requests)
    return made


def _agreed(requests: Sequence[JoiningRequest], cohort_id: UUID) -> set[UUID]:
    return {
        one.staff_id
        for one in requests
        if one.state == RequestState.APPROVED and one.approved_for_id in (None, cohort_id)
    }


def _answered(session: Session, actor: Actor, requests: Sequence[JoiningRequest]) -> None:
    for one in requests:
        move(session, actor, one, RequestState.INVITED)
        record(session, actor, "joining:invite", one)
