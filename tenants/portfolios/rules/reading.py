"""A snapshot, read: the portfolio as it was handed in, whatever has changed since."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tenants.portfolios.rules import contributions
from tenants.projects.rules import telling as projects
from tenants.standards.rules.passing import PassRule, Standing, standing


@dataclass(frozen=True)
class File:
    id: UUID
    name: str
    size: int
    sha256: str
    media_type: str
    people: str


@dataclass(frozen=True)
class Claim:
    standard: int
    level: int
    reach_who: str
    reach_team: str
    reach_school: str
    reach_count: int | None
    reach_when: str
    justification: str


@dataclass(frozen=True)
class Contributed:
    """What somebody did for a shared item, and what the others' words on it came to. `taken_along`: in their own
    portfolio a copy stands for it. `learned`: only of whose portfolio it is."""

    candidate_id: UUID
    name: str
    role: str
    did: str
    standing: str
    taken_along: bool = False
    learned: str = ""

    @property
    def confirmed(self) -> bool:
        return self.standing == contributions.Standing.CONFIRMED


@dataclass(frozen=True)
class SharedBy:
    """Of an item of the group's pool: everybody who contributed, and whose portfolio it is. `sha256`: of what the item
    says, the same in the portfolio of each of them."""

    contributors: tuple[Contributed, ...]
    own: Contributed
    sha256: str


@dataclass(frozen=True)
class GroupNamed:
    """The group as a portfolio names it. `sha256`: of what the group handed in."""

    id: UUID
    name: str
    sha256: str


@dataclass(frozen=True)
class Item:
    """`along`: of a copy that was taken along from a group, what its owner did there."""

    id: UUID
    kind: str
    source: str | None
    title: str
    body: str
    url: str | None
    audience: str | None
    audience_from: str | None
    audience_size: int | None
    happened_on: date | None
    told: str
    files: tuple[File, ...]
    claims: tuple[Claim, ...]
    shared: SharedBy | None = None
    along: Contributed | None = None

    def claim(self, number: int) -> Claim | None:
        return next((claim for claim in self.claims if claim.standard == number), None)


@dataclass(frozen=True)
class Standard:
    number: int
    title: str
    category: str


@dataclass(frozen=True)
class Level:
    number: int
    name: str
    reach: str


@dataclass(frozen=True)
class View:
    """What the candidate said of one standard in the self-audit, when they chose to hand it in."""

    standard: int
    level: int | None
    reflection: str
    target: int | None


@dataclass(frozen=True)
class SelfAudit:
    """One round of it."""

    round: int
    saved_at: datetime
    views: tuple[View, ...]


@dataclass(frozen=True)
class HandedIn:
    candidate: str
    job_title: str | None
    cohort: str
    gateway: str
    school: str
    edition: str
    rule: PassRule
    attempt: int
    submitted_at: datetime
    ai_use: str
    standards: tuple[Standard, ...]
    levels: tuple[Level, ...]
    items: tuple[Item, ...]
    banked: Mapping[int, int]
    self_audit: tuple[SelfAudit, ...]
    project: projects.Told | None = None
    group: GroupNamed | None = None

    def claimed(self, number: int) -> list[tuple[Item, Claim]]:
        """The items that claim something for a standard, the highest claim first."""
        found = [(item, claim) for item in self.items if (claim := item.claim(number))]
        return sorted(found, key=lambda pair: -pair[1].level)

    def highest_claim(self, number: int) -> int:
        return max((claim.level for _, claim in self.claimed(number)), default=0)

    @property
    def settled(self) -> dict[int, int]:
        """Standard → the level banked, else the highest claimed."""
        claimed = {one.number: self.highest_claim(one.number) for one in self.standards}
        return {number: level for number, level in {**claimed, **self.banked}.items() if level}

    @property
    def standing(self) -> Standing:
        return standing(self.rule, self.settled)

    def standard(self, number: int) -> Standard:
        return next(one for one in self.standards if one.number == number)

    def level(self, number: int) -> Level:
        return next(one for one in self.levels if one.number == number)

    def item(self, item_id: UUID) -> Item | None:
        return next((item for item in self.items if item.id == item_id), None)

    def file(self, file_id: UUID) -> File | None:
        return next((file for item in self.items for file in item.files if file.id == file_id), None)


def handed_in(content: str) -> HandedIn:
    told = json.loads(content)
    standards = tuple(Standard(**one) for one in told["standards"])
    edition = told["edition"]
    return HandedIn(
        candidate=told["candidate"]["name"],
        job_title=told["candidate"]["job_title"],
        cohort=told["cohort"]["name"],
        gateway=told["cohort"]["gateway"],
        school=told["school"]["name"],
        edition=edition["title"],
        rule=PassRule(
            tuple(one.number for one in standards),
            edition["pass_level"],
            edition["pass_count"],
            edition["floor_level"],
        ),
        attempt=told["attempt"],
        submitted_at=datetime.fromisoformat(told["submitted_at"]),
        ai_use=told["declarations"]["ai_use"],
        standards=standards,
        levels=tuple(Level(**one) for one in told["levels"]),
        items=tuple(_item(item) for item in told["items"]),
        banked={one["standard"]: one["level"] for one in told["banked"]},
        self_audit=tuple(_self_audit(one) for one in told["self_audit"] or ()),
        project=projects.read(told["project"]) if told.get("project") else None,
        group=GroupNamed(**named | {"id": UUID(named["id"])}) if (named := told.get("group")) else None,
    )


def _self_audit(told: dict[str, Any]) -> SelfAudit:
    views = tuple(View(**view) for view in told["views"])
    return SelfAudit(told["round"], datetime.fromisoformat(told["saved_at"]), views)


def _item(told: dict[str, Any]) -> Item:
    happened = told["happened_on"]
    return Item(
        **told
        | {
            "id": UUID(told["id"]),
            "happened_on": date.fromisoformat(happened) if happened else None,
            "files": tuple(File(**file | {"id": UUID(file["id"])}) for file in told["files"]),
            "claims": tuple(Claim(**claim) for claim in told["claims"]),
            "shared": _shared(told["shared"]) if told.get("shared") else None,
            "along": _contributed(told["along"]) if told.get("along") else None,
        }
    )


def _shared(told: dict[str, Any]) -> SharedBy:
    contributors = tuple(_contributed(one) for one in told["contributors"])
    return SharedBy(contributors, _contributed(told["own"]), told["sha256"])


def _contributed(told: dict[str, Any]) -> Contributed:
    return Contributed(**told | {"candidate_id": UUID(told["candidate_id"])})
