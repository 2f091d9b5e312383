"""The messages to a cohort that the demonstration tells; times are school days ago, as in `told`."""

from dataclasses import dataclass
from typing import Any

from tenants.messages.rules.nudges import Behind


@dataclass(frozen=True)
class Written:
    """`text`: one that the programme offers; `goes`: it still waits for that day; `to`: everybody else; `seen`: who has
    opened it."""

    cohort: str
    by: str
    ago: int
    subject: str = ""
    body: str = ""
    text: str | None = None
    nudge: Behind | None = None
    to: tuple[str, ...] = ()
    mentors: bool = False
    seen: tuple[str, ...] = ()
    draft: bool = False
    goes: int | None = None


def written(told: dict[str, Any]) -> Written:
    nudge = Behind(told["nudge"]) if "nudge" in told else None
    body = told.get("body", "").strip()
    people = {name: tuple(told.get(name, ())) for name in ("to", "seen")}
    return Written(**told | people | {"nudge": nudge, "body": body})
