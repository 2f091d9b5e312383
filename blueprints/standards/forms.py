from collections.abc import Container
from typing import Any

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.standards.models import StandardGuidance
from tenants.standards.rules.guiding import MOST_EXEMPLARS, Exemplar, problem

PARTS = ("title", "text", "link")


class GuidanceForm(LecternForm):
    """`title_1`, `text_1` and `link_1` are the first exemplar; one without any of them is none. See guidance_form."""

    most = 0
    version = fields.version()
    body = fields.passage(
        "What your school says to this standard",
        hint="What it looks like here, whom to ask, what has worked. You can use Markdown",
        most=4000,
    )

    @classmethod
    def filled(cls, standing: StandardGuidance | None) -> dict[str, Any]:
        if standing is None:
            return {"version": 0}
        found: dict[str, Any] = {"body": standing.body, "version": standing.version}
        for at, one in enumerate(standing.exemplars, 1):
            found |= {f"{part}_{at}": one[part] for part in PARTS}
        return found

    @property
    def blocks(self) -> list[list[Any]]:
        """The three fields of each exemplar."""
        return [[self[f"{part}_{at}"] for part in PARTS] for at in range(1, self.most + 1)]

    @property
    def exemplars(self) -> list[Exemplar]:
        given = [Exemplar(*((field.data or "").strip() for field in block)) for block in self.blocks]
        return [one for one in given if one != Exemplar("")]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        fine: bool = super().validate(*args, **kwargs)
        for at, block in enumerate(self.blocks, 1):
            one = Exemplar(*((field.data or "").strip() for field in block))
            if one != Exemplar("") and (wrong := problem(one, at)):
                field = block[PARTS.index(wrong[0])]
                field.errors, fine = [*field.errors, wrong[1]], False
        return fine


def guidance_form(standing: StandardGuidance | None, posted: Container[str]) -> GuidanceForm:
    """Where standards were put together there may be more exemplars than somebody is offered to add. Each that stands
    there has its fields, and each that a page was sent with."""
    most = max(MOST_EXEMPLARS, len(standing.exemplars) if standing else 0)
    while f"title_{most + 1}" in posted:
        most += 1
    parts: dict[str, Any] = {"most": most}
    for at in range(1, most + 1):
        parts[f"title_{at}"] = fields.line(f"Title of exemplar {at}")
        parts[f"text_{at}"] = fields.passage(f"Exemplar {at} in a few sentences", most=2000)
        parts[f"link_{at}"] = fields.line(f"Or a link to exemplar {at}", most=500)
    made: type[GuidanceForm] = type("GuidanceForm", (GuidanceForm,), parts)
    return made(data=made.filled(standing))
