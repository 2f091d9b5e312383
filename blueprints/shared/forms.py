"""What every form shares: a key that makes a double post harmless, and words for input nobody can take."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import render_template
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, ValidationError

from tenants.base.errors import Invalid, Refused
from tenants.base.ids import new_id

LINE = 200
TEXT = 20_000


class LecternForm(FlaskForm):  # type: ignore[misc]
    form_errors: list[str]
    form_key = HiddenField(default=lambda: str(new_id()))

    def refuse(self, problem: Invalid | Refused) -> None:
        """Puts what an action refused next to its field, or on the form as a whole."""
        if isinstance(problem, Refused):
            self.form_errors = [*self.form_errors, problem.reason]
            return
        for name, words in problem.fields.items():
            if name in self._fields:
                self[name].errors = [*self[name].errors, words]
            else:
                self.form_errors = [*self.form_errors, words]

    def shows(self, version: int) -> None:
        """What the page shows beside a form that was refused for having read another version: whoever reads that now
        answers that next. Not after a slip in a field, so that nobody agrees unawares to what has changed since."""
        if self.form_errors:
            self["version"].data = version

    def taken(self, act: Callable[[], Any]) -> bool:
        """True when the form is valid and the action took it; else the reasons are on the form."""
        if not self.validate_on_submit():
            return False
        try:
            act()
        except (Invalid, Refused) as problem:
            self.refuse(problem)
            return False
        return True


def form_page(template: str, form: LecternForm, **facts: Any) -> tuple[str, int]:
    """The page of a form: 422 when it was refused, with the reasons and all that was typed."""
    return render_template(template, form=form, **facts), 422 if form.errors else 200


def form_key(raw: str | None) -> UUID | None:
    try:
        return UUID(raw) if raw else None
    except ValueError:
        return None


class Printable:
    """Text a person can have typed: no control characters but tab and line ends, and no half characters.
    What is shown again is the text without them, since a page can't hold them either."""

    def __call__(self, form: FlaskForm, field: Field) -> None:
        text = field.data or ""
        kept = "".join(char for char in text if can_be_typed(char))
        if kept != text:
            field.data = kept
            raise ValidationError(f"{field.label.text} has a character that can't be kept. Type it again.")


def can_be_typed(char: str) -> bool:
    return char in "\t\r\n" or (char >= " " and not "\ud800" <= char <= "\udfff")


class Within:
    """At most so many characters; says how many too many."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: FlaskForm, field: Field) -> None:
        over = len(field.data or "") - self.most
        if over > 0:
            raise ValidationError(
                f"{field.label.text} must be {self.most:,} characters or fewer. Take out {over:,}."
            )


def squeezed(text: str | None) -> str | None:
    """A line without spaces around it."""
    return text.strip() if text else text
