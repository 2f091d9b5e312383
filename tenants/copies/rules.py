"""A copy of somebody's own work: what it holds, how long it lies here, and what its link may do."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

KEPT_DAYS = 30
LINK_LASTS = timedelta(days=14)
MOST_USES = 3
MOST_A_DAY = 3
MOST_STEM = 40


class Scope(StrEnum):
    """Who a copy is for, and so what it holds. `own`: the person who asks for it, signed in. `named`: sent to
    the private address that the person named themselves. `typed`: sent to an address that a head typed, so it
    holds no more than heads may read. `school`: as much of everybody, for a head, signed in."""

    OWN = "own"
    NAMED = "named"
    TYPED = "typed"
    SCHOOL = "school"

    @property
    def sent(self) -> bool:
        return self in (Scope.NAMED, Scope.TYPED)

    @property
    def holds_private_work(self) -> bool:
        """What was never handed in, and the self-audit."""
        return self in (Scope.OWN, Scope.NAMED)

    @property
    def holds_notes(self) -> bool:
        """What programme leads keep about the person: theirs to have, and a head's to read; not to be sent to an
        address that somebody else typed."""
        return self is not Scope.TYPED

    @property
    def holds_people(self) -> bool:
        """Files in which others can be recognised: they agreed to be seen at the school, not outside."""
        return self in (Scope.OWN, Scope.SCHOOL)


class CopyState(StrEnum):
    PACKING = "packing"
    READY = "ready"
    OVER = "over"


def state(*, ready: bool, deleted: bool, keep_until: date, today: date) -> CopyState:
    if deleted or today > keep_until:
        return CopyState.OVER
    return CopyState.READY if ready else CopyState.PACKING


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


def safe_path(folder: str, number: int, name: str) -> str:
    """A path in the copy that every system can unpack: our number first, then plain letters of the name."""
    stem, dot, ending = name.rpartition(".")
    plain = _plain(stem if dot else name)[:MOST_STEM].strip("-")
    suffix = _plain(ending)[:8] if dot else ""
    return f"{folder}/{number:03}{f'-{plain}' if plain else ''}{f'.{suffix}' if suffix else ''}"


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def masked(address: str) -> str:
    """Enough to know one's own again."""
    name, _, host = address.partition("@")
    return f"{name[:1]}•••@{host}"
