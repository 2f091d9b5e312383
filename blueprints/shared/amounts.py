"""Figures with a point, as a form asks for them."""

from decimal import Decimal, InvalidOperation
from typing import Any, cast

from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import DecimalField
from wtforms.validators import InputRequired, Optional, StopValidation

PLACES = 3


def amount(label: str, *, needed: str | None = None, hint: str = "") -> "Amount":
    return Amount(
        label,
        description=hint,
        widget=GovTextInput(),
        validators=[InputRequired(needed)] if needed else [Optional()],
    )


class Amount(DecimalField):  # type: ignore[misc]
    """'1,250' or '3.5', with at most three places."""

    @property
    def given(self) -> Decimal:
        """Of a form that was found valid, where it is needed."""
        return cast("Decimal", self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].replace(",", "").strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            given = Decimal(typed[:20])
            whole = given.is_finite() and given == given.quantize(Decimal(1).scaleb(-PLACES))
        except InvalidOperation:
            whole = False
        if not whole:
            raise ValueError(f"{self.label.text} must be a number such as 42 or 3.5")
        self.data = given

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation
