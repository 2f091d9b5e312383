"""The people somebody mentors: who needs help first, and why. Told from time, answers and gaps only."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tenants.assessment.queries.concerns import mentors_concerns
from tenants.assessment.queries.progress import Progress
from tenants.assessment.rules.attention import Concern
from tenants.assessment.rules.journey import Stop
from tenants.mentoring.queries.waiting import Waiting, between
from tenants.mentoring.rules.help import Between

STATES: Mapping[str | None, str] = {
    None: "building",
    "returned": "returned",
    "submitted": "submitted",
    "endorsed": "assessing",
    "decided": "assessing",
    "released": "released",
}
"""A mentor reads how far the portfolio is, never the outcome: that is the candidate's to tell."""
AT_WORK = (Stop.BUILDING, Stop.RETURNED)
QUIET = 98


@dataclass(frozen=True)
class Helped:
    """A candidate as their mentor looks at them; the most pressing concern first."""

    progress: Progress
    concerns: tuple[Concern, ...]
    between: Between

    @property
    def at_work(self) -> bool:
        return self.progress.stop in AT_WORK

    @property
    def state(self) -> str:
        portfolio = self.progress.portfolio
        return STATES[portfolio.submission] if portfolio.approved else portfolio.candidate.state

    @property
    def rank(self) -> int:
        """Who needs a word, then who is at work, then who has handed in."""
        return self.concerns[0].rank if self.concerns else QUIET if self.at_work else QUIET + 1


def helped(people: Iterable[Progress], known: Collection[Waiting]) -> list[Helped]:
    found = [_helped(one, between(known, one.candidate_id)) for one in people]
    return sorted(found, key=lambda one: one.rank)


def _helped(one: Progress, known: Between) -> Helped:
    return Helped(one, tuple(mentors_concerns(one, known)) if one.stop in AT_WORK else (), known)
