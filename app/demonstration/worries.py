"""Questions about files, as the demonstration tells them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Worry:
    """Somebody asks whether the file of a piece (by its `title`) should be there."""

    ago: int
    by: str
    title: str
    words: str
    explained: int | None = None
    explanation: str = ""
    decided: int | None = None
    decider: str = ""
    decision: str = ""
    taken_down: bool = False
