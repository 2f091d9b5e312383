"""Forms that say which priorities of the improvement plan something serves."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from flask import request
from wtforms import HiddenField

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.priorities.rules.serving import Thread, Threads


class ChoosingForm(LecternForm):
    priorities = fields.several("Priorities of the improvement plan")

    @classmethod
    def of(cls, threads: Threads, **standing: Any) -> Self:
        """Ticked: what is served now."""
        form = cls(data={"priorities": [str(one.aim.id) for one in threads.served], **standing})
        form.priorities.choices = fields.offered(
            [
                (str(one.aim.id), f"{one.aim.number}. {one.aim.title}", cls.about(one))
                for one in threads.offered
            ]
        )
        return form

    @staticmethod
    def about(one: Thread) -> str:
        """The line under each box."""
        return one.why

    @property
    def wanted(self) -> list[UUID]:
        return [UUID(one) for one in self.priorities.data or ()]


class NamingForm(ChoosingForm):
    """`seen`: when they had been named as this page said, so that a second window is noticed."""

    seen = HiddenField()

    @property
    def seen_at(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.seen.data or "")
        except ValueError:
            return None


class FocusForm(ChoosingForm):
    version = fields.version()

    @staticmethod
    def about(one: Thread) -> str:
        return one.aim.reason


def naming_form(threads: Threads, named_at: datetime | None) -> NamingForm:
    return NamingForm.of(threads, seen=named_at.isoformat() if named_at else "")


def named(form: NamingForm, name: Callable[[], None], follow: Callable[[], None]) -> bool:
    """True when it was pressed and taken: named as ticked, or left to the school's choice again."""
    return form.taken(follow if "follow" in request.form else name)
