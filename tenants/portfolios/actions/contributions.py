"""Members of a group say what they did for an item of its pool, and have a word on what the others say."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import NotFound, Refused
from tenants.base.history import record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock, save
from tenants.portfolios.actions.evidence import lock_live, refuse
from tenants.portfolios.actions.opening import open_item, open_word
from tenants.portfolios.contribution_models import Contribution, ContributionWord, ItemVisit
from tenants.portfolios.jobs import GATHERED_FOR, AskWords, TellWords
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.contributions import asking_places, contribution, spoken
from tenants.portfolios.rules.contributions import (
    CHANGED,
    COPIED,
    LABELS,
    OWN,
    Said,
    Word,
    note_problems,
    problems,
    standing,
)

DEEDS = {Word.CONFIRMED: "contribution:confirm", Word.QUESTIONED: "contribution:question"}


def say(session: Session, actor: Actor, item: Evidence, said: Said, version: int) -> Contribution:
    """What somebody did for it themselves. `version`: that of the page it was written on, 0 where nothing stood.
    Another role or deed is a new wording, on which nobody has said a word yet."""
    place, group_id = open_item(session, actor, item).candidate_id, _pool(item)
    refuse(problems(said))
    lock_live(session, item)
    one = session.get(Contribution, (item.school_id, item.id, place))
    if one is None:
        one = Contribution(evidence_id=item.id, candidate_id=place, said_at=clock.now(), **asdict(said))
        session.add(one)
        changed = list(asdict(said))
    else:
        changed = _say_again(session, one, said, version)
    if {"role", "did"} & set(changed):
        _ask_for_words(session, group_id, place)
    session.flush()
    settle(session, one, asking_places(session, group_id))
    if changed:
        record(session, actor, "contribution:say", item, fields=changed)
    return one


def _say_again(session: Session, one: Contribution, said: Said, version: int) -> list[str]:
    lock(session, one)
    if one.copy_id is not None:
        copy = session.get_one(Evidence, (one.school_id, one.copy_id), with_for_update=True)
        if copy.removed_at is None:
            raise Refused(COPIED)
    changed = save(session, one, version, asdict(said), LABELS)
    one.copy_id = None
    if {"role", "did"} & set(changed):
        one.wording += 1
        one.said_at = clock.now()
    return changed


def speak(
    session: Session, actor: Actor, item: Evidence, of: UUID, word: Word, note: str, wording: int
) -> None:
    """A word on what another did, as it reads in `wording`. The last word of each person counts, so it is taken back by
    saying another. (The item is held before what was said of it, as by whoever says it anew.)"""
    place, group_id = open_word(session, actor, item).candidate_id, _pool(item)
    one = contribution(session, item.id, of)
    if of == place:
        raise Refused(OWN)
    refuse(note_problems(word, note))
    lock_live(session, item)
    lock(session, one)
    if one.wording != wording:
        raise Refused(CHANGED)
    session.add(
        ContributionWord(
            evidence_id=item.id,
            candidate_id=of,
            by_candidate_id=place,
            of_version=wording,
            word=word.value,
            note=note.strip(),
            at=clock.now(),
        )
    )
    session.flush()
    settle(session, one, asking_places(session, group_id))
    record(session, actor, DEEDS[word], item)
    now = clock.now()
    ask(
        session,
        TellWords(group_id, of, clock.today()),
        unique_key=f"{group_id}:{of}:{now:%Y-%m-%d %H}",
        due_at=now + GATHERED_FOR,
    )


def share_part(session: Session, actor: Actor, one: Contribution) -> None:
    """Their mentor reads the item and what they themselves wrote of it, and nothing that another did."""
    permit(actor, Permission.PART_SHARE, one)
    one.shared_at = one.shared_at or clock.now()
    record(session, actor, "contribution:share", session.get_one(Evidence, (one.school_id, one.evidence_id)))


def stop_sharing_part(session: Session, actor: Actor, one: Contribution) -> None:
    permit(actor, Permission.PART_SHARE, one)
    one.shared_at = None
    record(
        session,
        actor,
        "contribution:stop_sharing",
        session.get_one(Evidence, (one.school_id, one.evidence_id)),
    )


def visit(session: Session, actor: Actor, item: Evidence) -> None:
    """They have an item of the pool open."""
    permit(actor, Permission.EVIDENCE_WRITE, item)
    if item.group_id is None or actor.staff_id is None:
        return
    seen = {"school_id": item.school_id, "evidence_id": item.id, "staff_id": actor.staff_id}
    session.execute(
        insert(ItemVisit)
        .values(**seen, seen_at=clock.now())
        .on_conflict_do_update(index_elements=list(seen), set_={"seen_at": clock.now()})
    )


def settle(session: Session, one: Contribution, members: Mapping[UUID, datetime]) -> None:
    """Says anew what the words come to, after one was added, or somebody who asked has left."""
    one.standing = standing(one.wording, spoken(session, one), members).value


def _pool(item: Evidence) -> UUID:
    if item.group_id is None:
        raise NotFound
    return item.group_id


def _ask_for_words(session: Session, group_id: UUID, place: UUID) -> None:
    """Whoever says several things within the hour is told of in one letter. (In one order: two members who ask for the
    same letters at once would else wait for each other.)"""
    now = clock.now()
    for other in sorted(asking_places(session, group_id).keys() - {place}):
        ask(
            session,
            AskWords(group_id, other),
            unique_key=f"{group_id}:{other}:{now:%Y-%m-%d %H}",
            due_at=now + GATHERED_FOR,
        )
