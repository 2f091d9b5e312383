"""What the boards look at, read once for all that a person is here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from blueprints.shared.current import current
from tenants.assessment.queries.concerns import concern_of
from tenants.assessment.queries.progress import Progress, progress_of
from tenants.assessment.rules.attention import Concern
from tenants.base.actor import Appointment
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.queries import CohortCard, cohorts_for
from tenants.standards.queries import Framework, framework
from tenants.today.queries import Today, today


@dataclass(frozen=True)
class Seen:
    """`cards`: cohorts that the person runs or pays for. `progress`: people of the cohorts they run, those they
    mentor, and themselves."""

    cards: list[CohortCard]
    progress: list[Progress]
    today: Today
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
    return Seen(cards, progress, today(current.session, actor))


def concerns(people: list[Progress]) -> Iterator[tuple[Progress, Concern]]:
    """Who needs a hand, those first who need it most; never the person who looks."""
    found = [
        (one, why)
        for one in people
        if one.staff_id != current.actor.staff_id and (why := concern_of(one)) is not None
    ]
    yield from sorted(found, key=lambda pair: pair[1].rank)
