"""The board of a cohort: at which stage everybody is, in words and in order. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from tenants.assessment.rules.attention import Concern
from tenants.assessment.rules.journey import Stop
from tenants.cohorts.rules import Attended, PlaceState

WITHIN = 2
"""Up to this rank a concern can't wait: a window that closes, nothing begun, something that came back."""


class Stage(StrEnum):
    """Where a candidate is on the way, as finely as whoever runs the cohort can see it without reading any work.
    `APPROVED`: all that somebody reads here of their own place."""

    WAITING = "waiting"
    INVITED = "invited"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    SELF_AUDIT = "self_audit"
    GATHERING = "gathering"
    READY = "pass_rule_met"
    WITH_HEAD = "awaiting_endorsement"
    RETURNED = "returned"
    ASSESSING = "assessing"
    DECIDED = "provisional"
    MORE_NEEDED = "referred"
    ACCREDITED = "accredited"
    NOT_ACCREDITED = "not_accredited"
    OUT = "out"


class Risk(StrEnum):
    NOW = "now"
    SOON = "soon"
    NONE = "none"


class Sort(StrEnum):
    RISK = "risk"
    NAME = "name"
    ACTIVITY = "activity"


RISKS: Mapping[Risk, str] = {
    Risk.NOW: "Needs somebody now",
    Risk.SOON: "Worth a look",
    Risk.NONE: "On their way",
}
STAGES: Mapping[Stage, str] = {
    Stage.WAITING: "On the waiting list",
    Stage.INVITED: "Invited",
    Stage.ACCEPTED: "Accepted",
    Stage.APPROVED: "Approved",
    Stage.SELF_AUDIT: "Self-audit",
    Stage.GATHERING: "Gathering evidence",
    Stage.READY: "Pass rule met",
    Stage.WITH_HEAD: "With the headteacher",
    Stage.RETURNED: "Returned with a reason",
    Stage.ASSESSING: "Being assessed",
    Stage.DECIDED: "Waiting to be released",
    Stage.MORE_NEEDED: "More evidence needed",
    Stage.ACCREDITED: "Accredited",
    Stage.NOT_ACCREDITED: "Not accredited",
    Stage.OUT: "Not taking part",
}
NOBODY = "nobody"


@dataclass(frozen=True)
class Building:
    """How far a portfolio is that is not handed in: the standards of the self-audit, pieces, whether the pass rule
    is met."""

    standards: int
    audited: int
    items: int
    met: bool


def stage(place: PlaceState, stop: Stop | None, built: Building) -> Stage:
    if place is PlaceState.WAITING:
        return Stage.WAITING
    if stop is None:
        return Stage.OUT
    if stop is not Stop.BUILDING:
        return Stage(stop.value)
    if built.met:
        return Stage.READY
    if built.items or built.audited >= built.standards:
        return Stage.GATHERING
    return Stage.SELF_AUDIT


def own_stage(place: PlaceState) -> Stage:
    """Nobody reads on the board what is settled about themselves."""
    known = (PlaceState.WAITING, PlaceState.INVITED, PlaceState.ACCEPTED, PlaceState.APPROVED)
    return Stage(place.value) if place in known else Stage.OUT


def risk(concern: Concern | None) -> Risk:
    if concern is None:
        return Risk.NONE
    return Risk.NOW if concern.rank <= WITHIN else Risk.SOON


@dataclass(frozen=True)
class Row:
    """One candidate. `levels`: standard → the highest level claimed; `quiet`: school days since they last worked on
    it, none before they began."""

    candidate_id: UUID
    name: str
    job: str | None
    stage: Stage
    levels: Mapping[int, int]
    quiet: int | None
    concern: Concern | None
    mentor_id: UUID | None
    mentor: str | None
    handed_in: date | None
    attended: Attended
    on_break: bool
    own: bool

    @property
    def risk(self) -> Risk:
        return risk(self.concern)


@dataclass(frozen=True)
class Asked:
    """What of the board is shown. `mentor`: an id, or nobody."""

    stage: Stage | None = None
    risk: Risk | None = None
    mentor: str = ""
    name: str = ""
    sort: Sort = Sort.RISK

    @property
    def everything(self) -> bool:
        return not (self.stage or self.risk or self.mentor or self.name)


@dataclass(frozen=True)
class Board:
    """`shown` of all `rows`; the counts are of all who have not left."""

    rows: Sequence[Row]
    shown: Sequence[Row]

    @property
    def stages(self) -> Counter[Stage]:
        counted = Counter(one.stage for one in self.rows)
        return Counter({one: counted[one] for one in Stage if counted[one]})

    @property
    def risks(self) -> Counter[Risk]:
        return Counter(one.risk for one in self.rows if one.stage is not Stage.OUT)

    @property
    def mentors(self) -> list[tuple[str, str, int]]:
        """Id, name and how many they mentor, by name; who has none at the end."""
        inside = [one for one in self.rows if one.stage is not Stage.OUT]
        counted = Counter((one.mentor or "", str(one.mentor_id)) for one in inside if one.mentor_id)
        found = [(key, name, many) for (name, key), many in sorted(counted.items())]
        alone = sum(one.mentor_id is None for one in inside)
        return [*found, *([(NOBODY, "Nobody", alone)] if alone else [])]


def board(rows: Iterable[Row], asked: Asked) -> Board:
    known = list(rows)
    return Board(known, sorted((one for one in known if _wanted(one, asked)), key=_ORDER[asked.sort]))


def _wanted(row: Row, asked: Asked) -> bool:
    if asked.stage is None and row.stage is Stage.OUT:
        return False
    mentor = NOBODY if row.mentor_id is None else str(row.mentor_id)
    return (
        asked.stage in (None, row.stage)
        and asked.risk in (None, row.risk)
        and asked.mentor in ("", mentor)
        and asked.name.casefold() in row.name.casefold()
    )


def _by_name(row: Row) -> tuple[object, ...]:
    return row.name.casefold(), row.candidate_id


_ORDER: Mapping[Sort, Callable[[Row], tuple[object, ...]]] = {
    Sort.RISK: lambda row: (row.concern.rank if row.concern else 99, *_by_name(row)),
    Sort.NAME: _by_name,
    Sort.ACTIVITY: lambda row: (row.quiet is None, -(row.quiet or 0), *_by_name(row)),
}
