"""What the boards look at, read once for all that a person is here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from blueprints.shared.current import current
from tenants.assessment.queries.progress import Progress, progress_of
from tenants.assessment.rules.attention import Concern, Facts, concern
from tenants.assessment.rules.journey import Stop
from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.queries import CohortCard, cohorts_for
from tenants.standards.queries import Framework, framework


@dataclass(frozen=True)
class Seen:
    """`cards`: cohorts that the person runs or pays for. `progress`: people of the cohorts they run, those they
    mentor, and themselves."""

    cards: list[CohortCard]
    progress: list[Progress]
    _read: dict[UUID, Framework] = field(default_factory=dict)

    @property
    def run(self) -> list[CohortCard]:
        return [card for card in self.cards if allowed(current.actor, Permission.COHORT_READ, card.cohort)]

    @property
    def in_cohorts(self) -> list[Progress]:
        ids = {card.cohort.id for card in self.run}
        return [one for one in self.progress if one.cohort_id in ids]

    def framework(self, edition_id: UUID) -> Framework:
        """A version of the standards, asked for once however many boards draw it."""
        if edition_id not in self._read:
            self._read[edition_id] = framework(current.session, edition_id)
        return self._read[edition_id]

    def of(self, candidate_ids: list[UUID]) -> list[Progress]:
        return [one for one in self.progress if one.candidate_id in candidate_ids]


def look() -> Seen:
    actor = current.actor
    cards = []
    if allowed(actor, Permission.COHORTS_LIST) or allowed(actor, Permission.PLACES_LIST):
        cards = cohorts_for(current.session, actor, Permission.COHORT_READ, Permission.ORDER_KEEP)
    run = [card.cohort.id for card in cards if allowed(actor, Permission.COHORT_READ, card.cohort)]
    people = [*actor.subjects(Appointment.MENTOR), *actor.subjects(Appointment.CANDIDATE)]
    progress = progress_of(current.session, cohort_ids=run, candidate_ids=people) if run or people else []
    return Seen(cards, progress)


def concerns(people: list[Progress]) -> Iterator[tuple[Progress, Concern]]:
    """Who needs a hand, those first who need it most; never the person who looks."""
    found = [
        (one, why)
        for one in people
        if one.staff_id != current.actor.staff_id and (why := concern_of(one)) is not None
    ]
    yield from sorted(found, key=lambda pair: pair[1].rank)


def concern_of(one: Progress) -> Concern | None:
    return concern(_facts(one, one.stop), clock.today()) if one.stop else None


def _facts(one: Progress, stop: Stop) -> Facts:
    covered, tally, edition = one.reach.coverage, one.tally, one.edition
    reached = sum(level >= edition.pass_level for level in covered.levels.values())
    asked_at = one.handed_in.submitted_at if one.handed_in else one.candidate.invited_at
    return Facts(
        stop=stop,
        asked_on=clock.school_date(asked_at),
        began_on=one.began_on,
        last_worked_on=tally.last_saved_at and clock.school_date(tally.last_saved_at),
        closes_on=one.cohort.window_closes_on,
        resubmit_by=one.portfolio.resubmit_by,
        mentored=one.mentored,
        begun=bool(tally.audited or tally.items or tally.drafts),
        short=max(0, edition.pass_count - reached),
        bare=max(0, one.standards - covered.addressed),
    )
