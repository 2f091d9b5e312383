"""A button about a version of the standards, which another may have followed since its page was shown."""

from uuid import UUID

from wtforms import HiddenField

from blueprints.shared.forms import LecternForm, form_key
from tenants.standards.models import Edition


class EditionForm(LecternForm):
    """`seen`: the version that the page has shown, with what changes."""

    seen = HiddenField()

    @property
    def seen_id(self) -> UUID | None:
        return form_key(self.seen.data)

    def show(self, edition: Edition) -> None:
        self.seen.data = str(edition.id)
