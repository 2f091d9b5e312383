"""Several people are moved by one press. What can't be done for one of them is left undone for that one alone.

Each is moved by the very action that moves one person, inside a savepoint of its own. What would happen is told by
doing it and taking it back, so that a page never promises what the press does not keep."""

from collections.abc import Callable, Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.base.undoing import Deed, Kind, Undone, deed, keep, offered, take
from tenants.cohorts import queries
from tenants.cohorts.actions import arrangements, places
from tenants.cohorts.actions.undoing import undo_mentor
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import HOLDING, PlaceState
from tenants.desk.moves import AskedMove, Details, Move, Outcome, in_words, then
from tenants.mentoring.actions.pairing import name_mentor
from tenants.portfolios.actions.stepping_out import give_up_place, put_off
from tenants.portfolios.actions.undoing import undo_place_unless_begun

FOR_NOBODY = "It can be done for nobody who is chosen. Why stands beside each name."
Act = Callable[[Session, Actor, Candidate, Details], object]


def preview(
    session: Session, actor: Actor, asked: AskedMove, chosen: Collection[UUID], details: Details
) -> list[Outcome]:
    trial = session.begin_nested()
    outcomes = _each(session, actor, asked, chosen, details)
    trial.rollback()
    offered(session)
    return [one for one, _ in outcomes]


def move_all(
    session: Session, actor: Actor, asked: AskedMove, chosen: Collection[UUID], details: Details
) -> list[Outcome]:
    found = _each(session, actor, asked, chosen, details)
    if all(one.why_not for one, _ in found):
        raise Refused(FOR_NOBODY)
    deeds = [str(done) for _, done in found if done]
    keep(session, actor, Kind.MOVES, asked.cohort_id, {"deeds": deeds})
    record(session, actor, "cohort:moves", asked.cohort, fields=[asked.move.value])
    return [one for one, _ in found]


def _each(
    session: Session, actor: Actor, asked: AskedMove, chosen: Collection[UUID], details: Details
) -> list[tuple[Outcome, UUID | None]]:
    """With the deed by which it can be undone."""
    permit(actor, Permission.PLACE_MANAGE, asked.cohort)
    if asked.move is Move.APPROVAL:
        permit(actor, Permission.PLACE_APPROVE)
    wanted = [one for one in queries.desk(session, asked.cohort_id) if one.candidate.id in chosen]
    people = [(one.candidate.id, one.person.name, one.candidate) for one in wanted]
    found = []
    for candidate_id, name, candidate in people:
        why_not = _tried(session, actor, candidate, asked.move, details)
        outcome = Outcome(candidate_id, name, then(asked.move, details), why_not)
        found.append((outcome, None if why_not else offered(session)))
    return found


def _tried(session: Session, actor: Actor, candidate: Candidate, move: Move, details: Details) -> str | None:
    """Why it can't be."""
    try:
        with session.begin_nested():
            ACTS[move](session, actor, candidate, details)
    except Refused as no:
        return no.reason
    except Invalid as no:
        return " ".join(no.fields.values())
    return None


def _mentor(session: Session, actor: Actor, candidate: Candidate, details: Details) -> None:
    if PlaceState(candidate.state) not in HOLDING:
        raise Refused("They hold no place, so they need no mentor.")
    name_mentor(session, actor, candidate, details.mentor.id)


def _time(session: Session, actor: Actor, candidate: Candidate, details: Details) -> None:
    if details.day is None:
        raise Invalid({"day": "Enter the last day on which they may hand in"})
    arrangements.extend(session, actor, candidate, details.day, details.grounds)


def _window(session: Session, actor: Actor, candidate: Candidate, details: Details) -> None:
    if details.window is None:
        raise Invalid({"window": "Choose the window they are put off to"})
    put_off(session, actor, candidate, details.window, details.grounds)


ACTS: Mapping[Move, Act] = {
    Move.MENTOR: _mentor,
    Move.TIME: _time,
    Move.WINDOW: _window,
    Move.WITHDRAWAL: lambda session, actor, one, details: give_up_place(session, actor, one, details.grounds),
    Move.APPROVAL: lambda session, actor, one, _: places.approve(session, actor, one),
}
UNDO: Mapping[Kind, Callable[[Session, Actor, Deed], object]] = {
    Kind.MENTOR: undo_mentor,
    Kind.PLACE: undo_place_unless_begun,
    Kind.ARRANGEMENT: arrangements.undo_arrangement,
}


def undo_moves(session: Session, actor: Actor, done: Deed) -> Undone:
    """For everybody of whom nothing was changed since; the others stay as they are, and are named."""
    deeds = [deed(session, UUID(one)) for one in take(session, actor, done)["deeds"]]
    cohort = queries.cohort(session, done.subject_id)
    permit(actor, Permission.PLACE_MANAGE, cohort)
    stayed = {one.subject_id for one in deeds if not _undone(session, actor, one)}
    if len(stayed) == len(deeds):
        raise Refused("Something was changed for each of them since, so nothing can be undone any more.")
    record(session, actor, "cohort:undo", cohort, fields=["moves"])
    return Undone(cohort, _told(len(deeds), _names(session, cohort.id, stayed)))


def _undone(session: Session, actor: Actor, one: Deed) -> bool:
    try:
        with session.begin_nested():
            UNDO[Kind(one.kind)](session, actor, one)
    except (Refused, NotFound):
        return False
    return True


def _names(session: Session, cohort_id: UUID, ids: Collection[UUID]) -> list[str]:
    return [one.person.name for one in queries.desk(session, cohort_id) if one.candidate.id in ids]


def _told(many: int, stayed: list[str]) -> str:
    back = many - len(stayed)
    if not stayed:
        return f"Undone for {'the one' if many == 1 else f'all {many}'}. It is as it was before."
    return f"Undone for {back} of {many}. It stays for {in_words(stayed)}: something was changed there since."


def told(outcomes: Iterable[Outcome]) -> str:
    """What one press did, in words."""
    found = list(outcomes)
    left = [one.name for one in found if one.why_not]
    done = len(found) - len(left)
    words = f"Done for {done} {'person' if done == 1 else 'people'}."
    return f"{words} Not for {in_words(left)}." if left else words
