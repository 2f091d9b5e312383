"""A file that should perhaps not be here: asked for by anybody who may read it, closed at once, replaced or
explained by its owner, released or taken down by a headteacher or deputy."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.base.errors import Invalid, Refused
from tenants.base.history import move, record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, allowed, permit
from tenants.base.versions import lock
from tenants.cohorts import queries as cohorts
from tenants.outside.files.content import Checked
from tenants.outside.files.store import FileStore
from tenants.portfolios.actions.evidence import settle_draft
from tenants.portfolios.actions.files import add_file, remove_file
from tenants.portfolios.concern_models import FileConcern
from tenants.portfolios.jobs import (
    AskFileReview,
    DeleteFile,
    TellFileAnswered,
    TellFileClosed,
    TellFileSettled,
)
from tenants.portfolios.models import EvidenceFile
from tenants.portfolios.queries import guarding as queries
from tenants.portfolios.queries.files import held_file, twins
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.rules.guarding import CLOSED_ALREADY, SETTLED, Declared, may_move, words_problem
from tenants.portfolios.rules.states import ConcernState

Decide = Callable[[Session, Actor, FileConcern, str], None]

NO_REASON = "Say what worries you about it, so that its owner can put it right."
NO_EXPLANATION = "Say why it may stay, for example where the consent is recorded."
NO_DECISION = "Write a sentence: the candidate and who asked read it."


def raise_concern(
    session: Session, actor: Actor, permission: Permission, seen: Any, file: EvidenceFile, reason: str
) -> FileConcern:
    """`permission` and `seen`: by what they may read it. It is closed from now on."""
    permit(actor, permission, seen)
    if allowed(actor, Permission.PORTFOLIO_WRITE, file):
        raise Refused("It is your own file: you can remove it.")
    _refuse("reason", words_problem(reason, NO_REASON))
    lock(session, file)
    if file.taken_down_at is not None or queries.open_concern(session, file.id) is not None:
        raise Refused(CLOSED_ALREADY)
    made = FileConcern(
        file_id=file.id,
        candidate_id=file.candidate_id,
        cohort_id=portfolio(session, file.candidate_id).cohort_id,
        reason=reason.strip(),
        raised_by=actor.person_id,
        raised_at=clock.now(),
    )
    session.add(made)
    move(session, actor, made, ConcernState.RAISED)
    for one in twins(session, file):
        one.closed_at = clock.now()
    session.flush()
    record(session, actor, "file:ask_to_look", file)
    ask(session, TellFileClosed(made.id), unique_key=str(made.id))
    for head_id in _heads(session, made, actor):
        ask(session, AskFileReview(made.id, head_id))
    return made


def note_look(session: Session, actor: Actor, concern: FileConcern) -> None:
    permit(actor, Permission.FILE_GUARD, concern)
    record(session, actor, "file:look", _file(session, concern))


def explain(session: Session, actor: Actor, concern: FileConcern, words: str) -> None:
    permit(actor, Permission.PORTFOLIO_WRITE, concern)
    _refuse("explanation", words_problem(words, NO_EXPLANATION))
    _move(session, actor, concern, ConcernState.ANSWERED)
    concern.explanation = words.strip()
    record(session, actor, "file:explain", _file(session, concern))
    _tell_heads(session, actor, concern)


def replace(
    session: Session,
    actor: Actor,
    concern: FileConcern,
    checked: Checked,
    declared: Declared,
    store: FileStore,
) -> EvidenceFile:
    """Another file in its place. What was handed in already is still for a headteacher to decide."""
    permit(actor, Permission.PORTFOLIO_WRITE, concern)
    held = held_file(session, concern.file_id)
    made = add_file(session, actor, held.item, checked, declared, store)
    remove_file(session, actor, held)
    handed_in = queries.is_handed_in(session, concern.file_id)
    _move(session, actor, concern, ConcernState.ANSWERED if handed_in else ConcernState.REPLACED)
    concern.replaced_by = made.id
    record(session, actor, "file:replace", held.file)
    if handed_in:
        _tell_heads(session, actor, concern)
    else:
        _tell(session, concern, (concern.raised_by,))
    return made


def release(session: Session, actor: Actor, concern: FileConcern, words: str) -> None:
    """It may stay, and opens for those who could read it before."""
    file = _decide(session, actor, concern, ConcernState.RELEASED, words)
    for one in twins(session, file):
        one.closed_at = None
    record(session, actor, "file:release", file)


def take_down(session: Session, actor: Actor, concern: FileConcern, words: str) -> None:
    """The bytes go for good, also of what was handed in; that there was a file, its hash and the reason stay."""
    file = _decide(session, actor, concern, ConcernState.TAKEN_DOWN, words)
    now = clock.now()
    sharing = twins(session, file)
    for one in sharing:
        one.taken_down_at, one.removed_at = now, one.removed_at or now
    session.flush()
    for one in sharing:
        settle_draft(session, queries.item_of(session, one))
    record(session, actor, "file:take_down", file)
    ask(session, DeleteFile(file.id), unique_key=f"{file.id} taken down")


def _decide(
    session: Session, actor: Actor, concern: FileConcern, to: ConcernState, words: str
) -> EvidenceFile:
    permit(actor, Permission.FILE_GUARD, concern)
    _refuse("decision", words_problem(words, NO_DECISION))
    _move(session, actor, concern, to)
    concern.decision = words.strip()
    concern.decided_by, concern.decided_at = actor.person_id, clock.now()
    _tell(session, concern, (concern.raised_by, portfolio(session, concern.candidate_id).staff_id))
    file = _file(session, concern)
    lock(session, file)
    return file


def _move(session: Session, actor: Actor, concern: FileConcern, to: ConcernState) -> None:
    lock(session, concern)
    if not may_move(ConcernState(concern.state), to):
        raise Refused(SETTLED)
    move(session, actor, concern, to)


def _file(session: Session, concern: FileConcern) -> EvidenceFile:
    return session.get_one(EvidenceFile, (concern.school_id, concern.file_id))


def _refuse(field: str, problem: str | None) -> None:
    if problem:
        raise Invalid({field: problem})


def _heads(session: Session, concern: FileConcern, actor: Actor) -> set[UUID]:
    """Those who decide: not whose file it is, nor who has just asked."""
    owner = portfolio(session, concern.candidate_id).staff_id
    holders = cohorts.holders(session, (Role.HEAD, Role.DEPUTY)).values()
    return {head.id for held in holders for head in held} - {owner, actor.staff_id}


def _tell_heads(session: Session, actor: Actor, concern: FileConcern) -> None:
    for head_id in _heads(session, concern, actor):
        ask(session, TellFileAnswered(concern.id, head_id))


def _tell(session: Session, concern: FileConcern, readers: tuple[UUID, ...]) -> None:
    for reader_id in dict.fromkeys(readers):
        ask(session, TellFileSettled(concern.id, reader_id), unique_key=f"{concern.id} {reader_id}")
