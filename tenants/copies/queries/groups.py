"""Groups as a copy tells them: what somebody agreed to, what they did there, and what was said about it."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.days import day_in_words
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Cohort
from tenants.copies.rules.contents import CommentTold, GroupTold
from tenants.groups.queries.groups import Seat, every_seat, seats_of_place
from tenants.portfolios.contribution_models import Contribution, ContributionWord
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.contributions import Member, members
from tenants.portfolios.rules.contributions import LABELS, Word

Rows = tuple[tuple[str, ...], ...]
GROUPS = (
    "Cohort",
    "Group",
    "Member",
    "State",
    "Invited on",
    "First joined on",
    "Answered on",
    "Left on",
    "Convenes",
)
WORDS = {Word.CONFIRMED: "confirmed", Word.QUESTIONED: "questioned"}


def group_rows(session: Session) -> Rows:
    """Who is or was in which group, by the names that their records have."""
    names = session.execute(select(Cohort.id, Cohort.name).where(here(session, Cohort)))
    cohorts = {row.id: row.name for row in names}
    return (GROUPS, *(_row(cohorts[one.cohort_id], one) for one in every_seat(session)))


def _row(cohort: str, one: Seat) -> tuple[str, ...]:
    seat = one.member
    moments = (seat.asked_at, seat.joined_at, seat.answered_at, seat.left_at)
    days = (str(clock.school_date(moment)) if moment else "" for moment in moments)
    return (cohort, one.group.name, one.name, one.state.value, *days, "yes" if one.convenes else "")


def groups_told(session: Session, candidate_id: UUID) -> Iterator[GroupTold]:
    """With what they wrote and were told there; an invitation alone tells the group's name."""
    for one in seats_of_place(session, candidate_id):
        people = members(session, one.group_id)
        yield GroupTold(
            name=one.group.name,
            facts=tuple(_facts(one, joined=candidate_id in people)),
            parts=tuple(_parts(session, one.group_id, candidate_id, people)),
            spoken=tuple(_spoken(session, one.group_id, candidate_id, people)),
        )


def _facts(one: Seat, *, joined: bool) -> Iterator[tuple[str, str]]:
    moments = (
        ("Invited", one.member.asked_at),
        ("First joined", one.member.joined_at),
        ("Answered", one.member.answered_at),
        ("Left", one.member.left_at),
    )
    charter = (
        ("What the group works on", one.group.focus),
        ("Who does what", one.group.who_does_what),
        ("How we decide", one.group.how_we_decide),
    )
    yield from ((label, day_in_words(moment)) for label, moment in moments if moment)
    yield from ((label, words) for label, words in charter if joined and words)


def _parts(
    session: Session, group_id: UUID, candidate_id: UUID, people: dict[UUID, Member]
) -> Iterator[CommentTold]:
    """Their contributions, each with the others' words on it."""
    words: dict[UUID, list[tuple[str, str]]] = {}
    for _, word in _words(session, group_id, ContributionWord.candidate_id == candidate_id):
        by = people[word.by_candidate_id].name
        words.setdefault(word.evidence_id, []).append((f"{by} {_said(word)}", word.note))
    rows = session.execute(
        select(Evidence.title, Contribution)
        .join(Contribution, beside(Contribution, Evidence, Contribution.evidence_id == Evidence.id))
        .where(here(session, Evidence), Evidence.group_id == group_id)
        .where(Contribution.candidate_id == candidate_id)
        .order_by(Contribution.said_at, Contribution.evidence_id)
    )
    for title, said in rows:
        own = tuple((label, getattr(said, name)) for name, label in LABELS.items() if getattr(said, name))
        yield CommentTold(_titled(title), (*own, *words.get(said.evidence_id, ())))


def _spoken(
    session: Session, group_id: UUID, candidate_id: UUID, people: dict[UUID, Member]
) -> Iterator[CommentTold]:
    """What they themselves said about others' contributions."""
    for title, word in _words(session, group_id, ContributionWord.by_candidate_id == candidate_id):
        about = f"{people[word.candidate_id].name}: {_titled(title)}"
        yield CommentTold(about, ((f"You {_said(word)}", word.note),))


def _words(
    session: Session, group_id: UUID, whose: ColumnElement[bool]
) -> list[tuple[str, ContributionWord]]:
    rows = session.execute(
        select(Evidence.title, ContributionWord)
        .join(
            ContributionWord, beside(ContributionWord, Evidence, ContributionWord.evidence_id == Evidence.id)
        )
        .where(here(session, Evidence), Evidence.group_id == group_id, whose)
        .order_by(ContributionWord.at, ContributionWord.id)
    )
    return [(title, word) for title, word in rows]


def _said(word: ContributionWord) -> str:
    return f"{WORDS[Word(word.word)]} it on {day_in_words(word.at)}"


def _titled(title: str) -> str:
    return title or "Without a title"
