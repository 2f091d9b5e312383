"""What stands between a portfolio and its submission: each thing in words, with the place that mends it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from tenants.portfolios.rules.coverage import Coverage
from tenants.portfolios.rules.states import EvidenceKind
from tenants.programmes.rules.design import Words
from tenants.standards.rules.passing import PassRule, Standing

DECIDED = "Your portfolio was decided, and no further attempt is open."
NO_ENDORSER = (
    "Nobody at your school can endorse your submission yet: another headteacher or deputy is needed. "
    "Ask your programme lead."
)


class Leads(StrEnum):
    """The kind of place that mends something."""

    MAP = "map"
    STANDARD = "standard"
    EVIDENCE = "evidence"
    ITEM = "item"
    CLAIM = "claim"
    SELF_AUDIT = "self_audit"
    PROJECT = "project"


@dataclass(frozen=True)
class Blocker:
    words: str
    link: str
    leads_to: Leads
    item_id: UUID | None = None
    standard: int | None = None


@dataclass(frozen=True)
class Asked:
    """What the version of the standards and the cohort ask for. `titles`: standard → its title."""

    rule: PassRule
    titles: Mapping[int, str]
    minimum_items: int
    minimum_presentations: int
    kinds: int = 1
    per_standard: int = 1
    words: Words = field(default_factory=Words)


@dataclass(frozen=True)
class Claimed:
    standard: int
    level: int | None
    complete: bool
    words: int = 0


@dataclass(frozen=True)
class Piece:
    """`pooled`: of the group's pool; `copied`: taken along from one; `confirmed`: one's own, or the others confirmed
    what one contributed to it."""

    id: UUID
    kind: EvidenceKind
    title: str
    draft: bool
    has_file: bool
    claims: tuple[Claimed, ...]
    words: int = 0
    pooled: bool = False
    confirmed: bool = True
    copied: bool = False

    @property
    def counts(self) -> bool:
        return self.confirmed and not self.draft and any(claim.complete for claim in self.claims)

    @property
    def name(self) -> str:
        return f"‘{self.title}’" if self.title else "A piece without a title"

    @property
    def lost_its_file(self) -> bool:
        return self.kind is EvidenceKind.FILE and not self.has_file

    def reaches(self, level: int) -> bool:
        """A finished claim at this level or above stands on it."""
        return self.counts and any(claim.complete and (claim.level or 0) >= level for claim in self.claims)


@dataclass(frozen=True)
class Readiness:
    """`closed` says why nothing can be handed in today, whatever the portfolio is like."""

    closed: str | None
    blockers: Sequence[Blocker]
    advice: Sequence[Blocker]
    coverage: Coverage
    standing: Standing
    pieces: int
    presentations: int

    @property
    def ready(self) -> bool:
        return self.closed is None and not self.blockers


def readiness(
    asked: Asked,
    coverage: Coverage,
    pieces: Sequence[Piece],
    *,
    audited: bool,
    closed: str | None,
    project_open: bool = False,
    of_group: Sequence[Blocker] = (),
) -> Readiness:
    """`project_open`: a project is begun and not finished. It is handed in as it stands, and is no reason to wait.
    `of_group`: what working in a group asks of this member besides."""
    return Readiness(
        closed=closed,
        blockers=[*blockers(asked, coverage, pieces), *of_group],
        advice=[*advice(pieces, audited=audited), *_about_project(project_open)],
        coverage=coverage,
        standing=coverage.standing(asked.rule),
        pieces=counting(pieces),
        presentations=presentations(asked, pieces),
    )


def counting(pieces: Sequence[Piece]) -> int:
    return sum(piece.counts for piece in pieces)


def presentations(asked: Asked, pieces: Sequence[Piece]) -> int:
    """Those claimed to reach as far as the award asks: beyond the own team."""
    told = [piece for piece in pieces if piece.kind is EvidenceKind.PRESENTATION]
    return sum(piece.reaches(asked.rule.pass_level) for piece in told)


def blockers(asked: Asked, coverage: Coverage, pieces: Sequence[Piece]) -> Iterator[Blocker]:
    yield from _unaddressed(asked, coverage)
    yield from _too_low(asked, coverage)
    yield from _too_few(asked, pieces)
    yield from _too_alike(asked, coverage, pieces)
    for piece in pieces:
        yield from _unfinished(asked, piece)
        yield from _too_long(asked, piece)


def _unaddressed(asked: Asked, coverage: Coverage) -> Iterator[Blocker]:
    for number in asked.rule.numbers:
        level = coverage.levels.get(number)
        name = f"Standard {number}, {asked.titles[number]},"
        if level is None:
            yield Blocker(
                f"{name} has no evidence yet.", "Look at the standard", Leads.STANDARD, standard=number
            )
        elif level < asked.rule.floor_level:
            words = (
                f"{name} is claimed at level {level}; every standard needs level {asked.rule.floor_level}."
            )
            yield Blocker(words, "Look at its evidence", Leads.STANDARD, standard=number)


def _too_low(asked: Asked, coverage: Coverage) -> Iterator[Blocker]:
    rule, needed = asked.rule, coverage.standing(asked.rule).still_needed
    if needed:
        words = (
            f"{needed} more {'standard needs' if needed == 1 else 'standards need'} to reach level "
            f"{rule.pass_level}: the award asks for {rule.pass_count}."
        )
        yield Blocker(words, "Look at your evidence map", Leads.MAP)


def _too_few(asked: Asked, pieces: Sequence[Piece]) -> Iterator[Blocker]:
    have, shown = counting(pieces), presentations(asked, pieces)
    if have < asked.minimum_items:
        words = f"Your cohort asks for {_count(asked.minimum_items, 'piece')} of evidence; {have} {_counts(have)}."
        yield Blocker(words, "Go to your evidence", Leads.EVIDENCE)
    if shown < asked.minimum_presentations:
        words = (
            f"Your cohort asks for {_count(asked.minimum_presentations, 'presentation')} beyond your own team, "
            f"claimed at level {asked.rule.pass_level} or above; {shown} {_counts(shown)}."
        )
        yield Blocker(words, "Go to your evidence", Leads.EVIDENCE)


def _too_alike(asked: Asked, coverage: Coverage, pieces: Sequence[Piece]) -> Iterator[Blocker]:
    kinds = len({piece.kind for piece in pieces if piece.counts})
    if asked.kinds > 1 and kinds < asked.kinds:
        words = (
            f"Your cohort asks for {asked.kinds} different kinds of evidence (something written, a presentation, "
            f"a file or photo, a link); you have {kinds}."
        )
        yield Blocker(words, "Go to your evidence", Leads.EVIDENCE)
    if asked.per_standard == 1:
        return
    for number in asked.rule.numbers:
        have = sum(_serves(piece, number) for piece in pieces)
        if 0 < have < asked.per_standard:
            words = (
                f"Standard {number}, {asked.titles[number]}, has {_count(have, 'piece')} of evidence; "
                f"your cohort asks for {asked.per_standard}."
            )
            yield Blocker(words, "Look at the standard", Leads.STANDARD, standard=number)


def _serves(piece: Piece, number: int) -> bool:
    return piece.counts and any(claim.complete and claim.standard == number for claim in piece.claims)


def _too_long(asked: Asked, piece: Piece) -> Iterator[Blocker]:
    """What was saved while it was typed, or before the limit was lowered; of pieces that count."""
    if not piece.counts:
        return
    most = asked.words
    if most.body is not None and piece.words > most.body and not piece.pooled:
        yield Blocker(
            f"{piece.name} is {_count(piece.words - most.body, 'word')} too long: your cohort takes {most.body:,}.",
            "Shorten it",
            Leads.ITEM,
            item_id=piece.id,
        )
    for claim in piece.claims:
        if most.justification is not None and claim.words > most.justification:
            over = _count(claim.words - most.justification, "word")
            words = f"{piece.name}: why it shows standard {claim.standard} is {over} too long."
            yield Blocker(words, "Shorten it", Leads.CLAIM, item_id=piece.id, standard=claim.standard)


def _unfinished(asked: Asked, piece: Piece) -> Iterator[Blocker]:
    """What is one's own to finish: whether something of a pool is a draft, or confirmed, is for others as well."""
    if not piece.confirmed:
        return
    if piece.draft and not piece.pooled and any(claim.complete for claim in piece.claims):
        lack = "its file is missing" if piece.lost_its_file else "it does not say all it must yet"
        words = f"{piece.name} has claims but does not count: {lack}."
        yield Blocker(words, "Finish or remove it", Leads.ITEM, item_id=piece.id)
    for claim in piece.claims if not piece.draft else ():
        if not claim.complete:
            words = (
                f"{piece.name}: the claim for standard {claim.standard}, {asked.titles[claim.standard]}, "
                "lacks its level, who was influenced, or the sentence that justifies it."
            )
            yield Blocker(
                words, "Finish or remove it", Leads.CLAIM, item_id=piece.id, standard=claim.standard
            )


def advice(pieces: Sequence[Piece], *, audited: bool) -> Iterator[Blocker]:
    """Worth doing, but no reason to wait."""
    for piece in pieces:
        if not piece.confirmed:
            words = f"{piece.name} counts for you once another member confirms what you did."
            yield Blocker(words, "Look at it", Leads.ITEM, item_id=piece.id)
        elif piece.draft and (piece.pooled or not any(claim.complete for claim in piece.claims)):
            words = f"{piece.name} is a draft, so it will not be part of what you submit."
            yield Blocker(words, "Finish or remove it", Leads.ITEM, item_id=piece.id)
        elif not piece.claims:
            words = f"{piece.name} serves no standard yet, so it counts for nothing."
            yield Blocker(words, "Choose its standards", Leads.ITEM, item_id=piece.id)
    if not audited:
        words = "Your self-audit is not finished. It helps you to see what has changed since you began."
        yield Blocker(words, "Continue with it", Leads.SELF_AUDIT)


def _about_project(project_open: bool) -> Iterator[Blocker]:
    if project_open:
        words = "Your project is not finished. It is handed in as it stands that day."
        yield Blocker(words, "Continue with it", Leads.PROJECT)


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"


def _counts(number: int) -> str:
    return "counts so far" if number == 1 else "count so far"
