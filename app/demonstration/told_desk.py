"""What the demonstration tells of a cohort's desk; times are school days ago, as in `told`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Noted:
    """A note about a candidate."""

    ago: int
    by: str
    text: str


@dataclass(frozen=True)
class Together:
    """Several are given more time by one press; `until`: their last day."""

    ago: int
    by: str
    cohort: str
    who: tuple[str, ...]
    until: int
    grounds: str
