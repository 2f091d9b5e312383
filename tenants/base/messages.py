"""A message asks for a job. It is a frozen dataclass of ids and short plain values, so that what waits in a
queue holds no content: whoever does the job reads the rest from the database, when it does it."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from types import NoneType, UnionType
from typing import Any, ClassVar, Self, get_args, get_origin, get_type_hints
from uuid import UUID

Plain = str | int | bool | None

READERS: dict[type, Callable[[Any], Any]] = {
    UUID: UUID,
    date: date.fromisoformat,
    str: str,
    int: int,
    bool: bool,
}


class NotAMessage(TypeError):
    """A field that may not travel, or a payload that does not fit the message."""


@dataclass(frozen=True)
class Message:
    """`name` is what stands in the outbox and survives a rename of the class; an urgent message (a person
    is waiting in front of a screen) goes before the others."""

    name: ClassVar[str]
    tries: ClassVar[int] = 5
    time_limit: ClassVar[timedelta] = timedelta(minutes=1)
    urgent: ClassVar[bool] = False

    def payload(self) -> dict[str, Plain]:
        return {name: _written(getattr(self, name), kind) for name, kind in kinds(type(self)).items()}

    @classmethod
    def read(cls, payload: dict[str, Plain]) -> Self:
        expected = kinds(cls)
        if payload.keys() != expected.keys():
            raise NotAMessage(f"{cls.name} has {sorted(expected)}, and this has {sorted(payload)}")
        return cls(**{name: _read(payload[name], kind) for name, kind in expected.items()})


def kinds(message: type[Message]) -> dict[str, Any]:
    """Field → type, for a message whose fields may all travel."""
    hints = get_type_hints(message)
    found = {field.name: hints[field.name] for field in fields(message)}
    for name, kind in found.items():
        if _required(kind) not in READERS:
            raise NotAMessage(f"{message.__name__}.{name} is a {kind}, and only ids and plain values travel")
    return found


def _required(kind: Any) -> Any:
    """`UUID` of `UUID | None`."""
    if get_origin(kind) is not UnionType or NoneType not in get_args(kind):
        return kind
    others = [part for part in get_args(kind) if part is not NoneType]
    return others[0] if len(others) == 1 else kind


def _written(value: Any, kind: Any) -> Plain:
    if value is None and kind is not _required(kind):
        return None
    if type(value) is not _required(kind):
        raise NotAMessage(f"{value!r} is not a {kind}")
    return str(value) if isinstance(value, UUID | date) else value


def _read(value: Plain, kind: Any) -> Any:
    return None if value is None else READERS[_required(kind)](value)
