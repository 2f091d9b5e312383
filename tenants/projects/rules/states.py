"""The words a project is made of: its parts, its stages, and how far its plan is agreed."""

from enum import StrEnum


class Part(StrEnum):
    """The pages of a project, in the order in which they are thought of."""

    CHOICE = "choice"
    QUESTION = "question"
    READING = "reading"
    METHOD = "method"
    ETHICS = "ethics"
    MEASURES = "measures"
    MILESTONES = "milestones"
    FINDINGS = "findings"
    NEXT_STEPS = "next-steps"


class Stage(StrEnum):
    """Of the Education Endowment Foundation's guide to implementation."""

    EXPLORE = "explore"
    PREPARE = "prepare"
    DELIVER = "deliver"
    SUSTAIN = "sustain"


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class PlanState(StrEnum):
    WRITING = "writing"
    ASKED = "asked"
    SENT_BACK = "sent_back"
    AGREED = "agreed"
    LAPSED = "lapsed"


class Party(StrEnum):
    """Who has a say in a plan."""

    MENTOR = "mentor"
    LEAD = "lead"


class Decision(StrEnum):
    AGREED = "agreed"
    SENT_BACK = "sent_back"
