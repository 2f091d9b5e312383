"""When a portfolio may be handed in, told in days of the school's calendar."""

from dataclasses import dataclass
from datetime import date

from tenants.base.days import day_in_words


@dataclass(frozen=True)
class Window:
    """Both days belong to it."""

    opens_on: date
    closes_on: date

    def closed_because(self, today: date) -> str | None:
        if today < self.opens_on:
            return f"The submission window opens on {day_in_words(self.opens_on)}."
        if today > self.closes_on:
            return (
                f"The submission window closed on {day_in_words(self.closes_on)}. "
                "Ask your programme lead when the next one opens."
            )
        return None

    def open_until_at_least(self, day: date) -> "Window":
        return Window(self.opens_on, max(self.closes_on, day))
