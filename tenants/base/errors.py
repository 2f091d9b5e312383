"""What an action may raise. Each has a designed page; none is a fault of the program."""

from collections.abc import Mapping


class NotFound(Exception):
    """The record is missing or out of the actor's scope; the two are never told apart."""


class Suspended(Exception):
    """The school's space is shut for a while. Its name is public."""

    def __init__(self, school: str) -> None:
        super().__init__("the school is suspended")
        self.school = school


class Refused(Exception):
    """A rule says no; the reason is a sentence for the person who asked."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Invalid(Exception):
    """Input that cannot be taken: field name → what to do about it."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(fields.values()))
        self.fields = dict(fields)


class Conflict(Exception):
    """Somebody saved first. Both texts are kept: label → (theirs, yours)."""

    def __init__(self, texts: Mapping[str, tuple[str, str]], saved_by: str = "", version: int = 0) -> None:
        super().__init__("saved by somebody else in between")
        self.texts = dict(texts)
        self.saved_by = saved_by
        self.version = version
