"""What somebody's events come to: how many, how many people, how long, by how far they reached."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tenants.events.rules.events import Reach

REACHED: Mapping[Reach, str] = {
    Reach.TEAM: "Own team",
    Reach.SCHOOL: "Wider school",
    Reach.BEYOND: "Beyond the school",
}


@dataclass(frozen=True)
class Sum:
    """People are counted once an event: somebody who came twice counts twice."""

    events: int = 0
    people: int = 0
    minutes: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.events + other.events, self.people + other.people, self.minutes + other.minutes)


@dataclass(frozen=True)
class Outreach:
    by_reach: Mapping[Reach, Sum]

    @property
    def all(self) -> Sum:
        return sum(self.by_reach.values(), Sum())


def outreach(sums: Iterable[tuple[Reach, Sum]]) -> Outreach:
    found = dict.fromkeys(Reach, Sum())
    for reach, one in sums:
        found[reach] += one
    return Outreach(found)
