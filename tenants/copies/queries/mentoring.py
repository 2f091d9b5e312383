"""What mentoring leaves in a copy. A candidate's holds what both could read, and their own private notes; a mentor's
holds what they wrote themselves and nothing of the candidate's, whose work it is. Nobody's holds a private note of
somebody else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.copies.rules.contents import AgreedTold, CommentTold, MeetingTold, Mentoring
from tenants.mentoring.models import AgreedAction, CommentAnswer, DraftComment, Meeting, MeetingNote
from tenants.mentoring.rules.log import NoteKind
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.portfolios import Portfolio
from tenants.staff.models import Staff

ONLY_YOU = "Only you"
Said = tuple[str, str]


def as_candidate(session: Session, place: Portfolio) -> Mentoring:
    mine = or_(MeetingNote.kind == NoteKind.SHARED.value, MeetingNote.staff_id == place.staff_id)
    of = place.candidate_id
    return Mentoring(
        "Mentoring",
        tuple(_meetings(session, Meeting.candidate_id == of, mine)),
        tuple(_agreed(session, AgreedAction.candidate_id == of)),
        tuple(_comments(session, DraftComment.candidate_id == of, CommentAnswer.id.is_not(None))),
    )


def as_mentor(session: Session, staff_id: UUID) -> Iterator[Mentoring]:
    """For each of those whom they mentored."""
    rows = session.execute(
        select(Candidate.id, Staff.name)
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(here(session, Candidate), Candidate.id.in_(_mentored(session, staff_id)))
        .order_by(Staff.name, Candidate.id)
    ).all()
    for of, name in rows:
        met = (Meeting.candidate_id == of) & (Meeting.mentor_id == staff_id)
        agreed = (AgreedAction.candidate_id == of) & (AgreedAction.staff_id == staff_id)
        said = (DraftComment.candidate_id == of) & (DraftComment.mentor_id == staff_id)
        yield Mentoring(
            f"Mentoring {name}",
            tuple(_meetings(session, met, MeetingNote.staff_id == staff_id, other=name)),
            tuple(_agreed(session, agreed)),
            tuple(_comments(session, said, CommentAnswer.staff_id == staff_id)),
        )


def _mentored(session: Session, staff_id: UUID) -> ColumnElement[UUID]:
    wrote = (Meeting, AgreedAction, DraftComment)
    found = [select(one.candidate_id).where(here(session, one), one.mentor_id == staff_id) for one in wrote]
    return found[0].union(*found[1:]).scalar_subquery()


def _meetings(
    session: Session, which: ColumnElement[bool], notes: ColumnElement[bool], other: str | None = None
) -> Iterable[MeetingTold]:
    writer = aliased(Staff)
    rows = session.execute(
        select(Meeting, Staff.name, MeetingNote, writer.name)
        .join(Staff, beside(Staff, Meeting, Staff.id == Meeting.mentor_id))
        .outerjoin(MeetingNote, beside(MeetingNote, Meeting, MeetingNote.meeting_id == Meeting.id) & notes)
        .outerjoin(writer, (writer.school_id == MeetingNote.school_id) & (writer.id == MeetingNote.staff_id))
        .where(here(session, Meeting), which)
        .order_by(Meeting.met_on, Meeting.id, MeetingNote.saved_at)
    )
    met: dict[UUID, tuple[Meeting, str]] = {}
    said: dict[UUID, list[Said]] = defaultdict(list)
    for meeting, mentor, note, name in rows:
        met[meeting.id] = meeting, mentor
        if note is not None and note.body.strip():
            said[meeting.id].append((ONLY_YOU if note.kind == NoteKind.PRIVATE else name, note.body))
    return (
        MeetingTold(one.met_on, one.minutes, other or mentor, tuple(said[key]))
        for key, (one, mentor) in met.items()
    )


def _agreed(session: Session, which: ColumnElement[bool]) -> Iterable[AgreedTold]:
    rows = session.execute(
        select(AgreedAction, Staff.name)
        .join(Staff, beside(Staff, AgreedAction, Staff.id == AgreedAction.staff_id))
        .where(here(session, AgreedAction), which)
        .order_by(AgreedAction.due_on, AgreedAction.id)
    )
    return (AgreedTold(name, one.words, one.due_on, one.done_at) for one, name in rows)


def _comments(
    session: Session, which: ColumnElement[bool], answers: ColumnElement[bool]
) -> Iterable[CommentTold]:
    writer = aliased(Staff)
    rows = session.execute(
        select(DraftComment, Staff.name, Evidence.title, CommentAnswer, writer.name)
        .join(Staff, beside(Staff, DraftComment, Staff.id == DraftComment.mentor_id))
        .outerjoin(Evidence, beside(Evidence, DraftComment, Evidence.id == DraftComment.evidence_id))
        .outerjoin(
            CommentAnswer,
            beside(CommentAnswer, DraftComment, CommentAnswer.comment_id == DraftComment.id) & answers,
        )
        .outerjoin(
            writer, (writer.school_id == CommentAnswer.school_id) & (writer.id == CommentAnswer.staff_id)
        )
        .where(here(session, DraftComment), which)
        .order_by(DraftComment.id, CommentAnswer.id)
    )
    about: dict[UUID, str] = {}
    said: dict[UUID, list[Said]] = defaultdict(list)
    for comment, mentor, title, answer, name in rows:
        if comment.id not in about:
            about[comment.id] = _about(comment, title)
            said[comment.id].append((mentor, comment.body))
        if answer is not None:
            said[comment.id].append((name, answer.body))
    return (CommentTold(told, tuple(said[key])) for key, told in about.items())


def _about(comment: DraftComment, title: str | None) -> str:
    draft = "Self-audit" if comment.evidence_id is None else title or "Without a title"
    return f"{draft}, standard {comment.standard_number}" if comment.standard_number else draft
