from collections.abc import Sequence
from datetime import date
from typing import cast
from uuid import UUID

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.staff.models import Staff

SOMEBODY_ELSE = "else"


class HandOverForm(LecternForm):
    person = fields.choice("Who stands in for you?", needed="Choose who stands in for you")
    other = fields.line(
        "If somebody else, who is it?",
        hint="Their work email address, or their name as it is on the staff list",
    )
    since = fields.day("First day", needed="Enter the first day")
    until = fields.day(
        "Last day",
        needed="Enter the last day",
        hint="It ends at midnight of that day. For example, 27 3 2027",
    )

    def offer(self, people: Sequence[Staff]) -> None:
        self.person.choices = fields.offered(
            [
                *(
                    (str(one.id), f"{one.name} ({one.job_title})" if one.job_title else one.name)
                    for one in people
                ),
                (SOMEBODY_ELSE, "Somebody else"),
            ]
        )

    @property
    def days(self) -> tuple[date, date]:
        """Of a form that is valid."""
        return cast("date", self.since.data), cast("date", self.until.data)

    @property
    def chosen(self) -> UUID | None:
        return None if self.person.data == SOMEBODY_ELSE else UUID(self.person.data)


class GuestForm(LecternForm):
    version = fields.version()
    until = fields.day(
        "Last day",
        needed="Enter the last day",
        hint="They are signed out at midnight of that day. For example, 27 3 2027",
    )

    @property
    def day(self) -> date:
        """Of a form that is valid."""
        return cast("date", self.until.data)
