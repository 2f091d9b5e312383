"""A figure from where it began to where it stands, and where it is to be."""

from dataclasses import dataclass
from decimal import Decimal

from tenants.base.figures import said
from tenants.priorities.rules.states import Better


@dataclass(frozen=True)
class Change:
    """`now`: the last reading; None where nobody has read it since it began. A project's measure has no `target`."""

    name: str
    unit: str
    better: str
    first: Decimal
    now: Decimal | None
    target: Decimal | None

    @property
    def words(self) -> str:
        """'from 42% to 57%, of 60%'; never a verdict."""
        began = said(self.first, self.unit)
        aimed = f", aiming for {said(self.target, self.unit)}" if self.target is not None else ""
        if self.now is None:
            return f"{began} to begin with, not read since{aimed}"
        return f"from {began} to {said(self.now, self.unit)}{aimed}"

    @property
    def stands_still(self) -> bool:
        """Read again, and no better than it was."""
        if self.now is None:
            return False
        return self.now <= self.first if self.better == Better.HIGHER else self.now >= self.first
