from collections.abc import Iterable
from uuid import UUID

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.coverage.rules.costs import pence_typed


class _Cost(LecternForm):
    what = fields.line(
        "What is it for?",
        needed="Say what it is for",
        hint="For example, supply cover for the launch. Name no person",
    )
    amount = fields.line(
        "How much, in pounds?",
        needed="Enter an amount in pounds, such as 1,250 or 99.50",
        hint="For example, 1,250",
        most=20,
    )

    @property
    def pence(self) -> int | None:
        return pence_typed(self.amount.data or "")


class ChangeCostForm(_Cost):
    version = fields.version()


class CostForm(_Cost):
    of = fields.pick("For which year or cohort?", needed="Choose a year or a cohort")

    def offer(self, known: Iterable[tuple[str, UUID, str]]) -> "CostForm":
        words = {"year": "The whole year", "cohort": "Cohort"}
        self.of.choices = [
            ("", "Choose"),
            *((f"{kind}:{one}", f"{words[kind]}: {name}") for kind, one, name in known),
        ]
        return self

    @property
    def ids(self) -> dict[str, UUID]:
        kind, _, one = str(self.of.data).partition(":")
        return {f"{kind}_id": UUID(one)}


class RemovalForm(LecternForm):
    """A button without fields."""
