"""The ethics and pupil-data check: five plain questions, and what a 'yes' asks for. No answer forbids a project."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    question: str
    asks_for: str


CHECKS: Mapping[str, Check] = {
    "ethics_unusual": Check(
        "Will pupils do something that they would not do in ordinary lessons?",
        "Tell parents and carers beforehand what happens and why, and let a pupil say no without a disadvantage.",
    ),
    "ethics_sensitive": Check(
        "Will you ask pupils about feelings, health, family or beliefs?",
        "Talk to the designated safeguarding lead first, and agree what you do "
        "if a pupil tells you something worrying.",
    ),
    "ethics_recognised": Check(
        "Will you keep names, faces, voices or handwriting of pupils?",
        "Ask parents or carers for their agreement, keep it in the school’s own systems, "
        "and set a day on which it is deleted.",
    ),
    "ethics_records": Check(
        "Will you use what the school holds about pupils, such as marks, special needs or pupil premium?",
        "Ask who looks after data protection at your school, use as little as you can, "
        "and write about groups, never about one pupil.",
    ),
    "ethics_left_out": Check(
        "Will some pupils get something that others do not?",
        "Choose a way in which the others get it too, later, if it helps.",
    ),
}


def asked_for(answers: Mapping[str, bool | None]) -> list[Check]:
    """What the answers so far ask for."""
    return [check for name, check in CHECKS.items() if answers.get(name)]
