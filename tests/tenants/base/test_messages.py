from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID, uuid4

import pytest

from tenants.base.messages import Message, NotAMessage


@dataclass(frozen=True)
class Full(Message):
    name: ClassVar[str] = "tests.full"
    subject_id: UUID
    day: date
    words: str
    count: int
    sure: bool
    perhaps: UUID | None = None


@dataclass(frozen=True)
class Content(Message):
    name: ClassVar[str] = "tests.content"
    everything: dict[str, str]


def full() -> Full:
    return Full(uuid4(), date(2026, 11, 23), "half-term", 3, True)


def test_a_message_comes_back_as_it_was() -> None:
    sent = full()
    assert Full.read(sent.payload()) == sent


def test_an_optional_id_comes_back_too() -> None:
    sent = Full(uuid4(), date(2026, 11, 23), "", 0, False, perhaps=uuid4())
    assert Full.read(sent.payload()) == sent


def test_a_payload_is_plain_text_and_numbers() -> None:
    assert {type(value) for value in full().payload().values()} <= {str, int, bool, type(None)}


def test_content_cannot_travel() -> None:
    with pytest.raises(NotAMessage, match="everything"):
        Content({"name": "somebody"}).payload()


@pytest.mark.parametrize("value", ["not-an-id", None, 7, b"x"])
def test_a_value_that_is_not_what_the_field_says_is_refused(value: object) -> None:
    with pytest.raises(NotAMessage):
        Full(value, date(2026, 11, 23), "", 0, False).payload()


@pytest.mark.parametrize("change", [{"more": "x"}, {"words": ...}])
def test_a_payload_of_another_version_is_refused(change: dict[str, object]) -> None:
    payload = full().payload() | change
    with pytest.raises(NotAMessage):
        Full.read({name: value for name, value in payload.items() if value is not ...})
