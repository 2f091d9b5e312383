"""What the demonstration tells, read from the files in `data`: a school a folder, a candidate a file.
Times are school days ago; a negative number is still to come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.demonstration.between import Agreed, Commented, Met
from app.demonstration.told_costs import Costing
from app.demonstration.told_desk import Noted, Together
from app.demonstration.told_events import Event
from app.demonstration.told_groups import Group
from app.demonstration.told_joining import Joining
from app.demonstration.told_messages import Written
from app.demonstration.told_pieces import Claimed, Piece
from app.demonstration.told_priorities import Plan
from app.demonstration.told_projects import Project
from app.demonstration.told_threads import Threads
from app.demonstration.worries import Worry

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Audit:
    """One round; the one after it in `again`."""

    begun: int
    levels: tuple[int, ...]
    targets: tuple[int, ...] = ()
    shared: int | None = None
    reflections: Mapping[str, str] = field(default_factory=dict)
    again: "Audit | None" = None


@dataclass(frozen=True)
class Word:
    """What a head or deputy said of a submission."""

    ago: int
    by: str
    words: str
    endorsed: bool = True


@dataclass(frozen=True)
class Seat:
    """One assessor's work; `levels` as far as they got, and no `locked` while they are at it."""

    by: str
    accepted: int
    levels: tuple[int, ...] = ()
    locked: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Handing:
    """A portfolio handed in, and what became of it. `together`: with a group, which tells of it."""

    ago: int
    ai: str
    together: bool = False
    word: Word | None = None
    allocated: int | None = None
    seats: tuple[Seat, ...] = ()
    released: int | None = None


@dataclass(frozen=True)
class Testimonial:
    """A request, and how far it came. `email`: an address, or the key of a member of staff; `over`: the day on
    which nobody has answered in time."""

    ago: int
    name: str
    email: str
    message: str
    asked_for: tuple[int, ...] = ()
    opened: int | None = None
    begun: int | None = None
    first_words: str = ""
    sent: int | None = None
    declined: int | None = None
    reason: str | None = None
    over: int | None = None
    used: int | None = None
    job: str = ""
    knows: str = ""
    speaks_to: tuple[int, ...] = ()
    words: str = ""
    claims: tuple[Claimed, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """`mentor_now`: who has mentored them since the day on which it was `changed`."""

    who: str
    cohort: str
    invited: int
    accepted: int | None = None
    approved: int | None = None
    mentor: str | None = None
    withdrawn: int | None = None
    grounds: str = ""
    audit: Audit | None = None
    pieces: tuple[Piece, ...] = ()
    handings: tuple[Handing, ...] = ()
    testimonials: tuple[Testimonial, ...] = ()
    worries: tuple[Worry, ...] = ()
    changed: int | None = None
    mentor_now: str | None = None
    meetings: tuple[Met, ...] = ()
    agreed: tuple[Agreed, ...] = ()
    comments: tuple[Commented, ...] = ()
    project: Project | None = None
    sessions: tuple[tuple[int, str], ...] = ()
    """At which of the cohort's sessions they were not simply present."""
    notes: tuple[Noted, ...] = ()


@dataclass(frozen=True)
class Cohort:
    """`own`: planned with the school's own programme, else with the national school year."""

    key: str
    planned: int
    starts: int
    opens: int
    closes: int
    places: int
    items: int
    lead: str
    mentors: tuple[str, ...]
    assessors: tuple[str, ...] = ()
    closed: int | None = None
    archived: int | None = None
    room: str = "Library"
    own: bool = False


@dataclass(frozen=True)
class Waiting:
    """Who waits for a place since when; `offered`: when one became theirs."""

    who: str
    cohort: str
    since: int
    offered: int | None = None


@dataclass(frozen=True)
class Programme:
    """The school's own programme template. `drafted`: when the next version was begun."""

    title: str
    about: str
    made: int
    published: int
    drafted: int
    by: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Earlier:
    """Lead Practitioner status from before, with its proof."""

    who: str
    proof: str
    since: int


@dataclass(frozen=True)
class Guest:
    key: str
    name: str
    email: str
    detail: str


@dataclass(frozen=True)
class School:
    name: str
    slug: str
    urn: str
    town: str
    places: int
    founded: int
    head: str
    head_name: str
    domain: str
    deputy: str | None
    deputy_until: int
    staff: str
    roles: Mapping[str, tuple[str, ...]]
    earlier: tuple[Earlier, ...]
    guests: tuple[Guest, ...]
    cohorts: tuple[Cohort, ...]
    candidates: tuple[Candidate, ...]
    events: tuple[Event, ...]
    waiting: tuple[Waiting, ...] = ()
    messages: tuple[Written, ...] = ()
    programme: Programme | None = None
    groups: tuple[Group, ...] = ()
    joining: Joining = field(default_factory=Joining)
    improvement: tuple[Plan, ...] = ()
    threads: Threads = field(default_factory=Threads)
    together: tuple[Together, ...] = ()
    guidance: tuple[Mapping[str, Any], ...] = ()
    costs: tuple[Costing, ...] = ()
    support: str | None = None
    """Why its head has opened the school to support."""

    def email(self, key: str) -> str:
        return next((guest.email for guest in self.guests if guest.key == key), f"{key}@{self.domain}")


@dataclass(frozen=True)
class Version:
    """How the second version of the standards differs from the first; `replaced`: number of the first, and keys."""

    title: str
    code: str
    next_title: str
    changes: tuple[Mapping[str, Any], ...]
    added: tuple[Mapping[str, Any], ...]
    dropped: tuple[int, ...]
    replaced: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Platform:
    operator: str
    operator_email: str
    announcement: str
    interests: tuple[Mapping[str, Any], ...]
    version: Version
