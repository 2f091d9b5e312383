from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.groups.queries.members import own_place
from tenants.portfolios.actions.opening import open_item, open_portfolio, saver
from tenants.portfolios.actions.undoing import bring_back, keep_item
from tenants.portfolios.models import Evidence, EvidencePriority, EvidenceVersion
from tenants.portfolios.queries import evidence as queries
from tenants.portfolios.queries import files
from tenants.portfolios.queries.contributions import contributed_by_others
from tenants.portfolios.queries.priorities import aims_of_group
from tenants.portfolios.rules.contributions import OTHERS
from tenants.portfolios.rules.editing import leaves_version
from tenants.portfolios.rules.evidence import (
    Words,
    both_texts,
    changes,
    drawn,
    fixed_problems,
    missing,
    problems,
    restored,
    stored,
)
from tenants.portfolios.rules.states import EvidenceKind, Source
from tenants.priorities.actions.links import link
from tenants.priorities.rules.serving import Aim
from tenants.programmes.rules.limits import too_long


def start_item(session: Session, actor: Actor, candidate_id: UUID, kind: EvidenceKind) -> Evidence:
    """A draft to write in; the one that stands empty already, if there is one."""
    portfolio = open_portfolio(session, actor, candidate_id)
    waiting = queries.untouched_draft(session, candidate_id, kind)
    if waiting is not None:
        return waiting
    item = Evidence(
        candidate_id=candidate_id,
        cohort_id=portfolio.cohort_id,
        kind=kind.value,
        saved_at=clock.now(),
        saved_by=actor.person_id,
    )
    session.add(item)
    session.flush()
    record(session, actor, "evidence:start", item)
    return item


def start_pooled(session: Session, actor: Actor, group_id: UUID, kind: EvidenceKind) -> Evidence:
    """A draft in the pool of a group, with the group's priorities; everybody in it writes there. (Each is one of its
    own: two who begin at the same time mean two things.)"""
    portfolio = open_portfolio(session, actor, own_place(session, actor, group_id))
    named = aims_of_group(session, group_id)
    item = Evidence(
        group_id=group_id,
        cohort_id=portfolio.cohort_id,
        kind=kind.value,
        priorities_named_at=clock.now() if named else None,
        saved_at=clock.now(),
        saved_by=actor.person_id,
    )
    session.add(item)
    session.flush()
    link(session, EvidencePriority, {"evidence_id": item.id}, named)
    record(session, actor, "evidence:start", item)
    return item


def draw_item(
    session: Session,
    actor: Actor,
    candidate_id: UUID,
    kind: EvidenceKind,
    source: Source,
    source_id: UUID,
    told: Words,
    named: Collection[Aim] | None = None,
) -> Evidence:
    """What an event or a testimonial tells, as an item. Drawn again it is the same item, with what is told now
    beside what the candidate wrote; one that was removed comes back. `named`: the priorities that were named of the
    source, with which a new item begins."""
    portfolio = open_portfolio(session, actor, candidate_id)
    item = queries.drawn_item(session, candidate_id, source, source_id)
    if item is None:
        item = Evidence(
            candidate_id=candidate_id,
            cohort_id=portfolio.cohort_id,
            kind=kind.value,
            source=source.value,
            source_id=source_id,
            begun_on=told.happened_on or clock.today(),
            priorities_named_at=None if named is None else clock.now(),
            saved_at=clock.now(),
            saved_by=actor.person_id,
            **asdict(told),
        )
        session.add(item)
        session.flush()
        link(session, EvidencePriority, {"evidence_id": item.id}, named or ())
        record(session, actor, "evidence:draw", item)
    changed = changes(item.words, drawn(source, told, item.words))
    item.removed_at = None
    _write(session, actor, item, drawn(source, told, item.words), changed)
    _keep(session, actor, item, changed, finished=True)
    return item


def save_item(
    session: Session, actor: Actor, item: Evidence, words: Words, version: int, *, finished: bool = False
) -> None:
    """`version` is the one the text was written on. `finished`: the person pressed the button, so the kind's
    needs and the cohort's limits are checked; else it is saved as far as it goes, so that nothing typed is lost."""
    words_taken = open_item(session, actor, item).cohort.limits.words
    refuse(problems(words, clock.today()))
    lock_live(session, item)
    changed = changes(item.words, words)
    if changed and version != item.version:
        raise Conflict(both_texts(item.words, words), saver(session, actor, item), item.version)
    refuse(fixed_problems(item.source, changed))
    if finished:
        over = too_long(words.body, words_taken.body)
        refuse(missing(EvidenceKind(item.kind), words) | ({"body": over} if over else {}))
    if changed and item.saved_by != actor.staff_id:
        _keep_of_other(session, item)
    _write(session, actor, item, words, changed)
    _keep(session, actor, item, changed, finished=finished)


def restore_version(session: Session, actor: Actor, item: Evidence, number: int) -> None:
    """The words of an earlier version become the newest one; what stood there is kept as well."""
    open_item(session, actor, item)
    earlier = restored(queries.version(session, item.id, number).kept.content)
    lock_live(session, item)
    if item.source is not None:
        earlier = drawn(Source(item.source), item.words, earlier)
    _keep(session, actor, item, [], finished=True)
    changed = changes(item.words, earlier)
    _write(session, actor, item, earlier, changed)
    _keep(session, actor, item, changed, finished=True)


def share_item(session: Session, actor: Actor, item: Evidence) -> None:
    permit(actor, Permission.PORTFOLIO_WRITE, item)
    item.shared_at = item.shared_at or clock.now()
    record(session, actor, "evidence:share", item)


def stop_sharing_item(session: Session, actor: Actor, item: Evidence) -> None:
    permit(actor, Permission.PORTFOLIO_WRITE, item)
    item.shared_at = None
    record(session, actor, "evidence:stop_sharing", item)


def remove_item(session: Session, actor: Actor, item: Evidence) -> None:
    """Out of the portfolio and out of the mentor's sight, until it is put back. Out of a pool only while nobody else
    has said what they did for it."""
    portfolio = open_item(session, actor, item)
    lock_live(session, item)
    if item.group_id is not None and contributed_by_others(session, item, portfolio.candidate_id):
        raise Refused(OTHERS)
    shared_at, item.removed_at, item.shared_at = item.shared_at, clock.now(), None
    keep_item(session, actor, item, shared_at)
    record(session, actor, "evidence:remove", item)


def put_back_item(session: Session, actor: Actor, item: Evidence) -> None:
    open_item(session, actor, item)
    bring_back(session, item)
    record(session, actor, "evidence:put_back", item)


def settle_draft(session: Session, item: Evidence) -> None:
    """Says anew whether the item counts, after its words or files changed."""
    kind = EvidenceKind(item.kind)
    lacks_file = kind is EvidenceKind.FILE and not files.kept(session, item.id)
    item.draft = bool(missing(kind, item.words)) or lacks_file


def refuse(found: dict[str, str]) -> None:
    if found:
        raise Invalid(found)


def lock_live(session: Session, item: Evidence) -> None:
    session.refresh(item, with_for_update=True)
    if item.removed_at is not None:
        raise NotFound


def _write(session: Session, actor: Actor, item: Evidence, words: Words, changed: list[str]) -> None:
    if changed:
        for field in changed:
            setattr(item, field, getattr(words, field))
        item.version += 1
        item.saved_at, item.saved_by = clock.now(), actor.person_id
    settle_draft(session, item)


def _keep(session: Session, actor: Actor, item: Evidence, changed: list[str], *, finished: bool) -> None:
    number, kept_at = _last_kept(session, item)
    if number == item.version or not leaves_version(finished=finished, last_kept=kept_at, now=clock.now()):
        return
    session.add(_version(item))
    record(session, actor, "evidence:save", item, fields=changed)


def _keep_of_other(session: Session, item: Evidence) -> None:
    """What another member wrote is a version before it is written over, also when they never pressed Save."""
    number, _ = _last_kept(session, item)
    if number != item.version:
        session.add(_version(item))


def _version(item: Evidence) -> EvidenceVersion:
    return EvidenceVersion(
        evidence_id=item.id,
        version=item.version,
        content=stored(item.words),
        saved_at=item.saved_at,
        saved_by=item.saved_by,
    )


def _last_kept(session: Session, item: Evidence) -> tuple[int | None, datetime | None]:
    row = session.execute(
        select(func.max(EvidenceVersion.version), func.max(EvidenceVersion.saved_at)).where(
            here(session, EvidenceVersion), EvidenceVersion.evidence_id == item.id
        )
    ).one()
    return row[0], row[1]
