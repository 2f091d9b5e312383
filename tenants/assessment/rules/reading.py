"""The portfolio as it was handed in, read from its frozen text."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class File:
    id: UUID
    name: str
    size: int
    sha256: str
    media_type: str


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
class Item:
    id: UUID
    kind: str
    title: str
    body: str
    url: str | None
    audience: str | None
    audience_from: str | None
    audience_size: int | None
    happened_on: date | None
    files: tuple[File, ...]
    claims: tuple[Claim, ...]

    def claim(self, number: int) -> Claim | None:
        return next((claim for claim in self.claims if claim.standard == number), None)


@dataclass(frozen=True)
class Portfolio:
    candidate: str
    attempt: int
    items: tuple[Item, ...]
    banked: Mapping[int, int]

    def claimed(self, number: int) -> list[tuple[Item, Claim]]:
        """The items that claim something for a standard, the highest claim first."""
        found = [(item, claim) for item in self.items if (claim := item.claim(number))]
        return sorted(found, key=lambda pair: -pair[1].level)

    def highest_claim(self, number: int) -> int:
        return max((claim.level for _, claim in self.claimed(number)), default=0)

    def item(self, item_id: UUID) -> Item | None:
        return next((item for item in self.items if item.id == item_id), None)

    def file(self, file_id: UUID) -> File | None:
        return next((file for item in self.items for file in item.files if file.id == file_id), None)


def portfolio(content: str) -> Portfolio:
    told = json.loads(content)
    return Portfolio(
        candidate=told["candidate"]["name"],
        attempt=told["attempt"],
        items=tuple(_item(item) for item in told["items"]),
        banked={one["standard"]: one["level"] for one in told["banked"]},
    )


def _item(told: dict[str, Any]) -> Item:
    happened = told["happened_on"]
    return Item(
        **_named(told, "kind", "title", "body", "url", "audience", "audience_from", "audience_size"),
        id=UUID(told["id"]),
        happened_on=date.fromisoformat(happened) if happened else None,
        files=tuple(File(**{**_fields(File, file), "id": UUID(file["id"])}) for file in told["files"]),
        claims=tuple(Claim(**_fields(Claim, claim)) for claim in told["claims"]),
    )


def _fields(kind: type[Any], told: dict[str, Any]) -> dict[str, Any]:
    return _named(told, *kind.__dataclass_fields__)


def _named(told: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: told[name] for name in names}
