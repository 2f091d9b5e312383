"""How strongly standards serve a priority: ten rows of a choice and a reason, and what is suggested."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import HiddenField

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.priorities.models import Mapping as Mapped
from tenants.priorities.models import Priority
from tenants.priorities.rules.mapping import LONGEST_REASON, WORDS, Cell, Wanted, in_words
from tenants.priorities.rules.states import Strength
from tenants.priorities.rules.suggesting import Suggestion
from tenants.standards.models import Standard

STRENGTHS = [(one.value, WORDS[one]) for one in Strength]


class MappingForm(LecternForm):
    """A strength and a reason for each standard, and what the page showed of it."""

    def wanted(self, standards: Sequence[Standard]) -> dict[int, Wanted]:
        return {
            one.number: Wanted(
                Strength(self[f"strength_{one.number}"].data), self[f"reason_{one.number}"].data or ""
            )
            for one in standards
        }

    def seen(self, standards: Sequence[Standard]) -> dict[int, str]:
        return {one.number: self[f"seen_{one.number}"].data or "" for one in standards}


def mapping_form(standards: Sequence[Standard], standing: Mapping[int, Mapped]) -> MappingForm:
    made: dict[str, Any] = {}
    data: dict[str, str] = {}
    for one in standards:
        named = f"{one.number}. {one.title}"
        made[f"strength_{one.number}"] = fields.pick(named, needed=f"Choose for {named}", choices=STRENGTHS)
        made[f"reason_{one.number}"] = fields.line(f"Why, for {named}", most=LONGEST_REASON)
        said = standing.get(one.number)
        data[f"strength_{one.number}"] = said.strength if said else Strength.NONE.value
        data[f"reason_{one.number}"] = said.reason if said else ""
        made[f"seen_{one.number}"] = HiddenField()
        data[f"seen_{one.number}"] = in_words(Wanted(Strength(said.strength), said.reason)) if said else ""
    form: MappingForm = type("MappingForm", (MappingForm,), made)(data=data)
    return form


class SuggestedForm(LecternForm):
    suggested = fields.several("Which of these are right?", needed="Choose at least one, or go back")

    def chosen(self, offered: Sequence[Suggestion]) -> dict[Cell, Wanted]:
        ticked = set(self.suggested.data or ())
        return {one.cell: Wanted(one.strength, one.why) for one in offered if key(one) in ticked}


def suggested_form(
    offered: Sequence[Suggestion], priorities: Sequence[Priority], standards: Mapping[int, Standard]
) -> SuggestedForm:
    titles: dict[UUID, str] = {one.id: f"{one.number}. {one.title}" for one in priorities}
    form = SuggestedForm()
    form.suggested.choices = fields.offered(
        (
            key(one),
            f"{titles[one.priority_id]}: standard {one.standard_number}, {standards[one.standard_number].title}",
            f"{one.why}. It would be mapped as “{WORDS[one.strength].lower()}”",
        )
        for one in offered
    )
    return form


def key(one: Suggestion) -> str:
    return f"{one.priority_id}:{one.standard_number}"
