"""The states and kinds that portfolios know."""

from enum import StrEnum


class EvidenceKind(StrEnum):
    TEXT = "text"
    LINK = "link"
    PRESENTATION = "presentation"
    FILE = "file"
    TESTIMONIAL = "testimonial"


class Source(StrEnum):
    """What an item may be drawn from; none when the candidate wrote it. GROUP: from the pool of a group they left."""

    EVENT = "event"
    TESTIMONIAL = "testimonial"
    GROUP = "group"


class People(StrEnum):
    """What the candidate declares about those who can be recognised in a file. `agreed`: adults alone."""

    NOBODY = "nobody"
    AGREED = "agreed"
    PUPILS = "pupils"


class ConcernState(StrEnum):
    RAISED = "raised"
    ANSWERED = "answered"
    REPLACED = "replaced"
    RELEASED = "released"
    TAKEN_DOWN = "taken_down"


class SubmissionState(StrEnum):
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ENDORSED = "endorsed"
    DECIDED = "decided"
    RELEASED = "released"


class Decision(StrEnum):
    ENDORSED = "endorsed"
    RETURNED = "returned"
