"""What a job carries, and what is written down when it fails."""

from dataclasses import fields
from datetime import date
from typing import get_type_hints
from uuid import UUID

from worker.handlers import HANDLERS

NO_TEXT = {UUID, int, date, bool, date | None}
OUR_WORDS = {"state", "reminder"}


def test_a_message_is_made_of_ids_and_plain_values() -> None:
    """Nothing that people type travels in a payload; a state and a kind of reminder are words of ours."""
    for message in HANDLERS:
        hints = get_type_hints(message)
        kinds = {one.name: hints[one.name] for one in fields(message)}
        assert {kind for name, kind in kinds.items() if name not in OUR_WORDS} <= NO_TEXT, (
            f"{message.__name__}: {kinds}"
        )
