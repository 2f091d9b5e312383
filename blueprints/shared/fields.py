"""Fields as every form builds them: a label, what is wrong when it is empty, and how much fits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from govuk_frontend_wtf.wtforms_widgets import (
    GovCharacterCount,
    GovCheckboxesInput,
    GovCheckboxInput,
    GovDateInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation
from wtforms.widgets import HiddenInput

from blueprints.shared.forms import LINE, TEXT, Printable, Within, can_be_typed, squeezed
from tenants.base.days import time_in_words, time_typed

Choices = Iterable[tuple[str, str] | tuple[str, str, str]]
"""Value, label and, for those that need it, a line about it."""


def line(label: str, *, needed: str | None = None, hint: str = "", most: int = LINE) -> StringField:
    """`needed`: what to say when it is empty; without it the field may stay empty."""
    return StringField(
        label,
        description=hint,
        filters=[squeezed],
        widget=GovTextInput(),
        validators=[*_presence(needed), Printable(), Within(most)],
    )


def passage(label: str, *, needed: str | None = None, hint: str = "", most: int = TEXT) -> TextAreaField:
    return TextAreaField(
        label,
        description=hint,
        widget=GovTextArea(),
        validators=[*_presence(needed), Printable(), Within(most)],
    )


def count_words(field: TextAreaField, most: int | None) -> None:
    """The page says how many words are left, and lets somebody write more: what is too long is said when they save."""
    if most is not None:
        field.widget = WordCount(most)


def number(label: str, *, needed: str | None, least: int, most: int, hint: str = "") -> "WholeNumber":
    words = f"{label} must be a whole number from {least} to {most:,}"
    return WholeNumber(
        label,
        description=hint,
        widget=GovTextInput(),
        validators=[*_presence(needed), NumberRange(least, most, words)],
        render_kw={"inputmode": "numeric"},
        not_whole=words,
    )


def clock_time(label: str, *, needed: str | None = None, hint: str = "For example, 3:45pm") -> "ClockTime":
    return ClockTime(
        label,
        description=hint,
        widget=GovTextInput(),
        validators=[InputRequired(needed)] if needed else [],
    )


def day(label: str, *, needed: str | None = None, hint: str = "For example, 27 3 2027") -> "Day":
    # Not Optional(): it looks at the first box only, and would drop a date whose day was forgotten.
    return Day(
        label, description=hint, widget=GovDateInput(), validators=[InputRequired(needed)] if needed else []
    )


def choice(label: str, *, needed: str, choices: Choices = (), hint: str = "") -> RadioField:
    return RadioField(
        label,
        description=hint,
        choices=offered(choices),
        widget=Radios(),
        validators=[InputRequired(needed)],
        validate_choice=True,
    )


def pick(label: str, *, needed: str | None = None, choices: Choices = (), hint: str = "") -> SelectField:
    return SelectField(
        label, description=hint, choices=offered(choices), widget=GovSelect(), validators=_presence(needed)
    )


def several(
    label: str, *, needed: str | None = None, choices: Choices = (), hint: str = ""
) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        description=hint,
        choices=offered(choices),
        widget=Checkboxes(),
        validators=_presence(needed),
    )


def offered(choices: Choices) -> list[SelectChoice]:
    """What a field offers, also when it is only known later: `form.mentor.choices = offered(…)`."""
    return [Offered(value, label, about=about[0] if about else "") for value, label, *about in choices]


def tick(label: str, *, needed: str | None = None, hint: str = "") -> BooleanField:
    return BooleanField(label, description=hint, widget=Tick(), validators=_presence(needed))


def version() -> "Version":
    """Which state of the record the form was filled in from."""
    return Version(widget=HiddenInput(), default=0)


def _presence(needed: str | None) -> list[Any]:
    return [InputRequired(needed)] if needed else [Optional()]


@dataclass
class Offered(SelectChoice):  # type: ignore[misc]
    about: str = ""


class AboutEach:
    """Prints the line about a choice under its label."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        for item, choice in zip(kwargs["items"], field.choices, strict=True):
            if about := getattr(choice, "about", ""):
                item["hint"] = {"text": about}
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)  # type: ignore[misc]
        return params


class WordCount(GovCharacterCount):  # type: ignore[misc]
    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        return params | {"maxwords": self.most}


class Radios(AboutEach, GovRadioInput):  # type: ignore[misc]
    pass


class Checkboxes(AboutEach, GovCheckboxesInput):  # type: ignore[misc]
    pass


class Tick(GovCheckboxInput):  # type: ignore[misc]
    """Its hint stands under its label, where it is read after it."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        if field.description:
            params["items"][0]["hint"] = params.pop("hint")
        return params


class Day(DateField):  # type: ignore[misc]
    """Day, month and year in three boxes, without leading noughts; whatever is posted, three are shown again."""

    @property
    def given(self) -> date:
        """Of a form that was found valid, where it is needed."""
        return cast("date", self.data)

    def process_data(self, value: date | None) -> None:
        super().process_data(value)
        if value is not None:
            self.raw_data = [str(value.day), str(value.month), str(value.year)]

    def process_formdata(self, valuelist: list[str]) -> None:
        shown = ["".join(char for char in part if char.isprintable()) for part in valuelist]
        self.raw_data = [*shown, "", "", ""][:3]
        parts = [part.strip() for part in self.raw_data]
        if not any(parts):
            self.data = None
            return
        try:
            self.data = date(int(parts[2]), int(parts[1]), int(parts[0]))
        except (ValueError, OverflowError) as wrong:
            self.data = None
            raise ValueError(f"{self.label.text} must be a real date, such as 27 3 2027") from wrong

    def pre_validate(self, form: Any) -> None:
        if self.data is None and self.raw_data and not any(part.strip() for part in self.raw_data):
            self.raw_data = ["", "", ""]
        if self.data is not None and not 1900 < self.data.year < 2200:
            raise StopValidation(f"{self.label.text} must have a year such as 2027")


class ClockTime(StringField):  # type: ignore[misc]
    """'3:45pm', '15:45', '15.45' or '9am', kept as a time; what was typed is shown again."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = (valuelist[0] if valuelist else "").strip()
        self.raw_data, self.data = [typed], None
        if typed:
            self.data = time_typed(typed)
            if self.data is None:
                raise ValueError(f"{self.label.text} must be a time, such as 3:45pm")

    def _value(self) -> str:
        if self.raw_data:
            return "".join(char for char in self.raw_data[0] if can_be_typed(char))
        return time_in_words(self.data) if self.data else ""


class Version(IntegerField):  # type: ignore[misc]
    """A version that was tampered with or lost is an old one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        given = valuelist[0] if valuelist else ""
        self.data = int(given) if given.isdecimal() and len(given) < 9 else 0

    def _value(self) -> str:
        """Not what was sent: a page that is shown again may carry a later version than the one it came with."""
        return str(self.data or 0)


class WholeNumber(IntegerField):  # type: ignore[misc]
    def __init__(self, *args: Any, not_whole: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.not_whole = not_whole

    @property
    def given(self) -> int:
        """Of a form that was found valid, where it is needed."""
        return cast("int", self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = int(valuelist[0].replace(",", "").strip()[:12])
        except ValueError as wrong:
            self.data = None
            raise ValueError(self.not_whole) from wrong

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation
