"""What a job carries, and what is written down when it fails."""

from dataclasses import fields
from typing import get_type_hints
from uuid import UUID

from worker.handlers import HANDLERS


def test_a_message_is_made_of_ids() -> None:
    """Nothing that people type travels in a payload; a state is a word of ours."""
    for message in HANDLERS:
        hints = get_type_hints(message)
        kinds = {one.name: hints[one.name] for one in fields(message)}
        state = {("state", str)}
        assert all(kind is UUID for _, kind in kinds.items() - state), f"{message.__name__}: {kinds}"
