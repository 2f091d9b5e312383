"""What a group hands in, and the part of it that each member hands in as theirs: the same values, chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tenants.portfolios.rules.contributions import Standing
from tenants.portfolios.rules.snapshots import canonical, digest

Told = dict[str, Any]


@dataclass(frozen=True)
class GroupPart:
    """The group, its charter, members, pool and project as they stood; `content` is its one way to be written."""

    told: Mapping[str, Any]
    content: str
    sha256: bytes

    @property
    def group(self) -> Told:
        """As each member's own portfolio names it."""
        group = self.told["group"]
        return {"id": group["id"], "name": group["name"], "sha256": self.sha256.hex()}


def group_part(told: Mapping[str, Any]) -> GroupPart:
    content = canonical(told)
    return GroupPart(told, content, digest(content))


def view_of(part: GroupPart, candidate_id: UUID) -> list[Told]:
    """The shared items that are part of a member's portfolio: those to which the others confirmed that they
    contributed, each with its contributors and with what the member did. Of what somebody took along when they left
    once, their copy counts, also when they came back."""
    found = []
    for item in part.told["items"]:
        contributors = item["contributions"]
        own = next((one for one in contributors if one["candidate_id"] == str(candidate_id)), None)
        if own is not None and own["standing"] == Standing.CONFIRMED and not own["taken_along"]:
            kept = {name: value for name, value in item.items() if name != "contributions"}
            sha256 = digest(canonical(kept)).hex()
            found.append({**kept, "shared": {"contributors": contributors, "own": own, "sha256": sha256}})
    return found


@dataclass(frozen=True)
class Signer:
    """A current member, as far as handing in together asks. `waited_for`: neither put off to a window
    that is not open yet nor handed in or decided already."""

    candidate_id: UUID
    signed: bool
    waited_for: bool

    @property
    def misses(self) -> bool:
        return self.waited_for and not self.signed


def complete(signers: list[Signer]) -> bool:
    """Everybody for whom the hand-in waits has signed."""
    waited_for = [one for one in signers if one.waited_for]
    return bool(waited_for) and all(one.signed for one in waited_for)


NOT_OPEN = "This hand-in has gone or was dropped, so it can’t be changed any more."
OPEN_ALREADY = "A hand-in of your group is open already."
NOBODY_SIGNED = "Nobody who signed is ready to hand in, so there is nothing to send."
