"""What a pair agreed on: who does what by when."""

from datetime import date, timedelta

NEAR = timedelta(days=7)
"""From when it stands on the front page of who does it."""
FURTHEST = timedelta(days=3 * 366)


def problems(words: str, due_on: date | None, today: date, *, moved: bool) -> dict[str, str]:
    """`moved`: the day is another one than before. One that passed meanwhile may stay."""
    found = {}
    if not words.strip():
        found["words"] = "Say what is to be done."
    if due_on is None:
        found["due_on"] = "Enter the day by when it is to be done."
    elif moved and due_on < today:
        found["due_on"] = "The day must be today or in the future."
    elif due_on > today + FURTHEST:
        found["due_on"] = "Check the year."
    return found
