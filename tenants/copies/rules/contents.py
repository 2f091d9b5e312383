"""What a copy tells, in plain values; the worker makes its pages and lists of them."""

from dataclasses import dataclass
from datetime import date, datetime

from tenants.copies.rules.copies import Scope


@dataclass(frozen=True)
class Packed:
    """A file on its way into a copy: `key` in the store, `name` as its owner calls it, `path` in the copy."""

    key: str
    name: str
    path: str


@dataclass(frozen=True)
class ClaimTold:
    standard: str
    level: str
    reach: str
    justification: str


@dataclass(frozen=True)
class ItemTold:
    title: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    body: str
    url: str
    draft: bool
    claims: tuple[ClaimTold, ...]
    files: tuple[Packed, ...]
    left_out: int = 0


@dataclass(frozen=True)
class ViewTold:
    standard: str
    level: str
    words: str


@dataclass(frozen=True)
class AuditTold:
    """One round of the self-audit."""

    saved_at: datetime
    views: tuple[ViewTold, ...]


@dataclass(frozen=True)
class OutcomeTold:
    result: str
    released_at: datetime
    feedback: str
    standards: tuple[ViewTold, ...]


@dataclass(frozen=True)
class Testimony:
    """`by`: who wrote it, or about whom."""

    by: str
    at: datetime
    words: str
    standards: str


@dataclass(frozen=True)
class MeetingTold:
    """`words`: who wrote them ('Only you' of a private note), and what."""

    met_on: date
    minutes: int
    other: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AgreedTold:
    who: str
    words: str
    due_on: date
    done_at: datetime | None


@dataclass(frozen=True)
class CommentTold:
    """What was commented on, and who said what about it."""

    about: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Mentoring:
    """What somebody wrote with, and read from, the other one of a pair."""

    title: str
    meetings: tuple[MeetingTold, ...] = ()
    agreed: tuple[AgreedTold, ...] = ()
    comments: tuple[CommentTold, ...] = ()

    @property
    def anything(self) -> bool:
        return bool(self.meetings or self.agreed or self.comments)


@dataclass(frozen=True)
class ProjectTold:
    """`said`: label and words of what was written; `lists`: a heading and its lines."""

    title: str
    said: tuple[tuple[str, str], ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class RequestTold:
    """A request to take part: whose, if not one's own; and who said what."""

    who: str | None
    at: datetime
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TimeTold:
    """Time for the programme, line by line."""

    given: tuple[str, ...] = ()
    used: tuple[str, ...] = ()


@dataclass(frozen=True)
class SessionTold:
    """How a register marks them."""

    day: date
    title: str
    presence: str


@dataclass(frozen=True)
class NoteTold:
    by: str
    at: datetime
    words: str


@dataclass(frozen=True)
class GroupTold:
    """A group that they were asked into: `parts` are what they did for its shared evidence with what the others said
    of it, `spoken` what they said of the others' parts."""

    name: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[CommentTold, ...]
    spoken: tuple[CommentTold, ...]


@dataclass(frozen=True)
class Chapter:
    """One place in one cohort."""

    cohort: str
    standards: str
    submissions: tuple[tuple[datetime, str], ...]
    items: tuple[ItemTold, ...]
    self_audit: tuple[AuditTold, ...]
    outcomes: tuple[OutcomeTold, ...]
    mentoring: Mentoring
    testimonials: tuple[Testimony, ...] = ()
    project: ProjectTold | None = None
    time: TimeTold = TimeTold()
    sessions: tuple[SessionTold, ...] = ()
    notes: tuple[NoteTold, ...] = ()
    groups: tuple[GroupTold, ...] = ()


@dataclass(frozen=True)
class AwardTold:
    number: str
    code: str
    title: str
    awarded_on: date
    expires_on: date
    state: str
    certificate: Packed | None


@dataclass(frozen=True)
class EventTold:
    """Something they presented; `voices` is what the audience wrote to them."""

    title: str
    facts: tuple[tuple[str, str], ...]
    summary: str
    told: str
    voices: tuple[str, ...]
    files: tuple[Packed, ...]
    left_out: int = 0


@dataclass(frozen=True)
class LetterTold:
    """A message to a cohort: `other` wrote it, or it went to them."""

    other: str
    at: datetime
    subject: str
    text: str


@dataclass(frozen=True)
class Contents:
    """Everything in one copy, as plain values."""

    name: str
    school: str
    made_at: datetime
    scope: Scope
    chapters: tuple[Chapter, ...]
    awards: tuple[AwardTold, ...]
    written: tuple[Testimony, ...] = ()
    events: tuple[EventTold, ...] = ()
    attended: tuple[tuple[str, str], ...] = ()
    """Events at which colleagues named them, and when."""
    mentored: tuple[Mentoring, ...] = ()
    requests: tuple[RequestTold, ...] = ()
    got: tuple[LetterTold, ...] = ()
    sent: tuple[LetterTold, ...] = ()
    """Messages to a cohort, by others and by themselves."""

    @property
    def files(self) -> list[Packed]:
        certificates = [one.certificate for one in self.awards if one.certificate]
        of_items = [file for chapter in self.chapters for item in chapter.items for file in item.files]
        return certificates + of_items + [file for event in self.events for file in event.files]


@dataclass(frozen=True)
class SchoolContents:
    """All of a school's: tables by the name of their file, and a folder for each person who has a portfolio."""

    made_at: datetime
    tables: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    people: tuple[tuple[str, Contents], ...]
