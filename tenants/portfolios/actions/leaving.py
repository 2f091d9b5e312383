"""Somebody leaves a group: what they did stays in its pool with their name, and they take a copy of it along. Later
their name can be taken out of the group's record."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.history import record
from tenants.base.isolation import beside, here
from tenants.base.permissions import Permission, permit
from tenants.base.versions import hold, lock
from tenants.cohorts.models import Candidate
from tenants.groups.actions.leaving import end_resting, leave, replace
from tenants.groups.models import GroupMember
from tenants.groups.queries.groups import Seat, seat_by_id
from tenants.groups.rules.states import MemberState
from tenants.portfolios.actions.contributions import settle
from tenants.portfolios.actions.joint import go_without, hold_open
from tenants.portfolios.contribution_models import Contribution, ContributionWord
from tenants.portfolios.models import Claim, Evidence, EvidenceFile, EvidencePriority, EvidenceVersion
from tenants.portfolios.queries.contributions import asking_places
from tenants.portfolios.queries.evidence import drawn_item
from tenants.portfolios.rules.contributions import Word
from tenants.portfolios.rules.evidence import stored
from tenants.portfolios.rules.states import Source
from tenants.projects.actions.following import copy_project_for

STILL_IN = (
    "They work in the group, or have not answered their invitation yet. Their name can be taken out of its record once "
    "they have left."
)


def leave_group(session: Session, actor: Actor, seat: Seat) -> None:
    """Of their own will, with a copy of what they contributed and of the project."""
    gathering = hold_open(session, seat.candidate_id)
    leave(session, actor, seat)
    _take_work(session, actor, seat.member)
    go_without(session, actor, gathering, seat.candidate_id)


def replace_member(session: Session, actor: Actor, seat: Seat, by_candidate_id: UUID) -> GroupMember:
    """Somebody is invited in their place; they take their copies along as if they had left by themselves."""
    gathering = hold_open(session, seat.candidate_id)
    invited = replace(session, actor, seat, by_candidate_id)
    _take_work(session, actor, seat.member)
    go_without(session, actor, gathering, seat.candidate_id)
    return invited


def _take_work(session: Session, actor: Actor, member: GroupMember) -> None:
    leave_pool(session, actor, member)
    copy_project_for(session, actor, member)


def leave_pool(session: Session, actor: Actor, member: GroupMember) -> list[Evidence]:
    """Their copies, each part of their own portfolio from now on. Whoever ends a membership has asked who may, and
    calls this in the same breath."""
    place = session.get_one(Candidate, (member.school_id, member.candidate_id))
    hold(session, place)
    copies = [_take_along(session, actor, place, one, item) for one, item in _contributed(session, member)]
    _let_questions_fall(session, member)
    record(session, actor, "group:leave_pool", member)
    return copies


def _contributed(session: Session, member: GroupMember) -> list[tuple[Contribution, Evidence]]:
    """Also of what was removed: put back into the pool, it counts for them no more either. (The items are held before
    what was said of them, as by whoever has a word on it; in one statement PostgreSQL would hold them the other way
    round.)"""
    theirs = (
        select(Contribution, Evidence)
        .join(Evidence, beside(Evidence, Contribution, Evidence.id == Contribution.evidence_id))
        .where(
            here(session, Contribution),
            Contribution.candidate_id == member.candidate_id,
            Contribution.copy_id.is_(None),
            Evidence.group_id == member.group_id,
        )
        .order_by(Evidence.id)
        .execution_options(populate_existing=True)
    )
    session.execute(theirs.with_for_update(of=Evidence))
    return [(one, item) for one, item in session.execute(theirs.with_for_update(of=Contribution))]


def _take_along(
    session: Session, actor: Actor, place: Candidate, one: Contribution, item: Evidence
) -> Evidence:
    """Of the item as it stands. A copy from an earlier time in the group, which they had removed, comes back."""
    copy = drawn_item(session, place.id, Source.GROUP, item.id)
    if copy is None:
        copy = Evidence(
            candidate_id=place.id,
            cohort_id=place.cohort_id,
            kind=item.kind,
            source=Source.GROUP.value,
            source_id=item.id,
            begun_on=item.begun_on,
            saved_at=item.saved_at,
            saved_by=item.saved_by,
        )
        session.add(copy)
    else:
        copy.version += 1
    for field, value in asdict(item.words).items():
        setattr(copy, field, value)
    copy.draft, copy.removed_at, copy.shared_at = item.draft, item.removed_at, one.shared_at
    copy.priorities_named_at = item.priorities_named_at
    session.flush()
    _copy_beside(session, place, item, copy)
    _take_claims(session, place, item, copy)
    one.copy_id = copy.id
    record(session, actor, "evidence:take_along", copy)
    return copy


def _take_claims(session: Session, place: Candidate, item: Evidence, copy: Evidence) -> None:
    """What they claim now goes before what the copy of an earlier time says for the same standard."""
    theirs = (here(session, Claim), Claim.evidence_id == item.id, Claim.candidate_id == place.id)
    numbers = session.scalars(select(Claim.standard_number).where(*theirs)).all()
    session.execute(
        delete(Claim).where(
            here(session, Claim), Claim.evidence_id == copy.id, Claim.standard_number.in_(numbers)
        )
    )
    session.execute(update(Claim).where(*theirs).values(evidence_id=copy.id))


def _copy_beside(session: Session, place: Candidate, item: Evidence, copy: Evidence) -> None:
    """Its version, its priorities, and its files: these share their bytes with those of the pool."""
    session.add(
        EvidenceVersion(
            evidence_id=copy.id,
            version=copy.version,
            content=stored(copy.words),
            saved_at=copy.saved_at,
            saved_by=copy.saved_by,
        )
    )
    named = select(EvidencePriority.priority_id).where(here(session, EvidencePriority))
    standing = set(session.scalars(named.where(EvidencePriority.evidence_id == copy.id)))
    session.add_all(
        EvidencePriority(evidence_id=copy.id, priority_id=one)
        for one in session.scalars(named.where(EvidencePriority.evidence_id == item.id))
        if one not in standing
    )
    has = set(
        session.scalars(
            select(EvidenceFile.key).where(
                here(session, EvidenceFile),
                EvidenceFile.evidence_id == copy.id,
                EvidenceFile.removed_at.is_(None),
            )
        )
    )
    kept = ("name", "media_type", "size", "sha256", "key", "scanned", "people", "consent_where")
    files = session.scalars(
        select(EvidenceFile).where(
            here(session, EvidenceFile),
            EvidenceFile.evidence_id == item.id,
            EvidenceFile.removed_at.is_(None),
        )
    )
    session.add_all(
        EvidenceFile(
            evidence_id=copy.id,
            candidate_id=place.id,
            added_at=file.added_at,
            closed_at=file.closed_at,
            **{name: getattr(file, name) for name in kept},
        )
        for file in files
        if file.key not in has
    )
    session.flush()


def _let_questions_fall(session: Session, member: GroupMember) -> None:
    """What they questioned is no more in question; what they confirmed stays so."""
    asked = (
        select(ContributionWord.id)
        .where(
            beside(ContributionWord, Contribution, ContributionWord.evidence_id == Contribution.evidence_id),
            ContributionWord.candidate_id == Contribution.candidate_id,
            ContributionWord.by_candidate_id == member.candidate_id,
            ContributionWord.word == Word.QUESTIONED.value,
        )
        .exists()
    )
    staying = asking_places(session, member.group_id)
    staying.pop(member.candidate_id, None)
    questioned = session.scalars(
        select(Contribution)
        .join(Evidence, beside(Evidence, Contribution, Evidence.id == Contribution.evidence_id))
        .where(here(session, Contribution), Evidence.group_id == member.group_id, asked)
        .order_by(Contribution.evidence_id, Contribution.candidate_id)
        .with_for_update(of=Contribution)
    )
    for one in questioned:
        settle(session, one, staying)
    session.flush()


def erase_member(session: Session, actor: Actor, member: GroupMember) -> None:
    """The group's record calls them by a number from now on, and what they wrote about others and of themselves goes.
    What stands, who confirmed how much, and everybody else's work stay as they are."""
    permit(actor, Permission.GROUP_ERASE, member)
    seat = seat_by_id(session, member.id)
    lock(session, seat.group)
    lock(session, member)
    if seat.works or seat.asked:
        raise Refused(STILL_IN)
    if seat.state is MemberState.MEMBER:
        end_resting(session, actor, seat)
        _take_work(session, actor, member)
    if member.alias is None:
        member.alias = _alias(session, member)
    items = select(Evidence.id).where(here(session, Evidence), Evidence.group_id == member.group_id)
    session.execute(
        update(ContributionWord)
        .where(
            here(session, ContributionWord),
            ContributionWord.evidence_id.in_(items),
            ContributionWord.by_candidate_id == member.candidate_id,
        )
        .values(note="")
    )
    session.execute(
        update(Contribution)
        .where(
            here(session, Contribution),
            Contribution.evidence_id.in_(items),
            Contribution.candidate_id == member.candidate_id,
        )
        .values(learned="", shared_at=None)
    )
    record(session, actor, "group:erase", member)


def _alias(session: Session, member: GroupMember) -> str:
    """With the next number: an earlier one may have gone with somebody who came back."""
    given = session.scalars(
        select(GroupMember.alias).where(
            here(session, GroupMember),
            GroupMember.group_id == member.group_id,
            GroupMember.alias.is_not(None),
        )
    )
    number = 1 + max((int(one.rsplit(" ", 1)[1]) for one in given if one), default=0)
    return f"Former member {number}" if member.joined_at else f"Invited person {number}"
