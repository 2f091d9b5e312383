from uuid import UUID

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm


class ReleaseForm(LecternForm):
    outcomes = fields.several("Outcomes to release", needed="Choose at least one outcome to release")

    def chosen(self) -> set[UUID]:
        return {UUID(value) for value in self.outcomes.data or ()}


class RevocationForm(LecternForm):
    reason = fields.passage(
        "Why is the award revoked?",
        needed="Say why the award is revoked",
        hint="This stays in your school. The public reads only that the award is revoked.",
        most=2000,
    )
